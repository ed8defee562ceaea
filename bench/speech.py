"""How well the installed speech model hears: `python -m bench.speech [--model NAME] [--json FILE]`.

Word error rates over `bench/speech_set` and the demo recording, and words invented on sounds without speech,
all through the same rooms that a real recording passes. README.md beside this file explains every measure.
"""

from __future__ import annotations

import argparse
import re
import time
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import jiwer
import numpy as np
from numpy.typing import NDArray
from text_to_num import alpha2digit

from bench.report import print_table, write_json
from models.weights import installed
from transcribe.audio import decode
from transcribe.engine import SAMPLE_RATE_HZ, Hints, TranscribeOptions, Transcriber, Window
from transcribe.engines.kinds import EngineKind
from transcribe.engines.registry import open_engine
from transcribe.recording import WindowResult, hear_batch, transcribe_recording
from workflow.settings import Settings, load_settings
from workflow.wiring import open_transcriber

SPEECH_SET = Path(__file__).parent / "speech_set"
DEMO = Path(__file__).parents[1] / "workflow" / "demo"
GROUPS = ("seen", "unseen", "talk")
WINDOW_S = 30
BASE = "whisper-base"


def comparable(text: str) -> str:
    """Lower case, no punctuation, numbers by value: "en komma otte millioner" is "1.800.000"."""
    text = re.sub(r"(?<=\d)\.(?=\d{3}\b)", "", text.lower())
    text = re.sub(r"(?<=\d),(?=\d)", " komma ", text)
    parts = re.split(r"\s+(komma|million(?:er)?)\s+", f" {re.sub(r'[.?!,;:]', ' ', text)} ")
    spoken = [p if i % 2 else alpha2digit(p, "da", threshold=0) for i, p in enumerate(parts)]
    digits = " ".join(re.sub(r"[^\w ]", " ", part) for part in spoken)
    digits = re.sub(r"\s+", " ", digits)
    digits = re.sub(r"\b(?:en|et) (?=komma|million)", "1 ", digits)
    return re.sub(r"(\d+)(?: komma (\d+))? million(?:er)?(?: (\d{4,6}))?\b", _millions, digits).strip()


def _millions(match: re.Match[str]) -> str:
    tenths = (match[2] or "").ljust(6, "0")
    return str(int(match[1]) * 1_000_000 + int(tenths) + int(match[3] or 0))


def numbers_missed(references: Sequence[str], heard: Sequence[str]) -> float:
    """The share of the references' numbers that were not heard; 1 is left out, as "en" is an article too."""
    missed = total = 0
    for reference, text in zip(references, heard, strict=True):
        left = comparable(text).split()
        for word in comparable(reference).split():
            if word.isdigit() and word != "1":
                total += 1
                if word in left:
                    left.remove(word)
                else:
                    missed += 1
    return missed / total


def word_error_rate(references: Sequence[str], heard: Sequence[str]) -> float:
    """Word error rate by jiwer, over all the texts together."""
    return float(jiwer.wer([comparable(r) for r in references], [comparable(h) for h in heard]))


def soundless() -> dict[str, NDArray[np.float32]]:
    """30 s each of what a recogniser should write nothing for."""
    count = WINDOW_S * SAMPLE_RATE_HZ
    noise = np.random.default_rng(0).normal(size=count)
    tone = np.sin(2 * np.pi * 440 * np.arange(count) / SAMPLE_RATE_HZ)
    sounds = {"silence": 0 * noise, "noise": 0.05 * noise, "quiet_noise": 0.001 * noise, "tone": 0.3 * tone}
    return {name: sound.astype(np.float32) for name, sound in sounds.items()}


def words(result: WindowResult) -> str:
    """What a transcript would hold of the window."""
    return " ".join(u.text for u in result.utterances if u.dropped is None)


