"""A house is backed up and restored: on each database, with its files, and never over another."""

import io
import json
import tarfile

import pytest
from starlette.testclient import TestClient

from api.intranet import create_intranet_app
from minutes.errors import InputError, StateError
from tests.drafted import add_drafted
from tests.workflow.test_publication import publish_now
from tests.workflow.test_review import APPROVER, approve_all
from workflow.approval import approve_minutes
from workflow.backup import MANIFEST, back_up
from workflow.files import Files
from workflow.phases import JobState
from workflow.publication import withdraw
from workflow.restoring import restore
from workflow.settings import Settings
from workflow.shelving import shelve_at
from workflow.store import audit, dump, meetings
from workflow.store.database import Database
from workflow.store.meetings import FileKind, StoredFile


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path / "files")


@pytest.fixture
def empty(tmp_path):
    opened = Database(f"sqlite:///{tmp_path / 'new.db'}")
    yield opened
    opened.close()


def add_recording(database, files, meeting_id, content=b"talk" * 1000):
    received = files.receive([content], limit_bytes=10**6)
    with database.write() as tx:
        meetings.add_file(
            tx,
            StoredFile(
                id=received.id, meeting_id=meeting_id, kind=FileKind.RECORDING, name="møde.ogg",
                size_bytes=received.size_bytes, sha256=received.sha256, created_at=meetings.now(),
            ),
        )  # fmt: skip
    return received.id


def contents(database, *, leave_out=()):
    with database.read() as tx:
        return {name: list(dump.lines(tx, name)) for name in dump.TABLES if name not in leave_out}


def test_a_restored_house_is_the_same_house(database, files, empty, tmp_path):
    meeting_id = add_drafted(database)
    file_id = add_recording(database, files, meeting_id)
    before = contents(database, leave_out={"audit"})
    assert not back_up(database, files, tmp_path / "b.tar").lost

    there = Files(tmp_path / "there")
    restore(empty, there, tmp_path / "b.tar")
    assert contents(empty, leave_out={"audit"}) == before
    assert there.path(file_id).read_bytes() == b"talk" * 1000
    with empty.read() as tx:
        assert list(audit.broken(tx)) == []
        assert audit.rows(tx)[-1].action == "backup.restore"


def test_a_backup_from_sqlite_fills_any_database(database, files, empty, tmp_path):
    empty.migrate()
    add_recording(empty, files, add_drafted(empty))
    back_up(empty, files, tmp_path / "b.tar")
    restore(database, Files(tmp_path / "there"), tmp_path / "b.tar")
    assert contents(database, leave_out={"audit"}) == contents(empty, leave_out={"audit"})


def test_work_that_was_under_way_is_asked_for_anew(database, files, empty, tmp_path):
    meeting_id = add_drafted(database)
    with database.write() as tx:
        meetings.change(tx, meeting_id, job=JobState.RUNNING, revision=3)
    back_up(database, files, tmp_path / "b.tar")
    restore(empty, Files(tmp_path / "there"), tmp_path / "b.tar")
    with empty.read() as tx:
        restored = meetings.get(tx, meeting_id)
    assert (restored.job, restored.revision) == (JobState.WANTED, 4)


def test_what_is_there_is_never_overwritten(database, files, tmp_path):
    add_drafted(database)
    back_up(database, files, tmp_path / "b.tar")
    with pytest.raises(StateError, match="not empty"):
        restore(database, files, tmp_path / "b.tar")


def test_a_lost_and_a_damaged_file_are_named_and_the_rest_is_kept(database, files, empty, tmp_path):
    meeting_id = add_drafted(database)
    lost, damaged, sound = (add_recording(database, files, meeting_id, c) for c in (b"a", b"b", b"c"))
    files.destroy(lost)
    files.path(damaged).write_bytes(b"x")
    manifest = back_up(database, files, tmp_path / "b.tar")
    assert set(manifest.lost) == {lost, damaged}
    there = Files(tmp_path / "there")
    restore(empty, there, tmp_path / "b.tar")
    assert there.path(sound).read_bytes() == b"c"
    assert not there.path(damaged).exists()


@pytest.mark.parametrize("part", ["files/", "tables/meetings"])
def test_a_changed_part_is_refused_and_nothing_is_kept(database, files, empty, tmp_path, part):
    add_recording(database, files, add_drafted(database))
    back_up(database, files, tmp_path / "b.tar")
    changed = tmp_path / "changed.tar"
    with tarfile.open(tmp_path / "b.tar") as source, tarfile.open(changed, "w") as target:
        for member in source:
            content = source.extractfile(member).read()
            if member.name.startswith(part):
                content = content.replace(b"talk", b"TALK", 1).replace(b'"x"', b'"y"', 1)
            target.addfile(member, io.BytesIO(content))
    there = Files(tmp_path / "there")
    with pytest.raises(InputError, match="not as it was written"):
        restore(empty, there, changed)
    with empty.read() as tx:
        assert dump.is_empty(tx)
    assert [path for path in there.root.rglob("*") if path.is_file()] == []


def test_a_backup_that_is_cut_off_is_refused(database, files, empty, tmp_path):
    add_drafted(database)
    back_up(database, files, tmp_path / "b.tar")
    whole = (tmp_path / "b.tar").read_bytes()
    for length in (0, 100, len(whole) // 2):
        (tmp_path / "cut.tar").write_bytes(whole[:length])
        with pytest.raises(InputError):
            restore(empty, Files(tmp_path / "there"), tmp_path / "cut.tar")


def test_the_archive_is_for_its_owner_only_and_says_what_it_holds(database, files, tmp_path):
    add_drafted(database)
    target = tmp_path / "b.tar"
    back_up(database, files, target)
    assert target.stat().st_mode & 0o077 == 0
    with tarfile.open(target) as archive:
        manifest = json.loads(archive.extractfile(MANIFEST).read())
    assert set(manifest["tables"]) == set(dump.TABLES)


def test_what_is_written_while_the_tables_are_read_is_in_none_of_them(database):
    add_drafted(database)
    with database.read() as tx:
        dump.hold_still(tx)
        before = len(list(dump.lines(tx, "meetings")))
        later = add_drafted(database)
        assert len(list(dump.lines(tx, "meetings"))) == before
        assert not any(later in line for line in dump.lines(tx, "texts"))
    assert any(later in line for line in contents(database)["texts"])


def test_the_shelf_is_not_in_the_backup_and_is_filled_again_from_it(database, files, empty, tmp_path):
    standing, taken_back, never = (add_drafted(database) for _ in range(3))
    for meeting_id in (standing, taken_back):
        approve_all(database, meeting_id)
        approve_minutes(database, APPROVER, meeting_id)
        publish_now(database, meeting_id)
    withdraw(database, APPROVER, taken_back, reason="Et bilag var forkert.")
    shelve_at(database, f"sqlite:///{tmp_path / 'published.db'}")
    back_up(database, files, tmp_path / "b.tar")

    settings = Settings(data_dir=tmp_path / "there")
    restore(empty, Files(settings.data_dir / "files"), tmp_path / "b.tar")
    shelve_at(empty, settings.published())
    app = create_intranet_app(settings)
    intranet = TestClient(app)
    assert [one["id"] for one in intranet.get("/v1/minutes").json()["items"]] == [standing]
    assert "Skovsund Hallen" in intranet.get(f"/v1/minutes/{standing}").text
    gone = intranet.get(f"/v1/minutes/{taken_back}")
    assert gone.status_code == 410 and "Et bilag var forkert." in gone.text
    assert intranet.get(f"/v1/minutes/{never}").status_code == 404
    app.state.desk.shelf.close()
