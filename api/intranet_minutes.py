"""Minutes, items and bodies in the shape of Umbraco's Content Delivery API, and minutes as documents."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from api import intranet_query
from api.intranet_answers import JSON, Caching, gone, of_the_shelf
from api.intranet_desk import Desk, Visit, desk_of
from api.intranet_documents import (
    GONE,
    MINUTES_FIELDS,
    NOT_ACCEPTABLE,
    NOT_FOUND,
    BodiesPage,
    ItemContent,
    MinutesContent,
    MinutesPage,
    answers,
)
from api.intranet_formats import FORMATS, Format, asked_for, rendered
from api.problems import Problem
from workflow.published import reading
from workflow.published.documents import PAGES
from workflow.published.reading import Standing

MOST_TAKEN = 100
MOST_SKIPPED = 1_000_000
Skip = Annotated[int, Query(ge=0, le=MOST_SKIPPED, description="How many to leave out first.")]
Take = Annotated[int, Query(ge=1, le=MOST_TAKEN, description="How many to give at most.")]
Id = Annotated[str, Path(description="The id of the minutes, which is that of the meeting.")]
Fields = Annotated[
    str | None,
    Query(description="`properties[name,…]`; without it all of them.", examples=["properties[body]"]),
]
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")

router = APIRouter(tags=["Minutes"])


@router.get("/v1/minutes", responses=answers(MinutesPage))
def list_minutes(
    request: Request,
    skip: Skip = 0,
    take: Take = 10,
    filter: Annotated[
        list[str] | None,
        Query(description="See the top of the document.", examples=[["kle:00.01", "date>:2026-01-01"]]),
    ] = None,
    sort: Annotated[str | None, Query(examples=["date:desc"])] = None,
    fields: Fields = None,
    updated_since: Annotated[
        str | None,
        Query(alias="updatedSince", description="Only what changed after this moment, first changed first."),
    ] = None,
    include_withdrawn: Annotated[
        bool, Query(alias="includeWithdrawn", description="Tombstones of withdrawn minutes too.")
    ] = False,
) -> Response:
    """Published minutes, a page at a time."""
    filters = intranet_query.read_filters(filter or ())
    names = intranet_query.read_fields(fields, MINUTES_FIELDS)
    sorting = intranet_query.read_sorting(sort, updates=updated_since is not None)
    wanted = replace(
        filters.wanted,
        updated_since=intranet_query.read_moment(updated_since) if updated_since is not None else "",
        tombstones=include_withdrawn,
    )
    desk = desk_of(request)
    with desk.visit(request) as visit:
        wanted = replace(wanted, bodies=_bodies(visit, filters.bodies))
        caching = of_the_shelf(desk, request, visit)
        if unchanged := caching.not_modified():
            return unchanged
        total = desk.counts.get((visit.state, wanted), lambda: reading.count(visit.tx, wanted))
        found = reading.summaries(
            visit.tx, wanted, order=sorting.order, descending=sorting.descending, skip=skip, take=take
        )
    if names is not None:
        found = [_written(intranet_query.only(json.loads(one), names)) for one in found]
    return caching.answer(f'{{"total":{total},"items":[{",".join(found)}]}}')


@router.get(
    "/v1/minutes/{minutes_id}.{suffix}", responses=answers(MinutesContent, NOT_FOUND, GONE, documents=True)
)
def minutes_as(
    request: Request, minutes_id: Id, suffix: Literal["json", "html", "txt", "docx", "pdf"]
) -> Response:
    """The standing version as JSON, as a fragment of HTML, as text, Word or PDF."""
    return _standing(request, minutes_id, FORMATS[suffix], None)


@router.get(
    "/v1/minutes/{minutes_id}",
    responses=answers(MinutesContent, NOT_FOUND, GONE, NOT_ACCEPTABLE, documents=True),
)
def minutes_by_id(request: Request, minutes_id: Id, fields: Fields = None) -> Response:
    """The standing version: as JSON, or in the format that `Accept` names."""
    names = intranet_query.read_fields(fields, MINUTES_FIELDS)
    return _standing(request, minutes_id, asked_for(request.headers.get("accept", "")), names)


@router.get("/v1/minutes/{minutes_id}/versions/{number}", responses=answers(MinutesContent, NOT_FOUND, GONE))
def minutes_version(
    request: Request, minutes_id: Id, number: Annotated[int, Path(ge=1, le=1_000_000)]
) -> Response:
    """One version, standing or corrected since; `Link` names the newer ones."""
    desk = desk_of(request)
    with desk.visit(request) as visit:
        standing = _found(visit, minutes_id)
        if isinstance(standing, Response):
            return standing
        version = reading.version(visit.tx, minutes_id, number)
        if version is None:
            raise not_found()
        caching = Caching(desk, request, version.digest, updated_at=version.updated_at)
        headers = _links(minutes_id, reading.versions(visit.tx, minutes_id), number, standing.version)
    return caching.not_modified(headers) or caching.answer(version.json, headers=headers)


@router.get("/v1/items/{item_id}", responses=answers(ItemContent, NOT_FOUND), tags=["Items"])
def item_by_id(
    request: Request, item_id: Annotated[str, Path(description="The id of an item of standing minutes.")]
) -> Response:
    """An item that is not closed."""
    desk = desk_of(request)
    with desk.visit(request) as visit:
        item = reading.item(visit.tx, item_id, visit.scope) if _ID.fullmatch(item_id) else None
    if item is None:
        raise not_found()
    caching = Caching(desk, request, item.digest, updated_at=item.updated_at)
    return caching.not_modified() or caching.answer(item.json)


@router.get("/v1/bodies", responses=answers(BodiesPage), tags=["Bodies"])
def list_bodies(request: Request) -> Response:
    """The bodies that have published minutes."""
    desk = desk_of(request)
    with desk.visit(request) as visit:
        caching = of_the_shelf(desk, request, visit)
        if unchanged := caching.not_modified():
            return unchanged
        items = [
            {
                "id": body.slug,
                "contentType": "body",
                "name": body.name,
                "createDate": body.created_at,
                "updateDate": body.updated_at,
                "route": {"path": f"{PAGES}?body={body.slug}"},
                "properties": {"minutes": body.count},
            }
            for body in visit.bodies.values()
        ]
    return caching.answer(_written({"total": len(items), "items": items}))


def not_found() -> Problem:
    """The one answer to every address under which nothing is published, whatever else there may be."""
    return Problem("not_found", "nothing is published under this address")


def found_minutes(visit: Visit, minutes_id: str) -> Standing | dict[str, object]:
    """The standing version of minutes, or the tombstone of withdrawn ones.

    Raises:
        Problem: neither is there for this reader.
    """
    if _ID.fullmatch(minutes_id):
        standing = reading.standing(visit.tx, minutes_id, visit.scope)
        if standing is not None:
            return standing
        tombstone = reading.tombstone(visit.tx, minutes_id, visit.scope)
        if tombstone is not None:
            return dict(json.loads(tombstone))
    raise not_found()


def _found(visit: Visit, minutes_id: str) -> Standing | Response:
    found = found_minutes(visit, minutes_id)
    return found if isinstance(found, Standing) else gone(found)


def _standing(request: Request, minutes_id: str, format: Format, names: frozenset[str] | None) -> Response:
    desk = desk_of(request)
    with desk.visit(request) as visit:
        standing = _found(visit, minutes_id)
        if isinstance(standing, Response):
            return standing
        caching = Caching(desk, request, standing.digest, format.media_type, updated_at=standing.updated_at)
        if unchanged := caching.not_modified():
            return unchanged
        if format.media_type != JSON:
            return caching.answer(_document(desk, visit, minutes_id, standing, format), format.content_type)
        version = reading.version(visit.tx, minutes_id, standing.version)
    if version is None:
        raise not_found()
    shown = version.json if names is None else _written(intranet_query.only(json.loads(version.json), names))
    return caching.answer(shown)


def _document(desk: Desk, visit: Visit, minutes_id: str, standing: Standing, format: Format) -> bytes:
    def render() -> bytes:
        return rendered(visit.tx, minutes_id, standing.version, format, desk.settings)

    return desk.renderings.get((standing.digest, format.media_type), render)


def _bodies(visit: Visit, slugs: tuple[str, ...]) -> reading.Scope:
    """The bodies to look in: those of the reader, or the one that the filters name."""
    if not slugs:
        return visit.scope
    named = {visit.body(slug) for slug in slugs}
    only = next(iter(named)) if len(named) == 1 else None
    return frozenset({only.number} if only is not None else ())


def _links(minutes_id: str, versions: tuple[int, ...], number: int, latest: int) -> dict[str, str]:
    newer = [version for version in versions if version > number]
    links = [f'</v1/minutes/{minutes_id}>; rel="latest-version"']
    if newer and number != latest:
        links.append(f'</v1/minutes/{minutes_id}/versions/{newer[0]}>; rel="successor-version"')
    older = [version for version in versions if version < number]
    if older:
        links.append(f'</v1/minutes/{minutes_id}/versions/{older[-1]}>; rel="predecessor-version"')
    return {"Link": ", ".join(links)}


def _written(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
