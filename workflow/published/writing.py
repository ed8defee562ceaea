"""Putting publications on the shelf and taking them off: all rows of a meeting change together."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from minutes.codec import to_json
from minutes.decision import ClosedItem, OpenItem
from minutes.vocabulary import CLOSED_ITEM
from workflow.published import documents, item_keys, tables
from workflow.published.database import Transaction
from workflow.published.documents import Body, written
from workflow.published.index import Index, Words
from workflow.published.moments import moment, now, stamp
from workflow.published.publication import Publication
from workflow.published.words import tokens

_SLUG = re.compile(r"[^a-z0-9]+")
_FOLDED = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "é": "e", "ü": "u"})
_TINY = timedelta(microseconds=1)


class Writer:
    """One write transaction. `close` counts it and must be called last where anything changed."""

    def __init__(self, tx: Transaction, index: Index) -> None:
        self._tx = tx
        self._index = index
        state = tables.state
        # The lock on the only row makes writers queue, so that `updated_at` rises as changes become visible.
        row = tx.execute(sa.select(state).where(state.c.id == 1).with_for_update()).one()
        self._generation = row.generation
        self._last = moment(row.updated_at)
        self._next_keys: dict[int, int] = {}
        self._bodies = {body.name: body for body in bodies(tx)}
        self.changed = 0

    def put(self, batch: Sequence[Publication]) -> None:
        """Put publications of different meetings there; one that stands already changes nothing."""
        fresh = self._unknown([_without_closed_titles(one) for one in batch])
        if not fresh:
            return
        rows: dict[sa.Table, list[dict[str, Any]]] = {}
        found: list[Words] = []
        standing = [one for one in fresh if self._is_newest(one)]
        keys = self._take_off([one.meeting_id for one in standing])
        for publication in fresh:
            body = self._body(publication.public.meeting.body)
            updated_at = self._tick()
            rows.setdefault(tables.versions, []).append(_version(publication, body, updated_at))
            if publication in standing:
                rows.setdefault(tables.minutes, []).append(_minutes(publication, body, updated_at))
                rows.setdefault(tables.tags, []).extend(_tags(publication))
                for item, words in self._items(publication, body, updated_at, keys):
                    rows.setdefault(tables.items, []).append(item)
                    found.append(words)
        self._forget_versions(fresh)
        for table, values in rows.items():
            if values:
                self._tx.execute(sa.insert(table), values)
        self._insert_words(found)
        self.changed += len(fresh)

    def withdraw(self, meeting_id: str, *, at: datetime, reason: str, body_name: str | None) -> None:
        """Leave a tombstone; not where there is one, or where nothing stands and no body is named."""
        minutes, versions, tombstones = tables.minutes, tables.versions, tables.tombstones
        number = self._tx.scalar(sa.select(minutes.c.body).where(minutes.c.id == meeting_id))
        if number is not None:
            body = next(body for body in self._bodies.values() if body.number == number)
        elif body_name is None or self._tx.scalar(
            sa.select(tombstones.c.id).where(tombstones.c.id == meeting_id)
        ):
            return
        else:
            body = self._body(body_name)
        self._take_off([meeting_id])
        self._tx.execute(sa.delete(versions).where(versions.c.meeting_id == meeting_id))
        updated_at = self._tick()
        document = documents.tombstone(
            meeting_id, body, withdrawn_at=at, reason=reason, updated_at=updated_at
        )
        self._tx.execute(
            sa.insert(tombstones).values(
                id=meeting_id, body=body.number, updated_at=updated_at, summary=written(document)
            )
        )
        self.changed += 1

    def close(self) -> None:
        """Count the change, so that readers' caches know of it."""
        if self.changed:
            self._tx.execute(
                sa.update(tables.state).values(generation=self._generation + 1, updated_at=stamp(self._last))
            )

    def _unknown(self, batch: Sequence[Publication]) -> list[Publication]:
        versions = tables.versions
        known = {
            (row.meeting_id, row.version): row.digest
            for row in self._tx.execute(
                sa.select(versions.c.meeting_id, versions.c.version, versions.c.digest).where(
                    versions.c.meeting_id.in_([one.meeting_id for one in batch])
                )
            )
        }
        return [one for one in batch if known.get((one.meeting_id, one.version)) != digest(one)]

    def _is_newest(self, publication: Publication) -> bool:
        minutes = tables.minutes
        version = self._tx.scalar(sa.select(minutes.c.version).where(minutes.c.id == publication.meeting_id))
        return version is None or version <= publication.version

    def _take_off(self, meetings: Sequence[str]) -> dict[str, int]:
        """Remove the standing rows of these meetings; hands back the search number of each item that went."""
        items, words = tables.items, tables.words
        gone = self._tx.execute(
            sa.select(items.c.key, items.c.id, words.c.tokens)
            .join(words, words.c.key == items.c.key)
            .where(items.c.meeting_id.in_(meetings))
        ).all()
        self._index.remove(self._tx, [Words(key=row.key, tokens=tuple(row.tokens.split())) for row in gone])
        for table, column in (
            (words, words.c.key),
            (items, items.c.key),
        ):
            self._tx.execute(sa.delete(table).where(column.in_([row.key for row in gone])))
        for table, column in (
            (tables.tags, tables.tags.c.meeting_id),
            (tables.minutes, tables.minutes.c.id),
            (tables.tombstones, tables.tombstones.c.id),
        ):
            self._tx.execute(sa.delete(table).where(column.in_(meetings)))
        return {row.id: row.key for row in gone}

    def _forget_versions(self, fresh: Sequence[Publication]) -> None:
        versions = tables.versions
        for one in fresh:
            self._tx.execute(
                sa.delete(versions).where(
                    versions.c.meeting_id == one.meeting_id, versions.c.version == one.version
                )
            )

    def _items(
        self, publication: Publication, body: Body, updated_at: str, before: dict[str, int]
    ) -> Iterator[tuple[dict[str, Any], Words]]:
        first = item_keys.first_key(publication.public.meeting.starts_at, body.number)
        for place, item in enumerate(publication.public.items, start=1):
            if isinstance(item, ClosedItem) and item.public_wording is None:
                continue
            own_id = documents.item_id(publication.meeting_id, item.id)
            key = before.get(own_id)
            if key is None or not first <= key < first + item_keys.PLACES_PER_DAY:
                key = self._next_key(first, before)
            text = documents.plain_text(item)
            document = written(documents.item_document(publication, body, item, place, updated_at))
            row = {
                "key": key,
                "id": own_id,
                "meeting_id": publication.meeting_id,
                "body": body.number,
                "updated_at": updated_at,
                "digest": _sha256(document),
                "document": document,
                "hit": written(documents.hit_document(publication, body, item, place, updated_at)),
                "text": text,
            }
            yield (
                row,
                Words(
                    key=key, tokens=tuple(tokens(item.title) + tokens(text)), title=tuple(tokens(item.title))
                ),
            )

    def _insert_words(self, found: Sequence[Words]) -> None:
        if not found:
            return
        self._tx.execute(
            sa.insert(tables.words),
            [
                {
                    "key": words.key,
                    "title": spaced(words.title),
                    "tokens": spaced(words.tokens),
                    "length": len(words.tokens),
                }
                for words in found
            ],
        )
        self._index.add(self._tx, found)

    def _next_key(self, first: int, before: dict[str, int]) -> int:
        """A number that no item has, nor one that was taken off and will have its number again."""
        if first not in self._next_keys:
            key, end = tables.items.c.key, first + item_keys.PLACES_PER_DAY
            last = self._tx.scalar(sa.select(sa.func.max(key)).where(key.between(first, end - 1)))
            taken = [one for one in before.values() if first <= one < end]
            self._next_keys[first] = max([first - 1, *taken, *([] if last is None else [last])]) + 1
        self._next_keys[first] += 1
        return self._next_keys[first] - 1

    def _body(self, name: str) -> Body:
        if name not in self._bodies:
            taken = {body.slug for body in self._bodies.values()}
            body = Body(number=len(self._bodies) + 1, slug=_free_slug(name, taken), name=name)
            self._tx.execute(
                sa.insert(tables.bodies).values(number=body.number, slug=body.slug, name=body.name)
            )
            self._bodies[name] = body
        return self._bodies[name]

    def _tick(self) -> str:
        self._last = max(now(), self._last + _TINY)
        return stamp(self._last)


