"""Stock Whisper base, which invents, hears sounds without speech: not a word of it reaches a transcript.

On the sounds of `INVENTS` the weights do write sentences, and surely (found by trying; the test says so).
The windows go to the engine directly, past the speech detector.
"""

from dataclasses import dataclass

import pytest
from soundfiles import CLIP
from soundless import sounds

from minutes.transcript import DropReason, Utterance
from models.pulling import pull
from models.weights import default_models_dir
from transcribe.acoustics import Acoustics
from transcribe.audio import Piece, decode
from transcribe.engine import Hints, TranscribeOptions, Window
from transcribe.engines.kinds import EngineKind
from transcribe.engines.registry import open_engine
from transcribe.recording import hear_batch
from transcribe.windows import cut_windows

MODEL = "whisper-base"
SOUNDS = sounds()
INVENTS = ("silence", "noise", "chord", "keyboard", "applause")


@pytest.fixture(scope="module")
def engine():
    pull(MODEL, default_models_dir())
    # One try at each window: what it would write first is what we guard against.
    options = TranscribeOptions(temperatures=(0.0,))
    return open_engine(MODEL, default_models_dir(), options, EngineKind.FASTER)


@dataclass(frozen=True)
class Says:
    """Answers one window with what another engine said."""

    said: tuple[Utterance, ...]
    name: str = MODEL
    prompt_tokens: int = 0

    def transcribe(self, windows, hints):
        yield self.said


def window(name):
    return Window(start=0.0, samples=SOUNDS[name])


@pytest.mark.parametrize("name", INVENTS)
def test_what_the_weights_invent_is_kept_as_dropped(engine, name):
    (invented,) = engine.transcribe([window(name)], Hints())
    (result,) = hear_batch([window(name)], Says(invented), Hints())

    assert any(len(u.text) > 20 and u.dropped is None for u in invented)
    assert [u.dropped for u in result.utterances] == [DropReason.NO_SPEECH] * len(invented)
    assert [u.original_text or u.text for u in result.utterances] == [u.text for u in invented]


@pytest.mark.parametrize("name", SOUNDS)
def test_no_window_is_cut_where_nobody_speaks(name):
    assert list(cut_windows([Piece(samples=SOUNDS[name])])) == []


@pytest.mark.parametrize("name", SOUNDS)
def test_the_sound_has_room_for_no_text(name):
    assert not Acoustics(window(name)).has_room_for("Tak.")


def test_real_speech_has_room_for_its_text_and_bears_it_out():
    (first, *_) = cut_windows(decode(CLIP))
    said = "x" * int(12 * (first.end - first.start))

    assert Acoustics(first).has_room_for(said)
    assert Acoustics(first).bear_out(said)
    assert not Acoustics(first).bear_out("Tak fordi I så med.")
