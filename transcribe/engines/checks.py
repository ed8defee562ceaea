"""Whisper's own checks of a decoded window, the same for every engine that runs its weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from whisper.tokenizer import Tokenizer
from whisper.utils import compression_ratio

from minutes.errors import EngineError
from minutes.transcript import DropReason, Utterance
from transcribe.engine import TranscribeOptions, Window
from transcribe.engines.greedy import Decoded


class Checks:
    """Text that compresses too well is a loop, an unsure one a guess, an unsure one without speech noise."""

    def __init__(self, options: TranscribeOptions, tokenizer: Tokenizer) -> None:
        self.options = options
        self.tokenizer = tokenizer

    def settled(self, windows: int, decode: Callable[[Sequence[int], float], list[Decoded]]) -> list[Decoded]:
        """A batch decoded greedily; the windows that fail are decoded again at one temperature after another.

        Args:
            windows: how many there are.
            decode: decodes those of the given places at a temperature.
        """
        best = decode(range(windows), self.options.temperatures[0])
        for temperature in self.options.temperatures[1:]:
            failed = [place for place, decoded in enumerate(best) if not self._passes(decoded)]
            if not failed:
                break
            for place, decoded in zip(failed, decode(failed, temperature), strict=True):
                best[place] = decoded
        return best

    def _passes(self, decoded: Decoded) -> bool:
        if self._is_silent(decoded):
            return True
        ratio = compression_ratio(self.tokenizer.decode(list(decoded.tokens)))
        return ratio <= self.options.compression_ratio_max and decoded.avg_logprob >= self.options.logprob_min

    def kept(self, decoded: Decoded, spoken: tuple[Utterance, ...]) -> tuple[Utterance, ...]:
        """The window's utterances, marked as dropped where nobody spoke."""
        if not self._is_silent(decoded):
            return spoken
        return tuple(replace(utterance, dropped=DropReason.NO_SPEECH) for utterance in spoken)

    def _is_silent(self, decoded: Decoded) -> bool:
        unsure = decoded.avg_logprob < self.options.logprob_min
        return not decoded.tokens or (unsure and decoded.no_speech_probability > self.options.no_speech_max)


def engine_failed(error: RuntimeError, name: str, batch: Sequence[Window]) -> EngineError:
    """The error of a model that failed in the middle of a recording."""
    return EngineError(
        f"the speech model failed ({type(error).__name__})",
        where=f"{name}, {batch[0].start:.0f} s into the recording",
        remedy="Try again; if it fails at the same place, use a smaller batch or another model",
    )
