import pytest

from minutes.agenda import Agenda, AgendaItem, Meeting, Participant, Section
from minutes.transcript import Utterance, Word
from minutes.vocabulary import SectionKind
from transcribe.hints import hints
from transcribe.names import repair_names


@pytest.fixture
def agenda():
    people = ("Kirsten Thygesen", "Mads Nørregaard", "Christian Hvid", "Sofie Carlsen")
    section = Section(
        kind=SectionKind.CASE,
        heading_as_printed="Sagsfremstilling",
        text="Naboen Carlson klager over Nørregård Skole.",
    )
    return Agenda(
        meeting=Meeting(
            id="m", body="Børneudvalget", participants=tuple(Participant(name=name) for name in people)
        ),
        items=(AgendaItem(id="1", number=1, title="Klage over støjafskærmning", sections=(section,)),),
        source_sha256="",
    )


def repaired(text, agenda):
    (utterance,) = repair_names([Utterance(id=0, start=0.0, end=1.0, text=text)], agenda)
    return utterance


def test_a_hint_names_the_body_the_people_and_the_rare_words(agenda):
    prompt = hints(agenda, 223).prompt

    for word in ("Børneudvalget", "Kirsten Thygesen", "støjafskærmning"):
        assert word in prompt


def test_a_hint_keeps_within_the_budget_and_an_engine_without_one_gets_none(agenda):
    assert len(hints(agenda, 20).prompt) <= 50
    assert hints(agenda, 0).prompt == ""


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("Kirsten Tygesen, værsgo.", "Kirsten Thygesen, værsgo."),
        ("Det siger Kristian.", "Det siger Christian."),
        ("Det er Tygesens forslag.", "Det er Thygesens forslag."),
        ("vi hører ckersten og nørregor", "vi hører Kirsten og Nørregaard"),
        ("tak til sofi", "tak til Sofie"),
    ],
)
def test_a_name_that_sounds_like_one_of_the_roster_is_spelled_as_there(agenda, heard, written):
    utterance = repaired(heard, agenda)

    assert utterance.text == written
    assert utterance.original_text == heard


@pytest.mark.parametrize(
    "heard",
    [
        "Kirsten Thygesen har ordet.",
        "Naboen hedder Carlson.",  # the agenda itself writes it so
        "Den er hvid og 1.500 meter lang.",
        "Madsen og Hansen er enige.",
        "Vi ses på Nørregård Skole.",
        "Her er kristian en mand",  # where there are capitals, a name has one
        "Dette er et møde, og det er godkendt.",
        "Kristiansen og Tygesen2 er ikke her.",
    ],
)
def test_other_words_are_left_alone(agenda, heard):
    utterance = repaired(heard, agenda)

    assert utterance.text == heard
    assert utterance.original_text is None


def test_the_words_follow_the_text(agenda):
    words = (
        Word(start=0.0, end=0.5, text="Tak,", probability=0.9),
        Word(start=0.5, end=1.0, text="Tygesen.", probability=0.4),
    )
    utterance = Utterance(id=0, start=0.0, end=1.0, text="Tak, Tygesen.", words=words)

    (put_right,) = repair_names([utterance], agenda)

    assert [word.text for word in put_right.words] == ["Tak,", "Thygesen."]
    assert put_right.words[1].probability == 0.4
