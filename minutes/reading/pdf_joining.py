"""Which printed lines of a PDF are one paragraph, and how a line and its rest are put together.

A PDF of our own tells exactly: what lies in one block of its tags is one paragraph, and a line ends with a
space unless it was broken inside a word. All others are read by how far apart and how full the lines are,
but where they are tagged, never over the end of a block.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from minutes.reading.contents import entry_title
from minutes.reading.pdf_rows import Row
from minutes.reading.printed_words import ITEM_WORD, is_list_point, is_section_name

GENERATOR = "Referent"
"""A keyword of every PDF that we write."""
_LONG_ROW = 0.75
"""A row that fills this share of the width may be broken early: a heading, or by a setter that balances."""
_RAGGED, _NEARLY, _MANY = 0.08, 0.85, 0.25
"""Full rows end within this share of each other, come this near to the page's edge, and are this many."""
_WIDEST_STEP = 40.0
_SHORT_DOCUMENT = 100
_BALANCING = re.compile(r"typst|tex\b", re.IGNORECASE)
_LONGEST_WORD = 100
_SUSPENDED = re.compile(r"(?:og|eller|samt|til)\b")
_ENDS = re.compile(r"[.!?:;]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """How the rows of one document are joined. Lengths in points.

    `margin` is where full rows end, `leading` the usual distance of base lines, `words` all words of the
    document, `body` the size of running text. `balanced` says that its setter does not fill every row as far
    as it can, `tagged` that no paragraph goes over the end of a block, `ours` that tags and spaces tell all.
    """

    margin: float
    leading: float
    words: frozenset[str]
    body: float
    balanced: bool
    ours: bool
    tagged: bool

    def goes_on(self, before: Row, after: Row) -> bool:
        """Whether a row is the rest of the one before it."""
        if self.tagged and (before.contents, before.level) != (after.contents, after.level):
            return False  # a contents entry that ends its page, and the heading it names on the next
        blocks = (before.block, after.block)
        if self.tagged and before.page == after.page and None not in blocks and before.block != after.block:
            return False
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
        heading = after.text.partition(":")[0]
        if is_list_point(after.text) or ITEM_WORD.match(after.text) or is_section_name(heading):
            return False
        if before.page != after.page:
            if _ENDS.search(before.text):
                return False
        elif self.is_gap(before, after):
            return False
        if self._is_full(before, after):
            return True
        if not self.balanced and before.size <= self.body:
            return False
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


def is_ours(told: Mapping[str, str]) -> bool:
    """Whether we wrote the document, by what it says of itself."""
    return GENERATOR in told.get("Keywords", "")


def joining_of(rows: Sequence[Row], *, body: float, told: Mapping[str, str]) -> Joining:
    """How the rows of a document, at least one, are joined; `told` is what it says of itself."""
    setter = f"{told.get('Creator', '')} {told.get('Producer', '')}"
    margin = _margin(rows)
    return Joining(
        margin=margin,
        leading=_leading(rows, margin=margin, body=body),
        words=frozenset(word for row in rows for word in re.findall(r"\b\w{2,}\b(?!-)", row.text)),
        body=body,
        balanced=bool(_BALANCING.search(setter)),
        ours=is_ours(told),
        tagged=_has_paragraphs(rows),
    )


def _margin(rows: Sequence[Row]) -> float:
    """Where full rows end: where the longest do, if they are many or come near the page's other edge.

    In a document of short lines no row is full; its margin is taken to be as wide as the left one.
    """
    longest = sorted(row.right for row in rows)[int(len(rows) * 0.97)]
    left = min(row.left for row in rows)
    opposite = max(row.page_width for row in rows) - left
    near = sum(row.right > longest - _RAGGED * (longest - left) for row in rows)
    reached = longest > _NEARLY * opposite or near > _MANY * len(rows)
    return longest if reached else opposite


def _has_paragraphs(rows: Sequence[Row]) -> bool:
    """Whether the tags mark paragraphs, not every row for itself.

    Some block has then two rows; a short document may well have none of two.
    """
    marked = sum(row.block is not None for row in rows)
    if 2 * marked < len(rows):
        return False
    return len(rows) < _SHORT_DOCUMENT or any(
        before.page == after.page and before.block is not None and before.block == after.block
        for before, after in pairwise(rows)
    )


def _leading(rows: Sequence[Row], *, margin: float, body: float) -> float:
    """The distance of base lines inside a paragraph, in points.

    It is told by the full rows, which go on in the next. Where there are none, the usual step is that between
    paragraphs of one row, unless empty paragraphs make others that are far wider.
    """
    steps = [
        (after.bottom - before.bottom, before.right > margin - _RAGGED * (margin - before.left))
        for before, after in pairwise(rows)
        if before.page == after.page and before.size == after.size and entry_title(before.text) is None
    ]
    inside = [step for step, full in steps if full and 0 < step < _WIDEST_STEP]
    if len(inside) > 2:
        return median(inside)
    near = [step for step, _ in steps if 0 < step < _WIDEST_STEP]
    if not near:
        return 1.3 * body
    usual = median(near)
    emptied = sum(step > 1.6 * usual for step, _ in steps)
    return usual if emptied > 0.1 * len(steps) else min(usual, 1.6 * body)
