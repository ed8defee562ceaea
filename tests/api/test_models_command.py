"""`referent models`: what is known, what is here, whether it is whole, and how to get the rest."""

import json

import pytest

from models.catalogue import all_cards


@pytest.fixture
def models_dir(monkeypatch, tmp_path):
    monkeypatch.setenv("REFERENT_MODELS_DIR", str(tmp_path / "models"))
    return tmp_path / "models"


@pytest.fixture
def brought(tmp_path):
    folder = tmp_path / "brought"
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps({"architectures": ["Qwen3ForCausalLM"]}))
    (folder / "model.safetensors").write_bytes(bytes(1000))
    return folder


def test_the_list_shows_every_model_with_what_it_needs(referent, models_dir):
    shown = referent("models", "list").out

    assert all(card.name in shown and f"{card.memory_gb:g} GB" in shown for card in all_cards())


@pytest.mark.parametrize("card", all_cards(), ids=lambda card: card.name)
def test_each_model_is_shown_with_its_licence_its_terms_and_how_to_get_it(referent, models_dir, card):
    shown = referent("models", "show", card.name).out

    assert card.licence in shown
    assert f"referent models pull {card.name}" in shown
    assert card.terms is None or card.terms_file().read_text().splitlines()[0] in shown
    assert card.repository is None or f"Fetch {card.repository} from the hub" in shown


def test_by_default_nothing_is_fetched_from_a_hub(referent, models_dir):
    answer = referent("models", "pull", "edda-v0.2")

    assert answer.code == 5
    assert "referent models import edda-v0.2 FOLDER" in answer.err


def test_terms_are_shown_before_they_are_asked_for(referent, models_dir):
    answer = referent("models", "pull", "gemma-3-270m")

    assert answer.code == 5
    assert answer.err.index("Gemma Terms of Use") < answer.err.index("--accept-terms")
    assert not models_dir.exists()


def test_a_model_of_their_own_is_imported_listed_and_verified(referent, models_dir, brought):
    assert referent("models", "import", "ours", brought).code == 0
    assert "ours" in referent("models", "list").out
    assert referent("models", "verify").out == "ours: whole\n"

    (models_dir / "ours" / "model.safetensors").write_bytes(bytes(999))

    answer = referent("models", "verify", "ours")
    assert answer.code == 5
    assert answer.out == "ours: damaged: model.safetensors\n"
    assert "bring it in again" in answer.err
