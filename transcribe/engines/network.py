"""openai-whisper's encoder over windows of their own length, and its decoder one step at a time."""

from __future__ import annotations

import torch
from torch.nn.functional import gelu
from whisper.model import AudioEncoder, Whisper

from transcribe.engines.int8 import Int8Linear, supported, to_int8


def encode(encoder: AudioEncoder, mels: torch.Tensor) -> torch.Tensor:
    """(windows, mels, frames) -> (windows, frames / 2, state), of at most 3,000 frames.

    The encoder's own `forward` takes nothing but 3,000; the layers take any number.
    """
    x = gelu(encoder.conv1(mels))
    x = gelu(encoder.conv2(x)).permute(0, 2, 1)
    x = x + encoder.positional_embedding[: x.shape[1]]
    for block in encoder.blocks:
        x = block(x)
    encoded: torch.Tensor = encoder.ln_post(x)
    return encoded


class Decoder:
    """The decoder of a model, with int8 weights where the machine has the kernels for it."""

    def __init__(self, model: Whisper) -> None:
        self._layers = model.decoder
        self._words = model.decoder.token_embedding.weight
        self._small_words: Int8Linear | None = None
        if supported(model.device):
            to_int8(model.decoder.blocks)
            self._small_words = Int8Linear(self._words, None)

    def state(
        self, tokens: torch.Tensor, features: torch.Tensor, cache: dict[torch.nn.Module, torch.Tensor]
    ) -> torch.Tensor:
        """(rows, new tokens) -> (rows, new tokens, state); the cache holds what the tokens before left."""
        done = next(iter(cache.values())).shape[1] if cache else 0
        places = self._layers.positional_embedding[done : done + tokens.shape[-1]]
        x = (self._layers.token_embedding(tokens) + places).to(features.dtype)
        for block in self._layers.blocks:
            x = block(x, features, mask=self._layers.mask, kv_cache=cache)
        normed: torch.Tensor = self._layers.ln(x)
        return normed

    def logits(self, state: torch.Tensor) -> torch.Tensor:
        """(…, state) -> (…, vocabulary), float32."""
        if self._small_words is None:
            found: torch.Tensor = (state @ self._words.to(state.dtype).T).float()
        else:
            found = self._small_words(state)
        return found
