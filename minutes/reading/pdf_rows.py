"""The printed lines of a PDF: characters from PDFium, set into rows by where they stand."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

import pypdfium2
import pypdfium2.raw as pdfium

from minutes.reading.pdf_tags import NO_TAG, Tag, marked_content

_EDGE_SHARE = 0.1
_LIGATURES = str.maketrans({"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"})
_BULLETS = str.maketrans(dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf076\uf02d", "•"))
"""Word's bullets come from symbol fonts, whose signs have no letter of their own."""
_SOFT_HYPHENS = ("\x02", "\ufffe", "\u00ad")
_BOLD_WEIGHT = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A printed line: page from 0; lengths in points from the page's left and top edges.

    `page_width` is that of its page. `edge` says that it stands where page heads and feet stand, and `spaced`
    that a space ends it. `level`, `block` and `contents` are what the tags say: its heading level, the block
    that it ends in, and whether it lies in a contents list.
    """

    page: int
    page_width: float
    left: float
    right: float
    top: float
    bottom: float
    text: str
    size: float
    bold: bool
    edge: bool
    level: int | None
    block: int | None
    contents: bool
    spaced: bool


@dataclass(slots=True)
class _Glyphs:
    """Neighbouring characters as PDFium gives them; y grows upwards."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    bold: bool
    tag: Tag = NO_TAG
    last_tag: Tag = NO_TAG


def page_rows(
    textpage: pypdfium2.PdfTextPage, number: int, size: tuple[float, float], tags: Mapping[int, Tag]
) -> Iterator[Row]:
    """The rows of a page from top to bottom; stretches on one base line are joined from left to right.

    `size` is the page's width and height in points.
    """
    width, height = size
    rows: list[list[_Glyphs]] = []
    for stretch in sorted(_stretches(textpage, tags), key=lambda s: (-s.top - s.bottom, s.left)):
        if rows and _same_row(rows[-1][-1], stretch):
            rows[-1].append(stretch)
        else:
            rows.append([stretch])
    for row in rows:
        row.sort(key=lambda s: s.left)
        top, bottom = max(s.top for s in row), min(s.bottom for s in row)
        yield Row(
            page=number,
            page_width=width,
            left=row[0].left,
            right=row[-1].right,
            top=height - top,
            bottom=height - bottom,
            text=_row_text(row),
            size=round(max(s.size for s in row), 1),
            bold=all(s.bold for s in row),
            level=row[0].tag.level,
            block=row[-1].last_tag.block,
            contents=row[0].tag.contents,
            spaced=row[-1].text.endswith(" "),
            edge=bottom > (1 - _EDGE_SHARE) * height or top < _EDGE_SHARE * height,
        )


def _row_text(row: list[_Glyphs]) -> str:
    text = row[0].text
    for before, after in pairwise(row):
        gap = after.left - before.right
        text = text.rstrip(" ") + ("\t" if gap > 2 * before.size else " " if gap > 0.1 * before.size else "")
        text += after.text.lstrip(" ")
    return unicodedata.normalize("NFC", text).translate(_LIGATURES).translate(_BULLETS).rstrip()


def _same_row(a: _Glyphs, b: _Glyphs) -> bool:
    overlap = min(a.top, b.top) - max(a.bottom, b.bottom)
    return overlap > 0.5 * min(a.top - a.bottom, b.top - b.bottom)


def _stretches(textpage: pypdfium2.PdfTextPage, tags: Mapping[int, Tag]) -> Iterator[_Glyphs]:
    """Runs of characters on one line. PDFium marks most line breaks, but none after a divided word."""
    run: _Glyphs | None = None
    after_space = True
    rect = pdfium.FS_RECTF()
    for index in range(textpage.count_chars()):
        char = chr(pdfium.FPDFText_GetUnicode(textpage.raw, index))
        if char in "\r\n":
            if run is not None and run.text.strip():
                yield run
            run, after_space = None, True
            continue
        char = "-" if char in _SOFT_HYPHENS else " " if char in "\u00a0\t" else char
        if char == "\0" or (run is None and char == " "):
            continue
        if char == " ":
            assert run is not None
            run.text += char
            after_space = True
            continue
        pdfium.FPDFText_GetLooseCharBox(textpage.raw, index, rect)
        if run is not None and rect.top < run.bottom + 0.2 * (run.top - run.bottom):
            yield run
            run, after_space = None, True
        run = _extended(run, textpage, index, char, rect, look=after_space)
        if tags and (len(run.text) == 1 or after_space):
            run.last_tag = tags.get(marked_content(textpage, index), NO_TAG)
            run.tag = run.last_tag if len(run.text) == 1 else run.tag
        after_space = False
    if run is not None and run.text.strip():
        yield run


def _extended(
    run: _Glyphs | None,
    textpage: pypdfium2.PdfTextPage,
    index: int,
    char: str,
    rect: pdfium.FS_RECTF,
    *,
    look: bool,
) -> _Glyphs:
    """The run with one more character; its weight is looked up once a word, which is what costs time."""
    if run is None:
        size, bold = _seen_size(textpage, index, rect), _is_bold(textpage, index)
        return _Glyphs(char, rect.left, rect.right, rect.top, rect.bottom, size, bold)
    run.text += char
    run.left, run.right = min(run.left, rect.left), max(run.right, rect.right)
    run.top, run.bottom = max(run.top, rect.top), min(run.bottom, rect.bottom)
    if look:
        run.bold = run.bold and _is_bold(textpage, index)
        run.size = max(run.size, _seen_size(textpage, index, rect))
    return run


def _seen_size(textpage: pypdfium2.PdfTextPage, index: int, rect: pdfium.FS_RECTF) -> float:
    """The type size as it is seen: browsers set in pixels on a page that is scaled.

    Where the file tells no size that can be seen, the height of the character's box stands in.
    """
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(textpage.raw, index, matrix)
    size = float(pdfium.FPDFText_GetFontSize(textpage.raw, index)) * hypot(matrix.c, matrix.d)
    return size if size > 3 else max(size, float(rect.top - rect.bottom) * 0.8)


def _is_bold(textpage: pypdfium2.PdfTextPage, index: int) -> bool:
    if pdfium.FPDFText_GetFontWeight(textpage.raw, index) >= _BOLD_WEIGHT:
        return True
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(textpage.raw, index, name, 128, flags)
    return length > 0 and any(word in name.value.lower() for word in (b"bold", b"black", b"heavy"))
