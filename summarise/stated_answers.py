"""What a written text itself says was decided: as the item's outcome, and as the answer to a clause."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from minutes.agenda import Clause
from minutes.draft import ClauseAnswer, Draft
from minutes.vocabulary import ClauseOutcome, Outcome
from summarise.acts import Act
from summarise.clauses import kind_of
from summarise.outcome_checks import FAMILY, told_outcomes, value_concerns

OUTCOMES: Mapping[str, Outcome] = {
    "withdrawn": Outcome.WITHDRAWN,
    "postponed": Outcome.POSTPONED,
    "rejected": Outcome.REJECTED,
    "recommended": Outcome.RECOMMENDED,
    "hearing": Outcome.SENT_TO_HEARING,
    "elected": Outcome.ELECTED,
    "responded": Outcome.RESPONDED,
    "approved": Outcome.APPROVED,
    "decided": Outcome.APPROVED,
    "noted": Outcome.NOTED,
    "discussed": Outcome.DISCUSSED,
}
"""What each stated outcome makes of the item; of several in one sentence the first here counts."""
UNSPOKEN: tuple[tuple[re.Pattern[str], Outcome], ...] = (
    (re.compile(r"\bbortfald\w*"), Outcome.LAPSED),
    (re.compile(r"\boversend\w*"), Outcome.FORWARDED),
    (re.compile(r"\bingen bemærkninger\b|\bintet at bemærke\b"), Outcome.NO_REMARKS),
    (re.compile(r"\borienter(?:ede|et|es)\b"), Outcome.INFORMED),
)
"""Outcomes that are no claim to be checked against the talk, by words of their own in lower-case text."""
ANSWERS: Mapping[str, ClauseOutcome] = {
    "rejected": ClauseOutcome.REJECTED,
    "postponed": ClauseOutcome.POSTPONED,
    "withdrawn": ClauseOutcome.POSTPONED,
    "approved": ClauseOutcome.ADOPTED,
    "decided": ClauseOutcome.ADOPTED,
    "recommended": ClauseOutcome.ADOPTED,
    "hearing": ClauseOutcome.ADOPTED,
    "elected": ClauseOutcome.ADOPTED,
    "responded": ClauseOutcome.ADOPTED,
    "noted": ClauseOutcome.NOTED,
    "discussed": ClauseOutcome.DISCUSSED,
}
_OWN = {
    Act.NOTED: "noted",
    Act.RESPONDED: "responded",
    Act.HEARING: "hearing",
    Act.RECOMMENDED: "recommended",
    Act.ELECTED: "elected",
    Act.DISCUSSED: "discussed",
}
_WHOLE = ("rejected", "postponed", "withdrawn", "approved", "decided", "recommended", "noted", "discussed")
"""What may answer a clause that asks for something else; a hearing or an election answers only its own."""

_VAGUE = frozenset(("decided", "discussed"))


def stated_outcome(wording: Sequence[str], previous: Draft | None) -> Outcome:
    """What the text says was decided.

    The earlier outcome stays where the text still states it, or never did. Where the text has lost the words
    for it and has no others, nothing states an outcome any more: it is unresolved rather than guessed.
    """
    earlier = previous.outcome if previous else Outcome.UNRESOLVED
    told = frozenset[str]().union(*(told_outcomes(one) for one in wording))
    if told:
        return earlier if _still_told(earlier, told) else _last_told(wording)
    spoken = " ".join(wording).lower()
    found = next((outcome for pattern, outcome in UNSPOKEN if pattern.search(spoken)), None)
    if found is not None:
        return found
    return Outcome.UNRESOLVED if earlier in FAMILY else earlier


def stated_answer(clause: Clause, wording: Mapping[int, str], earlier: ClauseAnswer | None) -> ClauseAnswer:
    """How new sentences answer a clause. `wording` is sentences by their place in the text."""
    told = {place: told_outcomes(text) for place, text in wording.items()}
    own = _OWN.get(kind_of(clause.text))
    for name in (own, *_WHOLE):
        places = tuple(place for place, names in told.items() if name in names)
        if name is not None and places:
            outcome = ANSWERS[name]
            if outcome is ClauseOutcome.ADOPTED and earlier and earlier.outcome is ClauseOutcome.AMENDED:
                outcome = ClauseOutcome.AMENDED
            return ClauseAnswer(clause=clause.number, outcome=outcome, sentences=places)
    return ClauseAnswer(clause=clause.number, outcome=ClauseOutcome.UNRESOLVED)


def _still_told(outcome: Outcome, told: frozenset[str]) -> bool:
    """Whether the text states this outcome, or no more than that something was discussed and decided."""
    if outcome not in FAMILY or any(value_concerns(outcome, told)):
        return False
    return FAMILY[outcome] in told or told <= _VAGUE


def _last_told(wording: Sequence[str]) -> Outcome:
    """Minutes end with what was decided: the outcome of the last sentence that states one."""
    names = next(names for one in reversed(wording) if (names := told_outcomes(one)))
    return next(outcome for name, outcome in OUTCOMES.items() if name in names)
