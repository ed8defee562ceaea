"""The indstilling's clauses: what each asks for, and how the body's decision on it is worded."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence

from minutes.agenda import AgendaItem, Clause
from minutes.draft import ClauseAnswer, Concern, Severity
from minutes.transcript import Utterance
from minutes.vocabulary import ClauseOutcome, ConcernKind, SectionKind
from summarise.acts import Act, acts_in, plain
from summarise.commitments import CHANGE, commits
from summarise.linear import load_model
from summarise.overtaken import given_up, rival, same, values_of
from summarise.salience import Scored, values_in

KINDS: tuple[tuple[Act, re.Pattern[str]], ...] = (
    (Act.NOTED, re.compile(r"til efterretning")),
    (Act.RESPONDED, re.compile(r"høringssvar|afgiver? (?:\w+ )?svar|udtalelse")),
    (Act.HEARING, re.compile(r"(?:send|udsend|fremlæg)\w*\b.*\bhøring")),
    (Act.RECOMMENDED, re.compile(r"\banbefal|\bindstill(?:es|er)\b|over for \w+ anbefaler")),
    (Act.ELECTED, re.compile(r"\b(?:vælge[rs]?|udpege[rs]?|valg af|udvælges)\b")),
    (Act.DISCUSSED, re.compile(r"\bdrøfte|\bevaluere[rs]\b|\binput\b")),
)
PASSIVE = re.compile(
    r"^(?P<what>.+?) (?:godkendes|vedtages|tiltrædes)(?P<rest>(?: (?:med|i|for|som|til|på|pr\.) .+)?)$"
)
NOTED = re.compile(r"^(?P<what>.+?) (?:drøftes og )?tages til efterretning$")
DISCUSSED = re.compile(r"^(?P<what>.+?) (?:drøftes|evalueres)\b.*$")
WITHOUT_CHANGE = re.compile(r"\buden (?:\w+ )?(?:ændring|rettelse|tilføjelse)", re.I)
WITH_CHANGE = re.compile(r"\bmed (?:\w+ ){0,3}(?:ændring|rettelse|tilføjelse|undtagelse)", re.I)
SURE = 0.45
LEAST_UNCHANGED = 0.65
STRONG = 0.45
LEAST_RESTATED = 0.75
ON_THE_WHOLE = (Act.APPROVED, Act.RECOMMENDED, Act.POSTPONED, Act.REJECTED, Act.DISCUSSED, Act.NOTED)
"""Families that answer clauses of another kind too; a hearing or an election answers only its own."""
OUTCOMES = {
    Act.APPROVED: ClauseOutcome.ADOPTED,
    Act.RECOMMENDED: ClauseOutcome.ADOPTED,
    Act.HEARING: ClauseOutcome.ADOPTED,
    Act.ELECTED: ClauseOutcome.ADOPTED,
    Act.RESPONDED: ClauseOutcome.ADOPTED,
    Act.NOTED: ClauseOutcome.NOTED,
    Act.DISCUSSED: ClauseOutcome.DISCUSSED,
    Act.POSTPONED: ClauseOutcome.POSTPONED,
    Act.REJECTED: ClauseOutcome.REJECTED,
}


def kind_of(clause: str) -> Act:
    """What the clause asks the body to do."""
    text = clause.casefold()
    return next((kind for kind, pattern in KINDS if pattern.search(text)), Act.APPROVED)


def body_of(clause: Clause) -> str:
    """The clause without "at" and its full stop."""
    return re.sub(r"^at\s+", "", clause.text.strip(), flags=re.I).rstrip(" .;,")


def topic_of(item: AgendaItem) -> str:
    """The item in a few words, from its title, for the middle of a sentence."""
    title = re.sub(
        r"^(?:godkendelse|orientering|drøftelse|behandling|beslutning|status) (?:af|om|på|vedr\.?) ",
        "",
        item.title.strip().rstrip("."),
        flags=re.I,
    )
    return f"sagen om {title[:1].lower() + title[1:] if not title[:2].isupper() else title}"


def discussed_what(item: AgendaItem) -> str:
    """What was discussed: the thing that the clause names, else the item."""
    match = next((m for c in item.clauses if (m := DISCUSSED.match(body_of(c)))), None)
    return match["what"] if match and not re.search(r"\d", match["what"]) else topic_of(item)


def receiver_of(item: AgendaItem, body: str) -> str:
    """Makes " Kommunalbestyrelsen" where the indstilling names the body above, else nothing."""
    section = item.section(SectionKind.RECOMMENDATION)
    text = section.text if section else ""
    found = re.findall(r"\banbefale[rs]?(?: over for)? ([A-ZÆØÅ]\w+(?:et|en))\b", text)
    found += re.findall(r"\b(?:over for|til) ([A-ZÆØÅ]\w+(?:et|en))\b", text)
    above = [name for name in found if name != body]
    return f" {above[0]}" if above else ""


def answers(
    item: AgendaItem, families: tuple[Act, ...], unchanged: Mapping[int, bool], closing: tuple[int, ...]
) -> tuple[ClauseAnswer, ...]:
    """How each clause was answered: by its own kind where that was heard, else by what answers the item."""
    found = []
    whole = next((family for family in families if family in ON_THE_WHOLE or len(item.clauses) == 1), None)
    for clause in item.clauses:
        kind = kind_of(clause.text)
        family = kind if kind in families else whole
        outcome = OUTCOMES.get(family, ClauseOutcome.UNRESOLVED) if family else ClauseOutcome.UNRESOLVED
        if outcome is ClauseOutcome.ADOPTED and not unchanged.get(clause.number):
            outcome = ClauseOutcome.AMENDED
        answering = () if outcome is ClauseOutcome.UNRESOLVED else closing
        found.append(ClauseAnswer(clause=clause.number, outcome=outcome, sentences=answering))
    return tuple(found)


def unanswered(item: AgendaItem, answered: Sequence[ClauseAnswer]) -> tuple[Concern, ...]:
    """One concern for each clause of the item that has no answer."""
    settled = {one.clause for one in answered if one.outcome is not ClauseOutcome.UNRESOLVED}
    return tuple(
        Concern(kind=ConcernKind.CLAUSE_UNANSWERED, severity=Severity.WARN, detail=f"{c.number}. {c.text}")
        for c in item.clauses
        if c.number not in settled
    )


def unchanged_clauses(
    item: AgendaItem, scored: Sequence[Scored], families: Sequence[Act], talk: Sequence[Utterance] = ()
) -> Mapping[int, bool]:
    """Clause number -> whether it was adopted as it stands, as far as the talk shows.

    `talk` is all that was said at the meeting: a later word may give up a value of the clause.
    """
    decided = [s.remark.utterance_id for s in scored if s.cited >= STRONG and not s.remark.returned]
    after = [u for u in talk if decided and u.id > max(decided)]
    model = load_model("clause")
    plainly = _adopted_plainly(item, scored, families)
    return {
        clause.number: not _is_overtaken(clause, scored)
        and not given_up(clause.text, item.title, after)
        and not _is_changed(clause, scored)
        and (
            plainly
            or _is_restated(clause, scored)
            or model.probability(clause_features(item, clause, scored, families)) >= LEAST_UNCHANGED
        )
        for clause in item.clauses
    }


def _adopted_plainly(item: AgendaItem, scored: Sequence[Scored], families: Sequence[Act]) -> bool:
    """True where a remark that adopts says every value of the clauses and no other, and no word of change."""
    if tuple(families) != (Act.APPROVED,):
        return False
    deciding = [s for s in scored if s.cited >= STRONG and commits(s.remark)]
    if not deciding or any(CHANGE.search(plain(s.remark.text)) for s in deciding):
        return False
    asked = values_in(" ".join(clause.text for clause in item.clauses))
    said = values_in(" ".join(s.remark.text for s in deciding))
    return bool(asked) and asked == said


def _is_restated(clause: Clause, scored: Sequence[Scored]) -> bool:
    """True where a remark adopts the clause in most of its own words and with no other value."""
    mine = _stems(clause.text)
    for one in scored:
        adopts = any(h.act is Act.APPROVED and not h.negated for h in acts_in(one.remark.text))
        if adopts and not one.remark.question and mine:
            shared = len(mine & _stems(one.remark.text)) / len(mine)
            if shared >= LEAST_RESTATED and values_in(one.remark.text) <= values_in(clause.text):
                return True
    return False


def _stems(text: str) -> set[str]:
    return {word[:6] for word in plain(text).split() if len(word) > 4}


def _is_overtaken(clause: Clause, scored: Sequence[Scored]) -> bool:
    """True where what decides has another value of a kind than the clause has.

    Either nobody said the clause's own at all, or the remarks that decide say another one and not it.
    """
    own = values_in(clause.text)
    said = values_in(" ".join(s.remark.text for s in scored))
    decided = values_in(" ".join(s.remark.text for s in scored if s.cited >= SURE))
    kinds = {kind for kind, _ in own} - {"other"}
    if any(
        not {v for v in own if v[0] == kind} & said and any(v[0] == kind for v in decided - own)
        for kind in kinds
    ):
        return True
    mine = frozenset(values_of(clause.text))
    settled = frozenset(v for s in scored if s.cited >= SURE for v in values_of(s.remark.text))
    return any(
        not any(same(value, other) for other in settled)
        and any(rival(value, other) for other in settled - mine)
        for value in mine
    )


def _is_changed(clause: Clause, scored: Sequence[Scored]) -> bool:
    """True where the clause asks for no changes and a remark that decides makes some."""
    return WITHOUT_CHANGE.search(clause.text) is not None and any(
        WITH_CHANGE.search(s.remark.text) for s in scored if s.cited >= SURE and not s.remark.question
    )


def clause_features(
    item: AgendaItem, clause: Clause, scored: Sequence[Scored], families: Sequence[Act]
) -> list[str]:
    """What the talk says that fits or does not fit the clause."""
    strong = [s for s in scored if s.cited >= 0.45]
    text = " ".join(s.remark.text for s in strong)
    spoken, everything = values_in(text), values_in(" ".join(s.remark.text for s in scored))
    own = values_in(clause.text)
    features = [
        f"clauses={min(len(item.clauses), 3)}",
        f"kind={kind_of(clause.text)}",
        f"strong={min(len(strong), 5)}",
    ]
    features += [f"family={family}" for family in families]
    for kind in ("date", "amount", "other"):
        mine = {v for k, v in own if k == kind}
        said = {v for k, v in spoken if k == kind}
        anyone = {v for k, v in everything if k == kind}
        features.append(
            f"{kind} mine={bool(mine)} kept={bool(mine & said)} lost={bool(mine - said)} "
            f"new={bool(said - mine)}"
        )
        features.append(f"{kind} mine={bool(mine)} heard={bool(mine & anyone)} other={bool(anyone - mine)}")
    words = plain(text)
    features += [f"w={w}" for w in set(words.split()) if not w.isdigit()]
    tokens = words.split()
    features += [f"2={a} {b}" for a, b in itertools.pairwise(tokens)]
    long = {w[:6] for w in plain(clause.text).split() if len(w) > 4}
    share = len(long & {w[:6] for w in tokens}) / max(len(long), 1)
    features.append(f"overlap={int(share * 4)}")
    features.append(f"stated={min(sum(s.stated >= 0.3 for s in scored), 5)}")
    denied = {
        m.rstrip(".,") for m in re.findall(r"(?:i stedet for|ikke)(?: den| på| til)? (\d[\d.,]*)", text)
    }
    features.append(f"denied={bool(denied & {v.split()[0] for _, v in own})}")
    return features
