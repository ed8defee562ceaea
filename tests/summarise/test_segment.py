"""What the segmentation promises, whatever the meeting."""

from __future__ import annotations

import pytest

from minutes.agenda import Agenda, AgendaItem, Meeting, Section
from minutes.discussion import Segmentation
from minutes.errors import InputError
from minutes.transcript import DropReason, Transcript, Utterance
from minutes.vocabulary import SectionKind
from summarise.segment import segment

TITLES = (
    "Godkendelse af dagsorden",
    "Renovering af svømmehallen i Nordby",
    "Takster for dagpleje og børnehaver",
    "Cykelsti langs Havnevej",
    "Eventuelt",
)
TALK = (
    ("S2", "Er der mere kaffe?", 0),
    ("S1", "Velkommen. Første punkt er dagsordenen. Er der bemærkninger?", 1),
    ("S2", "Nej, den er fin.", 1),
    ("S1", "Så er dagsordenen godkendt.", 1),
    ("S1", "Så går vi videre til punkt to, svømmehallen.", 2),
    ("S3", "Taget i svømmehallen er utæt, og renoveringen koster fire millioner.", 2),
    ("S2", "Kan bassinet holde åbent imens?", 2),
    ("S3", "Ja, bassinet lukkes kun i juli.", 2),
    ("S1", "Så er renoveringen godkendt som indstillet.", 2),
    ("S1", "Punkt tre, taksterne for dagpleje.", 3),
    ("S4", "Forældre i børnehaver betaler tre procent mere.", 3),
    ("S2", "Dagplejen er allerede dyr for familierne.", 3),
    ("S1", "Vi tager orienteringen om takster til efterretning.", 3),
    ("S1", "Næste punkt er cykelstien langs Havnevej.", 4),
    ("S5", "Der kører to hundrede cykler på Havnevej hver morgen.", 4),
    ("S2", "Stien skal have lys.", 4),
    ("S1", "Cykelstien er vedtaget.", 4),
    ("S1", "Så er vi ved eventuelt. Har nogen noget?", 5),
    ("S4", "Kun at der er rundstykker næste gang.", 5),
    ("S1", "Tak for i dag.", 5),
)


def agenda_of(titles: tuple[str, ...], texts: tuple[str, ...] = ()) -> Agenda:
    texts = texts or ("",) * len(titles)
    return Agenda(
        meeting=Meeting(id="m", body="Udvalget"),
        items=tuple(
            AgendaItem(
                id=f"id-{n}",
                number=n,
                title=title,
                sections=(Section(kind=SectionKind.CASE, heading_as_printed="Sagsfremstilling", text=text),)
                if text
                else (),
            )
            for n, (title, text) in enumerate(zip(titles, texts, strict=True), start=1)
        ),
        source_sha256="",
    )


def transcript_of(talk: list[tuple[str | None, str]]) -> Transcript:
    return Transcript(
        language="da",
        duration=5.0 * len(talk),
        utterances=tuple(
            Utterance(id=i, start=5.0 * i, end=5.0 * i + 5.0, text=text, speaker=speaker)
            for i, (speaker, text) in enumerate(talk)
        ),
    )


def labels_of(result: Segmentation, count: int) -> list[str | None]:
    labels: list[str | None] = [None] * count
    for discussion in result.discussions:
        for i in discussion.utterance_ids():
            assert labels[i] is None, f"utterance {i} is in two discussions"
            labels[i] = discussion.item_id
    return labels


MEETING = transcript_of([(speaker, text) for speaker, text, _ in TALK])
AGENDA = agenda_of(TITLES)
GOLD = [f"id-{item}" if item else None for _, _, item in TALK]


def test_an_announced_meeting_is_divided_as_the_chair_leads_it() -> None:
    labels = labels_of(segment(AGENDA, MEETING), len(TALK))
    assert [label for label, gold in zip(labels, GOLD, strict=True) if gold] == [g for g in GOLD if g]


def test_every_boundary_quotes_the_words_that_set_it() -> None:
    boundary = next(b for b in segment(AGENDA, MEETING).boundaries if b.item_id == "id-3")
    assert boundary.utterance_id == 9
    assert "Punkt tre, taksterne" in boundary.evidence
    assert "godkendt som indstillet" in boundary.evidence


def test_confidence_is_a_probability_and_high_where_all_is_announced() -> None:
    result = segment(AGENDA, MEETING)
    assert all(0.0 <= d.confidence <= 1.0 for d in result.discussions)
    swimming = result.discussion("id-2")
    assert swimming is not None
    assert swimming.confidence > 0.7


