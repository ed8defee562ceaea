"""Makes the shelf show what the table `publications` says; repeating it changes nothing."""

from __future__ import annotations

from contextlib import closing

from workflow.published.shelf import Shelf
from workflow.store import publications, texts
from workflow.store.database import Database
from workflow.store.meetings import now

UNKNOWN = "Referatet er ikke længere offentliggjort."
"""The public reason where the house no longer knows the minutes that stand on the shelf."""


def shelve_at(db: Database, url: str) -> None:
    """`shelve` with the shelf under a URL.

    Raises:
        UnavailableError: one of the two databases cannot be reached.
    """
    with closing(Shelf(url)) as shelf:
        shelve(db, shelf)


def shelve(db: Database, shelf: Shelf) -> None:
    """Put on the shelf what is published and take off what is not.

    A crash between the two databases leaves a difference, which the next call finds: it compares them whole.

    Raises:
        UnavailableError: one of the two databases cannot be reached.
    """
    shelf.migrate()
    with db.read() as tx:
        wanted = publications.wanted(tx)
    standing, withdrawn = shelf.standing(), shelf.withdrawn()
    for meeting_id in standing.keys() - wanted.keys():
        shelf.withdraw(meeting_id, at=now(), reason=UNKNOWN)
    for meeting_id, shown in wanted.items():
        missing = shown.version is None and meeting_id not in withdrawn
        if missing or not shown.shelved or standing.get(meeting_id) != shown.version:
            _show(db, shelf, meeting_id)


def _show(db: Database, shelf: Shelf, meeting_id: str) -> None:
    """Holds the meeting, so that what two processes show of it comes in the table's order."""
    with db.write() as tx:
        texts.hold(tx, meeting_id)
        versions = publications.of_meeting(tx, meeting_id)
        for publication in publications.publications(versions):
            shelf.put(publication)
        if versions and (withdrawn_at := versions[-1].withdrawn_at) is not None:
            reason, body = versions[-1].withdrawal_reason, versions[-1].public.meeting.body
            shelf.withdraw(meeting_id, at=withdrawn_at, reason=reason or UNKNOWN, body_name=body)
        publications.note_shelved(tx, meeting_id)
