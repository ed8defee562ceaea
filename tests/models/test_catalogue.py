import pytest
from pydantic import ValidationError

from minutes.errors import ModelError
from models.catalogue import ModelCard, Role, Source, all_cards, find


def test_a_known_name_gives_its_card():
    card = find("whisper-base")

    assert card.role is Role.SPEECH
    assert card.licence.startswith("MIT")
    assert card.sha256 == "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(ModelError) as refusal:
        find("whisper-enormous")

    assert "whisper-enormous" in str(refusal.value)
    assert all(card.name in str(refusal.value) for card in all_cards())


def test_names_are_unique_and_bases_are_known():
    names = [card.name for card in all_cards()]

    assert len(names) == len(set(names))
    assert {card.base for card in all_cards() if card.base} <= set(names)


@pytest.mark.parametrize("source", list(Source))
def test_a_card_that_lacks_what_its_source_needs_is_refused(source):
    with pytest.raises((ValueError, ValidationError), match="lacks"):
        ModelCard(
            name="x", role=Role.SPEECH, source=source, licence="MIT", note="", parameters_m=1, memory_gb=1
        )


def test_the_demo_model_says_that_it_is_not_for_real_meetings():
    assert "not fit for real meetings" in find("whisper-base-da").note


def test_weights_that_may_not_be_free_for_a_municipality_warn_of_it():
    warned = [card for card in all_cards() if "non-commercial" in card.licence or "NC" in card.licence]

    assert warned
    assert all("need" in card.terms_file().read_text(encoding="utf-8") for card in warned)


def test_the_terms_of_every_card_are_here():
    assert all(card.terms_file().is_file() for card in all_cards() if card.terms)


def test_every_model_for_real_meetings_names_its_machine():
    assert all(card.profile for card in all_cards() if card.source is Source.HUB)
