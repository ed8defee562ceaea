"""`look` in referent.toml: one table for all bodies, and tables of their own on top of it."""

from pathlib import Path

import pytest

from minutes.errors import SettingsError
from minutes.rendering.look import PLAIN, DecisionPlace
from workflow.settings import load_settings

TOML = """
[look.default]
letterhead = ["Rørlunde Kommune", "Sekretariatet"]
color = "#14785a"
logo = "logo.png"

[look."Teknik- og Miljøudvalget"]
decision = "after_recommendation"
letterhead = []
"""


def test_a_body_has_its_own_look_on_top_of_the_default(tmp_path, monkeypatch):
    (tmp_path / "referent.toml").write_text(TOML, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    settings = load_settings()
    everyone = settings.look_of("Chefforum")
    assert everyone.letterhead == ("Rørlunde Kommune", "Sekretariatet")
    assert (everyone.color, everyone.logo) == ("#14785a", Path("logo.png"))
    own = settings.look_of(" teknik- og miljøudvalget")
    assert (own.decision, own.letterhead, own.color) == (DecisionPlace.AFTER_RECOMMENDATION, (), "#14785a")


def test_without_tables_every_body_looks_alike():
    assert load_settings().look_of("Chefforum") == PLAIN
    assert load_settings(look={"Havneudvalget": {"closed_titles": False}}).look_of("Chefforum") == PLAIN


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({"default": {"colour": "#000000"}}, "'colour' under 'default' is none of"),
        ({"default": {"color": "#f0f0f0"}}, "too pale"),
        ({"color": "#000000"}, "tables by the names of bodies"),
        ({"Rådet": {"decision": "first"}}, "after_recommendation"),
    ],
)
def test_a_wrong_look_is_told_before_anything_runs(tables, said):
    with pytest.raises(SettingsError, match=said):
        load_settings(look=tables)
