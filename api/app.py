"""The staff app: opens the house, puts the routes together, and lets nothing in or out unchecked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI, Request

from api.house import House
from api.limits import Limits
from api.problems import add_problems
from workflow.files import Files
from workflow.settings import Settings
from workflow.store.database import Database

JSON_MAX_BYTES = 1_000_000
"""The largest body of a request that is not an upload."""


def routers() -> tuple[APIRouter, ...]:
    """Every room's routes."""
    return ()


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
    )
    house.database.migrate()
    app = FastAPI(title="Referent", version="1", lifespan=_lifespan, docs_url=None, redoc_url=None)
    app.state.house = house
    add_problems(app, noticed=_noticed)
    for router in routers():
        app.include_router(router, max_body_size=JSON_MAX_BYTES)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.house.database.close()


def _noticed(request: Request, error: Exception, kind: str) -> None:
    """Nothing yet."""
