"""Whisper base, real weights: whatever form it comes in, openai-whisper hears the same with it."""

import json
import shutil
from pathlib import Path

import ctranslate2
import numpy as np
import pytest
import torch
import transformers
import whisper
from safetensors.torch import load_file, save_file

from minutes.errors import ModelError
from models.ctranslate2_file import read_arrays, write_arrays
from models.layout import CHECKPOINT, CT2_WEIGHTS
from models.papers import damaged
from models.pulling import bring_in, pull
from models.weights import default_models_dir, require
from models.whisper_files import is_whisper, write_checkpoint
from models.whisper_keys import hugging_face_target, openai_dims, openai_state
from transcribe.audio import decode
from transcribe.engine import SAMPLE_RATE_HZ

CLIP = Path(__file__).parents[1] / "data" / "speech" / "clip.ogg"

START = [50258, 50285, 50359, 50363]
"""Begin, Danish, write down, no time marks."""
END = 50257


@pytest.fixture(scope="module")
def published():
    return pull("whisper-base", default_models_dir())


@pytest.fixture(scope="module")
def of_ctranslate2(published, tmp_path_factory):
    return loaded(published, tmp_path_factory.mktemp("ct2"))


@pytest.fixture(scope="module")
def hugging_face(published, tmp_path_factory):
    """The same weights as transformers saves them, in several files."""
    arrays = read_arrays(published / CT2_WEIGHTS)
    state = openai_state(arrays)
    dims = openai_dims(state, heads=int(arrays["encoder/num_heads"]))
    model = transformers.WhisperForConditionalGeneration(
        transformers.WhisperConfig(
            vocab_size=dims["n_vocab"],
            d_model=dims["n_audio_state"],
            encoder_layers=dims["n_audio_layer"],
            decoder_layers=dims["n_text_layer"],
            encoder_attention_heads=dims["n_audio_head"],
            decoder_attention_heads=dims["n_text_head"],
            encoder_ffn_dim=4 * dims["n_audio_state"],
            decoder_ffn_dim=4 * dims["n_audio_state"],
        )
    )
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name != "proj_out.weight":
                parameter.copy_(state[hugging_face_target(name)])
    folder = tmp_path_factory.mktemp("hf")
    model.half().save_pretrained(folder, max_shard_size="60MB")
    assert len(list(folder.glob("*.safetensors"))) > 1
    return folder


@pytest.fixture(scope="module")
def of_hugging_face(hugging_face, tmp_path_factory):
    return loaded(hugging_face, tmp_path_factory.mktemp("renamed"))


@pytest.fixture(scope="module")
def mel():
    return whisper.log_mel_spectrogram(whisper.pad_or_trim(clip()))


def clip():
    samples = np.concatenate([piece.samples for piece in decode(CLIP)])
    return torch.from_numpy(samples[: 3 * SAMPLE_RATE_HZ])


def loaded(source, folder):
    assert is_whisper(source)
    write_checkpoint(source, folder)
    return whisper.load_model(str(folder / CHECKPOINT), device="cpu")


@pytest.fixture(scope="module")
def ours(of_hugging_face, mel):
    """(logits, text) of openai-whisper's model on the clip."""
    options = whisper.DecodingOptions(language="da", without_timestamps=True, fp16=False)
    with torch.no_grad():
        features = of_hugging_face.embed_audio(mel[None])
        logits = of_hugging_face.logits(torch.tensor([START]), features)
    return logits, of_hugging_face.decode(features[0], options).text


def test_renamed_to_hugging_face_and_back_every_weight_is_the_same(of_ctranslate2, of_hugging_face):
    there, back = of_ctranslate2.state_dict(), of_hugging_face.state_dict()

    assert there.keys() == back.keys()
    assert all(torch.equal(there[name], back[name]) for name in there)


def test_transformers_gives_the_same_logits_and_text(ours, hugging_face, mel):
    model = transformers.WhisperForConditionalGeneration.from_pretrained(hugging_face, dtype=torch.float32)
    model.generation_config.update(no_timestamps_token_id=START[-1], eos_token_id=END, pad_token_id=END)
    start = torch.tensor([START])
    with torch.no_grad():
        encoded = model.model.encoder(mel[None])
        theirs = model(encoder_outputs=encoded, decoder_input_ids=start).logits
        written = model.generate(encoder_outputs=encoded, decoder_input_ids=start, do_sample=False)[0]

    logits, text = ours
    assert torch.allclose(logits, theirs, atol=1e-4)
    assert read(written.tolist()) == text


def test_ctranslate2_writes_the_same_text(ours, published, mel):
    engine = ctranslate2.models.Whisper(str(published), compute_type="float32")
    found = engine.generate(ctranslate2.StorageView.from_array(mel[None].numpy()), [START], beam_size=1)

    _, text = ours
    assert read(found[0].sequences_ids[0]) == text
    assert len(text) > 10


