"""The staff app: opens the house, puts the routes together, and lets nothing in or out unchecked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI

from api import (
    approvals,
    audit,
    corrections,
    exports,
    health,
    holding,
    items,
    keys,
    logs,
    meetings,
    oidc,
    people,
    progress,
    public_wording,
    publishing,
    recordings,
    schema,
    sessions,
    talk,
    uploads,
    webhooks,
)
from api.denials import Denials
from api.guard import Guard
from api.house import House
from api.idempotency import Once, Replay, replayed
from api.limits import Limits
from api.logs import RequestLog
from api.pages import assets, branding, meeting_list, new_meeting, review, signing_in
from api.pages import meeting as meeting_page
from api.pages import talk as talk_pages
from api.pages.shell import readable
from api.problems import add_problems
from api.provider import Provider
from workflow.files import Files
from workflow.settings import Settings
from workflow.store.database import Database

JSON_MAX_BYTES = 1_000_000
"""The largest body of a request that is not an upload."""


def routers(settings: Settings) -> Iterator[tuple[APIRouter, int]]:
    """Every room's routes, and how many bytes a body sent to them may have."""
    for room in (approvals, audit, corrections, exports, health, holding, items, keys, oidc, people):
        yield room.router, JSON_MAX_BYTES
    for room in (progress, public_wording, publishing, recordings, sessions, talk, webhooks):
        yield room.router, JSON_MAX_BYTES
    for pages in (assets, branding, meeting_list, signing_in, review, talk_pages):
        yield pages.router, JSON_MAX_BYTES
    for room_of_agendas in (meetings, new_meeting):
        yield room_of_agendas.router, settings.agenda_max_bytes + JSON_MAX_BYTES
    yield meeting_page.router, JSON_MAX_BYTES  # after /moeder/nyt, which it would take for a meeting
    yield uploads.router, settings.upload_max_bytes


def create_app(settings: Settings) -> FastAPI:
    """The app for the staff of a municipality. Creates the data folder and the database where needed.

    Raises:
        UnavailableError: the database cannot be reached.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    house = House(
        settings=settings,
        database=Database(settings.database()),
        files=Files(settings.data_dir / "files"),
        limits=Limits(),
        provider=Provider(settings) if settings.oidc_issuer and settings.oidc_client_id else None,
    )
    house.database.migrate()
    app = FastAPI(
        title="Referent",
        version="1",
        lifespan=_lifespan,
        openapi_url=schema.URL,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.house = house
    schema.describe(app)
    add_problems(app, noticed=Denials(house.limits).notice, seen=readable)
    app.add_exception_handler(Replay, replayed)
    for router, max_bytes in routers(settings):
        app.include_router(router, max_body_size=max_bytes)
    # The last one added is the outermost.
    app.add_middleware(Once, database=house.database)
    health.measure(app, house)
    app.add_middleware(Guard, settings=settings)
    app.add_middleware(RequestLog)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    logs.configure()
    yield
    app.state.house.database.close()
