"""The words that grounding listens for, from `prompts/grounding.toml`, as compiled expressions."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from summarise.prompting import PROMPTS


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeWords:
    """How an outcome is written in a draft and heard in the talk.

    `firm` words leave no doubt. `by_agreement`: a plain agreement carries it.
    """

    written: re.Pattern[str]
    heard: re.Pattern[str]
    firm: re.Pattern[str]
    by_agreement: bool


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((PROMPTS / "grounding.toml").read_text(encoding="utf-8"))


def _pattern(alternatives: Sequence[str]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(alternatives) + r")(?!\w)")


@cache
def words(table: str, key: str) -> re.Pattern[str]:
    """The expression of a table's list, to be searched in lower-case text."""
    return _pattern(_table()[table][key])


@cache
def outcomes() -> Mapping[str, OutcomeWords]:
    """The outcomes by name, in the order of the file."""
    return {
        name: OutcomeWords(
            written=_pattern(one["written"]),
            heard=_pattern(one["heard"]),
            firm=_pattern(one["firm"]),
            by_agreement=one["agreed"],
        )
        for name, one in _table()["outcomes"].items()
    }
