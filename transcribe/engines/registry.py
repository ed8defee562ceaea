"""From a model to the engine that runs it. One table; a new engine is one factory and one line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from minutes.errors import ModelError
from models.catalogue import all_cards
from models.layout import CHECKPOINT, CT2_WEIGHTS
from models.memory import require_memory
from models.weights import has_time_marks, require
from transcribe.engine import TranscribeOptions, Transcriber
from transcribe.engines.kinds import EngineKind, Traits


@dataclass(frozen=True, slots=True, kw_only=True)
class _Engine:
    """The file of a model's folder that an engine reads, its package, and how it is opened.

    `memory`: what a model takes while it is loaded, as a multiple of its file.
    """

    file: str
    package: str
    memory: float
    open: Callable[[Path, Traits, TranscribeOptions], Transcriber]


def _openai(checkpoint: Path, traits: Traits, options: TranscribeOptions) -> Transcriber:
    from transcribe.engines.openai_engine import OpenAIWhisper

    return OpenAIWhisper(checkpoint, traits, options)


def _faster(weights: Path, traits: Traits, options: TranscribeOptions) -> Transcriber:
    from transcribe.engines.faster_engine import FasterWhisper

    return FasterWhisper(weights.parent, traits, options)


ENGINES = {
    EngineKind.OPENAI: _Engine(file=CHECKPOINT, package="whisper", memory=3.0, open=_openai),
    EngineKind.FASTER: _Engine(file=CT2_WEIGHTS, package="ctranslate2", memory=1.5, open=_faster),
}


def open_engine(
    model: str,
    models_dir: Path,
    options: TranscribeOptions = TranscribeOptions(),
    kind: EngineKind = EngineKind.OPENAI,
) -> Transcriber:
    """The engine for a model of the catalogue, for a folder, or for one of the files that engines read.

    Raises:
        ModelError: the model is unknown, absent, damaged, too large for the free memory, or not in the
            engine's format, or the engine's package is not installed.
    """
    engine = ENGINES[kind]
    path = require(model, models_dir)
    traits = _traits(model, path)
    if find_spec(engine.package) is None:
        raise ModelError(
            f"the engine '{kind}' is not installed", where=model, remedy=f"Run 'pip install {engine.package}'"
        )
    if path.is_file():
        return _opened(engine, path, traits, options)
    if not (path / engine.file).is_file():
        raise ModelError(
            f"the folder holds no {engine.file}",
            where=str(path),
            remedy=f"The engine '{kind}' reads that file: give another folder, or choose another engine",
        )
    return _opened(engine, path / engine.file, traits, options)


def _opened(engine: _Engine, weights: Path, traits: Traits, options: TranscribeOptions) -> Transcriber:
    require_memory(weights, engine.memory)
    return engine.open(weights, traits, options)


def _traits(model: str, path: Path) -> Traits:
    """Of a model that we do not know, only the name: it is heard as Whisper was made to be."""
    card = next((card for card in all_cards() if card.name == model), None)
    if card is None:
        name = path.stem if path.is_file() else path.name
        return Traits(name=name, time_marks=has_time_marks(name, path))
    return Traits(
        name=card.name, takes_hints=card.hints, own_length=card.own_length, time_marks=card.time_marks
    )
