import pytest
import torch
from safetensors.torch import save_file

from minutes.errors import ModelError
from models.adapter import merge


@pytest.fixture
def base():
    return {"layer.weight": torch.ones(3, 2).half(), "norm.weight": torch.ones(2).half()}


def write(path, tensors, base_sha256="abc"):
    save_file(tensors, path, metadata={"base_sha256": base_sha256})
    return path


def test_a_pair_is_added_as_its_product_and_the_rest_replaced(base, tmp_path):
    up, down = torch.tensor([[1.0], [0.0], [2.0]]), torch.tensor([[0.5, -1.0]])
    tensors = {"layer.A": down.half(), "layer.B": up.half(), "norm.weight": torch.full((2,), 3.0).half()}

    merged = merge(base, write(tmp_path / "a.safetensors", tensors), base_sha256="abc")

    assert merged["layer.weight"].tolist() == [[1.5, 0.0], [1.0, 1.0], [2.0, -1.0]]
    assert merged["norm.weight"].tolist() == [3.0, 3.0]
    assert base["layer.weight"].tolist() == [[1.0, 1.0]] * 3


def test_an_adapter_of_another_base_is_refused(base, tmp_path):
    with pytest.raises(ModelError, match="another base"):
        merge(base, write(tmp_path / "a.safetensors", {"norm.weight": torch.ones(2)}), base_sha256="xyz")


def test_an_adapter_with_an_unknown_name_is_refused(base, tmp_path):
    with pytest.raises(ModelError, match=r"'other\.weight'"):
        merge(base, write(tmp_path / "a.safetensors", {"other.weight": torch.ones(2)}), base_sha256="abc")
