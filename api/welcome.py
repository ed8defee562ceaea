"""The page behind a one-time link: an invited person chooses a password."""

from __future__ import annotations

from importlib.resources import files

from fastapi import APIRouter
from starlette.responses import Response

from api.security import public

router = APIRouter(include_in_schema=False)

FILES = {
    "/velkommen": ("velkommen.html", "text/html; charset=utf-8"),
    "/static/velkommen.js": ("velkommen.js", "text/javascript; charset=utf-8"),
    "/static/staff.css": ("staff.css", "text/css; charset=utf-8"),
}
"""Path -> file of `api/web/staff` and its media type."""


def _serve(name: str, media_type: str) -> Response:
    content = files("api.web.staff").joinpath(name).read_bytes()
    return Response(content, media_type=media_type, headers={"Cache-Control": "no-cache"})


@router.get("/velkommen", **public())
def welcome() -> Response:
    """The page."""
    return _serve(*FILES["/velkommen"])


@router.get("/static/velkommen.js", **public())
def welcome_script() -> Response:
    """Its script."""
    return _serve(*FILES["/static/velkommen.js"])


@router.get("/static/staff.css", **public())
def style() -> Response:
    """Its style."""
    return _serve(*FILES["/static/staff.css"])
