"""What every route needs: the settings, the database and the files of this house."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from api.limits import Limits
from api.provider import Provider
from workflow.files import Files
from workflow.settings import Settings
from workflow.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Opened once per process by `create_app`."""

    settings: Settings
    database: Database
    files: Files
    limits: Limits
    provider: Provider | None = None


async def _house(request: Request) -> House:
    house = request.app.state.house
    assert isinstance(house, House)
    return house


Here = Annotated[House, Depends(_house)]
"""The parameter type by which a route asks for the house."""
