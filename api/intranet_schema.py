"""The OpenAPI document of the intranet app."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.intranet_answers import GoneDocument
from api.intranet_desk import KEY_HEADER
from api.problems import ProblemDocument

URL = "/v1/openapi.json"
_GENERATED = ("HTTPValidationError", "ValidationError")

_DESCRIPTION = """Published minutes, and nothing else, in the shape of Umbraco's Content Delivery API.

`filter` can come several times, and all must hold: `body:<id>`, `date>:2026-01-01` (also `>`, `<`, `<:`,
`:`), `kle:00`, `kle:00.01`, `kle:00.01.00`, `journalNumber:<as printed>`. `sort` is one of `date`, `name`,
`createDate`, `updateDate`, with `:asc` or `:desc`.

To keep a copy, ask for `updatedSince=<the last updateDate that you saw>&includeWithdrawn=true&take=100`
until `items` is empty. Every answer has an `ETag`: send it back as `If-None-Match`. Withdrawn minutes answer
410 with their tombstone. Every error is `application/problem+json` with a Danish sentence in `detail`."""

_SECURITY = {
    "api_key": {"type": "apiKey", "in": "header", "name": KEY_HEADER},
    "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "ref_…"},
}
"""How a key is sent, where the house asks for one."""

_TAGS = (
    ("Minutes", "Standing minutes and their versions."),
    ("Items", "Single items."),
    ("Bodies", "Who publishes."),
    ("Search", "Danish full-text search."),
    ("Feeds", "Atom, JSON Feed and iCalendar."),
    ("Pages", "For people."),
)


def describe(app: FastAPI) -> None:
    """Make `app` answer for its document with ours."""
    made: dict[str, Any] = {}

    def document() -> dict[str, Any]:
        if not made:
            made.update(_document(app))
        return made

    app.openapi = document  # type: ignore[method-assign]


def _document(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=app.title,
        version=app.version,
        description=_DESCRIPTION,
        routes=app.routes,
        tags=[{"name": name, "description": says} for name, says in _TAGS],
    )
    # Written here: `Desk.visit` reads the headers, and a dependency of the framework's would do so once more.
    document["components"]["securitySchemes"] = _SECURITY
    document["security"] = [{}, *({name: []} for name in _SECURITY)]
    schemas = document["components"]["schemas"]
    for name in _GENERATED:
        schemas.pop(name, None)
    for model in (ProblemDocument, GoneDocument):
        made = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= made.pop("$defs", {}) | {model.__name__: made}
    return document
