"""What holds for every request and every answer, whichever route it concerns."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import problems
from api.logs import frames, log, route_of
from workflow.settings import Settings

METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
MACHINE_PATHS = frozenset({"/healthz", "/readyz", "/metrics"})
"""Asked by machines, which may know this one by another name."""

WAVE_STYLE = "sha256-GDz2FZP0i7VZaDhs1mgc43IRUXU2xajPIjvThHvZvbs="
"""The style sheet that wavesurfer.js puts into the page for a drawing of the height in `talk_wave.js`."""

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        f"style-src 'self' '{WAVE_STYLE}'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "media-src 'self' blob:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not stricter: without a Referer, some browsers send our own forms with the origin `null`.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_HTTPS_HEADERS = {"Strict-Transport-Security": "max-age=31536000"}


class Guard:
    """Refuses what is not for us, puts the security headers on, and turns a fault into a plain 500."""

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        self.app = app
        scheme, _, self._host = settings.address().partition("://")
        self._headers = {**HEADERS, **(_HTTPS_HEADERS if scheme == "https" else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answered = _Answered(send, self._headers, is_api=scope["path"].startswith("/api/"))
        refused = self._refused(scope)
        if refused is not None:
            await refused(scope, receive, answered)
            return
        try:
            await self.app(scope, receive, answered)
        except Exception as error:  # the outermost place: logged here, and told to nobody
            log.error("fault", route=route_of(scope), error=type(error).__name__, frames=frames(error))
            if answered.started:
                raise
            await problems.response("fault", "an unexpected error; the log says which")(
                scope, receive, answered
            )

    def _refused(self, scope: Scope) -> Response | None:
        if scope["method"] not in METHODS:
            return problems.response("wrong_method", "this method is not known here")
        host = Headers(scope=scope).get("host", "")
        if host.lower() != self._host.lower() and scope["path"] not in MACHINE_PATHS:
            return problems.response("wrong_address", "Host is not the address in the settings")
        if not scope["path"].isprintable():
            return problems.response("not_found", "no path has such characters")
        return None


class _Answered:
    """Sends an answer on with the headers that every answer has."""

    def __init__(self, send: Send, headers: dict[str, str], *, is_api: bool) -> None:
        self._send = send
        self._headers = headers | ({"Cache-Control": "no-store"} if is_api else {})
        self._too_large: Response | None = None
        self.started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            for name, value in self._headers.items():
                headers.setdefault(name, value)
            if message["status"] == 413 and headers.get("content-type", "").startswith("text/plain"):
                # The body limit of the framework answers in plain text.
                self._too_large = problems.response("too_large", "the body is larger than this route takes")
                headers.update(self._too_large.headers)
        elif self._too_large is not None:
            message = {**message, "body": self._too_large.body}
        await self._send(message)
