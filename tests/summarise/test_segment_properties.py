"""Properties that hold for any talk and any agenda."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from minutes.agenda import Agenda, AgendaItem, Meeting
from minutes.discussion import Segmentation
from minutes.transcript import Transcript, Utterance
from summarise.segment import segment

WORDS = st.sampled_from(
    [
        "punkt",
        "næste",
        "to",
        "tre",
        "budget",
        "skole",
        "vej",
        "godkendt",
        "så",
        "er",
        "det",
        "vi",
        "går",
        "til",
        "tak",
        "for",
        "i",
        "dag",
        "lys",
        "sti",
        "bad",
        "og",
        "12",
        "§",
    ]
)
TEXT = st.one_of(st.lists(WORDS, max_size=9).map(" ".join), st.text(max_size=20))
TITLES = st.lists(TEXT, min_size=1, max_size=6)
TALK = st.lists(st.tuples(st.sampled_from([None, "S1", "S2"]), TEXT), max_size=25)


def agenda_of(titles: list[str], ids: list[str]) -> Agenda:
    return Agenda(
        meeting=Meeting(id="m", body=""),
        items=tuple(
            AgendaItem(id=name, number=n, title=title)
            for n, (name, title) in enumerate(zip(ids, titles, strict=True), start=1)
        ),
        source_sha256="",
    )


def transcript_of(talk: list[tuple[str | None, str]]) -> Transcript:
    return Transcript(
        language="da",
        duration=float(len(talk)),
        utterances=tuple(
            Utterance(id=i, start=float(i), end=i + 1.0, text=text, speaker=speaker)
            for i, (speaker, text) in enumerate(talk)
        ),
    )


def plain_ids(titles: list[str]) -> list[str]:
    return [f"id-{n}" for n in range(len(titles))]


def places(result: Segmentation, ids: list[str]) -> dict[int, int]:
    return {i: ids.index(d.item_id) for d in result.discussions for i in d.utterance_ids()}


@settings(deadline=None, max_examples=60)
@given(TITLES, TALK)
def test_every_utterance_has_exactly_one_label(titles: list[str], talk: list[tuple[str | None, str]]) -> None:
    result = segment(agenda_of(titles, plain_ids(titles)), transcript_of(talk))
    placed = [i for d in result.discussions for i in d.utterance_ids()]
    everything = [*placed, *result.unplaced]
    assert len(everything) == len(set(everything))
    assert set(everything) <= set(range(len(talk)))
    assert all(0.0 <= d.confidence <= 1.0 for d in result.discussions)
    assert len({d.item_id for d in result.discussions}) == len(result.discussions)


@settings(deadline=None, max_examples=60)
@given(st.data(), TITLES, TALK.filter(bool))
def test_fixed_assignments_are_kept_whatever_they_are(
    data: st.DataObject, titles: list[str], talk: list[tuple[str | None, str]]
) -> None:
    ids = plain_ids(titles)
    fixed = data.draw(
        st.dictionaries(st.integers(0, len(talk) - 1), st.one_of(st.none(), st.sampled_from(ids)))
    )
    result = segment(agenda_of(titles, ids), transcript_of(talk), fixed=fixed)
    found = places(result, ids)
    for i, item in fixed.items():
        assert found.get(i) == (None if item is None else ids.index(item))


@settings(deadline=None, max_examples=40)
@given(st.data(), TITLES, TALK.filter(bool))
def test_fixing_one_more_never_moves_what_was_fixed_before(
    data: st.DataObject, titles: list[str], talk: list[tuple[str | None, str]]
) -> None:
    ids = plain_ids(titles)
    rows, item = st.integers(0, len(talk) - 1), st.one_of(st.none(), st.sampled_from(ids))
    before = data.draw(st.dictionaries(rows, item))
    more = {data.draw(rows): data.draw(item)} | before
    found = places(segment(agenda_of(titles, ids), transcript_of(talk), fixed=more), ids)
    assert {i: found.get(i) for i in before} == {
        i: None if name is None else ids.index(name) for i, name in before.items()
    }


@settings(deadline=None, max_examples=40)
@given(st.data(), TITLES, TALK)
def test_the_ids_of_the_items_mean_nothing(
    data: st.DataObject, titles: list[str], talk: list[tuple[str | None, str]]
) -> None:
    ids = plain_ids(titles)
    others = data.draw(st.permutations(ids))
    first = segment(agenda_of(titles, ids), transcript_of(talk))
    second = segment(agenda_of(titles, others), transcript_of(talk))
    assert places(first, ids) == places(second, others)
    assert [d.confidence for d in first.discussions] == [d.confidence for d in second.discussions]
