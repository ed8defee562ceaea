"""From a model to the engine that runs it. One table; a new engine is one factory and one line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from minutes.errors import ModelError
from models.catalogue import all_cards
from models.layout import CHECKPOINT, CT2_WEIGHTS
from models.weights import require
from transcribe.engine import TranscribeOptions, Transcriber
from transcribe.engines.kinds import EngineKind


@dataclass(frozen=True, slots=True, kw_only=True)
class _Engine:
    """The file of a model's folder that an engine reads, its package, and how it is opened."""

    file: str
    package: str
    open: Callable[[Path, str, bool, TranscribeOptions], Transcriber]


def _openai(checkpoint: Path, name: str, hints: bool, options: TranscribeOptions) -> Transcriber:
    from transcribe.engines.openai_engine import OpenAIWhisper

    return OpenAIWhisper(checkpoint, name=name, takes_hints=hints, options=options)


def _faster(weights: Path, name: str, hints: bool, options: TranscribeOptions) -> Transcriber:
    from transcribe.engines.faster_engine import FasterWhisper

    return FasterWhisper(weights.parent, name=name, takes_hints=hints, options=options)


ENGINES = {
    EngineKind.OPENAI: _Engine(file=CHECKPOINT, package="whisper", open=_openai),
    EngineKind.FASTER: _Engine(file=CT2_WEIGHTS, package="ctranslate2", open=_faster),
}


def open_engine(
    model: str,
    models_dir: Path,
    options: TranscribeOptions = TranscribeOptions(),
    kind: EngineKind = EngineKind.OPENAI,
) -> Transcriber:
    """The engine for a model of the catalogue, for a folder, or for one of the files that engines read.

    Raises:
        ModelError: the model is unknown, absent, damaged, or not in the engine's format, or the engine's
            package is not installed.
    """
    engine = ENGINES[kind]
    path = require(model, models_dir)
    hints = next((card.hints for card in all_cards() if card.name == model), True)
    if find_spec(engine.package) is None:
        raise ModelError(
            f"the engine '{kind}' is not installed", where=model, remedy=f"Run 'pip install {engine.package}'"
        )
    if path.is_file():
        return engine.open(path, path.stem, hints, options)
    if not (path / engine.file).is_file():
        raise ModelError(
            f"the folder holds no {engine.file}",
            where=str(path),
            remedy=f"The engine '{kind}' reads that file: give another folder, or choose another engine",
        )
    return engine.open(path / engine.file, path.name, hints, options)
