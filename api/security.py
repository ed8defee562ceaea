"""Who asks, and what a route needs.

A route says what it needs in one way, which the role-matrix test and the OpenAPI document read:

    @router.post("/api/v1/meetings/{meeting_id}/start", **needs(Permission.PREPARE))
    def start(meeting_id: str, here: Here, who: Who) -> ...

`needs` writes the permission into the document (`x-permission`) and checks it before the route runs:

- with `{meeting_id}` in the path: in that meeting's body (404 when there is no such meeting);
- with `{item_id}` too, and the item is closed: with access to closed items, unless the route itself leaves
  out what is closed: `needs(Permission.READ, withholds_closed=True)`;
- otherwise: in at least one body, and the route narrows it (`who.require(permission, body)`,
  `who.bodies(permission)`), or in the house.

`**for_anyone_signed_in()`, `**for_a_session()` (no API key) and `**public()` mark the few routes that need
less. `needs(…, creates=True)` lets a creation be sent twice (`api/idempotency.py`). Other keywords of the
route go beside it (`status_code=…`, `responses=…`); what would be `openapi_extra` goes inside:
`needs(Permission.READ, openapi={…})`.

`Who` is the person (or API key) that asks; `Present` also says by which session. Without sign-in: 401; a
cookie without `X-CSRF-Token`, or from another origin, on anything but GET, HEAD and OPTIONS: 403.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from hmac import compare_digest
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, Request
from fastapi.security import APIKeyCookie, HTTPBearer
from fastapi.security.http import HTTPAuthorizationCredentials

from api import idempotency
from api.house import Here, House
from api.limits import UPLOADS
from api.problems import Problem
from minutes.errors import SignInError
from workflow import signing_in
from workflow.access import Actor, Permission
from workflow.settings import Settings
from workflow.signing_in import SessionLife, SignedIn
from workflow.store import meetings
from workflow.tokens import KEY_PREFIX

PERMISSION_KEY = "x-permission"
WITHHOLDS_KEY = "x-withholds-closed"
PUBLIC = "public"
ANYONE_SIGNED_IN = "signed_in"
A_SESSION = "session"

CSRF_HEADER = "X-CSRF-Token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
COOKIE = "referent_session"

# Only for the OpenAPI document: the cookie's real name depends on the address (see `cookie_name`).
_cookie_scheme = APIKeyCookie(name=COOKIE, scheme_name="session", auto_error=False)
_key_scheme = HTTPBearer(scheme_name="api_key", bearerFormat="ref_…", auto_error=False)


def is_secure(settings: Settings) -> bool:
    """Whether people reach this house by https."""
    return settings.address().startswith("https://")


def cookie_name(settings: Settings) -> str:
    """The session cookie's name: over https, browsers keep others from setting one that begins so."""
    return f"__Host-{COOKIE}" if is_secure(settings) else COOKIE


def session_life(settings: Settings) -> SessionLife:
    """How long sessions last here."""
    return SessionLife(hours=settings.session_hours, idle_hours=settings.session_idle_hours)


def require_own_origin(request: Request, settings: Settings) -> None:
    """Make sure that a browser sent this from one of our own pages.

    Raises:
        Problem: it names another origin, or none.
    """
    named = request.headers.get("origin") or request.headers.get("referer") or ""
    if _origin(named) != _origin(settings.address()):
        raise Problem("not_from_here", "Origin or Referer is not this address")


def _signed_in(
    request: Request,
    here: Here,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_key_scheme)],
    _cookie: Annotated[str | None, Depends(_cookie_scheme)],
) -> SignedIn:
    found = _by_credentials(request, here, bearer)
    request.state.actor = found.actor  # for the audit log, should the request be refused later
    if found.session is not None and request.method not in SAFE_METHODS:
        require_own_origin(request, here.settings)
        if not compare_digest(
            request.headers.get(CSRF_HEADER, "").encode(), found.session.csrf_token.encode()
        ):
            raise Problem("not_from_here", f"{CSRF_HEADER} is missing or not this session's")
    return found


