from hypothesis import given
from hypothesis import strategies as st

from minutes.transcript import DropReason, Utterance
from transcribe.cleaning import clean


def window(*texts):
    return [Utterance(id=i, start=float(i), end=i + 1.0, text=text) for i, text in enumerate(texts)]


def reasons(utterances):
    return [u.dropped for u in utterances]


def test_a_credit_is_marked_and_the_talk_beside_it_kept():
    cleaned = clean(window("Undertekster af Nicolai Winther.", "Så tager vi punkt fire."), "")

    assert reasons(cleaned) == [DropReason.STOCK_CAPTION, None]
    assert cleaned[0].text == "Undertekster af Nicolai Winther."


def test_a_long_sentence_that_speaks_of_subtitles_is_kept():
    text = "Undertekster af god kvalitet er et krav til alle kommunens film fra næste år."

    assert reasons(clean(window(text), "")) == [None]


def test_thanks_are_invented_only_where_they_are_all_of_a_window():
    assert reasons(clean(window("Tak fordi I så med!"), "")) == [DropReason.STOCK_CAPTION]
    assert reasons(clean(window("Tak fordi I så med.", "Vi holder pause."), "")) == [None, None]
    assert reasons(clean(window("Tak skal I have for de tal, de er nyttige."), "")) == [None]


def test_a_loop_is_cut_at_its_first_repetition():
    (cut,) = clean(window("Vi stemmer nu om det er det, om det er det, om det er det, om det er det,"), "")

    assert cut.text == "Vi stemmer nu om det er det,"
    assert cut.original_text.endswith("om det er det,")
    assert cut.dropped is None


def test_of_sentences_that_repeat_the_first_is_kept():
    cleaned = clean(window("Det er godkendt.", "Ja, ja.", "Ja, ja.", "Ja, ja.", "Næste punkt."), "")

    assert reasons(cleaned) == [None, None, DropReason.LOOP, DropReason.LOOP, None]


def test_a_word_said_twice_is_no_loop():
    (kept,) = clean(window("Det er meget meget vigtigt."), "")

    assert kept.text == "Det er meget meget vigtigt."


def test_an_echo_of_the_prompt_is_marked():
    prompt = "Møde i Teknisk Udvalg. Karen Møller, Lars Madsen. cykelsti, vejvedligeholdelse."

    assert reasons(clean(window("Karen Møller, Lars Madsen, cykelsti."), prompt)) == [DropReason.PROMPT_ECHO]
    assert reasons(clean(window("Karen Møller spørger, om vejen kan lukkes i maj."), prompt)) == [None]


def test_a_reason_that_the_engine_gave_is_kept():
    (heard,) = window("Tak fordi du så med.")
    marked = Utterance(id=0, start=0, end=1, text=heard.text, dropped=DropReason.NO_SPEECH)

    assert reasons(clean([marked], "")) == [DropReason.NO_SPEECH]


@given(st.lists(st.text(min_size=1, max_size=80), max_size=6), st.text(max_size=60))
def test_nothing_is_deleted(texts, prompt):
    cleaned = clean(window(*texts), prompt)

    assert [u.id for u in cleaned] == list(range(len(texts)))
    assert [u.original_text or u.text for u in cleaned] == texts
