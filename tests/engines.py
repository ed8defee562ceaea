"""Speech engines that say what a test tells them to, and engines that misbehave."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from minutes.errors import EngineError
from minutes.transcript import Utterance
from transcribe.engine import Hints, Window


def said(window: Window, text: str) -> Utterance:
    """One utterance that fills the window."""
    return Utterance(id=0, start=window.start, end=window.end, text=text, avg_logprob=-0.2)


@dataclass
class Scripted:
    """Says the next line of its script in each window, and remembers what it was given."""

    script: Sequence[str]
    name: str = "scripted"
    prompt_tokens: int = 223
    heard: list[Window] = field(default_factory=list)
    prompts: list[str] = field(default_factory=list)

    def transcribe(self, windows: Sequence[Window], hints: Hints) -> Iterator[tuple[Utterance, ...]]:
        self.prompts.append(hints.prompt)
        for window in windows:
            text = self.script[len(self.heard) % len(self.script)]
            self.heard.append(window)
            yield (said(window, text),) if text else ()


@dataclass
class Misbehaving:
    """Answers a batch as `answer` does."""

    answer: Callable[[Sequence[Window], Hints], list[tuple[Utterance, ...]]]
    name: str = "misbehaving"
    prompt_tokens: int = 223

    def transcribe(self, windows: Sequence[Window], hints: Hints) -> Iterator[tuple[Utterance, ...]]:
        yield from self.answer(windows, hints)


@dataclass
class Killed(Scripted):
    """Its process is killed, as where memory runs out, within the batch after `batches` whole ones."""

    batches: int = 0

    def transcribe(self, windows: Sequence[Window], hints: Hints) -> Iterator[tuple[Utterance, ...]]:
        answers = super().transcribe(windows, hints)
        if len(self.prompts) == self.batches:
            next(answers)
            os.kill(os.getpid(), signal.SIGKILL)
        yield from answers


@dataclass
class Slow(Scripted):
    """Gives other work its turn again and again before it answers."""

    def transcribe(self, windows: Sequence[Window], hints: Hints) -> Iterator[tuple[Utterance, ...]]:
        for answer in super().transcribe(windows, hints):
            for _ in range(1000):
                os.sched_yield()
            yield answer


def _crash(windows: Sequence[Window], hints: Hints) -> list[tuple[Utterance, ...]]:
    raise EngineError("the speech model failed", where="crashing", remedy="Try again")


def _stray(windows: Sequence[Window], hints: Hints) -> list[tuple[Utterance, ...]]:
    return [(Utterance(id=7, start=-5.0, end=w.end + 100, text="Vi godkender punktet."),) for w in windows]


def crashing() -> Misbehaving:
    """Fails at its first batch."""
    return Misbehaving(_crash)


def skipping() -> Misbehaving:
    """Forgets the last window of each batch."""
    return Misbehaving(lambda windows, hints: [(said(w, "Ja."),) for w in windows[:-1]])


def echoing() -> Misbehaving:
    """Gives the prompt back as if it had been said."""
    return Misbehaving(lambda windows, hints: [(said(w, hints.prompt),) for w in windows])


def inventing() -> Misbehaving:
    """Credits a subtitler in every window."""
    credit = "Danske tekster af Nicolai Winther."
    return Misbehaving(lambda windows, hints: [(said(w, credit),) for w in windows])


def looping() -> Misbehaving:
    """Says something real and then repeats itself."""
    text = "Vi tager punktet til efterretning, " + "det er det, jeg har været, " * 20
    return Misbehaving(lambda windows, hints: [(said(w, text.strip()),) for w in windows])


def straying() -> Misbehaving:
    """Gives times far outside of the window that it heard."""
    return Misbehaving(_stray)
