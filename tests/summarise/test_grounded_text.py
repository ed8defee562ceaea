"""What the decoder lets a model write: figures and names that were said or printed, and no others."""

from __future__ import annotations

import random

import pytest

from summarise.fact_checks import fact_concerns
from summarise.facts import facts
from summarise.grounded_text import START, GroundedText
from summarise.name_checks import name_concerns
from summarise.written_forms import WrittenForms, forms_of, whole_source
from tests.summarise.test_model_drafter import GOOD, TRUE, make_case

LETTERS = "abcdefghijklmnopqrstuvwxyzæøå 0123456789.,-" + "ABDEHJKPSTU"
PIECES = (
    *(
        "tre ",
        "tohundrede",
        "million",
        "tyve",
        "kr. ",
        "pct",
        "mio. ",
        " april",
        "14. ",
        "2026",
        " og ",
        "kl. ",
        "fredag",
    ),
    *(
        "den ",
        "til ",
        "Jensen ",
        "Bente Holm ",
        "Aksel ",
        "Udvalget ",
        "Teknisk Udvalg ",
        "hundrede ",
        "maj ",
        "i ",
        "over ",
    ),
    *("320.000", "120", ", ", ". ", "minutter ", "halv ", "femte ", "enogtyve", "punkt "),
)


@pytest.fixture(scope="module")
def text() -> GroundedText:
    return GroundedText(forms_of(make_case()))


def allows(text: GroundedText, sentence: str) -> bool:
    return text.may_end(text.read(sentence))


@pytest.mark.parametrize("sentence", [GOOD, *(str(one["text"]) for one in TRUE["sentences"])])
def test_what_was_said_may_be_written_as_minutes_write_it(text: GroundedText, sentence: str) -> None:
    assert allows(text, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Teknisk Udvalg godkendte 130 pladser.",
        "Teknisk Udvalg godkendte tre hundrede og tyve tusind kroner.",
        "Teknisk Udvalg godkendte 120 pct. af beløbet.",
        "Teknisk Udvalg godkendte 120 mio. kr.",
        "Teknisk Udvalg godkendte 120 april.",
        "Teknisk Udvalg mødes den 15. april.",
        "Teknisk Udvalg mødes den 14. april 2031.",
        "Teknisk Udvalg mødes på fredag.",
        "Teknisk Udvalg mødes kl. 14.",
        "Teknisk Udvalg takkede Jens.",
        "Jens Jensen godkendte sagen.",
        "Fredag godkendte udvalget sagen.",
        "Tolv godkendte sagen.",
        "Der er tolv pladser.",
    ],
)
def test_what_was_not_said_may_not_be_written(text: GroundedText, sentence: str) -> None:
    assert not allows(text, sentence)


def walk(text: GroundedText, chance: random.Random) -> str:
    """A text of random letters and tempting pieces, as far as they are let through; never at a standstill."""
    readings, written = START, ""
    while len(written) < 120 or not text.may_end(readings):
        pieces = chance.sample(PIECES, 6) if chance.random() < 0.7 else []
        for piece in (*pieces, *chance.sample(LETTERS, len(LETTERS))):
            new = text.read(piece, readings)
            if new:
                readings, written = new, written + piece
                break
        else:
            pytest.fail(f"nothing may follow {written!r}")
    return written


@pytest.mark.parametrize("seed", range(60))
def test_a_random_writer_writes_no_figure_and_no_name_without_support(text: GroundedText, seed: int) -> None:
    case = make_case()
    written = walk(text, random.Random(seed))
    source = whole_source(case)
    assert not list(fact_concerns(written, source, case.item.number)), written
    assert not list(name_concerns(written, source, case)), written


def test_without_any_forms_there_are_words_only() -> None:
    bare = GroundedText(WrittenForms(figures=(), names=(), openings=("Udvalget",)))
    assert allows(bare, "Udvalget drøftede sagen.")
    assert not bare.read("Udvalget drøftede 1")
    assert facts("Udvalget drøftede sagen.").names == ()


def test_no_word_grows_into_one_that_cannot_end(text: GroundedText) -> None:
    assert not text.read("Teknisk Udvalg fik 120 d-"), "'120 d' may not stand, so no part after it may be 'd'"
    long = "Teknisk Udvalg fik " + "a" * 36 + "-tre"
    assert not text.may_end(text.read(long))
    assert text.may_end(text.read(long + "t")), "past its length a word still ends at the next place it may"
    assert not text.read(long + "tt")
