"""Words of talk and agenda as numbers: tokens, stems, spoken numbers, and which stems mean the same."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

_TOKEN = re.compile(r"[^\W_]+")
_ENDINGS = re.compile(
    r"(?:erendes|erende|hedens|heden|heder|ernes|erens|erets|eret|erne|enes|eres|enes|ende|ened|ered|"
    r"erer|ene|ers|ets|ens|ere|est|ing|ies|ed|en|et|er|es|e|s)$"
)
_SOUNDS = str.maketrans("wcqzæbdg", "vkkseptk")
_TWICE = re.compile(r"([^\W\d_])\1")
_DOUBLE = re.compile(r"([bdfgklmnprstv])\1$")


def tokenise(text: str) -> list[str]:
    """Words and numbers in lower case; punctuation and hyphens part them."""
    return _TOKEN.findall(text.lower())


def stem(word: str) -> str:
    """The word without its inflection.

    A short rule of our own instead of the Snowball stemmer: that takes 30 microseconds a word in Python, half
    the time that a whole meeting may take. Too much or too little cut off matters little, since similar
    stems are matched afterwards.
    """
    if len(word) < 5 or word[0].isdigit():
        return word
    cut = _ENDINGS.sub("", word)
    if len(cut) < 3:
        return word
    return _DOUBLE.sub(r"\1", cut)


def sounds(words: Iterable[str]) -> list[str]:
    """The words' stems; those of longer words spelt by their sound.

    Recognisers write what they hear: "pipliotek" or "bibliotek". Letters that Danish speech hardly tells
    apart are one here, so that both are the same word.
    """
    found = []
    longer = []
    for place, word in enumerate(words):
        found.append(stem(word))
        if len(word) >= 5 and len(found[-1]) >= 4:
            longer.append(place)
    # all at once: a call for each word takes three times as long
    spelt = _TWICE.sub(r"\1", "\n".join(found[place] for place in longer).translate(_SOUNDS))
    for place, cut in zip(longer, spelt.split("\n"), strict=False):
        found[place] = cut
    return found


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Talk:
    """The transcript as numbers: word after word, and where each utterance begins.

    `words[k]` indexes `vocabulary`; `stems[k]` indexes `stem_list`, of stems spelt by their sound; utterance
    t holds the words from `starts[t]` up to `starts[t + 1]`.
    """

    vocabulary: tuple[str, ...]
    stem_list: tuple[str, ...]
    words: NDArray[np.int32]
    stems: NDArray[np.int32]
    starts: NDArray[np.int64]

    @property
    def utterance_of_word(self) -> NDArray[np.int64]:
        """For each word the utterance that it stands in."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))


def read_talk(texts: Sequence[str]) -> Talk:
    """Utterances as one row of word numbers."""
    index: defaultdict[str, int] = defaultdict(count().__next__)
    flat: list[int] = []
    starts = [0]
    for text in texts:
        flat.extend(map(index.__getitem__, tokenise(text)))
        starts.append(len(flat))
    stem_index: defaultdict[str, int] = defaultdict(count().__next__)
    stem_of = np.array([stem_index[cut] for cut in sounds(index)], dtype=np.int32)
    words = np.array(flat, dtype=np.int32)
    return Talk(
        vocabulary=tuple(index),
        stem_list=tuple(stem_index),
        words=words,
        stems=stem_of[words] if len(index) else words,
        starts=np.array(starts, dtype=np.int64),
    )


def routine_share(talk: Talk, *, often: int) -> NDArray[np.float64]:
    """For each utterance the share of its three-word rows that the meeting uses `often` or more times.

    Formulas ("for stemte …, imod stemte …") come back word for word and say nothing about the subject.
    """
    count = len(talk.starts) - 1
    share = np.zeros(count)
    if len(talk.stems) < 3:
        return share
    base = np.int64(len(talk.stem_list) + 1)
    stems = talk.stems.astype(np.int64)
    rows = (stems[:-2] * base + stems[1:-1]) * base + stems[2:]
    utterance = talk.utterance_of_word
    whole = utterance[:-2] == utterance[2:]
    rows, place = rows[whole], utterance[:-2][whole]
    _, kind, uses = np.unique(rows, return_inverse=True, return_counts=True)
    frequent = uses[kind] >= often
    total = np.bincount(place, minlength=count)
    np.divide(np.bincount(place[frequent], minlength=count), total, out=share, where=total > 0)
    return share


def since_last(talk: Talk) -> NDArray[np.float64]:
    """For each word how many utterances ago its stem was last said in another one; infinity if never."""
    utterance = talk.utterance_of_word
    order = np.argsort(talk.stems, kind="stable")
    stems, place = talk.stems[order], utterance[order]
    gap = np.full(len(order), np.inf)
    gap[1:] = np.where(stems[1:] == stems[:-1], place[1:] - place[:-1], np.inf)
    # a word repeated within an utterance is as new as its first mention there
    first = np.where(gap > 0, np.arange(len(order)), 0)
    since = np.empty(len(order))
    since[order] = gap[np.maximum.accumulate(first)]
    return since


def _deletes(word: str) -> list[str]:
    return [word, *(word[:k] + word[k + 1 :] for k in range(len(word)))]


class _Parts:
    """The words that begin or end a longer one by three letters or more."""

    def __init__(self, words: Sequence[str], shortest: int) -> None:
        self.place = {word: k for k, word in enumerate(words)}
        self.shortest = shortest
        # most words have no part: their first and last letters say so at once
        self.beginnings = {word[:shortest] for word in words}
        self.ends = {word[-shortest:] for word in words}

    def within(self, word: str) -> Iterable[int]:
        """Places of the words that are parts of this one."""
        shortest, place = self.shortest, self.place
        if word[:shortest] in self.beginnings:
            for cut in range(shortest, len(word) - 2):
                if word[:cut] in place:
                    yield place[word[:cut]]
        if word[-shortest:] in self.ends:
            for cut in range(3, len(word) - shortest + 1):
                if word[cut:] in place:
                    yield place[word[cut:]]


def match_stems(
    heard: Sequence[str], printed: Sequence[str], *, misheard: float, compound: float, shortest_part: int
) -> list[tuple[int, int, float]]:
    """Pairs of a heard and a printed stem that mean the same, with how surely (0 to 1).

    Equal stems count 1. Stems one edit apart (found by their deletions, as SymSpell does) count `misheard`,
    for recognition errors. A stem that begins or ends the other one counts `compound`, since Danish writes
    compounds as one word.
    """
    read, spoken = _Parts(printed, shortest_part), _Parts(heard, shortest_part)
    near: dict[str, list[int]] = {}
    for k, word in enumerate(printed):
        if len(word) >= 5:
            for key in _deletes(word):
                near.setdefault(key, []).append(k)
    pairs: dict[tuple[int, int], float] = {}

    def add(h: int, p: int, sureness: float) -> None:
        pairs[h, p] = max(sureness, pairs.get((h, p), 0.0))

    for h, word in enumerate(heard):
        known = word in read.place
        if known:
            add(h, read.place[word], 1.0)
        if len(word) < 4 or word[0].isdigit():
            continue
        if not known and len(word) >= 5:
            for key in _deletes(word):
                for p in near.get(key, ()):
                    add(h, p, misheard)
        for p in read.within(word):
            add(h, p, compound)
    for p, word in enumerate(printed):
        if not word[0].isdigit():
            for h in spoken.within(word):
                add(h, p, compound)
    return [(h, p, sureness) for (h, p), sureness in pairs.items()]
