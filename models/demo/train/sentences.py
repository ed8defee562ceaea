"""Sentences to speak: an endless stream from the meeting grammar and from texts that the trainer brings."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

GRAMMAR = tomllib.loads((Path(__file__).parent / "grammar.toml").read_text(encoding="utf-8"))
MONTHS = GRAMMAR["months"]
SMALL = GRAMMAR["small_numbers"]
GRAMMAR_SHARE = 0.35
"""Of the sentences, when other text is there: everyday talk teaches more than patterns do."""


def number(value: int) -> str:
    """As Danes print it and Whisper writes it: words up to twelve, digits with thousands' points above."""
    return SMALL[value] if value <= 12 else f"{value:,}".replace(",", ".")


def amount(chance: random.Random) -> str:
    """A sum of money, in one of the ways of saying it."""
    return chance.choice(
        [
            f"{chance.randint(1, 95)},{chance.randint(1, 9)} millioner kroner",
            f"{number(chance.randint(2, 60))} millioner kroner",
            f"{number(chance.randint(2, 99) * 10_000)} kroner",
            f"{number(chance.randint(20, 180) * 50_000)} kroner",
        ]
    )


def day(chance: random.Random) -> str:
    """A date, in half of the cases with its year."""
    date = f"den {chance.randint(1, 31)}. {chance.choice(MONTHS)}"
    return f"{date} {chance.randint(2019, 2032)}" if chance.random() < 0.5 else date


MADE: dict[str, Callable[[random.Random], str]] = {
    "tal": lambda chance: number(chance.choice([chance.randint(2, 12), chance.randint(13, 999)])),
    "beløb": amount,
    "procent": lambda chance: f"{number(chance.randint(2, 95))} procent",
    "dato": day,
    "punkt": lambda chance: f"punkt {number(chance.randint(1, 25))}",
    "år": lambda chance: str(chance.randint(2019, 2032)),
}


def meeting_sentence(chance: random.Random) -> str:
    """One sentence of the grammar."""

    def replace(slot: re.Match[str]) -> str:
        if made := MADE.get(slot[1]):
            return made(chance)
        return expand(chance.choice(GRAMMAR["slots"][slot[1]]))

    def expand(pattern: str) -> str:
        return re.sub(r"\{(\w+)\}", replace, pattern)

    sentence = expand(chance.choice(GRAMMAR["sentences"]))
    return sentence[0].upper() + sentence[1:]


def mixed(texts: Sequence[Sequence[str]], chance: random.Random) -> Iterator[str]:
    """Without end: grammar and lines of the texts, each text as likely as the next."""
    texts = [lines for lines in texts if lines]
    while True:
        if texts and chance.random() > GRAMMAR_SHARE:
            yield chance.choice(chance.choice(texts))
        else:
            yield meeting_sentence(chance)
