"""A model that was trained without Whisper's time marks is decoded without them, by either engine."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from models.pulling import pull
from models.weights import default_models_dir
from transcribe.audio import decode
from transcribe.engine import SAMPLE_RATE_HZ, Hints, TranscribeOptions, Window
from transcribe.engines.kinds import EngineKind, Traits
from transcribe.engines.registry import ENGINES

CLIP = Path(__file__).parents[1] / "data" / "speech" / "clip.ogg"
SECONDS = 8


@pytest.fixture(scope="module")
def window():
    samples = np.concatenate([piece.samples for piece in decode(CLIP)])
    return Window(start=100.0, samples=samples[: SECONDS * SAMPLE_RATE_HZ])


@pytest.mark.parametrize("kind", list(EngineKind))
def test_without_time_marks_the_words_share_the_window(kind, window):
    engine = ENGINES[kind]
    weights = pull("whisper-base-da", default_models_dir()) / engine.file
    traits = Traits(name="trained-without", time_marks=False)

    (heard,) = engine.open(weights, traits, TranscribeOptions()).transcribe([window], Hints())

    words = [word for utterance in heard for word in utterance.words]
    assert len(words) > 5
    assert words[0].start == 100.0
    assert words[-1].end == 100.0 + SECONDS
    assert all(one.end <= after.start + 0.011 for one, after in pairwise(words))
