"""What all pages share: their templates, their Danish, who looks at them, and how an error looks."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import SimpleNamespace
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Request
from jinja2 import Environment
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.pages.assets import address_of
from api.problems import ProblemDocument
from api.security import Present
from api.templates import environment
from minutes.rendering import wording
from workflow.access import Actor

SIGN_IN = "/log-ind"
_TEMPLATES = "api.web.staff.templates"
_TEXTS = "api.web.staff.texts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Somebody who is signed in looks at a page. `csrf_token` goes into what the page sends."""

    path: str
    actor: Actor
    csrf_token: str


async def _visit(request: Request, present: Present) -> Visit:
    token = present.session.csrf_token if present.session else ""
    return Visit(path=request.url.path, actor=present.actor, csrf_token=token)


Visitor = Annotated[Visit, Depends(_visit)]
"""The parameter type by which a page asks who looks at it."""


@cache
def texts() -> SimpleNamespace:
    """Every Danish text of the pages: `texts().shell.sign_out` stands in `texts/shell.toml`."""
    named = {
        entry.name.removesuffix(".toml"): tomllib.loads(entry.read_text(encoding="utf-8"))
        for entry in files(_TEXTS).iterdir()
        if entry.name.endswith(".toml")
    }
    namespace = _namespace(named)
    assert isinstance(namespace, SimpleNamespace)
    return namespace


def render(template: str, **values: object) -> str:
    """A template of ours, filled in; everything but `Markup` is escaped."""
    return _environment().get_template(template).render(**values)


def page(template: str, visit: Visit | None, *, status: int = 200, **values: object) -> Response:
    """A whole page, or a piece of one. Browsers keep no copy."""
    content = render(template, visit=visit, **values)
    return HTMLResponse(content, status, headers={"Cache-Control": "no-store"})


def readable(request: Request, problem: Response) -> Response:
    """A problem as a page where a person looks at it; who is not signed in comes to the sign-in page."""
    if request.url.path.startswith("/api/") or "text/html" not in request.headers.get("accept", ""):
        return problem
    if problem.status_code == 401:
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"{SIGN_IN}?til={quote(asked)}", 303)
    if problem.status_code < 400:
        return problem
    document = ProblemDocument.model_validate_json(bytes(problem.body))
    shown = page("error.html", None, status=problem.status_code, problem=document)
    if wait := problem.headers.get("retry-after"):
        shown.headers["Retry-After"] = wait
    return shown


def _namespace(value: object) -> object:
    if isinstance(value, dict):
        return SimpleNamespace(**{key: _namespace(inner) for key, inner in value.items()})
    return value


def _plain(value: object) -> object:
    """For scripts: what `_namespace` made, as dictionaries again."""
    if isinstance(value, SimpleNamespace):
        return {key: _plain(inner) for key, inner in vars(value).items()}
    return value


@cache
def _environment() -> Environment:
    return environment(_TEMPLATES, t=texts(), plain=_plain, asset=address_of, moment=wording.moment)
