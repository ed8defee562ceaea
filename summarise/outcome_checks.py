"""Whether the decision that a sentence states was heard.

An outcome is carried by firm words in the cited talk ("er godkendt"). Firm words beside it, loose ones ("det
støtter jeg") and agreement ("så gør vi det") carry it only where the cited talk says no other outcome firmly
that the draft leaves out: "godkendte" does not stand where "udsætter vi" was said and is not told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from minutes.draft import Concern
from minutes.vocabulary import ConcernKind, Outcome
from summarise.fact_checks import block
from summarise.listening import OutcomeWords, outcomes, words
from summarise.sources import Source, Text

_BEFORE = 24
"""Characters before and after a verb in which its "ikke" stands, in the draft and in talk."""
_AFTER = 16
_NEAR = r"(?:\W+\w+){0,4}\W+"
FAMILY = {
    Outcome.APPROVED: "approved",
    Outcome.APPROVED_AMENDED: "approved",
    Outcome.NOTED: "noted",
    Outcome.DISCUSSED: "discussed",
    Outcome.POSTPONED: "postponed",
    Outcome.RETURNED: "postponed",
    Outcome.WITHDRAWN: "withdrawn",
    Outcome.RECOMMENDED: "recommended",
    Outcome.SENT_TO_HEARING: "hearing",
    Outcome.ELECTED: "elected",
    Outcome.RESPONDED: "responded",
    Outcome.REJECTED: "rejected",
}
_ADOPTING = frozenset(("approved", "decided", "recommended", "hearing", "elected", "responded"))
"""Outcomes that go together: a body may decide to recommend, to send out for hearing, or whom to elect."""
_SET_ASIDE = frozenset(("postponed", "withdrawn"))
_DECISIVE = ("approved", "rejected", "postponed", "noted", "hearing", "recommended")
"""Outcomes whose firm words, left out of the draft, speak against another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """An outcome by its name in `prompts/grounding.toml`, whether the text denies it, and its words."""

    name: str
    denied: bool
    words: str


def stated_outcomes(text: str) -> tuple[Stated, ...]:
    """The outcomes that a sentence states or denies, each once."""
    low = text.lower()
    found: dict[tuple[str, bool], Stated] = {}
    for name, form in outcomes().items():
        for match in form.written.finditer(low):
            denied = _denied(low, match)
            quote = text[match.start() : match.end()]
            found.setdefault((name, denied), Stated(name=name, denied=denied, words=quote))
    return tuple(found.values())


def outcome_concerns(text: str, source: Source, told: frozenset[str]) -> Iterator[Concern]:
    """A concern for each outcome that the sentence states and the talk near its citations does not carry.

    Args:
        text: the sentence.
        source: what it may rest on.
        told: names of all outcomes that the whole draft states.
    """
    undecided = words("undecided", "negated").search(text.lower()) is not None
    for stated in stated_outcomes(text):
        if stated.denied and undecided:
            continue  # that nothing was chosen is a matter of negation, not of another outcome
        if stated.denied:
            verdict = None if _denial_heard(stated.name, source) else ConcernKind.OUTCOME_CONTRADICTED
        else:
            verdict = _verdict(stated.name, source, told)
        if verdict is not None:
            yield block(verdict, stated.words)
    match = words("agenda", "written").search(text.lower())
    if match is not None and not source.says(words("agenda", "heard"), (*source.near, *source.agenda)):
        yield block(ConcernKind.UNSUPPORTED_TEXT, text[match.start() : match.end()])
    match = words("reversed", "written").search(text.lower())
    if match is not None and any(affirms(outcomes()["rejected"].firm, t) for t in source.cited):
        yield block(ConcernKind.OUTCOME_CONTRADICTED, text[match.start() : match.end()])


def told_outcomes(text: str) -> frozenset[str]:
    """Names of the outcomes that a text states; one that denies an adoption tells of a rejection."""
    stated = stated_outcomes(text)
    names = {s.name for s in stated if not s.denied}
    return frozenset(names | {"rejected" for s in stated if s.denied and s.name in _ADOPTING})


def value_concerns(outcome: Outcome, told: frozenset[str]) -> Iterator[Concern]:
    """A concern where a draft's outcome as a value is another than all that its text states."""
    name = FAMILY.get(outcome)
    if name is None or not told or name in told or (name in _ADOPTING and told & _ADOPTING):
        return
    if name in _SET_ASIDE and told & _SET_ASIDE:
        return
    yield block(ConcernKind.OUTCOME_CONTRADICTED, outcome.value)


def _denied(low: str, match: re.Match[str]) -> bool:
    """Whether the clause says the contrary: "godkendte ikke", "blev ikke vedtaget"."""
    strict = words("negation", "strict")
    before = re.split(r"[,.;:]|\bog\b", low[max(0, match.start() - _BEFORE) : match.start()])[-1]
    after = re.split(r"[,.;:]", low[match.end() : match.end() + _AFTER])[0]
    return bool(strict.search(before) or re.match(r"\s*(?:\w+ )?(?:ikke|hverken|aldrig)\b", after))


def _verdict(name: str, source: Source, told: frozenset[str]) -> ConcernKind | None:
    form = outcomes()[name]
    if any(affirms(form.firm, text) for text in source.cited):
        return None
    loose = source.says(form.heard, source.near) or any(affirms(form.firm, text) for text in source.near)
    asked = form.by_agreement or source.says(form.firm, source.agenda)
    agreed = asked and source.says(words("agreed", "heard"), source.near)
    if not agreed and not loose:
        return ConcernKind.OUTCOME_NOT_HEARD
    if name in ("discussed", "decided") and len(told) > 1:  # the draft says what beside it
        return None
    if name in ("postponed", "rejected"):  # the item's other decisions, told or not, do not make it so
        told = frozenset()
    elif told & _ADOPTING - {name}:
        told |= _ADOPTING
    others = (other for other in _DECISIVE if _excludes(other, name) and other not in told)
    if any(affirms(outcomes()[other].firm, text) for other in others for text in source.cited):
        return ConcernKind.OUTCOME_CONTRADICTED
    return None


def _excludes(said: str, stated: str) -> bool:
    """Whether an outcome that was said and is not told speaks against the one that is stated."""
    if said == "hearing":
        return stated in ("approved", "rejected", "noted")
    return said != stated and not (said in _ADOPTING and stated in _ADOPTING) and stated != "withdrawn"


def affirms(pattern: re.Pattern[str], text: Text) -> bool:
    """Whether the words stand in the text without a negation beside them."""
    low = text.raw.lower()
    return any(not _denied(low, match) for match in pattern.finditer(low))


def _denial_heard(name: str, source: Source) -> bool:
    """Whether the talk denies the outcome, or rejects what the outcome would adopt."""
    form: OutcomeWords = outcomes()[name]
    if name in _ADOPTING and any(affirms(outcomes()["rejected"].firm, text) for text in source.near):
        return True
    spoken, said = words("negation", "strict").pattern, form.firm.pattern
    pattern = re.compile(f"{spoken}{_NEAR}{said}|{said}{_NEAR}{spoken}")
    return source.says(pattern, source.near)
