"""The items of minutes in a Word document, in the document's own styles."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from docx.shared import Pt

from minutes import vocabulary
from minutes.rendering.blocks import Block, Listing, Paragraph, Table, blocks
from minutes.rendering.docx_lists import Lists
from minutes.rendering.docx_parts import bookmark, element
from minutes.rendering.docx_styles import StyleIds
from minutes.rendering.evidence import evidence_blocks
from minutes.rendering.view import ItemView, SectionView

_BULLETS, _NUMBERS, _STYLED_DEPTH = "List Bullet", "List Number", 3


class DocxText:
    """Writes at the end of a document's body."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._styles = StyleIds(document)
        self._lists = Lists(document)

    def add_styled(self, style: str, words: str = "") -> Any:
        """A paragraph in a built-in style, whatever its id is in this document."""
        paragraph = self._document.add_paragraph(words)
        paragraph._p.style = self._styles.of(style)
        return paragraph

    def add_item(self, item: ItemView, place: int) -> None:
        """An item with its heading, which a contents list may lead to by `place_name`."""
        bookmark(self.add_styled("Heading 1", item.heading), place_name(place), place)
        if item.journal_number:
            self._document.add_paragraph(item.journal_number).paragraph_format.keep_with_next = True
        if item.closed:
            self._document.add_paragraph().add_run(vocabulary.CLOSED_ITEM).italic = True
        for section in item.sections:
            if section.heading:
                self.add_styled("Heading 2", section.heading)
            self.add_section_text(section)

    def add_section_text(self, section: SectionView) -> None:
        """A section without its heading; evidence and checks where the view has them."""
        self._flow(blocks(section.text))
        evidence = evidence_blocks(section.sentences, section.checks)
        if evidence:
            self.add_styled("Heading 3", vocabulary.EVIDENCE)
            self._flow(evidence)

    def _flow(self, shown: Sequence[Block]) -> None:
        for block, below in zip_longest(shown, shown[1:]):
            if isinstance(block, Paragraph):
                paragraph = self._document.add_paragraph()
                paragraph.paragraph_format.keep_with_next = isinstance(below, Listing | Table) or None
                _lines(paragraph, block.lines)
            elif isinstance(block, Table):
                self._table(block)
            else:
                last = self._listing(block, 0)
                last.paragraph_format.space_after = Pt(8)

    def _table(self, table: Table) -> None:
        width = max(len(row) for row in table.rows)
        made = self._document.add_table(rows=len(table.rows), cols=width)
        made._tbl.tblStyle_val = self._styles.of("Table Grid")
        for row, cells in zip(made.rows, table.rows, strict=True):
            for cell, words in zip(row.cells, cells, strict=False):
                cell.paragraphs[0].add_run(words)
                cell.paragraphs[0].paragraph_format.space_after = Pt(2)
        if table.headed:
            made.rows[0]._tr.get_or_add_trPr().append(element("tblHeader"))
        made.autofit = True
        self._document.add_paragraph().paragraph_format.space_after = Pt(0)

    def _listing(self, listing: Listing, depth: int) -> Any:
        """The points of a list and the lists below them; the last paragraph is handed back."""
        bulleted = listing.start is None
        number = (
            self._lists.bullets(listing.sign)
            if listing.start is None
            else self._lists.numbers(depth, listing.start)
        )
        paragraph = None
        for point in listing.points:
            style = f"{_BULLETS if bulleted else _NUMBERS} {min(depth + 1, _STYLED_DEPTH)}"
            paragraph = self.add_styled(style.removesuffix(" 1"))
            paragraph.paragraph_format.space_after = Pt(2)
            if point.gap:
                paragraph.paragraph_format.space_before = Pt(8)
            self._lists.join(paragraph, number, depth)
            _lines(paragraph, point.lines)
            for below in point.lists:
                paragraph = self._listing(below, depth + 1)
        return paragraph


def place_name(place: int) -> str:
    """The bookmark of the item at this place, from 0; Word takes such names for its contents lists."""
    return f"_Toc{place + 1:08}"


def _lines(paragraph: Any, lines: Sequence[str]) -> None:
    """One run a line, each but the first after a line break."""
    for place, line in enumerate(lines):
        if place:
            paragraph.add_run().add_break()
        paragraph.add_run(line)
