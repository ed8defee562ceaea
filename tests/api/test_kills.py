"""The benches of faults and of uploads in a short form: nothing is lost by kill -9, and memory stays flat."""

import pytest

from bench import faults, upload


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_is_killed_comes_to_the_same(kind):
    found = faults.measures(faults.measure(kind, 3))

    assert found == {
        "kills": 3.0,
        "identical": 1.0,
        "max_batches_redone": pytest.approx(0.5, abs=0.5),
        "lost_bytes": 0.0,
    }


def test_a_large_upload_with_a_cut_is_whole_and_takes_no_memory(tmp_path):
    found = upload.measure(tmp_path, 96)

    assert found["hash_equal"] == 1.0
    assert found["peak_mb_above_idle"] <= 64
    assert 0.4 < found["resumed_at"] < 0.6
