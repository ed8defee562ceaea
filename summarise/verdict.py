"""What was decided about an item: one probability per family of decision, from acts, agenda and words."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from functools import cache

from minutes.agenda import AgendaItem
from minutes.vocabulary import SectionKind
from summarise.acts import Act, acts_in, negations, phrases, plain, regex_of
from summarise.linear import LinearModel, load_models
from summarise.salience import Scored

STRONG = 0.5
LEAST, LEAST_SPOKEN, LEAST_BEST = 0.5, 0.25, 0.3
FAIR = 0.25
WITHOUT_WORDS = frozenset({Act.APPROVED, Act.RECOMMENDED, Act.RESPONDED})
LEAST_UNSPOKEN = 0.7
"""Families that a nod may decide ("Nogen imod? Ingen. Videre."), and how sure they must be then."""
CONSENT = re.compile(
    r"^(?!det kan (?:\w+ )?ikke)(?:ja|jo|nej|det (?:er|gør|konstaterer|ser|kan) |godt|fint|ingen|okay)", re.I
)
"""What follows a question that everybody consents to."""
ASKS_CONSENT = re.compile(r"\b(?:imod|enige?|i orden|med på|okay|sådan)\b", re.I)
CONCLUSION = re.compile(
    r"^(?:(?:godt|fint|ja|okay),? )?(?:så (?!har|kan|hvis|siger)|vi (?!har|kan|er|mangler)|altså )", re.I
)
"""How a chair begins a conclusion."""
PUTS_OFF = re.compile(
    r"\b(?:siger|tager|er|bliver) (?:vi |det )?(?:den )?(?:på |til )?(?:mødet|møde|næste møde)\b", re.I
)
"""A conclusion that names a meeting and nothing else: it comes again."""
AGAIN = re.compile(
    r"^(?:så |og )*(?:siger vi |det bliver |bliver det )?(?:på |til )?mødet den \d|\bden med tilbage\b|"
    r"\btage[rst]* (?:vi )?(?:den|det|sagen|punktet)? ?af\b",
    re.I,
)
"""The item comes at another meeting, with few other words."""
SETTLED = {Act.APPROVED, Act.REJECTED, Act.RECOMMENDED, Act.HEARING, Act.NOTED, Act.ELECTED, Act.DISCUSSED}
"""What settles the item itself, so that nothing is sent on."""
CONCLUDING = 0.6
AGENDA = re.compile(r"\bdagsorden(?:en)?\b(?!.*\breferat)", re.I)
LATE = 0.5
"""Turns after this share of the item are late."""
FAMILIES = (
    Act.APPROVED,
    Act.NOTED,
    Act.DISCUSSED,
    Act.POSTPONED,
    Act.REJECTED,
    Act.RECOMMENDED,
    Act.HEARING,
    Act.ELECTED,
    Act.RESPONDED,
    Act.INFORMED,
)
"""The families of the beslutning's verb, in the order in which they are printed."""


def family_probabilities(item: AgendaItem, scored: Sequence[Scored]) -> Mapping[Act, float]:
    """For each family the probability, 0 to 1, that the item's beslutning uses it."""
    features = item_features(item, scored)
    return {family: model.probability(features) for family, model in _models().items()}


@cache
def _models() -> Mapping[Act, LinearModel]:
    return {Act(name): model for name, model in load_models("verdict").items()}


def item_features(item: AgendaItem, scored: Sequence[Scored]) -> list[str]:
    """The agenda's question, and the acts and words of the remarks that carry the decision."""
    features = _agenda_features(item)
    strong = [s for s in scored if s.cited >= STRONG]
    fair = [s for s in scored if FAIR <= s.cited < STRONG]
    features += _heard(strong, "strong") + _heard(fair, "fair")
    features += [f"strong={min(len(strong), 4)}"]
    late = [s for s in scored if s.remark.turn >= LATE * scored[-1].remark.turn and not s.remark.question]
    features += _heard([s for s in late if s.remark.by_chair is not False], "late")
    if strong:
        features += _heard(strong[-1:], "last")
        last_turn = strong[-1].remark.utterance_id
        features += _heard([s for s in strong if s.remark.utterance_id == last_turn], "closing")
    kind = features[0]
    features += [f"{kind} {f}" for f in features if f.startswith("strong:")]
    return features


