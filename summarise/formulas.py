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


def house_formula(wording: str, **slots: str) -> str:
    """A house's own wording with its slots filled; {What} is {what} with a capital."""
    capitals = {slot.capitalize(): text[:1].upper() + text[1:] for slot, text in slots.items()}
    return wording.format(**slots, **capitals)
