"""What a recogniser invents is marked, never deleted: subtitle credits, loops, echoes of the prompt."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Protocol

from minutes.transcript import DropReason, Utterance
from transcribe.hearing import phrases

LOOP_REPEATS = 3
"""The same words this many times in a row are a loop; what comes before the repetition is kept."""
ECHO_SHARE = 0.8
CREDIT_WORDS = 10
COMPRESSION_MAX = 2.4
"""Whisper's own limit of bytes before over bytes after zlib."""
_WORD = re.compile(r"\w+")


class Sound(Protocol):
    """What the sound of a window says of a text: see `transcribe.acoustics`."""

    def bear_out(self, text: str, start: float | None = None, end: float | None = None) -> bool:
        """Whether the text can have been said there."""
        ...

    def has_room_for(self, text: str) -> bool:
        """Whether the window holds speech enough for all of its text."""
        ...


def clean(utterances: Sequence[Utterance], prompt: str, sound: Sound) -> tuple[Utterance, ...]:
    """One window's utterances, the invented ones marked with their reason.

    A phrase that is often invented may have been said all the same: it is marked only where the sound does
    not bear it out.
    """
    whole = _plain(" ".join(u.text for u in utterances))
    if whole in phrases().thanks and not sound.bear_out(whole):
        return tuple(_marked(u, DropReason.STOCK_CAPTION) for u in utterances)
    if prompt and _echoes(whole, _plain(prompt)):
        return tuple(_marked(u, DropReason.PROMPT_ECHO) for u in utterances)
    credited = [_marked(u, DropReason.STOCK_CAPTION) if _is_credit(u, sound) else u for u in utterances]
    cut = _without_loops([_cut_loop(u) for u in credited])
    if not sound.has_room_for(" ".join(u.text for u in cut if u.dropped is None)):
        return tuple(_marked(u, DropReason.NO_SPEECH) for u in utterances)
    return tuple(_judged(u) for u in cut)


def _marked(utterance: Utterance, reason: DropReason) -> Utterance:
    """The utterance with this reason, or with the one that it already has."""
    return replace(utterance, dropped=utterance.dropped or reason)


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _is_credit(utterance: Utterance, sound: Sound) -> bool:
    """Credits are short lines of their own; thanks must be the whole window: people do thank each other."""
    text = _plain(utterance.text)
    credit = text.startswith(phrases().captions) and len(text.split()) <= CREDIT_WORDS
    return credit and not sound.bear_out(text, utterance.start, utterance.end)


def _judged(utterance: Utterance) -> Utterance:
    """Text that still compresses too well after its loops were cut is no speech."""
    text = utterance.text.encode()
    ratio = len(text) / len(zlib.compress(text)) if text else 0.0
    return _marked(utterance, DropReason.COMPRESSION) if ratio > COMPRESSION_MAX else utterance


def _echoes(text: str, prompt: str) -> bool:
    """True where nearly all of the text stands in the prompt in the same order."""
    if len(text) < 12:
        return False
    matched = sum(b.size for b in SequenceMatcher(None, text, prompt, autojunk=False).get_matching_blocks())
    longest = SequenceMatcher(None, text, prompt, autojunk=False).find_longest_match().size
    return matched >= ECHO_SHARE * len(text) and longest >= len(text) / 2


def _without_loops(utterances: Sequence[Utterance]) -> tuple[Utterance, ...]:
    """Of a run of equal utterances the first is kept."""
    kept: list[Utterance] = []
    for place, utterance in enumerate(utterances):
        text = _plain(utterance.text)
        run = _run(utterances, place, text)
        first = place == 0 or _plain(utterances[place - 1].text) != text
        loop = run >= LOOP_REPEATS and not first
        kept.append(_marked(utterance, DropReason.LOOP) if loop else utterance)
    return tuple(kept)


def _run(utterances: Sequence[Utterance], place: int, text: str) -> int:
    first = last = place
    while first and _plain(utterances[first - 1].text) == text:
        first -= 1
    while last + 1 < len(utterances) and _plain(utterances[last + 1].text) == text:
        last += 1
    return last - first + 1


def _cut_loop(utterance: Utterance) -> Utterance:
    """Words that repeat inside one utterance: everything up to the end of their first time is kept."""
    words = utterance.text.split()
    plain = [_plain(word) for word in words]
    for size in range(1, len(words) // LOOP_REPEATS + 1):
        for start in range(len(words) - size * LOOP_REPEATS + 1):
            unit = plain[start : start + size]
            if all(plain[start + k * size : start + (k + 1) * size] == unit for k in range(LOOP_REPEATS)):
                return _shortened(utterance, start + size)
    return utterance


def _shortened(utterance: Utterance, count: int) -> Utterance:
    words = utterance.text.split()
    return replace(
        utterance,
        text=" ".join(words[:count]),
        words=utterance.words[:count],
        original_text=utterance.original_text or utterance.text,
    )