def test_an_item_taken_out_of_order_is_found() -> None:
    moved = TALK[:4] + TALK[13:17] + TALK[4:13] + TALK[17:]
    result = segment(AGENDA, transcript_of([(speaker, text) for speaker, text, _ in moved]))
    labels = labels_of(result, len(moved))
    assert labels[4:8] == ["id-4"] * 4
    assert labels[8:13] == ["id-2"] * 5


def test_a_return_to_a_finished_item_is_found_when_it_is_named() -> None:
    back = [
        ("S1", "Vi vender tilbage til punkt to, svømmehallen."),
        ("S3", "Renoveringen af taget i svømmehallen koster ikke fire, men fem millioner."),
        ("S1", "Så retter vi renoveringen af svømmehallen til fem millioner."),
    ]
    talk = [(speaker, text) for speaker, text, _ in TALK[:17]] + back
    labels = labels_of(segment(AGENDA, transcript_of(talk)), len(talk))
    assert labels[17:] == ["id-2"] * 3


def test_a_withdrawn_item_has_no_discussion() -> None:
    talk = [row for row in TALK if row[2] != 3]
    result = segment(AGENDA, transcript_of([(speaker, text) for speaker, text, _ in talk]))
    assert result.discussion("id-3") is None
    assert result.discussion("id-4") is not None


def test_the_number_or_the_title_may_be_all_that_is_said() -> None:
    talk: list[tuple[str | None, str]] = [
        ("S1", "Punkt tre."),
        ("S2", "Den er vi enige om."),
        ("S1", "Cykelstien."),
        ("S2", "Den er god."),
    ]
    labels = labels_of(segment(AGENDA, transcript_of(talk)), len(talk))
    assert labels == ["id-3", "id-3", "id-4", "id-4"]


def test_speakers_are_not_needed() -> None:
    result = segment(AGENDA, transcript_of([(None, text) for _, text, _ in TALK]))
    labels = labels_of(result, len(TALK))
    assert [label for label, gold in zip(labels, GOLD, strict=True) if gold] == [g for g in GOLD if g]


def test_a_dropped_utterance_belongs_to_nothing() -> None:
    utterances = list(MEETING.utterances)
    utterances[6] = Utterance(id=6, start=30.0, end=35.0, text="Tekster af", dropped=DropReason.STOCK_CAPTION)
    transcript = Transcript(language="da", duration=100.0, utterances=tuple(utterances))
    result = segment(AGENDA, transcript)
    assert labels_of(result, len(utterances))[6] is None
    assert 6 not in result.unplaced
    swimming = result.discussion("id-2")
    assert swimming is not None
    assert [(s.first_utterance, s.last_utterance) for s in swimming.spans] == [(4, 5), (7, 8)]


def test_the_secretarys_word_is_never_changed() -> None:
    fixed = {2: "id-5", 6: None, 14: "id-2"}
    result = segment(AGENDA, MEETING, fixed=fixed)
    labels = labels_of(result, len(TALK))
    assert {i: labels[i] for i in fixed} == fixed
    assert 6 not in result.unplaced


def test_a_correction_moves_its_neighbours_with_it() -> None:
    talk: list[tuple[str | None, str]] = [
        (None, "Vi begynder."),
        (None, "Hvad mener I?"),
        (None, "Det er jeg med på."),
        (None, "Også mig."),
    ]
    transcript = transcript_of(talk)
    labels = labels_of(segment(AGENDA, transcript, fixed={1: "id-4"}), len(talk))
    assert labels[1:] == ["id-4"] * 3


@pytest.mark.parametrize("fixed", [{99: "id-1"}, {-1: "id-1"}, {0: "id-9"}])
def test_a_correction_of_what_is_not_there_is_refused(fixed: dict[int, str | None]) -> None:
    with pytest.raises(InputError, match="fixed assignments"):
        segment(AGENDA, MEETING, fixed=fixed)


def test_nothing_said_and_nothing_on_the_agenda_give_nothing() -> None:
    assert segment(AGENDA, transcript_of([])) == Segmentation(discussions=())
    assert segment(agenda_of(()), MEETING) == Segmentation(discussions=())


def test_one_utterance_and_one_item() -> None:
    result = segment(agenda_of(("Budget 2027",)), transcript_of([("S1", "Punkt et, budgettet for 2027.")]))
    assert labels_of(result, 1) == ["id-1"]