def families_heard(item: AgendaItem, scored: Sequence[Scored], *, lost: bool = False) -> tuple[Act, ...]:
    """The families of decision that are sure enough, in printing order; none where nothing is.

    `lost` says that the last vote went against the proposal, and that nothing was adopted after it.

    A family needs `LEAST`, or `LEAST_SPOKEN` where its act was plainly said in a remark that carries the
    decision; the likeliest one needs `LEAST_BEST`.
    """
    heard = acts_heard(scored) | consented(item, scored)
    found = {
        family: p
        for family, p in family_probabilities(item, scored).items()
        if family in heard or (family in WITHOUT_WORDS and p >= LEAST_UNSPOKEN)
    }
    plainly = last_word(scored) - (frozenset() if item.clauses else {Act.APPROVED})
    if not found or (max(found.values()) < LEAST_BEST and not plainly & found.keys()):
        return ()
    best = max(found, key=lambda family: (family in plainly, found[family]))
    said = spoken_acts(scored)
    chosen = {best} | {f for f, p in found.items() if p >= (LEAST_SPOKEN if f in said else LEAST)}
    if len(chosen) > 1:
        chosen.discard(Act.INFORMED)
    if lost:
        partly = len(item.clauses) > 1 and bool(plainly & {Act.APPROVED, Act.RECOMMENDED})
        chosen = (chosen if partly else chosen - {Act.APPROVED, Act.RECOMMENDED}) | {Act.REJECTED}
    if item.clauses and Act.DISCUSSED not in chosen:
        chosen = _sent_on(scored) or chosen
    if Act.APPROVED not in said | plainly and (Act.POSTPONED in chosen or _comes_again(scored)):
        chosen = chosen - {Act.APPROVED}  # what was agreed is how to go on
    chosen = _fitting(item, chosen, said)
    return tuple(family for family in (*FAMILIES, Act.FORWARDED) if family in chosen)


def _comes_again(scored: Sequence[Scored]) -> bool:
    """True where a remark that carries the decision names the meeting at which the item comes again."""
    return any(AGAIN.search(one.remark.text) for one in scored if one.cited >= STRONG)


def _sent_on(scored: Sequence[Scored]) -> set[Act]:
    """The item went back to whom it came from, or onwards, if that is the last that was decided."""
    for one in reversed(scored):
        if one.cited < STRONG or one.remark.question or one.remark.by_chair is False:
            continue
        acts = {h.act for h in acts_in(one.remark.text) if not h.negated}
        if acts & SETTLED:
            return set()
        if Act.RETURNED in acts:
            return {Act.POSTPONED}
        if Act.FORWARDED in acts:
            return {Act.FORWARDED}
    return set()


def _fitting(item: AgendaItem, chosen: set[Act], said: frozenset[Act]) -> set[Act]:
    """Without what cannot be the answer to what the item asks."""
    from summarise.clauses import kind_of

    kinds = {kind_of(clause.text) for clause in item.clauses}
    if kinds and kinds <= {Act.NOTED, Act.DISCUSSED} and chosen & kinds and Act.APPROVED not in said:
        chosen = chosen - {Act.APPROVED}  # it was agreed on, and noted
    if AGENDA.search(item.title) and {Act.APPROVED, Act.POSTPONED} & chosen:
        chosen = (chosen - {Act.POSTPONED}) | {Act.APPROVED}  # another item was taken off
    return chosen


def consented(item: AgendaItem, scored: Sequence[Scored]) -> frozenset[Act]:
    """What everybody agreed to without its words: a question of the chair's, or a conclusion of theirs."""
    from summarise.clauses import kind_of

    found: set[Act] = set()
    for one, after in itertools.pairwise(scored):
        if one.remark.question and one.remark.by_chair is not False and CONSENT.match(after.remark.text):
            found |= {h.act for h in acts_in(one.remark.text) if not h.negated}
    concluded = any(
        ASKS_CONSENT.search(one.remark.text) and one.remark.question and CONSENT.match(after.remark.text)
        for one, after in itertools.pairwise(scored)
        if one.cited >= STRONG
    ) or any(
        one.cited >= STRONG and not h.negated and h.act is Act.AGREED and not PUTS_OFF.search(one.remark.text)
        for one in scored
        if not one.remark.question
        for h in acts_in(one.remark.text)
    )
    concluded = concluded or any(
        one.cited >= CONCLUDING
        and one.stated >= CONCLUDING
        and one.remark.by_chair is not False
        and not one.remark.question
        and CONCLUSION.match(one.remark.text)
        and not PUTS_OFF.search(one.remark.text)
        for one in scored
    )
    if concluded:
        found |= {Act.APPROVED} | ({kind_of(clause.text) for clause in item.clauses} - {Act.NOTED})
    return frozenset(found)


