"""silero-vad's network over many frames at once: what it says frame by frame, but faster.

The package's own loop calls the network for every 32 ms. Here the whole stretch passes it in a few matrix
products, and only its memory (an LSTM) goes frame by frame. Architecture and weights are those of the package
(MIT); its code is not imported, since that would set PyTorch to one thread for the whole process.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import distribution

import numpy as np
from numpy.typing import NDArray

FRAME = 512
"""Samples of a frame at 16 kHz: 32 ms."""
_CONTEXT = 64
"""Samples of the frame before that stand in front of each frame; as many are mirrored behind it."""
_SPECTRUM = 129
_STATE = 128
_WEIGHTS = "silero_vad/data/silero_vad.jit"

Array = NDArray[np.float32]


class SpeechDetector:
    """How probably each frame of one recording holds speech. Remembers what it heard before."""

    def __init__(self) -> None:
        self._weights = _weights()
        self._context = np.zeros(_CONTEXT, np.float32)
        self._hidden = np.zeros(_STATE, np.float32)
        self._cell = np.zeros(_STATE, np.float32)

    def probabilities(self, frames: Array) -> Array:
        """One probability for each of the frames, (count, `FRAME`), which follow those given before.

        Args:
            frames: mono, 16 kHz, -1 to 1; may be empty.
        """
        if not len(frames):
            return np.zeros(0, np.float32)
        before = np.concatenate([self._context[None], frames[:-1, -_CONTEXT:]])
        self._context = frames[-1, -_CONTEXT:].copy()
        remembered = self._remembered(self._seen(np.concatenate([before, frames], axis=1)))
        return _sigmoid(np.maximum(remembered, 0) @ self._weights["out"] + self._weights["out_bias"])

    def _seen(self, sound: Array) -> Array:
        """(count, samples) -> (count, 128): a short spectrum, and four convolutions over it."""
        mirrored = np.concatenate([sound, sound[:, -2 : -2 - _CONTEXT : -1]], axis=1)
        waves = _stretches(mirrored[..., None], 2 * _SPECTRUM - 2, _SPECTRUM - 1) @ self._weights["stft"]
        x: Array = np.sqrt(waves[..., :_SPECTRUM] ** 2 + waves[..., _SPECTRUM:] ** 2)
        for layer, stride in enumerate((1, 2, 2, 1)):
            padded = np.pad(x, ((0, 0), (1, 1), (0, 0)))
            x = _stretches(padded, 3, stride) @ self._weights[f"conv{layer}"]
            x = np.maximum(x + self._weights[f"conv{layer}_bias"], 0)
        return x[:, 0]

    def _remembered(self, seen: Array) -> Array:
        """(count, 128) -> (count, 128) by an LSTM cell, frame by frame; its gates in PyTorch's order."""
        given = seen @ self._weights["input"] + self._weights["bias"]
        states = np.empty_like(seen)
        for place, frame in enumerate(given):
            gates = frame + self._weights["hidden"] @ self._hidden
            let_in, keep, _, let_out = _sigmoid(gates).reshape(4, _STATE)
            self._cell = keep * self._cell + let_in * np.tanh(gates[2 * _STATE : 3 * _STATE])
            self._hidden = let_out * np.tanh(self._cell)
            states[place] = self._hidden
        return states


@cache
def _weights() -> dict[str, Array]:
    """The weights for 16 kHz, laid out for products from the right."""
    import torch

    path = distribution("silero-vad").locate_file(_WEIGHTS)
    state = torch.jit.load(str(path), map_location="cpu").state_dict()  # type: ignore[no-untyped-call]
    read = {name.removeprefix("_model."): tensor.numpy() for name, tensor in state.items()}
    laid = {
        "stft": _flat(read["stft.forward_basis_buffer"]),
        "input": read["decoder.rnn.weight_ih"].T.copy(),
        "hidden": read["decoder.rnn.weight_hh"],
        "bias": read["decoder.rnn.bias_ih"] + read["decoder.rnn.bias_hh"],
        "out": read["decoder.decoder.2.weight"].reshape(_STATE),
        "out_bias": read["decoder.decoder.2.bias"],
    }
    for layer in range(4):
        laid[f"conv{layer}"] = _flat(read[f"encoder.{layer}.reparam_conv.weight"])
        laid[f"conv{layer}_bias"] = read[f"encoder.{layer}.reparam_conv.bias"]
    return laid


def _flat(kernel: Array) -> Array:
    """(out, in, width) -> (width * in, out)."""
    return np.ascontiguousarray(kernel.transpose(2, 1, 0).reshape(-1, kernel.shape[0]))


def _stretches(x: Array, width: int, stride: int) -> Array:
    """(count, time, channels) -> (count, steps, width * channels)."""
    steps = np.lib.stride_tricks.sliding_window_view(x, width, axis=1)[:, ::stride]
    return np.ascontiguousarray(steps.swapaxes(2, 3)).reshape(*steps.shape[:2], -1)


def _sigmoid(x: Array) -> Array:
    with np.errstate(over="ignore"):
        return (1 / (1 + np.exp(-x))).astype(np.float32, copy=False)
