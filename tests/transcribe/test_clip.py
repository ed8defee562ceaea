"""A remark cut out of a recording is a WAV file of its own length, from the place that was asked for."""

import io
import wave

import numpy as np
import pytest
from soundfiles import CLIP

from minutes.errors import InputError
from transcribe.audio import decode
from transcribe.clip import clip
from transcribe.engine import SAMPLE_RATE_HZ


@pytest.mark.parametrize(("start", "end"), [(0.0, 3.5), (3.2, 6.0), (8.0, 11.0)])
def test_the_clip_is_that_piece_of_the_recording(start, end):
    with wave.open(io.BytesIO(clip(CLIP, start, end))) as file:
        assert (file.getframerate(), file.getnchannels()) == (SAMPLE_RATE_HZ, 1)
        heard = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768.0
    whole = np.concatenate([piece.samples for piece in decode(CLIP)])
    expected = whole[round(start * SAMPLE_RATE_HZ) : round(end * SAMPLE_RATE_HZ)]
    assert len(heard) == pytest.approx(len(expected), abs=SAMPLE_RATE_HZ // 20)
    shortest = min(len(heard), len(expected))
    assert np.corrcoef(heard[:shortest], expected[:shortest])[0, 1] > 0.9


def test_behind_the_end_there_is_nothing():
    with pytest.raises(InputError, match="ends before"):
        clip(CLIP, 10_000.0, 10_001.0)
