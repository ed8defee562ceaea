"""openai-whisper behind `Transcriber`: batches of windows, decoded again only where a check fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from pickle import UnpicklingError

import torch
import whisper

from minutes.errors import ModelError
from minutes.transcript import Utterance
from transcribe.engine import Hints, TranscribeOptions, Window
from transcribe.engines.checks import Checks, engine_failed
from transcribe.engines.features import by_length, spectra
from transcribe.engines.greedy import Decoded, GreedyDecoder
from transcribe.engines.kinds import Traits
from transcribe.engines.network import Decoder, encode
from transcribe.engines.spoken import utterances

_DAMAGED = (RuntimeError, KeyError, TypeError, ValueError, OSError, EOFError, UnpicklingError)
"""What torch and whisper raise for a file that is no checkpoint of theirs."""


class OpenAIWhisper:
    """openai-whisper's model, loaded from a checkpoint file; on a CPU it decodes with int8 weights."""

    def __init__(self, checkpoint: Path, traits: Traits, options: TranscribeOptions) -> None:
        try:
            self.model = whisper.load_model(str(checkpoint))
        except _DAMAGED as error:
            raise ModelError(
                "this is not an openai-whisper checkpoint, or it is damaged",
                where=str(checkpoint),
                remedy="Give a .pt file with 'dims' and 'model_state_dict', or pull the model again",
            ) from error
        self.model.eval()
        self.traits = traits
        self.options = options
        self.decoder = Decoder(self.model)

    @property
    def name(self) -> str:
        """The model's name."""
        return self.traits.name

    @property
    def prompt_tokens(self) -> int:
        """Half of the text context, less one; none for a model that hears worse with hints."""
        if not self.traits.takes_hints:
            return 0
        return int(self.model.dims.n_text_ctx) // 2 - 1

    def transcribe(self, windows: Sequence[Window], hints: Hints) -> Iterator[tuple[Utterance, ...]]:
        """What was said in each window, in order. See `Transcriber`."""
        greedy = GreedyDecoder(
            self.model,
            self.decoder,
            language=self.options.language,
            prompt=hints.prompt,
            time_marks=self.traits.time_marks,
            seed=self.options.seed,
        )
        checks = Checks(self.options, greedy.tokenizer)
        heard: dict[int, tuple[Utterance, ...]] = {}
        for places in by_length(windows, on_cpu=self.model.device.type == "cpu"):
            batch = [windows[place] for place in places]
            for place, window, decoded in zip(
                places, batch, self._decode(batch, greedy, checks), strict=True
            ):
                heard[place] = checks.kept(decoded, utterances(decoded, window, greedy.tokenizer))
        yield from (heard[place] for place in range(len(windows)))

    @torch.inference_mode()
    def _decode(self, batch: Sequence[Window], greedy: GreedyDecoder, checks: Checks) -> list[Decoded]:
        try:
            mels = spectra(batch, self.model.dims.n_mels, own_length=self.traits.own_length)
            features = encode(self.model.encoder, mels.to(self.model.device))
            return checks.settled(
                len(batch), lambda places, heat: greedy.decode(features[list(places)], heat)
            )
        except RuntimeError as error:
            raise engine_failed(error, self.name, batch) from error
