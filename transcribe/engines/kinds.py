"""The names of the engines, for settings and the command line."""

from __future__ import annotations

from enum import StrEnum


class EngineKind(StrEnum):
    """openai-whisper's own model, or CTranslate2 (the runtime of faster-whisper)."""

    OPENAI = "openai"
    FASTER = "faster"
