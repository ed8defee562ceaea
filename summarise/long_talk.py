"""A discussion that is too long for one question: every utterance is read, the telling ones are passed on.

The model picks numbers, not words: what reaches the drafting prompt is the talk itself. The counts balance:
each utterance lies in exactly one part, and each part answers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from minutes.transcript import Utterance
from summarise.language_model import LanguageModel, Message, Schema
from summarise.prompting import Prompt

SCHEMA: Schema = {
    "type": "object",
    "properties": {"utterances": {"type": "array", "items": {"type": "integer"}, "maxItems": 100}},
    "required": ["utterances"],
    "additionalProperties": False,
}
_ROUNDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is passed on, and the ledger: utterances read, parts asked, and parts that gave no usable answer.

    A part without an answer is passed on whole. `left_out` counts what did not fit in the end.
    """

    kept: tuple[Utterance, ...]
    read: int
    parts: int = 0
    unanswered: int = 0
    left_out: int = 0


def quoted(utterances: Sequence[Utterance]) -> str:
    """The talk as data: a line each, numbered, unable to close its own quotation."""
    return "\n".join(_line(utterance) for utterance in utterances)


def _line(utterance: Utterance) -> str:
    text = " ".join(utterance.text.split()).replace("<", "‹").replace(">", "›")
    speaker = f" {utterance.speaker}:" if utterance.speaker else ""
    return f"[{utterance.id}]{speaker} {text}"


def select(
    utterances: Sequence[Utterance],
    *,
    model: LanguageModel,
    prompt: Prompt,
    question: Callable[[str, str], str],
    part_room: int,
    room: int,
    seed: int,
) -> Selection:
    """All utterances if they fit in `room` tokens, else those that the model picks from part after part.

    Args:
        utterances: the whole discussion in order.
        model: answers for each part.
        prompt: its system turn and its limits.
        question: makes the user turn of a part from its description and its quoted talk.
        part_room: tokens that the talk of one part may take.
        room: tokens that the talk may take in the end.
        seed: passed to the model.

    Raises:
        EngineError: the model failed.
    """
    kept = tuple(utterances)
    parts = unanswered = 0
    for _ in range(_ROUNDS):
        if tokens(kept, model) <= room:
            break
        pieces = _cut(kept, model, part_room)
        assert sum(len(piece) for piece in pieces) == len(kept)
        picked: list[Utterance] = []
        for number, piece in enumerate(pieces, start=1):
            chosen = _pick(piece, f"Del {number} af {len(pieces)}.", model, prompt, question, seed)
            unanswered += chosen is None
            picked.extend(piece if chosen is None else [u for u in piece if u.id in chosen])
        parts += len(pieces)
        if len(picked) == len(kept):
            break
        kept = tuple(picked)
    fitting = _newest_that_fit(kept, model, room)
    return Selection(
        kept=fitting,
        read=len(utterances),
        parts=parts,
        unanswered=unanswered,
        left_out=len(kept) - len(fitting),
    )


def tokens(utterances: Sequence[Utterance], model: LanguageModel) -> int:
    """Tokens of the quoted talk."""
    return model.count_tokens([Message(role="user", content=quoted(utterances))])


def _cut(utterances: Sequence[Utterance], model: LanguageModel, room: int) -> list[list[Utterance]]:
    """Consecutive parts of at most `room` tokens, at least one utterance each."""
    parts: list[list[Utterance]] = [[]]
    used = 0
    for utterance in utterances:
        size = tokens([utterance], model)
        if parts[-1] and used + size > room:
            parts.append([])
            used = 0
        parts[-1].append(utterance)
        used += size
    return parts


def _pick(
    part: Sequence[Utterance],
    description: str,
    model: LanguageModel,
    prompt: Prompt,
    question: Callable[[str, str], str],
    seed: int,
) -> set[int] | None:
    """The numbers that the model names, or None where its answer cannot be read."""
    messages = [
        Message(role="system", content=prompt.system),
        Message(role="user", content=question(description, quoted(part))),
    ]
    answer = model.generate(messages, schema=SCHEMA, max_new_tokens=prompt.limits.max_new_tokens, seed=seed)
    try:
        named = json.loads(answer)["utterances"]
    except (ValueError, KeyError, TypeError):
        return None
    if not isinstance(named, list):
        return None
    chosen = {n for n in named if type(n) is int} & {u.id for u in part}
    return chosen if chosen or not named else None


def _newest_that_fit(
    utterances: tuple[Utterance, ...], model: LanguageModel, room: int
) -> tuple[Utterance, ...]:
    """The last ones: decisions stand at the end of a discussion. What is left out is counted."""
    used = 0
    for count, utterance in enumerate(reversed(utterances)):
        used += tokens([utterance], model)
        if used > room:
            return utterances[len(utterances) - count :]
    return utterances
