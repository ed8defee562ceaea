"""The structure tree of a tagged PDF: which marked content of a page is one block, and which a heading."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

_HEADING = re.compile(r"^H([1-6])$")
_BLOCKS = re.compile(r"^(?:P|H[1-6]?|Title|LI|LBody|Lbl|TD|TH|TOCI|Caption|Note)$")
_DEEPEST = 60


@dataclass(frozen=True, slots=True)
class Tag:
    """What the tree says of marked content.

    Its heading level, its block (counted within the page), and whether it is part of a contents list.
    """

    level: int | None = None
    block: int | None = None
    contents: bool = False


NO_TAG = Tag()


def page_tags(page: pypdfium2.PdfPage) -> dict[int, Tag]:
    """Marked-content id -> tag for the content of a page; empty where it has no tags."""
    tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return {}
    try:
        roots = range(max(0, pdfium.FPDF_StructTree_CountChildren(tree)))
        numbers = count()
        return {
            content: tag
            for i in roots
            for content, tag in _tags(pdfium.FPDF_StructTree_GetChildAtIndex(tree, i), NO_TAG, numbers, 0)
        }
    finally:
        pdfium.FPDF_StructTree_Close(tree)


def marked_content(textpage: pypdfium2.PdfTextPage, index: int) -> int:
    """The marked-content id of a character, -1 where it has none."""
    drawn = pdfium.FPDFText_GetTextObject(textpage.raw, index)
    return int(pdfium.FPDFPageObj_GetMarkedContentID(drawn)) if drawn else -1


def _tags(element: Any, above: Tag, numbers: Iterator[int], depth: int) -> Iterator[tuple[int, Tag]]:
    """The marked content under an element, with the level and the block that it lies in."""
    if not element or depth > _DEEPEST:
        return
    kind = _type(element)
    heading = _HEADING.match(kind)
    tag = Tag(
        level=int(heading[1]) if heading else above.level,
        block=next(numbers) if _BLOCKS.match(kind) else above.block,
        contents=above.contents or kind == "TOCI",
    )
    for i in range(max(0, pdfium.FPDF_StructElement_GetMarkedContentIdCount(element))):
        content = int(pdfium.FPDF_StructElement_GetMarkedContentIdAtIndex(element, i))
        if content >= 0:
            yield content, tag
    for i in range(max(0, pdfium.FPDF_StructElement_CountChildren(element))):
        yield from _tags(pdfium.FPDF_StructElement_GetChildAtIndex(element, i), tag, numbers, depth + 1)


def _type(element: Any) -> str:
    length = pdfium.FPDF_StructElement_GetType(element, None, 0)
    name = ctypes.create_string_buffer(length)
    pdfium.FPDF_StructElement_GetType(element, name, length)
    return name.raw.decode("utf-16-le").rstrip("\0")
