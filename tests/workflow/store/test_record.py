"""The record: nothing in it can be changed or deleted, and a gap in the audit log shows."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from workflow.store import audit, tables
from workflow.store.database import Database


def recorded(database: Database, count: int) -> None:
    for number in range(count):
        with database.write() as tx:
            audit.record(tx, actor="p1", action="meeting.read", meeting_id="m1", detail={"number": number})


@pytest.mark.parametrize("table", tables.IMMUTABLE, ids=lambda table: table.name)
@pytest.mark.parametrize("act", [sa.update, sa.delete], ids=["update", "delete"])
def test_the_database_itself_refuses_to_touch_the_record(database, table, act):
    with database.write() as tx:
        tx.execute(sa.insert(tables.meetings).values(_a_meeting()))
        tx.execute(sa.insert(table).values(_a_row(table)))
    statement = act(table)
    if act is sa.update:
        statement = statement.values({list(table.c)[-1].name: list(table.c)[-1]})
    with pytest.raises(sa.exc.DBAPIError, match="never changed"), database.write() as tx:
        tx.execute(statement)
    with database.read() as tx:
        assert tx.scalar(sa.select(sa.func.count()).select_from(table)) == 1


def test_a_sound_audit_log_has_nothing_broken(database):
    recorded(database, 5)
    with database.read() as tx:
        assert list(audit.broken(tx)) == []
        assert [row.number for row in audit.rows(tx, after=2)] == [3, 4, 5]


@pytest.mark.parametrize("damage", ["detail", "gap"])
def test_a_row_changed_or_removed_behind_our_back_shows(database, damage):
    recorded(database, 5)
    with database.write() as tx:
        _drop_guards(tx)
        if damage == "detail":
            tx.execute(sa.update(tables.audit).where(tables.audit.c.number == 3).values(detail={"number": 9}))
        else:
            tx.execute(sa.delete(tables.audit).where(tables.audit.c.number == 3))
    with database.read() as tx:
        assert next(audit.broken(tx)) == (3 if damage == "detail" else 4)


def _drop_guards(tx: sa.Connection) -> None:
    on = "" if tx.dialect.name == "sqlite" else " ON audit"
    for act in ("update", "delete"):
        tx.exec_driver_sql(f"DROP TRIGGER audit_refuses_{act}{on}")


def _a_meeting() -> dict[str, object]:
    at = datetime.now(UTC)
    return {
        "id": "m1", "body": "Udvalget", "agenda": "{}", "agenda_file_id": "f", "legal_basis": "x",
        "participants_informed_by": "p", "participants_informed_at": at, "phase": "received", "job": "idle",
        "revision": 0, "priority": 5, "fraction": 0.0, "warnings": [], "row_version": 1, "legal_hold": False,
        "created_by": "p", "created_at": at, "updated_at": at,
    }  # fmt: skip


def _a_row(table: sa.Table) -> dict[str, object]:
    known: dict[str, object] = {"meeting_id": "m1", "detail": {}}
    by_type = {sa.Integer: 1, sa.Text: "x", sa.String: "x", tables.UtcTime: datetime.now(UTC)}
    return {
        column.name: known.get(column.name, by_type.get(type(column.type)))
        for column in table.c
        if column.name in known or not column.nullable
    }
