"""Names are replaced as whole words, in text and in words with times, and nothing else changes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes.errors import InputError
from minutes.transcript import Utterance, Word
from workflow.respelling import respelling


def utterance(text: str) -> Utterance:
    words = tuple(
        Word(start=float(k), end=k + 1.0, text=part, probability=0.4) for k, part in enumerate(text.split())
    )
    return Utterance(id=0, start=0, end=len(words), text=text, words=words, speaker="Per Hansen")


@pytest.mark.parametrize(
    ("old", "new", "text", "expected"),
    [
        (
            "Hansen",
            "Hansson",
            "Det er Hansens forslag, siger Hansen.",
            "Det er Hanssons forslag, siger Hansson.",
        ),
        ("Hansen", "Hansson", "Hansensen og Johansen", "Hansensen og Johansen"),
        ("Anne", "Anna", "Anne-Marie og Anne", "Anne-Marie og Anna"),
        ("Jens", "Jans", "Jens' forslag", "Jans' forslag"),
        ("Jens", "Ole", "Jens' forslag", "Oles forslag"),
        ("Ole", "Jens", "Oles forslag", "Jens' forslag"),
        ("Holm", "Holme", "en holm i Holm", "en holm i Holme"),
        ("Per Hansen", "Peer Hansen", "Per  Hansen sagde, at Per går.", "Peer Hansen sagde, at Per går."),
        ("Aa.", "Ågård", "Aa. siger", "Ågård siger"),
    ],
)
def test_whole_words_are_replaced_and_a_genitive_stays_one(old, new, text, expected):
    assert respelling(old, new).text(text) == expected


def test_words_follow_the_text_and_what_was_heard_stays():
    heard = utterance("Så siger Per Hansens nabo, ja.")
    now = respelling("Per Hansen", "Peer Holm Hansson").utterance(heard)
    assert now.text == "Så siger Peer Holm Hanssons nabo, ja."
    assert " ".join(word.text for word in now.words) == now.text
    assert (now.words[2].start, now.words[4].end) == (2.0, 4.0)
    assert [word.probability for word in now.words] == [0.4, 0.4, 1.0, 1.0, 1.0, 0.4, 0.4]
    assert now.original_text == heard.text
    assert now.speaker == "Peer Holm Hansson"
    again = respelling("nabo", "ven").utterance(now)
    assert again.original_text == heard.text


@pytest.mark.parametrize(
    ("old", "new"),
    [("", "x"), ("Hansen", "Hansen"), ("a", "b\0"), ("x" * 101, "y"), ("12", "13"), ("<b>", "c")],
)
def test_what_is_no_name_is_refused(old, new):
    with pytest.raises(InputError):
        respelling(old, new)


NAMES = st.from_regex(re.compile(r"[A-ZÆØÅ][a-zæøå]{1,8}( [A-ZÆØÅ][a-zæøå]{1,8})?"), fullmatch=True)
TALK = st.lists(
    st.one_of(NAMES, st.sampled_from(["og", "siger", "i", "dag,", "(", ")."]), st.text(max_size=5)),
    max_size=12,
).map(" ".join)


@given(old=NAMES, new=NAMES, talk=TALK)
def test_no_word_that_is_not_the_name_changes(old, new, talk):
    if old == new:
        return
    spelling = respelling(old, new)
    now = spelling.text(talk)
    assert spelling.is_in(talk) or now == talk
    # What is left when the name is taken out, and what joins it, is the same before and after.
    form = r"(?<![\w-]){}(?:['’]s?|s)?(?![\w-])"
    kept = re.sub(form.format(r"\s+".join(map(re.escape, old.split()))), "\1", talk)
    for part in kept.split("\1"):
        assert part in now


@given(old=NAMES, new=NAMES, talk=TALK)
def test_words_and_text_never_part(old, new, talk):
    if old == new:
        return
    talk = " ".join(talk.split())
    now = respelling(old, new).utterance(utterance(talk))
    assert " ".join(word.text for word in now.words) == now.text
    assert all(one.start <= one.end for one in now.words)
