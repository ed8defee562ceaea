"""Teach Whisper synthetic Danish: see README.md for the commands."""

from __future__ import annotations

import argparse
import os
import random
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from statistics import fmean

import torch
from rich.console import Console
from torch.nn import functional
from whisper.model import ModelDimensions, MultiHeadAttention, Whisper
from whisper.tokenizer import Tokenizer, get_tokenizer

from models.catalogue import find
from models.ctranslate2_file import read_arrays
from models.demo.train import sentences, voices, windows
from models.demo.train.adapter import adapt, resume_adapter, save_adapter
from models.demo.train.english import spoken_english
from models.layout import CT2_WEIGHTS
from models.weights import default_models_dir, require
from models.whisper_keys import openai_dims, openai_state

BASE = "whisper-base"
POOL = 6_000  # spoken sentences kept in memory; older ones give way to new ones
NEW_SENTENCES = 20  # spoken for every step
ENGLISH_SENTENCES = 500  # spoken once
ENGLISH_SHARE = 0.3  # of the steps
BF16 = torch.cpu._is_avx512_bf16_supported()


def base_model() -> Whisper:
    """The installed base, as openai-whisper's own model.

    Raises:
        ModelError: it is not installed or damaged.
    """
    arrays = read_arrays(require(BASE, default_models_dir()) / CT2_WEIGHTS)
    state = openai_state(arrays)
    model = Whisper(ModelDimensions(**openai_dims(state, heads=int(arrays["encoder/num_heads"]))))
    model.load_state_dict(state)
    return model.float()


def spoken_sentences(
    source: Iterator[str], tokenizer: Tokenizer, chance: random.Random
) -> Iterator[windows.Spoken]:
    """Sentences in random trained voices, rates and pitches; what outlasts a window is left out."""
    for text in source:
        voice = voices.Voice(
            name=chance.choice(voices.TRAINED),
            rate=chance.randint(145, 205),
            pitch=chance.randint(30, 70),
            range=chance.randint(35, 65),
        )
        samples = torch.from_numpy(voices.speak(text, voice))
        power = windows.mel_power(samples * 0.075 / samples.square().mean().sqrt())
        if power.shape[1] < 27 * windows.FRAMES_PER_S:
            yield windows.Spoken(tokens=tokenizer.encode(" " + text), power=power.half().float())


def logits(model: Whisper, mel: torch.Tensor, tokens: torch.Tensor, taught: torch.Tensor) -> torch.Tensor:
    """Whisper's own network, at the window's own length and only where something is taught."""
    encoder, decoder = model.encoder, model.decoder
    x = functional.gelu(encoder.conv1(mel))
    x = functional.gelu(encoder.conv2(x)).transpose(1, 2)
    x = x + encoder.positional_embedding[: x.shape[1]]
    for block in encoder.blocks:
        x = block(x)
    heard = encoder.ln_post(x)
    y = decoder.token_embedding(tokens) + decoder.positional_embedding[: tokens.shape[1]]
    for block in decoder.blocks:
        y = block(y, heard, mask=decoder.mask)
    guess: torch.Tensor = decoder.ln(y)[taught] @ decoder.token_embedding.weight.T
    return guess.float()


