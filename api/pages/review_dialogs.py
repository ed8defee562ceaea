"""What opens over the page of an item: its history, two texts side by side, who took part, the vote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.house import Here, House
from api.pages.review_item import PAGE, may_edit
from api.pages.review_versions import steps
from api.pages.shell import Visitor, page
from api.security import needs
from minutes.errors import StateError
from minutes.rendering.evidence import clock
from minutes.transcript import Utterance
from minutes.vocabulary import Presence
from summarise.ballots import counted_votes
from summarise.listening import words
from workflow import heard
from workflow.access import Actor, Permission
from workflow.admission import note_closed_read
from workflow.editing import difference, version_of, versions
from workflow.review import look
from workflow.store import meetings, texts

router = APIRouter(include_in_schema=False)

Version = Annotated[int, Query(ge=1, lt=2**31)]
SIDES = ("yes", "no", "abstained")


@router.get(f"{PAGE}/udgaver", **needs(Permission.READ))
def history(meeting_id: str, item_id: str, here: Here, visit: Visitor) -> Response:
    """Every step of the item's text, the newest first, each with what it changed."""
    found = steps(versions(here.database, visit.actor, meeting_id, item_id))
    with here.database.read() as tx:
        meeting, stored = meetings.get(tx, meeting_id), texts.item(tx, meeting_id, item_id)
    return page(
        "review_history.html",
        visit,
        steps=tuple(reversed(found)),
        current=stored.text_version,
        may_edit=may_edit(visit.actor, meeting, stored),
    )


@router.get(f"{PAGE}/sammenlign", **needs(Permission.READ))
def compare(
    meeting_id: str, item_id: str, old: Version, new: Version, here: Here, visit: Visitor
) -> Response:
    """Two versions side by side."""
    before = version_of(here.database, visit.actor, meeting_id, item_id, old)
    after = version_of(here.database, visit.actor, meeting_id, item_id, new)
    changes = difference(before.draft.text, after.draft.text)
    return page("review_compare.html", visit, before=before, after=after, changes=changes)


@router.get(f"{PAGE}/deltagelse", **needs(Permission.READ))
def attendance(meeting_id: str, item_id: str, here: Here, visit: Visitor) -> Response:
    """A form: who took no part in the item."""
    with here.database.read() as tx:
        agenda, stored = meetings.get(tx, meeting_id).agenda, texts.item(tx, meeting_id, item_id)
    note_closed_read(here.database, visit.actor, meeting_id, agenda.item(item_id), "attendance")
    people = agenda.meeting.participants
    return page("review_attendance.html", visit, people=people, stored=stored, kinds=tuple(Presence))


@router.get(f"{PAGE}/afstemning", **needs(Permission.READ))
def vote(meeting_id: str, item_id: str, here: Here, visit: Visitor) -> Response:
    """A form: how it was voted, and where that was said."""
    seen = look(here.database, visit.actor, meeting_id, item_id)
    cited = frozenset(seen.vote["utterance_ids"]) if seen.vote else None  # type: ignore[call-overload]
    said = _said(here, visit.actor, meeting_id, item_id)
    voted = [one for one in said if words("vote", "heard").search(one.text.lower())]
    return page(
        "review_vote.html",
        visit,
        sides=SIDES,
        vote=seen.vote,
        voted=[_choice(one, cited) for one in voted],
        others=[_choice(one, cited) for one in said if one not in voted],
    )


def _said(here: House, actor: Actor, meeting_id: str, item_id: str) -> list[Utterance]:
    """What was said about the item, as far as this person may read it."""
    try:
        talk = heard.transcript(here.database, actor, meeting_id)
    except StateError:  # there is no transcript, or not any more
        return []
    return [one for one in talk.utterances if talk.items.get(one.id) == item_id and one.id not in talk.hidden]


def _choice(one: Utterance, cited: frozenset[int] | None) -> Mapping[str, Any]:
    """An utterance to cite; where nothing was cited yet, those with a count of votes are chosen."""
    chosen = one.id in cited if cited is not None else bool(counted_votes(one.text))
    return {"id": one.id, "at": clock(one.start), "text": one.text, "chosen": chosen}
