"""Every engine keeps the same promises, with the real weights of the demo model."""

import re
import tomllib
from itertools import pairwise

import jiwer
import numpy as np
import pytest
from soundfiles import CLIP

from minutes.errors import ModelError
from models.pulling import pull
from models.weights import default_models_dir
from transcribe.audio import decode
from transcribe.engine import SAMPLE_RATE_HZ, Hints, Window
from transcribe.engines.kinds import EngineKind
from transcribe.engines.registry import open_engine
from transcribe.recording import transcribe_recording
from transcribe.windows import cut_windows

MODEL = "whisper-base-da"


@pytest.fixture(scope="module", params=EngineKind)
def engine(request):
    pull(MODEL, default_models_dir())
    return open_engine(MODEL, default_models_dir(), kind=request.param)


@pytest.fixture(scope="module")
def transcript(engine):
    return transcribe_recording(CLIP, engine=engine)


def plain(text):
    return " ".join(re.findall(r"\w+", text.casefold()))


def test_the_clip_is_written_down(transcript):
    script = tomllib.loads(CLIP.with_name("clip.toml").read_text(encoding="utf-8"))["sentence"]
    said = plain(" ".join(sentence["text"] for sentence in script))
    heard = plain(" ".join(u.text for u in transcript.utterances))

    assert jiwer.wer(said, heard) <= 0.1


def test_utterances_are_turns_between_pauses_with_their_times(transcript):
    assert len(transcript.utterances) >= 4
    for before, after in pairwise(transcript.utterances):
        assert before.start < before.end <= after.start + 0.05
    last = transcript.utterances[-1]
    assert last.end == pytest.approx(transcript.duration - 1.0, abs=0.8)
    assert not any(11.5 < u.start < 16.0 for u in transcript.utterances)  # the break


def test_words_carry_times_and_probabilities(transcript):
    for utterance in transcript.utterances:
        assert " ".join(word.text for word in utterance.words) == utterance.text
        assert all(0 <= word.probability <= 1 for word in utterance.words)
        assert utterance.words[0].start == utterance.start
        assert utterance.words[-1].end == utterance.end
    sure = [word.probability for u in transcript.utterances for word in u.words]
    assert np.median(sure) > 0.8


def test_a_batch_gives_what_its_windows_give_alone(engine):
    windows = list(cut_windows(decode(CLIP)))

    together = list(engine.transcribe(windows, Hints()))
    alone = [next(engine.transcribe([window], Hints())) for window in windows]

    assert [[u.text for u in heard] for heard in together] == [[u.text for u in heard] for heard in alone]


def test_no_words_are_heard_in_silence_even_without_a_detector(engine):
    silence = Window(start=0.0, samples=np.zeros(20 * SAMPLE_RATE_HZ, np.float32))

    (heard,) = engine.transcribe([silence], Hints())

    assert all(u.dropped for u in heard)


def test_the_demo_model_takes_no_hints(engine):
    assert engine.prompt_tokens == 0


@pytest.mark.parametrize("content", [b"", b"not a checkpoint", b"PK\x03\x04 cut off"])
def test_a_damaged_checkpoint_is_refused(tmp_path, content):
    path = tmp_path / "model.pt"
    path.write_bytes(content)

    with pytest.raises(ModelError, match="not an openai-whisper checkpoint"):
        open_engine(str(path), tmp_path)


@pytest.mark.parametrize(
    ("kind", "file"), [(EngineKind.OPENAI, "model.pt"), (EngineKind.FASTER, "model.bin")]
)
def test_a_folder_without_the_engines_file_is_refused(tmp_path, kind, file):
    with pytest.raises(ModelError, match=f"holds no {file}"):
        open_engine(str(tmp_path), tmp_path, kind=EngineKind(kind))


def test_a_damaged_ctranslate2_model_is_refused(tmp_path):
    (tmp_path / "model.bin").write_bytes(b"not a model")

    with pytest.raises(ModelError, match="not a CTranslate2 Whisper"):
        open_engine(str(tmp_path), tmp_path, kind=EngineKind.FASTER)


def test_a_model_that_does_not_fit_is_refused_before_it_is_loaded(tmp_path, monkeypatch):
    weights = tmp_path / "large.pt"
    with weights.open("wb") as file:
        file.truncate(3_100_000_000)  # a file without content takes no disk
    monkeypatch.setattr("models.memory.free_gb", lambda: 8.0)

    with pytest.raises(ModelError, match=r"needs about 10\.0 GB of memory and 8\.0 GB are free"):
        open_engine(str(weights), tmp_path)


@pytest.mark.parametrize("kind", EngineKind)
def test_an_absent_engine_says_how_to_install_it(monkeypatch, kind):
    monkeypatch.setattr("transcribe.engines.registry.find_spec", lambda name: None)

    with pytest.raises(ModelError, match=r"is not installed.*pip install"):
        open_engine(str(CLIP), CLIP.parent, kind=kind)
