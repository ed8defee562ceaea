"""The record of decisions and minutes: a row that is not as it was written shows, and one that is gone."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from tests.drafted import BODY, ROOF, add_drafted
from workflow.access import Actor, Grant, Role
from workflow.approval import approve, approve_minutes
from workflow.review import look_over
from workflow.store import record, tables
from workflow.store.database import Database
from workflow.store.record import Damage

APPROVER = Actor(id="k", name="Karen Møller", grants=(Grant(role=Role.APPROVER, body=BODY, closed=True),))


@pytest.fixture
def approved(database: Database) -> str:
    """A meeting with approved minutes; gives its id."""
    meeting_id = add_drafted(database)
    for seen in look_over(database, APPROVER, meeting_id):
        approve(database, APPROVER, meeting_id, seen.item.id, text_version=1)
    approve_minutes(database, APPROVER, meeting_id)
    return meeting_id


def tamper(database: Database, statement: sa.sql.dml.UpdateBase) -> None:
    """Change the record as somebody would who holds the database file and first drops its triggers."""
    with database.write() as tx:
        on = "" if database.is_sqlite else f" ON {statement.table.name}"
        for act in ("update", "delete"):
            tx.exec_driver_sql(f"DROP TRIGGER {statement.table.name}_refuses_{act}{on}")
        tx.execute(statement)


def damage(database: Database) -> list[Damage]:
    with database.read() as tx:
        return list(record.damaged(tx))


def payload(database: Database, table: sa.Table) -> dict[str, object]:
    with database.read() as tx:
        return json.loads(tx.scalar(sa.select(table.c.payload).limit(1)))


def test_a_sound_record_has_no_damage(database, approved):
    assert damage(database) == []


@pytest.mark.parametrize("column", ["payload", "person_id", "text_version", "sha256"])
def test_a_changed_decision_shows(database, approved, column):
    values: dict[str, object] = {"person_id": "x", "text_version": 7, "sha256": "0" * 64}
    values["payload"] = json.dumps(payload(database, tables.decisions) | {"text": "Noget andet."})
    row = tables.decisions
    tamper(database, sa.update(row).where(row.c.item_id == ROOF).values(**{column: values[column]}))
    assert damage(database) == [Damage(table="decisions", meeting_id=approved, item_id=ROOF, version=1)]


def test_a_decision_changed_together_with_its_hash_shows_by_the_audit_log(database, approved):
    changed = json.dumps(payload(database, tables.decisions) | {"item_id": ROOF, "text": "Noget andet."})
    row = tables.decisions
    with database.read() as tx:
        stored = dict(tx.execute(sa.select(row).where(row.c.item_id == ROOF)).one()._mapping)
    del stored["sha256"]
    forged = record._hash(stored | {"payload": changed})
    tamper(database, sa.update(row).where(row.c.item_id == ROOF).values(payload=changed, sha256=forged))
    assert damage(database) == [Damage(table="decisions", meeting_id=approved, item_id=ROOF, version=1)]


def test_a_decision_that_is_gone_shows(database, approved):
    tamper(database, sa.delete(tables.decisions).where(tables.decisions.c.item_id == ROOF))
    assert damage(database) == [Damage(table="decisions", meeting_id=approved, item_id=ROOF, version=1)]


def test_changed_minutes_show(database, approved):
    changed = json.dumps(payload(database, tables.minutes) | {"version": 2})
    tamper(database, sa.update(tables.minutes).values(payload=changed))
    assert damage(database) == [Damage(table="minutes", meeting_id=approved, item_id=None, version=1)]


def test_the_layout_of_a_payload_is_no_damage(database, approved):
    tamper(database, sa.update(tables.minutes).values(payload=json.dumps(payload(database, tables.minutes))))
    assert damage(database) == []
