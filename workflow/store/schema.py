"""The shape of the tables: made whole in a new database, brought forward step by step in an older one."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from minutes.errors import StateError
from workflow.store.tables import IMMUTABLE, metadata

MIGRATIONS = Path(__file__).with_name("migrations")
_LOCK = 7_265_666_573


class Standing(StrEnum):
    """How the database stands to this version of Referent."""

    EMPTY = "empty"
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"


def standing(tx: Connection) -> Standing:
    """How the database stands; changes nothing."""
    revision = _revision(tx)
    if revision is None:  # without a revision, but with tables: made before there were any
        return Standing.OLDER if sa.inspect(tx).has_table(IMMUTABLE[0].name) else Standing.EMPTY
    if revision == _head(MIGRATIONS):
        return Standing.CURRENT
    return Standing.OLDER if revision in _known(MIGRATIONS) else Standing.NEWER


def lacking(tx: Connection) -> frozenset[str]:
    """The tables, and the columns of others, that this version needs and that the database has not."""
    inspector = sa.inspect(tx)
    there = set(inspector.get_table_names())
    absent = set(metadata.tables) - there
    for name in set(metadata.tables) - absent:
        columns = {column["name"] for column in inspector.get_columns(name)}
        absent |= {f"{name}.{column}" for column in set(metadata.tables[name].columns.keys()) - columns}
    return frozenset(absent)


def bring_up_to_date(tx: Connection) -> None:
    """Give the database the tables and triggers of this version, whole or not at all.

    Raises:
        StateError: it is of a newer version, or of one so old that no step begins there.
    """
    if tx.dialect.name == "postgresql":  # SQLite has one writer; here two processes may start at once
        tx.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    found = standing(tx)
    if found is Standing.NEWER:
        raise too_new(tx)
    if found is Standing.EMPTY:
        metadata.create_all(tx)
        command.stamp(_config(tx), "head")
    elif found is Standing.OLDER:
        command.upgrade(_config(tx), "head")
        _require_whole(tx)
    for statement in _guards(is_sqlite=tx.dialect.name == "sqlite"):
        tx.exec_driver_sql(statement)


def too_new(tx: Connection) -> StateError:
    """Why this version of Referent leaves the database alone."""
    return StateError(
        f"a newer version of Referent made the database (revision {_revision(tx)})",
        where=tx.engine.url.render_as_string(hide_password=True),
        remedy="Install that version again, or restore a backup that this one wrote; nothing was changed",
    )


def _require_whole(tx: Connection) -> None:
    absent = lacking(tx)
    broken = tx.exec_driver_sql("PRAGMA foreign_key_check").first() if tx.dialect.name == "sqlite" else None
    if absent or broken:
        raise StateError(
            f"the database cannot be brought up to date ({', '.join(sorted(absent)) or 'keys'} missing)",
            where=tx.engine.url.render_as_string(hide_password=True),
            remedy="Start the version that made it, and begin a new house with this one; nothing was changed",
        )


def _revision(tx: Connection) -> str | None:
    return MigrationContext.configure(tx).get_current_revision()


@cache
def _head(folder: Path) -> str | None:
    return ScriptDirectory(str(folder)).get_current_head()


@cache
def _known(folder: Path) -> frozenset[str]:
    return frozenset(step.revision for step in ScriptDirectory(str(folder)).walk_revisions())


def _config(tx: Connection) -> Config:
    config = Config(attributes={"connection": tx})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def _guards(*, is_sqlite: bool) -> Iterator[str]:
    """Triggers that refuse to change or delete the record."""
    if not is_sqlite:
        yield (
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '%% is never changed', TG_TABLE_NAME; END $$"
        )
    for table in IMMUTABLE:
        for act in ("UPDATE", "DELETE"):
            name = f"{table.name}_refuses_{act.lower()}"
            if is_sqlite:
                yield (
                    f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {act} ON {table.name} "
                    f"BEGIN SELECT RAISE(ABORT, '{table.name} is never changed'); END"
                )
            else:
                yield (
                    f"CREATE OR REPLACE TRIGGER {name} BEFORE {act} ON {table.name} "
                    "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
                )
