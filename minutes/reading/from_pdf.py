"""PDF: the text layer with type sizes; page heads, feet and page breaks taken away.

Characters come from PDFium in content order. They are set into lines by where they stand, lines that
come again at the edge of most pages are furniture, and lines of one paragraph are joined by how far
apart and how full they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

import pypdfium2

from minutes.errors import InputError
from minutes.reading.contents import entry_title
from minutes.reading.lines import LOOKS, Document, Line
from minutes.reading.pdf_rows import Row, page_rows
from minutes.reading.pdf_tags import heading_levels
from minutes.reading.printed_words import ITEM_WORD, TITLE, is_list_point, is_section_name

MOST_PAGES = 1500
MOST_CHARACTERS = 6_000_000
_LONGEST_HEADING = 200
_FEWEST_TAGGED = 3
"""Fewer headings than these in the tags are a title at most: the type tells more."""
_LONG_ROW = 0.75
"""A row that fills this share of the width may be broken early, where its setter balances rows."""
_PAGE_NUMBER = re.compile(r"^(?:side\s*)?\d{1,4}(?:\s*(?:af|/|-)\s*\d{1,4})?$", re.IGNORECASE)
_SUSPENDED = re.compile(r"(?:og|eller|samt|til)\b")
_ENDS = re.compile(r"[.!?:;]$")


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
    finally:
        pdf.close()
    if not any(row.text.strip() for row in rows):
        raise InputError(
            "this PDF holds pictures of pages but no text",
            where=where,
            remedy="Make it searchable first, for example with OCRmyPDF (ocrmypdf --language dan IN OUT)",
        )
    return Document(lines=tuple(_paragraphs(_without_furniture(rows))))


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
            yield from page_rows(textpage, number, page.get_height(), heading_levels(page))
        finally:
            textpage.close()
            page.close()


def _too_long(how: str, where: str) -> InputError:
    return InputError(
        f"this PDF is far longer than an agenda ({how})",
        where=where,
        remedy="Give the agenda without its attachments",
    )


def _without_furniture(rows: Sequence[Row]) -> list[Row]:
    """The rows without page heads and feet: what comes again, figures aside, at the edge of most pages."""
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


def _paragraphs(rows: Sequence[Row]) -> Iterator[Line]:
    """Rows joined to lines: a full row goes on in the next, white space between rows is a gap."""
    if not rows:
        return
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[row.size] += len(row.text)
    body = sizes.most_common(1)[0][0]
    margin = sorted(row.right for row in rows)[int(len(rows) * 0.97)]
    leading = _leading(rows)
    words = frozenset(word for row in rows for word in re.findall(r"\b\w{2,}\b(?!-)", row.text))
    tagged = sum(row.level is not None for row in rows) >= _FEWEST_TAGGED
    line, last = _line(rows[0], body, tagged=tagged, gap=True), rows[0]
    for row in rows[1:]:
        if _goes_on(last, row, margin, leading):
            line = replace(line, text=_joined(line.text, row.text.strip(), words))
        else:
            yield line
            line = _line(row, body, tagged=tagged, gap=_is_gap(last, row, leading))
        last = row
    yield line


def _leading(rows: Sequence[Row]) -> float:
    """The usual distance between neighbouring base lines, in points."""
    steps = [
        after.bottom - before.bottom
        for before, after in pairwise(rows)
        if before.page == after.page and before.size == after.size
    ]
    near = [step for step in steps if 0 < step < 40]
    return min(median(near), 1.6 * rows[0].size) if near else 1.3 * rows[0].size


def _is_gap(before: Row, after: Row, leading: float) -> bool:
    if (
        before.page != after.page
        or before.level != after.level
        or before.size != after.size
        or before.bold != after.bold
    ):
        return True
    return after.bottom - before.bottom > 1.25 * max(leading, 1.25 * after.size)


def _goes_on(before: Row, after: Row, margin: float, leading: float) -> bool:
    """Whether a row is the rest of the one before, which had no room for it or breaks a sentence off."""
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
    elif _is_gap(before, after, leading):
        return False
    words = after.text.split()
    width = (after.right - after.left) / max(len(after.text), 1)
    if before.right + width * (len(words[0]) + 0.5) > margin:
        return True
    broken_off = not _ENDS.search(before.text) or words[0][:1].islower()
    return broken_off and before.right - before.left > _LONG_ROW * (margin - before.left)


def _joined(before: str, after: str, words: frozenset[str]) -> str:
    """A row and the rest of it; a word divided at the end of the row is made whole.

    The hyphen stays after capitals and figures ("HR-chef"), and after a name that the document also
    prints alone and never as the first part of a longer word.
    """
    divided = re.search(r"(\w+)-$", before)
    if not divided or not after[:1].isalnum() or _SUSPENDED.match(after):
        return f"{before} {after}"
    if not after[:1].islower():
        return before + after
    start = divided[1]
    compounds = (
        word for word in words if word.lower().startswith(start.lower()) and len(word) > len(start) + 1
    )
    name = start[0].isupper() and start in words and not is_section_name(start) and not any(compounds)
    return (before if name or not start[-1].islower() else before[:-1]) + after


def _line(row: Row, body: float, *, tagged: bool, gap: bool) -> Line:
    """A row as the start of a line; its rank comes from the tags where there are some, else from its type."""
    if tagged:
        return Line(text=row.text, gap=gap or row.level is not None, rank=row.level)
    large = row.size > body + 0.6
    rank = None
    if len(row.text) < _LONGEST_HEADING and (large or (row.bold and row.size > body - 0.6)):
        rank = LOOKS + 2 * (200 - min(200, round(2 * row.size))) + (0 if row.bold else 1)
    return Line(text=row.text, gap=gap or rank is not None, rank=rank)
