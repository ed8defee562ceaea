"""Styles, scripts, icons and fonts. Each address names the content, so browsers may keep what they get."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.problems import Problem
from api.security import public

router = APIRouter(include_in_schema=False)

MEDIA_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
}
_FOLDER = "api.web.staff.static"
_ROUTE = "/static/{release}/{name:path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A file that browsers get."""

    content: bytes
    packed: bytes | None
    media_type: str


@cache
def assets() -> dict[str, Asset]:
    """Every file by its path below the folder; text is packed once."""
    return {name: _asset(name, entry.read_bytes()) for name, entry in _walk(files(_FOLDER), "")}


@cache
def release() -> str:
    """Names the content of all files together; relative references between them stay true."""
    digest = hashlib.sha256()
    for name, asset in sorted(assets().items()):
        digest.update(name.encode() + b"\0" + hashlib.sha256(asset.content).digest())
    return digest.hexdigest()[:16]


def address_of(name: str) -> str:
    """Where a page finds a file; a name that does not exist is a mistake of the template."""
    if name not in assets():
        raise LookupError(f"no such asset: {name}")
    return f"/static/{release()}/{name}"


@router.get(_ROUTE, **public())
async def read_asset(release: str, name: str, request: Request) -> Response:
    """A file. Of an older release, the file as it is now, which is not to be kept."""
    asset = assets().get(name)
    if asset is None:
        raise Problem("not_found", "no such file")
    headers = {"Cache-Control": _caching(release), "Vary": "Accept-Encoding"}
    if asset.packed is None or "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(asset.content, media_type=asset.media_type, headers=headers)
    headers["Content-Encoding"] = "gzip"
    return Response(asset.packed, media_type=asset.media_type, headers=headers)


def _caching(named: str) -> str:
    return "public, max-age=31536000, immutable" if named == release() else "no-cache"


def _asset(name: str, content: bytes) -> Asset:
    kind = name.rpartition(".")[2]
    packed = None if kind == "woff2" else gzip.compress(content, mtime=0)
    return Asset(content=content, packed=packed, media_type=MEDIA_TYPES[kind])


def _walk(folder: Traversable, path: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _walk(entry, f"{path}{entry.name}/")
        elif entry.name.rpartition(".")[2] in MEDIA_TYPES:
            found.append((path + entry.name, entry))
    return found
