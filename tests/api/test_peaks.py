"""The shape of the sound over HTTP: for those who may hear it, silent where they may not."""

from pathlib import Path

import numpy as np
import pytest

from tests.corrected import add_divided
from tests.drafted import BODY, CLOSED, POOL, SECONDS, add_drafted, material
from tests.sounding import add_recording
from transcribe.audio import Piece
from workflow import peaks, steps
from workflow.access import Role
from workflow.files import PEAKS_SUFFIX
from workflow.peaks import PeakMeter
from workflow.phases import JobState
from workflow.settings import Settings
from workflow.store import meetings, work
from workflow.store.jobs import Job
from workflow.workshop import Workshop


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """On SQLite alone: the sound does not hang on the database."""
    return Settings(data_dir=tmp_path / "house")


@pytest.fixture
def whole() -> float:
    return material().transcript.duration


def url(meeting_id, file_id, **query):
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return f"/api/v1/meetings/{meeting_id}/recordings/{file_id}/peaks?{asked}"


def shape(client, meeting_id, file_id, **query):
    answer = client.get(url(meeting_id, file_id, **query))
    assert answer.status_code == 200, answer.text
    return answer.json()["peaks"]


def stretch(house, meeting_id, item_id):
    with house.database.read() as tx:
        found = work.segmentation(tx, meeting_id).segmentation.discussion(item_id)
    return found.spans[0].first_utterance * SECONDS, (found.spans[-1].last_utterance + 1) * SECONDS


def test_what_is_closed_to_somebody_is_silent_to_them(staff, whole):
    meeting_id = add_divided(staff.house.database)
    file_id = add_recording(staff.house, meeting_id, whole)
    insider, outsider = (staff.person(Role.SECRETARY, BODY, closed=closed) for closed in (True, False))
    start, end = stretch(staff.house, meeting_id, CLOSED)
    assert min(shape(insider, meeting_id, file_id, start=start, end=end, points=50)) > 40
    assert set(shape(outsider, meeting_id, file_id, start=start, end=end, points=50)) == {0}
    start, end = stretch(staff.house, meeting_id, POOL)
    assert min(shape(outsider, meeting_id, file_id, start=start + 0.1, end=end - 0.1, points=50)) > 40
    assert len(shape(insider, meeting_id, file_id, points=100)) == 100


def test_the_second_recording_goes_on_where_the_first_one_ends(staff, whole):
    meeting_id = add_divided(staff.house.database)
    start, end = stretch(staff.house, meeting_id, CLOSED)
    first = add_recording(staff.house, meeting_id, start - 10)
    second = add_recording(staff.house, meeting_id, whole - start + 10, position=1)
    outsider = staff.person(Role.SECRETARY, BODY)
    assert max(shape(outsider, meeting_id, first, points=100)) > 40
    assert set(shape(outsider, meeting_id, second, start=10, end=end - start + 10, points=50)) == {0}


def test_until_it_is_known_what_is_closed_nothing_is_shown(staff):
    meeting_id = add_drafted(staff.house.database)
    file_id = add_recording(staff.house, meeting_id, 1)
    with staff.house.database.write() as tx:
        from workflow.store import tables

        tx.execute(tables.transcripts.delete().where(tables.transcripts.c.meeting_id == meeting_id))
    assert staff.person(Role.SECRETARY, BODY).get(url(meeting_id, file_id)).status_code == 403
    assert staff.person(Role.SECRETARY, BODY, closed=True).get(url(meeting_id, file_id)).status_code == 200


def test_peaks_are_kept_beside_the_recording_and_go_with_it(staff, whole):
    house, meeting_id = staff.house, add_divided(staff.house.database)
    file_id = add_recording(house, meeting_id, whole)
    secretary = staff.person(Role.SECRETARY, BODY, closed=True)
    before = shape(secretary, meeting_id, file_id, points=100)
    path = house.files.path(file_id)
    path.write_bytes(b"no sound any more")
    assert shape(secretary, meeting_id, file_id, points=100) == before
    assert [one.name for one in path.parent.iterdir() if file_id in one.name] != [file_id]
    house.files.destroy(file_id)
    assert [one.name for one in path.parent.iterdir() if file_id in one.name] == []
    peaks.keep(house.files, file_id, np.zeros(3, np.uint8))
    assert [one.name for one in path.parent.iterdir() if file_id in one.name] == []


def test_how_the_sound_was_cut_makes_no_difference():
    sound = np.random.default_rng(1).uniform(-1, 1, 50_001).astype(np.float32)
    expected = None
    for size in (50_001, 799, 800, 17, 12_345):
        meter = PeakMeter()
        for start in range(0, len(sound), size):
            meter.hear(Piece(samples=sound[start : start + size]))
        found = meter.peaks().tolist()
        expected = expected or found
        assert found == expected and len(found) == 63
    assert PeakMeter().peaks().tolist() == []


def test_a_recording_says_what_kind_of_sound_it_is(staff):
    meeting_id = add_divided(staff.house.database)
    file_id = add_recording(staff.house, meeting_id, 1)
    secretary = staff.person(Role.SECRETARY, BODY, closed=True)
    heard = secretary.get(
        f"/api/v1/meetings/{meeting_id}/recordings/{file_id}/audio", headers={"Range": "bytes=0-3"}
    )
    assert (heard.status_code, heard.content, heard.headers["content-type"]) == (206, b"RIFF", "audio/wav")


def test_planning_a_recording_gives_its_peaks_too(staff):
    house, meeting_id = staff.house, add_divided(staff.house.database)
    file_id = add_recording(house, meeting_id, 2.03)
    with house.database.write() as tx:
        meetings.change(tx, meeting_id, job=JobState.WANTED, revision=1)
    shop = Workshop(house.settings, house.database)
    steps.plan(shop, Job(meeting_id=meeting_id, revision=1), file_id, place=0, recordings=1)
    planned = house.files.path(file_id).with_name(file_id + PEAKS_SUFFIX)
    found = planned.read_bytes()
    planned.unlink()
    assert peaks.peaks_of(house.files, file_id).tobytes() == found and len(found) == 41
