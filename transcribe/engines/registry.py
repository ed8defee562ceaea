"""From a model to the engine that runs it. One table; a new engine is one factory and one line here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from minutes.errors import ModelError
from models.catalogue import all_cards
from models.weights import CHECKPOINT, require
from transcribe.engine import TranscribeOptions, Transcriber


def _openai(checkpoint: Path, name: str, hints: bool, options: TranscribeOptions) -> Transcriber:
    from transcribe.engines.openai_engine import OpenAIWhisper

    return OpenAIWhisper(checkpoint, name=name, takes_hints=hints, options=options)


# The file that a model's folder holds -> the engine that reads it.
ENGINES: dict[str, Callable[[Path, str, bool, TranscribeOptions], Transcriber]] = {CHECKPOINT: _openai}


def open_engine(
    model: str, models_dir: Path, options: TranscribeOptions = TranscribeOptions()
) -> Transcriber:
    """The engine for a model of the catalogue, or for a checkpoint file or a folder that holds one.

    Raises:
        ModelError: the model is unknown, absent, damaged, or of a format without an engine.
    """
    path = require(model, models_dir)
    hints = next((card.hints for card in all_cards() if card.name == model), True)
    if path.is_file():
        return _openai(path, path.stem, hints, options)
    for file, engine in ENGINES.items():
        if (path / file).is_file():
            return engine(path / file, path.name, hints, options)
    raise ModelError(
        f"the folder holds no {' or '.join(ENGINES)}",
        where=str(path),
        remedy="Give an openai-whisper checkpoint (.pt with 'dims' and 'model_state_dict')",
    )
