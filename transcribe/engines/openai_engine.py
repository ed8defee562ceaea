"""openai-whisper behind `Transcriber`: batches of windows, decoded again only where a check fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from pickle import UnpicklingError

import torch
import whisper
from whisper.audio import N_SAMPLES, log_mel_spectrogram, pad_or_trim

from minutes.errors import ModelError
from minutes.transcript import Utterance
from transcribe.engine import Hints, TranscribeOptions, Window
from transcribe.engines.checks import Checks, engine_failed
from transcribe.engines.greedy import Decoded, GreedyDecoder
from transcribe.engines.spoken import utterances

_DAMAGED = (RuntimeError, KeyError, TypeError, ValueError, OSError, EOFError, UnpicklingError)
"""What torch and whisper raise for a file that is no checkpoint of theirs."""


class OpenAIWhisper:
    """openai-whisper's model, loaded from a checkpoint file."""

    def __init__(self, checkpoint: Path, *, name: str, takes_hints: bool, options: TranscribeOptions) -> None:
        try:
            self.model = whisper.load_model(str(checkpoint))
        except _DAMAGED as error:
            raise ModelError(
                "this is not an openai-whisper checkpoint, or it is damaged",
                where=str(checkpoint),
                remedy="Give a .pt file with 'dims' and 'model_state_dict', or pull the model again",
            ) from error
        self.model.eval()
        self.options = options
        self._name = name
        self._takes_hints = takes_hints

    @property
    def name(self) -> str:
        """The model's name."""
        return self._name

    @property
    def prompt_tokens(self) -> int:
        """Half of the text context, less one; none for a model that hears worse with hints."""
        if not self._takes_hints:
            return 0
        return int(self.model.dims.n_text_ctx) // 2 - 1

    def transcribe(self, windows: Sequence[Window], hints: Hints) -> Iterator[tuple[Utterance, ...]]:
        """What was said in each window, in order. See `Transcriber`."""
        decoder = GreedyDecoder(
            self.model, language=self.options.language, prompt=hints.prompt, seed=self.options.seed
        )
        checks = Checks(self.options, decoder.tokenizer)
        size = self.options.batch_windows
        for first in range(0, len(windows), size):
            batch = windows[first : first + size]
            for window, decoded in zip(batch, self._decode(batch, decoder, checks), strict=True):
                yield checks.kept(decoded, utterances(decoded, window, decoder.tokenizer))

    @torch.no_grad()
    def _decode(self, batch: Sequence[Window], decoder: GreedyDecoder, checks: Checks) -> list[Decoded]:
        try:
            features = self.model.encoder(torch.stack([self._mel(window) for window in batch]))
            return checks.settled(
                len(batch), lambda places, heat: decoder.decode(features[list(places)], heat)
            )
        except RuntimeError as error:
            raise engine_failed(error, self.name, batch) from error

    def _mel(self, window: Window) -> torch.Tensor:
        samples = pad_or_trim(torch.from_numpy(window.samples), N_SAMPLES)
        mel: torch.Tensor = log_mel_spectrogram(samples, self.model.dims.n_mels).to(self.model.device)
        return mel
