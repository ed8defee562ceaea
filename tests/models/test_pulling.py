"""Models by hub and by folder: there whole or not at all, and never fetched unless the house allows it."""

import errno
import json
import random

import pytest

from minutes.errors import ModelError, OutputError
from models.catalogue import find
from models.layout import HASHES, NOTICE, PROVENANCE
from models.papers import damaged
from models.pulling import bring_in, pull
from models.weights import has_time_marks, installed, own_names, require
from tests.models.hub_server import COMMIT, Hub, running

MODEL = "qwen3-1.7b"
WEIGHTS = random.Random(7).randbytes(12_000_000)
FILES = {
    "config.json": json.dumps({"architectures": ["Qwen3ForCausalLM"]}).encode(),
    "model.safetensors": WEIGHTS,
    "tokenizer.json": b"{}",
    "pytorch_model.bin": b"the same again",
    "modeling.py": b"raise SystemExit",
}


@pytest.fixture
def hub():
    with running(Hub(repository=find(MODEL).repository, files=FILES)) as one:
        yield one


def test_a_model_is_fetched_with_what_goes_with_it_and_no_code(hub, tmp_path):
    told = []

    folder = pull(MODEL, tmp_path, told.append, hub=hub.address)

    assert (folder / "model.safetensors").read_bytes() == WEIGHTS
    assert {path.name for path in folder.iterdir()} == {
        "config.json",
        "model.safetensors",
        "tokenizer.json",
        PROVENANCE,
        HASHES,
    }
    assert json.loads((folder / PROVENANCE).read_text())["commit"] == COMMIT
    assert told == sorted(told) and told[-1] == 1.0
    assert damaged(folder) == ()
    assert require(MODEL, tmp_path) == folder


def test_a_pull_that_broke_off_goes_on_where_it_was(hub, tmp_path):
    class Killed(Exception):
        pass

    def kill_midway(fraction):
        if fraction > 0.5:
            raise Killed

    with pytest.raises(Killed):
        pull(MODEL, tmp_path, kill_midway, hub=hub.address)
    assert installed(MODEL, tmp_path) is None
    hub.ranges.clear()

    folder = pull(MODEL, tmp_path, hub=hub.address)

    assert (folder / "model.safetensors").read_bytes() == WEIGHTS
    starts = [int(one.removeprefix("bytes=").partition("-")[0]) for one in hub.ranges]
    assert max(starts) > len(WEIGHTS) / 2
    assert not (tmp_path / ".incoming" / MODEL).exists()


def test_a_file_with_another_hash_than_stated_is_refused(hub, tmp_path):
    hub.stated["model.safetensors"] = "0" * 64

    with pytest.raises(ModelError, match=r"model\.safetensors has another hash"):
        pull(MODEL, tmp_path, hub=hub.address)
    assert installed(MODEL, tmp_path) is None


@pytest.mark.parametrize(("status", "remedy"), [(401, "hf auth login"), (404, "import it from a folder")])
def test_a_hub_that_refuses_is_one_clear_error(hub, tmp_path, status, remedy):
    hub.refused = status

    with pytest.raises(ModelError, match=rf"refuses .*{status}.*{remedy}"):
        pull(MODEL, tmp_path, hub=hub.address)


def test_a_hub_that_cannot_be_reached_is_one_clear_error(tmp_path):
    with pytest.raises(ModelError, match="cannot be reached"):
        pull(MODEL, tmp_path, hub="http://127.0.0.1:9")
    assert installed(MODEL, tmp_path) is None


def test_a_disk_that_fills_up_is_said_and_the_fetch_goes_on_later(hub, tmp_path):
    def full(fraction):
        if fraction > 0.5:
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OutputError, match=r"cannot be written \(No space left on device\)"):
        pull(MODEL, tmp_path, full, hub=hub.address)
    assert installed(MODEL, tmp_path) is None

    assert (pull(MODEL, tmp_path, hub=hub.address) / "model.safetensors").read_bytes() == WEIGHTS


@pytest.fixture
def brought(tmp_path):
    folder = tmp_path / "brought"
    folder.mkdir()
    for name, content in FILES.items():
        (folder / name).write_bytes(content[:1000])
    return folder


def test_a_folder_that_a_person_brought_is_taken_over_and_left_as_it_was(brought, tmp_path):
    folder = bring_in(MODEL, brought, tmp_path / "models")

    assert installed(MODEL, tmp_path / "models") == folder
    assert len(list(brought.iterdir())) == len(FILES)
    assert not (folder / "modeling.py").exists()


def test_a_model_of_their_own_is_known_by_the_name_it_was_given(brought, tmp_path):
    folder = bring_in("dansk-i-byraadet", brought, tmp_path / "models", time_marks=False)

    assert require("dansk-i-byraadet", tmp_path / "models") == folder
    assert own_names(tmp_path / "models") == ("dansk-i-byraadet",)
    assert not has_time_marks("dansk-i-byraadet", folder)


def test_terms_must_be_accepted_at_an_import_too_and_go_with_the_weights(brought, tmp_path):
    with pytest.raises(ModelError, match=r"terms are not accepted.*--accept-terms"):
        bring_in("gemma-3-270m", brought, tmp_path / "models")

    folder = bring_in("gemma-3-270m", brought, tmp_path / "models", accept_terms=True)

    assert "Gemma Terms of Use" in (folder / NOTICE).read_text()
    assert json.loads((folder / PROVENANCE).read_text())["terms_accepted"]


def test_a_language_model_under_the_name_of_a_speech_model_is_refused(brought, tmp_path):
    with pytest.raises(ModelError, match="no speech model"):
        bring_in("edda-v0.2", brought, tmp_path / "models")
    assert installed("edda-v0.2", tmp_path / "models") is None


@pytest.mark.parametrize("name", ["../out", ".hidden", "a/b", ""])
def test_a_name_that_would_leave_the_folder_is_refused(brought, tmp_path, name):
    with pytest.raises(ModelError, match="cannot be a model's name"):
        bring_in(name, brought, tmp_path / "models")


def test_a_name_that_is_taken_is_refused(brought, tmp_path):
    bring_in("ours", brought, tmp_path / "models")

    with pytest.raises(ModelError, match="here already"):
        bring_in("ours", brought, tmp_path / "models")


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\3\4 cut off"])
def test_a_file_that_is_no_checkpoint_is_refused(tmp_path, content):
    (tmp_path / "ours.pt").write_bytes(content)

    with pytest.raises(ModelError, match="no model that Referent can run"):
        bring_in("ours", tmp_path / "ours.pt", tmp_path / "models")
    assert installed("ours", tmp_path / "models") is None


def test_nothing_there_is_said(tmp_path):
    with pytest.raises(ModelError, match="nothing here"):
        bring_in("ours", tmp_path / "gone", tmp_path / "models")


def test_a_file_that_changed_later_is_found(brought, tmp_path):
    folder = bring_in("ours", brought, tmp_path / "models")
    (folder / "tokenizer.json").write_bytes(b"[]")
    (folder / "config.json").unlink()

    assert damaged(folder) == ("config.json", "tokenizer.json")
