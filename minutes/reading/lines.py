"""What every reader hands to the parser: the document as lines, with what its layout says about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

LOOKS = 20
"""Ranks of heading styles lie below this, ranks that were guessed from type at or above it."""


class Part(StrEnum):
    """What a layout itself says a line is, so that the parser need not guess."""

    TITLE = "title"
    ITEM = "item"
    JOURNAL = "journal"
    SECTION = "section"
    DECISION = "decision"
    GROUP = "group"
    CONTENTS = "contents"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One printed line or reflowed paragraph; `text` keeps its indentation and has no trailing space.

    `gap` says that white space stands above it. `rank` is the rank of a heading, 1 the highest, and None for
    running text; ranks from `LOOKS` on are guessed from bold or large type. `part` is set only where the
    layout names the line's role.
    """

    text: str
    gap: bool = True
    rank: int | None = None
    part: Part | None = None

    @property
    def words(self) -> str:
        """The text without the white space around it."""
        return self.text.strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document's lines, and notes for a person on how they were read."""

    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()


def running_text(lines: Iterable[Line]) -> str:
    """Lines as text: one newline between lines, two between paragraphs."""
    pieces: list[str] = []
    for line in lines:
        if pieces:
            pieces.append("\n\n" if line.gap else "\n")
        pieces.append(line.text if pieces else line.text.strip())
    return "".join(pieces)
