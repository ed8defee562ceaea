"""The municipality's own sign-in: OpenID Connect with Entra ID, Keycloak or any other provider.

Authorization code flow with PKCE. What the provider says is believed only with its signature, for this
client, fresh, and with the nonce of this very sign-in.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx2
from authlib.common.errors import AuthlibBaseError  # type: ignore[import-untyped]
from authlib.integrations.httpx_client import OAuth2Client  # type: ignore[import-untyped]
from authlib.oauth2.rfc6749.parameters import (  # type: ignore[import-untyped]
    parse_authorization_code_response,
)
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from api.problems import Problem
from workflow.settings import Settings
from workflow.store.credentials import StoredOidcLogin

SCOPE = "openid profile email"
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519")
"""Signatures that only the provider can make; not `none`, and no secret that we share with it."""

_TIMEOUT_SECONDS = 10.0
_FRESH_SECONDS = 3600.0
_CLOCK_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What the provider says of a person."""

    subject: str
    name: str
    email: str | None
    groups: tuple[str, ...]


class Provider:
    """The identity provider of the settings; what it publishes is read again every hour."""

    def __init__(self, settings: Settings) -> None:
        assert settings.oidc_issuer is not None and settings.oidc_client_id is not None
        self._issuer = settings.oidc_issuer
        self._client_id = settings.oidc_client_id
        self._secret = settings.oidc_client_secret
        self._groups_claim = settings.oidc_groups_claim
        self._redirect_uri = f"{settings.address()}/api/v1/oidc/callback"
        self._trust = ssl.create_default_context()  # the machine's own authorities; costly to load
        self._lock = threading.Lock()
        self._read_at = -_FRESH_SECONDS
        self._metadata: dict[str, Any] = {}
        self._keys: Any = {}

    def address_for(self, login: StoredOidcLogin) -> str:
        """Where the browser goes to sign in.

        Raises:
            Problem: the provider does not answer (503).
        """
        endpoint = self._published()["authorization_endpoint"]
        with self._client(login) as client:
            url, _ = client.create_authorization_url(
                endpoint, state=login.state, nonce=login.nonce, code_verifier=login.code_verifier
            )
        return str(url)

    def claims(self, login: StoredOidcLogin, came_back_to: str) -> Claims:
        """Who signed in, from the address that the browser came back to.

        Raises:
            Problem: it is not the answer to this sign-in, or does not hold (400), or nobody answers (503).
        """
        endpoint = self._published()["token_endpoint"]
        try:
            answer = parse_authorization_code_response(came_back_to, login.state)
            with self._client(login) as client:
                token = client.fetch_token(endpoint, code=answer["code"], code_verifier=login.code_verifier)
            claims = self._verified(token["id_token"], login.nonce)
        except httpx2.HTTPError as error:
            raise _silent() from error
        except (AuthlibBaseError, JoseError, KeyError, TypeError, ValueError) as error:
            raise Problem("bad_request", f"the sign-in does not hold ({type(error).__name__})") from error
        return self._claims(claims)

    def _client(self, login: StoredOidcLogin) -> OAuth2Client:
        return OAuth2Client(
            client_id=self._client_id,
            client_secret=self._secret.get_secret_value() if self._secret else None,
            # In the body, where every character survives.
            token_endpoint_auth_method="client_secret_post" if self._secret else "none",
            scope=SCOPE,
            redirect_uri=self._redirect_uri,
            code_challenge_method="S256",
            state=login.state,
            timeout=_TIMEOUT_SECONDS,
            verify=self._trust,
        )

    def _verified(self, id_token: str, nonce: str) -> dict[str, Any]:
        decoded = self._decoded(id_token)
        required: dict[str, Any] = {
            "iss": {"essential": True, "value": self._issuer},
            "aud": {"essential": True, "value": self._client_id},
            "exp": {"essential": True},
        }
        claims = CodeIDToken(
            decoded.claims, decoded.header, required, {"nonce": nonce, "client_id": self._client_id}
        )
        claims.validate(leeway=_CLOCK_SECONDS)
        return dict(claims)

    def _decoded(self, id_token: str) -> jwt.Token:
        self._published()
        try:
            return jwt.decode(id_token, KeySet.import_key_set(self._keys), algorithms=list(ALGORITHMS))
        except InvalidKeyIdError:  # the provider has changed its keys since
            self._published(again_after=_CLOCK_SECONDS)
            return jwt.decode(id_token, KeySet.import_key_set(self._keys), algorithms=list(ALGORITHMS))

    def _published(self, *, again_after: float = _FRESH_SECONDS) -> Mapping[str, Any]:
        with self._lock:
            if time.monotonic() - self._read_at >= again_after:
                try:
                    self._metadata, self._keys = self._read()
                except (httpx2.HTTPError, ValueError, KeyError) as error:
                    raise _silent() from error
                self._read_at = time.monotonic()
            return self._metadata

    def _read(self) -> tuple[dict[str, Any], Any]:
        with httpx2.Client(timeout=_TIMEOUT_SECONDS, verify=self._trust) as client:
            answer = client.get(f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")
            metadata = answer.raise_for_status().json()
            if metadata["issuer"] != self._issuer:
                raise ValueError("the provider calls itself something else")
            return metadata, client.get(metadata["jwks_uri"]).raise_for_status().json()

    def _claims(self, claims: Mapping[str, Any]) -> Claims:
        login_name = claims.get("preferred_username")
        email = claims.get("email") or login_name
        groups = claims.get(self._groups_claim, ())
        return Claims(
            # Subjects are only unique within a provider.
            subject=f"{self._issuer} {claims['sub']}",
            name=str(claims.get("name") or login_name or email or claims["sub"]),
            email=str(email) if email and "@" in str(email) else None,
            groups=tuple(map(str, groups))
            if isinstance(groups, Sequence) and not isinstance(groups, str)
            else (str(groups),),
        )


def _silent() -> Problem:
    return Problem("unavailable", "the identity provider does not answer")
