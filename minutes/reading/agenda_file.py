"""Any agenda file to an `Agenda`: the reader is picked by what the file holds, not by its name."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from minutes.agenda import Agenda
from minutes.errors import InputError
from minutes.reading.from_docx import read_docx
from minutes.reading.from_html import read_html
from minutes.reading.from_json import agenda_from_json
from minutes.reading.from_pdf import read_pdf
from minutes.reading.from_text import decode, read_text
from minutes.reading.lines import Document
from minutes.reading.parse import Reading, parse

LARGEST_FILE_BYTES = 100 * 1024 * 1024
MOST_CHARACTERS = 6_000_000
FORMATS = "TXT, DOCX, PDF, HTML or Referent's JSON"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_HTML = re.compile(r"<\s*(?:!doctype\s+html|html|head|body|table|div|h1|main|article)\b", re.IGNORECASE)


def read_agenda(path: Path) -> Agenda:
    """The agenda that a file holds.

    Raises:
        InputError: the file cannot be read, is of no kind that we read, or holds no items.
    """
    content = _content(path)
    if _is_json(content):
        agenda = agenda_from_json(decode(content, where=str(path)), content, where=str(path))
    else:
        agenda = read_content(content, where=str(path)).agenda
    if not agenda.items:
        raise InputError(
            "no agenda items were found in it",
            where=str(path),
            remedy='Check that this is the agenda; items begin with "Punkt 1: …" or "1. …"',
        )
    return agenda


def read_content(content: bytes, *, where: str) -> Reading:
    """What the bytes of a document (not JSON) hold, with the lines that only mark its structure.

    Raises:
        InputError: the content is of no kind that we read, or far longer than an agenda.
    """
    document = _document(content, where=where)
    if sum(len(line.text) for line in document.lines) > MOST_CHARACTERS:
        raise InputError(
            f"this is far longer than an agenda (more than {MOST_CHARACTERS:,} characters)",
            where=where,
            remedy="Give the agenda without its attachments",
        )
    return parse(document, source_sha256=hashlib.sha256(content).hexdigest())


def _document(content: bytes, *, where: str) -> Document:
    if b"%PDF-" in content[:1024]:
        return read_pdf(content, where=where)
    if content.startswith(b"PK\x03\x04"):
        return read_docx(content, where=where)
    if content.startswith(_OLD_OFFICE):
        raise InputError(
            "this is a password-protected document or one of the old Word format (.doc)",
            where=where,
            remedy="Open it in Word and save it as DOCX without a password",
        )
    if content.startswith(b"{\\rtf"):
        raise InputError("this is an RTF document", where=where, remedy="Open it in Word and save it as DOCX")
    text = decode(content, where=where)
    return read_html(text) if _HTML.search(text[:2000]) else read_text(text)


def _is_json(content: bytes) -> bool:
    """JSON of ours is an object; its first sign that is not white space is a brace."""
    start = content[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return start.startswith((b"{", b"[{")) and not start.startswith(b"{\\rtf")


def _content(path: Path) -> bytes:
    """The file's bytes.

    Raises:
        InputError: there is no such file, or it is empty, too large, a folder or not readable.
    """
    where = str(path)
    if path.is_dir():
        raise InputError("this is a folder, not a file", where=where, remedy="Give the agenda file itself")
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= LARGEST_FILE_BYTES else b""
    except FileNotFoundError as error:
        raise InputError("there is no such file", where=where, remedy="Check the path") from error
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise InputError(
            f"the file cannot be opened ({reason.lower()})", where=where, remedy="Check its permissions"
        ) from error
    if size > LARGEST_FILE_BYTES:
        raise InputError(
            f"the file is too large for an agenda ({size // 1024**2} MB)",
            where=where,
            remedy="Give the agenda without its attachments",
        )
    if not content.strip():
        raise InputError("the file is empty", where=where, remedy=f"Give the agenda as {FORMATS}")
    return content
