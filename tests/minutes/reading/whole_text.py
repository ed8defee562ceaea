"""All text of a document, taken out without our readers, to hold a reading against."""

from __future__ import annotations

import io
import re
import zipfile

import pypdfium2
from lxml import etree, html

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")


def of_docx(content: bytes) -> str:
    """Every paragraph of the body and the notes, what was struck out aside."""
    lines = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in set(_PARTS) & set(archive.namelist()):
            for paragraph in etree.fromstring(archive.read(name)).iter(f"{_W}p"):
                words = paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br")
                lines.append("".join(t.text or "" if t.tag == f"{_W}t" else " " for t in words))
    return "\n".join(lines)


def of_pdf(content: bytes) -> str:
    """The text layer, words that a line end divides made whole."""
    with pypdfium2.PdfDocument(content) as pdf:
        text = "\n".join(page.get_textpage().get_text_bounded() for page in pdf)
    return re.sub(r"-\r?\n|[\x02\ufffe\u00ad](?:\r?\n)?", "", text)


def of_html(content: bytes | str) -> str:
    """What a browser shows, title and scripts aside."""
    page = html.document_fromstring(content)
    for element in list(page.iter("script", "style", "head")):
        element.drop_tree()
    return "\n".join(page.itertext())
