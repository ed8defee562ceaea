import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes.transcript import DropReason, Utterance
from transcribe.cleaning import clean


class Saying:
    """A sound that bears out every text, or none."""

    def __init__(self, borne_out):
        self.borne_out = borne_out

    def bear_out(self, text, start=None, end=None):
        return self.borne_out

    def has_room_for(self, text):
        return True


class Soundless(Saying):
    """A sound without speech."""

    def has_room_for(self, text):
        return not text


SILENT, SPOKEN = Saying(False), Saying(True)


def window(*texts):
    return [Utterance(id=i, start=float(i), end=i + 1.0, text=text) for i, text in enumerate(texts)]


def reasons(utterances):
    return [u.dropped for u in utterances]


def test_a_credit_is_marked_and_the_talk_beside_it_kept():
    cleaned = clean(window("Undertekster af Nicolai Winther.", "Så tager vi punkt fire."), "", SILENT)

    assert reasons(cleaned) == [DropReason.STOCK_CAPTION, None]
    assert cleaned[0].text == "Undertekster af Nicolai Winther."


@pytest.mark.parametrize("text", ["Undertekster af Nicolai Winther.", "Tak fordi I så med!"])
def test_what_is_often_invented_is_kept_where_it_was_said(text):
    assert reasons(clean(window(text), "", SPOKEN)) == [None]


def test_a_long_sentence_that_speaks_of_subtitles_is_kept():
    text = "Undertekster af god kvalitet er et krav til alle kommunens film fra næste år."

    assert reasons(clean(window(text), "", SILENT)) == [None]


def test_thanks_are_invented_only_where_they_are_all_of_a_window():
    assert reasons(clean(window("Tak fordi I så med!"), "", SILENT)) == [DropReason.STOCK_CAPTION]
    assert reasons(clean(window("Tak fordi I så med.", "Vi holder pause."), "", SILENT)) == [None, None]
    assert reasons(clean(window("Tak skal I have for de tal, de er nyttige."), "", SILENT)) == [None]


def test_a_loop_is_cut_at_its_first_repetition():
    (cut,) = clean(
        window("Vi stemmer nu om det er det, om det er det, om det er det, om det er det,"), "", SILENT
    )

    assert cut.text == "Vi stemmer nu om det er det,"
    assert cut.original_text.endswith("om det er det,")
    assert cut.dropped is None


def test_of_sentences_that_repeat_the_first_is_kept():
    cleaned = clean(window("Det er godkendt.", "Ja, ja.", "Ja, ja.", "Ja, ja.", "Næste punkt."), "", SILENT)

    assert reasons(cleaned) == [None, None, DropReason.LOOP, DropReason.LOOP, None]


def test_a_word_said_twice_is_no_loop():
    (kept,) = clean(window("Det er meget meget vigtigt."), "", SILENT)

    assert kept.text == "Det er meget meget vigtigt."


def test_an_echo_of_the_prompt_is_marked():
    prompt = "Møde i Teknisk Udvalg. Karen Møller, Lars Madsen. cykelsti, vejvedligeholdelse."

    assert reasons(clean(window("Karen Møller, Lars Madsen, cykelsti."), prompt, SILENT)) == [
        DropReason.PROMPT_ECHO
    ]
    assert reasons(clean(window("Karen Møller spørger, om vejen kan lukkes i maj."), prompt, SILENT)) == [
        None
    ]


def test_a_reason_that_the_engine_gave_is_kept():
    (heard,) = window("Tak fordi du så med.")
    marked = Utterance(id=0, start=0, end=1, text=heard.text, dropped=DropReason.NO_SPEECH)

    assert reasons(clean([marked], "", SILENT)) == [DropReason.NO_SPEECH]


@given(st.lists(st.text(min_size=1, max_size=80), max_size=6), st.text(max_size=60))
def test_nothing_is_deleted(texts, prompt):
    cleaned = clean(window(*texts), prompt, SILENT)

    assert [u.id for u in cleaned] == list(range(len(texts)))
    assert [u.original_text or u.text for u in cleaned] == texts


def test_a_text_that_the_speech_has_no_room_for_is_marked():
    cleaned = clean(window("Vi vedtog at købe grunden.", "Enstemmigt."), "", Soundless(False))

    assert reasons(cleaned) == [DropReason.NO_SPEECH, DropReason.NO_SPEECH]
