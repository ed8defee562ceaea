"""The worker in this process: what it does with meetings, and with what goes wrong."""

import sqlite3
import threading
import time

import pytest
from workers import LINES, PLAN, WINDOWS, Listener, imported_meeting, recording, working

from bench.faults_house import House
from minutes.errors import EngineError, SettingsError
from workflow import jobs as worker_jobs
from workflow.phases import JobState, Phase
from workflow.store import audit, jobs, meetings, texts, work, workers
from workflow.store.jobs import Job
from workflow.store.texts import AuthorKind


@pytest.fixture
def house(database_url, tmp_path):
    opened = House(tmp_path / "house", database_url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_house(tmp_path):
    opened = House(tmp_path / "house", None)
    yield opened
    opened.close()


@pytest.fixture
def audio(tmp_path):
    return recording(tmp_path)


def transcript(house, meeting_id):
    with house.database.read() as tx:
        return work.transcript(tx, meeting_id).transcript


def test_a_meeting_is_heard_divided_and_drafted(house, tmp_path, audio):
    meeting_id = house.add_meeting((audio, recording(tmp_path, "anden del.wav")), plan=PLAN)

    with working(house, engine := Listener()):
        meeting = house.wait_ended(meeting_id)

    assert (meeting.job, meeting.phase, meeting.fraction) == (JobState.DONE, Phase.DRAFTED, 1.0)
    assert engine.heard == [*range(WINDOWS)] * 2
    outcome = house.outcome(meeting_id)
    assert [u.text for u in outcome.transcript.utterances] == [*LINES] * 2
    assert [u.id for u in outcome.transcript.utterances] == [*range(2 * WINDOWS)]
    assert outcome.transcript.utterances[-1].end == outcome.transcript.duration == 2 * WINDOWS
    assert [draft.item_id for draft in outcome.drafts] == [item.id for item in meeting.agenda.items]
    with house.database.read() as tx:
        first = texts.text(tx, meeting_id, meeting.agenda.items[0].id)
        actions = [row.action for row in audit.rows(tx, meeting_id=meeting_id)]
        seconds = [file.seconds for file in meetings.files(tx, meeting_id)]
    assert (first.version, first.author_kind) == (1, AuthorKind.FORMULA)
    assert actions == ["job.started", "meeting.transcribed", "meeting.segmented", "meeting.drafted"]
    assert seconds == [WINDOWS, WINDOWS]


def test_the_meeting_with_the_highest_priority_is_first(house, tmp_path):
    later = imported_meeting(house, tmp_path, priority=9)
    usual = imported_meeting(house, tmp_path)
    first = imported_meeting(house, tmp_path, priority=1)

    with working(house, Listener()):
        for meeting_id in (later, usual, first):
            assert house.wait_ended(meeting_id).job is JobState.DONE

    with house.database.read() as tx:
        started = [row.meeting_id for row in audit.rows(tx) if row.action == "job.started"]
    assert started == [first, usual, later]


def test_a_poisoned_meeting_fails_with_its_reason_and_stops_no_other(house, tmp_path, audio):
    text = tmp_path / "mødet.mp3"
    text.write_text("Det er ikke lyd.")
    no_audio = house.add_meeting((text,), priority=1)
    no_recording = house.add_meeting((), priority=1)
    odd = house.add_meeting((audio,), plan=PLAN, priority=1)
    sound = imported_meeting(house, tmp_path)

    with working(house, Listener(fails_at={2: ValueError("Kirsten sagde noget")})):
        ended = {
            meeting_id: house.wait_ended(meeting_id) for meeting_id in (no_audio, no_recording, odd, sound)
        }

    assert [meeting.job for meeting in ended.values()] == [JobState.FAILED] * 3 + [JobState.DONE]
    assert ended[no_audio].failure == "this is not audio, or it is damaged or cut off"
    assert ended[no_recording].failure == "the meeting has no recording and no transcript"
    assert ended[odd].failure == "Referent failed unexpectedly (ValueError)"


def test_a_retry_goes_on_after_the_last_batch_that_was_heard(house, audio):
    meeting_id = house.add_meeting((audio,), plan=PLAN)
    engine = Listener(fails_at={3: EngineError("the speech model failed", where="x", remedy="Try again")})

    with working(house, engine):
        assert house.wait_ended(meeting_id).failure == "the speech model failed"
        house.start(meeting_id)
        meeting = house.wait_ended(meeting_id)

    assert (meeting.job, meeting.failure) == (JobState.DONE, None)
    assert engine.heard == [0, 1, 2, 3, 3, 4, 5]


def test_a_cancelled_job_stops_at_its_next_step_and_can_be_started_again(house, audio):
    meeting_id = house.add_meeting((audio,), plan=PLAN)

    with working(house, engine := Listener(waits_before=2)):
        assert engine.waiting.wait(20)
        house.cancel(meeting_id)
        time.sleep(0.3)
        engine.go_on.set()
        time.sleep(0.5)
        assert engine.heard == [0, 1, 2]
        assert house.meeting(meeting_id).job is JobState.CANCELLED
        house.start(meeting_id)
        assert house.wait_ended(meeting_id).job is JobState.DONE

    assert engine.heard == [0, 1, 2, 2, 3, 4, 5]


def test_a_deleted_meeting_is_left_alone_at_once(house, audio):
    meeting_id = house.add_meeting((audio,), plan=PLAN)

    with working(house, engine := Listener(waits_before=1)):
        assert engine.waiting.wait(20)
        with house.database.write() as tx:
            meetings.change(tx, meeting_id, deleted_at=meetings.now())
        engine.go_on.set()
        time.sleep(0.5)

    assert engine.heard == [0, 1]
    with house.database.read() as tx:
        assert audit.rows(tx, meeting_id=meeting_id)[-1].action == "job.started"


def test_a_worker_that_is_stopped_goes_on_where_it_was(house, audio):
    meeting_id = house.add_meeting((audio,), plan=PLAN)
    first, second = Listener(waits_before=3), Listener()

    with working(house, first):
        assert first.waiting.wait(20)
    assert (first.heard, house.meeting(meeting_id).job) == ([0, 1, 2, 3], JobState.RUNNING)
    with working(house, second):
        assert house.wait_ended(meeting_id).job is JobState.DONE

    assert second.heard == [4, 5]


def test_a_job_that_keeps_killing_its_worker_fails(house, tmp_path):
    meeting_id = imported_meeting(house, tmp_path)
    with house.database.write() as tx:
        for _ in range(worker_jobs.MOST_STARTS):
            jobs.note_start(tx, Job(meeting_id=meeting_id, revision=1))

    with working(house, Listener()):
        meeting = house.wait_ended(meeting_id)
        assert (meeting.job, meeting.failure) == (JobState.FAILED, worker_jobs.CRASHED)
        house.start(meeting_id)
        assert house.wait_ended(meeting_id).job is JobState.DONE


def test_a_persons_text_is_never_replaced(house, tmp_path):
    meeting_id = imported_meeting(house, tmp_path)
    with working(house, Listener()):
        house.wait_ended(meeting_id)
    other = imported_meeting(house, tmp_path)
    item_id = house.meeting(other).agenda.items[0].id
    with house.database.write() as tx:
        written = texts.text(tx, meeting_id, item_id).draft
        texts.save_text(tx, other, written, author_kind=AuthorKind.PERSON, author="p1")

    with working(house, Listener()):
        assert house.wait_ended(other).job is JobState.DONE

    with house.database.read() as tx:
        assert [text.author_kind for text in texts.texts(tx, other, item_id)] == [AuthorKind.PERSON]


def test_a_lost_job_list_is_made_again_from_the_meetings(sqlite_house, audio):
    house = sqlite_house
    meeting_id = house.add_meeting((audio,), plan=PLAN)
    with working(house, first := Listener(waits_before=1)):
        assert first.waiting.wait(20)
    (house.data_dir / "jobs.db").unlink()

    with working(house, second := Listener()):
        assert house.wait_ended(meeting_id).job is JobState.DONE

    assert first.heard + second.heard == [*range(WINDOWS)]


def test_a_newer_version_takes_over_and_an_older_one_leaves_the_job_alone(house, audio):
    meeting_id = house.add_meeting((audio,), plan=PLAN)
    old, new, older, last = Listener(waits_before=1), Listener(waits_before=3), Listener(), Listener()
    with working(house, old, version="1"):
        assert old.waiting.wait(20)
    with working(house, new, version="2"):
        assert new.waiting.wait(20)

    with working(house, older, version="1"):
        time.sleep(0.7)
        assert house.meeting(meeting_id).job is JobState.RUNNING
    with working(house, last, version="2"):
        assert house.wait_ended(meeting_id).job is JobState.DONE

    assert [old.heard, new.heard, older.heard, last.heard] == [[0, 1], [2, 3], [], [4, 5]]


def test_a_worker_is_seen_from_its_start_to_its_orderly_end(house, tmp_path):
    def seen():
        with house.database.read() as tx:
            return [(one.executor_id, one.version, one.is_silent(meetings.now())) for one in workers.seen(tx)]

    meeting_id = imported_meeting(house, tmp_path)
    with working(house, Listener(), version="7"):
        house.wait_ended(meeting_id)
        assert seen() == [(house.settings.executor_id, "7", False)]
    assert seen() == []


def test_a_clock_that_jumps_back_holds_nothing_up(house, audio, monkeypatch):
    meeting_id = house.add_meeting((audio,), plan=PLAN)
    real, back = time.time, 0.0
    monkeypatch.setattr(time, "time", lambda: real() - back)

    with working(house, engine := Listener(waits_before=2)):
        assert engine.waiting.wait(20)
        back = 7200.0
        engine.go_on.set()
        assert house.wait_ended(meeting_id, seconds=20).job is JobState.DONE
        other = house.add_meeting((audio,), plan=PLAN)
        assert house.wait_ended(other, seconds=20).job is JobState.DONE


def test_two_workers_of_one_name_are_refused(house, monkeypatch):
    monkeypatch.setattr("workflow.store.presence.PATIENCE_SECONDS", 0.2)
    with working(house, Listener()):
        time.sleep(0.5)
        with pytest.raises(SettingsError, match="another worker runs under the same name"):
            worker_jobs.run_worker(house.settings, stop=threading.Event())


@pytest.fixture
def impatient(sqlite_house, monkeypatch):
    """A house whose SQLite counts as locked after a tenth of a second."""
    monkeypatch.setattr("workflow.store.database.BUSY_SECONDS", 0.1)
    return sqlite_house


def test_a_database_that_is_locked_for_a_moment_delays_the_job_only(impatient, audio):
    house = impatient
    meeting_id = house.add_meeting((audio,), plan=PLAN)

    with working(house, engine := Listener(waits_before=2), retry_seconds=0.2):
        assert engine.waiting.wait(20)
        lock = _lock(house)
        engine.go_on.set()
        time.sleep(0.6)
        lock.close()
        assert house.wait_ended(meeting_id).job is JobState.DONE

    assert engine.heard == [0, 1, 2, 2, 2, 3, 4, 5] or engine.heard == [0, 1, 2, 2, 3, 4, 5]


def test_a_database_that_stays_locked_fails_the_job_and_a_retry_goes_on(impatient, audio):
    house = impatient
    meeting_id = house.add_meeting((audio,), plan=PLAN)

    with working(house, engine := Listener(waits_before=2)):
        assert engine.waiting.wait(20)
        lock = _lock(house)
        engine.go_on.set()
        time.sleep(3)
        lock.close()
        meeting = house.wait_ended(meeting_id)
        assert meeting.job is JobState.FAILED
        assert "the database does not answer" in meeting.failure
        house.start(meeting_id)
        assert house.wait_ended(meeting_id).job is JobState.DONE


def _lock(house):
    lock = sqlite3.connect(house.data_dir / "referent.db", isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    return lock
