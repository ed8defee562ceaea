"""The Danish of grounded decoding: `prompts/decoding.toml`, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from summarise.prompting import PROMPTS


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodingWords:
    """Words that may open a sentence, abbreviations with points inside, and what stands before a month."""

    openings: tuple[str, ...]
    abbreviations: tuple[str, ...]
    before_month: tuple[str, ...]


@cache
def table() -> DecodingWords:
    """The file's contents."""
    read = tomllib.loads((PROMPTS / "decoding.toml").read_text(encoding="utf-8"))
    return DecodingWords(**{key: tuple(words) for key, words in read.items()})
