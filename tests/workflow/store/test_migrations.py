"""Older databases are brought up to date with all that they hold; newer ones are left alone."""

import shutil

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from click.testing import CliRunner
from sqlalchemy.exc import DatabaseError

from api.cli import cli
from minutes.errors import StateError
from tests.drafted import add_drafted
from tests.workflow.test_review import APPROVER, approve_all
from workflow.approval import approve_minutes
from workflow.doctor import Level, examine
from workflow.settings import Settings
from workflow.store import dump, schema, tables
from workflow.store.database import Database
from workflow.store.schema import Standing, standing

NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = "{before}"


def upgrade():
    op.create_table("rooms", sa.Column("id", sa.Integer, primary_key=True))
    for name in ("meetings", "decisions"):
        with op.batch_alter_table(name, recreate="auto") as table:
            table.add_column(sa.Column("room", sa.Text))
            table.alter_column("{changed}", nullable=True, existing_type=sa.DateTime(timezone=True))
"""
"""Makes two tables anew on SQLite: one that most others point to, and one that may never be changed."""


@pytest.fixture
def bare(database_url):
    """A database without tables."""
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def with_next_step(tmp_path, monkeypatch):
    """The steps as they are, and one more."""

    def add(changed="created_at"):
        folder = tmp_path / "migrations"
        shutil.copytree(schema.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        before = schema._head(folder)
        (folder / "versions" / "next.py").write_text(NEXT.format(before=before, changed=changed))
        schema._head.cache_clear()
        monkeypatch.setattr(schema, "MIGRATIONS", folder)

    return add


def as_made_before_steps_were_counted(database):
    with database.write() as tx:
        tx.exec_driver_sql("DROP TABLE alembic_version")


def triggers(database):
    query = (
        "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
        if database.is_sqlite
        else "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
    )
    with database.read() as tx:
        return {tuple(row) for row in tx.exec_driver_sql(query)}


def contents(database):
    with database.read() as tx:
        return {name: list(dump.lines(tx, name)) for name in dump.TABLES}


def approved(database):
    """A house with decisions and minutes in it."""
    meeting_id = add_drafted(database)
    approve_all(database, meeting_id)
    approve_minutes(database, APPROVER, meeting_id)
    return contents(database)


def refuses_change(database):
    for table in tables.IMMUTABLE:
        for statement in (sa.delete(table), sa.update(table).values({table.columns[0]: table.columns[0]})):
            with pytest.raises(DatabaseError, match="never changed"), database.write() as tx:
                tx.execute(statement)


def test_the_steps_end_where_the_tables_are(bare):
    with bare.write() as tx:
        command.upgrade(schema._config(tx), "head")
    bare.migrate()
    with bare.read() as tx:
        options = {"compare_type": True, "compare_server_default": True}
        assert compare_metadata(MigrationContext.configure(tx, opts=options), tables.metadata) == []
        assert standing(tx) is Standing.CURRENT
    assert len(triggers(bare)) == 2 * len(tables.IMMUTABLE)
    approved(bare)
    refuses_change(bare)


def test_a_new_database_is_whole_at_once_and_stays_as_it_is(bare):
    with bare.read() as tx:
        assert standing(tx) is Standing.EMPTY
    bare.migrate()
    with bare.read() as tx:
        assert standing(tx) is Standing.CURRENT
    held, guarded = approved(bare), triggers(bare)
    bare.migrate()
    assert (contents(bare), triggers(bare)) == (held, guarded)


def test_a_database_from_before_the_steps_is_completed_and_counted(database):
    held = approved(database)
    as_made_before_steps_were_counted(database)
    with database.write() as tx:
        tx.exec_driver_sql("DROP TABLE workers")
    with database.read() as tx:
        assert standing(tx) is Standing.OLDER
    database.migrate()
    assert contents(database) == held
    with database.read() as tx:
        assert standing(tx) is Standing.CURRENT


def test_a_database_from_before_the_steps_that_lacks_a_column_is_left_alone(database):
    as_made_before_steps_were_counted(database)
    with database.write() as tx:
        tx.exec_driver_sql("ALTER TABLE items DROP COLUMN talk_changed_at")
    with pytest.raises(StateError, match=r"items\.talk_changed_at"):
        database.migrate()
    with database.read() as tx:
        assert not sa.inspect(tx).has_table("alembic_version")


def test_all_that_an_older_database_holds_survives_the_next_step_and_stays_guarded(database, with_next_step):
    held, guarded = approved(database), triggers(database)
    with_next_step()
    with database.read() as tx:
        assert standing(tx) is Standing.OLDER
    database.migrate()
    assert (contents(database), triggers(database)) == (held, guarded)
    with database.read() as tx:
        assert standing(tx) is Standing.CURRENT
        assert {"rooms"} <= set(sa.inspect(tx).get_table_names())
        columns = {column["name"]: column["type"] for column in sa.inspect(tx).get_columns("meetings")}
        assert "room" in columns
        if database.is_sqlite:
            assert tx.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    refuses_change(database)


def test_a_step_that_fails_leaves_all_as_it_was(database, with_next_step):
    held = approved(database)
    with_next_step(changed="no_such_column")
    with pytest.raises(Exception, match="no_such_column"):
        database.migrate()
    with database.read() as tx:
        assert standing(tx) is Standing.OLDER
        assert not sa.inspect(tx).has_table("rooms")
    assert contents(database) == held


def test_a_newer_database_is_refused_by_everything_that_opens_it(
    database, database_url, tmp_path, monkeypatch
):
    with database.write() as tx:
        tx.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    monkeypatch.setenv("REFERENT_DATA_DIR", str(tmp_path / "house"))
    monkeypatch.setenv("REFERENT_DATABASE_URL", database_url)
    for arguments in (["serve", "--port", "0"], ["worker"], ["backup", str(tmp_path / "b.tar")]):
        with pytest.raises(
            StateError, match=r"newer version of Referent made the database \(revision 9999\)"
        ):
            CliRunner().invoke(cli, arguments, catch_exceptions=False)
    settings = Settings(data_dir=tmp_path / "house", database_url=database_url)
    assert any("newer version" in one.what for one in examine(settings) if one.level is Level.ERROR)
    with database.read() as tx:
        assert standing(tx) is Standing.NEWER
