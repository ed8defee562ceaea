"""Where sentences end in talk that a recogniser wrote down without marks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarise.linear import load_model

WORD = re.compile(r"\S+")
LEAST_PROBABILITY = 0.35


def boundary_features(words: Sequence[str], place: int) -> list[str]:
    """The words around a possible boundary before `words[place]`, lower case."""
    before, here = words[place - 1], words[place]
    after = words[place + 1] if place + 1 < len(words) else "$"
    earlier = words[place - 2] if place >= 2 else "^"
    return [
        f"b={before}",
        f"h={here}",
        f"a={after}",
        f"bh={before} {here}",
        f"ha={here} {after}",
        f"eb={earlier} {before}",
        f"n={min(place, 4)}",
        f"m={min(len(words) - place, 4)}",
    ]


def sentences_without_marks(text: str) -> list[str]:
    """The text cut where a sentence probably ends; words and their order stay."""
    words = WORD.findall(text)
    lower = [word.casefold() for word in words]
    model = load_model("sentence_ends")
    parts: list[list[str]] = []
    for place, word in enumerate(words):
        if place == 0 or model.probability(boundary_features(lower, place)) >= LEAST_PROBABILITY:
            parts.append([])
        parts[-1].append(word)
    return [" ".join(part) for part in parts]
