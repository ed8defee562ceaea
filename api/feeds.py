"""Atom (RFC 4287, with the deleted entries of RFC 6721) and JSON Feed 1.1, of each body and of all.

Entries are the latest changes: published, corrected and withdrawn. Their ids never change.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from api.intranet_answers import of_the_shelf
from api.intranet_desk import Visit, desk_of
from api.intranet_documents import NOT_FOUND, text_answers
from api.intranet_minutes import not_found
from minutes.rendering.wording import printable
from workflow.published import reading
from workflow.published.documents import PAGES
from workflow.published.moments import stamp
from workflow.published.reading import BodyCount, Order, Scope, Wanted

ATOM = "application/atom+xml"
JSON_FEED = "application/feed+json"
ENTRIES = 50
_ATOM = "http://www.w3.org/2005/Atom"
_TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
_TITLE = "Referater"
register_namespace("", _ATOM)
register_namespace("at", _TOMBSTONES)

BodyId = Annotated[str, Path(description="The id of a body, as in /v1/bodies.")]
Entry = Mapping[str, Any]

router = APIRouter(tags=["Feeds"])


@router.get("/v1/feed.atom", responses=text_answers(ATOM))
def atom(request: Request) -> Response:
    """The latest changes of all bodies, as Atom."""
    return _feed(request, None, ATOM)


@router.get("/v1/feed.json", responses=text_answers(JSON_FEED))
def json_feed(request: Request) -> Response:
    """The latest changes of all bodies, as JSON Feed."""
    return _feed(request, None, JSON_FEED)


@router.get("/v1/bodies/{body_id}/feed.atom", responses=text_answers(ATOM, NOT_FOUND))
def atom_of_body(request: Request, body_id: BodyId) -> Response:
    """The latest changes of one body, as Atom."""
    return _feed(request, body_id, ATOM)


@router.get("/v1/bodies/{body_id}/feed.json", responses=text_answers(JSON_FEED, NOT_FOUND))
def json_feed_of_body(request: Request, body_id: BodyId) -> Response:
    """The latest changes of one body, as JSON Feed."""
    return _feed(request, body_id, JSON_FEED)


def chosen(visit: Visit, body_id: str | None) -> tuple[BodyCount | None, Scope]:
    """The body that is asked for, if any, and the bodies to look in.

    Raises:
        Problem: there is no such body for this reader.
    """
    if body_id is None:
        return None, visit.scope
    body = visit.body(body_id)
    if body is None:
        raise not_found()
    return body, frozenset({body.number})


def _feed(request: Request, body_id: str | None, media_type: str) -> Response:
    desk = desk_of(request)
    with desk.visit(request) as visit:
        body, scope = chosen(visit, body_id)
        caching = of_the_shelf(desk, request, visit)
        if unchanged := caching.not_modified():
            return unchanged
        wanted = Wanted(bodies=scope, tombstones=True)
        found = reading.summaries(
            visit.tx, wanted, order=Order.UPDATED, descending=True, skip=0, take=ENTRIES
        )
        updated = stamp(visit.state.updated_at)
    entries = [json.loads(one) for one in found]
    address, title = desk.settings.intranet_address(), f"{_TITLE}: {body.name}" if body else _TITLE
    write = _atom if media_type == ATOM else _json_feed
    return caching.answer(
        write(title, address, request.url.path, updated, entries), f"{media_type}; charset=utf-8"
    )


def _atom(title: str, address: str, path: str, updated: str, entries: Sequence[Entry]) -> bytes:
    feed = Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "da"})
    _text(feed, "id", address + path)
    _text(feed, "title", title)
    _text(feed, "updated", max((entry["updateDate"] for entry in entries), default=updated))
    SubElement(feed, f"{{{_ATOM}}}link", {"rel": "self", "type": ATOM, "href": address + path})
    SubElement(feed, f"{{{_ATOM}}}link", {"rel": "alternate", "type": "text/html", "href": address + PAGES})
    _text(SubElement(feed, f"{{{_ATOM}}}author"), "name", "Referent")
    for entry in entries:
        if entry["contentType"] == "tombstone":
            gone = {"ref": f"urn:uuid:{entry['id']}", "when": entry["updateDate"]}
            _text(
                SubElement(feed, f"{{{_TOMBSTONES}}}deleted-entry", gone),
                "comment",
                _reason(entry),
                _TOMBSTONES,
            )
        else:
            _entry(feed, address, entry)
    return bytes(tostring(feed, encoding="utf-8", xml_declaration=True))


def _entry(feed: Element, address: str, entry: Entry) -> None:
    made = SubElement(feed, f"{{{_ATOM}}}entry")
    _text(made, "id", f"urn:uuid:{entry['id']}")
    _text(made, "title", entry["name"])
    _text(made, "updated", entry["updateDate"])
    _text(made, "published", entry["createDate"])
    _text(SubElement(made, f"{{{_ATOM}}}author"), "name", entry["properties"]["body"]["name"])
    link = {"rel": "alternate", "type": "text/html", "href": address + entry["route"]["path"]}
    SubElement(made, f"{{{_ATOM}}}link", link)
    pdf = {"rel": "related", "type": "application/pdf", "href": f"{address}/v1/minutes/{entry['id']}.pdf"}
    SubElement(made, f"{{{_ATOM}}}link", pdf)
    body = entry["properties"]["body"]
    SubElement(made, f"{{{_ATOM}}}category", {"term": body["id"], "label": body["name"]})
    _text(made, "summary", _told(entry))


def _json_feed(title: str, address: str, path: str, updated: str, entries: Sequence[Entry]) -> bytes:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": address + PAGES,
        "feed_url": address + path,
        "language": "da",
        "items": [_item(address, entry) for entry in entries if entry["contentType"] != "tombstone"],
        "_referent": {
            "withdrawn": [
                {"id": f"urn:uuid:{entry['id']}", "date_withdrawn": entry["updateDate"]}
                for entry in entries
                if entry["contentType"] == "tombstone"
            ]
        },
    }
    return json.dumps(feed, ensure_ascii=False, separators=(",", ":")).encode()


def _item(address: str, entry: Entry) -> dict[str, Any]:
    body = entry["properties"]["body"]["name"]
    return {
        "id": f"urn:uuid:{entry['id']}",
        "url": address + entry["route"]["path"],
        "title": entry["name"],
        "content_text": _told(entry),
        "date_published": entry["createDate"],
        "date_modified": entry["updateDate"],
        "authors": [{"name": body}],
        "tags": [body],
    }


def _told(entry: Entry) -> str:
    return "\n".join(f"{item['number']}. {item['title']}" for item in entry["properties"]["items"])


def _reason(entry: Entry) -> str:
    return str(entry["properties"]["reason"] or "")


def _text(parent: Element, name: str, text: str, namespace: str = _ATOM) -> None:
    SubElement(parent, f"{{{namespace}}}{name}").text = printable(text)
