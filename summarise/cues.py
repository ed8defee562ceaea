"""The chair's phrases in the talk: which utterance opens, closes, returns or ends, and which item it names.

Phrases live in prompts/cues.toml. They are matched on word numbers of the whole transcript at once, not with
spaCy's matchers: its tokenizer alone takes longer than the whole segmentation of a four-hour meeting may.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from summarise.prompting import PROMPTS
from summarise.words import Talk

Flags = NDArray[np.bool_]

_UNITS = (
    "nul en to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten "
    "atten nitten"
)
_ORDINALS = (
    "nulte første anden tredje fjerde femte sjette syvende ottende niende tiende ellevte tolvte trettende "
    "fjortende femtende sekstende syttende attende nittende tyvende"
)
_ENGLISH = "zero one two three four five six seven eight nine ten eleven twelve"


def _number_words() -> dict[str, int]:
    numbers = {str(n): n for n in range(1, 100)}
    for row in (_UNITS, _ORDINALS, _ENGLISH):
        numbers |= {word: n for n, word in enumerate(row.split())}
    for tens, value in (("tyve", 20), ("tredive", 30), ("fyrre", 40), ("halvtreds", 50), ("tres", 60)):
        numbers[tens] = value
        for n, unit in enumerate(_UNITS.split()[1:10], start=1):
            numbers[f"{unit}og{tens}"] = value + n
    numbers |= {"et": 1, "ét": 1, "én": 1, "andet": 2, "ettere": 1, "toeren": 2, "treeren": 3}
    return numbers


NUMBERS = _number_words()
"""Small numbers as digits, words and ordinals, as items are numbered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CueBook:
    """The phrases of prompts/cues.toml by kind, and the words that carry no topic."""

    opening: tuple[str, ...]
    leading: tuple[str, ...]
    closing: tuple[str, ...]
    returning: tuple[str, ...]
    ending: tuple[str, ...]
    names: tuple[str, ...]
    function_words: frozenset[str]


@cache
def load_cues() -> CueBook:
    """The cue book as it lies in the prompts folder; read once."""
    data = tomllib.loads((PROMPTS / "cues.toml").read_text(encoding="utf-8"))
    return CueBook(
        opening=tuple(data["opening"]["phrases"]),
        leading=tuple(data["leading"]["phrases"]),
        closing=tuple(data["closing"]["phrases"]),
        returning=tuple(data["returning"]["phrases"]),
        ending=tuple(data["ending"]["phrases"]),
        names=tuple(data["names"]["words"]),
        function_words=frozenset(data["function_words"]["words"].split()),
    )


def _word_matches(slot: str, vocabulary: tuple[str, ...], index: dict[str, int]) -> Flags:
    matches = np.zeros(len(vocabulary), dtype=np.bool_)
    if slot == "_":
        matches[:] = True
        return matches
    choices = tuple(NUMBERS) if slot == "#" else slot.split("|")
    for choice in choices:
        if choice.endswith("*"):
            matches[[k for word, k in index.items() if word.startswith(choice[:-1])]] = True
        elif choice in index:
            matches[index[choice]] = True
    return matches


def phrase_ends(talk: Talk, phrases: tuple[str, ...]) -> NDArray[np.int64]:
    """Where the phrases are said: pairs (first word, last word) in the row of words, one row per match."""
    utterance = talk.utterance_of_word
    index = {word: k for k, word in enumerate(talk.vocabulary)}
    slots: dict[str, Flags] = {}
    begins: dict[str, NDArray[np.int64]] = {}
    found: list[NDArray[np.int64]] = []
    for phrase in phrases:
        row = phrase.split()
        for slot in row:
            if slot not in slots:
                slots[slot] = _word_matches(slot, talk.vocabulary, index)
        if row[0] not in begins:
            begins[row[0]] = np.flatnonzero(slots[row[0]][talk.words])
        first, last = begins[row[0]], len(row) - 1
        first = first[first + last < len(talk.words)]
        for offset, slot in enumerate(row[1:], start=1):
            first = first[slots[slot][talk.words[first + offset]]]
        first = first[utterance[first] == utterance[first + last]]
        found.append(np.stack([first, first + last], axis=1))
    if not found:
        return np.zeros((0, 2), dtype=np.int64)
    return np.concatenate(found)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cues:
    """What was heard of the chair's phrases, one value per utterance (0 or more matches)."""

    opening: NDArray[np.float64]
    leading: NDArray[np.float64]
    closing: NDArray[np.float64]
    returning: NDArray[np.float64]
    ending: NDArray[np.float64]
    named: NDArray[np.float64]
    """utterances x items: the item's number is called after a word such as "punkt"."""


def find_cues(talk: Talk, numbers: tuple[int, ...], book: CueBook, *, first_words: int) -> Cues:
    """All cues of a transcript; `numbers` are the printed numbers of the items, in agenda order."""
    count = len(talk.starts) - 1
    utterance = talk.utterance_of_word
    offset = np.arange(len(talk.words)) - talk.starts[utterance]

    def tally(spots: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.bincount(utterance[spots[:, 0]], minlength=count).astype(np.float64)

    leading = phrase_ends(talk, book.leading)
    naming = phrase_ends(talk, (f"{'|'.join(book.names)} #", f"{'|'.join(book.names)} nummer|nr #"))
    named = np.zeros((count, len(numbers)))
    for _, last in naming:
        value = NUMBERS[talk.vocabulary[talk.words[last]]]
        for i, number in enumerate(numbers):
            if number == value:
                named[utterance[last], i] = 1.0
    return Cues(
        opening=tally(phrase_ends(talk, book.opening)),
        leading=tally(leading[offset[leading[:, 0]] < first_words]),
        closing=tally(phrase_ends(talk, book.closing)),
        returning=tally(phrase_ends(talk, book.returning)),
        ending=tally(phrase_ends(talk, book.ending)),
        named=named,
    )
