"""The intranet app: published minutes, and nothing else. It opens the shelf and no other database.

An import contract (`pyproject.toml`) keeps the store, the review and the drafts out of everything it loads.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from starlette.middleware.cors import CORSMiddleware

from api import (
    feeds,
    intranet_calendar,
    intranet_minutes,
    intranet_pages,
    intranet_schema,
    intranet_search,
    logs,
)
from api.intranet_desk import Desk
from api.intranet_door import Door
from api.logs import RequestLog
from api.problems import add_problems
from workflow.published.shelf import Shelf
from workflow.settings import Settings


def create_intranet_app(settings: Settings) -> FastAPI:
    """The app for those who read what is published. It only reads.

    Raises:
        UnavailableError: the shelf cannot be reached, or has no tables and this role may not make them.
    """
    shelf = Shelf(settings.published())
    shelf.migrate()
    app = FastAPI(
        title="Referent: published minutes",
        version="1",
        lifespan=_lifespan,
        openapi_url=intranet_schema.URL,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.desk = Desk(settings, shelf)
    intranet_schema.describe(app)
    add_problems(app, noticed=_noticed)
    for room in (intranet_minutes, intranet_search, feeds, intranet_calendar, intranet_pages):
        app.include_router(room.router)
    # The last one added is the outermost.
    app.add_middleware(Door, origins=settings.intranet_origins)
    if settings.intranet_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(settings.intranet_origins),
            allow_methods=["GET", "HEAD"],
            allow_headers=["Api-Key", "Authorization", "If-None-Match"],
            expose_headers=["ETag", "Link", "Last-Modified"],
        )
    app.add_middleware(RequestLog)
    return app


def _noticed(request: Request, error: Exception, kind: str) -> None:
    """Refusals are told by their status in the request log; there is nobody to account for."""


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    logs.configure()
    yield
    app.state.desk.shelf.close()
