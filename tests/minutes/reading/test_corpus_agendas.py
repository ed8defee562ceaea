"""All agendas of the shared corpus against their gold: items, titles, clauses, what is closed."""

import json
from pathlib import Path

import printing
import pytest

from minutes.agenda import Agenda
from minutes.reading.agenda_file import read_agenda, read_content
from minutes.vocabulary import SectionKind

SHARED = Path(__file__).resolve().parents[3].parent / "shared"
FOLDERS = sorted(p.parent for p in SHARED.glob("corpus/*/dagsorden.txt")) + sorted(
    p.parent for p in SHARED.glob("bench/meetings/*/dagsorden.txt")
)
REAL = SHARED / "examples" / "real" / "firstagenda-teknisk-udvalg-2025-10-01.html"

needs_corpus = pytest.mark.skipif(not FOLDERS, reason="the shared corpus does not lie beside the repository")


@needs_corpus
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_an_agenda_of_the_corpus_agrees_with_its_gold(folder):
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))["items"]
    agenda = read_agenda(folder / "dagsorden.txt")
    assert [(i.number, i.title) for i in agenda.items] == [(g["number"], g["title"]) for g in gold]
    assert [i.closed for i in agenda.items] == [g.get("closed", False) for g in gold]
    assert [len(i.clauses) for i in agenda.items] == [len(g.get("clauses", [])) for g in gold]
    assert all(s.proposer for i in agenda.items for s in i.sections if s.clauses)
    assert agenda.meeting.starts_at and agenda.meeting.place and agenda.meeting.participants


@needs_corpus
@pytest.mark.parametrize("form", ["styled_docx", "bold_docx", "page", "pdf"])
def test_the_same_agenda_in_another_format_is_read_the_same(form):
    for folder in FOLDERS[::7]:
        text = (folder / "dagsorden.txt").read_text(encoding="utf-8")
        made = getattr(printing, form)(text)
        content = made if isinstance(made, bytes) else made.encode()
        plain = read_content(text.encode(), where=folder.name).agenda
        assert _told(read_content(content, where=folder.name).agenda) == _told(plain), folder.name


def _told(agenda: Agenda) -> list[object]:
    """What an agenda says, white space apart, which formats keep differently."""
    told: list[object] = [agenda.meeting, agenda.unplaced]
    for item in agenda.items:
        told.append((item.id, item.number, item.title, item.journal_number, item.closed))
        for section in item.sections:
            clauses = [(clause.number, " ".join(clause.text.split())) for clause in section.clauses]
            told.append(
                (section.kind, section.heading_as_printed, section.text.split(), section.proposer, clauses)
            )
    return told


@pytest.mark.skipif(not REAL.exists(), reason="the shared folder does not lie beside the repository")
def test_a_real_publication_page_is_read_as_its_readme_says():
    agenda = read_agenda(REAL)
    sections = [[s for s in i.sections if s.kind is not SectionKind.ATTACHMENTS] for i in agenda.items]
    attachments = [
        s.text.split("\n") for i in agenda.items for s in i.sections if s.kind is SectionKind.ATTACHMENTS
    ]
    assert len(agenda.items) == 6
    assert [item.journal_number is None for item in agenda.items] == [False, False, False, False, True, False]
    assert agenda.items[0].journal_number == agenda.items[3].journal_number == "EMN-2025-010561"
    assert [len(found) for found in sections] == [1, 5, 6, 1, 1, 6]
    assert sum(1 for found in sections for s in found if not s.heading_as_printed) == 3
    assert [len(names) for names in attachments] == [1, 30, 11, 27]
    assert agenda.unplaced == ()
