"""The list of meetings: all that one may read, and what waits for one."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from api import paging
from api.house import Here
from api.limits import UPLOADS
from api.pages import meeting_words
from api.pages.shell import Visitor, page
from api.paging import Paging
from api.problems import Problem
from api.security import Who, for_anyone_signed_in, needs
from workflow.access import Permission
from workflow.demo_house import add_demo_meeting, is_demo
from workflow.overview import MeetingInView, Wanted, bodies_of, in_view, seen
from workflow.store import meetings
from workflow.store.overview import standings

router = APIRouter(include_in_schema=False)


class Filters(BaseModel):
    """What the form above the list says; its names are those in the address."""

    q: str = Field(default="", max_length=200)
    udvalg: str = Field(default="", max_length=200)
    fra: str = Field(default="", max_length=10)
    til: str = Field(default="", max_length=10)
    venter: bool = False

    def wanted(self) -> Wanted:
        """Which meetings are asked for."""
        return Wanted(
            words=self.q,
            body=self.udvalg or None,
            since=_day(self.fra),
            until=_day(self.til),
            mine=self.venter,
        )

    def address(self, cursor: str) -> str:
        """The next page of what is asked for."""
        told = {name: "1" if value is True else value for name, value in self.model_dump().items() if value}
        return "/?" + urlencode({**told, "cursor": cursor})


class NewDemoMeeting(BaseModel):
    """Where the demo meeting is."""

    address: str


@router.get("/", **for_anyone_signed_in())
def show_meetings(
    here: Here, visit: Visitor, wanted: Paging, filters: Annotated[Filters, Query()]
) -> Response:
    """The list; a script that swaps it in takes it from the same page."""
    found = seen(here.database, visit.actor, filters.wanted(), after=wanted.after, limit=wanted.limit + 1)
    shown = paging.page(found, wanted, make=_as_it_is, place=lambda one: one.place)
    return page(
        "meeting_list.html",
        visit,
        shown=shown.items,
        older=filters.address(shown.next_cursor) if shown.next_cursor else None,
        later=wanted.after is not None,
        filters=filters,
        filtered=filters != Filters(),
        bodies=bodies_of(here.database, visit.actor),
        may_prepare=visit.actor.may_somewhere(Permission.PREPARE),
        may_read=visit.actor.may_somewhere(Permission.READ),
        words=meeting_words,
        is_demo=is_demo,
    )


@router.get("/moeder/{meeting_id}/tilstand", **needs(Permission.READ))
def show_state(meeting_id: str, here: Here, visit: Visitor) -> Response:
    """The line's right side: asked for again and again while the machine works."""
    with here.database.read() as tx:
        meeting = meetings.get(tx, meeting_id)
        standing = standings(tx, [meeting_id])[meeting_id]
    return page(
        "meeting_state.html",
        visit,
        one=in_view(visit.actor, meeting, standing),
        words=meeting_words,
        is_demo=is_demo,
    )


@router.post("/moeder/demo", status_code=201, **needs(Permission.PREPARE))
def add_demo(here: Here, who: Who) -> NewDemoMeeting:
    """Put the demo meeting in and start it."""
    here.limits.spend(UPLOADS, who.person_id)
    made = add_demo_meeting(here.database, here.files, who)
    return NewDemoMeeting(address=f"/moeder/{made}")


def _as_it_is(one: MeetingInView) -> MeetingInView:
    return one


def _day(text: str) -> date | None:
    """A day as the browser's own field sends it."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Problem("invalid", "this is not a day") from error
