"""Answers that caches understand: strong ETags, 304, gzip, Last-Modified. A 304 touches no document."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from importlib.metadata import version

from fastapi import Request
from starlette.responses import JSONResponse, Response

from api.danish import GONE, GONE_TITLE
from api.intranet_desk import Desk, Visit
from api.problems import MEDIA_TYPE, ProblemDocument
from workflow.published.moments import now

JSON = "application/json"
_GZIP_FROM_BYTES = 1000
_GZIP_LEVEL = 5
_ALREADY_SMALL = ("application/pdf", "application/vnd.")
_MARK = "-gzip"
_SECOND = timedelta(seconds=1)


class Caching:
    """What an answer rests on: `parts` are all that can change it, beside the address and this program."""

    def __init__(self, desk: Desk, request: Request, *parts: object, updated_at: datetime) -> None:
        told = "\n".join((version("referent"), request.url.path, request.url.query, *map(str, parts)))
        self._etag = hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()[:32]
        self._request = request
        self._desk = desk
        self._updated_at = updated_at

    def not_modified(self, headers: Mapping[str, str] | None = None) -> Response | None:
        """A 304 where the reader has this already, else None."""
        sent = self._request.headers.get("if-none-match")
        if sent is None:
            known = self._is_older(self._request.headers.get("if-modified-since"))
        else:
            known = any(_plain(tag) in (self._etag, "*") for tag in sent.split(","))
        if not known:
            return None
        return Response(status_code=304, headers=self._headers(_MARK in (sent or ""), headers))

    def answer(
        self, content: str | bytes, media_type: str = JSON, headers: Mapping[str, str] | None = None
    ) -> Response:
        """The whole answer, packed where the reader takes that."""
        plain = content.encode() if isinstance(content, str) else content
        shrinks = len(plain) >= _GZIP_FROM_BYTES and not media_type.startswith(_ALREADY_SMALL)
        packed = shrinks and _takes_gzip(self._request.headers.get("accept-encoding", ""))
        made = self._headers(packed, headers)
        if packed:
            plain = gzip.compress(plain, _GZIP_LEVEL, mtime=0)
            made["Content-Encoding"] = "gzip"
        return Response(plain, headers=made, media_type=media_type)

    def _headers(self, packed: bool, more: Mapping[str, str] | None) -> dict[str, str]:
        made = {
            "ETag": f'"{self._etag}{_MARK if packed else ""}"',
            "Cache-Control": "public, no-cache" if self._desk.is_open else "private, no-cache",
            "Vary": "Accept, Accept-Encoding" + ("" if self._desk.is_open else ", Api-Key, Authorization"),
        }
        if self._is_past_its_second():
            made["Last-Modified"] = format_datetime(self._updated_at.astimezone(UTC), usegmt=True)
        return made | dict(more or {})

    def _is_older(self, since: str | None) -> bool:
        if since is None or not self._is_past_its_second():
            return False
        try:
            moment = parsedate_to_datetime(since)
        except ValueError:
            return False
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return self._updated_at.replace(microsecond=0) <= moment

    def _is_past_its_second(self) -> bool:
        # HTTP's dates have no fractions: within the same second it may change once more.
        return now() - self._updated_at.replace(microsecond=0) > _SECOND


def of_the_shelf(desk: Desk, request: Request, visit: Visit) -> Caching:
    """Caching of what any change of the shelf may change, for those who see the same bodies."""
    slugs = "*" if visit.slugs is None else sorted(visit.slugs)
    return Caching(desk, request, visit.state, slugs, updated_at=visit.state.updated_at)


class GoneDocument(ProblemDocument):
    """What is said of minutes that were withdrawn; `tombstone` is what lists say of them too."""

    tombstone: dict[str, object]


def gone(tombstone: Mapping[str, object]) -> Response:
    """The answer to whoever asks for minutes that were withdrawn."""
    document = GoneDocument(
        type="urn:referent:gone",
        title=GONE_TITLE,
        status=410,
        detail=GONE,
        technical="these minutes were withdrawn",
        tombstone=dict(tombstone),
    )
    headers = {"Cache-Control": "no-cache"}
    return JSONResponse(document.model_dump(exclude_none=True), 410, headers=headers, media_type=MEDIA_TYPE)


def _takes_gzip(accepted: str) -> bool:
    for coding in accepted.lower().replace(" ", "").split(","):
        name, _, quality = coding.partition(";q=")
        if name == "gzip":
            return quality.strip("0.") != "" or quality == ""
    return False


def _plain(tag: str) -> str:
    """An entity tag without its quotes and without what tells the packed form from the other."""
    return tag.strip().removeprefix("W/").strip('"').removesuffix(_MARK)
