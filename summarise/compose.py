"""From scored remarks and a verdict to the sentences of a beslutning."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from minutes.agenda import AgendaItem, Participant
from minutes.draft import Evidence, Sentence
from minutes.vocabulary import MONTHS
from summarise.acts import Act
from summarise.clauses import decision_of
from summarise.formulas import formula
from summarise.reported import Reported, reported
from summarise.roles import Roster
from summarise.salience import Scored

STATED = 0.45
CITED = 0.5
MOST_FACTS = 4
DATE = re.compile(rf"\b(\d{{1,2}})\. ?({'|'.join(MONTHS)})?")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
DROPPED = re.compile(r"(?:i stedet for|ikke|frem for|og ikke)\s+(?:den\s+|på\s+|de\s+)?(\d[\d.,]*)", re.I)
DENIED_TEXT = re.compile(r"\bikke\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A reported remark with its place and its source."""

    reported: Reported
    scored: Scored
    raw: str


def facts_of(
    scored: Sequence[Scored], speakers: Mapping[str, Participant], body: str, roster: Roster
) -> tuple[Fact, ...]:
    """The remarks that belong in the text, in reported form, without what was taken back later."""
    dropped = dropped_values(scored)
    facts: list[Fact] = []
    for one in sorted(scored, key=lambda s: s.stated, reverse=True):
        if one.stated < STATED or len(facts) == MOST_FACTS:
            break
        remark = one.remark
        speaker = speakers.get(remark.speaker) if remark.speaker else None
        said = reported(
            remark.text, speaker=speaker, from_chair=bool(remark.by_chair), body=body, roster=roster
        )
        if said and not _stale(said.clause, remark.place, dropped):
            facts.append(Fact(reported=said, scored=one, raw=remark.text))
    return tuple(_without_repeats(sorted(facts, key=lambda fact: fact.scored.remark.place)))


def dropped_values(scored: Sequence[Scored]) -> Mapping[str, int]:
    """Numbers that somebody said are not it ("i stedet for 40", "ikke den 4."), with the last place."""
    found: dict[str, int] = {}
    for one in scored:
        if one.cited >= CITED / 2:
            for match in DROPPED.finditer(one.remark.text):
                found[match.group(1).rstrip(".,")] = one.remark.place
    return found


def _stale(clause: str, place: int, dropped: Mapping[str, int]) -> bool:
    values = {n.rstrip(".,") for n in NUMBER.findall(clause)}
    return any(value in dropped and place <= dropped[value] for value in values)


def _without_repeats(facts: Sequence[Fact]) -> list[Fact]:
    kept: list[Fact] = []
    for fact in facts:
        mine = _content(fact.reported.clause)
        kept = [k for k in kept if not (_content(k.reported.clause) <= mine)]
        if not any(mine <= _content(k.reported.clause) for k in kept):
            kept.append(fact)
    return kept


def _content(text: str) -> frozenset[str]:
    return frozenset(w for w in re.findall(r"[\w.,]*\w", text.casefold()) if len(w) > 3 or w[0].isdigit())


def fact_sentence(fact: Fact, speakers: Mapping[str, Participant]) -> Sentence:
    """The fact as a sentence of the draft."""
    said, remark = fact.reported, fact.scored.remark
    if said.form == "to":
        text = formula("fact", "agreed_to", clause=said.clause)
    elif said.owner:
        text = formula("fact", "plain", clause=said.clause[:1].upper() + said.clause[1:])
    else:
        told = remark.by_chair is False
        name = ("told" if told else "decided") + ("_that" if said.form == "that" else "")
        clause = said.clause if said.form == "main" else _lower_first(said.clause)
        text = formula("fact", name, clause=clause)
    return Sentence(text=text, evidence=(Evidence(utterance_ids=(remark.utterance_id,), quote=fact.raw),))


def _lower_first(clause: str) -> str:
    first = clause.split()[0]
    if first.casefold() in {"der", "det", "den", "de", "alle", "begge", "resten", "man"}:
        return clause[:1].lower() + clause[1:]
    return clause


def closing_sentences(
    item: AgendaItem, families: Sequence[Act], body: str, topic: str, sources: Evidence, amended: bool
) -> list[Sentence]:
    """The formal formulas that answer the item, in the order in which they are printed."""
    return [
        Sentence(text=text, evidence=(sources,))
        for family in families
        for text in decision_of(item, family, body, topic, amended)
    ]
