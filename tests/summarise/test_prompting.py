"""Prompts are data with a strict form: what does not fit is named and refused."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from minutes.errors import SettingsError
from summarise.prompting import PROMPTS, load_prompt

PROMPT = """
name = "ask"
version = 2
description = "A question"
system = "Svar."
user = "{{item}} og {{talk}}"
variables = ["item", "talk"]
[limits]
max_new_tokens = 10
transcript_tokens = 20
"""


def written(folder: Path, text: str) -> Path:
    (folder / "ask.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", ["draft", "repair", "select"])
def test_every_prompt_of_ours_has_the_form(name: str) -> None:
    prompt = load_prompt(name)
    assert prompt.name == name
    assert prompt.sha256 == hashlib.sha256((PROMPTS / f"{name}.toml").read_bytes()).hexdigest()
    rendered = prompt.render({variable: f"<{variable}>" for variable in prompt.variables})
    assert "{{" not in rendered
    assert all(f"<{variable}>" in rendered for variable in prompt.variables)


def test_values_are_not_interpreted(tmp_path: Path) -> None:
    prompt = load_prompt("ask", written(tmp_path, PROMPT))
    assert prompt.render({"item": "{{talk}} \\1", "talk": "tale"}) == "{{talk}} \\1 og tale"


@pytest.mark.parametrize("values", [{"item": "a"}, {"item": "a", "talk": "b", "more": "c"}])
def test_variables_must_fit(tmp_path: Path, values: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="variables"):
        load_prompt("ask", written(tmp_path, PROMPT)).render(values)


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("version = 2\n", "", "'version' is missing"),
        ("version = 2\n", "version = 2\nmodel = 'x'\n", "'model' is unknown"),
        ("version = 2", "version = 'two'", "'version' is not of the type int"),
        ("transcript_tokens = 20", "tokens = 20", "is (missing|unknown)"),
        ("max_new_tokens = 10", "max_new_tokens = 0", "positive"),
        ("{{talk}}", "{{speech}}", "'speech' is undeclared"),
        ("og {{talk}}", "", "'talk' is unused"),
        ('name = "ask"', "name = ", "no TOML"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path: Path, before: str, after: str, what: str) -> None:
    with pytest.raises(SettingsError, match=what):
        load_prompt("ask", written(tmp_path, PROMPT.replace(before, after)))


def test_a_missing_prompt_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load_prompt("ask", tmp_path)
