"""Agendas and decisions of any wording, for hypothesis.

A first word that no layout rule knows keeps generated lines from being headings by chance.
"""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import strategies as st
from sample_minutes import AGENDA, MEETING, draft, recommendation, section, sentence

from minutes.agenda import AgendaItem
from minutes.decision import Minutes, MinutesStatus, approve
from minutes.vocabulary import Outcome, SectionKind

SIGNS = "abcdefghijklmnoprstuvyzæøåéABCDEFGHIJKLMNOPRSTUVYZÆØÅ0123456789#$*<>&%»«\"'()[]{}/\\@_`~^=+|§,;:-–"
JOURNAL = r"\A[0-9]{2}\.[0-9]{2}\.[0-9]{2}-[A-Z][0-9]{2}-[0-9]{1,4}-26\Z"
JOURNALS = st.one_of(st.none(), st.from_regex(JOURNAL))


def words(signs):
    return st.text(alphabet=signs, min_size=1, max_size=14)


def prose(signs):
    return st.lists(words(signs), min_size=1, max_size=40).map(lambda some: f"Her {' '.join(some)} slut.")


def titles(signs, most):
    title = st.lists(words(signs), min_size=1, max_size=30).map(lambda w: f"Drøftelse af {' '.join(w)} nu")
    return st.lists(title, max_size=most, unique_by=str.lower)


def texts(signs):
    """Paragraphs, bullets and numbers."""
    lines = st.lists(prose(signs), min_size=1, max_size=4)
    bullets = lines.map(lambda points: "\n".join(f"- {p}" for p in points))
    numbers = lines.map(lambda points: "\n".join(f"{n}. {p}" for n, p in enumerate(points, start=1)))
    return st.lists(st.one_of(prose(signs), bullets, numbers), min_size=1, max_size=4).map("\n\n".join)


@st.composite
def sections(draw, signs, *, decided):
    clauses = st.lists(words(signs).map(lambda word: f"at {word} godkendes."), min_size=1, max_size=4)
    shown = [
        recommendation("Formanden", *draw(clauses)),
        section(SectionKind.CASE, "Sagsfremstilling", draw(texts(signs))),
        section(SectionKind.ECONOMY, "Økonomi", draw(prose(signs))),
        section(SectionKind.ATTACHMENTS, "Bilag", draw(prose(signs))),
    ]
    if decided:
        shown.append(section(SectionKind.DECISION, "Beslutning", draw(texts(signs))))
    chosen = draw(st.lists(st.booleans(), min_size=len(shown), max_size=len(shown)))
    return tuple(s for s, keep in zip(draw(st.permutations(shown)), chosen, strict=True) if keep)


@st.composite
def agendas(draw, *, most, signs=SIGNS, decided=True):
    """Agendas of no item up to `most`; every fifth item is closed."""
    filled = draw(st.lists(sections(signs, decided=decided), min_size=1, max_size=3))
    items = tuple(
        AgendaItem(
            id=f"punkt-{number}",
            number=number,
            title=title,
            journal_number=draw(JOURNALS) if number < 4 else None,
            closed=number % 5 == 0,
            sections=filled[number % len(filled)],
        )
        for number, title in enumerate(draw(titles(signs, most)), start=1)
    )
    return replace(AGENDA, meeting=MEETING, items=items)


@st.composite
def approved(draw, *, most, signs=SIGNS):
    """Approved minutes: each item of an agenda with a beslutning of any wording."""
    agenda = draw(agendas(most=most, signs=signs, decided=False))
    decisions = tuple(
        approve(
            draft(item, Outcome.NOTED, sentence("Taget til efterretning.", 0)),
            text=draw(texts(signs)),
            person="Karla Vind",
            at=datetime(2026, 10, 7, 7, 5, tzinfo=UTC),
        )
        for item in agenda.items
    )
    return Minutes(agenda=agenda, decisions=decisions, version=1, status=MinutesStatus.APPROVED)