def bodies(tx: Transaction) -> tuple[Body, ...]:
    """Every body that ever published here, by name."""
    table = tables.bodies
    rows = tx.execute(sa.select(table).order_by(table.c.name))
    return tuple(Body(number=row.number, slug=row.slug, name=row.name) for row in rows)


def digest(publication: Publication) -> str:
    """What tells a publication from every other."""
    return _sha256(to_json(publication, Publication))


def spaced(found: Sequence[str]) -> str:
    """Tokens as text in which each stands between two blanks of its own, so that it can be counted."""
    return " " + "  ".join(found) + " "


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _without_closed_titles(publication: Publication) -> Publication:
    """The same with the fixed title for every closed item: whoever made it, the shelf holds no other."""
    items = tuple(
        replace(item, title=CLOSED_ITEM) if isinstance(item, ClosedItem) else item
        for item in publication.public.items
    )
    return replace(publication, public=replace(publication.public, items=items))


def _version(publication: Publication, body: Body, updated_at: str) -> dict[str, Any]:
    payload = to_json(publication, Publication)
    return {
        "meeting_id": publication.meeting_id,
        "version": publication.version,
        "published_at": stamp(publication.published_at),
        "updated_at": updated_at,
        "digest": _sha256(payload),
        "document": written(documents.whole(publication, body, updated_at)),
        "payload": payload,
    }


def _minutes(publication: Publication, body: Body, updated_at: str) -> dict[str, Any]:
    return {
        "id": publication.meeting_id,
        "version": publication.version,
        "body": body.number,
        "name": documents.name_of(publication),
        "starts_at": stamp(publication.public.meeting.starts_at),
        "first_published_at": stamp(publication.first_published_at),
        "updated_at": updated_at,
        "summary": written(documents.summary(publication, body, updated_at)),
    }


def _tags(publication: Publication) -> list[dict[str, str]]:
    found: dict[str, None] = {}
    for item in publication.public.items:
        if isinstance(item, OpenItem) and item.journal_number:
            found[f"journal:{item.journal_number.casefold()}"] = None
            found |= dict.fromkeys(f"kle:{number}" for number in documents.kle_numbers(item.journal_number))
    return [{"tag": tag, "meeting_id": publication.meeting_id} for tag in found]


def _free_slug(name: str, taken: set[str]) -> str:
    plain = _SLUG.sub("-", name.lower().translate(_FOLDED)).strip("-") or "forum"
    slug, count = plain, 1
    while slug in taken:
        count += 1
        slug = f"{plain}-{count}"
    return slug