def test_sixty_items_announced_by_number_are_all_found() -> None:
    titles = tuple(f"Sag om emne {chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(60))
    talk: list[tuple[str | None, str]] = []
    for n in range(1, 61):
        talk += [("S1", f"Så går vi til punkt {n}."), ("S2", "Det er fint."), ("S1", "Det er godkendt.")]
    labels = labels_of(segment(agenda_of(titles), transcript_of(talk)), len(talk))
    assert labels == [f"id-{n}" for n in range(1, 61) for _ in range(3)]


def test_identical_titles_are_told_apart_by_their_order() -> None:
    agenda = agenda_of(("Meddelelser", "Meddelelser", "Meddelelser"))
    talk: list[tuple[str | None, str]] = [
        ("S1", "Første punkt er meddelelser."),
        ("S2", "Intet."),
        ("S1", "Næste punkt er meddelelser."),
        ("S2", "Intet."),
        ("S1", "Næste punkt er meddelelser."),
        ("S2", "Intet."),
    ]
    labels = labels_of(segment(agenda, transcript_of(talk)), len(talk))
    assert labels == ["id-1", "id-1", "id-2", "id-2", "id-3", "id-3"]


def test_numbering_that_restarts_keeps_items_apart_by_id() -> None:
    items = (
        *AGENDA.items[:3],
        *(
            AgendaItem(id=f"extra-{n}", number=n, title=title)
            for n, title in enumerate(("Salg af grund på Møllebakken", "Valg til hegnssynet"), start=1)
        ),
    )
    agenda = Agenda(meeting=AGENDA.meeting, items=items, source_sha256="")
    talk = [(speaker, text) for speaker, text, _ in TALK[:13]] + [
        ("S1", "Så går vi til tillægsdagsordenens punkt et, salg af grunden på Møllebakken."),
        ("S2", "Grunden på Møllebakken er budt ud til salg."),
        ("S1", "Så er salget godkendt."),
        ("S1", "Punkt to, valg til hegnssynet."),
        ("S2", "Jeg vil gerne vælges til hegnssynet."),
    ]
    labels = labels_of(segment(agenda, transcript_of(talk)), len(talk))
    assert labels[4] == "id-2"
    assert labels[13:] == ["extra-1"] * 3 + ["extra-2"] * 2


def test_talk_in_another_language_than_the_agenda_still_gets_a_label_each() -> None:
    talk: list[tuple[str | None, str]] = [
        ("A", "Welcome everybody."),
        ("B", "Next item on the list."),
        ("A", "Agreed."),
    ]
    result = segment(AGENDA, transcript_of(talk))
    assert len(labels_of(result, 3)) == 3


def test_a_titles_word_that_runs_through_a_debate_begins_nothing() -> None:
    agenda = agenda_of(("Spørgetime med direktøren", "Revisionens beretning til direktøren", "Eventuelt"))
    subjects = (
        "busserne",
        "kantinen",
        "kloakken",
        "sneen",
        "parkeringen",
        "havnen",
        "vikarerne",
        "biblioteket",
    )
    talk: list[tuple[str | None, str]] = [("S1", "Første punkt er spørgetimen.")]
    for subject in subjects:
        talk += [
            ("S2", f"Hvad sker der med {subject} i år?"),
            ("S1", "Direktøren."),
            ("S3", f"Vi ser på {subject} til efteråret, og det bliver ikke billigt."),
        ]
    talk += [
        ("S1", "Så er spørgetimen slut. Næste punkt er revisionens beretning."),
        ("S4", "Revisionen har ingen bemærkninger."),
        ("S1", "Beretningen er taget til efterretning."),
    ]
    labels = labels_of(segment(agenda, transcript_of(talk)), len(talk))
    assert labels == ["id-1"] * (1 + 3 * len(subjects)) + ["id-2"] * 3


def test_times_play_no_part() -> None:
    backwards = Transcript(
        language="da",
        duration=100.0,
        utterances=tuple(
            Utterance(id=u.id, start=100.0 - u.start, end=100.0 - u.start, text=u.text, speaker=u.speaker)
            for u in MEETING.utterances
        ),
    )
    assert segment(AGENDA, backwards) == segment(AGENDA, MEETING)


def test_titles_are_known_when_a_recogniser_spells_them_by_their_sound() -> None:
    agenda = agenda_of(("Vestparkens bibliotek", "Sundhedshusets kantine", "Klatrehallen i Gedved"))
    talk: list[tuple[str | None, str]] = [
        (None, "pipliotegedt i væstparcken hvem ville"),
        (None, "der mangler hylder og en ny låner skal have plads"),
        (None, "sunthetshuset og dets cantine"),
        (None, "der mangler kokke og en ny ovn"),
        (None, "klatræhalen i kedwed"),
        (None, "der mangler reb"),
    ]
    labels = labels_of(segment(agenda, transcript_of(talk)), len(talk))
    assert labels == ["id-1", "id-1", "id-2", "id-2", "id-3", "id-3"]
