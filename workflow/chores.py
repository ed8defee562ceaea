"""What a house does by itself again and again beside its jobs, such as retention once a day."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from workflow import retention
from workflow.files import Files
from workflow.settings import Settings
from workflow.store.database import Database

DAY_SECONDS = 24 * 3600.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chore:
    """An act that may be repeated at any time, and the seconds from one start of it to the next."""

    name: str
    every_seconds: float
    act: Callable[[], None]


class Chores:
    """Does each chore at once and then at its times, in a thread of its own; one that fails is tried anew.

    Its time is the monotonic clock: setting the machine's clock brings no chore forward or back.
    """

    def __init__(self, *chores: Chore) -> None:
        self._chores = chores
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="chores", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the chore in hand."""
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        next_at = dict.fromkeys(self._chores, time.monotonic())
        while not self._over.is_set():
            chore = min(next_at, key=lambda one: next_at[one])
            if self._over.wait(max(0.0, next_at[chore] - time.monotonic())):
                return
            next_at[chore] = time.monotonic() + chore.every_seconds
            _do(chore)


def daily_retention(settings: Settings, db: Database, files: Files) -> Chore:
    """`referent retention`, once a day. The grace keeps two starts in a row from destroying anything."""

    def act() -> None:
        done = retention.apply(db, files, settings)
        counts = {
            "marked": len(done.marked),
            "unmarked": len(done.unmarked),
            "destroyed": len(done.destroyed),
        }
        log.info("retention.done", extra=counts)

    return Chore(name="retention", every_seconds=DAY_SECONDS, act=act)


def _do(chore: Chore) -> None:
    try:
        chore.act()
    except Exception:
        log.exception("chore.%s.failed", chore.name)
