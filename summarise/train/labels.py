"""Meetings with labels, as `shared/corpus/README.md` describes them. Labels are read here only."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledMeeting:
    """A meeting folder: the talk with labels, the talk as a recogniser gives it, and the ideal decisions."""

    folder: Path
    utterances: tuple[dict[str, Any], ...]
    heard: tuple[dict[str, Any], ...]
    items: tuple[dict[str, Any], ...]


def is_unseen(name: str) -> bool:
    """True for the meetings that no weight was fitted on and no rule was written from."""
    return name[-1] == "5" or name[0] in "po"


def training_meetings(folder: Path) -> Iterator[LabelledMeeting]:
    """The meetings of a folder that may be learnt from, by name."""
    for path in sorted(folder.glob("*/gold.json")):
        if not is_unseen(path.parent.name):
            yield read_meeting(path.parent)


def read_meeting(folder: Path) -> LabelledMeeting:
    """One meeting folder."""

    def load(name: str) -> Any:
        return json.loads((folder / name).read_text(encoding="utf-8"))

    return LabelledMeeting(
        folder=folder,
        utterances=tuple(load("transcript.json")["utterances"]),
        heard=tuple(load("transcript_asr.json")["utterances"]),
        items=tuple(load("gold.json")["items"]),
    )
