"""The formats in which published minutes are given out, and which of them a reader asks for."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Semaphore

from api.intranet_html import fragment
from api.problems import Problem
from minutes.rendering.formats import written
from minutes.rendering.view import public_view
from workflow.published import reading
from workflow.published.database import Transaction
from workflow.settings import Settings

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_RENDERED_AT_ONCE = Semaphore(1)
"""Setting a PDF takes a core for a while: the others go on answering."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format: its media type, and the same with its charset where it is text."""

    suffix: str
    media_type: str
    content_type: str


def _format(suffix: str, media_type: str, charset: str = "") -> Format:
    return Format(suffix=suffix, media_type=media_type, content_type=media_type + charset)


FORMATS = {
    "json": _format("json", "application/json"),
    "html": _format("html", "text/html", "; charset=utf-8"),
    "txt": _format("txt", "text/plain", "; charset=utf-8"),
    "docx": _format("docx", _DOCX),
    "pdf": _format("pdf", "application/pdf"),
}


def asked_for(accept: str) -> Format:
    """The format that an Accept header prefers; JSON where it takes anything.

    Raises:
        Problem: it takes none of ours.
    """
    best, weight = None, 0.0
    for format in FORMATS.values():
        taken = _weight(accept, format.media_type)
        if taken > weight:
            best, weight = format, taken
    if best is None:
        raise Problem(
            "not_acceptable", "the formats are " + ", ".join(f.media_type for f in FORMATS.values())
        )
    return best


def rendered(tx: Transaction, minutes_id: str, version: int, format: Format, settings: Settings) -> bytes:
    """A version in a format that is not JSON; as a document of its own in the look of its body."""
    publication = reading.publication(tx, minutes_id, version)
    assert publication is not None, "a standing version has its payload"
    if format.suffix == "html":
        text = reading.version(tx, minutes_id, version)
        assert text is not None
        return fragment(text.json).encode()
    view = public_view(publication.public)
    with _RENDERED_AT_ONCE:
        return written(view, f".{format.suffix}", settings.look_of(view.meeting.body))


def _weight(accept: str, media_type: str) -> float:
    """How much a header wants a type: the most exact range that covers it decides (RFC 9110, 12.5.1)."""
    if not accept.strip():
        return 1.0
    found, exactness = 0.0, -1
    for part in accept.lower().split(","):
        kind, *parameters = (piece.strip() for piece in part.split(";"))
        exact = {media_type: 2, media_type.split("/")[0] + "/*": 1, "*/*": 0}.get(kind, -1)
        if exact > exactness:
            found, exactness = _quality(parameters), exact
    return found


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(1.0, max(0.0, float(value)))
            except ValueError:
                return 0.0
    return 1.0
