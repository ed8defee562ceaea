"""How often something may be tried: kept in memory, per process."""

from __future__ import annotations

import math
import time

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from api.problems import Problem

SIGN_INS_BY_ADDRESS = RateLimitItemPerMinute(20, namespace="sign-in-address")
SIGN_INS_BY_ACCOUNT = RateLimitItemPerMinute(10, 15, namespace="sign-in-account")
UPLOADS = RateLimitItemPerHour(60, namespace="uploads")
DENIALS_WRITTEN = RateLimitItemPerMinute(10, namespace="denials")
DENIALS_WRITTEN_BY_ALL = RateLimitItemPerMinute(300, namespace="denials-all")
"""Rows that refusals can cause in the audit log: from one source, and altogether."""


class Limits:
    """Counts tries in a moving window."""

    def __init__(self) -> None:
        self._counter = MovingWindowRateLimiter(MemoryStorage())

    def spend(self, limit: RateLimitItem, who: str) -> None:
        """Count one try.

        Raises:
            Problem: `who` has used up the tries of this window (429).
        """
        if not self._counter.hit(limit, who):
            seconds = self._counter.get_window_stats(limit, who).reset_time - time.time()
            raise Problem(
                "too_often",
                "the rate limit is used up",
                headers={"Retry-After": str(max(1, math.ceil(seconds)))},
            )

    def has_room(self, limit: RateLimitItem, who: str) -> bool:
        """Count one try, and say whether there was room for it."""
        return self._counter.hit(limit, who)

    def forgive(self, limit: RateLimitItem, who: str) -> None:
        """Forget the tries of `who`: the last one was right."""
        self._counter.clear(limit, who)
