"""What holds for every request to the intranet app and every answer: it is read only, and says so."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import problems
from api.logs import frames, log, route_of

ALLOWED = "GET, HEAD, OPTIONS"


class Door:
    """Answers OPTIONS, turns HEAD into a GET without its body, refuses the rest, and puts the headers on."""

    def __init__(self, app: ASGIApp, *, origins: Sequence[str]) -> None:
        self.app = app
        ancestors = " ".join(("'self'", *origins))
        self._headers = {
            "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; "
            f"form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answered = _Answered(send, self._headers, without_body=scope["method"] == "HEAD")
        if scope["method"] == "OPTIONS":
            await Response(status_code=204, headers={"Allow": ALLOWED})(scope, receive, answered)
        elif scope["method"] not in ("GET", "HEAD"):
            refused = problems.response("wrong_method", "this app only reads", headers={"Allow": ALLOWED})
            await refused(scope, receive, answered)
        else:
            scope["method"] = "GET"
            await self._pass_on(scope, receive, answered)

    async def _pass_on(self, scope: Scope, receive: Receive, answered: _Answered) -> None:
        try:
            await self.app(scope, receive, answered)
        except Exception as error:  # noqa: BLE001 - whatever it is, the caller gets a problem and the log the place
            log.error("fault", error=type(error).__name__, route=route_of(scope), frames=frames(error))
            if not answered.started:
                fault = problems.response("fault", "an unexpected error; the log says which")
                await fault(scope, receive, answered)


class _Answered:
    """Puts the headers on what is sent, and leaves the body out of the answer to a HEAD."""

    def __init__(self, send: Send, headers: dict[str, str], *, without_body: bool) -> None:
        self._send = send
        self._headers = headers
        self._without_body = without_body
        self.started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            for name, value in self._headers.items():
                headers[name] = value
        elif self._without_body:
            message = {**message, "body": b""}
        await self._send(message)
