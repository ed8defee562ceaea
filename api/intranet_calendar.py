"""The meetings whose minutes are published, as iCalendar (RFC 5545)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.feeds import BodyId, chosen
from api.intranet_answers import of_the_shelf
from api.intranet_desk import desk_of
from api.intranet_documents import NOT_FOUND, text_answers
from minutes.reading.dates import COPENHAGEN
from minutes.rendering.wording import printable
from workflow.published import reading
from workflow.published.reading import Order, Wanted

CALENDAR = "text/calendar"
EVENTS = 1000
_OCTETS = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})
# Since 1996; meetings before have the summer time of their day all the same, one week of October aside.
_ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Copenhagen
BEGIN:STANDARD
DTSTART:19961027T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19810329T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE""".splitlines()

router = APIRouter(tags=["Feeds"])


@router.get("/v1/calendar.ics", responses=text_answers(CALENDAR))
def calendar(request: Request) -> Response:
    """The latest meetings of all bodies."""
    return _calendar(request, None)


@router.get("/v1/bodies/{body_id}/calendar.ics", responses=text_answers(CALENDAR, NOT_FOUND))
def calendar_of_body(request: Request, body_id: BodyId) -> Response:
    """The latest meetings of one body."""
    return _calendar(request, body_id)


def _calendar(request: Request, body_id: str | None) -> Response:
    desk = desk_of(request)
    with desk.visit(request) as visit:
        body, scope = chosen(visit, body_id)
        caching = of_the_shelf(desk, request, visit)
        if unchanged := caching.not_modified():
            return unchanged
        found = reading.summaries(
            visit.tx, Wanted(bodies=scope), order=Order.DATE, descending=True, skip=0, take=EVENTS
        )
    name = f"Møder: {body.name}" if body else "Møder"
    entries = [json.loads(one) for one in found]
    made = written(name, desk.settings.intranet_address(), entries)
    return caching.answer(made, f"{CALENDAR}; charset=utf-8")


def written(name: str, address: str, entries: list[dict[str, Any]]) -> bytes:
    """A calendar with an event for each of these minutes whose day is known."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Referent//Referater//DA",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_value(name)}",
        *_ZONE,
    ]
    for entry in entries:
        if entry["properties"]["startsAt"]:
            lines.extend(_event(address, entry))
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(address: str, entry: Mapping[str, Any]) -> Iterator[str]:
    properties = entry["properties"]
    yield "BEGIN:VEVENT"
    yield f"UID:{entry['id']}@referent"
    yield f"DTSTAMP:{_utc(entry['updateDate'])}"
    yield f"LAST-MODIFIED:{_utc(entry['updateDate'])}"
    yield f"SEQUENCE:{properties['version'] - 1}"
    yield from _start(datetime.fromisoformat(properties["startsAt"]).astimezone(COPENHAGEN))
    yield f"SUMMARY:{_value('Møde i ' + properties['body']['name'])}"
    if properties["place"]:
        yield f"LOCATION:{_value(properties['place'])}"
    told = "\n".join(f"{item['number']}. {item['title']}" for item in properties["items"])
    yield f"DESCRIPTION:{_value(told)}"
    yield f"URL:{address}{entry['route']['path']}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _start(local: datetime) -> Iterator[str]:
    """When it began. Midnight stands for a time of day that is not known; when it ended is never known."""
    if local.timetz().replace(tzinfo=None) == time():
        yield f"DTSTART;VALUE=DATE:{local:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{local + timedelta(days=1):%Y%m%d}"
    else:
        yield f"DTSTART;TZID=Europe/Copenhagen:{local:%Y%m%dT%H%M%S}"


def _utc(stamped: str) -> str:
    return f"{datetime.fromisoformat(stamped):%Y%m%dT%H%M%SZ}"


def _value(text: str) -> str:
    return printable(text).translate(_ESCAPED)


def _folded(line: str) -> bytes:
    """A line of at most 75 octets, the rest on lines that begin with a blank; no letter is cut in two."""
    made, size = bytearray(), 0
    for char in line:
        octets = char.encode()
        if size + len(octets) > _OCTETS:
            made += b"\r\n "
            size = 1
        made += octets
        size += len(octets)
    return bytes(made) + b"\r\n"
