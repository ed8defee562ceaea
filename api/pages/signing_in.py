"""The pages before anything else: sign in, and choose a password by a one-time link."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import RedirectResponse, Response

from api.house import Here
from api.pages.assets import address_of
from api.pages.shell import SIGN_IN, page
from api.security import public

router = APIRouter(include_in_schema=False)


@router.get(SIGN_IN, **public())
def sign_in(here: Here, til: Annotated[str, Query(max_length=2000)] = "/") -> Response:
    """Sign in, and go on to where one came from."""
    onward = til if til.startswith("/") and not til.startswith(("//", "/\\")) else "/"
    return page("sign_in.html", None, onward=onward, by_provider=here.provider is not None)


@router.get("/velkommen", **public())
def welcome() -> Response:
    """Choose a password. The token stands behind `#`, which no log of any server sees."""
    return page("welcome.html", None)


@router.get("/favicon.ico", **public())
def favicon() -> Response:
    """Asked for by browsers unasked."""
    return RedirectResponse(address_of("icon/icon.svg"), 307)
