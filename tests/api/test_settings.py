"""Settings: file, then environment, then the command; unknown keys are refused."""

import pytest

from minutes.errors import SettingsError
from workflow.settings import DrafterKind, load_settings


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_the_environment_wins_over_the_file_and_the_command_over_both(tmp_path, monkeypatch):
    (tmp_path / "referent.toml").write_text('speech_model = "from-file"\ndrafter = "model"\n')
    assert load_settings().speech_model == "from-file"
    monkeypatch.setenv("REFERENT_SPEECH_MODEL", "from-environment")
    assert load_settings().speech_model == "from-environment"
    assert load_settings(speech_model="from-command").speech_model == "from-command"
    assert load_settings(drafter=None).drafter is DrafterKind.MODEL


@pytest.mark.parametrize("line", ['speach_model = "x"', 'drafter = "guess"'])
def test_a_misspelled_key_or_value_is_named_in_one_sentence(tmp_path, line):
    (tmp_path / "referent.toml").write_text(line + "\n")
    with pytest.raises(SettingsError, match=line.split(" ")[0]):
        load_settings()
