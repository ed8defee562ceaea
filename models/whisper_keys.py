"""openai-whisper's parameter names for those of Hugging Face and CTranslate2: tables, and a function each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from models.ctranslate2_file import Arrays

if TYPE_CHECKING:
    import torch

# (pattern of the CTranslate2 name, openai-whisper names that share it; \1 is the side, \2 the layer).
# Several names on the right: one array holds them stacked, in this order.
_LAYER = r"(encoder|decoder)/layer_(\d+)"
_BLOCK = r"\1.blocks.\2"
TABLE: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"encoder/(conv[12])", (r"encoder.\1",)),
    (r"encoder/layer_norm", ("encoder.ln_post",)),
    (r"decoder/layer_norm", ("decoder.ln",)),
    (
        _LAYER + "/self_attention/linear_0",
        (f"{_BLOCK}.attn.query", f"{_BLOCK}.attn.key", f"{_BLOCK}.attn.value"),
    ),
    (_LAYER + "/self_attention/linear_1", (f"{_BLOCK}.attn.out",)),
    (_LAYER + "/self_attention/layer_norm", (f"{_BLOCK}.attn_ln",)),
    (_LAYER + "/attention/linear_0", (f"{_BLOCK}.cross_attn.query",)),
    (_LAYER + "/attention/linear_1", (f"{_BLOCK}.cross_attn.key", f"{_BLOCK}.cross_attn.value")),
    (_LAYER + "/attention/linear_2", (f"{_BLOCK}.cross_attn.out",)),
    (_LAYER + "/attention/layer_norm", (f"{_BLOCK}.cross_attn_ln",)),
    (_LAYER + "/ffn/linear_0", (f"{_BLOCK}.mlp.0",)),
    (_LAYER + "/ffn/linear_1", (f"{_BLOCK}.mlp.2",)),
    (_LAYER + "/ffn/layer_norm", (f"{_BLOCK}.mlp_ln",)),
)
WHOLE = {
    "encoder/position_encodings/encodings": "encoder.positional_embedding",
    "decoder/position_encodings/encodings": "decoder.positional_embedding",
    "decoder/embeddings/weight": "decoder.token_embedding.weight",
}
_SUFFIX = {"weight": "weight", "bias": "bias", "gamma": "weight", "beta": "bias"}

# (pattern of the Hugging Face name, openai-whisper's name); .weight and .bias are called the same.
_HF_LAYER = r"(encoder|decoder)\.layers\.(\d+)\."
HUGGING_FACE: tuple[tuple[str, str], ...] = (
    (r"encoder\.(conv[12])", r"encoder.\1"),
    (r"encoder\.layer_norm", "encoder.ln_post"),
    (r"decoder\.layer_norm", "decoder.ln"),
    (r"decoder\.embed_tokens", "decoder.token_embedding"),
    (_HF_LAYER + r"self_attn\.q_proj", f"{_BLOCK}.attn.query"),
    (_HF_LAYER + r"self_attn\.k_proj", f"{_BLOCK}.attn.key"),
    (_HF_LAYER + r"self_attn\.v_proj", f"{_BLOCK}.attn.value"),
    (_HF_LAYER + r"self_attn\.out_proj", f"{_BLOCK}.attn.out"),
    (_HF_LAYER + "self_attn_layer_norm", f"{_BLOCK}.attn_ln"),
    (_HF_LAYER + r"encoder_attn\.q_proj", f"{_BLOCK}.cross_attn.query"),
    (_HF_LAYER + r"encoder_attn\.k_proj", f"{_BLOCK}.cross_attn.key"),
    (_HF_LAYER + r"encoder_attn\.v_proj", f"{_BLOCK}.cross_attn.value"),
    (_HF_LAYER + r"encoder_attn\.out_proj", f"{_BLOCK}.cross_attn.out"),
    (_HF_LAYER + "encoder_attn_layer_norm", f"{_BLOCK}.cross_attn_ln"),
    (_HF_LAYER + "fc1", f"{_BLOCK}.mlp.0"),
    (_HF_LAYER + "fc2", f"{_BLOCK}.mlp.2"),
    (_HF_LAYER + "final_layer_norm", f"{_BLOCK}.mlp_ln"),
)


def from_hugging_face(tensors: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """openai-whisper's state dict, float16, from the tensors of a Hugging Face Whisper."""
    renamed = ((hugging_face_target(name), tensor) for name, tensor in tensors.items())
    return {name: tensor.half() for name, tensor in renamed if name}


