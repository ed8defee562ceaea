"""Reading back what was written gives the same agenda.

Text and JSON keep every character. Word, HTML and PDF keep every word, but not which white space stands
between lines, and a list's bullets are read as "-" whatever their sign. In generated PDF there is no hyphen:
where a line ends with one, PDFium does not tell whether a space came after it.
"""

from dataclasses import replace
from pathlib import Path

import pytest
from any_agenda import SIGNS, agendas, approved
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from same_words import in_words
from sample_minutes import AGENDA, DRAFTS, MEETING, QUAY, public_minutes

from minutes.decision import withhold_closed
from minutes.errors import InputError
from minutes.reading.agenda_file import read_agenda, read_content
from minutes.rendering.formats import SUFFIXES, render, written
from minutes.rendering.view import agenda_view, draft_view, public_view
from minutes.vocabulary import SectionKind

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "../shared/examples/referat-chefforum-2026-05-06.txt"
OWN = [ROOT / "workflow/demo/dagsorden.txt", ROOT / "tests/data/agendas/beslutningsreferat-med-afbud.txt"]
LAID_OUT = [".docx", ".html", ".pdf"]


def back(view, path):
    render(view, path)
    return read_agenda(path)


@pytest.mark.parametrize("path", [EXAMPLE, *OWN], ids=lambda path: path.stem)
def test_text_gives_the_same_agenda_to_the_letter(path, tmp_path):
    if not path.exists():
        pytest.skip("the example referat lies outside the repository and is not here")
    agenda = read_agenda(path)
    again = back(agenda_view(agenda), tmp_path / "dagsorden.txt")
    assert (again.meeting, again.items) == (agenda.meeting, agenda.items)


@pytest.mark.parametrize("suffix", LAID_OUT)
@pytest.mark.parametrize("path", [EXAMPLE, *OWN], ids=lambda path: path.stem)
def test_laid_out_documents_give_the_same_agenda_in_words(path, suffix, tmp_path):
    if not path.exists():
        pytest.skip("the example referat lies outside the repository and is not here")
    agenda = read_agenda(path)
    again = back(agenda_view(agenda), tmp_path / f"dagsorden{suffix}")
    assert again.meeting == agenda.meeting
    assert [in_words(item) for item in again.items] == [in_words(item) for item in agenda.items]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_draft_reads_back_as_the_agenda_with_its_beslutninger(suffix, tmp_path):
    again = back(draft_view(AGENDA, DRAFTS), tmp_path / f"referat{suffix}")
    assert again.meeting == AGENDA.meeting
    assert [item.title for item in again.items] == [item.title for item in AGENDA.items]
    assert [item.clauses for item in again.items[:2]] == [item.clauses for item in AGENDA.items[:2]]
    decisions = [item.section(SectionKind.DECISION).text for item in again.items[:2]]
    assert decisions == [draft.text for draft in DRAFTS[:2]]
    assert again.items[2].closed and again.items[2].sections == ()


@pytest.mark.parametrize("suffix", [".txt", *LAID_OUT])
def test_approved_minutes_read_back_with_their_decisions(suffix, tmp_path):
    again = back(public_view(public_minutes()), tmp_path / f"referat{suffix}")
    assert again.meeting == AGENDA.meeting
    decisions = [item.section(SectionKind.DECISION).text for item in again.items[:2]]
    assert decisions == [draft.text for draft in DRAFTS[:2]]
    assert again.items[2].closed and again.items[2].sections == ()


CAREFUL = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, *HealthCheck])
FEW = settings(CAREFUL, max_examples=6, phases=[Phase.explicit, Phase.generate])
SETS = {suffix: SIGNS.replace("-", "") if suffix == ".pdf" else SIGNS for suffix in SUFFIXES}


def same(again, agenda, suffix):
    """Whether nothing was lost or moved: to the letter where the format can, else in words."""
    assert again.meeting == agenda.meeting
    if suffix in (".txt", ".json"):
        assert again.items == agenda.items
    else:
        assert [in_words(item) for item in again.items] == [in_words(item) for item in agenda.items]


@pytest.mark.parametrize("suffix", [".txt", ".json"])
@given(data=st.data())
@settings(CAREFUL, max_examples=20)
def test_any_agenda_survives_to_the_letter(suffix, data, tmp_path):
    agenda = data.draw(agendas(most=60))
    assume(agenda.items and all("  " not in item.title for item in agenda.items))
    same(back(agenda_view(agenda), tmp_path / f"dagsorden{suffix}"), agenda, suffix)


@pytest.mark.parametrize("suffix", LAID_OUT)
@given(data=st.data())
@FEW
def test_any_agenda_survives_as_a_laid_out_document(suffix, data, tmp_path):
    agenda = data.draw(agendas(most=5, signs=SETS[suffix]))
    assume(agenda.items)
    same(back(agenda_view(agenda), tmp_path / f"dagsorden{suffix}"), agenda, suffix)


@pytest.mark.parametrize("suffix", SUFFIXES)
@given(data=st.data())
@FEW
def test_any_decisions_survive_and_nothing_of_closed_items_comes_back(suffix, data, tmp_path):
    minutes = data.draw(approved(most=5, signs=SETS[suffix]))
    assume(minutes.agenda.items)
    again = back(public_view(withhold_closed(minutes)), tmp_path / f"referat{suffix}")
    assert again.unplaced == ()
    for item, decision, read in zip(minutes.agenda.items, minutes.decisions, again.items, strict=True):
        if item.closed:
            assert (read.title, read.closed, read.sections) == ("Lukket punkt", True, ())
            continue
        undecided = tuple(s for s in read.sections if s.kind is not SectionKind.DECISION)
        assert in_words(replace(read, sections=undecided)) == in_words(item)
        assert read.section(SectionKind.DECISION).text.split() == decision.text.split()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_meeting_without_items_keeps_its_head_and_is_told_to_be_no_agenda(suffix, tmp_path):
    empty = replace(AGENDA, items=())
    if suffix != ".json":
        again = read_content(written(agenda_view(empty), suffix), where="dagsorden").agenda
        assert (again.meeting, again.items, again.unplaced) == (MEETING, (), ())
    with pytest.raises(InputError, match="no agenda items"):
        back(agenda_view(empty), tmp_path / f"dagsorden{suffix}")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_sixty_items_survive(suffix, tmp_path):
    items = tuple(
        replace(
            QUAY, id=f"punkt-{n}", number=n, title=f"{n}. {QUAY.title} for {n}. kvartal", closed=n % 7 == 0
        )
        for n in range(1, 61)
    )
    many = replace(AGENDA, items=items)
    same(back(agenda_view(many), tmp_path / f"dagsorden{suffix}"), many, suffix)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("words", [3, 4, 5, 40, 60])
def test_a_title_of_any_length_is_not_taken_for_two_items(words, suffix, tmp_path):
    """Beside some of them the contents list has no room for dots; one goes over the end of its page."""
    long = replace(QUAY, title="Orientering om " + " ".join(["havneudvidelsens"] * words))
    agenda = replace(AGENDA, items=(long,))
    same(back(agenda_view(agenda), tmp_path / f"dagsorden{suffix}"), agenda, suffix)
