"""The structure tree of a tagged PDF: which marked content of a page is a heading, and of what level."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

_HEADING = re.compile(r"^H([1-6])$")
_DEEPEST = 60


def heading_levels(page: pypdfium2.PdfPage) -> dict[int, int]:
    """Marked-content id -> heading level for the headings of a page; empty where it has no tags."""
    tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return {}
    try:
        roots = range(max(0, pdfium.FPDF_StructTree_CountChildren(tree)))
        return {
            content: level
            for i in roots
            for content, level in _headings(pdfium.FPDF_StructTree_GetChildAtIndex(tree, i), None, 0)
        }
    finally:
        pdfium.FPDF_StructTree_Close(tree)


def marked_content(textpage: pypdfium2.PdfTextPage, index: int) -> int:
    """The marked-content id of a character, -1 where it has none."""
    drawn = pdfium.FPDFText_GetTextObject(textpage.raw, index)
    return int(pdfium.FPDFPageObj_GetMarkedContentID(drawn)) if drawn else -1


def _headings(element: Any, level: int | None, depth: int) -> Iterator[tuple[int, int]]:
    """The marked content under an element, with the level of the heading that it lies in."""
    if not element or depth > _DEEPEST:
        return
    match = _HEADING.match(_type(element))
    level = int(match[1]) if match else level
    if level is not None:
        for i in range(max(0, pdfium.FPDF_StructElement_GetMarkedContentIdCount(element))):
            yield int(pdfium.FPDF_StructElement_GetMarkedContentIdAtIndex(element, i)), level
    for i in range(max(0, pdfium.FPDF_StructElement_CountChildren(element))):
        yield from _headings(pdfium.FPDF_StructElement_GetChildAtIndex(element, i), level, depth + 1)


def _type(element: Any) -> str:
    length = pdfium.FPDF_StructElement_GetType(element, None, 0)
    name = ctypes.create_string_buffer(length)
    pdfium.FPDF_StructElement_GetType(element, name, length)
    return name.raw.decode("utf-16-le").rstrip("\0")
