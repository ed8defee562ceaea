"""Holds a model, while it writes, to a JSON schema and to the figures and names that the case supports.

Of the tokens that the schema allows, the likeliest is let through whose letters keep every text of the
answer readable by `summarise.grounded_text`. So what a draft says in figures and names follows from talk and
agenda by construction, whatever the model wishes.
"""

from __future__ import annotations

from typing import Any

from summarise.grounded_text import START, GroundedText, Readings

_FIRST_LOOK = 16
TEXT_BEGINS = '"text":"'
LONGEST_TEXT = 380
"""Characters after which a text must end at the next place where it may."""
_PARTLY = "\ufffd"
"""How a decoder shows a letter of which not all bytes are there yet."""
_LETTERS = "æøåÆØÅéüöä–§"
"""Letters that some tokenizers write in several tokens, byte by byte."""


class GroundedProcessor:
    """A logits processor of transformers for one answer, on top of the one that keeps the schema.

    Args:
        schema: forbids what leaves the schema. Its JSON has no spaces between its parts.
        tokenizer: the model's.
        text: what texts may say.
        prompt_tokens: length of the question.
    """

    def __init__(self, schema: Any, tokenizer: Any, text: GroundedText, prompt_tokens: int) -> None:
        self._schema = schema
        self._tokenizer = tokenizer
        self._text = text
        self._seen = prompt_tokens
        self._anchor: int = tokenizer.encode("a", add_special_tokens=False)[-1]
        self._pending: tuple[int, ...] = ()
        self._parts = _parts_of_letters(tokenizer)
        self._pieces: dict[int, str] = {}
        self._outside = ""
        self._readings: Readings | None = None
        self._length = 0

    def __call__(self, input_ids: Any, scores: Any) -> Any:
        """Scores with minus infinity everywhere but at one token. Shapes: (1, length), (1, vocabulary).

        Where no token fits, the answer ends: it is then no whole JSON, and nobody can take it for one.
        """
        import torch

        allowed = self._schema(input_ids, scores)
        for token in input_ids[0, self._seen :].tolist():
            self._take(token)
        self._seen = input_ids.shape[1]
        chosen = self._likeliest(allowed[0])
        only = torch.full_like(allowed, float("-inf"))
        only[0, self._tokenizer.eos_token_id if chosen is None else chosen] = 0.0
        return only

    def _likeliest(self, row: Any) -> int | None:
        """The likeliest token that fits; the few best are looked at first."""
        import torch

        tried, width = 0, _FIRST_LOOK
        while tried < row.shape[0]:
            best = torch.topk(row, min(width, row.shape[0]))
            for score, token in zip(best.values[tried:].tolist(), best.indices[tried:].tolist(), strict=True):
                if score == float("-inf"):
                    return None
                if self._fits(token):
                    return int(token)
            tried, width = best.values.shape[0], width * 16
        return None

    def _shown(self, token: int) -> str:
        """The letters that a token adds, after those whose bytes are not all there yet."""
        if self._pending:
            return str(self._tokenizer.decode([*self._pending, token], skip_special_tokens=True))
        if token not in self._pieces:
            # Behind another token, since some tokenizers drop the space that begins a text.
            before = self._anchor
            both: str = self._tokenizer.decode([before, token], skip_special_tokens=True)
            self._pieces[token] = both[len(self._tokenizer.decode([before])) :]
        return self._pieces[token]

    def _fits(self, token: int) -> bool:
        shown = self._shown(token)
        readings, outside, length = self._readings, self._outside, self._length
        for letter in shown:
            if readings is None:
                outside = (outside + letter)[-len(TEXT_BEGINS) :]
                if outside == TEXT_BEGINS:
                    readings, length = START, 0
            elif letter == '"':
                if not self._text.may_end(readings):
                    return False
                readings, outside = None, ""
            elif letter == _PARTLY:
                parts = self._parts.get((*self._pending, token), "")
                return any(self._text.read(whole, readings) for whole in parts)
            else:
                if length >= LONGEST_TEXT and self._text.may_end(readings):
                    return False
                readings, length = self._text.read(letter, readings), length + 1
                if not readings:
                    return False
        return True

    def _take(self, token: int) -> None:
        """Read a token that was chosen."""
        shown = self._shown(token)
        if shown.endswith(_PARTLY):
            self._pending = (*self._pending, token)
            return
        self._pending = ()
        for letter in shown:
            if self._readings is None:
                self._outside = (self._outside + letter)[-len(TEXT_BEGINS) :]
                if self._outside == TEXT_BEGINS:
                    self._readings, self._length = START, 0
            elif letter == '"':
                self._readings, self._outside = None, ""
            else:
                self._readings, self._length = self._text.read(letter, self._readings), self._length + 1


def _parts_of_letters(tokenizer: Any) -> dict[tuple[int, ...], str]:
    """Beginnings of letters that take several tokens -> those letters."""
    parts: dict[tuple[int, ...], str] = {}
    for letter in _LETTERS:
        tokens = tokenizer.encode(letter, add_special_tokens=False)
        for length in range(1, len(tokens)):
            beginning = tuple(tokens[:length])
            parts[beginning] = parts.get(beginning, "") + letter
    return parts
