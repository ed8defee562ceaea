"""Days and amounts that are printed alone, because the remark around them cannot be reported."""

from __future__ import annotations

from dataclasses import replace

import pytest

from minutes.agenda import AgendaItem
from minutes.transcript import Utterance
from summarise.formulas import formula
from summarise.mentioned import mentions
from summarise.reported import Setting
from summarise.roles import Roster
from summarise.salience import Scored
from summarise.support import content_words
from summarise.talk import Remark


def remark(text: str, place: int = 0, *, by_chair: bool = True) -> Remark:
    return Remark(
        utterance_id=place,
        place=place,
        turn=place,
        text=text,
        speaker="S1" if by_chair else "S2",
        by_chair=by_chair,
        question=text.endswith("?"),
        first_in_turn=True,
        last_in_turn=True,
        returned=False,
    )


def found(
    *remarks: Remark,
    printed: str = "",
    cited: float = 0.9,
    stated: float = 0.8,
    about: bool = True,
    **setting: object,
) -> list[str]:
    roster = Roster(people=(), by_first_name={}, by_two_names={})
    where = Setting(body="Havneudvalget", roster=roster, proper=frozenset(), **setting)  # type: ignore[arg-type]
    opening = remark("Så er det bommene ved kajen." if about else "Så er det noget andet.", 90)
    scored = [Scored(remark=one, cited=cited, stated=stated) for one in remarks]
    scored.append(Scored(remark=replace(opening, turn=1), cited=0.1, stated=0.1))
    item = AgendaItem(id="i", number=3, title="Nye bomme ved kajen: bommene", closed=False)
    return [mention.text for mention in mentions(item, scored, where, printed)]


def test_a_day_that_answers_a_question_is_mentioned_with_its_hour() -> None:
    talk = (remark("Hvornår kan den være klar?"), remark("Senest den 19. oktober kl. 12.", 1, by_chair=False))
    assert found(*talk) == ["senest den 19. oktober kl. 12"]


def test_amounts_are_mentioned_only_where_the_chair_names_them() -> None:
    assert found(remark("300.000 til bommen.")) == ["300.000"]
    assert found(remark("300.000 til bommen.", by_chair=False)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Den 19. oktober?",
        "Jeg foreslår den 19. oktober.",
        "Det bliver ikke den 19. oktober.",
        "Den 19. oktober, hvis kranen er her.",
        "Jeg kom til at sige den 19. oktober.",
        "Det var den 19. oktober.",
        "Vi ses den 19. oktober.",
    ],
)
def test_what_is_asked_proposed_denied_or_told_of_once_is_not_mentioned(text: str) -> None:
    assert found(remark(text)) == []


def test_what_is_printed_already_is_not_mentioned_again() -> None:
    assert found(remark("Den 19. oktober."), printed="Bommen er klar den 19. oktober.") == []
    assert found(remark("Den 19. oktober."), printed="Bommen er klar den 19. november.") != []
    assert found(remark("Den 19. oktober."), remark("Ja, den 19. oktober.", 1)) == ["den 19. oktober"]


def test_what_is_not_sure_to_carry_the_decision_is_not_mentioned() -> None:
    assert found(remark("Den 19. oktober."), cited=0.3) == []
    assert found(remark("Den 19. oktober."), stated=0.2) == []


def test_what_is_about_another_item_is_not_mentioned() -> None:
    assert found(remark("Den 19. oktober."), strange=frozenset({0})) == []


def test_where_no_word_of_the_item_is_said_nearby_nothing_is_mentioned() -> None:
    assert found(remark("Den 19. oktober."), about=False) == []
    assert found(remark("Den 19. oktober.", 40)) == []


def test_a_day_given_up_later_is_not_mentioned() -> None:
    later = Utterance(
        id=7, start=0.0, end=1.0, text="Bommen rykkes fra den 19. oktober til den 2. november.", speaker="S1"
    )
    assert found(remark("Bommen den 19. oktober."), talk=(later,), title="Bommen") == []
    assert found(remark("Den 19. oktober."), moved={"oktober": frozenset({("26", "oktober")})}) == []


@pytest.mark.parametrize("name", ["mentioned_day", "mentioned_days", "mentioned_amount", "topics"])
def test_what_is_named_alone_asks_for_support_of_nothing_but_itself(name: str) -> None:
    assert content_words(formula("fact", name, values="ventelisten")) == ("ventelisten",)
