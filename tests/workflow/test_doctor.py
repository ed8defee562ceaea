"""The doctor names what is broken, on each database, and says of a sound house that it is sound."""

import os
import shutil
import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from api.cli import cli
from minutes.errors import StateError
from tests.drafted import BODY, ROOF, add_drafted
from tests.workflow.test_publication import publish_now
from tests.workflow.test_review import APPROVER, approve_all
from workflow.access import Actor, Grant, Role
from workflow.approval import approve, approve_minutes
from workflow.doctor import Level, examine
from workflow.files import Files
from workflow.phases import JobState
from workflow.settings import Settings
from workflow.shelving import shelve_at
from workflow.store import meetings, tables, texts, workers
from workflow.store.meetings import FileKind, StoredFile
from workflow.store.presence import presence
from workflow.store.workers import SeenWorker


@pytest.fixture
def settings(database, database_url, tmp_path):
    speech = tmp_path / "model.pt"
    speech.touch()
    return Settings(data_dir=tmp_path / "house", database_url=database_url, speech_model=str(speech))


@pytest.fixture
def files(settings):
    return Files(settings.data_dir / "files")


def found(settings, level, *, with_audit=False):
    return [one.what for one in examine(settings, with_audit=with_audit) if one.level is level]


def add_recording(database, files):
    received = files.receive([b"talk"], limit_bytes=100)
    with database.write() as tx:
        meetings.add_file(
            tx,
            StoredFile(
                id=received.id, meeting_id=add_drafted_in(tx), kind=FileKind.RECORDING, name="x",
                size_bytes=4, sha256=received.sha256, created_at=meetings.now(),
            ),
        )  # fmt: skip
    return received.id


def add_drafted_in(tx):
    return tx.scalar(sa.select(tables.meetings.c.id))


def approved(database, meeting_id):
    approver = Actor(id="k", name="Karen Møller", grants=(Grant(role=Role.APPROVER, body=BODY, closed=True),))
    with database.read() as tx:
        version = texts.item(tx, meeting_id, ROOF).text_version
    approve(database, approver, meeting_id, ROOF, text_version=version)


def change_behind_our_back(database, statement):
    """As one who may do everything with the database: the triggers are put aside."""
    with database.write() as tx:
        if database.is_sqlite:
            tx.exec_driver_sql("DROP TRIGGER audit_refuses_update")
            tx.exec_driver_sql("DROP TRIGGER decisions_refuses_update")
        else:
            tx.exec_driver_sql("SET LOCAL session_replication_role = replica")
        tx.execute(statement)


def test_a_sound_house_has_no_errors(settings, database, files):
    add_drafted(database)
    add_recording(database, files)
    here = presence(settings.executor_id, database, settings.data_dir)
    here.hold()
    try:
        assert found(settings, Level.ERROR, with_audit=True) == []
        assert f"worker: {settings.executor_id} runs" in found(settings, Level.OK)
    finally:
        here.close()
    assert "worker: none runs" in found(settings, Level.WARNING)


def test_every_worker_that_was_seen_is_named_and_the_dead_are_told_apart(settings, database, files):
    with database.write() as tx:
        for name in ("gpu-1", "gpu-2"):
            workers.note_seen(tx, SeenWorker(executor_id=name, version="1.2", seen_at=meetings.now()))
    here = presence("gpu-1", database, settings.data_dir)
    here.hold()
    try:
        assert "worker: gpu-1 runs Referent 1.2" in found(settings, Level.OK)
        (warning,) = (what for what in found(settings, Level.WARNING) if what.startswith("worker"))
        assert "gpu-2 did not end in order" in warning
    finally:
        here.close()


@pytest.mark.parametrize("name", ["6f9619ff-8b86-4d01-b42d-00c04fc964ff", "0123.part", "0123.upload"])
def test_leftovers_of_uploads_are_named_once_nobody_goes_on_with_them(settings, database, files, name):
    left = files.root / "incoming" / name
    left.write_bytes(b"x" * 2_000_000)
    assert not any("incoming" in what for what in found(settings, Level.WARNING))
    os.utime(left, (0, 0))
    assert "files/incoming: 1 leftovers of 2.0 MB" in found(settings, Level.WARNING)


