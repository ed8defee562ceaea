"""Teach a small language model the drafting task: see README.md for the commands."""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from rich.console import Console
from torch.nn import functional

from models.drafter.train.adapter import adapt, save_adapter

BATCH = 4
"""Examples in one step, each by itself: nothing is padded."""
OTHER_WORDS = 12_000
"""Random words of the vocabulary that the answer's words are told from, besides those of the examples."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Token ids of question and answer in one row; the answer starts at `answer`."""

    ids: torch.Tensor
    answer: int


def read_examples(path: Path, tokenizer: Any, most_tokens: int) -> list[Example]:
    """The examples of a file in its order; longer ones are left out."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        question = tokenizer.encode(
            f"{tokenizer.bos_token}### user\n{one['question']}\n\n### assistant\n", add_special_tokens=False
        )
        answer = tokenizer.encode(one["answer"], add_special_tokens=False)
        ids = [*question, *answer, tokenizer.eos_token_id]
        if len(ids) <= most_tokens:
            found.append(Example(ids=torch.tensor([ids]), answer=len(question)))
    return found


def vocabulary(examples: Sequence[Example], size: int, chance: random.Random) -> torch.Tensor:
    """The words that the loss tells apart: all of the examples' and some others. The rest costs much time."""
    words = {int(i) for one in examples for i in one.ids[0]}
    words |= set(chance.sample(range(size), OTHER_WORDS))
    return torch.tensor(sorted(words))


def through(model: Any, hidden: torch.Tensor, layers: range) -> torch.Tensor:
    """Some layers of the decoder. At most a sliding window of tokens: then every mask is the causal one."""
    decoder, kinds = model.model, model.config.layer_types
    places = torch.arange(hidden.shape[1])[None]
    turned = {kind: decoder.rotary_emb(hidden, places, kind) for kind in set(kinds)}
    for number in layers:
        hidden = decoder.layers[number](
            hidden, attention_mask=None, position_embeddings=turned[kinds[number]], position_ids=places
        )
    return hidden


class FrozenPart:
    """The layers that do not learn, run once for each example and then remembered in half precision."""

    def __init__(self, model: Any, first_layer: int) -> None:
        self._model = model
        self._first_layer = first_layer
        self._known: dict[int, torch.Tensor] = {}

    @torch.no_grad()
    def __call__(self, number: int, example: Example) -> torch.Tensor:
        """What goes into the first layer that learns. Shape: (1, tokens, width)."""
        if number not in self._known:
            hidden = self._model.model.embed_tokens(example.ids)
            self._known[number] = through(self._model, hidden, range(self._first_layer)).bfloat16()
        return self._known[number].float()


def loss_of(
    model: Any, example: Example, hidden: torch.Tensor, layers: range, words: torch.Tensor, head: torch.Tensor
) -> torch.Tensor:
    """Mean cross entropy over the answer's tokens."""
    hidden = model.model.norm(through(model, hidden, layers)[0, example.answer - 1 : -1])
    labels = torch.searchsorted(words, example.ids[0, example.answer :])
    return functional.cross_entropy(hidden @ head.T, labels)


def train(options: argparse.Namespace) -> None:
    """Train for `options.minutes`; the adapter is written every `options.save` steps and at the end."""
    import transformers

    torch.set_num_threads(len(os.sched_getaffinity(0)) if options.threads is None else options.threads)
    torch.manual_seed(0)
    chance = random.Random(5)
    console = Console()
    tokenizer = transformers.AutoTokenizer.from_pretrained(options.base, local_files_only=True)
    model = transformers.AutoModelForCausalLM.from_pretrained(
        options.base, local_files_only=True, dtype=torch.float32
    )
    model.train()
    examples = read_examples(options.examples, tokenizer, options.most_tokens)[: options.most_examples]
    words = vocabulary(examples, model.config.vocab_size, chance)
    head = model.get_input_embeddings().weight.detach()[words].clone()
    thin = adapt(model, options.rank, options.first_layer)
    optimiser = torch.optim.AdamW(thin.values(), betas=(0.9, 0.98), weight_decay=0.0)
    console.print(
        f"{len(examples)} examples, {len(words)} words, {sum(p.numel() for p in thin.values()):,} learnt"
    )
    source = itertools.cycle(enumerate(examples))
    frozen = FrozenPart(model, options.first_layer)
    layers = range(options.first_layer, model.config.num_hidden_layers)
    metadata = {"base_sha256": options.base_sha256, "rank": str(options.rank), "talk_characters": "450"}
    began = time.monotonic()
    step, recent = 0, 0.0
    while (done := (time.monotonic() - began) / (60 * options.minutes)) < 1:
        for _ in range(BATCH):
            number, example = next(source)
            loss = loss_of(model, example, frozen(number, example), layers, words, head) / BATCH
            loss.backward()  # type: ignore[no-untyped-call]
            recent += loss.item()
        torch.nn.utils.clip_grad_norm_(thin.values(), 1.0)
        for group in optimiser.param_groups:
            group["lr"] = options.rate * min(1.0, (step + 1) / 20) * max(0.05, 1 - done)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        step += 1
        if step % options.report == 0:
            console.print(f"{done:4.0%} step {step} loss {recent / options.report:.3f}")
            recent = 0.0
        if step % options.save == 0:
            save_adapter(thin, options.out.with_stem(f"{options.out.stem}-{step:05d}"), metadata)
    save_adapter(thin, options.out, metadata)


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", type=Path, help="folder of the base model")
    parser.add_argument("examples", type=Path, help="from python -m summarise.train.examples")
    parser.add_argument("out", type=Path, help="where the adapter goes (.safetensors)")
    parser.add_argument("--base-sha256", required=True, help="of the base, as in models/catalogue.toml")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--threads", type=int)
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--first-layer", type=int, default=0, help="layers below it stay as they are")
    parser.add_argument("--rate", type=float, default=6e-4)
    parser.add_argument("--most-tokens", type=int, default=560)
    parser.add_argument("--most-examples", type=int, help="the first so many; the rest is not learnt")
    parser.add_argument("--report", type=int, default=5, help="print the mean loss every so many steps")
    parser.add_argument("--save", type=int, default=50, help="write the adapter every so many steps")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
