"""What has had its time goes in two recorded steps, and nothing else goes: on each database."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from api.cli import cli
from minutes.errors import StateError
from tests.drafted import BODY, add_drafted, material
from workflow.access import Actor, Grant, Role
from workflow.approval import approve, approve_minutes, reopen
from workflow.files import Files
from workflow.phases import JobState, Phase
from workflow.retention import apply
from workflow.settings import Settings
from workflow.store import audit, meetings, tables, texts, work
from workflow.store.meetings import FileKind, StoredFile
from workflow.store.removals import Removed

APPROVER = Actor(id="k", name="Karen Møller", grants=(Grant(role=Role.APPROVER, body=BODY, closed=True),))


@pytest.fixture
def settings(database_url, tmp_path):
    return Settings(
        data_dir=tmp_path / "house",
        database_url=database_url,
        audio_days_after_draft=0,
        transcript_days_after_approval=0,
        retention_grace_days=0,
    )


@pytest.fixture
def files(settings):
    return Files(settings.data_dir / "files")


@pytest.fixture
def meeting_id(database, files):
    """The demo meeting with a recording, drafted."""
    added = add_drafted(database)
    received = files.receive([b"talk"], limit_bytes=100)
    with database.write() as tx:
        file = StoredFile(
            id=received.id, meeting_id=added, kind=FileKind.RECORDING, name="x",
            size_bytes=4, sha256=received.sha256, created_at=meetings.now(),
        )  # fmt: skip
        meetings.add_file(tx, file)
        work.save_batch(tx, file_id=file.id, recipe="r", number=0, results=())
    return added


def approve_all(database, meeting_id):
    for item in material().agenda.items:
        with database.read() as tx:
            version = texts.item(tx, meeting_id, item.id).text_version
        approve(database, APPROVER, meeting_id, item.id, text_version=version)
    approve_minutes(database, APPROVER, meeting_id)


def recordings(database, files, meeting_id):
    """How many are in the database, and how many on disk."""
    with database.read() as tx:
        known = meetings.files(tx, meeting_id, FileKind.RECORDING)
        ever = meetings.files(tx, meeting_id, FileKind.RECORDING, destroyed=True)
    return len(known), sum(files.path(file.id).exists() for file in ever)


def kinds(removals):
    return [one.kind for one in removals]


def actions(database, meeting_id):
    with database.read() as tx:
        assert list(audit.broken(tx)) == []
        found = [row.action for row in audit.rows(tx, meeting_id=meeting_id)]
    return [action for action in found if action.startswith("retention.")]


def test_audio_is_marked_by_one_run_and_destroyed_by_the_next(database, files, settings, meeting_id):
    first = apply(database, files, settings)
    assert kinds(first.marked) == [Removed.AUDIO] and first.destroyed == ()
    assert recordings(database, files, meeting_id) == (1, 1)
    second = apply(database, files, settings)
    assert [len(one.files) for one in second.destroyed] == [1] and second.marked == ()
    assert recordings(database, files, meeting_id) == (0, 0)
    assert actions(database, meeting_id) == ["retention.mark", "retention.destroy"]
    third = apply(database, files, settings)
    assert (third.marked, third.unmarked, third.destroyed) == ((), (), ())


def test_two_runs_in_a_row_destroy_nothing_while_the_grace_lasts(database, files, settings, meeting_id):
    patient = settings.model_copy(update={"retention_grace_days": 1})
    apply(database, files, patient)
    for _ in range(3):
        again = apply(database, files, patient)
        assert (again.marked, again.destroyed) == ((), ())
        assert again.waiting[0].destroyed_from > again.at
    assert recordings(database, files, meeting_id) == (1, 1)
    with database.write() as tx:
        tx.execute(sa.update(tables.removals).values(marked_at=meetings.now() - timedelta(hours=25)))
    assert kinds(apply(database, files, patient).destroyed) == [Removed.AUDIO]


def test_talk_goes_after_approval_with_all_that_was_heard(database, files, settings, meeting_id):
    settings = settings.model_copy(update={"audio_days_after_draft": None})
    assert apply(database, files, settings).marked == ()
    approve_all(database, meeting_id)
    assert kinds(apply(database, files, settings).marked) == [Removed.TALK]
    (gone,) = apply(database, files, settings).destroyed
    assert gone.transcript_versions == 1
    with database.read() as tx:
        with pytest.raises(StateError, match="no transcript"):
            work.transcript(tx, meeting_id)
        assert tx.scalar(sa.select(sa.func.count()).select_from(tables.batches)) == 0
        assert texts.item(tx, meeting_id, material().agenda.items[0].id).text_version is not None
    assert recordings(database, files, meeting_id) == (1, 1)


def test_nothing_goes_before_its_day(database, files, settings, meeting_id):
    approve_all(database, meeting_id)
    for update in (
        {"audio_days_after_draft": 1, "transcript_days_after_approval": 1},
        {"audio_days_after_draft": None, "transcript_days_after_approval": None},
    ):
        assert apply(database, files, settings.model_copy(update=update)).marked == ()


def test_a_legal_hold_stops_even_what_is_marked(database, files, settings, meeting_id):
    approve_all(database, meeting_id)
    assert len(apply(database, files, settings).marked) == 2
    with database.write() as tx:
        meetings.change(tx, meeting_id, legal_hold=True)
    held = apply(database, files, settings)
    assert held.destroyed == () and len(held.unmarked) == 2
    assert apply(database, files, settings).marked == ()
    assert recordings(database, files, meeting_id) == (1, 1)


def test_reopened_minutes_keep_their_talk(database, files, settings, meeting_id):
    approve_all(database, meeting_id)
    apply(database, files, settings)
    item = material().agenda.items[0].id
    reopen(database, APPROVER, meeting_id, item, reason="En fejl i teksten")
    after = apply(database, files, settings)
    assert kinds(after.unmarked) == [Removed.TALK] and kinds(after.destroyed) == [Removed.AUDIO]
    with database.read() as tx:
        assert work.transcript(tx, meeting_id).version == 1


@pytest.mark.parametrize(
    "columns", [{"phase": Phase.SEGMENTED}, {"job": JobState.RUNNING}, {"job": JobState.WANTED}]
)
def test_a_meeting_that_is_worked_on_keeps_its_audio(database, files, settings, meeting_id, columns):
    with database.write() as tx:
        meetings.change(tx, meeting_id, **columns)
    assert apply(database, files, settings).marked == ()


def test_a_dry_run_says_what_would_go_and_changes_nothing(database, files, settings, meeting_id):
    assert kinds(apply(database, files, settings, dry_run=True).marked) == [Removed.AUDIO]
    assert actions(database, meeting_id) == []
    apply(database, files, settings)
    would = apply(database, files, settings, dry_run=True)
    assert recordings(database, files, meeting_id) == (1, 1)
    assert apply(database, files, settings).destroyed == would.destroyed


def test_bytes_that_a_crash_left_behind_go_with_the_next_run(database, files, settings, meeting_id):
    with database.write() as tx:
        (file,) = meetings.files(tx, meeting_id, FileKind.RECORDING)
        meetings.destroy_file(tx, file.id)
    apply(database, files, settings)
    assert not files.path(file.id).exists()


def test_the_command_prints_a_receipt(database, files, settings, meeting_id, monkeypatch):
    monkeypatch.setenv("REFERENT_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("REFERENT_DATABASE_URL", settings.database())
    monkeypatch.setenv("REFERENT_AUDIO_DAYS_AFTER_DRAFT", "0")
    monkeypatch.setenv("REFERENT_RETENTION_GRACE_DAYS", "0")
    for arguments, marked, destroyed in (["--dry-run"], 1, 0), ([], 1, 0), ([], 0, 1):
        done = CliRunner().invoke(
            cli, ["retention", *arguments], catch_exceptions=False, standalone_mode=False
        )
        receipt = json.loads(done.stdout)
        assert (len(receipt["marked"]), len(receipt["destroyed"])) == (marked, destroyed)
    assert receipt["destroyed"][0]["files"][0]["sha256"]
