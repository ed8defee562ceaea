"""Any agenda file to an `Agenda`: the reader is picked by what the file holds, not by its name."""

from __future__ import annotations

import hashlib
from pathlib import Path

from minutes.agenda import Agenda
from minutes.errors import InputError
from minutes.reading.from_text import decode, lines_of_text
from minutes.reading.parse import parse


def read_agenda(path: Path) -> Agenda:
    """The agenda that a file holds.

    Raises:
        InputError: the file cannot be read, is of no kind that we read, or holds no items.
    """
    content = path.read_bytes()
    lines = lines_of_text(decode(content, where=str(path)))
    agenda = parse(lines, source_sha256=hashlib.sha256(content).hexdigest()).agenda
    if not agenda.items:
        raise InputError(
            "no agenda items were found in it",
            where=str(path),
            remedy='Check that this is the agenda; items begin with "Punkt 1: …" or "1. …"',
        )
    return agenda
