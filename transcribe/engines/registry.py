"""From a model to the engine that runs it. One table; a new engine is one line here."""

from __future__ import annotations

from pathlib import Path

from minutes.errors import ModelError
from models.weights import CHECKPOINT, require
from transcribe.engine import TranscribeOptions, Transcriber


def open_engine(
    model: str, models_dir: Path, options: TranscribeOptions = TranscribeOptions()
) -> Transcriber:
    """The engine for a model of the catalogue, or for a checkpoint file or a folder that holds one.

    Raises:
        ModelError: the model is unknown, absent, damaged, or of a format without an engine.
    """
    from transcribe.engines.openai_engine import OpenAIWhisper

    path = require(model, models_dir)
    checkpoint = path / CHECKPOINT if path.is_dir() else path
    if not checkpoint.is_file():
        raise ModelError(
            f"the folder holds no {CHECKPOINT}",
            where=str(path),
            remedy="Give an openai-whisper checkpoint (.pt)",
        )
    return OpenAIWhisper(checkpoint, name=path.stem, options=options)
