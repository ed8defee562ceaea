from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes.transcript import DropReason, StretchKind, Utterance
from transcribe.coverage import balance

DURATION = 100.0
spans = st.tuples(st.floats(0, DURATION), st.floats(0, DURATION)).map(lambda s: (min(s), max(s)))


def said(start, end, dropped=None):
    return Utterance(id=0, start=start, end=end, text="Ja.", dropped=dropped)


def test_every_second_has_its_kind():
    ledger = balance(
        DURATION,
        windows=[(10.0, 30.0), (40.0, 60.0), (60.0, 70.0)],
        utterances=[said(11, 20), said(41, 50, DropReason.STOCK_CAPTION)],
        missing=[(80.0, 85.0)],
    )

    assert {kind: ledger.seconds(kind) for kind in StretchKind} == {
        StretchKind.HEARD: 20.0,
        StretchKind.DROPPED: 20.0,
        StretchKind.MISSING: 5.0,
        StretchKind.SILENT: 55.0,
    }
    assert [s.reason for s in ledger.stretches if s.kind is StretchKind.DROPPED] == [DropReason.STOCK_CAPTION]


def test_lost_seconds_are_missing_even_inside_a_window():
    ledger = balance(DURATION, windows=[(0.0, 30.0)], utterances=[said(1, 29)], missing=[(10.0, 12.0)])

    assert ledger.seconds(StretchKind.MISSING) == 2.0
    assert ledger.seconds(StretchKind.HEARD) == 28.0


@given(
    st.lists(spans, max_size=5),
    st.lists(st.tuples(spans, st.sampled_from([None, *DropReason])), max_size=5),
    st.lists(spans, max_size=3),
)
def test_the_ledger_always_balances(windows, utterances, missing):
    spoken = [said(start, end, reason) for (start, end), reason in utterances]

    ledger = balance(DURATION, windows, spoken, missing)

    assert ledger.stretches[0].start == 0.0
    assert ledger.stretches[-1].end == DURATION
    for before, after in pairwise(ledger.stretches):
        assert before.end == after.start
        assert (before.kind, before.reason) != (after.kind, after.reason)
    assert sum(ledger.seconds(kind) for kind in StretchKind) == pytest.approx(DURATION)
