"""A fictional meeting: agenda, drafts, talk and approved minutes. The closed item is full of secrets."""

from datetime import UTC, datetime

from minutes.agenda import Agenda, AgendaItem, Clause, Meeting, Participant, Section
from minutes.decision import Minutes, MinutesStatus, PublicMinutes, approve, withhold_closed
from minutes.draft import Concern, Draft, Evidence, Provenance, Sentence, Severity
from minutes.reading.dates import COPENHAGEN
from minutes.transcript import Transcript, Utterance
from minutes.vocabulary import ConcernKind, Outcome, SectionKind

SECRETS = ("Zinkhytten", "Qvistgaard", "99.111.222", "27.00.00-G01-77-26", "hemmelighed", "Aktieprovenu")

MEETING = Meeting(
    id="havneudvalget-2026-10-06",
    body="Havneudvalget",
    starts_at=datetime(2026, 10, 6, 16, 30, tzinfo=COPENHAGEN),
    place="Mødelokale 3, Rådhuset i Rørlunde",
    participants=(
        Participant(name="Asta Krogh", role="Formand"),
        Participant(name="Bo Ærenlund", role="Direktør for By, Havn & Miljø"),
        Participant(name="Ida Søby", role="Medlem", present=False),
    ),
)


def section(kind, heading, text, **more):
    return Section(kind=kind, heading_as_printed=heading, text=text, **more)


def recommendation(proposer, *clauses):
    lines = "\n".join(f"{n}. {clause}" for n, clause in enumerate(clauses, start=1))
    return section(
        SectionKind.RECOMMENDATION,
        "Indstilling",
        f"{proposer} indstiller,\n\n{lines}",
        proposer=proposer,
        clauses=tuple(Clause(number=n, text=clause) for n, clause in enumerate(clauses, start=1)),
    )


APPROVAL = AgendaItem(
    id="punkt-1",
    number=1,
    title="Godkendelse af dagsorden",
    journal_number="00.22.02-A00-4-26",
    sections=(recommendation("Formanden", "at dagsordenen godkendes"),),
)
QUAY = AgendaItem(
    id="punkt-2",
    number=2,
    title='Orientering om "Østkajen" & <havnebadet>: 50 % af #1 til $2 *nu*',
    journal_number="08.01.00-P20-1-26",
    sections=(
        section(SectionKind.SUMMARY, "Resumé", "Udvalget orienteres om kajen."),
        recommendation(
            "Direktøren for By, Havn & Miljø", "at orienteringen drøftes", "at den tages til efterretning"
        ),
        section(
            SectionKind.CASE,
            "Sagsfremstilling",
            "(15 min.)\n\nKajen har to dele:\n\n"
            "- Nordkajen:\nDen er fra 1931.\n - Spunsvæg\n - Fendere\n- Østkajen\n\n"
            "Udgifterne er:\n\nSpunsvæg\t1.250.000 kr.\nFendere\t80.000 kr.\n\n"
            "Se #kaj, $x$, *fed* og <b>tag</b>.",
        ),
        section(SectionKind.ECONOMY, "Økonomi", "Intet at bemærke."),
        section(SectionKind.ATTACHMENTS, "Bilag", "Kort over Østkajen\nNotat om fendere"),
    ),
)
SALE = AgendaItem(
    id="punkt-3",
    number=3,
    title="Salg af areal",
    journal_number="27.00.00-G01-77-26",
    closed=True,
    sections=(
        section(SectionKind.CASE, "Sagsfremstilling", "Købet af Zinkhytten er en hemmelighed."),
        recommendation("Advokat Qvistgaard", "at der bydes 99.111.222 kr."),
        section(SectionKind.ATTACHMENTS, "Bilag", "Aktieprovenu"),
    ),
)
AGENDA = Agenda(meeting=MEETING, items=(APPROVAL, QUAY, SALE), source_sha256="0" * 64)

TRANSCRIPT = Transcript(
    language="da",
    duration=4000.0,
    utterances=tuple(
        Utterance(id=i, start=start, end=start + 5, text=text)
        for i, (start, text) in enumerate(
            [
                (3.0, "dagsordenen er godkendt"),
                (724.5, "vi tager den til efterretning"),
                (3725.0, "fendere koster firs tusind"),
                (3900.0, "Zinkhytten er en hemmelighed, siger Qvistgaard"),
            ]
        )
    ),
)


def sentence(text, *utterances, quote="", concern=None):
    concerns = (Concern(kind=concern, severity=Severity.BLOCK, detail=text),) if concern else ()
    evidence = (Evidence(utterance_ids=utterances, quote=quote),) if utterances else ()
    return Sentence(text=text, evidence=evidence, concerns=concerns)


def draft(item, outcome, *sentences, concerns=()):
    made = Provenance(model="formula", made_at=datetime(2026, 10, 6, 18, 0, tzinfo=UTC))
    return Draft(item_id=item.id, sentences=sentences, outcome=outcome, concerns=concerns, provenance=made)


DRAFTS = (
    draft(APPROVAL, Outcome.APPROVED, sentence("Havneudvalget godkendte dagsordenen.", 0)),
    draft(
        QUAY,
        Outcome.NOTED,
        sentence("Fendere koster 80.000 kr.", 2, quote="fendere koster firs tusind"),
        sentence(
            "Havneudvalget tog orienteringen til efterretning.", 1, concern=ConcernKind.UNSUPPORTED_NUMBER
        ),
        concerns=(Concern(kind=ConcernKind.CLAUSE_UNANSWERED, severity=Severity.WARN, detail="Punkt 1"),),
    ),
    draft(SALE, Outcome.CLOSED, sentence("Zinkhytten købes for 99.111.222 kr.", 3, quote="hemmelighed")),
)


def public_minutes() -> PublicMinutes:
    """The minutes as two people approved them, the closed decision included and then withheld."""
    people = ("Karla Vind", "Karla Vind", "Mads Holt")
    decisions = tuple(
        approve(d, text=d.text, person=person, at=datetime(2026, 10, 7, 7, 5, tzinfo=UTC))
        for d, person in zip(DRAFTS, people, strict=True)
    )
    return withhold_closed(
        Minutes(agenda=AGENDA, decisions=decisions, version=1, status=MinutesStatus.APPROVED)
    )
