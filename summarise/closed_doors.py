"""What was said behind closed doors: it belongs to no open item, however the talk was divided."""

from __future__ import annotations

import re

from minutes.transcript import Transcript
from summarise.acts import phrases, plain, regex_of

EARLY = 0.15
"""In the first turns of a meeting the closed item is only spoken of; the doors close later."""
LATE = 0.5
"""Where nobody was heard opening the doors, they stay closed if they closed in the meeting's last part."""


def closed_stretches(transcript: Transcript) -> tuple[range, ...]:
    """Utterance ids behind closed doors, both ends included, from the chair's own words.

    Errs on the side of too much: an open item may lose a remark, a closed one may lose none.
    """
    closing, opening = _pattern("doors_closed"), _pattern("doors_opened")
    count = len(transcript.utterances)
    stretches: list[range] = []
    began: int | None = None
    for utterance in transcript.utterances:
        words = plain(utterance.text)
        if began is None:
            if utterance.id >= EARLY * count and closing.search(words) and not opening.search(words):
                began = utterance.id
        elif opening.search(words):
            stretches.append(range(began, utterance.id + 1))
            began = None
    if began is not None:
        stretches.append(range(began, count if began >= LATE * count else began + 1))
    return tuple(stretches)


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(regex_of(phrase) for phrase in phrases(name)))
