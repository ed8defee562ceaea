"""Word documents: paragraphs, list numbers that live in the style, tables, accepted text only.

A paragraph is a line with a gap above it, except that list points follow each other without one and a
line break inside a paragraph makes a line without a gap. A document that spaces with empty paragraphs
is read like plain text: only those make gaps.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml import etree

from minutes.errors import InputError
from minutes.reading.agenda_table import agenda_rows, in_sections
from minutes.reading.docx_footnotes import take_in
from minutes.reading.docx_lists import Lists
from minutes.reading.docx_styles import Styles
from minutes.reading.lines import Document, Line, Part

LARGEST_UNPACKED_BYTES = 400 * 1024 * 1024
LARGEST_TEXT_BYTES = 80 * 1024 * 1024
"""The parts of a Word document that are read take about ten times their size in memory."""
LARGEST_RATIO = 200
_LONGEST_VALUE = 120
_REMEDY = "Open it in Word and save it as DOCX, or give the agenda as PDF"
_DROPPED = {qn("w:del"), qn("w:moveFrom"), qn("w:instrText"), qn("w:delText"), qn("w:pPr")}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CONTAINERS = {
    qn("w:sdt"),
    qn("w:sdtContent"),
    qn("w:ins"),
    qn("w:moveTo"),
    qn("w:customXml"),
    qn("w:smartTag"),
}


def read_docx(content: bytes, *, where: str) -> Document:
    """The lines of a Word document.

    Raises:
        InputError: it is another kind of archive, damaged, has macros, or unpacks to far too much.
    """
    _check_archive(content, where)
    try:
        document = docx.Document(io.BytesIO(content))
        reader = _Reader(document)
        lines = tuple(reader.lines(document.element.body))
    except (
        OpcError,
        etree.XMLSyntaxError,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        AttributeError,
    ) as error:
        raise InputError("this Word document is damaged", where=where, remedy=_REMEDY) from error
    return Document(lines=lines, notes=_notes(document))


def _check_archive(content: bytes, where: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile as error:
        raise InputError("this Word document is damaged or cut off", where=where, remedy=_REMEDY) from error
    names = {member.filename for member in members}
    if not any(name.startswith("word/document") for name in names):
        raise InputError("this is an archive, but not a Word document", where=where, remedy=_REMEDY)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise InputError(
            "this Word document holds macros, which Referent does not open",
            where=where,
            remedy="Save it as DOCX without macros",
        )
    unpacked = sum(member.file_size for member in members)
    text = sum(member.file_size for member in members if member.filename.endswith(".xml"))
    packed = sum(member.compress_size for member in members if member.filename.endswith(".xml"))
    bomb = text > 20 * 1024**2 and text > LARGEST_RATIO * max(packed, 1)
    if unpacked > LARGEST_UNPACKED_BYTES or text > LARGEST_TEXT_BYTES or bomb:
        raise InputError(
            f"this document unpacks to {unpacked // 1024**2} MB, far more than an agenda holds",
            where=where,
            remedy="Give the agenda without its attachments",
        )


def _notes(document: Any) -> tuple[str, ...]:
    notes = []
    body = document.element.body
    marks = [qn(name) for name in ("w:ins", "w:del", "w:moveFrom", "w:moveTo")]
    changes = sum(1 for _ in body.iter(*marks))
    if changes:
        notes.append(f"Tracked changes were read as accepted ({changes} in the document).")
    comments = sum(1 for _ in body.iter(qn("w:commentReference")))
    if comments:
        notes.append(f"Comments were not read ({comments} in the document).")
    return tuple(notes)


class _Reader:
    """One document being read: its styles and its running list numbers."""

    def __init__(self, document: Any) -> None:
        self.styles = Styles(document)
        self.lists = Lists(document, self.styles)
        self.footnotes = take_in(document)
        paragraphs = list(document.element.body.iter(qn("w:p")))
        empty = sum(1 for paragraph in paragraphs if not _text(paragraph).strip())
        self.spaced_by_empties = empty * 4 > len(paragraphs)
        self.tabular = not in_sections(
            _text(p).strip() for p in document.element.body.iterchildren(qn("w:p"))
        )
        self.gap = True
        self.in_list = False

    def lines(self, parent: Any) -> Iterator[Line]:
        """The lines of a body, a content control or a tracked insertion."""
        for element in parent:
            if element.tag == qn("w:p"):
                yield from self._paragraph(element)
            elif element.tag == qn("w:tbl"):
                yield from self._table(element)
            elif element.tag in _CONTAINERS:
                yield from self.lines(element)

    def _paragraph(self, paragraph: Any) -> Iterator[Line]:
        rank = self.styles.rank(paragraph)
        label = self.lists.label(paragraph)
        pieces = [piece for piece in _text(paragraph).split("\n") if piece.strip()]
        for i, piece in enumerate(pieces):
            text = f"{label}{piece.strip()}" if i == 0 and label else piece.rstrip()
            yield Line(
                text=text, gap=i == 0 and self._gap_above(label, rank), rank=rank, part=self._part(paragraph)
            )
        for note in self.footnotes.get(paragraph, ()):
            yield Line(text=note, gap=False)
        if pieces:
            self.gap, self.in_list = not self.spaced_by_empties, bool(label)
        else:
            self.gap = True
        for box in paragraph.iter(qn("w:txbxContent")):
            if not any(above.tag == _FALLBACK for above in box.iterancestors()):
                yield from self.lines(box)

    def _gap_above(self, label: str, rank: int | None) -> bool:
        if rank is not None:
            return True
        return self.gap if self.spaced_by_empties else not (label and self.in_list)

    def _part(self, paragraph: Any) -> Part | None:
        return Part.CONTENTS if self.styles.is_contents(paragraph) else None

    def _table(self, table: Any) -> Iterator[Line]:
        """Its rows in order; rows of tables inside a cell come with that cell."""
        self.gap, self.in_list = True, False
        rows = [
            [list(self.lines(cell)) for cell in row.findall(qn("w:tc"))]
            for row in table.iter(qn("w:tr"))
            if not any(
                above is not table
                for above in row.iterancestors(qn("w:tbl"))
                if above is not table.getparent()
            )
        ]
        agenda = agenda_rows(rows) if self.tabular else None
        if agenda is not None:
            yield from agenda
        else:
            for number, cells in enumerate(rows):
                yield from _row(cells, first=number == 0)
        self.gap, self.in_list = True, False


def _row(cells: list[list[Line]], *, first: bool) -> Iterator[Line]:
    """Cells of one line each are set off by tabs; short lines beside a label are its values, without gaps."""
    filled = [cell for cell in cells if cell]
    if all(len(cell) == 1 for cell in filled) and len(filled) > 1:
        ranks = [cell[0].rank for cell in filled if cell[0].rank is not None]
        text = "\t".join(cell[0].words for cell in filled)
        yield Line(text=text, gap=first or bool(ranks), rank=min(ranks, default=None))
        return
    for number, cell in enumerate(filled):
        values = number > 0 and all(len(line.text) <= _LONGEST_VALUE for line in cell)
        for i, line in enumerate(cell):
            beside = number > 0 and (i == 0 or values)
            yield replace(line, gap=line.gap and not beside and (i > 0 or first))


def _text(paragraph: Any) -> str:
    """The accepted text of a paragraph: insertions kept, deletions left out, field codes left out."""
    return "".join(_pieces(paragraph))


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        tag = child.tag
        if tag in _DROPPED or tag == _FALLBACK or tag == qn("w:txbxContent"):
            continue
        if tag == qn("w:t"):
            yield (child.text or "").replace("\u00a0", " ").replace("\u00ad", "")
        elif tag == qn("w:tab"):
            yield "\t"
        elif tag in (qn("w:br"), qn("w:cr")):
            yield "\n"
        elif tag == qn("w:noBreakHyphen"):
            yield "-"
        elif tag != qn("w:softHyphen"):
            yield from _pieces(child)
