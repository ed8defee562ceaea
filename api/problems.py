"""Every error as `application/problem+json` (RFC 9457): Danish for people, English for technicians.

A route raises the errors of `minutes/errors.py`, or `Problem` for what only exists over HTTP. The kind of
an error decides its status; `type` is `urn:referent:<kind>`, which programs can rely on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from api.danish import TITLES, sentence
from minutes import errors
from minutes.errors import ReferentError

MEDIA_TYPE = "application/problem+json"

STATUS: dict[str, int] = {
    "bad_request": 400,
    "wrong_address": 400,
    "sign_in": 401,
    "not_allowed": 403,
    "not_from_here": 403,
    "not_found": 404,
    "wrong_method": 405,
    "not_acceptable": 406,
    "conflict": 409,
    "in_flight": 409,
    "changed": 412,
    "too_large": 413,
    "wrong_type": 415,
    "range": 416,
    "invalid": 422,
    "version_missing": 428,
    "too_often": 429,
    "fault": 500,
    "engine": 502,
    "unavailable": 503,
    "disk_full": 507,
}
"""Each kind of problem and its status."""

KINDS: tuple[tuple[type[ReferentError], str], ...] = (
    (errors.NotFoundError, "not_found"),
    (errors.TooLargeError, "too_large"),
    (errors.InputError, "invalid"),
    (errors.FormatError, "not_acceptable"),
    (errors.OutputError, "disk_full"),
    (errors.ModelError, "engine"),
    (errors.EngineError, "engine"),
    (errors.SettingsError, "fault"),
    (errors.ChangedError, "changed"),
    (errors.BusyError, "in_flight"),
    (errors.UnavailableError, "unavailable"),
    (errors.StateError, "conflict"),
    (errors.SignInError, "sign_in"),
    (errors.AccessError, "not_allowed"),
)
"""Each family of errors and its kind; the special cases come before their family."""

_BY_STATUS = {400: "bad_request", **{status: kind for kind, status in reversed(STATUS.items())}}
_RETRY_SECONDS = "5"


class WrongField(BaseModel):
    """A field that cannot be used as it was filled in."""

    where: str = Field(examples=["body.email"])
    what: str = Field(examples=["Field required"])


class ProblemDocument(BaseModel):
    """What every error looks like."""

    type: str = Field(examples=["urn:referent:not_found"])
    title: str = Field(examples=[TITLES["not_found"]])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["Mødet findes ikke eller er slettet."])
    technical: str = Field(examples=["no such meeting. Choose one from the list"])
    fields: list[WrongField] | None = None


class Problem(Exception):
    """A refusal that only exists over HTTP: `kind` is one of `STATUS`, `technical` is English."""

    def __init__(self, kind: str, technical: str, *, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(technical)
        self.kind = kind
        self.technical = technical
        self.headers = dict(headers or {})


def response(
    kind: str,
    technical: str,
    *,
    what: str = "",
    fields: Sequence[WrongField] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """A problem as a response."""
    document = ProblemDocument(
        type=f"urn:referent:{kind}",
        title=TITLES[kind],
        status=STATUS[kind],
        detail=sentence(kind, what),
        technical=technical,
        fields=list(fields) if fields else None,
    )
    extra = dict(headers or {})
    if kind in ("unavailable", "too_often"):
        extra.setdefault("Retry-After", _RETRY_SECONDS)
    if kind == "sign_in":
        extra.setdefault("WWW-Authenticate", "Bearer")
    return JSONResponse(
        document.model_dump(exclude_none=True), STATUS[kind], headers=extra, media_type=MEDIA_TYPE
    )


def kind_of(error: Exception) -> str:
    """Which kind of problem an error is."""
    if isinstance(error, Problem):
        return error.kind
    if isinstance(error, RequestValidationError):
        return "invalid"
    if isinstance(error, HTTPException):
        return _BY_STATUS.get(error.status_code, "bad_request" if error.status_code < 500 else "fault")
    return next((kind for family, kind in KINDS if isinstance(error, family)), "fault")


def answer(request: Request, error: Exception) -> Response:
    """The response to an error that a route raised."""
    kind = kind_of(error)
    if kind == "changed" and "if-match" not in request.headers:
        kind = "conflict"
    if isinstance(error, Problem):
        return response(kind, error.technical, what=error.technical, headers=error.headers)
    if isinstance(error, ReferentError):
        return response(kind, f"{error.what}. {error.remedy}", what=error.what)
    if isinstance(error, RequestValidationError):
        fields = [_field(one) for one in error.errors()]
        return response(kind, "the request does not fit the schema", fields=fields)
    if isinstance(error, HTTPException):
        return _http(kind, error)
    return response("fault", "an unexpected error; the log says which")


def add_problems(
    app: FastAPI,
    *,
    noticed: Callable[[Request, Exception, str], None],
    seen: Callable[[Request, Response], Response] = lambda _request, problem: problem,
) -> None:
    """Answer every error of `app` with a problem; `noticed` is told of each, with its kind.

    `seen` makes of a problem what the one who asked can read.
    """

    def on_error(request: Request, error: Exception) -> Response:
        noticed(request, error, kind_of(error))
        return seen(request, answer(request, error))

    for kind in (Problem, ReferentError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, on_error)


def _http(kind: str, error: HTTPException) -> Response:
    if error.status_code < 400:
        return Response(status_code=error.status_code, headers=error.headers)
    answered = response(kind, str(error.detail), headers=error.headers)
    answered.status_code = error.status_code
    return answered


def _field(error: Mapping[str, Any]) -> WrongField:
    # The value itself is left out: it may be a password or a name.
    return WrongField(where=".".join(str(part) for part in error["loc"]), what=str(error["msg"]))
