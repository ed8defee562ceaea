"""Who reads, and what they may see: one visit to the shelf per request.

The app is open to whoever reaches it, or asks for an API key (`intranet_access`). A key may be limited to
some bodies; what lies outside is then as if it did not exist.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from fastapi import Request

from api.problems import Problem
from workflow.published import reading
from workflow.published.database import Transaction
from workflow.published.moments import now
from workflow.published.readers import find
from workflow.published.reading import BodyCount, Scope, State
from workflow.published.recent import Recent
from workflow.published.search import Found
from workflow.published.shelf import Shelf
from workflow.settings import IntranetAccess, Settings

KEY_HEADER = "Api-Key"
_SCHEME = "bearer "


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request's look at the shelf. `bodies` are those that the reader may see, by slug."""

    tx: Transaction
    state: State
    bodies: Mapping[str, BodyCount]
    scope: Scope
    slugs: frozenset[str] | None

    def body(self, slug: str) -> BodyCount | None:
        """The body with that name in addresses, or None where there is none.

        Raises:
            Problem: the key is limited to other bodies.
        """
        if self.slugs is not None and slug not in self.slugs:
            raise Problem("not_allowed", "the key is not for this body")
        return self.bodies.get(slug)


class Desk:
    """The shelf and what was asked of it last. One per process."""

    def __init__(self, settings: Settings, shelf: Shelf) -> None:
        self.settings = settings
        self.shelf = shelf
        self.counts: Recent[int] = Recent(500)
        self.found: Recent[Found] = Recent(200)
        self.renderings: Recent[bytes] = Recent(16)
        self._bodies: Recent[tuple[BodyCount, ...]] = Recent(2)

    @property
    def is_open(self) -> bool:
        """Whether one may read without a key."""
        return self.settings.intranet_access is IntranetAccess.OPEN

    @contextmanager
    def visit(self, request: Request) -> Iterator[Visit]:
        """The shelf as this reader sees it.

        Raises:
            Problem: a key is needed, and none was given that holds.
        """
        with self.shelf.read() as tx:
            slugs = None if self.is_open else _slugs(tx, request)
            state = reading.state(tx)
            every = self._bodies.get(state, lambda: reading.bodies(tx))
            seen = [body for body in every if slugs is None or body.slug in slugs]
            yield Visit(
                tx=tx,
                state=state,
                bodies={body.slug: body for body in seen},
                scope=None if slugs is None else frozenset(body.number for body in seen),
                slugs=slugs,
            )


def desk_of(request: Request) -> Desk:
    """The desk of the app that got this request."""
    desk = request.app.state.desk
    assert isinstance(desk, Desk)
    return desk


def _slugs(tx: Transaction, request: Request) -> frozenset[str] | None:
    secret = request.headers.get(KEY_HEADER) or _bearer(request.headers.get("authorization", ""))
    reader = find(tx, secret) if secret else None
    if reader is None or not reader.holds(now()):
        raise Problem("sign_in", "no API key that holds was sent")
    return reader.bodies


def _bearer(header: str) -> str:
    return header[len(_SCHEME) :].strip() if header.lower().startswith(_SCHEME) else ""
