"""How a chat becomes the text that a local model reads: by its own template, or in a plain form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

PLAIN_TEMPLATE = (
    "{{ bos_token }}"
    "{% for message in messages %}### {{ message.role }}\n{{ message.content }}\n\n{% endfor %}"
    "{% if add_generation_prompt %}### assistant\n{% endif %}"
)
"""Our own layout, for a model whose tokenizer has no chat template: each turn under its role as a heading."""


def encode_chat(tokenizer: Any, turns: Sequence[Mapping[str, str]]) -> list[int]:
    """The tokens of a chat, open for the answer; thinking is off where the template knows of it.

    Args:
        tokenizer: one of transformers'. Without a chat template it gets `PLAIN_TEMPLATE`.
        turns: the chat so far, each with `role` and `content`.
    """
    import jinja2

    try:
        text = _text(tokenizer, turns)
    except jinja2.TemplateError:
        # Some templates refuse a system turn: what it says then opens the user's turn.
        text = _text(tokenizer, _without_system(turns))
    return list(tokenizer.encode(text, add_special_tokens=False))


def _text(tokenizer: Any, turns: Sequence[Mapping[str, str]]) -> str:
    text: str = tokenizer.apply_chat_template(
        list(turns),
        chat_template=None if tokenizer.chat_template else PLAIN_TEMPLATE,
        add_generation_prompt=True,
        tokenize=False,
        enable_thinking=False,
    )
    return text


def _without_system(turns: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    system = "\n\n".join(turn["content"] for turn in turns if turn["role"] == "system")
    rest = [turn for turn in turns if turn["role"] != "system"]
    if not system or not rest:
        return list(turns)
    return [{"role": rest[0]["role"], "content": f"{system}\n\n{rest[0]['content']}"}, *rest[1:]]
