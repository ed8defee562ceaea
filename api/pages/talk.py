"""What was said, beside the text of an item and as a whole: read, heard, and put under other items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.house import Here, House
from api.pages import talk_overview
from api.pages.shell import Visit, Visitor, page, texts
from api.pages.talk_rows import CHUNK, DOUBTFUL, chunks, shown
from api.security import needs
from minutes.agenda import AgendaItem
from minutes.errors import NotFoundError, StateError
from workflow.access import Permission
from workflow.closed import hidden_items
from workflow.spoken import NEIGHBOURS, Hearing, Row, RowKind, Spoken, listen, note_shown

router = APIRouter(include_in_schema=False)

ITEM_TALK = "/moeder/{meeting_id}/punkter/{item_id}/samtale"
WHOLE_TALK = "/moeder/{meeting_id}/samtale"
Part = Annotated[int, Query(ge=0, lt=100_000)]
Beside = Annotated[int, Query(ge=NEIGHBOURS, le=200)]


@router.get(ITEM_TALK, **needs(Permission.READ))
def show_item_talk(
    meeting_id: str, item_id: str, here: Here, visit: Visitor, omkring: Beside = NEIGHBOURS
) -> Response:
    """The right side of Gennemse: a piece of a page."""
    talk = _heard(here, visit, meeting_id)
    if talk is None:
        return page("talk_none.html", visit)
    item = _item(talk, item_id)
    rows = talk.of_item(item_id, beside=omkring)
    return page(
        "talk_piece.html",
        visit,
        **_frame(visit, talk, item, talk.stretches(item_id)),
        **_part(here, visit, talk, rows, 0),
        doubts=_any_doubt(rows),
        address=f"/moeder/{meeting_id}/punkter/{item_id}/samtale",
        beside=omkring,
        discussion=talk.discussion(item_id),
    )


@router.get(ITEM_TALK + "/del", **needs(Permission.READ))
def show_item_part(
    meeting_id: str, item_id: str, nr: Part, here: Here, visit: Visitor, omkring: Beside = NEIGHBOURS
) -> Response:
    """Some more of its rows."""
    talk = _require_talk(here, visit, meeting_id)
    item = _item(talk, item_id)
    rows = talk.of_item(item_id, beside=omkring)
    return page("talk_chunk.html", visit, item=item, talk=talk, **_part(here, visit, talk, rows, nr))


@router.get(WHOLE_TALK, **needs(Permission.READ))
def show_whole_talk(meeting_id: str, here: Here, visit: Visitor) -> Response:
    """The whole recording: what became of it, where the items are, and all that was said."""
    talk = _heard(here, visit, meeting_id)
    if talk is None:
        return page("talk_missing.html", visit, meeting_id=meeting_id)
    return page(
        "talk_page.html",
        visit,
        **_frame(visit, talk, None, [(0.0, talk.stored.transcript.duration)]),
        **_part(here, visit, talk, talk.whole(), 0),
        doubts=_any_doubt(talk.whole()),
        address=f"/moeder/{meeting_id}/samtale",
        beside=NEIGHBOURS,
        discussion=None,
        shares=talk_overview.shares(talk),
        begun=talk_overview.begun(talk),
        loose=talk_overview.loose(talk),
        bar=talk_overview.bar(talk, titles_of(talk.agenda)),
    )


@router.get(WHOLE_TALK + "/del", **needs(Permission.READ))
def show_part(meeting_id: str, nr: Part, here: Here, visit: Visitor) -> Response:
    """Some more of its rows."""
    talk = _require_talk(here, visit, meeting_id)
    return page("talk_chunk.html", visit, item=None, talk=talk, **_part(here, visit, talk, talk.whole(), nr))


def labels_of(agenda: Sequence[AgendaItem]) -> Mapping[str, str]:
    """What each item is called in a sentence."""
    called = texts().talk.item
    return {item.id: called.format(label=item.label or item.number) for item in agenda}


def titles_of(agenda: Sequence[AgendaItem]) -> Mapping[str, str]:
    """What each item is called above its talk."""
    called = texts().talk.item_title
    return {item.id: called.format(label=item.label or item.number, title=item.title) for item in agenda}


def _heard(here: House, visit: Visit, meeting_id: str) -> Spoken | None:
    try:
        return listen(here.database, visit.actor, meeting_id)
    except StateError:
        return None


def _require_talk(here: House, visit: Visit, meeting_id: str) -> Spoken:
    talk = _heard(here, visit, meeting_id)
    if talk is None:
        raise NotFoundError("the talk is gone", where=f"meeting {meeting_id}", remedy="Load the page again")
    return talk


def _item(talk: Spoken, item_id: str) -> AgendaItem:
    found = next((item for item in talk.agenda if item.id == item_id), None)
    if found is None:
        raise NotFoundError("no such item", where=item_id, remedy="Choose one of the meeting's")
    return found


def _frame(
    visit: Visit, talk: Spoken, item: AgendaItem | None, stretches: Sequence[tuple[float, float]]
) -> Mapping[str, Any]:
    """What the script needs to play, to mark and to move talk."""
    hears = talk.hearing in (Hearing.WHOLE, Hearing.CLIPS)
    speakers = {one.speaker for one in talk.utterances if one.speaker and one.id not in talk.hidden}
    people = {one.name for one in talk.meeting.agenda.meeting.participants}
    return {
        "talk": talk,
        "item": item,
        "state": f"{talk.stored.version}.{talk.division.version if talk.division else 0}",
        "people": sorted(people | speakers),
        "sound": {
            "hearing": talk.hearing,
            "duration": talk.stored.transcript.duration,
            "stretches": stretches,
            "recordings": [
                {"id": one.id, "begins": one.begins, "seconds": one.seconds}
                for one in (talk.recordings if hears else ())
            ],
        },
        "movable": [one for one in talk.agenda if one.id not in hidden_items(visit.actor, talk.meeting)],
    }


def _any_doubt(rows: Sequence[Row]) -> bool:
    said = (row.first for row in rows if row.kind in (RowKind.OWN, RowKind.BESIDE))
    return any(word.probability < DOUBTFUL for one in said for word in one.words)


def _part(here: House, visit: Visit, talk: Spoken, rows: Sequence[Row], number: int) -> Mapping[str, Any]:
    """A chunk of the rows, and where the others lie."""
    labels = labels_of(talk.agenda)
    found = chunks(rows)
    if found and number >= len(found):
        raise NotFoundError("no such part", where=str(number), remedy="Load the page again")
    note_shown(here.database, visit.actor, talk, rows[number * CHUNK : (number + 1) * CHUNK])
    return {
        "kinds": RowKind,
        "hears": talk.hearing in (Hearing.WHOLE, Hearing.CLIPS),
        "labels": labels,
        "titles": titles_of(talk.agenda),
        "chunks": found,
        "chunk": found[number] if found else None,
        "rows": tuple(shown(rows, number, labels)),
    }
