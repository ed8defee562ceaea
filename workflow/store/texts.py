"""Every text of every item, with its author, and each item's place in the review. Nothing is overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from minutes.codec import from_json, to_json
from minutes.draft import Draft
from minutes.errors import ChangedError, NotFoundError, StateError
from workflow.phases import ItemState
from workflow.store import tables
from workflow.store.database import Transaction
from workflow.store.meetings import now


class AuthorKind(StrEnum):
    """Who wrote a text."""

    PERSON = "person"
    FORMULA = "formula"
    MODEL = "model"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredText:
    """A version of an item's text, grounded. `based_on` is the version that it changed, if any."""

    item_id: str
    version: int
    draft: Draft
    author_kind: AuthorKind
    author: str
    prompt_sha256: str | None
    instruction: str | None
    based_on: int | None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredItem:
    """An item's place in the review. `row_version` changes with every write (ETag).

    `redraft` is what `workflow.redrafting` asks of the machine; `talk_changed_at` says since when other talk
    lies under an approved text. `attendance`: who took no part, and how; `attendance_evidence`: the
    utterances that say so.
    """

    item_id: str
    position: int
    state: ItemState
    text_version: int | None
    decision_version: int | None
    row_version: int
    attendance: Mapping[str, str]
    vote: Mapping[str, object] | None
    attendance_evidence: Mapping[str, tuple[int, ...]]
    redraft: Mapping[str, object] | None = None
    talk_changed_at: datetime | None = None


def hold(tx: Transaction, meeting_id: str) -> None:
    """Keep everybody else from changing the meeting's row until the transaction ends.

    Whoever reviews takes it first, so that what two persons do to one meeting comes one after the other.
    """
    table = tables.meetings
    # On SQLite a writer is alone already, and this asks for nothing.
    tx.execute(sa.select(table.c.id).where(table.c.id == meeting_id).with_for_update(key_share=True))


def item(tx: Transaction, meeting_id: str, item_id: str) -> StoredItem:
    """The item's place in the review.

    Raises:
        NotFoundError: the meeting has no such item.
    """
    table = tables.items
    row = tx.execute(
        sa.select(table).where(table.c.meeting_id == meeting_id, table.c.item_id == item_id)
    ).first()
    if row is None:
        raise NotFoundError(
            "no such item", where=f"item {item_id}", remedy="Choose one from the meeting's items"
        )
    return _item(row)


def items(tx: Transaction, meeting_id: str) -> tuple[StoredItem, ...]:
    """All items of a meeting, in the agenda's order."""
    table = tables.items
    query = sa.select(table).where(table.c.meeting_id == meeting_id).order_by(table.c.position)
    return tuple(_item(row) for row in tx.execute(query))


def change_item(
    tx: Transaction, meeting_id: str, item_id: str, *, expected: int | None = None, **columns: object
) -> int:
    """Set columns of an item and count its row version; gives the new one.

    Raises:
        ChangedError: `expected` is not its row version any more: somebody else changed it.
        NotFoundError: there is no such item.
    """
    table = tables.items
    query = sa.update(table).where(table.c.meeting_id == meeting_id, table.c.item_id == item_id)
    if expected is not None:
        query = query.where(table.c.row_version == expected)
    done = tx.execute(query.values(**columns, row_version=table.c.row_version + 1))
    here = item(tx, meeting_id, item_id)
    if done.rowcount == 0:
        raise ChangedError(
            "somebody else changed it in the meantime",
            where=f"item {item_id}",
            remedy="Fetch it again and repeat the change; no text was lost",
        )
    return here.row_version


def save_text(
    tx: Transaction,
    meeting_id: str,
    draft: Draft,
    *,
    author_kind: AuthorKind,
    author: str,
    expected: int | None = None,
    instruction: str | None = None,
    based_on: int | None = None,
) -> StoredText:
    """Keep a new version of the item's text and make it the current one.

    Args:
        tx: an open transaction.
        meeting_id: the meeting.
        draft: the text, grounded.
        author_kind: person or machine.
        author: the person's or the model's name.
        expected: the item's row version that the author saw; None where nobody could be overwritten.
        instruction: what the secretary asked of the machine, if anything.
        based_on: the version that was changed.

    Raises:
        ChangedError: `expected` is not the item's row version any more.
    """
    table = tables.texts
    hold(tx, meeting_id)
    last = tx.scalar(
        sa.select(sa.func.max(table.c.version)).where(
            table.c.meeting_id == meeting_id, table.c.item_id == draft.item_id
        )
    )
    version = (last or 0) + 1
    change_item(tx, meeting_id, draft.item_id, expected=expected, text_version=version)
    tx.execute(
        sa.insert(table).values(
            meeting_id=meeting_id,
            item_id=draft.item_id,
            version=version,
            payload=to_json(draft, Draft),
            author_kind=author_kind,
            author=author,
            prompt_sha256=draft.provenance.prompt_sha256,
            instruction=instruction,
            based_on=based_on,
            created_at=now(),
        )
    )
    return text(tx, meeting_id, draft.item_id, version)


def text(tx: Transaction, meeting_id: str, item_id: str, version: int | None = None) -> StoredText:
    """A version of the item's text; the current one if None.

    Raises:
        StateError: the item has no text yet, or not this version.
    """
    if version is None:
        version = item(tx, meeting_id, item_id).text_version
    row = tx.execute(_versions(meeting_id, item_id).where(tables.texts.c.version == version)).one_or_none()
    if row is None:
        raise StateError(
            "the item has no such text",
            where=f"item {item_id}",
            remedy="Wait until the item is drafted, or write one",
        )
    return _text(row)


def texts(tx: Transaction, meeting_id: str, item_id: str) -> tuple[StoredText, ...]:
    """Every version of an item's text, the first one first."""
    rows = tx.execute(_versions(meeting_id, item_id).order_by(tables.texts.c.version))
    return tuple(_text(row) for row in rows)


def _versions(meeting_id: str, item_id: str) -> sa.Select[tuple[object, ...]]:
    table = tables.texts
    return sa.select(table).where(table.c.meeting_id == meeting_id, table.c.item_id == item_id)


def _item(row: sa.Row[tuple[object, ...]]) -> StoredItem:
    columns = dict(row._mapping)
    del columns["meeting_id"]
    attendance = columns.pop("attendance") or {}
    return StoredItem(
        **{**columns, "state": ItemState(columns["state"])},
        attendance={name: one["presence"] for name, one in attendance.items()},
        attendance_evidence={name: tuple(one["utterance_ids"]) for name, one in attendance.items()},
    )


def _text(row: sa.Row[tuple[object, ...]]) -> StoredText:
    columns = dict(row._mapping)
    del columns["meeting_id"]
    payload = columns.pop("payload")
    return StoredText(
        **{
            **columns,
            "draft": from_json(payload, Draft, where=f"item {columns['item_id']}"),
            "author_kind": AuthorKind(columns["author_kind"]),
        }
    )
