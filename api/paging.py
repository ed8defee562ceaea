"""Lists in pages: the cursor of the next page is opaque, so that rows added in between shift nothing.

found = meetings.listed(tx, after=paging.after, limit=paging.limit + 1)
return page(found, paging, make=shown, place=lambda one: (one.created_at, one.id))
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Query
from pydantic import BaseModel, Field

from api.problems import Problem

Row = TypeVar("Row")
Shown = TypeVar("Shown")
Place = tuple[datetime, str]
"""Where a row stands in its list: when it was made, and its id."""


class Page(BaseModel, Generic[Shown]):
    """One page of a list. `next_cursor` is null on the last."""

    items: list[Shown]
    next_cursor: str | None = Field(default=None, examples=["WyIyMDI2LTA1LTA2VDA5OjAwOjAwKzAwOjAwIiwgIjEiXQ"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The page that was asked for: at most `limit` rows behind `after`."""

    limit: int
    after: Place | None


async def _wanted(
    limit: Annotated[int, Query(ge=1, le=200, description="Rows on a page")] = 50,
    cursor: Annotated[str | None, Query(max_length=500, description="next_cursor of the page before")] = None,
) -> Wanted:
    return Wanted(limit=limit, after=None if cursor is None else _place(cursor))


Paging = Annotated[Wanted, Depends(_wanted)]
"""The parameter type by which a list asks for `limit` and `cursor`."""


def page(
    found: Sequence[Row], wanted: Wanted, *, make: Callable[[Row], Shown], place: Callable[[Row], Place]
) -> Page[Shown]:
    """A page of `found`, which holds one row more than `wanted.limit` where there is another page."""
    rows = found[: wanted.limit]
    more = len(found) > len(rows)
    return Page(items=[make(row) for row in rows], next_cursor=_cursor(place(rows[-1])) if more else None)


def _cursor(place: Place) -> str:
    at, row_id = place
    return base64.urlsafe_b64encode(json.dumps([at.isoformat(), row_id]).encode()).decode().rstrip("=")


def _place(cursor: str) -> Place:
    try:
        at, row_id = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        moment = datetime.fromisoformat(at)
    except (ValueError, TypeError, binascii.Error) as error:
        raise Problem("bad_request", "this is not a cursor that this house gave out") from error
    if moment.tzinfo is None or not isinstance(row_id, str) or "\0" in row_id:
        raise Problem("bad_request", "this is not a cursor that this house gave out")
    return moment, row_id