def hear(
    samples: Iterable[NDArray[np.float32]], engine: Transcriber, options: TranscribeOptions
) -> list[str]:
    """Each stretch alone in its window."""
    windows = [Window(start=0.0, samples=sound) for sound in samples]
    size = options.batch_windows
    batches = [windows[i : i + size] for i in range(0, len(windows), size)]
    return [words(result) for batch in batches for result in hear_batch(batch, engine, Hints())]


def read(path: Path) -> NDArray[np.float32]:
    """A whole short recording."""
    return np.concatenate([piece.samples for piece in decode(path)])


def measure(engine: Transcriber, options: TranscribeOptions) -> dict[str, float]:
    """Every measure of bench/README.md under "speech"."""
    clips = tomllib.loads((SPEECH_SET / "manifest.toml").read_text(encoding="utf-8"))["clip"]
    sounds = [read(SPEECH_SET / clip["file"]) for clip in clips]
    began = time.monotonic()
    heard = hear(sounds, engine, options)
    took = time.monotonic() - began
    measures: dict[str, float] = {}
    for group in GROUPS:
        pairs = [(c["text"], h) for c, h in zip(clips, heard, strict=True) if c["group"] == group]
        measures[f"wer_{group}"] = word_error_rate([r for r, _ in pairs], [h for _, h in pairs])
    measures["numbers_missed"] = numbers_missed([clip["text"] for clip in clips], heard)
    for name, text in zip(soundless(), hear(soundless().values(), engine, options), strict=True):
        measures[f"words_on_{name}"] = len(text.split())
    measures["clip_speed"] = len(clips) * WINDOW_S / took
    return measures | measure_meeting(engine, options)


def measure_meeting(engine: Transcriber, options: TranscribeOptions) -> dict[str, float]:
    """The demo recording by the whole speech room, without its agenda: no hints, no name repair."""
    talk = tomllib.loads((DEMO / "talk.toml").read_text(encoding="utf-8"))["utterance"]
    said = " ".join(utterance["text"] for utterance in talk)
    began = time.monotonic()
    transcript = transcribe_recording(DEMO / "recording.ogg", engine=engine, options=options)
    took = time.monotonic() - began
    heard = " ".join(u.text for u in transcript.utterances if u.dropped is None)
    return {
        "wer_meeting": word_error_rate([said], [heard]),
        "meeting_numbers_missed": numbers_missed([said], [heard]),
        "meeting_speed": transcript.duration / took,
    }


def measure_english(settings: Settings, options: TranscribeOptions) -> dict[str, float]:
    """Real English speech by the model, and by stock Whisper base through the engine that reads its file."""
    clip = tomllib.loads((SPEECH_SET / "english.toml").read_text(encoding="utf-8"))
    english = replace(options, language="en")
    engines = {"wer_english": open_transcriber(settings, english)}
    if installed(BASE, settings.models_dir):
        engines["wer_english_base"] = open_engine(BASE, settings.models_dir, english, EngineKind.FASTER)
    measures: dict[str, float] = {}
    for name, engine in engines.items():
        transcript = transcribe_recording(SPEECH_SET / clip["file"], engine=engine, options=english)
        heard = " ".join(u.text for u in transcript.utterances if u.dropped is None)
        measures[name] = float(jiwer.wer(_plain(clip["text"]), _plain(heard)))
    return measures


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", re.sub(r"\bmr\b", "mister", text.lower())))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", help="a model by name, or a checkpoint (default: the configured one)")
    parser.add_argument("--json", type=Path, help="write the measures here")
    arguments = parser.parse_args()
    options = TranscribeOptions()
    settings = load_settings(speech_model=arguments.model)
    measures = measure(open_transcriber(settings, options), options) | measure_english(settings, options)
    print(f"{settings.speech_model}: {SPEECH_SET.name} and the demo recording, numbers compared by value\n")
    print_table(["measure", "value"], [[name, float(value)] for name, value in measures.items()])
    write_json(arguments.json, "speech", measures)


if __name__ == "__main__":
    main()
