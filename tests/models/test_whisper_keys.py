import pytest
import torch
from whisper.model import ModelDimensions, Whisper

from models.ctranslate2_file import read_arrays, write_arrays
from models.layout import CT2_WEIGHTS
from models.pulling import pull
from models.weights import default_models_dir
from models.whisper_keys import ctranslate2_arrays, openai_dims, openai_state


@pytest.fixture(scope="module")
def arrays():
    return read_arrays(pull("whisper-base", default_models_dir()) / CT2_WEIGHTS)


def test_every_parameter_of_openai_whisper_is_found_and_nothing_else(arrays):
    state = openai_state(arrays)
    dims = openai_dims(state, heads=int(arrays["encoder/num_heads"]))
    model = Whisper(ModelDimensions(**dims))

    assert dims == {
        "n_mels": 80,
        "n_audio_ctx": 1500,
        "n_audio_state": 512,
        "n_audio_head": 8,
        "n_audio_layer": 6,
        "n_vocab": 51865,
        "n_text_ctx": 448,
        "n_text_state": 512,
        "n_text_head": 8,
        "n_text_layer": 6,
    }
    assert {name: value.shape for name, value in state.items()} == {
        name: value.shape for name, value in model.state_dict().items()
    }


def test_query_key_and_value_are_taken_from_their_third_of_the_fused_matrix(arrays):
    fused = torch.tensor(arrays["decoder/layer_2/self_attention/linear_0/weight"])
    state = openai_state(arrays)

    for place, name in enumerate(("query", "key", "value")):
        part = state[f"decoder.blocks.2.attn.{name}.weight"]
        assert torch.equal(part, fused[512 * place : 512 * (place + 1)])


def test_the_dropped_key_bias_was_zero(arrays):
    for side, attention in (("encoder", "self_attention"), ("decoder", "self_attention")):
        for layer in range(6):
            bias = arrays[f"{side}/layer_{layer}/{attention}/linear_0/bias"]
            assert not bias[512:1024].any()


def test_renamed_and_renamed_back_every_array_is_the_same(arrays, tmp_path):
    write_arrays(tmp_path / "model.bin", ctranslate2_arrays(openai_state(arrays), arrays))
    back = read_arrays(tmp_path / "model.bin")

    assert back.keys() == arrays.keys()
    for name, array in arrays.items():
        assert back[name].dtype == array.dtype
        assert (back[name] == array).all(), name
    assert back["decoder/projection/weight"] is back["decoder/embeddings/weight"]