def hugging_face_target(source: str) -> str:
    """openai-whisper's name for a Hugging Face parameter; empty for the output matrix, which is tied."""
    stem, _, kind = source.removeprefix("model.").rpartition(".")
    if stem in ("encoder.embed_positions", "decoder.embed_positions"):
        return stem.replace("embed_positions", "positional_embedding")
    for pattern, target in HUGGING_FACE:
        match = re.fullmatch(pattern, stem)
        if match:
            return f"{match.expand(target)}.{kind}"
    return ""


def openai_state(arrays: Arrays) -> dict[str, torch.Tensor]:
    """openai-whisper's state dict, float16, from the arrays of a CTranslate2 Whisper of any precision.

    CTranslate2 stacks query, key and value into one matrix whose key bias is zero; openai-whisper's key has
    no bias, so that one is dropped.
    """
    import torch

    return {
        name: torch.from_numpy(array.astype(np.float16))
        for name, array in _renamed(arrays)
        if not name.endswith("key.bias")
    }


def _renamed(arrays: Arrays) -> Iterator[tuple[str, NDArray[np.generic]]]:
    for source, array in arrays.items():
        targets = _targets(source)
        if targets:
            yield from zip(targets, np.split(_unscaled(source, array, arrays), len(targets)), strict=True)


def _unscaled(source: str, array: NDArray[np.generic], arrays: Arrays) -> NDArray[np.generic]:
    """The values that quantised weights stand for. int8 has one scale for each row, int16 one for all."""
    if array.dtype not in (np.int8, np.int16):
        return array
    scale = arrays[source + "_scale"].astype(np.float32)
    return array.astype(np.float32) / scale.reshape(scale.shape + (1,) * (array.ndim - scale.ndim))


def _targets(source: str) -> tuple[str, ...]:
    """openai-whisper's names for what one CTranslate2 array holds; none for its settings."""
    if source in WHOLE:
        return (WHOLE[source],)
    stem, _, kind = source.rpartition("/")
    for pattern, targets in TABLE:
        match = re.fullmatch(pattern, stem)
        if match and kind in _SUFFIX:
            return tuple(f"{match.expand(target)}.{_SUFFIX[kind]}" for target in targets)
    return ()


def ctranslate2_arrays(state: dict[str, torch.Tensor], like: Arrays) -> Arrays:
    """A CTranslate2 Whisper's arrays from openai-whisper's state dict: the inverse of `openai_state`.

    Args:
        state: openai-whisper's parameters.
        like: the arrays of a model of the same shape, whose settings, types and aliases are taken over.
    """
    made: dict[int, NDArray[np.generic]] = {}
    arrays: Arrays = {}
    for source, old in like.items():
        if id(old) not in made:
            made[id(old)] = _stacked(source, old, state)
        arrays[source] = made[id(old)]
    return arrays


def _stacked(source: str, old: NDArray[np.generic], state: dict[str, torch.Tensor]) -> NDArray[np.generic]:
    targets = _targets(source)
    if not targets:
        return old
    part = (old.shape[0] // len(targets), *old.shape[1:])
    pieces = [state[t].numpy() if t in state else np.zeros(part) for t in targets]
    return np.concatenate(pieces).astype(old.dtype).reshape(old.shape)


def openai_dims(state: dict[str, torch.Tensor], heads: int) -> dict[str, int]:
    """openai-whisper's `ModelDimensions` as a dict, read off the shapes; only the heads must be told."""
    width, mels = state["encoder.conv1.weight"].shape[:2]
    vocabulary = state["decoder.token_embedding.weight"].shape[0]
    layers = {
        side: len({name.split(".")[2] for name in state if name.startswith(f"{side}.blocks.")})
        for side in ("encoder", "decoder")
    }
    return {
        "n_mels": mels,
        "n_audio_ctx": state["encoder.positional_embedding"].shape[0],
        "n_audio_state": width,
        "n_audio_head": heads,
        "n_audio_layer": layers["encoder"],
        "n_vocab": vocabulary,
        "n_text_ctx": state["decoder.positional_embedding"].shape[0],
        "n_text_state": width,
        "n_text_head": heads,
        "n_text_layer": layers["decoder"],
    }
