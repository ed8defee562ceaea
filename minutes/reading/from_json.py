"""Referent's own Agenda JSON."""

from __future__ import annotations

import hashlib
import json

from minutes.agenda import Agenda
from minutes.codec import from_json
from minutes.errors import InputError


def agenda_from_json(text: str, content: bytes, *, where: str) -> Agenda:
    """The agenda of a JSON document. A hand-written one may leave out `source_sha256`: it is its own source.

    Raises:
        InputError: not JSON, or JSON of another schema.
    """
    try:
        value = json.loads(text.removeprefix("\ufeff"))
    except ValueError as error:
        raise InputError(
            f"this is not valid JSON ({error})", where=where, remedy="Give the file as Referent wrote it"
        ) from error
    if isinstance(value, dict) and "meeting" in value:
        value = {"source_sha256": hashlib.sha256(content).hexdigest()} | value
    return from_json(json.dumps(value), Agenda, where=where)