def _by_credentials(request: Request, here: House, bearer: HTTPAuthorizationCredentials | None) -> SignedIn:
    if bearer is not None:
        request.state.presented = True
        if not bearer.credentials.startswith(KEY_PREFIX):
            raise SignInError(
                "this is not an API key", where="Authorization", remedy="Send one that begins ref_"
            )
        return signing_in.by_key(here.database, bearer.credentials)
    if cookie := request.cookies.get(cookie_name(here.settings)):
        request.state.presented = True
        return signing_in.by_session(here.database, cookie, session_life(here.settings))
    raise SignInError("nobody is signed in", where="sign-in", remedy="Sign in, or send an API key")


Present = Annotated[SignedIn, Depends(_signed_in)]
"""Who asks, and by which session or key."""


async def _actor(present: Present) -> Actor:
    return present.actor


Who = Annotated[Actor, Depends(_actor)]
"""The person, or the API key, that asks."""


async def count_upload(here: Here, who: Who) -> None:
    """Count a new upload of this person: a dependency of the routes that begin one.

    Raises:
        Problem: they have begun too many in the last hour (429).
    """
    here.limits.spend(UPLOADS, who.person_id)


def needs(
    permission: Permission,
    *,
    withholds_closed: bool = False,
    creates: bool = False,
    openapi: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What a route needs, as keywords of its decorator: see the top of this file."""

    def check(request: Request, here: Here, who: Who) -> None:
        meeting_id = request.path_params.get("meeting_id")
        if meeting_id is None:
            if not who.may_somewhere(permission):
                who.require(permission)
            return
        with here.database.read() as tx:
            meeting = meetings.get(tx, meeting_id)
        item_id = None if withholds_closed else request.path_params.get("item_id")
        closed = any(item.closed for item in meeting.agenda.items if item.id == item_id)
        who.require(permission, meeting.body, closed=closed)

    async def begin(request: Request, here: Here, who: Who, key: idempotency.KeyHeader = None) -> None:
        await idempotency.begin(request, here, who, key)

    checks = (check, begin) if creates else (check,)
    withholds = {WITHHOLDS_KEY: True} if withholds_closed else {}
    return _declared(permission, checks, {**(openapi or {}), **withholds})


def for_anyone_signed_in(*, openapi: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Keywords of a route that anyone may use who is signed in, or has an API key."""

    async def check(who: Who) -> None: ...

    return _declared(ANYONE_SIGNED_IN, (check,), openapi)


def for_a_session(*, openapi: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Keywords of a route that anyone may use who is signed in as a person; no API key."""

    async def check(present: Present) -> None:
        if present.session is None:
            raise Problem("not_allowed", "an API key cannot do this")

    return _declared(A_SESSION, (check,), openapi)


def needs_unless_local(permission: Permission) -> dict[str, Any]:
    """Keywords of a route that this machine may ask without sign-in; others need the permission."""

    def check(
        request: Request,
        here: Here,
        bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_key_scheme)],
        cookie: Annotated[str | None, Depends(_cookie_scheme)],
    ) -> None:
        if not _is_local(request):
            _signed_in(request, here, bearer, cookie).actor.require(permission)

    return _declared(permission, (check,), None)


def public(*, openapi: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Keywords of a route that needs no sign-in."""
    return {"openapi_extra": {**(openapi or {}), PERMISSION_KEY: PUBLIC}}


def _is_local(request: Request) -> bool:
    # A proxy on this machine is local too: what it passes on for others says so.
    forwarded = any(name in request.headers for name in ("forwarded", "x-forwarded-for", "x-real-ip"))
    return request.client is not None and request.client.host in ("127.0.0.1", "::1") and not forwarded


def _declared(
    permission: str, checks: Sequence[Callable[..., object]], openapi: Mapping[str, Any] | None
) -> dict[str, Any]:
    return {
        "dependencies": [Depends(check) for check in checks],
        "openapi_extra": {**(openapi or {}), PERMISSION_KEY: str(permission)},
    }


def _origin(address: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(address)
    try:
        port = parts.port
    except ValueError:
        port = None
    return parts.scheme, parts.hostname, port or {"http": 80, "https": 443}.get(parts.scheme)
