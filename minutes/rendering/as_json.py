"""Minutes as JSON: the view itself under the name of its schema, `minutes.schema.json`.

Evidence and checks are in it only where the view is the internal edition. This is the document of the
referat; the agenda as data is `minutes.codec`'s.
"""

from __future__ import annotations

import json
from typing import Any

from minutes.codec import from_json, json_schema, to_plain
from minutes.errors import InputError
from minutes.rendering.look import PLAIN, Look
from minutes.rendering.view import MinutesView

SCHEMA = "referent-minutes-1"


def as_json(view: MinutesView, look: Look = PLAIN) -> bytes:
    """The document as UTF-8 JSON, which no look changes."""
    plain = {"schema": SCHEMA, "title": view.title, "mark": view.mark} | to_plain(view, MinutesView)
    return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode()


def view_from_json(content: bytes, *, where: str) -> MinutesView:
    """The view that `as_json` wrote.

    Raises:
        InputError: not JSON, or JSON of another schema.
    """
    try:
        value = json.loads(content)
    except ValueError as error:
        raise InputError(
            f"this is not valid JSON ({error})", where=where, remedy="Give the file as Referent wrote it"
        ) from error
    if not isinstance(value, dict) or value.get("schema") != SCHEMA:
        raise InputError(
            f"these are not minutes of schema {SCHEMA}", where=where, remedy="Give minutes rendered as .json"
        )
    view = {key: part for key, part in value.items() if key not in ("schema", "title", "mark")}
    return from_json(json.dumps(view), MinutesView, where=where)


def schema() -> dict[str, Any]:
    """The JSON Schema of what `as_json` writes, made from the types."""
    made = json_schema(MinutesView)
    added = {
        "schema": {"const": SCHEMA},
        "title": {"type": "string", "description": "The title line as printed."},
        "mark": {"type": ["string", "null"], "description": "UDKAST until approved."},
    }
    made["properties"] = added | made["properties"]
    made["required"] = [*added, *made["required"]]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | made
