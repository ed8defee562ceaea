"""The public wording of a closed item: written by one who sees it, approved apart, public when published.

Without one the public reads "Lukket punkt" and nothing else. The item's own text is never taken for it.
"""

from __future__ import annotations

from minutes.errors import ChangedError, InputError, StateError
from workflow.access import Actor, Permission
from workflow.admission import admit, note_closed_read
from workflow.store import audit, texts, wordings
from workflow.store.database import Database, Transaction
from workflow.store.wordings import StoredWording

LONGEST_WORDING = 2_000
"""Characters that a wording may have."""


def read_wording(db: Database, actor: Actor, meeting_id: str, item_id: str) -> StoredWording | None:
    """The newest wording, approved or not.

    Raises:
        NotFoundError: there is no such meeting or item.
        AccessError: the actor may not read closed items here.
        StateError: the item is not closed.
    """
    with db.read() as tx:
        _, item = admit(tx, actor, Permission.READ, meeting_id, item_id)
        found = wordings.newest(tx, meeting_id, item_id)
    if not item.closed:
        raise _not_closed(item_id)
    note_closed_read(db, actor, meeting_id, item, "public_wording")
    return found


def write_wording(db: Database, actor: Actor, meeting_id: str, item_id: str, text: str) -> StoredWording:
    """Propose what may be said in public of a closed item; an empty text proposes that nothing is.

    What was approved before counts no longer: it is approved anew, in these words.

    Raises:
        NotFoundError: there is no such meeting or item.
        AccessError: the actor may not edit closed items here.
        InputError: the text is too long.
        StateError: the item is not closed.
    """
    clean = "\n".join(" ".join(line.split()) for line in text.strip().splitlines())
    if len(clean) > LONGEST_WORDING:
        raise InputError(
            f"the wording is longer than {LONGEST_WORDING} characters",
            where=f"item {item_id}",
            remedy="Say less of what is closed",
        )
    with db.write() as tx:
        _admit(tx, actor, Permission.EDIT, meeting_id, item_id)
        wordings.write(tx, meeting_id, item_id, clean, person=actor.name)
        return _noted(tx, actor, meeting_id, item_id, "wording.write")


def approve_wording(
    db: Database, actor: Actor, meeting_id: str, item_id: str, *, version: int
) -> StoredWording:
    """Stand by a wording by name; the next publication shows it.

    Raises:
        NotFoundError: there is no such meeting or item.
        AccessError: the actor may not approve closed items here.
        ChangedError: another wording is the newest by now, or there is none.
        StateError: the item is not closed.
    """
    with db.write() as tx:
        _admit(tx, actor, Permission.APPROVE, meeting_id, item_id)
        newest = wordings.newest(tx, meeting_id, item_id)
        if newest is None or newest.version != version:
            raise ChangedError(
                "the wording was changed since it was read",
                where=f"item {item_id}",
                remedy="Read the current wording and approve that",
            )
        wordings.approve(tx, meeting_id, item_id, version, person=actor.name)
        return _noted(tx, actor, meeting_id, item_id, "wording.approve")


def _admit(tx: Transaction, actor: Actor, permission: Permission, meeting_id: str, item_id: str) -> None:
    texts.hold(tx, meeting_id)
    _, item = admit(tx, actor, permission, meeting_id, item_id)
    if not item.closed:
        raise _not_closed(item_id)


def _noted(tx: Transaction, actor: Actor, meeting_id: str, item_id: str, action: str) -> StoredWording:
    newest = wordings.newest(tx, meeting_id, item_id)
    assert newest is not None, "it was written in this transaction or read in it"
    detail: dict[str, str | int | float | bool | None] = {"item": item_id, "version": newest.version}
    audit.record(tx, actor=actor.id, action=action, meeting_id=meeting_id, detail=detail)
    return newest


def _not_closed(item_id: str) -> StateError:
    return StateError(
        "only a closed item has a public wording",
        where=f"item {item_id}",
        remedy="What is said in public of an open item is its beslutning",
    )
