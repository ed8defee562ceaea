"""Keeps a model's answer to a JSON schema while it is decoded, by llguidance."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from minutes.errors import EngineError


class SchemaConstraints:
    """What keeps the answers of one model to a JSON schema.

    Args:
        tokenizer: one of transformers'. What llguidance raises for an unknown kind goes on.
    """

    def __init__(self, tokenizer: Any) -> None:
        from llguidance.hf import from_tokenizer

        self._tokenizer = from_tokenizer(tokenizer)

    def processor(self, schema: Mapping[str, Any], prompt_tokens: int) -> SchemaProcessor:
        """A logits processor for one answer.

        Raises:
            EngineError: the schema is one that llguidance cannot follow.
        """
        from llguidance import LLMatcher

        grammar = LLMatcher.grammar_from_json_schema(
            json.dumps(schema), overrides={"whitespace_flexible": False}
        )
        matcher = LLMatcher(self._tokenizer, grammar)
        if matcher.is_error():
            raise EngineError(
                f"the schema cannot be followed ({matcher.get_error()})", where="schema", remedy="Simplify it"
            )
        return SchemaProcessor(matcher, prompt_tokens)


class SchemaProcessor:
    """Forbids every token that would leave the schema.

    The mask is applied here and not by llguidance's own kernel, which compiles C++ at run time.
    """

    def __init__(self, matcher: Any, prompt_tokens: int) -> None:
        self._matcher = matcher
        self._seen = prompt_tokens

    def __call__(self, input_ids: Any, scores: Any) -> Any:
        """Scores with minus infinity where a token is not allowed. Shapes: (1, length), (1, vocabulary)."""
        import numpy as np
        import torch

        new = input_ids[0, self._seen :].tolist()
        self._seen += len(new)
        if new and not self._matcher.is_stopped():
            self._matcher.consume_tokens(new)
        bits = np.frombuffer(self._matcher.compute_bitmask(), dtype=np.uint8)
        allowed = np.unpackbits(bits, bitorder="little").astype(bool)[: scores.shape[-1]]
        allowed = np.pad(allowed, (0, scores.shape[-1] - len(allowed)))
        forbidden = torch.from_numpy(~allowed).to(scores.device)
        return scores.masked_fill(forbidden, float("-inf"))
