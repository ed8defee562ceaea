"""openai-whisper behind `Transcriber`: batches of windows, decoded again only where a check fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from pickle import UnpicklingError

import torch
import whisper
from whisper.audio import N_SAMPLES, log_mel_spectrogram, pad_or_trim
from whisper.utils import compression_ratio

from minutes.errors import EngineError, ModelError
from minutes.transcript import DropReason, Utterance
from transcribe.engine import Hints, TranscribeOptions, Window
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
        size = self.options.batch_windows
        for first in range(0, len(windows), size):
            batch = windows[first : first + size]
            for window, decoded in zip(batch, self._decode(batch, decoder), strict=True):
                spoken = utterances(decoded, window, decoder.tokenizer)
                if self._silent(decoded):
                    spoken = tuple(replace(u, dropped=DropReason.NO_SPEECH) for u in spoken)
                yield spoken

    @torch.no_grad()
    def _decode(self, batch: Sequence[Window], decoder: GreedyDecoder) -> list[Decoded]:
        try:
            features = self.model.encoder(torch.stack([self._mel(window) for window in batch]))
            best = decoder.decode(features, self.options.temperatures[0])
            for temperature in self.options.temperatures[1:]:
                failed = [i for i, decoded in enumerate(best) if not self._passes(decoded, decoder)]
                if not failed:
                    break
                again = decoder.decode(features[failed], temperature)
                for place, decoded in zip(failed, again, strict=True):
                    best[place] = decoded
        except RuntimeError as error:
            raise EngineError(
                f"the speech model failed ({type(error).__name__})",
                where=f"{self.name}, {batch[0].start:.0f} s into the recording",
                remedy="Try again; if it fails at the same place, use a smaller batch or another model",
            ) from error
        return best

    def _mel(self, window: Window) -> torch.Tensor:
        samples = pad_or_trim(torch.from_numpy(window.samples), N_SAMPLES)
        mel: torch.Tensor = log_mel_spectrogram(samples, self.model.dims.n_mels).to(self.model.device)
        return mel

    def _passes(self, decoded: Decoded, decoder: GreedyDecoder) -> bool:
        """Whisper's own checks: text that compresses too well is a loop, an unsure one a guess."""
        if self._silent(decoded):
            return True
        ratio = compression_ratio(decoder.tokenizer.decode(list(decoded.tokens)))
        return ratio <= self.options.compression_ratio_max and decoded.avg_logprob >= self.options.logprob_min

    def _silent(self, decoded: Decoded) -> bool:
        unsure = decoded.avg_logprob < self.options.logprob_min
        return not decoded.tokens or (unsure and decoded.no_speech_probability > self.options.no_speech_max)
