import json

import pytest

from minutes.errors import ModelError
from models import memory
from models.memory import require_memory
from summarise.language_model import TransformersModel


def sparse(path, size):
    with path.open("wb") as file:
        file.truncate(size)  # a file without content takes no disk


@pytest.fixture(autouse=True)
def eight_gb(monkeypatch):
    monkeypatch.setattr(memory, "free_gb", lambda: 8.0)


def test_what_fits_is_let_through(tmp_path):
    sparse(tmp_path / "model.pt", 10**9)

    require_memory(tmp_path / "model.pt", 3.0)


def test_all_files_of_a_folder_count(tmp_path):
    for number in (1, 2, 3):
        sparse(tmp_path / f"model-0000{number}-of-00003.safetensors", 10**9)

    with pytest.raises(ModelError, match=r"needs about 9\.7 GB of memory and 8\.0 GB are free"):
        require_memory(tmp_path, 3.0)


def test_a_language_model_that_does_not_fit_is_refused_before_it_is_loaded(tmp_path):
    (tmp_path / "config.json").write_text(json.dumps({"architectures": ["Qwen3ForCausalLM"]}))
    sparse(tmp_path / "model.safetensors", 16 * 10**9)

    with pytest.raises(ModelError, match=r"needs about \d+\.\d GB of memory and 8\.0 GB are free"):
        TransformersModel(tmp_path)


def test_what_is_free_is_known_here(monkeypatch):
    monkeypatch.undo()

    assert memory.free_gb() > 0
