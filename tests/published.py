"""Published minutes for tests, made as the house makes them."""

import uuid
from datetime import UTC, datetime, timedelta

from minutes.agenda import Agenda, AgendaItem, Meeting, Participant, Section
from minutes.decision import Minutes, MinutesStatus, approve, withhold_closed
from minutes.draft import Draft, Evidence, Provenance, Sentence
from minutes.reading.dates import COPENHAGEN
from minutes.vocabulary import Outcome, SectionKind
from workflow.published.publication import ItemProvenance, Publication

START = datetime(2026, 5, 6, 9, 0, tzinfo=COPENHAGEN)
SECRET = "hemmelighedsord"


def meeting_id(number: int) -> str:
    return str(uuid.UUID(int=number, version=4))


def item(number: int, title: str, case: str = "", *, journal: str | None = None, closed: bool = False):
    sections = (
        Section(kind=SectionKind.CASE, heading_as_printed="Sagsfremstilling", text=case),
        Section(kind=SectionKind.ATTACHMENTS, heading_as_printed="Bilag", text="- Notat.pdf\n- Notat.pdf"),
    )
    return AgendaItem(
        id=f"punkt-{number}",
        number=number,
        title=title,
        journal_number=journal,
        closed=closed,
        sections=sections if case else (),
    )


def publication(
    number: int,
    *items: AgendaItem,
    body: str = "Børne- og Skoleudvalget",
    starts_at: datetime | None = START,
    version: int = 1,
    decision: str = "Indstillingen blev godkendt.",
) -> Publication:
    items = items or (
        item(1, "Budget 2027", "Forvaltningen fremlægger driftsbudgettet.", journal="00.30.00-S00-1-26"),
    )
    at = datetime(2026, 5, 9, 12, 0, tzinfo=UTC)
    drafted = Provenance(model="formula", made_at=at)
    evidence = (Evidence(agenda_section=SectionKind.CASE),)
    decisions = tuple(
        approve(
            Draft(
                item_id=one.id,
                sentences=(Sentence(text=decision, evidence=evidence),),
                outcome=Outcome.APPROVED,
                provenance=drafted,
            ),
            text=decision,
            person="Carla Prøve",
            at=at,
        )
        for one in items
        if not one.closed
    )
    meeting = Meeting(
        id="agenda",
        body=body,
        starts_at=starts_at,
        place="Mødesalen",
        participants=(Participant(name="Anna Prøve", role="formand"),),
    )
    agenda = Agenda(meeting=meeting, items=items, source_sha256="0" * 64)
    approved = Minutes(agenda=agenda, decisions=decisions, version=version, status=MinutesStatus.APPROVED)
    return Publication(
        meeting_id=meeting_id(number),
        public=withhold_closed(approved),
        version=version,
        published_at=at + timedelta(days=version),
        first_published_at=at + timedelta(days=1),
        corrects=version - 1 or None,
        provenance=tuple(ItemProvenance(item_id=one.item_id, model="formula") for one in decisions),
    )


def some() -> list[Publication]:
    """Three meetings of two bodies; the second has a closed item between two open ones."""
    return [
        publication(1),
        publication(
            2,
            item(
                1, "Skolevej ved Åbenrå", "Skolebestyrelserne ønsker cykelsti.", journal="05.01.00-A00-7-26"
            ),
            item(2, f"Personsag {SECRET}", f"Sagen om {SECRET}.", closed=True),
            item(3, "Orientering", "Der er ikke truffet beslutning om kommunernes budget."),
            starts_at=START + timedelta(days=7),
        ),
        publication(
            3,
            item(
                1,
                "Klimaplan <2030>",
                "Planen & dens mål tages til efterretning.",
                journal="09.00.00-P00-2-25",
            ),
            body="Klimaudvalget",
            starts_at=START - timedelta(days=300),
            decision="Planen blev taget til efterretning.",
        ),
    ]
