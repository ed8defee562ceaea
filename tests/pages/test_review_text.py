"""What the page of an item makes of a text and its history: runs, marks, steps, and what undoing leads to."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pages.review_versions import steps, undo_of
from api.pages.review_view import notes_of, sentences_of
from minutes.draft import Concern, Severity
from minutes.rendering.evidence import clock
from minutes.vocabulary import ConcernKind
from tests.corrected import SECRETARY, add_divided, current
from tests.drafted import ROOF
from workflow.concerns import RaisedConcern
from workflow.review import Remark, SentenceUnderReview, Source, look
from workflow.store.database import Database
from workflow.store.texts import AuthorKind

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('store')}/referent.db")
    database.migrate()
    yield database, add_divided(database)
    database.close()


@pytest.fixture(scope="module")
def seen(store):
    return look(store[0], SECRETARY, store[1], ROOF)


def doubted(kind, detail, place):
    concern = Concern(kind=kind, severity=Severity.BLOCK, detail=detail)
    return RaisedConcern(id=f"{kind}-{place}", concern=concern, sentence=place, acknowledged=None)


words = st.text(alphabet="aB ,.«»12æ", min_size=1, max_size=12)


@given(
    st.lists(st.tuples(st.sampled_from(("", "\n", "\n\n")), words), min_size=1, max_size=4),
    st.lists(st.tuples(words, st.integers(0, 3)), max_size=4),
)
def test_whatever_is_doubted_the_runs_are_the_text_and_know_their_place(seen, parts, quotes):
    sentences = tuple(SentenceUnderReview(text=ends + text, sources=()) for ends, text in parts)
    concerns = tuple(
        doubted(ConcernKind.UNSUPPORTED_NUMBER, f"»{quote}«", place % len(parts)) for quote, place in quotes
    )
    item = replace(seen, sentences=sentences, concerns=concerns, checks=())
    whole = "".join(
        one.text if k == 0 or one.text.startswith("\n") else f" {one.text}" for k, one in enumerate(sentences)
    )
    shown = sentences_of(item, notes_of(item))
    assert ["".join(run.text for run in one.runs) for one in shown] == [text for _, text in parts]
    for one in shown:
        for run in one.runs:
            assert whole[run.offset : run.offset + len(run.text)] == run.text


def test_doubted_words_are_underlined_and_else_the_whole_sentence(seen):
    sentence = SentenceUnderReview(text="Udvalget gav 1,9 mio. kr. til taget.", sources=())
    number = doubted(ConcernKind.UNSUPPORTED_NUMBER, "»1,9 mio. kr«", 0)
    nothing = doubted(ConcernKind.NO_EVIDENCE, "»noget helt andet«", 0)
    item = replace(seen, sentences=(sentence,), concerns=(nothing,), checks=())
    assert [run.text for run in sentences_of(item, notes_of(item))[0].runs if run.note] == [sentence.text]
    item = replace(item, concerns=(nothing, number))
    assert [run.text for run in sentences_of(item, notes_of(item))[0].runs if run.note] == ["1,9 mio. kr"]


def test_remarks_that_follow_one_another_are_one_place(seen):
    remarks = tuple(Remark(utterance_id=i, start=i * 5.0, end=i * 5.0 + 5) for i in (9, 4, 5))
    source = Source(remarks=remarks, agenda_section=None, quote="")
    item = replace(seen, sentences=(SentenceUnderReview(text="Så.", sources=(source,)),), concerns=())
    marks = sentences_of(item, ())[0].marks
    assert [(one.start, one.end, one.utterance) for one in marks] == [(20.0, 30.0, 4), (45.0, 50.0, 9)]


def test_times_read_as_on_a_player():
    assert [clock(seconds) for seconds in (0.0, 59.9, 751.2, 3751.0)] == ["0:00", "0:59", "12:31", "1:02:31"]


class History:
    """Texts of an item, one after the other; each is its own wording."""

    def __init__(self, first):
        self.versions = (replace(first, version=1, based_on=None, created_at=NOON),)

    def add(self, *, by="Anne Friis", after=timedelta(hours=1), restored=None, kind=AuthorKind.PERSON):
        last = self.versions[-1]
        draft = replace(
            last.draft, sentences=(replace(last.draft.sentences[0], text=f"Tekst {last.version}"),)
        )
        if restored is not None:
            draft = self.versions[restored - 1].draft
        self.versions += (
            replace(
                last,
                version=last.version + 1,
                draft=draft,
                author=by,
                author_kind=kind,
                based_on=restored or last.version,
                created_at=last.created_at + after,
            ),
        )

    def undo(self, *, again=False):
        found = undo_of(self.versions, self.versions[-1].version)
        return found.further if again or found.replaced is None else found.replaced


@pytest.fixture
def history(store):
    return History(current(*store, ROOF))


def test_what_one_person_saves_in_one_go_is_one_step(history):
    for _ in range(3):
        history.add(after=timedelta(seconds=20))
    history.add(by="Karen Møller", after=timedelta(seconds=20))
    history.add(by="Karen Møller")
    assert [(one.text.version, one.saved) for one in steps(history.versions)] == [
        (1, 1), (4, 3), (5, 1), (6, 1),
    ]  # fmt: skip
    assert history.undo() == 5


def test_undoing_again_goes_further_back_until_there_is_nothing_left(history):
    history.add()
    history.add()
    assert history.undo() == 2
    history.add(restored=2)
    assert history.undo(again=True) == 1
    history.add(restored=1)
    assert history.undo(again=True) is None


def test_what_was_restored_from_the_history_gives_way_to_what_it_replaced(history):
    history.add()
    history.add(kind=AuthorKind.MODEL)
    history.add(restored=1)
    assert history.undo() == 3
    history.add(after=timedelta(seconds=5))
    assert history.undo() == 4
