"""What a house does by itself again and again beside its jobs, such as retention once a day."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from workflow import retention
from workflow.files import Files
from workflow.settings import Settings
from workflow.shelving import shelve_at
from workflow.store.database import Database
from workflow.webhooks import deliver

DELIVERY_SECONDS = 5.0
MINUTE_SECONDS = 60.0
DAY_SECONDS = 24 * 3600.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chore:
    """An act that may be repeated at any time, and the seconds from one start of it to the next."""

    name: str
    every_seconds: float
    act: Callable[[], None]


def chores(settings: Settings, db: Database, files: Files) -> tuple[Chore, ...]:
    """All of a house."""
    return (
        Chore(name="retention", every_seconds=DAY_SECONDS, act=lambda: _retention(settings, db, files)),
        Chore(name="shelf", every_seconds=MINUTE_SECONDS, act=lambda: shelve_at(db, settings.published())),
        Chore(name="webhooks", every_seconds=DELIVERY_SECONDS, act=lambda: deliver(db, settings)),
    )


@contextmanager
def doing(*wanted: Chore) -> Iterator[None]:
    """Do each chore at once and then at its times, in a thread of its own, until the block ends.

    Its time is the monotonic clock: setting the machine's clock brings no chore forward or back. At the end
    the chores in hand are waited for.
    """
    over = threading.Event()
    threads = [threading.Thread(target=_repeat, args=(one, over), name=one.name) for one in wanted]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _repeat(chore: Chore, over: threading.Event) -> None:
    while True:
        next_at = time.monotonic() + chore.every_seconds
        try:
            chore.act()
        except Exception:  # of any kind: a chore whose thread died would be missed by nobody until it matters
            log.exception("chore.failed", extra={"chore": chore.name})
        if over.wait(max(0.0, next_at - time.monotonic())):
            return


def _retention(settings: Settings, db: Database, files: Files) -> None:
    """The days of grace keep two starts in a row from destroying anything."""
    done = retention.apply(db, files, settings)
    counts = {
        "marked": len(done.marked),
        "unmarked": len(done.unmarked),
        "destroyed": len(done.destroyed),
    }
    log.info("retention.done", extra=counts)
