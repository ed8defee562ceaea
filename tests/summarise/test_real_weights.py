"""The model drafter on real weights (Gemma 3 270M): whatever they write, the draft can be trusted.

The model is pretrained only: it has no chat template and knows nothing of minutes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from minutes.draft import Draft
from minutes.vocabulary import ClauseOutcome, ConcernKind, Outcome
from models.weights import default_models_dir
from summarise.drafter import Case
from summarise.grounding import ground
from summarise.language_model import Message, Schema, TransformersModel
from summarise.model_answer import OUTCOMES
from summarise.model_drafter import ModelDrafter, is_blocked
from summarise.prompting import PROMPTS
from summarise.written_forms import WrittenForms
from tests.summarise.test_model_drafter import make_case

FOLDER = default_models_dir() / "gemma-3-270m"
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="Gemma 3 270M is not installed in the models' folder"
)
MOST_TOKENS = 160
TALK = (
    ("S1", "Så er vi ved punkt fire, cykelparkeringen ved Enghaveskolen."),
    (
        "S2",
        "Vi foreslår hundrede og tyve pladser under tag, og det koster tre hundrede og tyve tusind kroner.",
    ),
    ("S1", "Kan vi godkende det? Ja. Så er det godkendt."),
    ("S2", "Jeg sender tegningerne til skolen senest den fjortende april."),
)
FIGURES = {"120", "320.000", "14", "2026", "4", "1"}
"""All that were said or printed, in the form of the minutes."""


class Recorded:
    """The real model, with its answers kept."""

    def __init__(self, model: TransformersModel) -> None:
        self._model = model
        self.name, self.context_tokens = model.name, model.context_tokens
        self.talk_characters = model.talk_characters
        self.answers: list[str] = []

    def count_tokens(self, messages: Sequence[Message]) -> int:
        return self._model.count_tokens(messages)

    def generate(
        self,
        messages: Sequence[Message],
        *,
        schema: Schema | None,
        max_new_tokens: int,
        seed: int,
        forms: WrittenForms | None = None,
    ) -> str:
        answer = self._model.generate(
            messages, schema=schema, max_new_tokens=max_new_tokens, seed=seed, forms=forms
        )
        self.answers.append(answer)
        return answer


@pytest.fixture(scope="module")
def weights() -> TransformersModel:
    return TransformersModel(FOLDER)


def prompts(folder: Path) -> Path:
    """The shipped prompts with short answers."""
    for name in ("draft", "repair", "select"):
        text = (PROMPTS / f"{name}.toml").read_text(encoding="utf-8")
        text = re.sub(r"max_new_tokens = \d+", f"max_new_tokens = {MOST_TOKENS}", text)
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def assert_valid(draft: Draft, case: Case) -> None:
    assert draft.outcome in OUTCOMES
    assert ground(draft, case) == draft, "no check finds more than the draft says"
    written = [s for s in draft.sentences if not s.text.startswith("[kontrollér:")]
    for sentence in written:
        assert not is_blocked(sentence)
        assert sentence.citations() and set(sentence.citations()) <= set(range(len(TALK)))
        assert set(re.findall(r"\d[\d.]*(?<!\.)", sentence.text)) <= FIGURES
    if not written:
        assert draft.outcome is Outcome.UNRESOLVED and any(is_blocked(s) for s in draft.sentences)
    unanswered = {c.detail[0] for c in draft.concerns if c.kind is ConcernKind.CLAUSE_UNANSWERED}
    adopted = {a.clause for a in draft.clause_answers if a.outcome is not ClauseOutcome.UNRESOLVED}
    assert adopted or unanswered == {"1"}


def test_whatever_real_weights_write_the_draft_is_valid(weights: TransformersModel, tmp_path: Path) -> None:
    model, case = Recorded(weights), make_case(talk=TALK)
    draft = ModelDrafter(model, prompts(tmp_path)).draft(case)
    assert draft.provenance.model == "gemma-3-270m"
    assert model.answers[0].startswith("{"), "the grammar holds even this model to JSON"
    assert_valid(draft, case)
