"""A small real OpenID provider over HTTP: signs in whoever comes, and signs its tokens with a real key."""

import base64
import hashlib
import json
import secrets
import threading
import time
from urllib.parse import parse_qs, urlencode, urlsplit

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

CLIENT_ID, CLIENT_SECRET = "referent", "hemmelig nøgle/+"


class IdentityProvider:
    """`claims` and `changes` say what the next ID token holds; `key` is what it is signed with."""

    def __init__(self) -> None:
        self.published_key = self.key = RSAKey.generate_key(2048, {"kid": "1"})
        self.header = {"alg": "RS256", "kid": "1"}
        self.claims: dict[str, object] = {}
        self.signed = self._signed
        self._asked: dict[str, dict[str, str]] = {}
        self.issuer = ""
        routes = [
            Route("/.well-known/openid-configuration", self._configuration),
            Route("/keys", self._keys),
            Route("/authorize", self._authorize),
            Route("/token", self._token, methods=["POST"]),
        ]
        config = uvicorn.Config(Starlette(routes=routes), port=0, log_config=None)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run)

    def start(self) -> None:
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)
        port = self._server.servers[0].sockets[0].getsockname()[1]
        self.issuer = f"http://127.0.0.1:{port}"

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()

    def change_key(self) -> None:
        """As providers do every few months."""
        kid = str(int(self.header["kid"]) + 1)
        self.published_key = self.key = RSAKey.generate_key(2048, {"kid": kid})
        self.header = {"alg": "RS256", "kid": kid}

    async def _configuration(self, _request: Request) -> JSONResponse:
        return JSONResponse(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            }
        )

    async def _keys(self, _request: Request) -> JSONResponse:
        return JSONResponse({"keys": [self.published_key.as_dict(private=False)]})

    async def _authorize(self, request: Request) -> RedirectResponse:
        asked = dict(request.query_params)
        assert asked["response_type"] == "code" and asked["client_id"] == CLIENT_ID
        assert asked["code_challenge_method"] == "S256" and asked["scope"] == "openid profile email"
        code = secrets.token_urlsafe()
        self._asked[code] = asked
        return RedirectResponse(
            f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"
        )

    async def _token(self, request: Request) -> JSONResponse:
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        asked = self._asked.pop(form["code"], None)
        if asked is None or form.get("client_secret") != CLIENT_SECRET or not _is_proof(form, asked):
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **self.claims,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        return JSONResponse(
            {"access_token": "x", "token_type": "Bearer", "expires_in": 300, "id_token": self.signed(claims)}
        )

    def _signed(self, claims: dict[str, object]) -> str:
        return jwt.encode(self.header, claims, self.key)


def _is_proof(form: dict[str, str], asked: dict[str, str]) -> bool:
    digest = hashlib.sha256(form["code_verifier"].encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    return challenge == asked["code_challenge"] and form["redirect_uri"] == asked["redirect_uri"]


def unsigned(claims: dict[str, object]) -> str:
    """A token that claims to need no signature."""
    parts = ({"alg": "none"}, claims)
    return (
        ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts)
        + "."
    )


def query(url: str) -> dict[str, str]:
    """The query of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
