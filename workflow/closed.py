"""What somebody may see of a meeting's closed items: decided here and nowhere else.

Without access to closed items, such an item shows its number, "Lukket punkt" and that it is closed, and
nothing of what was said about it. In doubt talk is hidden: an open item may lose a remark, a closed one none.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from minutes.agenda import Agenda, AgendaItem
from minutes.errors import AccessError, StateError
from minutes.transcript import Transcript
from minutes.vocabulary import CLOSED_ITEM
from summarise.closed_doors import closed_stretches
from workflow.access import Actor, Permission
from workflow.admission import note_closed_read
from workflow.store import work
from workflow.store.database import Database, Transaction
from workflow.store.meetings import StoredMeeting
from workflow.store.work import StoredSegmentation


def sees_closed(actor: Actor, meeting: StoredMeeting) -> bool:
    """Whether the meeting's closed items may be read by this person."""
    return actor.may(Permission.READ, meeting.body, closed=True)


def has_closed(agenda: Agenda) -> bool:
    """Whether any item is closed."""
    return any(item.closed for item in agenda.items)


def withheld(item: AgendaItem) -> AgendaItem:
    """A closed item as those without access see it: its id, number and mark."""
    return AgendaItem(id=item.id, number=item.number, label=item.label, title=CLOSED_ITEM, closed=True)


def visible_items(actor: Actor, meeting: StoredMeeting) -> tuple[AgendaItem, ...]:
    """Every item of the meeting; a closed one as this person may see it."""
    if sees_closed(actor, meeting):
        return meeting.agenda.items
    return tuple(withheld(item) if item.closed else item for item in meeting.agenda.items)


def visible_agenda(actor: Actor, meeting: StoredMeeting) -> Agenda:
    """The agenda as this person may see it. Lines without a place go too: one may be a closed item's."""
    if sees_closed(actor, meeting):
        return meeting.agenda
    return replace(meeting.agenda, items=visible_items(actor, meeting), unplaced=(), notes=())


def hidden_items(actor: Actor, meeting: StoredMeeting) -> frozenset[str]:
    """Ids of the items of which this person sees no more than that they are closed."""
    if sees_closed(actor, meeting):
        return frozenset()
    return frozenset(item.id for item in meeting.agenda.items if item.closed)


def hidden_utterances(
    actor: Actor, meeting: StoredMeeting, transcript: Transcript, division: StoredSegmentation | None
) -> frozenset[int]:
    """Ids of the utterances that this person may neither read nor hear: `closed_talk`, or none."""
    return frozenset() if sees_closed(actor, meeting) else closed_talk(meeting, transcript, division)


def closed_talk(
    meeting: StoredMeeting, transcript: Transcript, division: StoredSegmentation | None
) -> frozenset[int]:
    """Ids of the utterances that need access to closed items.

    That is the talk of closed items; talk beside it that belongs to no item (any such talk, where a closed
    item was not heard taken up); and what was said between the chair's closing and opening of the doors,
    unless a person placed it under an open item. While the talk of a meeting with closed items is not divided
    yet (`division` is None), all of it.
    """
    if division is None and has_closed(meeting.agenda):
        return frozenset(range(len(transcript.utterances)))
    behind_doors = {i for stretch in closed_stretches(transcript) for i in stretch}
    if division is None:
        return frozenset(behind_doors)
    closed: set[str | None] = {item.id for item in meeting.agenda.items if item.closed}
    items = items_of_talk(division)
    placed = [items.get(utterance.id) for utterance in transcript.utterances]
    unheard = not closed <= set(placed)
    opened = {i for i, item in division.fixed.items() if item is not None and item not in closed}
    secret = [
        item in closed or (i in behind_doors and i not in opened) or (item is None and unheard)
        for i, item in enumerate(placed)
    ]
    return frozenset(_with_neighbours(secret, placed))


def hidden_talk(tx: Transaction, actor: Actor, meeting: StoredMeeting) -> frozenset[int]:
    """`hidden_utterances` of the newest transcript and division in the store; nothing where none is heard."""
    try:
        transcript = work.transcript(tx, meeting.id).transcript
    except StateError:
        return frozenset()
    return hidden_utterances(actor, meeting, transcript, newest_division(tx, meeting.id))


def newest_division(tx: Transaction, meeting_id: str) -> StoredSegmentation | None:
    """The newest division of the talk among the items, or None where there is none yet."""
    try:
        return work.segmentation(tx, meeting_id)
    except StateError:
        return None


def items_of_talk(
    division: StoredSegmentation | None, hidden: Collection[int] = frozenset()
) -> Mapping[int, str]:
    """The item of each utterance that belongs to one, but for those that are hidden."""
    discussions = division.segmentation.discussions if division else ()
    return {i: one.item_id for one in discussions for i in one.utterance_ids() if i not in hidden}


def require_all_talk(tx: Transaction, actor: Actor, meeting: StoredMeeting) -> None:
    """Make sure that this person may hear the whole recording: nothing of it is closed to them.

    Raises:
        AccessError: the meeting has closed items, or closed doors were heard.
    """
    if hidden_items(actor, meeting) or hidden_talk(tx, actor, meeting):
        raise AccessError(
            "part of this meeting was held behind closed doors",
            where=f"meeting {meeting.id}",
            remedy="Ask for the parts that belong to open items, or for access to closed ones",
        )


def note_closed_reads(db: Database, actor: Actor, meeting: StoredMeeting, what: str) -> None:
    """Write down that somebody with access was shown what the closed items of the meeting hold."""
    if sees_closed(actor, meeting):
        for item in meeting.agenda.items:
            note_closed_read(db, actor, meeting.id, item, what)


def _with_neighbours(secret: Sequence[bool], placed: Sequence[str | None]) -> set[int]:
    """The secret places, and on both sides of them all that belongs to no item."""
    found = {i for i, hidden in enumerate(secret) if hidden}
    for places in (range(len(secret)), range(len(secret) - 1, -1, -1)):
        beside = False
        for i in places:
            beside = secret[i] or (beside and placed[i] is None)
            if beside:
                found.add(i)
    return found
