"""Local search: where the way found changes item without being told to, other ways are tried.

The model learns from the way that it finds. Where nothing announces the next item, a long debate may so be
cut between neighbours, and each part then learns to be its own. The right way, learnt from as well, would
weigh more, but is out of reach of small steps. So a stretch around doubtful changes is supposed to belong to
one item, the model learns anew from that, and the way that it then finds is kept if it weighs clearly more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median

import numpy as np
from numpy.typing import NDArray

from summarise.itinerary import NONE
from summarise.model import Learnt, MeetingModel
from summarise.options import SearchOptions

Labels = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stretch:
    """Utterances from `start` up to `end` under the item at place `item`, or NONE."""

    start: int
    end: int
    item: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Found:
    labels: Labels
    weight: float
    learnt: Learnt


def improved(model: MeetingModel, options: SearchOptions) -> Labels:
    """The place of each utterance's item, or NONE, on the best way found.

    The model keeps what it learnt from that way.
    """
    labels, weight = model.find()
    best = _Found(labels=labels, weight=weight, learnt=model.learnt)
    tried: set[_Stretch] = set()
    for _ in range(options.rounds):
        model.learnt = best.learnt
        new = [s for s in _suppositions(model, best.labels, options)[: options.tries] if s not in tried]
        new = new[: max(0, options.budget // model.count - len(tried))]
        tried.update(new)
        found = [_supposing(model, stretch, best.learnt, options.margin) for stretch in new]
        likeliest = max(found, key=lambda way: way.weight, default=best)
        if likeliest.weight <= best.weight + options.gain:
            break
        best = likeliest
    model.learnt = best.learnt
    return best.labels


def _supposing(model: MeetingModel, stretch: _Stretch, learnt: Learnt, margin: int) -> _Found:
    """The way that is found after learning as if the stretch were one item's."""
    model.learnt = learnt
    rows = range(stretch.start + margin, stretch.end - margin)
    model.weigh(dict.fromkeys(rows, stretch.item))
    model.learn()
    model.weigh()
    model.learn()
    model.weigh()
    labels, weight = model.find()
    return _Found(labels=labels, weight=weight, learnt=model.learnt)


def _suppositions(model: MeetingModel, labels: Labels, options: SearchOptions) -> list[_Stretch]:
    """What may be tried, the most doubtful first."""
    way = _stretches(labels)
    if len(way) < 2:
        return []
    entering = model.entering()
    begun = [float(entering[s.start, s.item]) for s in way]
    doubtful = max(options.doubtful, options.relative * median(begun[1:]))
    ranked: list[tuple[float, _Stretch]] = []
    for first, last in _runs(begun, doubtful, options.joined):
        if any(s.item == NONE for s in way[first : last + 1]):
            continue
        start, end = way[first].start, way[last].end
        if end - start < options.shortest + 2 * options.margin:
            continue
        inner = begun[first + 1 : last + 1]
        after = begun[last + 1] if last + 1 < len(way) else np.inf
        doubt = fmean(inner) if inner else min(begun[first], after)
        ranked += [
            (doubt, _Stretch(start=start, end=end, item=item))
            for item in _candidates(way, first, last, model.items)
            if (labels[start:end] != item).any()
        ]
    return [stretch for _, stretch in sorted(ranked, key=lambda pair: pair[0])]


def _runs(begun: list[float], doubtful: float, joined: int) -> Iterator[tuple[int, int]]:
    """First and last of every run of stretches with doubtful changes inside; of one, with one at an end."""
    for first in range(len(begun)):
        nearest = begun[first : first + 2]
        if min(nearest) < doubtful:
            yield first, first
        for last in range(first + 1, min(len(begun), first + joined)):
            if begun[last] >= doubtful:
                break
            yield first, last


def _candidates(way: list[_Stretch], first: int, last: int, items: int) -> list[int]:
    """The places of the items that a run may belong to: its own, and from the one before to the one after."""
    own = {s.item for s in way[first : last + 1]} if last > first else set()
    before = way[first - 1].item if first else NONE
    after = way[last + 1].item if last + 1 < len(way) else items - 1
    between = range(max(before, 0), after + 1) if before < after else range(0)
    return sorted(own | set(between))


def _stretches(labels: Labels) -> list[_Stretch]:
    edges = [0, *(np.flatnonzero(np.diff(labels)) + 1), len(labels)]
    return [_Stretch(start=int(a), end=int(b), item=int(labels[a])) for a, b in pairwise(edges)]