class _Speech:
    """Spoken sentences of one language: a pool in memory, in which newer ones take the place of older ones.

    What is taught of them is the text itself or, with a `teacher`, what that model makes of the sound.
    """

    def __init__(
        self,
        language: str,
        source: Iterator[windows.Spoken],
        first: int,
        chance: random.Random,
        teacher: Whisper | None = None,
    ) -> None:
        self.language, self.source, self.chance, self.teacher = language, source, chance, teacher
        self.pool = [next(source) for _ in range(first)]

    def loss(self, model: Whisper, tokenizer: Tokenizer, sound_seconds: int) -> torch.Tensor:
        """Of one step: so many seconds of sound, cut into windows of one length."""
        seconds = self.chance.choice([5, 7, 9, 12, 15]) if self.chance.random() < 0.7 else 30
        if self.teacher is None:
            self.pool = [*self.pool, *(next(self.source) for _ in range(NEW_SENTENCES))][-POOL:]
        batch = [
            windows.fill(seconds, self.pick, self.chance) for _ in range(max(1, sound_seconds // seconds))
        ]
        mel = windows.sound(batch, seconds, self.chance)
        inputs, labels = windows.targets(batch, self.pick, tokenizer, self.chance, self.language)
        taught = labels != windows.IGNORE
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=BF16):
            guess = logits(model, mel, inputs, taught)
        if self.teacher is None:
            return functional.cross_entropy(guess, labels[taught])
        with torch.no_grad():
            known = logits(self.teacher, mel, inputs, taught).log_softmax(dim=1)
        return functional.kl_div(guess.log_softmax(dim=1), known, reduction="batchmean", log_target=True)

    def pick(self) -> windows.Spoken:
        """Any sentence of the pool."""
        return self.chance.choice(self.pool)


def _lines(paths: Sequence[str]) -> list[list[str]]:
    return [Path(path).read_text(encoding="utf-8").splitlines() for path in paths]


def _languages(options: argparse.Namespace, tokenizer: Tokenizer, chance: random.Random) -> list[_Speech]:
    """Danish, and English where there are lines of it."""
    talk = spoken_sentences(sentences.mixed(_lines(options.text), chance), tokenizer, chance)
    taught = [_Speech("da", talk, options.first, chance)]
    if foreign := [line for lines in _lines(options.english) for line in lines]:
        spoken = spoken_english(foreign, tokenizer, chance)
        taught.append(_Speech("en", spoken, ENGLISH_SENTENCES, chance, teacher=base_model()))
    return taught


def train(options: argparse.Namespace) -> None:
    """Train for `options.minutes`; the adapter is written every `options.save` minutes and at the end."""
    torch.set_num_threads(len(os.sched_getaffinity(0)))
    torch.manual_seed(0)
    chance = random.Random(5)
    console = Console()
    tokenizer = get_tokenizer(True, num_languages=99, language="da", task="transcribe")
    model = base_model()
    MultiHeadAttention.use_sdpa = True
    thin, whole = adapt(model, options.rank)
    if options.start:
        resume_adapter(model, options.start)
    optimiser = torch.optim.AdamW(
        [{"params": thin, "share": 1.0}, {"params": whole, "share": 0.2}], betas=(0.9, 0.98), weight_decay=0.0
    )
    save = partial(save_adapter, model, options.out, base_sha256=find(BASE).sha256 or "", rank=options.rank)
    languages = _languages(options, tokenizer, chance)
    began = saved = time.monotonic()
    step = 0
    recent: dict[str, list[float]] = {}
    while (done := (time.monotonic() - began) / (60 * options.minutes)) < 1:
        speech = languages[-1] if chance.random() < ENGLISH_SHARE else languages[0]
        loss = speech.loss(model, tokenizer, options.seconds)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_([*thin, *whole], 1.0)
        rate = options.rate * min(1.0, (step + 1) / 40) * max(0.02, 1 - done)
        for group in optimiser.param_groups:
            group["lr"] = rate * group["share"]
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        step += 1
        recent.setdefault(speech.language, []).append(loss.item())
        if step % options.report == 0:
            losses = ", ".join(f"{name} {fmean(values):.3f}" for name, values in recent.items())
            console.print(f"{done:4.0%} step {step} loss {losses}")
            recent = {}
        if time.monotonic() - saved > 60 * options.save:
            save()
            saved = time.monotonic()
    save()


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="where the adapter goes (.safetensors)")
    parser.add_argument("--text", action="append", default=[], help="more sentences, one a line; repeatable")
    parser.add_argument("--english", action="append", default=[], help="English lines; repeatable")
    parser.add_argument("--start", type=Path, help="an adapter to go on from")
    parser.add_argument(
        "--save", type=float, default=10.0, help="minutes between two writings of the adapter"
    )
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--rank", type=int, default=32)
    parser.add_argument("--rate", type=float, default=1e-3, help="learning rate of the thin matrices")
    parser.add_argument("--seconds", type=int, default=100, help="of sound a step, however cut into windows")
    parser.add_argument("--first", type=int, default=600, help="sentences spoken before the first step")
    parser.add_argument("--report", type=int, default=10, help="print the mean loss every so many steps")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
