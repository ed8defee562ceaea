import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from soundfiles import CLIP

from transcribe.audio import decode
from transcribe.detection import FRAME
from transcribe.engine import SAMPLE_RATE_HZ
from transcribe.windows import FRAME_SECONDS, WindowOptions, cut_windows, pack

OPTIONS = WindowOptions()


def frames(stretches):
    """(speaking?, frames) stretches -> frames whose samples carry their own number."""
    number = 0
    for speaking, count in stretches:
        for _ in range(count):
            yield number * FRAME_SECONDS, np.full(FRAME, number, np.float32), 0.9 if speaking else 0.1
            number += 1


SHORT = WindowOptions(least_length=2.0, longest_length=5.0, longest_silence=1.0)
stretches = st.lists(st.tuples(st.booleans(), st.integers(1, 200)), max_size=8)


@settings(deadline=None)
@given(stretches)
def test_windows_hold_all_speech_once_and_in_order(stretches):
    windows = list(pack(frames(stretches), SHORT))

    for window in windows:
        assert 0 < window.end - window.start <= SHORT.longest_length + FRAME_SECONDS
        assert window.samples[0] == int(window.start / FRAME_SECONDS + 1e-6)
    for before, after in itertools.pairwise(windows):
        assert before.end <= after.start + 1e-6
    heard = {int(n) for window in windows for n in np.unique(window.samples)}
    number, speech = 0, []
    for speaking, count in stretches:
        if speaking and count * FRAME_SECONDS >= SHORT.least_speech:
            speech += range(number, number + count)
        number += count
    assert set(speech) <= heard


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2000))
def test_silence_gives_no_window(count):
    assert list(pack(frames([(False, count)]))) == []


def test_a_window_ends_in_its_widest_pause():
    talk = [(True, 500), (False, 12), (True, 200), (False, 40), (True, 150), (False, 12), (True, 300)]

    first, second = pack(frames(talk))

    pause = (712 * FRAME_SECONDS, 752 * FRAME_SECONDS)
    assert pause[0] <= first.end <= pause[1]
    assert pause[0] <= second.start <= pause[1]


def test_a_long_break_is_left_out():
    windows = list(pack(frames([(True, 300), (False, 40_000), (True, 300)])))

    assert len(windows) == 2
    assert sum(w.end - w.start for w in windows) < 600 * FRAME_SECONDS + 4 * OPTIONS.margin


def test_windows_come_while_the_sound_does():
    pulled = 0

    def counted():
        nonlocal pulled
        for frame in frames([(True, 3_000)]):
            pulled += 1
            yield frame

    first = next(iter(pack(counted())))

    assert pulled * FRAME_SECONDS <= 30
    assert first.end <= 30


def test_the_clip_is_cut_at_its_break():
    windows = list(cut_windows(decode(CLIP)))

    assert len(windows) == 2
    assert 5 <= windows[1].start - windows[0].end <= 7
    assert all(np.abs(w.samples).max() > 0.05 for w in windows)
    assert all(len(w.samples) <= 30 * SAMPLE_RATE_HZ for w in windows)
