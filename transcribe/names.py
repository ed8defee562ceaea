"""Spelling of names, repaired after hearing: only towards names of the agenda, only where they sound alike.

A recogniser hears a name right and spells it freely. Each change keeps what was heard in `original_text`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from minutes.agenda import Agenda
from minutes.transcript import Utterance, Word

LEAST_LETTERS = 4
_NAME = re.compile(r"^(?P<open>\W*)(?P<name>[A-ZÆØÅ][\w'-]*?)(?P<genitive>s?)(?P<close>\W*)$")

# Spellings that Danish pronounces alike, applied in this order. From general knowledge of Danish orthography.
_SOUNDS: tuple[tuple[str, str], ...] = (
    (r"aa", "å"),
    (r"ph", "f"),
    (r"th", "t"),
    (r"ch|ck|q|c(?=[aoukl])", "k"),
    (r"[cz]", "s"),
    (r"w", "v"),
    (r"x", "ks"),
    (r"hj", "j"),
    (r"hv", "v"),
    (r"(?<=[nlr])d(?=$|s|e)", ""),
    (r"y(?=[aeiou])", "j"),
    (r"i(?=[aeou])", "j"),
    (r"ä|æ", "e"),
    (r"ö", "ø"),
    (r"é|è", "e"),
    (r"(.)\1+", r"\1"),
)


def sound(name: str) -> str:
    """A key that two spellings of the same Danish name share."""
    key = name.casefold()
    for pattern, replacement in _SOUNDS:
        key = re.sub(pattern, replacement, key)
    return key


def repair_names(utterances: Sequence[Utterance], agenda: Agenda) -> tuple[Utterance, ...]:
    """The utterances with misspelled names of the agenda's participants put right."""
    names = {part for person in agenda.meeting.participants for part in person.name.split()}
    by_sound: dict[str, set[str]] = {}
    for name in names:
        if len(name) >= LEAST_LETTERS:
            by_sound.setdefault(sound(name), set()).add(name)
    known = {word.casefold() for word in _agenda_words(agenda)}
    repairs = {key: options.pop() for key, options in by_sound.items() if len(options) == 1}
    return tuple(_repaired(u, repairs, known) for u in utterances)


def _agenda_words(agenda: Agenda) -> set[str]:
    texts = [agenda.meeting.body, *(p.name for p in agenda.meeting.participants)]
    for item in agenda.items:
        texts += [item.title, *(section.text for section in item.sections)]
    return {word for text in texts for word in re.findall(r"\w+", text)}


def _repaired(utterance: Utterance, repairs: dict[str, str], known: set[str]) -> Utterance:
    heard = utterance.text.split()
    put_right = [_repair(word, repairs, known) for word in heard]
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


def _repair(word: str, repairs: dict[str, str], known: set[str]) -> str:
    """The word with its name spelled as in the agenda; unchanged where the agenda uses it as it is."""
    match = _NAME.match(word)
    if not match or len(match["name"]) < LEAST_LETTERS or match["name"].casefold() in known:
        return word
    whole = match["name"] + match["genitive"]
    if whole.casefold() in known:
        return word
    for name, genitive in ((whole, ""), (match["name"], match["genitive"])):
        if sound(name) in repairs:
            return match["open"] + repairs[sound(name)] + genitive + match["close"]
    return word