def acts_heard(scored: Sequence[Scored]) -> frozenset[Act]:
    """The families whose own words were said, not negated and not asked: no decision without its words.

    Approval may rest on a conclusion without a verb of decision. Rejection may be a negated approval, and
    discussion and information need no words of their own.
    """
    heard, agreed = {Act.DISCUSSED, Act.INFORMED}, list[str]()
    for one in scored:
        if one.remark.question or one.cited < FAIR:
            continue
        for act in acts_in(one.remark.text):
            if act.negated:
                heard |= {Act.REJECTED} if act.act in (Act.APPROVED, Act.RECOMMENDED, Act.AGREED) else set()
            else:
                heard.add(act.act)
                agreed += [one.remark.text] if act.act is Act.AGREED and one.cited >= STRONG else []
    if Act.AGREED in heard and all(PUTS_OFF.search(text) for text in agreed):
        heard.add(Act.POSTPONED)
    elif Act.AGREED in heard:
        heard |= {Act.APPROVED, Act.ELECTED, Act.RECOMMENDED, Act.RESPONDED}
    if Act.VOTE in heard:
        heard |= {Act.APPROVED, Act.REJECTED}
    if Act.RETURNED in heard or Act.FORWARDED in heard:
        heard.add(Act.POSTPONED)
    return frozenset(heard)


def last_word(scored: Sequence[Scored]) -> frozenset[Act]:
    """The families decided in so many words in the last remark that does so; the chair's where known."""
    for one in reversed(scored):
        if one.remark.question or one.remark.by_chair is False or one.cited < FAIR:
            continue
        words = plain(one.remark.text)
        if re.search(rf"\b(?:{'|'.join(negations())})\b", words):
            continue
        found = {family for family, pattern in _plainly().items() if pattern.search(words)}
        if found:
            return frozenset(found)
    return frozenset()


@cache
def _plainly() -> Mapping[Act, re.Pattern[str]]:
    return {
        family: re.compile("|".join(regex_of(phrase) for phrase in phrases(f"plainly_{family}")))
        for family in (Act.APPROVED, Act.NOTED, Act.POSTPONED, Act.REJECTED, Act.RECOMMENDED, Act.HEARING)
    }


def spoken_acts(scored: Sequence[Scored]) -> frozenset[Act]:
    """The acts said plainly, neither negated nor doubted, in remarks that carry the decision."""
    said = set()
    for one in scored:
        heard = acts_in(one.remark.text)
        if one.cited < STRONG or one.remark.question or any(h.act is Act.DOUBT for h in heard):
            continue
        said |= {h.act for h in heard if not h.negated}
    return frozenset(said | ({Act.POSTPONED} if Act.RETURNED in said else set()))


def _heard(scored: Sequence[Scored], where: str) -> list[str]:
    found = set()
    for one in scored:
        heard = acts_in(one.remark.text)
        doubtful = one.remark.question or any(h.act is Act.DOUBT for h in heard)
        for h in heard:
            found.add(f"{where}:{h.act}{' not' if h.negated else ''}{' doubt' if doubtful else ''}")
    return sorted(found)


def _agenda_features(item: AgendaItem) -> list[str]:
    from summarise.clauses import kind_of

    kinds = sorted({str(kind_of(clause.text)) for clause in item.clauses}) or ["none"]
    section = item.section(SectionKind.RECOMMENDATION)
    lead = plain(section.text.split("\n")[0]) if section else ""
    features = [f"kinds={'+'.join(kinds)}", *(f"kind={kind}" for kind in kinds)]
    features += [f"t={w[:8]}" for w in plain(item.title).split() if not w.isdigit()]
    features += [f"lead anbefale={'anbefale' in lead}", f"clauses={min(len(item.clauses), 3)}"]
    features += [f"c={w[:8]}" for c in item.clauses for w in plain(c.text).split()[:12] if not w.isdigit()]
    return features
