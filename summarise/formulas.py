"""The sentences that the formula drafter may say, from `prompts/formulas.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from summarise.prompting import PROMPTS

FORMULAS = PROMPTS / "formulas.toml"


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(FORMULAS.read_text(encoding="utf-8"))


def formula(group: str, name: str, **slots: str | int) -> str:
    """A formula with its slots filled."""
    return _table()[group][name].format(**slots)
