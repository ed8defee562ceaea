"""Items that never came up: taken off the agenda while the meeting spoke of something else."""

from __future__ import annotations

import re

from minutes.transcript import Utterance
from summarise.acts import phrases, plain, regex_of
from summarise.drafter import Case
from summarise.talk import find_chair, is_unpunctuated, sentences

LEAST_WORD = 6
WITHDRAWS = re.compile(r"\btrækker (?:vi|jeg)\b")
CALLED = {
    1: "etteren", 2: "toeren", 3: "treeren", 4: "fireren", 5: "femmeren", 6: "sekseren", 7: "syveren",
    8: "otteren", 9: "nieren", 10: "tieren",
}  # fmt: skip
"""Items by their numbers' nicknames."""
FEW_TURNS = 40
"""A change of the agenda is made at the start of a meeting: within its first turns."""


def withdrawal_of(case: Case) -> Utterance | None:
    """The turn that takes the item off the agenda: it names the item's number or a long word of its title.

    Where speakers are told apart, only the chair's words count, and those of who "trækker" what was theirs.
    """
    off = re.compile("|".join(regex_of(phrase) for phrase in phrases("withdrawn")))
    chair = find_chair(case.transcript)
    bare = is_unpunctuated(case.transcript)
    keys = {word for word in plain(case.item.title).split() if len(word) >= LEAST_WORD}
    for utterance in case.transcript.utterances[:FEW_TURNS]:
        other = chair is not None and utterance.speaker is not None and utterance.speaker != chair
        for sentence in sentences(utterance.text, bare=bare):
            words = plain(sentence)
            if other and not WITHDRAWS.search(words):
                continue
            if off.search(words) and (_numbered(words, case.item.number) or _titled(words, keys)):
                return utterance
    return None


def _numbered(words: str, number: int) -> bool:
    called = rf"|{CALLED[number]}" if number in CALLED else ""
    return re.search(rf"\b(?:(?:punkt|nummer|sag|er|ryger) {number}{called})\b", words) is not None


def _titled(words: str, keys: set[str]) -> bool:
    """A word of six letters or more of the title, inflected or not, stands in the turn."""
    return any(word[:LEAST_WORD] in {key[:LEAST_WORD] for key in keys} for word in words.split())
