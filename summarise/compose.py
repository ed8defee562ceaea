"""From facts and a verdict to the sentences of a beslutning, in the house's order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from minutes.agenda import AgendaItem, Participant
from summarise.acts import Act, acts_in
from summarise.ballots import VOTE, Ballot, ballots_of
from summarise.closing import CITED, PAST, Closing
from summarise.commitments import VALUE, commits
from summarise.composition import Composition
from summarise.findings import Fact, absent_people, facts_of, in_a_row, joined
from summarise.formulas import formula
from summarise.mentioned import Mention, mentions
from summarise.reported import Form, Setting
from summarise.roles import as_subject
from summarise.salience import Scored
from summarise.topics import Topic, topics_of
from summarise.wishes import Length

DATE_ONLY = re.compile(
    r"^(?:(?:man|tirs|ons|tors|fre|lør|søn)dag )?den \d{1,2}\.?(?: [a-zæøå]+)?(?: \d{4})?(?: kl\. [\d.]+)?$"
)
COUNT = re.compile(
    r"^(?:\d+|en|to|tre|fire|fem) (?:stem|for\b|imod\b|undlo)|^[^\d:]+, \d{1,2}(?:, og [^\d]+)?$", re.I
)
"""Votes as they are counted aloud: "3 for", "Bjørk og Dagny, 2"."""
DECIDES = re.compile(
    r"\b(?:er|bliver|blev|hermed|dermed) (?:\w+ ){0,2}?(?:godkendt|vedtaget|udsat|afvist|anbefalet|"
    r"valgt|faldet|forkastet|drøftet)\b|"
    r"\banbefaler\b|\b(?:mener|finder|ønsker)\b(?!,? sted)|"
    r"\bstem(?:te|mer)\b|\bundlod\b|\bundlader\b|\binhabil"
)
"""A clause that decides by itself stands by itself: "godkendte, at … er godkendt" says it twice."""
REFERS_BACK = re.compile(r"\banført|\bovenfor|\bnævnte ")
"""A decision that points at what is told above it: without that it would be another decision."""


def compose(
    item: AgendaItem,
    scored: Sequence[Scored],
    families: Sequence[Act],
    unchanged: Mapping[int, bool],
    known: Mapping[str, Participant],
    setting: Setting,
    length: Length | None = None,
) -> Composition:
    """All sentences of the beslutning: who was absent, what was told, agreed and decided.

    Args:
        item: the agenda item.
        scored: its remarks.
        families: the families of decision that were heard, in printing order.
        unchanged: clause number -> the clause was adopted as it stands.
        known: speaker label -> person.
        setting: the meeting's names.
        length: how much is told beside the decision; None: as much as usual.
    """
    out = Composition(body=setting.body)
    for kind, person, utterance_id in absent_people(scored, known, setting):
        out.add(formula("fact", kind, who=person.name), (utterance_id,))
    ballots = ballots_of(scored, setting.roster)
    facts = _without_voters(facts_of(scored, known, setting, more=length is Length.LONGER), ballots)
    if tuple(families) == (Act.POSTPONED,):
        facts = _until_put_off(facts, scored)
    decided = _decided(facts, families)
    details = [
        f for f in facts if Act.APPROVED in families and f.reported.form is Form.FRAGMENT and not f.told
    ]
    details = [] if decided else [f for f in details if not DATE_ONLY.match(f.reported.clause)]
    worded = {fact: family for fact in facts if (family := _worded(fact, families)) is not None}
    told = [fact for fact in facts if fact not in decided and fact not in details and fact not in worded]
    first_told = len(out.sentences)
    _tell(told, out)
    last_told = len(out.sentences)
    Closing(item, scored, families, unchanged, setting, out, decided, details, worded, ballots).write()
    _mention(mentions(item, scored, setting, out.text), last_told, out)
    _name_topics(topics_of(item, scored, setting, out.text), last_told, out)
    if length in (Length.SHORTER, Length.ONLY_DECISION) and not REFERS_BACK.search(out.text):
        out.drop(_least(out, first_told, scored, all_of_it=length is Length.ONLY_DECISION))
    return out


def _without_voters(facts: Sequence[Fact], ballots: Sequence[Ballot]) -> tuple[Fact, ...]:
    """The facts without those that only say who voted: the counts are told at the end."""
    counted = {i for ballot in ballots for i in ballot.utterance_ids}
    return tuple(
        fact
        for fact in facts
        if fact.scored.remark.utterance_id not in counted or VALUE.search(fact.reported.clause)
    )


def _until_put_off(facts: Sequence[Fact], scored: Sequence[Scored]) -> tuple[Fact, ...]:
    """The facts up to the turn after the one that puts the item off: later talk is about something else."""
    turns = [
        s.remark.turn
        for s in scored
        if s.cited >= CITED and any(h.act is Act.POSTPONED and not h.negated for h in acts_in(s.remark.text))
    ]
    last = max(turns, default=scored[-1].remark.turn)
    return tuple(f for f in facts if f.scored.remark.turn <= last + 1 or commits(f.scored.remark))


def _worded(fact: Fact, families: Sequence[Act]) -> Act | None:
    """The family that the fact itself words as a decision: "udsætte punktet til …"."""
    verb, _, rest = fact.reported.clause.partition(" ")
    if fact.reported.form is not Form.TO or fact.told or len(rest.split()) < 2:
        return None
    family = PAST.get(verb.casefold(), ("", None))[1]
    if verb.casefold() == "sende" and "høring" not in rest:
        return None
    return family if family in families else None


def _decided(facts: Sequence[Fact], families: Sequence[Act]) -> list[Fact]:
    """The facts that are part of the decision: "that" clauses of the chair, or of anybody without labels."""
    if not set(families) & {
        Act.APPROVED,
        Act.RECOMMENDED,
        Act.HEARING,
        Act.REJECTED,
        Act.ELECTED,
        Act.POSTPONED,
    }:
        return []
    return [
        fact
        for fact in facts
        if fact.reported.form is Form.THAT
        and (fact.scored.remark.by_chair or (not fact.told and commits(fact.scored.remark)))
        and not DECIDES.search(fact.reported.clause)
        and "til efterretning" not in fact.reported.clause
    ]


def _least(out: Composition, first: int, scored: Sequence[Scored], *, all_of_it: bool) -> frozenset[int]:
    """Places of what is told beside the decision and weighs least: half of it, or all."""
    stated: dict[int, float] = {}
    for one in scored:
        stated[one.remark.utterance_id] = max(one.stated, stated.get(one.remark.utterance_id, 0.0))
    told = [
        place
        for place in range(first, len(out.sentences))
        if place not in out.closing and not DECIDES.search(out.sentences[place].text)
    ]
    told.sort(key=lambda place: max(stated[i] for i in out.sentences[place].citations()))
    return frozenset(told if all_of_it else told[: (len(told) + 1) // 2])


def _tell(facts: Sequence[Fact], out: Composition) -> None:
    """Information and agreements, in the order said; neighbours with the same lead share a sentence."""
    kept = [
        fact
        for fact in facts
        if not VOTE.search(fact.scored.remark.text) and not COUNT.match(fact.reported.clause)
    ]
    for lead, group in groupby(kept, key=_lead):
        together = list(group)
        if lead is None:
            for fact in together:
                out.add(_alone(fact), fact.utterance_ids, fact.scored.remark.text)
            continue
        ids = [i for fact in together for i in fact.utterance_ids]
        clauses = joined([fact.reported.clause for fact in together])
        name, who = lead
        out.add(formula("fact", name, who=who, clauses=clauses), ids, together[0].scored.remark.text)


def _mention(found: Sequence[Mention], place: int, out: Composition) -> None:
    """Values that no sentence has: a sentence for the days, and one for the amounts."""
    for kind in ("day", "amount"):
        mine = [mention for mention in found if mention.kind == kind]
        if mine:
            name = "mentioned_days" if kind == "day" and mine[1:] else f"mentioned_{kind}"
            text = formula("fact", name, values=in_a_row([mention.text for mention in mine]))
            out.insert(place, text, [mention.utterance_id for mention in mine])
            place += 1


def _name_topics(found: Sequence[Topic], place: int, out: Composition) -> None:
    """What else was talked about, in a sentence."""
    if found:
        text = formula("fact", "topics", values=in_a_row([topic.phrase for topic in found]))
        out.insert(place, text, [topic.utterance_id for topic in found])


def _lead(fact: Fact) -> tuple[str, str] | None:
    """The formula that may take several clauses, and who speaks in it."""
    if fact.reported.form is Form.TO:
        return "agreed_to", ""
    if fact.reported.form is not Form.THAT or (DECIDES.search(fact.reported.clause) and not fact.told):
        return None
    if fact.speaker is not None and fact.told:
        return "told_by", as_subject(fact.speaker)
    return "told_that", ""


def _alone(fact: Fact) -> str:
    clause = fact.reported.clause
    if fact.reported.form is not Form.FRAGMENT:
        return f"{clause}."
    if DATE_ONLY.match(clause):
        return formula("fact", "date", clause=clause)
    return formula("fact", "told" if fact.told else "agreed", clause=clause)
