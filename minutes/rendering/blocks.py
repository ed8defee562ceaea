"""A section's text as blocks: paragraphs, bullets and numbered lines, as the formats lay them out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

_BULLET = re.compile(r"^( ?)- (.*)$")
_NUMBERED = re.compile(r"^(\d+\.) (.+)$")


class BlockKind(StrEnum):
    """How a line is laid out."""

    PARAGRAPH = "paragraph"
    LINE = "line"
    BULLET = "bullet"
    SUB_BULLET = "sub_bullet"
    NUMBERED = "numbered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One line. `label` is what stands before the text of a list line, as printed.

    `PARAGRAPH` opens a paragraph and `LINE` goes on in it on a new line. `gap`: white space stands above.
    """

    kind: BlockKind
    text: str
    label: str = ""
    gap: bool = True


def blocks(text: str) -> Iterator[Block]:
    """The lines of a section's text with their layout."""
    for paragraph in text.split("\n\n"):
        for place, line in enumerate(paragraph.split("\n")):
            yield _block(line, gap=place == 0)


def _block(line: str, *, gap: bool) -> Block:
    bullet = _BULLET.match(line)
    if bullet:
        kind = BlockKind.SUB_BULLET if bullet[1] else BlockKind.BULLET
        return Block(kind=kind, text=bullet[2], label="-", gap=gap)
    numbered = _NUMBERED.match(line)
    if numbered:
        return Block(kind=BlockKind.NUMBERED, text=numbered[2], label=numbered[1], gap=gap)
    return Block(kind=BlockKind.PARAGRAPH if gap else BlockKind.LINE, text=line, gap=gap)
