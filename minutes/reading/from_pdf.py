"""PDF: the text layer with type sizes; page heads, feet and page breaks taken away.

Characters come from PDFium in content order. They are set into lines by where they stand, lines that
come again at the edge of most pages are furniture, and lines of one paragraph are joined (`pdf_joining`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pypdfium2

from minutes.errors import InputError
from minutes.reading.lines import LOOKS, Document, Line, Part
from minutes.reading.pdf_joining import is_ours, joining_of
from minutes.reading.pdf_rows import Row, page_rows
from minutes.reading.pdf_tags import page_tags
from minutes.reading.printed_words import TITLE

MOST_PAGES = 1500
MOST_CHARACTERS = 6_000_000
_LONGEST_HEADING = 200
_FEWEST_TAGGED = 3
"""Fewer headings than these in the tags are a title at most: the type tells more."""
_PAGE_NUMBER = re.compile(
    r"^(?:\d{1,3}|side\s*\d{1,4}|(?:side\s*)?\d{1,4}\s*(?:af|/|-)\s*\d{1,4})$", re.IGNORECASE
)
"""A number of four digits alone is a year that a sentence ends with."""


def read_pdf(content: bytes, *, where: str) -> Document:
    """The lines of a PDF's text layer.

    Raises:
        InputError: password-protected, damaged, without text, or far too long for an agenda.
    """
    try:
        pdf = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise InputError(
                "this PDF is protected by a password", where=where, remedy="Give a copy without a password"
            ) from error
        raise InputError(
            "this PDF is damaged", where=where, remedy="Export the agenda as PDF again"
        ) from error
    try:
        rows = list(_rows(pdf, where))
        told = pdf.get_metadata_dict()
    finally:
        pdf.close()
    if not any(row.text.strip() for row in rows):
        raise InputError(
            "this PDF holds pictures of pages but no text",
            where=where,
            remedy="Make it searchable first, for example with OCRmyPDF (ocrmypdf --language dan IN OUT)",
        )
    return Document(lines=tuple(_paragraphs(_without_furniture(rows, ours=is_ours(told)), told)))


def _rows(pdf: pypdfium2.PdfDocument, where: str) -> Iterator[Row]:
    total = 0
    if len(pdf) > MOST_PAGES:
        raise _too_long(f"{len(pdf)} pages", where)
    for number in range(len(pdf)):
        page = pdf[number]
        textpage = page.get_textpage()
        try:
            total += textpage.count_chars()
            if total > MOST_CHARACTERS:
                raise _too_long(f"more than {MOST_CHARACTERS:,} characters", where)
            yield from page_rows(textpage, number, page.get_size(), page_tags(page))
        finally:
            textpage.close()
            page.close()


def _too_long(how: str, where: str) -> InputError:
    return InputError(
        f"this PDF is far longer than an agenda ({how})",
        where=where,
        remedy="Give the agenda without its attachments",
    )


def _without_furniture(rows: Sequence[Row], *, ours: bool) -> list[Row]:
    """The rows without page heads and feet: what comes again, figures aside, at the edge of most pages.

    In our own documents it is what the tags leave out.
    """
    if ours:
        return [row for row in rows if row.block is not None]
    pages = len({row.page for row in rows})
    forms = Counter(form for form, _ in {(_form(row), row.page) for row in rows if row.edge})
    kept = []
    for row in rows:
        comes_again = row.edge and forms[_form(row)] >= max(2, pages // 2)
        number = row.edge and _PAGE_NUMBER.match(row.text.strip())
        titles = row.page == 0 and TITLE.match(row.text.strip())
        if titles or not (comes_again or number):
            kept.append(row)
    return kept


def _form(row: Row) -> str:
    return re.sub(r"\d+", "#", " ".join(row.text.split()))


def _paragraphs(rows: Sequence[Row], told: Mapping[str, str]) -> Iterator[Line]:
    """Rows joined to lines: a full row goes on in the next, white space between rows is a gap."""
    if not rows:
        return
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[row.size] += len(row.text)
    body = sizes.most_common(1)[0][0]
    joining = joining_of(rows, body=body, told=told)
    tagged = sum(row.level is not None for row in rows) >= _FEWEST_TAGGED
    line, last = _line(rows[0], body, tagged=tagged, gap=True), rows[0]
    for row in rows[1:]:
        if joining.goes_on(last, row):
            line = replace(line, text=joining.joined(line.text, last, row))
        else:
            yield line
            line = _line(row, body, tagged=tagged, gap=joining.is_gap(last, row))
        last = row
    yield line


def _line(row: Row, body: float, *, tagged: bool, gap: bool) -> Line:
    """A row as the start of a line; its rank comes from the tags where there are some, else from its type."""
    part = Part.CONTENTS if row.contents else None
    if tagged:
        return Line(text=row.text, gap=gap or row.level is not None, rank=row.level, part=part)
    large = row.size > body + 0.6
    rank = None
    if len(row.text) < _LONGEST_HEADING and (large or (row.bold and row.size > body - 0.6)):
        rank = LOOKS + 2 * (200 - min(200, round(2 * row.size))) + (0 if row.bold else 1)
    return Line(text=row.text, gap=gap or rank is not None, rank=rank, part=part)
