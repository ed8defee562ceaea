"""The speed of a model of Whisper *small*'s size with random weights: it says nothing, but takes as long."""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
import whisper
from whisper.audio import N_SAMPLES, log_mel_spectrogram
from whisper.decoding import DecodingOptions
from whisper.model import ModelDimensions, Whisper

from transcribe.engine import TranscribeOptions, Window
from transcribe.engines.features import spectra
from transcribe.engines.greedy import GreedyDecoder
from transcribe.engines.kinds import Traits
from transcribe.engines.network import encode
from transcribe.engines.openai_engine import OpenAIWhisper

SMALL = ModelDimensions(80, 1500, 768, 12, 12, 51865, 448, 768, 12, 12)
TOKENS = 80
"""Decoded in every window: about 20 s of speech."""


def small_ratio(count: int) -> float:
    """Stock seconds over ours, for `count` windows of noise and `TOKENS` tokens in each."""
    torch.manual_seed(0)
    windows = _noise(count)
    with TemporaryDirectory() as aside:
        checkpoint = Path(aside) / "small.pt"
        torch.save({"dims": vars(SMALL), "model_state_dict": Whisper(SMALL).state_dict()}, checkpoint)
        theirs = _stock_seconds(whisper.load_model(str(checkpoint)), windows)
        engine = OpenAIWhisper(checkpoint, Traits(name="random small"), TranscribeOptions())
    return theirs / _our_seconds(engine, windows)


def _noise(count: int) -> list[Window]:
    random = np.random.default_rng(0)
    return [
        Window(start=0.0, samples=random.normal(0, 0.1, N_SAMPLES).astype(np.float32)) for _ in range(count)
    ]


def _stock_seconds(model: Whisper, windows: list[Window]) -> float:
    options = DecodingOptions(language="da", fp16=False, sample_len=TOKENS)
    began = time.monotonic()
    for window in windows:
        whisper.decode(model, log_mel_spectrogram(window.samples), options)
    return time.monotonic() - began


@torch.inference_mode()
def _our_seconds(engine: OpenAIWhisper, windows: list[Window]) -> float:
    greedy = GreedyDecoder(engine.model, engine.decoder, language="da", prompt="", seed=0)
    greedy.longest = TOKENS
    began = time.monotonic()
    mels = spectra(windows, SMALL.n_mels, own_length=False)
    greedy.decode(encode(engine.model.encoder, mels), temperature=0.0)
    return time.monotonic() - began
