"""The demo meeting as a secretary finds it, people who correct it, and a worker that drafts anew."""

from __future__ import annotations

from summarise.formula_drafter import FormulaDrafter
from summarise.segment import segment
from tests.drafted import BODY, add_drafted, material
from workflow import redrafting
from workflow.access import Actor, Grant, Role
from workflow.approval import approve
from workflow.phases import JobState
from workflow.store import meetings, texts, work
from workflow.store.database import Database
from workflow.store.texts import StoredText


def actor(name: str, role: Role, *, closed: bool = True) -> Actor:
    return Actor(id=name.lower(), name=name, grants=(Grant(role=role, body=BODY, closed=closed),))


# The secretary sees closed items, the outsider does not.
SECRETARY = actor("Anne Friis", Role.SECRETARY)
OUTSIDER = actor("Ole Brink", Role.SECRETARY, closed=False)
APPROVER = actor("Karen Møller", Role.APPROVER)


def add_divided(database: Database) -> str:
    """The demo meeting, divided as the machine divides it."""
    meeting_id = add_drafted(database)
    with database.write() as tx:
        found = segment(material().agenda, material().transcript)
        work.save_segmentation(tx, meeting_id, found, fixed={}, author="referent")
    return meeting_id


def row_version(database: Database, meeting_id: str) -> int:
    with database.read() as tx:
        return meetings.get(tx, meeting_id).row_version


def approve_item(database: Database, meeting_id: str, item_id: str) -> None:
    with database.read() as tx:
        version = texts.item(tx, meeting_id, item_id).text_version
    approve(database, APPROVER, meeting_id, item_id, text_version=version)


def work_off(database: Database, meeting_id: str) -> list[str]:
    """What a worker does."""
    with database.read() as tx:
        wanted = redrafting.items_to_draft(tx, meeting_id)
    for item_id in wanted:
        with database.read() as tx:
            task = redrafting.task(tx, meeting_id, item_id)
        draft = FormulaDrafter().draft(task.case)
        with database.write() as tx:
            redrafting.keep(tx, meeting_id, draft, task)
    with database.write() as tx:
        meetings.change(tx, meeting_id, job=JobState.DONE)
    return list(wanted)


def current(database: Database, meeting_id: str, item_id: str) -> StoredText:
    with database.read() as tx:
        return texts.text(tx, meeting_id, item_id)
