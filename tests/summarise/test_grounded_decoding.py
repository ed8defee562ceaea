"""Grounded decoding: a random model and one that wishes to invent both write only what was said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from minutes.errors import ModelError
from summarise.fact_checks import fact_concerns
from summarise.grounded_decoding import GroundedProcessor
from summarise.grounded_text import GroundedText
from summarise.language_model import Message, Schema, TransformersModel
from summarise.model_answer import draft_schema
from summarise.name_checks import name_concerns
from summarise.taught import merge_into, read_taught
from summarise.written_forms import forms_of, whole_source
from tests.summarise.test_language_model import make_chat_model
from tests.summarise.test_model_drafter import make_case

INVENTED = (
    '{"clauses":[{"number":1,"outcome":"tiltrådt","sentences":[0]}],"outcome":"godkendt","sentences":[{"utterances":'
    '[5],"text":"Jens Jensen gav Enghaveskolen 999.000 kr. den 31. maj 2031, og tolv stemte fredag imod."}]}'
)

SENTENCES: Schema = {
    "type": "object",
    "properties": {
        "sentences": {
            "type": "array",
            "minItems": 2,
            "maxItems": 2,
            "items": {
                "type": "object",
                "properties": {"text": {"type": "string", "maxLength": 450}},
                "required": ["text"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["sentences"],
    "additionalProperties": False,
}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> TransformersModel:
    return TransformersModel(make_chat_model(tmp_path_factory.mktemp("models") / "tiny"))


def texts_of(answer: str) -> Iterator[str]:
    """Every text of an answer, whole or cut off."""
    for part in answer.split('"text":"')[1:]:
        yield part.partition('"')[0]


def assert_supported(answer: str) -> None:
    case = make_case()
    source = whole_source(case)
    written = list(texts_of(answer))
    assert written and any(written)
    for text in written:
        assert not list(fact_concerns(text, source, case.item.number)), text
        assert not list(name_concerns(text, source, case)), text


def test_random_weights_write_no_figure_and_no_name_that_was_not_said(model: TransformersModel) -> None:
    question = (Message(role="user", content="Hvad blev besluttet?"),)
    answer = model.generate(
        question, schema=SENTENCES, max_new_tokens=1200, seed=0, forms=forms_of(make_case())
    )
    assert len(json.loads(answer)["sentences"]) == 2
    assert_supported(answer)


def test_a_model_that_wishes_to_invent_is_held_too(model: TransformersModel) -> None:
    import torch

    case = make_case()
    tokenizer = model._tokenizer
    keeps_schema = model._constraints.processor(draft_schema(case.item, range(8)), 0)
    held = GroundedProcessor(keeps_schema, tokenizer, GroundedText(forms_of(case)), 0)
    ids: list[int] = []
    chance = torch.Generator().manual_seed(1)
    for _ in range(240):
        scores = torch.rand(1, len(tokenizer), generator=chance)
        so_far = tokenizer.decode(ids)
        for token in range(len(tokenizer)):
            piece = tokenizer.decode([token])
            place = INVENTED.find(piece, max(0, len(so_far) - 3)) if len(piece.strip()) else -1
            if place >= 0:
                scores[0, token] += 20.0 / (1 + abs(place - len(so_far)))
        row = held(torch.tensor([ids], dtype=torch.long), scores)
        ids.append(int(row.argmax()))
        if ids[-1] == tokenizer.eos_token_id:
            break
    answer = tokenizer.decode(ids)
    assert answer.startswith('{"clauses":[')
    assert_supported(answer)
    assert "999" not in answer and "Jensen" not in answer and "maj" not in answer.split()


def write_adapter(path: Path, tensors: dict[str, Any], **metadata: str) -> Path:
    from safetensors.torch import save_file

    save_file(tensors, path, metadata=metadata)
    return path


def test_an_adapter_changes_the_weights_by_its_product(tmp_path: Path) -> None:
    import torch

    layer = torch.nn.ModuleDict({"down": torch.nn.Linear(3, 2, bias=False)})
    before = layer["down"].weight.detach().clone()
    tensors = {"down.A": torch.ones(1, 3), "down.B": torch.full((2, 1), 0.5)}
    file = write_adapter(tmp_path / "a.safetensors", tensors, base_sha256="b", talk_characters="450")
    taught = read_taught(file)
    assert (taught.base_sha256, taught.talk_characters) == ("b", 450)
    merge_into(layer, taught)
    assert torch.allclose(layer["down"].weight, before + 0.5)


def test_an_adapter_of_another_base_is_refused(tmp_path: Path) -> None:
    import torch

    layer = torch.nn.ModuleDict({"down": torch.nn.Linear(4, 2, bias=False)})
    tensors = {"down.A": torch.ones(1, 3), "down.B": torch.ones(2, 1)}
    file = write_adapter(tmp_path / "a.safetensors", tensors, base_sha256="b", talk_characters="450")
    with pytest.raises(ModelError, match="no fitting 'down'"):
        merge_into(layer, read_taught(file))


@pytest.mark.parametrize("content", [b"", b"no adapter", b"\x08" + bytes(7) + b"{}      "])
def test_a_damaged_adapter_is_one_clear_error(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.safetensors"
    file.write_bytes(content)
    with pytest.raises(ModelError, match="damaged"):
        read_taught(file)
