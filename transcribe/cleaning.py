"""What a recogniser invents is marked, never deleted: subtitle credits, loops, echoes of the prompt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from minutes.transcript import DropReason, Utterance
from transcribe.hearing import phrases

LOOP_REPEATS = 3
"""The same words this many times in a row are a loop; what comes before the repetition is kept."""
ECHO_SHARE = 0.8
_WORD = re.compile(r"\w+")


def clean(utterances: Sequence[Utterance], prompt: str) -> tuple[Utterance, ...]:
    """One window's utterances, the invented ones marked with their reason."""
    if _is_stock(utterances):
        return tuple(replace(u, dropped=DropReason.STOCK_CAPTION) for u in utterances)
    if prompt and _echoes(_plain(" ".join(u.text for u in utterances)), _plain(prompt)):
        return tuple(replace(u, dropped=DropReason.PROMPT_ECHO) for u in utterances)
    return _without_loops([_cut_loop(u) for u in utterances])


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _is_stock(utterances: Sequence[Utterance]) -> bool:
    """Credits may open the window's text; thanks must be all of it: people do thank each other."""
    text = _plain(" ".join(u.text for u in utterances))
    return text in phrases().thanks or text.startswith(phrases().captions)


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
        kept.append(replace(utterance, dropped=DropReason.LOOP) if loop else utterance)
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
