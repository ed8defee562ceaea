"""How the talk reader understood an item: what the rules say was decided, as a hint for a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from minutes.agenda import Participant
from summarise.ballots import is_lost
from summarise.clauses import answers, unchanged_clauses
from summarise.drafter import Case
from summarise.formula_drafter import LEAST_CITED, OUTCOMES
from summarise.roles import Roster, roster_names, speakers
from summarise.salience import Scored, score
from summarise.talk import read_item
from summarise.verdict import families_heard

UNSETTLED = "uafklaret"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The item's remarks with their probabilities, who speaks, and the decision as far as it was heard."""

    scored: tuple[Scored, ...]
    known: Mapping[str, Participant]
    hint: str


def read_case(case: Case) -> Heard:
    """Read the talk of an open item."""
    roster = Roster.of(case.meeting)
    talk = read_item(case)
    scored = score(talk, case.item, roster_names(case.meeting)) if talk.remarks else ()
    return Heard(scored=scored, known=speakers(case.transcript, roster), hint=_hint(case, scored, roster))


def _hint(case: Case, scored: Sequence[Scored], roster: Roster) -> str:
    """Families of decision and the clauses' outcomes: "godkendt; 1 tiltrådt, 2 ændret"."""
    if not scored or max(one.cited for one in scored) < LEAST_CITED:
        return UNSETTLED
    families = families_heard(case.item, scored, lost=is_lost(scored, roster))
    if not families:
        return UNSETTLED
    whole = ", ".join(OUTCOMES[family].value for family in families)
    unchanged = unchanged_clauses(case.item, scored, families)
    clauses = [f"{one.clause} {one.outcome.value}" for one in answers(case.item, families, unchanged, ())]
    return f"{whole}; {', '.join(clauses)}" if clauses else whole
