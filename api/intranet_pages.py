"""The pages for people: an index with search, and one page per referat."""

from __future__ import annotations

import json
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, Response

from api.danish import FALLBACKS, GONE, GONE_TITLE, TITLES
from api.intranet_answers import Caching, of_the_shelf
from api.intranet_desk import Desk, Visit, desk_of
from api.intranet_documents import Answers, text_answers
from api.intranet_html import minutes_page, page, style
from api.intranet_minutes import MOST_SKIPPED, found_minutes
from api.intranet_search import look, shown
from api.problems import Problem
from workflow.published import reading, search
from workflow.published.reading import BodyCount, Order, Standing, Wanted
from workflow.published.search import Question

ROWS = 20
HTML = "text/html; charset=utf-8"
_PAGE: Answers = {
    404: {
        "description": "Nothing is published here.",
        "content": {"text/html": {"schema": {"type": "string"}}},
    },
    410: {"description": "It was withdrawn.", "content": {"text/html": {"schema": {"type": "string"}}}},
}

router = APIRouter(tags=["Pages"])


@router.get("/", responses=text_answers("text/html"), include_in_schema=False)
@router.get("/referater", responses=text_answers("text/html"))
def index(
    request: Request,
    typed: Annotated[str, Query(alias="q", max_length=search.LONGEST_QUERY)] = "",
    body: Annotated[str, Query(description="Only of the body with this id.")] = "",
    skip: Annotated[int, Query(ge=0, le=MOST_SKIPPED)] = 0,
) -> Response:
    """What was published last, or what a search finds."""
    desk = desk_of(request)
    typed = typed.strip()
    with desk.visit(request) as visit:
        caching = of_the_shelf(desk, request, visit)
        if unchanged := caching.not_modified():
            return unchanged
        chosen = visit.body(body) if body else None
        bodies = visit.scope if not body else frozenset({chosen.number} if chosen else ())
        rows = _found(desk, visit, typed, bodies, skip) if typed else _listed(desk, visit, bodies, skip)
        every = tuple(visit.bodies.values())
    return caching.answer(_index(rows, typed, chosen, every, skip), HTML)


@router.get("/referater/{minutes_id}", responses=text_answers("text/html", _PAGE))
def referat(request: Request, minutes_id: str) -> Response:
    """The standing version for people."""
    desk = desk_of(request)
    with desk.visit(request) as visit:
        try:
            standing = found_minutes(visit, minutes_id)
        except Problem as error:
            if error.kind != "not_found":
                raise
            return _notice(TITLES["not_found"], FALLBACKS["not_found"], 404)
        if not isinstance(standing, Standing):
            return _notice(GONE_TITLE, f"{GONE} {_reason(standing)}".strip(), 410)
        caching = Caching(desk, request, standing.digest, updated_at=standing.updated_at)
        if unchanged := caching.not_modified():
            return unchanged
        version = reading.version(visit.tx, minutes_id, standing.version)
    assert version is not None, "a standing version is there within one transaction"
    return caching.answer(minutes_page(version.json, desk.settings.intranet_address()), HTML)


@router.get("/style.css", include_in_schema=False)
def style_sheet() -> Response:
    """The style of the pages."""
    return Response(style(), media_type="text/css", headers={"Cache-Control": "public, max-age=3600"})


def _listed(desk: Desk, visit: Visit, bodies: reading.Scope, skip: int) -> dict[str, Any]:
    wanted = Wanted(bodies=bodies)
    found = reading.summaries(visit.tx, wanted, order=Order.DATE, descending=True, skip=skip, take=ROWS)
    total = desk.counts.get((visit.state, wanted), lambda: reading.count(visit.tx, wanted))
    return {"rows": [json.loads(one) for one in found], "total": total, "capped": False}


def _found(desk: Desk, visit: Visit, typed: str, bodies: reading.Scope, skip: int) -> dict[str, Any]:
    question = Question(terms=search.read_terms(typed), bodies=bodies)
    found = look(desk, visit, question)
    hits = search.hits(visit.tx, found.keys[skip : skip + ROWS].tolist())
    return {
        "rows": [shown(hit, question) for hit in hits],
        "total": len(found.keys),
        "capped": found.capped,
    }


def _index(
    rows: dict[str, Any], typed: str, body: BodyCount | None, bodies: tuple[BodyCount, ...], skip: int
) -> str:
    def address(at: int) -> str:
        said = {"q": typed, "body": body.slug if body else "", "skip": str(at) if at else ""}
        return urlencode({name: value for name, value in said.items() if value})

    return page(
        "index.html",
        root="",
        typed=typed,
        body=body,
        bodies=bodies,
        skip=skip,
        earlier=address(max(0, skip - ROWS)) if skip else None,
        later=address(skip + ROWS) if skip + ROWS < rows["total"] else None,
        **rows,
    )


def _reason(tombstone: dict[str, object]) -> str:
    properties = tombstone["properties"]
    assert isinstance(properties, dict)
    return str(properties["reason"] or "")


def _notice(heading: str, text: str, status: int) -> Response:
    made = page("notice.html", root="../", heading=heading, text=text)
    return HTMLResponse(made, status, headers={"Cache-Control": "no-cache"})
