"""Whether the decision that a sentence states was heard: its verb, its votes and its "alle"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minutes.draft import Concern
from minutes.vocabulary import ConcernKind
from summarise.drafter import Case
from summarise.fact_checks import block, warn
from summarise.facts import facts
from summarise.listening import OutcomeWords, outcomes, words
from summarise.sources import Source, Text

_BEFORE = 24
_AFTER = 12


def stated_outcomes(text: str) -> Iterator[str]:
    """The outcomes that a sentence states, by their names in `prompts/grounding.toml`."""
    for name, _ in _statements(text):
        yield name


def outcome_concerns(text: str, source: Source, case: Case) -> Iterator[Concern]:
    """A concern for each outcome that the sentence states and the talk near its citations does not carry."""
    for name, words_used in _statements(text):
        verdict = _heard(name, outcomes()[name], source, case)
        if verdict is not None:
            yield block(verdict, words_used)


def _statements(text: str) -> Iterator[tuple[str, str]]:
    low = text.lower()
    for name, form in outcomes().items():
        for match in form.written.finditer(low):
            if not _negated(low, match):
                yield name, text[match.start() : match.end()]
                break


def _negated(low: str, match: re.Match[str]) -> bool:
    """Whether the words state the contrary ("godkendte ikke"), which has expressions of its own."""
    strict = words("negation", "strict")
    if strict.search(match.group()):
        return False
    before = low[max(0, match.start() - _BEFORE) : match.start()].rpartition(",")[2]
    return bool(strict.search(before) or strict.match(low[match.end() : match.end() + _AFTER].lstrip()))


def _heard(name: str, form: OutcomeWords, source: Source, case: Case) -> ConcernKind | None:
    if source.says(form.heard, source.near):
        return None
    if not form.by_agreement or not source.says(words("agreed", "heard"), source.near):
        return ConcernKind.OUTCOME_NOT_HEARD
    if not _asked_for(name, case):
        return ConcernKind.OUTCOME_NOT_HEARD
    others = (
        other for other_name, other in outcomes().items() if other_name != name and other.firm is not None
    )
    if any(other.firm is not None and source.says(other.firm, source.cited) for other in others):
        return ConcernKind.OUTCOME_CONTRADICTED
    return None


def _asked_for(name: str, case: Case) -> bool:
    """Whether the indstilling, or the title where there is none, asks for this outcome."""
    asked = " ".join(clause.text.lower() for clause in case.item.clauses) or case.item.title.lower()
    named = {
        other for other, form in outcomes().items() if form.asked is not None and form.asked.search(asked)
    }
    return name in named or (name == "approved" and not named)


def vote_concerns(text: str, source: Source) -> Iterator[Concern]:
    """A concern for a vote, or a count of votes, that was not heard."""
    low = text.lower()
    match = words("vote", "written").search(low)
    if match is not None:
        if not source.says(words("vote", "heard")):
            yield block(ConcernKind.VOTE_NOT_HEARD, text[match.start() : match.end()])
        else:
            yield from _count_concerns(text, source.talk)
    match = words("unanimous", "written").search(low)
    if match is not None and not source.says(words("unanimous", "heard")):
        yield block(ConcernKind.VOTE_NOT_HEARD, text[match.start() : match.end()])
    match = words("everybody", "written").search(low)
    if match is not None and not any(words("everybody", "heard").search(t.raw.lower()) for t in source.all):
        yield warn(ConcernKind.UNSUPPORTED_TEXT, text[match.start() : match.end()])


def _count_concerns(text: str, talk: tuple[Text, ...]) -> Iterator[Concern]:
    """Votes are counted in the talk: a figure of the agenda proves none."""
    for match in words("vote", "count").finditer(text.lower()):
        for number in facts(match.group()).numbers:
            if number.value > 0 and not any(
                int(number.value) in t.figures or t.has_number(number) for t in talk
            ):
                yield block(ConcernKind.VOTE_NOT_HEARD, text[match.start() : match.end()])
