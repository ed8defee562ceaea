"""Each agenda of tests/data/agendas is read as the JSON beside it says.

The expected files were read through against the documents by a person. `make.py` in that folder shows how
the DOCX and PDF files came to be.
"""

from pathlib import Path

import pytest

from minutes.agenda import Agenda
from minutes.codec import from_json, to_plain
from minutes.reading.agenda_file import read_agenda

FOLDER = Path(__file__).resolve().parents[2] / "data" / "agendas"
DOCUMENTS = sorted(p for p in FOLDER.iterdir() if p.suffix in (".txt", ".docx", ".pdf", ".html"))


def expected(path: Path) -> Agenda:
    name = path.with_suffix(".json").name
    return from_json((FOLDER / "expected" / name).read_text(encoding="utf-8"), Agenda, where=name)


def test_there_are_ten_layouts_or_more():
    assert len(DOCUMENTS) >= 10


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_layout_is_read_as_expected(path):
    assert to_plain(read_agenda(path), Agenda) == to_plain(expected(path), Agenda)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_our_own_json_is_read_back_as_it_was_written(path):
    json_file = FOLDER / "expected" / path.with_suffix(".json").name
    assert read_agenda(json_file) == expected(path)
