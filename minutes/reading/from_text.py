"""Plain text: UTF-8, UTF-16 or Latin-1, any line ends, to lines."""

from __future__ import annotations

import codecs
import re

from minutes.errors import InputError
from minutes.reading.lines import Document, Line

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_STRANGE = re.compile(r"[\x00-\x08\x0e-\x1b\x1f]")


def decode(content: bytes, *, where: str) -> str:
    """The bytes as text.

    Raises:
        InputError: they are no text in an encoding that we read.
    """
    text = _decoded(content)
    if len(_STRANGE.findall(text)) > len(text) // 1000:
        raise InputError(
            "this is not a text document, but binary content that is not recognised",
            where=where,
            remedy="Give the agenda as TXT, DOCX, PDF, HTML or Referent's JSON",
        )
    return text


def _decoded(content: bytes) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    zeros = content[:4000].count(0)
    if zeros > len(content[:4000]) // 4:
        little = content[1:4000:2].count(0) >= content[:4000:2].count(0)
        return content.decode("utf-16-le" if little else "utf-16-be", errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _western(content)


def _western(content: bytes) -> str:
    """Windows-1252, which contains Latin-1's letters; its five empty places read as Latin-1."""
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def read_text(text: str) -> Document:
    """A plain text's lines; blank lines and page breaks become gaps."""
    lines: list[Line] = []
    gap = True
    for raw in text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").split("\n"):
        words = raw.replace("\u00a0", " ").replace("\ufeff", "").rstrip()
        if words.strip():
            lines.append(Line(text=words, gap=gap))
        gap = not words.strip()
    return Document(lines=tuple(lines))
