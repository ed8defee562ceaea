"""Spelling of names, repaired after hearing: only towards names of the agenda, only where they sound alike.

A recogniser hears a name right and spells it freely. A word is left alone if it holds a digit, stands in the
agenda, is an everyday word, could be two names, or is a common name that is spoken otherwise. Each change
keeps what was heard in `original_text`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from minutes.agenda import Agenda
from minutes.transcript import Utterance, Word
from transcribe.sound import sound, spoken

LEAST_LETTERS = 4
LEAST_SOUNDS = 3
NEAR_SOUNDS = 5
"""A name with at least so many sounds may be off by one of them, but not the first."""
_FILE = Path(__file__).resolve().parents[1] / "prompts" / "names.toml"
_WORD = re.compile(r"^(?P<open>\W*)(?P<name>[^\W\d_][^\W\d_'-]*?)(?P<genitive>s?)(?P<close>\W*)$")
_CAPITAL = re.compile(r"[A-ZÆØÅ]")


@cache
def _list(name: str) -> frozenset[str]:
    """`words` or `names` of the file, in lower case."""
    text: str = tomllib.loads(_FILE.read_text(encoding="utf-8"))[name]
    return frozenset(text.casefold().split())


def repair_names(utterances: Sequence[Utterance], agenda: Agenda) -> tuple[Utterance, ...]:
    """The utterances with misspelled names of the agenda's participants put right.

    Where a transcript has capitals, only a word with one is taken for a name.
    """
    capitals = any(_CAPITAL.search(u.text) for u in utterances)
    speller = _Speller(agenda, capitals=capitals)
    return tuple(_repaired(u, speller) for u in utterances)


class _Speller:
    """The names of one agenda by their sound."""

    def __init__(self, agenda: Agenda, *, capitals: bool) -> None:
        self._capitals = capitals
        self._known = {word.casefold() for word in _agenda_words(agenda)}
        parts = {part for person in agenda.meeting.participants for part in re.split(r"[\s-]+", person.name)}
        by_sound: dict[str, set[str]] = {}
        for name in parts:
            if len(name) >= LEAST_LETTERS and len(sound(name)) >= LEAST_SOUNDS:
                by_sound.setdefault(sound(name), set()).add(name)
        self._names = {key: names.pop() for key, names in by_sound.items() if len(names) == 1}

    def spelled(self, word: str) -> str:
        """The word with its name spelled as in the agenda; as it is where it is no name of it."""
        match = _WORD.match(word)
        if not match or (self._capitals and not _CAPITAL.match(match["name"])):
            return word
        whole = match["name"] + match["genitive"]
        tries = ((whole, "", self._alike), (match["name"], match["genitive"], self._alike))
        for heard, genitive, find in (*tries, (match["name"], match["genitive"], self._near)):
            name = None if self._is_another(heard) else find(heard)
            if name is not None:
                return match["open"] + name + genitive + match["close"]
        return word

    def _is_another(self, heard: str) -> bool:
        """Whether it is surely no misspelled name. A word and its genitive are one word here."""
        plain = {heard.casefold(), heard.casefold().removesuffix("s")}
        return len(heard) < LEAST_LETTERS or bool(plain & self._known or plain & _list("words"))

    def _alike(self, heard: str) -> str | None:
        """The one name that sounds the same; that of a common name must be spoken just alike."""
        name = self._names.get(sound(heard))
        if name is None or heard.casefold() not in _list("names") or spoken(name) == spoken(heard):
            return name
        return None

    def _near(self, heard: str) -> str | None:
        """The one name that differs in a single sound; none for a common name."""
        key = sound(heard)
        if len(key) < NEAR_SOUNDS or heard.casefold() in _list("names"):
            return None
        near = [
            name for other, name in self._names.items() if len(other) >= NEAR_SOUNDS and _one_off(key, other)
        ]
        return near[0] if len(near) == 1 else None


def _one_off(one: str, other: str) -> bool:
    """Whether a single change, but not of the first letter, makes one of the other."""
    if one[0] != other[0] or abs(len(one) - len(other)) > 1:
        return False
    same = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    rest, others = one[same:], other[same:]
    return rest[1:] == others[1:] or rest[1:] == others or rest == others[1:]


def _agenda_words(agenda: Agenda) -> Iterable[str]:
    texts = [agenda.meeting.body, *(p.name for p in agenda.meeting.participants)]
    for item in agenda.items:
        texts += [item.title, *(section.text for section in item.sections)]
    return {word for text in texts for word in re.findall(r"\w+", text)}


def _repaired(utterance: Utterance, speller: _Speller) -> Utterance:
    heard = utterance.text.split()
    put_right = [speller.spelled(word) for word in heard]
    if put_right == heard:
        return utterance
    words: tuple[Word, ...] = utterance.words
    if len(words) == len(heard):
        words = tuple(replace(word, text=text) for word, text in zip(words, put_right, strict=True))
    return replace(
        utterance,
        text=" ".join(put_right),
        words=words,
        original_text=utterance.original_text or utterance.text,
    )
