"""Creations that may be sent twice: the same `Idempotency-Key` gives the first answer again, for a day.

A route (JSON or form) asks for it by `needs(…, creates=True)`. The key belongs to the person; another request
under the same key is refused (422), and so is the same one while the first is under way (409). An answer that
created nothing frees the key. A crash in between leaves it taken for some minutes and then frees it: what was
created just before the crash is then created again, so whoever repeats a request so late should look first.

Not used where the answer holds a secret (API keys, one-time links): answers are kept in the database.
"""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Annotated

from fastapi import Header, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, UploadFile
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.house import House
from api.problems import Problem
from workflow.access import Actor
from workflow.store import idempotency
from workflow.store.database import Database
from workflow.store.idempotency import StoredAnswer
from workflow.store.meetings import now

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEPT = timedelta(days=1)
UNANSWERED = timedelta(minutes=10)
"""How long a key stays taken whose answer never came. No creation takes so long: its body is read before."""
_KEPT_HEADERS = ("content-type", "location", "etag")


class Replay(Exception):
    """The request was answered before; carries that answer."""

    def __init__(self, response: Response) -> None:
        super().__init__("answered before")
        self.response = response


KeyHeader = Annotated[
    str | None,
    Header(
        alias=HEADER,
        max_length=200,
        pattern=r"^[\x21-\x7e]+$",
        description="Your name for this creation; sent again, it gives the same answer and creates nothing",
        examples=["3f0c7b5e-2d3a-4c58-9a51-0c9a4a3d1c11"],
    ),
]


async def begin(request: Request, here: House, who: Actor, key: str | None) -> None:
    """Take the key, or answer as the first time.

    Raises:
        Replay: the same request was answered before.
        Problem: the key is taken by another request, or by one under way.
    """
    if key is None:
        return
    fingerprint = await _fingerprint(request)
    taken = await run_in_threadpool(_reserve, here.database, key, who.person_id, fingerprint)
    if taken is None:
        request.state.reserved = (key, who.person_id)
        return
    if taken.request_sha256 != fingerprint:
        raise Problem("invalid", "the idempotency key was used for another request")
    if taken.status is None or taken.response is None:
        raise Problem("in_flight", "the request with this idempotency key is under way")
    kept = json.loads(taken.response)
    raise Replay(Response(kept["body"], taken.status, headers={**kept["headers"], REPLAYED: "true"}))


def replayed(_request: Request, error: Exception) -> Response:
    """The answer that was given the first time."""
    assert isinstance(error, Replay)
    return error.response


class Once:
    """Keeps the answer to a creation under the key that `begin` took for it."""

    def __init__(self, app: ASGIApp, *, database: Database) -> None:
        self.app = app
        self.database = database

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, reading along where it has a key."""
        if scope["type"] != "http" or HEADER not in Headers(scope=scope):
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        answer = _Answer()

        async def keeping(message: Message) -> None:
            answer.add(message)
            # Kept before the last byte leaves: whoever has the answer gets the same one from now on.
            if "reserved" in state and answer.is_whole:
                await run_in_threadpool(self._keep, answer, *state.pop("reserved"))
            await send(message)

        try:
            await self.app(scope, receive, keeping)
        finally:
            if "reserved" in state:
                await run_in_threadpool(self._release, *state.pop("reserved"))

    def _keep(self, answer: _Answer, key: str, person_id: str) -> None:
        if not 200 <= answer.status < 300:
            self._release(key, person_id)
            return
        with self.database.write() as tx:
            idempotency.answer(
                tx, key=key, person_id=person_id, status=answer.status, response=answer.to_json()
            )

    def _release(self, key: str, person_id: str) -> None:
        with self.database.write() as tx:
            idempotency.release(tx, key=key, person_id=person_id)


class _Answer:
    """A response as it goes by."""

    def __init__(self) -> None:
        self.status = 0
        self.is_whole = False
        self._headers = Headers()
        self._body = bytearray()

    def add(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self._headers = Headers(raw=list(message["headers"]))
        elif message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            self.is_whole = not message.get("more_body", False)

    def to_json(self) -> str:
        headers = {name: self._headers[name] for name in _KEPT_HEADERS if name in self._headers}
        return json.dumps({"headers": headers, "body": self._body.decode()})


def _reserve(database: Database, key: str, person_id: str, fingerprint: str) -> StoredAnswer | None:
    with database.write() as tx:
        at = now()
        idempotency.forget(tx, before=at - KEPT, unanswered_before=at - UNANSWERED)
        return idempotency.reserve(tx, key=key, person_id=person_id, request_sha256=fingerprint, at=at)


async def _fingerprint(request: Request) -> str:
    digest = hashlib.sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
    if request.headers.get("content-type", "").startswith("multipart/"):
        # By its fields: a client chooses another boundary each time.
        for name, value in (await request.form()).multi_items():
            digest.update(f"\n{name}={value.filename if isinstance(value, UploadFile) else value}\n".encode())
            if isinstance(value, UploadFile):
                while block := await value.read(1 << 20):
                    digest.update(block)
                await value.seek(0)
    else:
        digest.update(await request.body())
    return digest.hexdigest()
