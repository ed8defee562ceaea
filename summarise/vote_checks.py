"""Whether votes, their counts and "alle" were heard."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minutes.agenda import Meeting
from minutes.draft import Concern
from minutes.vocabulary import ConcernKind
from summarise.fact_checks import block, warn
from summarise.facts import facts
from summarise.listening import words
from summarise.sources import Source, Text

_VOTERS = re.compile(r"\bstemte\s+(?P<count>\d+)\s*\((?P<names>[^()]*)\)")


def vote_concerns(text: str, source: Source, meeting: Meeting) -> Iterator[Concern]:
    """A concern for a vote, a count of votes, or "alle" that was not heard."""
    low = text.lower()
    match = words("vote", "written").search(low)
    if match is not None:
        if source.says(words("vote", "heard"), source.near):
            yield from _count_concerns(text, source.near)
            yield from _voter_concerns(text, meeting)
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


def _voter_concerns(text: str, meeting: Meeting) -> Iterator[Concern]:
    """A count must be that of the people named behind it; a group's name in the bracket counts for many."""
    roster = {person.name for person in meeting.participants}
    for match in _VOTERS.finditer(text):
        voters = [name.strip() for name in re.split(r",| og ", match["names"])]
        if roster.issuperset(voters) and len(voters) != int(match["count"]):
            yield block(ConcernKind.VOTE_NOT_HEARD, match.group())
