"""Processes that are killed: nothing is lost, at most one batch is heard again, others take over."""

import time

import pytest
from workers import PLAN, WINDOWS, recording

from bench.faults_house import House, kill
from workflow.phases import JobState


@pytest.fixture
def house(database_url, tmp_path):
    opened = House(tmp_path / "house", database_url)
    yield opened
    opened.close()


@pytest.fixture
def postgres_house(postgres_url, tmp_path):
    opened = House(tmp_path / "house", postgres_url)
    yield opened
    opened.close()


def test_a_killed_worker_goes_on_where_it_was(house, tmp_path):
    meeting_id = house.add_meeting((recording(tmp_path),), plan=PLAN)
    first = house.worker(batch_seconds=0.3)
    house.wait_until(lambda: house.batches_heard() == 3)
    time.sleep(0.1)
    kill(first)

    house.worker(batch_seconds=0)
    meeting = house.wait_ended(meeting_id)

    assert (meeting.job, meeting.failure) == (JobState.DONE, None)
    assert house.batches_heard() == WINDOWS + 1
    assert house.batches_redone() == 1


def test_a_living_worker_takes_over_from_a_dead_one(postgres_house, tmp_path):
    house = postgres_house
    ids = [house.add_meeting((recording(tmp_path, f"{n}.wav"),), plan=PLAN) for n in ("et", "andet")]
    first, second = (house.worker(name, batch_seconds=0.5) for name in ("one", "two"))
    both = house.wait_until(lambda: all(house.meeting(one).job is JobState.RUNNING for one in ids))
    kill(first)

    assert both
    assert [house.wait_ended(meeting_id).job for meeting_id in ids] == [JobState.DONE] * 2
    assert second.is_alive()
    assert house.batches_heard() <= 2 * WINDOWS + 1
