"""Fictional published minutes in any number, the same ones every time: Danish words, common and rare."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from minutes.agenda import Agenda, AgendaItem, Meeting, Participant, Section
from minutes.decision import Decision, Minutes, MinutesStatus, approve, withhold_closed
from minutes.draft import Draft, Evidence, Provenance, Sentence
from minutes.vocabulary import Outcome, SectionKind
from workflow.published.publication import ItemProvenance, Publication

ITEMS_PER_MEETING = 8
MODEL = "fictional-drafter"
BODIES = (
    "Byrådet",
    "Økonomiudvalget",
    "Børne- og Skoleudvalget",
    "Kultur- og Fritidsudvalget",
    "Klimaudvalget",
    "Social- og Sundhedsudvalget",
    "Teknik- og Miljøudvalget",
    "Chefforum",
    "Direktionen",
    "Ældrerådet",
    "Handicaprådet",
    "Landsbyudvalget",
)
_FIRST = """
skole bolig kommune budget drifts anlægs miljø klima havne cykel vej bro park lokalplan vand
spildevands varme energi sundheds ældre børne ungdoms kultur fritids idræts biblioteks personale løn
it digitaliserings nærheds strand skov natur affalds genbrugs trafik bus støj byggeri ejendoms grund
skatte takst indkøbs erhvervs turisme beskæftigelses integrations handicap demens pleje hjemme
rehabiliterings tandpleje
"""
_LAST = """
plan politik budget strategi aftale ordning projekt udvalg område indsats analyse rapport høring
tilsyn regnskab takster regulativ vedtægt kontrakt udbud tilskud pulje ramme reserve bevilling drift
anlæg renovering udvidelse flytning lukning åbning evaluering opfølgning orientering redegørelse
prognose kapacitet
"""
_COMMON = """
kommunen forvaltningen udvalget sagen budgettet indstilling borgerne årets midler økonomi behov
løsning samarbejde mulighed tidsplan udgifter indtægter forslag kvalitet rammer medarbejdere ledelse
ønsker beslutning vurdering konsekvenser forventes fremlægges foreslår beskriver indeholder medfører
omfatter samlet fremover årligt særligt lokale nye flere ikke derfor desuden herunder således gennem
efter inden
"""
FIRST, LAST, COMMON = _FIRST.split(), _LAST.split(), _COMMON.split()
_OUTCOMES = (
    (Outcome.APPROVED, "Indstillingen blev godkendt."),
    (Outcome.NOTED, "Orienteringen blev taget til efterretning."),
    (Outcome.POSTPONED, "Sagen udsættes til næste møde."),
    (Outcome.DISCUSSED, "Udvalget drøftede sagen."),
)
_START = datetime(2004, 1, 6, 8, 0, tzinfo=UTC)
_YEARS = 22
_CLOSED_EVERY = 20


def publications(meetings: int, *, seed: int = 5) -> Iterator[Publication]:
    """`meetings` publications spread over 22 years, oldest first."""
    chance = random.Random(seed)
    words = [first + last for first in FIRST for last in LAST]
    chance.shuffle(words)
    step = timedelta(days=_YEARS * 365) / meetings
    for number in range(meetings):
        yield _publication(chance, words, number, _START + step * number)


def query(chance: random.Random) -> str:
    """What a person might look for: mostly a rare word, sometimes with or only a common one, or a phrase."""
    kind = chance.random()
    compound = chance.choice(FIRST) + chance.choice(LAST)
    if kind < 0.5:
        return compound
    if kind < 0.75:
        return f"{chance.choice(COMMON)} {compound}"
    if kind < 0.85:
        return chance.choice(LAST)
    if kind < 0.95:
        return f"{chance.choice(COMMON)} {chance.choice(FIRST)}"
    return f'"{chance.choice(COMMON)} {chance.choice(COMMON)}"'


def _publication(
    chance: random.Random, words: Sequence[str], number: int, starts_at: datetime
) -> Publication:
    items = tuple(_item(chance, words, place, starts_at) for place in range(1, ITEMS_PER_MEETING + 1))
    meeting_id = f"{number:08x}-0000-4000-8000-000000000000"
    meeting = Meeting(
        id=meeting_id,
        body=BODIES[number % len(BODIES)],
        starts_at=starts_at.replace(hour=8, minute=0, second=0, microsecond=0),
        place="Mødelokale 1",
        participants=(Participant(name="Anna Prøve", role="formand"), Participant(name="Bo Prøve")),
    )
    approved_at = starts_at + timedelta(days=3)
    decisions = tuple(_decision(chance, words, item, approved_at) for item in items if not item.closed)
    minutes = Minutes(
        agenda=Agenda(meeting=meeting, items=items, source_sha256="0" * 64),
        decisions=decisions,
        version=1,
        status=MinutesStatus.APPROVED,
    )
    return Publication(
        meeting_id=meeting_id,
        public=withhold_closed(minutes),
        version=1,
        published_at=approved_at,
        first_published_at=approved_at,
        provenance=tuple(ItemProvenance(item_id=one.item_id, model=MODEL) for one in decisions),
    )


def _item(chance: random.Random, words: Sequence[str], place: int, starts_at: datetime) -> AgendaItem:
    case = " ".join(_sentence(chance, words) for _ in range(chance.randint(5, 12)))
    recommendation = f"Forvaltningen indstiller, at {_sentence(chance, words).lower()}"
    return AgendaItem(
        id=f"punkt-{place}",
        number=place,
        title=f"{chance.choice(COMMON).capitalize()} om {words[chance.randrange(len(words))]}",
        journal_number=f"{chance.randint(0, 30):02}.{chance.randint(0, 20):02}.{chance.randint(0, 9):02}"
        f"-A00-{chance.randint(1, 999)}-{starts_at:%y}",
        closed=chance.randrange(_CLOSED_EVERY) == 0,
        sections=(
            Section(kind=SectionKind.RECOMMENDATION, heading_as_printed="Indstilling", text=recommendation),
            Section(kind=SectionKind.CASE, heading_as_printed="Sagsfremstilling", text=case),
            Section(
                kind=SectionKind.ATTACHMENTS, heading_as_printed="Bilag", text="- Notat.pdf\n- Oversigt.xlsx"
            ),
        ),
    )


def _decision(
    chance: random.Random, words: Sequence[str], item: AgendaItem, approved_at: datetime
) -> Decision:
    outcome, formula = chance.choice(_OUTCOMES)
    text = f"{formula} {_sentence(chance, words)}"
    draft = Draft(
        item_id=item.id,
        sentences=(Sentence(text=text, evidence=(Evidence(agenda_section=SectionKind.CASE),)),),
        outcome=outcome,
        provenance=Provenance(model=MODEL, made_at=approved_at),
    )
    return approve(draft, text=text, person="Carla Prøve", at=approved_at)


def _sentence(chance: random.Random, words: Sequence[str]) -> str:
    """Seven words in ten are common; of the others a few come often and most seldom, as in any language."""
    chosen = [
        chance.choice(COMMON) if chance.random() < 0.7 else words[int(len(words) * chance.random() ** 3)]
        for _ in range(chance.randint(7, 16))
    ]
    return " ".join(chosen).capitalize() + "."