def test_lost_and_changed_files_are_errors(settings, database, files):
    add_drafted(database)
    lost, cut, changed = (add_recording(database, files) for _ in range(3))
    files.destroy(lost)
    files.path(cut).write_bytes(b"t")
    files.path(changed).write_bytes(b"TALK")
    (quick,) = found(settings, Level.ERROR)
    (whole,) = found(settings, Level.ERROR, with_audit=True)
    assert lost in quick and cut in quick and changed not in quick
    assert changed in whole


def test_a_files_folder_that_is_gone_is_an_error(settings, database, files):
    add_drafted(database)
    add_recording(database, files)
    shutil.rmtree(files.root)
    assert found(settings, Level.ERROR) == ["files: their folder is gone"]


def test_files_of_no_meeting_are_named_once_they_are_old(settings, database, files):
    orphan = files.receive([b"x"], limit_bytes=1).id
    assert not any(orphan in what for what in found(settings, Level.WARNING))
    os.utime(files.path(orphan), (0, 0))
    assert any(orphan in what for what in found(settings, Level.WARNING))


def test_a_destroyed_file_that_still_lies_there_is_an_error(settings, database, files):
    add_drafted(database)
    file_id = add_recording(database, files)
    with database.write() as tx:
        tx.execute(sa.update(tables.files).values(destroyed_at=meetings.now()))
    (error,) = found(settings, Level.ERROR)
    assert file_id in error


def test_a_meeting_that_nobody_works_on_is_an_error(settings, database, files):
    meeting_id = add_drafted(database)
    with database.write() as tx:
        meetings.change(tx, meeting_id, job=JobState.WANTED)
    assert found(settings, Level.ERROR) == []
    with database.write() as tx:
        tx.execute(sa.update(tables.meetings).values(updated_at=meetings.now() - timedelta(hours=1)))
    assert any("waits since" in what for what in found(settings, Level.ERROR))


def test_what_was_published_and_is_not_on_the_shelf_is_named(settings, database, files):
    meeting_id = add_drafted(database)
    approve_all(database, meeting_id)
    approve_minutes(database, APPROVER, meeting_id)
    publish_now(database, meeting_id)
    assert any("not shown yet" in what and meeting_id in what for what in found(settings, Level.WARNING))
    shelve_at(database, settings.published())
    assert not any("not shown yet" in what for what in found(settings, Level.WARNING))


def test_a_changed_audit_row_and_a_changed_decision_are_found(settings, database, files):
    meeting_id = add_drafted(database)
    approved(database, meeting_id)
    assert found(settings, Level.ERROR, with_audit=True) == []
    change_behind_our_back(database, sa.update(tables.decisions).values(person_id=str(uuid.uuid4())))
    assert any("decisions" in what for what in found(settings, Level.ERROR, with_audit=True))


def test_a_broken_chain_is_found(settings, database, files):
    add_drafted(database)
    meeting_id = add_drafted(database)
    approved(database, meeting_id)
    change_behind_our_back(database, sa.update(tables.audit).values(actor="somebody else"))
    assert any("chain is broken" in what for what in found(settings, Level.ERROR, with_audit=True))


def test_a_database_without_our_tables_and_a_model_that_is_absent_are_errors(database, tmp_path):
    settings = Settings(data_dir=tmp_path / "new", models_dir=tmp_path / "no-models")
    errors = found(settings, Level.ERROR)
    assert "there is no database" in errors and "there is no data folder" in errors
    assert any(what.startswith("speech model") for what in errors)
    assert not (tmp_path / "new").exists()


def test_the_command_says_it_with_its_exit_code(settings, monkeypatch, files):
    monkeypatch.setenv("REFERENT_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("REFERENT_DATABASE_URL", settings.database())
    monkeypatch.setenv("REFERENT_SPEECH_MODEL", settings.speech_model)
    sound = CliRunner().invoke(cli, ["doctor", "--json"], catch_exceptions=False)
    assert sound.exit_code == 0 and '"level": "ok"' in sound.stdout
    monkeypatch.setenv("REFERENT_SPEECH_MODEL", "whisper-base-da")
    monkeypatch.setenv("REFERENT_MODELS_DIR", str(settings.data_dir))
    with pytest.raises(StateError, match="1 errors"):
        CliRunner().invoke(cli, ["doctor"], catch_exceptions=False)
