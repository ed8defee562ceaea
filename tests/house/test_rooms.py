"""The house: rooms are docstrings only, the two fears have single makers, and nothing heavy loads early."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("api", "workflow", "transcribe", "summarise", "models", "minutes", "bench")
SOURCES = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]


@pytest.mark.parametrize("path", [p for p in SOURCES if p.name == "__init__.py"], ids=str)
def test_a_room_re_exports_nothing(path):
    body = ast.parse(path.read_text(encoding="utf-8")).body
    assert len(body) == 1
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("made", "maker"),
    [("Decision", "approve"), ("PublicMinutes", "withhold_closed"), ("ClosedItem", "withhold_closed")],
)
def test_only_one_function_makes_a_decision_and_one_the_public_minutes(made, maker):
    makers = {
        (path.relative_to(ROOT).as_posix(), function.name)
        for path in SOURCES
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef)
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == made
    }
    assert makers == {("minutes/decision.py", maker)}


def test_prompts_hold_data_and_no_code():
    assert not list((ROOT / "prompts").rglob("*.py"))


def test_help_loads_no_neural_network():
    program = (
        "import sys; from click.testing import CliRunner; from api.cli import cli; "
        "result = CliRunner().invoke(cli, ['--help']); assert result.exit_code == 0, result.output; "
        "print(sorted(m for m in ('torch', 'transformers', 'whisper', 'spacy', 'docx') if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_setting_is_explained_to_the_it_department():
    from workflow.settings import Settings

    operations = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    missing = [name for name in Settings.model_fields if f"### `{name}`" not in operations]
    assert missing == []


def test_every_error_has_an_exit_code_of_its_own():
    from minutes.errors import ReferentError

    codes = [kind.exit_code for kind in ReferentError.__subclasses__()]
    assert len(codes) == len(set(codes))
    assert not {0, 1, 2} & set(codes)
