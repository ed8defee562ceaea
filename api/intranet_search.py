"""Search in published minutes."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.intranet_answers import of_the_shelf
from api.intranet_desk import Desk, Visit, desk_of
from api.intranet_documents import SearchPage, answers
from api.intranet_minutes import Skip, Take
from workflow.published import search
from workflow.published.search import Found, Hit, HitOrder, Question
from workflow.published.snippets import marked, snippet

router = APIRouter(tags=["Search"])

Typed = Annotated[
    str,
    Query(
        alias="q",
        max_length=search.LONGEST_QUERY,
        description='Words that must all be there, and "words in a row". Inflected forms and parts of '
        "compounds are found too; aa, ae, oe and å, æ, ø are the same.",
        examples=["budget", '"til efterretning" skole'],
    ),
]
Sort = Literal["relevance", "date:desc", "date:asc"]


@router.get("/v1/search", responses=answers(SearchPage))
def find(
    request: Request,
    typed: Typed,
    body: Annotated[str | None, Query(description="Only of the body with this id.")] = None,
    first_day: Annotated[
        date | None, Query(alias="from", description="Meetings on this day or later.")
    ] = None,
    last_day: Annotated[
        date | None, Query(alias="to", description="Meetings on this day or earlier.")
    ] = None,
    sort: Annotated[Sort, Query()] = "relevance",
    skip: Skip = 0,
    take: Take = 10,
) -> Response:
    """Items that hold the words, best first, with what shows it and how the hits divide."""
    terms = search.read_terms(typed)
    desk = desk_of(request)
    with desk.visit(request) as visit:
        bodies = visit.scope if body is None else _only(visit, body)
        caching = of_the_shelf(desk, request, visit)
        if unchanged := caching.not_modified():
            return unchanged
        order, _, way = sort.partition(":")
        question = Question(
            terms=terms,
            bodies=bodies,
            first_day=first_day,
            last_day=last_day,
            order=HitOrder(order),
            descending=way != "asc",
        )
        found = look(desk, visit, question)
        hits = search.hits(visit.tx, found.keys[skip : skip + take].tolist())
    return caching.answer(_page(visit, found, [shown(hit, question) for hit in hits]))


def look(desk: Desk, visit: Visit, question: Question) -> Found:
    """The hits of a question; those that were asked for last are remembered."""
    return desk.found.get((visit.state, question), lambda: search.find(visit.tx, desk.shelf.index, question))


def shown(hit: Hit, question: Question) -> dict[str, Any]:
    """A hit with its words marked."""
    document: dict[str, Any] = json.loads(hit.json)
    document["properties"] |= {
        "title": marked(document["name"], question.terms),
        "snippet": snippet(hit.text, question.terms),
    }
    return document


def _only(visit: Visit, slug: str) -> frozenset[int]:
    body = visit.body(slug)
    return frozenset({body.number} if body is not None else ())


def _page(visit: Visit, found: Found, items: list[dict[str, Any]]) -> str:
    by_number = {body.number: body for body in visit.bodies.values()}
    facets = {
        "bodies": [
            {"id": by_number[number].slug, "name": by_number[number].name, "count": count}
            for number, count in sorted(found.by_body.items(), key=lambda pair: (-pair[1], pair[0]))
            if number in by_number
        ],
        "years": [
            {"year": year, "count": count} for year, count in sorted(found.by_year.items(), reverse=True)
        ],
    }
    return json.dumps(
        {
            "total": len(found.keys),
            "totalIsExact": not found.capped,
            "items": items,
            "facets": facets,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )
