"""Items that never came up: taken off the agenda while the meeting spoke of something else."""

from __future__ import annotations

import re

from minutes.transcript import Utterance
from summarise.acts import phrases, plain, regex_of
from summarise.drafter import Case
from summarise.talk import find_chair, is_unpunctuated, sentences

LEAST_WORD = 6
FEW_TURNS = 40
"""A change of the agenda is made at the start of a meeting: within its first turns."""


def withdrawal_of(case: Case) -> Utterance | None:
    """The turn that takes the item off the agenda: it names the item's number or a long word of its title.

    Where speakers are told apart, only the chair's words count.
    """
    off = re.compile("|".join(regex_of(phrase) for phrase in phrases("withdrawn")))
    chair = find_chair(case.transcript)
    bare = is_unpunctuated(case.transcript)
    keys = {word for word in plain(case.item.title).split() if len(word) >= LEAST_WORD}
    for utterance in case.transcript.utterances[:FEW_TURNS]:
        if chair is not None and utterance.speaker is not None and utterance.speaker != chair:
            continue
        for sentence in sentences(utterance.text, bare=bare):
            words = plain(sentence)
            if off.search(words) and (_numbered(words, case.item.number) or _titled(words, keys)):
                return utterance
    return None


def _numbered(words: str, number: int) -> bool:
    return re.search(rf"\b(?:punkt|nummer|sag) {number}\b", words) is not None


def _titled(words: str, keys: set[str]) -> bool:
    """A word of six letters or more of the title, inflected or not, stands in the turn."""
    return any(word[:LEAST_WORD] in {key[:LEAST_WORD] for key in keys} for word in words.split())
