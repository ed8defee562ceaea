"""Which nouns of the talk are named as its topics: nouns that were said, never names, values or decisions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from minutes.agenda import AgendaItem, Section
from minutes.vocabulary import SectionKind
from summarise.reported import Setting
from summarise.roles import Roster
from summarise.salience import Scored
from summarise.talk import Remark
from summarise.topics import MOST, candidates, topics_of

CASE = Section(
    kind=SectionKind.CASE, heading_as_printed="Sagsfremstilling", text="Der er venteliste til bådpladser."
)
ITEM = AgendaItem(id="i", number=3, title="Ny kran på kajen", closed=False, sections=(CASE,))


def scored(*texts: str, cited: float = 0.9) -> list[Scored]:
    return [
        Scored(
            remark=Remark(
                utterance_id=place,
                place=place,
                turn=place,
                text=text,
                speaker="S1",
                by_chair=True,
                question=False,
                first_in_turn=True,
                last_in_turn=True,
                returned=False,
            ),
            cited=cited,
            stated=0.9,
        )
        for place, text in enumerate(texts)
    ]


def nouns(*texts: str, names: frozenset[str] = frozenset(), cited: float = 0.9) -> list[str]:
    return [topic.phrase for topic in candidates(ITEM, scored(*texts, cited=cited), names)]


def test_a_noun_follows_a_preposition_or_an_article_and_keeps_what_belongs_to_it() -> None:
    assert nouns("Vi talte om ventelisten.") == ["ventelisten"]
    assert nouns("Der er en anonym brevkasse.") == ["en anonym brevkasse"]
    assert nouns("Det er den lange venteliste, der driller.") == ["den lange venteliste"]


def test_names_values_verbs_and_words_of_form_are_no_topics() -> None:
    assert nouns("Det er noget med Sejlklubben.") == []
    assert nouns("Det er noget med bendtsen.", names=frozenset({"bendtsen"})) == []
    assert nouns("Vi tager det i november.") == []
    assert nouns("Så er det på dagsordenen.") == []
    assert nouns("Den udsendes og de tiltrædes.") == []


def test_what_stands_in_the_title_is_known_already() -> None:
    assert nouns("Det handler om kranen.") == nouns("Det handler.") == []


def test_a_remark_that_hardly_carries_the_decision_gives_no_topics() -> None:
    assert nouns("Vi talte om ventelisten.", cited=0.1) == []


def test_a_topic_stands_in_the_agenda_or_is_said_more_than_once() -> None:
    once = candidates(ITEM, scored("Jeg kom om brevkassen."), frozenset())
    twice = candidates(ITEM, scored("Jeg kom om brevkassen.", "Er brevkassen klar?"), frozenset())
    printed = candidates(ITEM, scored("Jeg kom om ventelisten."), frozenset())
    assert [topic.known for topic in (*once, *twice, *printed)] == [False, True, True]


@given(st.lists(st.text(alphabet="abenimodtr ,.æøå", max_size=60), max_size=8))
def test_every_topic_was_said_and_none_is_printed_twice(texts: list[str]) -> None:
    roster = Roster(people=(), by_first_name={}, by_two_names={})
    setting = Setting(body="Havneudvalget", roster=roster, proper=frozenset())
    found = topics_of(ITEM, scored(*texts), setting, printed="")
    assert len(found) <= MOST
    assert len({topic.stem for topic in found}) == len(found)
    for topic in found:
        assert topic.phrase.split()[-1] in texts[topic.utterance_id]
        assert topics_of(ITEM, scored(*texts), setting, printed=topic.phrase) != found
