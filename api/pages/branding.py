"""The municipality's own colour and logo on the pages: those of `[look.default]`."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api.house import Here
from api.problems import Problem
from api.security import public
from minutes.rendering.look import logo_of

router = APIRouter(include_in_schema=False)

_HEADERS = {"Cache-Control": "public, max-age=300"}
_LOGO = """.brand::before {
  content: ""; display: inline-block; width: 8rem; height: 3.6rem; margin-right: 1.2rem;
  vertical-align: middle; border-radius: .4rem; background: #fff url(/brand-logo) center / contain no-repeat;
}
"""
_MEDIA_TYPES = {"png": "image/png", "jpg": "image/jpeg"}


@router.get("/brand.css", **public())
def brand_style(here: Here) -> Response:
    """The colour, which the style sheet of all pages uses."""
    look = here.settings.look_of("")
    style = f":root {{ --brand: {look.color}; }}\n" + (_LOGO if look.logo else "")
    return Response(style, media_type="text/css; charset=utf-8", headers=_HEADERS)


@router.get("/brand-logo", **public())
def brand_logo(here: Here) -> Response:
    """The logo."""
    logo = logo_of(here.settings.look_of(""))
    if logo is None:
        raise Problem("not_found", "no logo is set")
    return Response(logo.content, media_type=_MEDIA_TYPES[logo.kind], headers=_HEADERS)
