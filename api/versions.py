"""Optimistic locking over HTTP: a version goes out as ETag and comes back as If-Match."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Depends, Header

from api.problems import Problem


def etag(row_version: int) -> str:
    """The ETag of a row version."""
    return f'"{row_version}"'


async def _expected(
    if_match: Annotated[str | None, Header(description="ETag of what you read", examples=['"3"'])] = None,
) -> int:
    if if_match is None:
        raise Problem("version_missing", "the header If-Match is missing")
    found = re.fullmatch(r'"?([0-9]{1,9})"?', if_match.strip(), re.ASCII)
    if found is None:
        raise Problem("changed", "If-Match is not an ETag that this house gave out")
    return int(found.group(1))


ExpectedVersion = Annotated[int, Depends(_expected)]
"""The row version that the person read (from If-Match); 428 without it."""
