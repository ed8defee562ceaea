"""The OpenAPI document: what the framework finds out by itself, plus problems, sign-in and permissions."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.problems import MEDIA_TYPE, ProblemDocument
from api.security import ANYONE_SIGNED_IN, COOKIE, CSRF_HEADER, PERMISSION_KEY, PUBLIC, SAFE_METHODS
from workflow.access import SCOPES

URL = "/api/v1/openapi.json"

_DESCRIPTION = """From a recorded meeting and its agenda to minutes that a person has approved.

Sign in at `POST /api/v1/session` (a cookie; send `csrf_token` as `X-CSRF-Token` with whatever changes
something), or send an API key as `Authorization: Bearer ref_…`. `x-permission` says what each route needs.
Every error is `application/problem+json` with a Danish sentence in `detail`. Lists come in pages: send
`next_cursor` back as `cursor`. What two people can change has an `ETag`: send it back as `If-Match`. A
creation that takes `Idempotency-Key` can be sent twice."""

_TAGS = (
    ("Sign-in", "Sessions, one-time links and the identity provider."),
    ("Meetings", "Create, start, follow and delete meetings."),
    ("Uploads", "Recordings and ready transcripts."),
    ("Items", "Texts, evidence and concerns of each item."),
    ("Corrections", "Names, speakers and boundaries."),
    ("Approval", "Items and minutes that a person stands by."),
    ("Exports", "Minutes as documents."),
    ("Publication", "What the public reads, and what stands in its way."),
    ("Webhooks", "Who is told of what becomes public."),
    ("Retention", "Legal hold, and what goes when its time is over."),
    ("People", "Who may sign in, and with which roles."),
    ("API keys", "Keys for programs."),
    ("Audit", "Who did what."),
    ("Health", "For those who watch the machine."),
)

_PROBLEM = {"$ref": "#/components/responses/Problem"}
_GENERATED = ("HTTPValidationError", "ValidationError")


def describe(app: FastAPI) -> None:
    """Give the app its document, made once when it is first asked for."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def _document(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title="Referent",
        version=app.version,
        summary="The staff API",
        description=_DESCRIPTION,
        license_info={"name": "MPL-2.0", "identifier": "MPL-2.0"},
        routes=app.routes,
    )
    used = set()
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _complete(operation, method.upper(), path)
            used.update(operation.get("tags", ()))
    document["tags"] = [{"name": name, "description": text} for name, text in _TAGS if name in used]
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in _GENERATED:
        schemas.pop(name, None)
    schema = ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(schema.pop("$defs"))
    schemas["ProblemDocument"] = schema
    components["responses"] = {"Problem": _problem_response()}
    components["securitySchemes"] = _security_schemes()
    return document


def _complete(operation: dict[str, Any], method: str, path: str) -> None:
    """Add to a route what every route has: its problems, and the ways to sign in for it."""
    permission = operation.get(PERMISSION_KEY, PUBLIC)
    statuses = {"422"} if "parameters" in operation or "requestBody" in operation else set()
    if permission != PUBLIC:
        statuses |= {"401", "403"}
    if "{" in path:
        statuses.add("404")
    if any(one["name"].lower() == "if-match" for one in operation.get("parameters", ())):
        statuses |= {"412", "428"}
    responses = operation.setdefault("responses", {})
    for status in sorted(statuses):
        if status not in responses or status == "422":
            responses[status] = _PROBLEM
    responses["default"] = _PROBLEM
    operation["security"] = _ways(permission, method)


def _ways(permission: str, method: str) -> list[dict[str, list[str]]]:
    if permission == PUBLIC:
        return []
    session: dict[str, list[str]] = {"session": []}
    if method not in SAFE_METHODS:
        session["csrf"] = []
    return [session, {"api_key": []}] if _keys_reach(permission) else [session]


def _keys_reach(permission: str) -> bool:
    return permission == ANYONE_SIGNED_IN or any(permission in allowed for allowed in SCOPES.values())


def _problem_response() -> dict[str, Any]:
    examples = {
        name: field.examples[0] for name, field in ProblemDocument.model_fields.items() if field.examples
    }
    schema = {"$ref": "#/components/schemas/ProblemDocument"}
    return {
        "description": "What went wrong, for people (`detail`) and programs (`type`)",
        "content": {MEDIA_TYPE: {"schema": schema, "example": examples}},
    }


def _security_schemes() -> dict[str, Any]:
    return {
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": COOKIE,
            "description": f"From signing in; over https its name is `__Host-{COOKIE}`",
        },
        "csrf": {
            "type": "apiKey",
            "in": "header",
            "name": CSRF_HEADER,
            "description": "From `GET /api/v1/session`; Origin or Referer must be this address too",
        },
        "api_key": {"type": "http", "scheme": "bearer", "bearerFormat": "ref_…"},
    }
