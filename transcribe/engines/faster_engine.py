"""CTranslate2's Whisper (the runtime of faster-whisper) behind `Transcriber`: int8 on a CPU, same checks.

The feature extraction and the tokenizer are openai-whisper's, so that both engines hear the same input.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import ctranslate2
import numpy as np
from numpy.typing import NDArray
from whisper.tokenizer import Tokenizer, get_tokenizer

from minutes.errors import ModelError
from minutes.transcript import Utterance
from transcribe.engine import Hints, TranscribeOptions, Window
from transcribe.engines.checks import Checks, engine_failed
from transcribe.engines.features import by_length, spectra
from transcribe.engines.greedy import Decoded
from transcribe.engines.kinds import Traits
from transcribe.engines.spoken import utterances

_LONGEST_TEXT = 448
_HIGHEST_FIRST_MARK = 50
"""Tokens that a text may have with its prompt, and the latest first timestamp (1 s): openai-whisper's own."""


class FasterWhisper:
    """A CTranslate2 Whisper, loaded from its folder."""

    def __init__(self, folder: Path, traits: Traits, options: TranscribeOptions) -> None:
        device = "cuda" if ctranslate2.get_cuda_device_count() else "cpu"
        try:
            self.model = ctranslate2.models.Whisper(
                str(folder), device=device, compute_type="int8" if device == "cpu" else "float16"
            )
        except (RuntimeError, ValueError) as error:
            raise ModelError(
                "this is not a CTranslate2 Whisper model, or it is damaged",
                where=str(folder),
                remedy="Give a folder with model.bin and config.json, or pull the model again",
            ) from error
        self.options = options
        self.tokenizer: Tokenizer = get_tokenizer(
            self.model.is_multilingual,
            num_languages=self.model.num_languages,
            language=options.language,
            task="transcribe",
        )
        self.checks = Checks(options, self.tokenizer)
        self.traits = traits

    @property
    def name(self) -> str:
        """The model's name."""
        return self.traits.name

    @property
    def prompt_tokens(self) -> int:
        """Half of the text context, less one; none for a model that hears worse with hints."""
        return _LONGEST_TEXT // 2 - 1 if self.traits.takes_hints else 0

    def transcribe(self, windows: Sequence[Window], hints: Hints) -> Iterator[tuple[Utterance, ...]]:
        """What was said in each window, in order. See `Transcriber`."""
        prompt = self._prompt(hints)
        heard: dict[int, tuple[Utterance, ...]] = {}
        for places in by_length(windows, on_cpu=self.model.device == "cpu"):
            batch = [windows[place] for place in places]
            for place, window, decoded in zip(places, batch, self._decode(batch, prompt), strict=True):
                heard[place] = self.checks.kept(decoded, utterances(decoded, window, self.tokenizer))
        yield from (heard[place] for place in range(len(windows)))

    def _prompt(self, hints: Hints) -> list[int]:
        start = list(self.tokenizer.sot_sequence)
        if not self.traits.time_marks:
            start.append(self.tokenizer.no_timestamps)
        if not hints.prompt or not self.prompt_tokens:
            return start
        tokens = self.tokenizer.encode(" " + hints.prompt.strip())[-self.prompt_tokens :]
        return [self.tokenizer.sot_prev, *tokens, *start]

    def _decode(self, batch: Sequence[Window], prompt: list[int]) -> list[Decoded]:
        try:
            features = spectra(batch, self.model.n_mels, own_length=self.traits.own_length).numpy()
            return self.checks.settled(
                len(batch), lambda places, heat: self._generate(features[list(places)], prompt, heat)
            )
        except RuntimeError as error:
            raise engine_failed(error, self.name, batch) from error

    def _generate(
        self, features: NDArray[np.float32], prompt: list[int], temperature: float
    ) -> list[Decoded]:
        encoded = self.model.encode(ctranslate2.StorageView.from_array(np.ascontiguousarray(features)))
        results = self.model.generate(
            encoded,
            [prompt] * len(features),
            beam_size=1,
            max_length=_LONGEST_TEXT,
            max_initial_timestamp_index=_HIGHEST_FIRST_MARK,
            sampling_topk=1 if temperature == 0 else 0,
            sampling_temperature=temperature or 1.0,
            return_scores=True,
            return_logits_vocab=True,
            return_no_speech_prob=True,
        )
        return [_decoded(result) for result in results]


def _decoded(result: ctranslate2.models.WhisperGenerationResult) -> Decoded:
    tokens = tuple(result.sequences_ids[0])
    # the logits of the end token come last and are not asked for
    steps = zip(tokens, result.logits[0], strict=False)
    # CTranslate2 scores by the mean over the tokens; openai-whisper counts the end token as well.
    count = max(1, len(tokens))
    return Decoded(
        tokens=tokens,
        probabilities=tuple(_probability(token, logits) for token, logits in steps),
        avg_logprob=result.scores[0] * count / (count + 1),
        no_speech_probability=result.no_speech_prob,
    )


def _probability(token: int, logits: ctranslate2.StorageView) -> float:
    """Of a token among all of the vocabulary."""
    every = np.asarray(logits.to_device(ctranslate2.Device.cpu)).astype(np.float32)
    return float(1.0 / np.exp(every - every[token]).sum())
