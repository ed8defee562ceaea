"""Our run of silero-vad's network gives what the package gives, however it is cut."""

import numpy as np
import pytest
import torch
from soundfiles import CLIP

from transcribe.audio import decode
from transcribe.detection import FRAME, SpeechDetector
from transcribe.engine import SAMPLE_RATE_HZ


@pytest.fixture(scope="module")
def frames():
    samples = np.concatenate([piece.samples for piece in decode(CLIP)])
    return samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME)


def test_the_probabilities_are_the_packages_own(frames):
    threads = torch.get_num_threads()
    from silero_vad import load_silero_vad

    package = load_silero_vad()
    torch.set_num_threads(threads)  # importing the package sets one
    with torch.inference_mode():
        expected = [float(package(torch.from_numpy(frame), SAMPLE_RATE_HZ)) for frame in frames]

    assert SpeechDetector().probabilities(frames) == pytest.approx(expected, abs=1e-4)


def test_it_remembers_from_one_stretch_to_the_next(frames):
    whole = SpeechDetector().probabilities(frames)
    detector = SpeechDetector()

    parts = [detector.probabilities(part) for part in np.array_split(frames, [1, 1, 40, 300])]

    assert np.concatenate(parts) == pytest.approx(whole, abs=1e-5)


def test_finding_speech_leaves_pytorch_its_threads():
    threads = torch.get_num_threads()

    SpeechDetector().probabilities(np.zeros((4, FRAME), np.float32))

    assert torch.get_num_threads() == threads
