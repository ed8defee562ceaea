"""Møder: every meeting that one may read, and what waits for one."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api.house import Here
from api.pages.shell import Visitor, page
from api.security import needs
from workflow.access import Permission
from workflow.store import meetings

router = APIRouter(include_in_schema=False)


@router.get("/", **needs(Permission.READ))
def show(here: Here, visit: Visitor) -> Response:
    """The list."""
    bodies = visit.actor.bodies(Permission.READ)
    with here.database.read() as tx:
        found = meetings.listed(tx, bodies=None if bodies is None else sorted(bodies))
    return page("meeting_list.html", visit, found=found)
