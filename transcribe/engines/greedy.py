"""Greedy decoding of a batch of windows with openai-whisper's own model and rules.

openai-whisper's `decode` keeps finished rows in the batch and forgets the probability of each token. This
loop drops rows as they finish and keeps the probabilities; model, tokenizer and rules are openai-whisper's.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from whisper.decoding import DecodingOptions, DecodingTask
from whisper.model import Whisper
from whisper.tokenizer import Tokenizer

from transcribe.engines.network import Decoder


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """What was decoded of one window: tokens after the start sequence, without the end token."""

    tokens: tuple[int, ...]
    probabilities: tuple[float, ...]
    avg_logprob: float
    no_speech_probability: float


class GreedyDecoder:
    """Decodes batches for one model, language and prompt."""

    def __init__(
        self,
        model: Whisper,
        decoder: Decoder,
        *,
        language: str,
        prompt: str,
        time_marks: bool = True,
        seed: int,
    ) -> None:
        options = DecodingOptions(
            language=language, prompt=prompt or None, without_timestamps=not time_marks, fp16=False
        )
        self.task = DecodingTask(model, options)
        self.model = model
        self.decoder = decoder
        self.longest = model.dims.n_text_ctx // 2
        self.tokenizer: Tokenizer = self.task.tokenizer
        self.random = torch.Generator(device=model.device).manual_seed(seed)

    @torch.inference_mode()
    def decode(self, features: torch.Tensor, temperature: float) -> list[Decoded]:
        """Decode encoded windows, (batch, frames, state). Greedy at temperature 0, else drawn."""
        rows = _Rows(len(features), self.task.initial_tokens, self.model.device)
        cache, hooks = self.model.install_kv_cache_hooks()
        try:
            self._fill(rows, features, cache, temperature)
        finally:
            for hook in hooks:
                hook.remove()
        return rows.results(self.tokenizer.eot)

    def _fill(
        self,
        rows: _Rows,
        features: torch.Tensor,
        cache: dict[torch.nn.Module, torch.Tensor],
        temperature: float,
    ) -> None:
        given = rows.tokens
        for _ in range(self.longest):
            state = self.decoder.state(given, features, cache)
            if rows.no_speech is None:
                starts = self.decoder.logits(state[:, self.task.sot_index]).softmax(-1)
                rows.no_speech = starts[:, self.tokenizer.no_speech].tolist()
            last = self.decoder.logits(state[:, -1])
            for rule in self.task.logit_filters:
                rule.apply(last, rows.tokens)
            keep = rows.add(last.log_softmax(-1), self._choose(last, temperature), self.tokenizer.eot)
            if not len(keep):
                return
            if len(keep) < len(features):
                features = features[keep]
                for module in cache:
                    cache[module] = cache[module][keep]
            given = rows.tokens[:, -1:]

    def _choose(self, logits: torch.Tensor, temperature: float) -> torch.Tensor:
        if temperature == 0:
            return logits.argmax(-1)
        weights = (logits / temperature).softmax(-1)
        return torch.multinomial(weights, 1, generator=self.random).squeeze(-1)


class _Rows:
    """The growing token rows of a batch; finished rows leave."""

    def __init__(self, count: int, start: tuple[int, ...], device: torch.device) -> None:
        self.tokens = torch.tensor([start] * count, device=device)
        self.alive = list(range(count))
        self.words: list[list[int]] = [[] for _ in range(count)]
        self.scores: list[list[float]] = [[] for _ in range(count)]
        self.no_speech: list[float] | None = None

    def add(self, logprobs: torch.Tensor, chosen: torch.Tensor, end: int) -> torch.Tensor:
        """Append one token to each living row; returns the places of the rows that go on."""
        scores = logprobs.gather(1, chosen[:, None]).squeeze(1).tolist()
        for place, row in enumerate(self.alive):
            self.words[row].append(int(chosen[place]))
            self.scores[row].append(scores[place])
        keep = (chosen != end).nonzero().squeeze(1)
        self.tokens = torch.cat([self.tokens, chosen[:, None]], dim=1)[keep]
        self.alive = [self.alive[place] for place in keep.tolist()]
        return keep

    def results(self, end: int) -> list[Decoded]:
        """What every row of the batch holds, in the batch's order."""
        no_speech = self.no_speech or [0.0] * len(self.words)
        found = []
        for words, scores, silence in zip(self.words, self.scores, no_speech, strict=True):
            spoken = len(words) - (words[-1:] == [end])
            found.append(
                Decoded(
                    tokens=tuple(words[:spoken]),
                    probabilities=tuple(torch.tensor(scores[:spoken]).exp().tolist()),
                    avg_logprob=sum(scores) / max(1, len(scores)),
                    no_speech_probability=silence,
                )
            )
        return found
