"""Whether votes, their counts and "alle" were heard."""

from __future__ import annotations

from collections.abc import Iterator

from minutes.draft import Concern
from minutes.vocabulary import ConcernKind
from summarise.fact_checks import block, warn
from summarise.facts import facts
from summarise.listening import words
from summarise.sources import Source, Text


def vote_concerns(text: str, source: Source) -> Iterator[Concern]:
    """A concern for a vote, a count of votes, or "alle" that was not heard."""
    low = text.lower()
    match = words("vote", "written").search(low)
    if match is not None:
        if source.says(words("vote", "heard"), source.near):
            yield from _count_concerns(text, source.near)
        else:
            yield block(ConcernKind.VOTE_NOT_HEARD, text[match.start() : match.end()])
    match = words("unanimous", "written").search(low)
    if match is not None and not source.says(words("unanimous", "heard"), source.near):
        yield block(ConcernKind.VOTE_NOT_HEARD, text[match.start() : match.end()])
    match = words("everybody", "written").search(low)
    if match is not None and not any(words("everybody", "heard").search(t.raw.lower()) for t in source.all):
        yield warn(ConcernKind.UNSUPPORTED_TEXT, text[match.start() : match.end()])


def _count_concerns(text: str, talk: tuple[Text, ...]) -> Iterator[Concern]:
    """Votes are counted in the talk: a figure of the agenda proves none."""
    for match in words("vote", "count").finditer(text.lower()):
        for number in facts(match.group()).numbers:
            if number.value == 1 and any(words("vote", "one").search(t.raw.lower()) for t in talk):
                continue
            if number.value > 0 and not any(
                int(number.value) in t.figures or t.has_number(number) for t in talk
            ):
                yield block(ConcernKind.VOTE_NOT_HEARD, text[match.start() : match.end()])
