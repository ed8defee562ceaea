"""Signing in at the municipality's identity provider, and coming back."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse

from api.house import Here, House
from api.limits import SIGN_INS_BY_ADDRESS
from api.problems import Problem
from api.provider import Provider
from api.security import is_secure, public, session_life
from api.sessions import client_address, set_cookie
from minutes.errors import NotFoundError
from workflow import accounts, signing_in
from workflow.store import credentials
from workflow.store.credentials import StoredOidcLogin
from workflow.store.meetings import now
from workflow.tokens import fingerprint, new_token

router = APIRouter(tags=["Sign-in"])

_MINUTES = 10
"""How long somebody may take at the provider."""


def _provider(here: Here) -> Provider:
    if here.provider is None:
        raise NotFoundError(
            "no identity provider is set up", where="oidc_issuer", remedy="Sign in with address and password"
        )
    return here.provider


AtProvider = Annotated[Provider, Depends(_provider)]


@router.get(
    "/api/v1/oidc/login",
    status_code=303,
    response_class=RedirectResponse,
    **public(),
)
def go_to_provider(request: Request, here: Here, provider: AtProvider) -> RedirectResponse:
    """Go to the identity provider to sign in there."""
    here.limits.spend(SIGN_INS_BY_ADDRESS, client_address(request))
    token = new_token()
    login = StoredOidcLogin(
        token_hash=fingerprint(token),
        state=new_token(),
        nonce=new_token(),
        code_verifier=new_token(),
        expires_at=now() + timedelta(minutes=_MINUTES),
    )
    answer = RedirectResponse(provider.address_for(login), status_code=303)
    with here.database.write() as tx:
        credentials.add_oidc_login(tx, login)
    answer.set_cookie(
        _cookie(here),
        token,
        max_age=_MINUTES * 60,
        path="/",
        secure=is_secure(here.settings),
        httponly=True,
        samesite="lax",
    )
    return answer


@router.get(
    "/api/v1/oidc/callback",
    status_code=303,
    response_class=RedirectResponse,
    **public(),
)
def come_back(request: Request, here: Here, provider: AtProvider) -> RedirectResponse:
    """Where the identity provider sends the browser back to. Starts the session."""
    request.state.presented = True
    with here.database.write() as tx:
        login = credentials.take_oidc_login(tx, fingerprint(request.cookies.get(_cookie(here), "")), now())
    if login is None:
        raise Problem("bad_request", "this browser has not begun to sign in, or too long ago")
    claims = provider.claims(login, f"{here.settings.address()}{request.url.path}?{request.url.query}")
    wanted = here.settings.oidc_groups
    with here.database.write() as tx:
        person = accounts.sign_in_by_provider(
            tx,
            subject=claims.subject,
            name=claims.name,
            email=claims.email,
            grants=[one.grant() for group in claims.groups for one in wanted.get(group, ())],
        )
    if not person.grants:
        raise accounts.no_role()
    with here.database.write() as tx:
        token, _ = signing_in.start_session(tx, person.id, session_life(here.settings))
    answer = RedirectResponse(f"{here.settings.address()}/", status_code=303)
    set_cookie(here, answer, token)
    answer.delete_cookie(_cookie(here), path="/", secure=is_secure(here.settings), httponly=True)
    return answer


def _cookie(here: House) -> str:
    return "__Host-referent_oidc" if is_secure(here.settings) else "referent_oidc"
