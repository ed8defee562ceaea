"""What a house does by itself: at once, again and again, and whatever fails."""

import json
import logging
import threading
from datetime import timedelta

import sqlalchemy as sa

from tests.drafted import add_drafted
from tests.workflow.test_publication import publish_now
from tests.workflow.test_review import APPROVER, approve_all
from workflow.approval import approve_minutes
from workflow.chores import Chore, chores, doing
from workflow.files import Files
from workflow.published.shelf import Shelf
from workflow.settings import Settings
from workflow.store import meetings, tables
from workflow.store.meetings import FileKind, StoredFile
from workflow.worker import JsonLines

PATIENCE_SECONDS = 30.0


def house(database, database_url, tmp_path):
    """The settings of a house whose shelf is where the settings put it by themselves, and its files."""
    of_our_own = {} if database.is_sqlite else {"database_url": database_url}
    settings = Settings(data_dir=tmp_path, **of_our_own)
    return settings, Files(tmp_path / "files")


def test_a_chore_is_done_at_once_and_again_until_the_end():
    done, enough = [], threading.Event()

    def act():
        done.append(1)
        if len(done) == 3:
            enough.set()

    with doing(Chore(name="a", every_seconds=0.01, act=act)):
        assert enough.wait(PATIENCE_SECONDS)
    assert not any(thread.name == "a" for thread in threading.enumerate())


def test_a_chore_that_fails_or_takes_long_stops_neither_itself_nor_another(caplog):
    tries, again, other, slow = [], threading.Event(), threading.Event(), threading.Event()

    def fails_once():
        tries.append(1)
        if len(tries) == 1:
            raise ValueError("Kirsten Holm sagde noget")
        again.set()

    with doing(
        Chore(name="slow", every_seconds=1000, act=lambda: slow.wait(PATIENCE_SECONDS)),
        Chore(name="fails", every_seconds=0.01, act=fails_once),
        Chore(name="other", every_seconds=1000, act=other.set),
    ):
        assert again.wait(PATIENCE_SECONDS) and other.wait(PATIENCE_SECONDS)
        slow.set()
    (failed,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    line = json.loads(JsonLines().format(failed))
    assert (line["event"], line["chore"], line["error"]) == ("chore.failed", "fails", "ValueError")
    assert "Kirsten" not in str(line)


def test_the_shelf_shows_what_was_published_and_not_shelved(database, database_url, tmp_path):
    settings, files = house(database, database_url, tmp_path)
    meeting_id = add_drafted(database)
    approve_all(database, meeting_id)
    approve_minutes(database, APPROVER, meeting_id)
    publish_now(database, meeting_id)
    with doing(*chores(settings, database, files)):
        pass
    shelf = Shelf(settings.published())
    assert shelf.standing() == {meeting_id: 1}
    shelf.close()


def test_a_recording_whose_time_is_over_goes_at_the_second_day(database, database_url, tmp_path):
    settings, files = house(database, database_url, tmp_path)
    meeting_id = add_drafted(database)
    received = files.receive([b"talk"], limit_bytes=100)
    with database.write() as tx:
        meetings.add_file(
            tx,
            StoredFile(
                id=received.id, meeting_id=meeting_id, kind=FileKind.RECORDING, name="x",
                size_bytes=4, sha256=received.sha256, created_at=meetings.now(),
            ),
        )  # fmt: skip
        long_ago = meetings.now() - timedelta(days=400)
        for table in (tables.meetings, tables.texts):
            tx.execute(sa.update(table).values(created_at=long_ago))
        tx.execute(sa.update(tables.meetings).values(updated_at=long_ago))
    with doing(*chores(settings, database, files)):
        pass
    assert files.path(received.id).exists()
    with database.write() as tx:
        tx.execute(sa.update(tables.removals).values(marked_at=meetings.now() - timedelta(days=1)))
    with doing(*chores(settings, database, files)):
        pass
    assert not files.path(received.id).exists()
