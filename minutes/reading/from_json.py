"""Referent's own JSON: an agenda as data, or minutes as they were written (`minutes.rendering.as_json`)."""

from __future__ import annotations

import hashlib
import json

from minutes.agenda import Agenda, AgendaItem, Section
from minutes.codec import from_json
from minutes.errors import InputError
from minutes.reading.recommendation import read_recommendation
from minutes.rendering.as_json import SCHEMA, view_from_json
from minutes.rendering.view import ItemView, MinutesView, SectionView
from minutes.vocabulary import SectionKind


def agenda_from_json(text: str, content: bytes, *, where: str) -> Agenda:
    """The agenda of a JSON document, its beslutninger in it where it is a referat.

    A hand-written agenda may leave out `source_sha256`: it is its own source.

    Raises:
        InputError: not JSON, or JSON of another schema.
    """
    try:
        value = json.loads(text.removeprefix("\ufeff"))
    except ValueError as error:
        raise InputError(
            f"this is not valid JSON ({error})", where=where, remedy="Give the file as Referent wrote it"
        ) from error
    if isinstance(value, dict) and value.get("schema") == SCHEMA:
        return _of_minutes(view_from_json(content, where=where), content)
    if isinstance(value, dict) and "meeting" in value:
        value = {"source_sha256": hashlib.sha256(content).hexdigest()} | value
    return from_json(json.dumps(value), Agenda, where=where)


def _of_minutes(view: MinutesView, content: bytes) -> Agenda:
    return Agenda(
        meeting=view.meeting,
        items=tuple(_item(item) for item in view.items),
        source_sha256=hashlib.sha256(content).hexdigest(),
    )


def _item(item: ItemView) -> AgendaItem:
    return AgendaItem(
        id=item.id,
        number=item.number,
        label=None if item.label == str(item.number) else item.label,
        title=item.title,
        journal_number=item.journal_number,
        closed=item.closed,
        sections=tuple(_section(section) for section in item.sections),
    )


def _section(section: SectionView) -> Section:
    """The proposer is not in the document apart: it is read from the words, as everywhere."""
    named = section.kind is SectionKind.RECOMMENDATION
    return Section(
        kind=section.kind,
        heading_as_printed=section.heading,
        text=section.text,
        proposer=read_recommendation(section.text)[0] if named else None,
        clauses=section.clauses,
    )
