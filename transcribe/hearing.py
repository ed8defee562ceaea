"""The room's Danish, from `prompts/hearing.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, with_config

_FILE = Path(__file__).resolve().parents[1] / "prompts" / "hearing.toml"


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """Known inventions, lower case without punctuation, the form of a hint, and the name of a channel."""

    captions: tuple[str, ...]
    thanks: tuple[str, ...]
    hint: str
    channel: str


@cache
def phrases() -> Phrases:
    """The phrases of this room."""
    text = _FILE.read_text(encoding="utf-8")
    return TypeAdapter(Phrases).validate_python(tomllib.loads(text))
