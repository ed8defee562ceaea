"""The JSON documents of the API, in the shape of Umbraco's Content Delivery API, made once when published.

Nothing here knows an address or a format of HTTP: paths are relative to the intranet app.
"""

from __future__ import annotations

import json
import re
import unicodedata
import uuid
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from minutes.agenda import Section
from minutes.decision import ClosedItem, OpenItem
from minutes.reading.dates import COPENHAGEN
from minutes.rendering import wording
from minutes.vocabulary import CLOSED_ITEM, MINUTES_TITLE, SectionKind
from workflow.published.moments import stamp
from workflow.published.publication import ItemProvenance, Publication

Document = dict[str, Any]
Item = OpenItem | ClosedItem
PAGES = "/referater"
_NAMESPACE = uuid.UUID("8d1f6f0e-5f5c-5b0a-9a51-0c8f1d6f7a55")
_NOTHING: Document = {
    "kle": None,
    "decision": None,
    "sections": [],
    "attachments": [],
    "provenance": None,
    "publicWording": None,
}
"""What an item on its own has none of, unless it has."""
_KLE = re.compile(r"\s*(\d{2})\.(\d{2})\.(\d{2})\b")
_BULLET = re.compile(r"^\s*(?:[-–—•*·▪●◦]|\d{1,3}[.)])\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body as the shelf knows it. `slug` is its name in addresses."""

    number: int
    slug: str
    name: str


@lru_cache(maxsize=1000)
def item_id(meeting_id: str, item: str) -> str:
    """The id of an item that no other item of any meeting has, the same in every version."""
    return str(uuid.uuid5(_NAMESPACE, f"item/{meeting_id}/{item}"))


def version_id(meeting_id: str, version: int) -> str:
    """The id of one version of minutes."""
    return str(uuid.uuid5(_NAMESPACE, f"version/{meeting_id}/{version}"))


def kle_numbers(journal_number: str | None) -> tuple[str, ...]:
    """KLE main group, group and subject of a journal number ("00", "00.01", "00.01.00"), if any."""
    found = _KLE.match(journal_number or "")
    return (found[1], f"{found[1]}.{found[2]}", f"{found[1]}.{found[2]}.{found[3]}") if found else ()


def attachments(meeting_id: str, item: OpenItem) -> list[Document]:
    """The bilag of an item by name. The id follows the name, and the count where a name comes twice."""
    names = [
        name
        for section in item.sections
        if section.kind is SectionKind.ATTACHMENTS
        for line in section.text.splitlines()
        if (name := _BULLET.sub("", line).strip())
    ]
    return [
        {
            "id": str(uuid.uuid5(_NAMESPACE, f"bilag/{meeting_id}/{item.id}/{name}/{names[:i].count(name)}")),
            "name": name,
        }
        for i, name in enumerate(names)
    ]


def name_of(publication: Publication) -> str:
    """The title of the minutes as printed."""
    return wording.title(MINUTES_TITLE, publication.public.meeting)


def summary(publication: Publication, body: Body, updated_at: str) -> Document:
    """Minutes as lists show them."""
    return _content(
        publication.meeting_id,
        "minutes",
        name_of(publication),
        created=stamp(publication.first_published_at),
        updated=updated_at,
        path=f"{PAGES}/{publication.meeting_id}",
        properties=_facts(publication, body)
        | {
            "items": [
                _brief(publication, item, place) for place, item in enumerate(publication.public.items, 1)
            ]
        },
    )


def whole(publication: Publication, body: Body, updated_at: str) -> Document:
    """One version of minutes in full."""
    made = summary(publication, body, updated_at)
    made["properties"] |= {
        "participants": [
            {"name": p.name, "role": p.role, "initials": p.initials, "present": p.present}
            for p in publication.public.meeting.participants
        ],
        "items": [_full(publication, item, place) for place, item in enumerate(publication.public.items, 1)],
    }
    return made


def item_document(publication: Publication, body: Body, item: Item, place: int, updated_at: str) -> Document:
    """An item on its own."""
    properties = _NOTHING | _full(publication, item, place)
    own_id, title = properties.pop("id"), properties.pop("title")
    return _content(
        own_id,
        "item",
        title,
        created=stamp(publication.first_published_at),
        updated=updated_at,
        path=f"{PAGES}/{publication.meeting_id}#punkt-{place}",
        properties=_facts(publication, body)
        | {"minutes": {"id": publication.meeting_id, "name": name_of(publication)}}
        | properties,
    )


def hit_document(publication: Publication, body: Body, item: Item, place: int, updated_at: str) -> Document:
    """An item as search shows it."""
    brief = _brief(publication, item, place)
    return _content(
        item_id(publication.meeting_id, item.id),
        "item",
        item.title,
        created=stamp(publication.first_published_at),
        updated=updated_at,
        path=f"{PAGES}/{publication.meeting_id}#punkt-{place}",
        properties={
            "minutes": {"id": publication.meeting_id, "name": name_of(publication)},
            "body": _body(body),
            "startsAt": _local(publication.public.meeting.starts_at),
            "number": item.number,
            "journalNumber": brief["journalNumber"],
            "outcome": brief["outcome"],
        },
    )


def tombstone(
    meeting_id: str, body: Body, *, withdrawn_at: datetime, reason: str, updated_at: str
) -> Document:
    """What is left of minutes that were withdrawn."""
    return _content(
        meeting_id,
        "tombstone",
        "Tilbagetrukket referat",
        created=stamp(withdrawn_at),
        updated=updated_at,
        path=f"{PAGES}/{meeting_id}",
        properties={"body": _body(body), "withdrawnAt": stamp(withdrawn_at), "reason": reason},
    )


def plain_text(item: Item) -> str:
    """All that can be found of an item but its title: decision first, then its sections."""
    if isinstance(item, ClosedItem):
        return unicodedata.normalize("NFC", item.public_wording or "")
    parts = [item.decision, *(section.text for section in item.sections), item.journal_number or ""]
    return unicodedata.normalize("NFC", "\n\n".join(part for part in parts if part))


def written(document: Document) -> str:
    """A document as compact JSON text."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _content(
    own_id: str, kind: str, name: str, *, created: str, updated: str, path: str, properties: Document
) -> Document:
    return {
        "id": own_id,
        "contentType": kind,
        "name": name,
        "createDate": created,
        "updateDate": updated,
        "route": {"path": path},
        "properties": properties,
    }


def _facts(publication: Publication, body: Body) -> Document:
    return {
        "body": _body(body),
        "startsAt": _local(publication.public.meeting.starts_at),
        "place": publication.public.meeting.place,
        "version": publication.version,
        "versionId": version_id(publication.meeting_id, publication.version),
        "corrects": publication.corrects,
        "publishedAt": stamp(publication.published_at),
    }


def _body(body: Body) -> Document:
    return {"id": body.slug, "name": body.name}


def _local(at: datetime | None) -> str | None:
    return at.astimezone(COPENHAGEN).isoformat() if at else None


def _brief(publication: Publication, item: Item, place: int) -> Document:
    made: Document = {
        "id": item_id(publication.meeting_id, item.id),
        "position": place,
        "number": item.number,
        "title": CLOSED_ITEM,
        "closed": True,
        "journalNumber": None,
        "outcome": None,
    }
    if isinstance(item, OpenItem):
        made |= {"title": item.title, "closed": False}
        made |= {"journalNumber": item.journal_number, "outcome": item.outcome.value}
    return made


def _full(publication: Publication, item: Item, place: int) -> Document:
    made = _brief(publication, item, place)
    if isinstance(item, ClosedItem):
        return made if item.public_wording is None else made | {"publicWording": item.public_wording}
    return made | {
        "kle": (kle_numbers(item.journal_number) or (None,))[-1],
        "decision": item.decision,
        "sections": [_section(section) for section in item.sections],
        "attachments": attachments(publication.meeting_id, item),
        "provenance": _provenance(publication, item),
    }


def _section(section: Section) -> Document:
    return {"kind": section.kind.value, "heading": section.heading_as_printed, "text": section.text}


def _provenance(publication: Publication, item: OpenItem) -> Document:
    made = next((one for one in publication.provenance if one.item_id == item.id), None)
    return {
        "draftedWith": _drafted_with(made),
        "approvedBy": item.approved_by,
        "approvedAt": stamp(item.approved_at),
    }


def _drafted_with(made: ItemProvenance | None) -> Document | None:
    if made is None:
        return None
    return {
        "model": made.model,
        "revision": made.revision,
        "promptSha256": made.prompt_sha256,
        "draftedAt": stamp(made.drafted_at) or None,
    }
