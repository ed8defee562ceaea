"""Progress as a stage code and a fraction; the wording belongs to whoever shows it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum


class Stage(StrEnum):
    """The stages of preparing a meeting, in order."""

    READING = "reading"
    TRANSCRIBING = "transcribing"
    SEGMENTING = "segmenting"
    DRAFTING = "drafting"
    RENDERING = "rendering"


Progress = Callable[[Stage, float], None]
"""Told the stage and how much of it is done, from 0 to 1."""


def silent(stage: Stage, fraction: float) -> None:
    """Progress for callers that do not show any."""