@pytest.mark.parametrize(("precision", "off_by"), [("float32", 0.0), ("int8", 0.005), ("int16", 0.001)])
def test_every_precision_of_ctranslate2_is_read(precision, off_by, published, of_ctranslate2, tmp_path):
    arrays = read_arrays(published / CT2_WEIGHTS)
    write_arrays(tmp_path / CT2_WEIGHTS, in_precision(arrays, precision))
    state = openai_state(read_arrays(tmp_path / CT2_WEIGHTS))

    for name, value in of_ctranslate2.state_dict().items():
        assert (state[name].float() - value).abs().max() <= off_by * value.abs().max().clamp(min=1), name


def test_the_quantised_file_is_one_that_ctranslate2_itself_loads(published, tmp_path):
    for extra in ("config.json", "tokenizer.json", "vocabulary.txt"):
        shutil.copy(published / extra, tmp_path)
    write_arrays(tmp_path / CT2_WEIGHTS, in_precision(read_arrays(published / CT2_WEIGHTS), "int8"))

    assert ctranslate2.models.Whisper(str(tmp_path), compute_type="int8").compute_type == "int8_float32"


def in_precision(arrays, precision):
    """The arrays as CTranslate2's converter writes them in that precision."""
    made = {}
    for name, array in arrays.items():
        kind = name.rpartition("/")[2]
        if precision == "float32" and array.dtype == np.float16:
            made[name] = array.astype(np.float32)
        elif kind == "weight" and array.ndim == 2 and "encodings" not in name:
            made |= quantised(name, array.astype(np.float32), precision)
        else:
            made[name] = array
    return made


def quantised(name, array, precision):
    if precision == "int16":
        scale = np.float32(2**10 / np.abs(array).max())
        return {name: np.rint(array * scale).astype(np.int16), name + "_scale": np.array(scale)}
    scale = 127 / np.abs(array).max(axis=1)
    return {name: np.rint(array * scale[:, None]).astype(np.int8), name + "_scale": scale}


def read(tokens):
    tokenizer = whisper.tokenizer.get_tokenizer(True, language="da")
    return tokenizer.decode([token for token in tokens if token < tokenizer.eot]).strip()


def test_a_danish_fine_tune_that_was_brought_is_usable_by_its_name(hugging_face, of_hugging_face, tmp_path):
    bring_in("whisper-small-danish", hugging_face, tmp_path)

    folder = require("whisper-small-danish", tmp_path)
    assert not list(folder.glob("*.safetensors*"))
    state = torch.load(folder / CHECKPOINT, weights_only=True)["model_state_dict"]
    assert torch.equal(state["encoder.conv1.weight"].float(), of_hugging_face.encoder.conv1.weight)


def test_a_conversion_of_ctranslate2_that_was_brought_runs_in_both_engines(published, tmp_path):
    folder = bring_in("ours", published, tmp_path)

    assert {CHECKPOINT, CT2_WEIGHTS, "config.json", "tokenizer.json"} <= {p.name for p in folder.iterdir()}
    assert damaged(folder) == ()


def test_a_shard_that_is_missing_is_named(hugging_face, tmp_path):
    shutil.copytree(hugging_face, tmp_path / "model")
    gone = sorted((tmp_path / "model").glob("model-*.safetensors"))[1]
    gone.unlink()

    with pytest.raises(ModelError, match=gone.name):
        write_checkpoint(tmp_path / "model", tmp_path)
    assert not (tmp_path / CHECKPOINT).exists()


def test_a_shard_that_is_cut_off_is_refused(hugging_face, tmp_path):
    shutil.copytree(hugging_face, tmp_path / "model")
    cut = min((tmp_path / "model").glob("model-*.safetensors"))
    cut.write_bytes(cut.read_bytes()[:-1000])

    with pytest.raises(ModelError, match=f"{cut.name}.*cut off"):
        write_checkpoint(tmp_path / "model", tmp_path)


def test_a_checkpoint_that_lacks_weights_is_refused(hugging_face, tmp_path):
    shutil.copy(hugging_face / "config.json", tmp_path)
    tensors = {}
    for file in hugging_face.glob("model-*.safetensors"):
        tensors |= load_file(file)
    del tensors["model.decoder.layers.3.fc1.bias"]
    save_file(tensors, tmp_path / "model.safetensors")

    with pytest.raises(ModelError, match=r"1 weights .*decoder\.blocks\.3\.mlp\.0\.bias"):
        write_checkpoint(tmp_path, tmp_path)


def test_a_folder_of_something_else_is_no_whisper(tmp_path):
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "bert"}))

    assert not is_whisper(tmp_path)
    with pytest.raises(ModelError, match="no attention heads"):
        write_checkpoint(tmp_path, tmp_path)
