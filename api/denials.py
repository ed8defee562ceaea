"""Every refused request goes into the audit log; a flood of them is cut short and counted."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import NamedTuple

from fastapi import Request
from limits import RateLimitItem

from api.house import House
from api.limits import DENIALS_WRITTEN, DENIALS_WRITTEN_BY_ALL, Limits
from api.logs import log, route_of
from minutes.errors import UnavailableError
from workflow.access import Actor
from workflow.store import audit

ANONYMOUS = "anonymous"
_REFUSALS = frozenset({"sign_in", "not_allowed", "not_from_here", "too_often"})
_SOURCES_KEPT = 10_000
_ALL = ""


class _Row(NamedTuple):
    action: str
    unwritten: int  # refusals of this source that were left out since its last row


def _limits_of(source: str) -> tuple[tuple[str, RateLimitItem], ...]:
    return (source, DENIALS_WRITTEN), (_ALL, DENIALS_WRITTEN_BY_ALL)


class Denials:
    """Writes refusals down: at most some rows a minute from one source, then one that says more came."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._unwritten: OrderedDict[str, int] = OrderedDict()
        self._lock = threading.Lock()

    def notice(self, request: Request, _error: Exception, kind: str) -> None:
        """Write down that a request was refused, if that is what the error means."""
        if kind not in _REFUSALS or (kind == "sign_in" and not getattr(request.state, "presented", False)):
            return
        actor: Actor | None = getattr(request.state, "actor", None)
        row = self._row(actor.id if actor else request.client.host if request.client else "")
        if row is None:
            return
        house: House = request.app.state.house
        detail = {"kind": kind, "method": request.method, "route": route_of(request.scope)}
        try:
            with house.database.write() as tx:
                audit.record(
                    tx,
                    actor=actor.id if actor else ANONYMOUS,
                    action=row.action,
                    detail={**detail, "unwritten": row.unwritten},
                )
        except UnavailableError:
            log.error("denial not written", **detail)

    def _row(self, source: str) -> _Row | None:
        full = next((key for key, limit in _limits_of(source) if not self._limits.has_room(limit, key)), None)
        with self._lock:
            if full is None:
                return _Row("denied", self._unwritten.pop(source, 0) + self._unwritten.pop(_ALL, 0))
            count = self._unwritten.pop(full, 0)
            self._unwritten[full] = count + 1
            if len(self._unwritten) > _SOURCES_KEPT:
                self._unwritten.popitem(last=False)
            return _Row("denied.more", 0) if count == 0 else None
