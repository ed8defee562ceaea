"""The number of an item in search holds its day and body: hits are sorted, filtered and counted by it alone.

    2026 05 06 0012 000003      year, month, day, number of the body, place among that day's items of the body

A meeting whose day is not known counts as day 0.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from minutes.reading.dates import COPENHAGEN

Keys = NDArray[np.int64]
Number = TypeVar("Number", int, Keys)

_PLACES = 10**6
_BODIES = 10**4
_DAY = _PLACES * _BODIES
_YEAR = _DAY * 10**4
PLACES_PER_DAY = _PLACES
LAST = 10**18 - 1


def first_key(starts_at: datetime | None, body: int) -> int:
    """The smallest number of an item of that day and body."""
    day = f"{starts_at.astimezone(COPENHAGEN):%Y%m%d}" if starts_at else "0"
    return int(day) * _DAY + body * _PLACES


def from_day(day: date) -> int:
    """The smallest number of that day or later."""
    return int(f"{day:%Y%m%d}") * _DAY


def through_day(day: date) -> int:
    """The largest number of that day or earlier."""
    return int(f"{day:%Y%m%d}") * _DAY + _DAY - 1


def year_of(key: Number) -> Number:
    """The year of the meeting, 0 where not known."""
    return key // _YEAR


def body_expression(column: str) -> str:
    """`body_of` a column, in SQL."""
    return f"{column} / {_PLACES} % {_BODIES}"


def body_of(key: Number) -> Number:
    """The number of the body."""
    return key // _PLACES % _BODIES
