"""The audit log: who did what and when, in ids and numbers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.house import Here
from api.security import needs
from workflow.access import Permission
from workflow.store import audit

router = APIRouter(tags=["Audit"])


class ShownRow(BaseModel):
    """One act. `hash` follows from the row and from `previous_hash`, so that a gap shows."""

    number: int
    at: datetime
    actor: str = Field(description="Id of a person or an API key, `system` or `anonymous`")
    action: str = Field(examples=["item.approve"])
    meeting_id: str | None
    detail: dict[str, str | int | float | bool | None]
    previous_hash: str
    hash: str


class Rows(BaseModel):
    """Rows in order; go on with `after` = `last` until no row comes."""

    items: list[ShownRow]
    last: int


@router.get("/api/v1/audit", **needs(Permission.READ_AUDIT))
def list_rows(
    here: Here,
    after: Annotated[int, Query(ge=0, lt=2**31, description="Number of the last row seen")] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    meeting_id: Annotated[str | None, Query(max_length=36)] = None,
) -> Rows:
    """The rows behind a number, oldest first."""
    with here.database.read() as tx:
        found = audit.rows(tx, after=after, limit=limit, meeting_id=meeting_id)
    items = [
        ShownRow(
            **{name: getattr(row, name) for name in ShownRow.model_fields if name != "detail"},
            detail=dict(row.detail),
        )
        for row in found
    ]
    return Rows(items=items, last=found[-1].number if found else after)
