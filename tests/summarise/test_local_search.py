"""A long debate that nobody announces stays whole: a real sitting with the calls taken out."""

from __future__ import annotations

from pathlib import Path
from statistics import fmean

import pytest

from bench.segmentation import Sample, benchmark_samples, numbers
from minutes.discussion import Segmentation
from summarise.options import SearchOptions, SegmentOptions
from summarise.segment import segment

SITTINGS = Path(__file__).resolve().parents[3] / "shared/bench/segmentation/data/dev/folketinget.jsonl"
LONG_LAST_DEBATE = "20222M036"


@pytest.fixture(scope="module")
def sitting() -> Sample:
    if not SITTINGS.is_file():
        pytest.skip("the sittings of ../shared are not here")
    return next(sample for sample in benchmark_samples(SITTINGS) if LONG_LAST_DEBATE in sample.id)


def divided(
    sitting: Sample, options: SegmentOptions, fixed: dict[int, str | None] | None = None
) -> Segmentation:
    return segment(sitting.agenda, sitting.transcript, options=options, fixed=fixed)


def share_right(sitting: Sample, result: Segmentation) -> float:
    labels = numbers(result, sitting)
    return fmean(gold == label for gold, label in zip(sitting.gold, labels, strict=True) if gold)


def test_a_long_debate_is_not_cut_between_neighbours(sitting: Sample) -> None:
    without = divided(sitting, SegmentOptions(search=SearchOptions(rounds=0)))
    assert share_right(sitting, without) < 0.8, "the sitting needs no search any more: take another"
    assert share_right(sitting, divided(sitting, SegmentOptions())) > 0.9


def test_what_a_person_placed_holds_whatever_is_tried(sitting: Sample) -> None:
    last = sitting.agenda.items[-2].id
    fixed: dict[int, str | None] = dict.fromkeys(range(400, 420), last)
    found = divided(sitting, SegmentOptions(), fixed)
    discussion = next(d for d in found.discussions if d.item_id == last)
    assert set(fixed) <= set(discussion.utterance_ids())
