"""The command line as a person meets it: arguments in, exit code and two streams out."""

import sys
from dataclasses import dataclass

import pytest

from api.cli import main


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str


@pytest.fixture
def referent(monkeypatch, capsys, tmp_path):
    """Run a command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["referent", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code or 0
        streams = capsys.readouterr()
        return Answer(code=code, out=streams.out, err=streams.err)

    return call
