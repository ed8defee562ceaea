"""A Whisper in whatever form its maker publishes it, written as the checkpoint that openai-whisper loads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from minutes.errors import ModelError
from models.ctranslate2_file import read_arrays
from models.layout import CHECKPOINT, CT2_WEIGHTS, HF_INDEX, HF_WEIGHTS
from models.whisper_keys import from_hugging_face, openai_dims, openai_state

if TYPE_CHECKING:
    import torch

State = dict[str, "torch.Tensor"]
_SHAPING = {
    "encoder.conv1.weight",
    "encoder.positional_embedding",
    "decoder.token_embedding.weight",
    "decoder.positional_embedding",
}
"""The parameters that a Whisper's dimensions are read off."""


def is_whisper(folder: Path) -> bool:
    """Whether the folder holds a Whisper of Hugging Face or CTranslate2."""
    return (folder / CT2_WEIGHTS).is_file() or _config(folder).get("model_type") == "whisper"


def write_checkpoint(source: Path, folder: Path) -> None:
    """Write `model.pt` into a folder from a folder of Hugging Face (safetensors) or CTranslate2.

    Raises:
        ModelError: the source holds neither, is cut off, or lacks a weight.
    """
    import torch

    state, heads = _read(source)
    if not state.keys() >= _SHAPING:
        raise _unusable(source, "this is no Whisper: it lacks an encoder or a decoder")
    dims = openai_dims(state, heads)
    _check_complete(source, dims, state)
    torch.save({"dims": dims, "model_state_dict": state}, folder / CHECKPOINT)


def _read(source: Path) -> tuple[State, int]:
    """openai-whisper's parameters, and the number of attention heads."""
    if (source / CT2_WEIGHTS).is_file():
        arrays = read_arrays(source / CT2_WEIGHTS)
        if "encoder/num_heads" not in arrays:
            raise _unusable(source, "this is no Whisper: it names no attention heads")
        return openai_state(arrays), int(arrays["encoder/num_heads"])
    heads = _config(source).get("encoder_attention_heads")
    if not isinstance(heads, int):
        raise _unusable(source, "its config.json names no attention heads")
    tensors = {name: tensor for file in _shards(source) for name, tensor in _tensors(file)}
    return from_hugging_face(tensors), heads


def _shards(source: Path) -> list[Path]:
    """The files that together hold the weights."""
    names = [HF_WEIGHTS]
    if (source / HF_INDEX).is_file():
        names = sorted(set(_json(source / HF_INDEX).get("weight_map", {}).values()))
    absent = [name for name in names if not (source / name).is_file()]
    if absent or not names:
        raise _unusable(source, f"the file {(absent or [HF_WEIGHTS])[0]} is missing")
    return [source / name for name in names]


def _tensors(file: Path) -> Iterator[tuple[str, torch.Tensor]]:
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(file, framework="pt") as opened:
            for name in opened.keys():  # noqa: SIM118 - not a mapping
                yield name, opened.get_tensor(name)
    except SafetensorError as error:
        raise _unusable(file, f"this is no safetensors file, or it is cut off ({error})") from error


def _check_complete(source: Path, dims: dict[str, int], state: State) -> None:
    """openai-whisper's own modules, built without memory for their weights, say which there must be."""
    import torch
    from whisper.model import AudioEncoder, TextDecoder

    sizes = ("ctx", "state", "head", "layer")
    with torch.device("meta"):
        encoder = AudioEncoder(dims["n_mels"], *(dims[f"n_audio_{size}"] for size in sizes))
        decoder = TextDecoder(dims["n_vocab"], *(dims[f"n_text_{size}"] for size in sizes))
    wanted = torch.nn.ModuleDict({"encoder": encoder, "decoder": decoder}).state_dict()
    odd = [name for name, one in wanted.items() if name not in state or state[name].shape != one.shape]
    odd += sorted(state.keys() - wanted.keys())
    if odd:
        raise _unusable(source, f"{len(odd)} weights are missing or of another shape, such as {odd[0]}")


def _config(folder: Path) -> dict[str, Any]:
    return _json(folder / "config.json") if (folder / "config.json").is_file() else {}


def _json(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _unusable(file, f"this is no JSON ({error})") from error
    return found if isinstance(found, dict) else {}


def _unusable(where: Path, what: str) -> ModelError:
    return ModelError(
        what,
        where=str(where),
        remedy="Fetch the model again, whole: safetensors with config.json, or a CTranslate2 folder",
    )
