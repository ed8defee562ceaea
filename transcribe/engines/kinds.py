"""The names of the engines, for settings and the command line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EngineKind(StrEnum):
    """openai-whisper's own model, or CTranslate2 (the runtime of faster-whisper)."""

    OPENAI = "openai"
    FASTER = "faster"


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What an engine must know of a model: see `models.catalogue.ModelCard`."""

    name: str
    takes_hints: bool = True
    own_length: bool = False
    time_marks: bool = True
