"""One JSON line per request and per fault, on standard error: no names, no texts, no values from paths.

A request is logged by its route (`/api/v1/meetings/{meeting_id}`), a fault by its kind and the lines of code
that it came through, never by its message: a message may quote what somebody said.
"""

from __future__ import annotations

import logging
import re
import sys
import time
import traceback
import uuid
from typing import Any

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.typing import EventDict

REQUEST_ID = "X-Request-ID"

log = structlog.get_logger("referent")


def configure() -> None:
    """Make every line JSON, those of uvicorn too; its access log, which holds paths, is switched off."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_messages,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(ensure_ascii=False)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    for name in ("uvicorn", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = ([lines], False) if name == "uvicorn" else ([], True)
    access = logging.getLogger("uvicorn.access")
    access.handlers, access.propagate = [], False


def frames(error: BaseException) -> list[str]:
    """Where an error came through, innermost last, without its message."""
    return [
        f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)[-12:]
    ]


def route_of(scope: Scope) -> str:
    """The route that a request fits, as it is written in the code."""
    return getattr(scope.get("route"), "path", None) or "none"


class RequestLog:
    """Gives each request an id, which the answer carries too, and writes one line when it is answered."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through and note how it went."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = _request_id(Headers(scope=scope).get(REQUEST_ID))
        scope.setdefault("state", {})["request_id"] = request_id
        started, status = time.monotonic(), 0

        async def marking(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID] = request_id
            await send(message)

        try:
            await self.app(scope, receive, marking)
        finally:
            log.info(
                "request",
                request_id=request_id,
                method=scope["method"] if scope["method"].isalpha() else "none",
                route=route_of(scope),
                status=status,
                milliseconds=round((time.monotonic() - started) * 1000),
            )


def _request_id(given: str | None) -> str:
    return given if given and re.fullmatch(r"[A-Za-z0-9-]{8,64}", given) else str(uuid.uuid4())


def _without_messages(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """An exception that a library logs keeps its kind and its place, and loses its message."""
    info = event.pop("exc_info", None)
    error = sys.exc_info()[1] if info is True else info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["error"], event["frames"] = type(error).__name__, frames(error)
        if event.get("event", "").startswith("Exception in"):
            event["event"] = "exception"
    event.pop("exc_text", None)
    return event
