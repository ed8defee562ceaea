"""Which printed lines of a PDF are one paragraph, and how a line and its rest are put together.

A PDF of our own tells exactly: what lies in one block of its tags is one paragraph, and a line ends with a
space unless it was broken inside a word. All others are read by how far apart and how full the lines are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from minutes.reading.contents import entry_title
from minutes.reading.pdf_rows import Row
from minutes.reading.printed_words import ITEM_WORD, is_list_point, is_section_name

GENERATOR = "Referent"
"""A keyword of every PDF that we write."""
_LONG_ROW = 0.75
"""A row that fills this share of the width may be broken early, where its setter balances rows."""
_LONGEST_WORD = 100
_SUSPENDED = re.compile(r"(?:og|eller|samt|til)\b")
_ENDS = re.compile(r"[.!?:;]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """How the rows of one document are joined. Lengths in points.

    `margin` is where full rows end, `leading` the usual distance of base lines, `words` all words of the
    document, and `ours` says that tags and spaces tell.
    """

    margin: float
    leading: float
    words: frozenset[str]
    ours: bool

    def goes_on(self, before: Row, after: Row) -> bool:
        """Whether a row is the rest of the one before it."""
        if not self.ours:
            return self._seems_to_go_on(before, after)
        if before.page == after.page:
            return before.block == after.block
        return before.spaced or (self._is_full(before, after) and not _ENDS.search(before.text))

    def is_gap(self, before: Row, after: Row) -> bool:
        """Whether white space stands between two rows."""
        if (
            before.page != after.page
            or before.level != after.level
            or before.size != after.size
            or before.bold != after.bold
        ):
            return True
        return after.bottom - before.bottom > 1.25 * max(self.leading, 1.25 * after.size)

    def joined(self, text: str, last: Row, after: Row) -> str:
        """A text that ends with a row, and the row after it."""
        rest = after.text.strip()
        if self.ours:
            suspended = text.endswith("-") and _SUSPENDED.match(rest)  # PDFium drops a space after a hyphen
            return f"{text} {rest}" if last.spaced or suspended else text + rest
        return self._made_whole(text, rest)

    def _seems_to_go_on(self, before: Row, after: Row) -> bool:
        """The row before had no room for this one, or breaks a sentence off."""
        if (
            before.level != after.level
            or before.size != after.size
            or before.bold != after.bold
            or entry_title(before.text) is not None
        ):
            return False
        if is_list_point(after.text) or ITEM_WORD.match(after.text) or is_section_name(after.text):
            return False
        if before.page != after.page:
            if _ENDS.search(before.text):
                return False
        elif self.is_gap(before, after):
            return False
        if self._is_full(before, after):
            return True
        broken_off = not _ENDS.search(before.text) or after.text.split()[0][:1].islower()
        return broken_off and before.right - before.left > _LONG_ROW * (self.margin - before.left)

    def _is_full(self, before: Row, after: Row) -> bool:
        """Whether the first word of a row had no room in the row before it."""
        width = (after.right - after.left) / max(len(after.text), 1)
        return before.right + width * (len(after.text.split()[0]) + 0.5) > self.margin

    def _made_whole(self, before: str, after: str) -> str:
        """A row and the rest of it; a word divided at the end of the row is made whole.

        The hyphen stays after capitals and figures ("HR-chef"), and after a name that the document also
        prints alone and never as the first part of a longer word.
        """
        divided = re.search(r"(\w+)-$", before[-_LONGEST_WORD:])
        if not divided or not after[:1].isalnum() or _SUSPENDED.match(after):
            return f"{before} {after}"
        if not after[:1].islower():
            return before + after
        start = divided[1]
        compounds = (
            word
            for word in self.words
            if word.lower().startswith(start.lower()) and len(word) > len(start) + 1
        )
        name = (
            start[0].isupper() and start in self.words and not is_section_name(start) and not any(compounds)
        )
        return (before if name or not start[-1].islower() else before[:-1]) + after


def joining_of(rows: Sequence[Row], *, ours: bool) -> Joining:
    """How the rows of a document, at least one, are joined."""
    return Joining(
        margin=sorted(row.right for row in rows)[int(len(rows) * 0.97)],
        leading=_leading(rows),
        words=frozenset(word for row in rows for word in re.findall(r"\b\w{2,}\b(?!-)", row.text)),
        ours=ours,
    )


def _leading(rows: Sequence[Row]) -> float:
    """The usual distance between neighbouring base lines, in points."""
    steps = [
        after.bottom - before.bottom
        for before, after in pairwise(rows)
        if before.page == after.page and before.size == after.size
    ]
    near = [step for step in steps if 0 < step < 40]
    return min(median(near), 1.6 * rows[0].size) if near else 1.3 * rows[0].size
