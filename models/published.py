"""A model as its maker publishes it, taken over into a folder of ours in the form that our engines read."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from pickle import UnpicklingError

from minutes.errors import ModelError
from models.layout import CHECKPOINT
from models.whisper_files import is_whisper, write_checkpoint

_LEFT_OUT = ("*.pt", "*.pth", "*.msgpack", "*.h5", "*.onnx", "*.ot", "pytorch_model*", ".*", "*.py")
"""The same weights in forms that we do not read, hidden files, and code: nothing of a model is ever run."""


def take_over(source: Path, folder: Path, *, copy: Callable[[str, str], object] = shutil.copyfile) -> None:
    """Fill a folder from a model's folder, or from one file that openai-whisper wrote.

    Args:
        source: where it lies.
        folder: filled; empty before.
        copy: how a file that stays as it is gets there.

    Raises:
        ModelError: there is nothing there, or it is no model that we can run.
    """
    if source.is_file():
        _check_checkpoint(source)
        shutil.copyfile(source, folder / CHECKPOINT)
    elif is_whisper(source):
        write_checkpoint(source, folder)
        shutil.copytree(source, folder, ignore=_but("*.safetensors*"), copy_function=copy, dirs_exist_ok=True)
    elif _is_language_model(source):
        shutil.copytree(source, folder, ignore=_but("*.bin"), copy_function=copy, dirs_exist_ok=True)
    elif (source / CHECKPOINT).is_file():
        take_over(source / CHECKPOINT, folder)
    else:
        raise _unusable(source)


def _but(weights: str) -> Callable[[str, list[str]], set[str]]:
    return shutil.ignore_patterns(*_LEFT_OUT, weights)


def _is_language_model(folder: Path) -> bool:
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(config.get("architectures")) and any(folder.glob("*.safetensors"))


def _check_checkpoint(file: Path) -> None:
    import torch

    try:
        found = torch.load(file, map_location="cpu", weights_only=True, mmap=True)
    except (RuntimeError, ValueError, EOFError, UnpicklingError) as error:
        raise _unusable(file) from error
    if not isinstance(found, dict) or not found.keys() >= {"dims", "model_state_dict"}:
        raise _unusable(file)


def _unusable(source: Path) -> ModelError:
    return ModelError(
        "this is no model that Referent can run" if source.exists() else "there is nothing here",
        where=str(source),
        remedy="Give a Whisper of Hugging Face (safetensors) or CTranslate2, a .pt of openai-whisper, or a "
        "language model as transformers saves it",
    )
