"""The best way through the agenda when it is remembered which items have been taken.

A hidden Markov model forgets what was taken before: going back to an item that was passed over is ordinary,
going back to one that was finished is rare, and the two cost it the same. So the last word has a beam search
over the likely places of change, whose hypotheses carry the set of items taken.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Rows = NDArray[np.int64]
NONE = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class ItineraryPrices:
    """Prices in nats of going from one item to another.

    `skip` is for every untaken item passed over (at most `skip_most`), `late` for taking one that was passed
    over, `again` for one that was taken before, `pause` for "no item", `resume` for taking up the same item
    after it, `unheard` for every item at the end of the agenda that was never reached.
    """

    skip: float = 1.5
    skip_most: float = 12.0
    late: float = 3.0
    again: float = 8.0
    pause: float = 4.0
    resume: float = 0.0
    unheard: float = 0.5


@dataclass(slots=True, eq=False)
class _Beam:
    """Hypotheses, best first: the item talked of (or NONE), the one before, those taken, the score."""

    current: Rows
    last: Rows
    taken: NDArray[np.bool_]
    score: Array


def _prices(beam: _Beam, items: int, prices: ItineraryPrices) -> Array:
    """Hypotheses x (items + 1): what going to each item, or to none (last column), costs."""
    place = np.arange(items)
    front = np.where(beam.taken, place, -1).max(axis=1)
    passed = place[None, :] - front[:, None] - 1
    cost = np.where(passed >= 0, np.minimum(prices.skip * passed, prices.skip_most), prices.late)
    cost = np.where(beam.taken, prices.again, cost)
    rows = np.flatnonzero((beam.current == NONE) & (beam.last != NONE))
    cost[rows, beam.last[rows]] = prices.resume
    talking = np.flatnonzero(beam.current != NONE)
    cost[talking, beam.current[talking]] = np.inf
    pause = np.where(beam.current == NONE, np.inf, prices.pause)
    return np.concatenate([cost, pause[:, None]], axis=1)


def _keep_best(scores: Array, keys: Rows, width: int) -> Rows:
    """Indices of the best options, the best of each key only, best first."""
    ranked = np.argsort(-scores, kind="stable")[: 4 * width]
    ranked = ranked[np.isfinite(scores[ranked])]
    _, first = np.unique(keys[ranked], return_index=True)
    return ranked[np.sort(first)][:width]


def best_itinerary(
    emission: Array, entering: Array, changes: Rows, prices: ItineraryPrices, *, width: int
) -> tuple[Rows, float]:
    """The item of every utterance, or NONE, on the best way found; and the log weight of that way.

    Args:
        emission: utterances x (items + 1), log weight of an utterance under each item and, last, under none.
        entering: the same shape, log weight of beginning each at an utterance.
        changes: utterances at which a change may happen, ascending, without 0.
        prices: the prices of order.
        width: how many hypotheses are kept.
    """
    count, items = emission.shape[0], emission.shape[1] - 1
    edges = np.concatenate([[0], changes, [count]])
    totals = np.add.reduceat(emission, edges[:-1], axis=0)
    signature = np.random.default_rng(0).integers(1, 2**60, size=items)
    beam = _Beam(
        current=np.array([NONE]),
        last=np.array([NONE]),
        taken=np.zeros((1, items), dtype=np.bool_),
        score=np.zeros(1),
    )
    parents: list[Rows] = []
    labels: list[Rows] = []
    for step, start in enumerate(edges[:-1]):
        cost = _prices(beam, items, prices)
        if step == 0:
            cost[:, -1] = 0.0
        moved = beam.score[:, None] - cost + entering[start] + totals[step]
        stayed = beam.score + totals[step, beam.current]
        if step == 0:
            stayed[:] = -np.inf
        scores = np.concatenate([stayed, moved.ravel()])
        size = len(beam.score)
        parent = np.concatenate([np.arange(size), np.repeat(np.arange(size), items + 1)])
        target = np.tile(np.append(np.arange(items), NONE), size)
        label = np.concatenate([beam.current, target])
        base = (beam.taken * signature).sum(axis=1)
        new = (label >= 0) & ~beam.taken[parent, label]
        keys = base[parent] + np.where(new, signature[label], 0)
        # two hypotheses that stand at the same item with the same items taken have the same future
        before = np.where(
            label == NONE, np.where(beam.current[parent] == NONE, beam.last[parent], beam.current[parent]), 0
        )
        keys = (keys * (items + 2) + label + 1) * (items + 2) + before
        best = _keep_best(scores, keys, width)
        chosen, came = label[best], parent[best]
        taken = beam.taken[came].copy()
        real = np.flatnonzero(chosen >= 0)
        taken[real, chosen[real]] = True
        last = np.where(beam.current[came] == NONE, beam.last[came], beam.current[came])
        beam = _Beam(
            current=chosen,
            last=np.where(chosen == beam.current[came], beam.last[came], last),
            taken=taken,
            score=scores[best],
        )
        parents.append(came)
        labels.append(chosen)
    front = np.where(beam.taken, np.arange(items), -1).max(axis=1)
    unheard = np.minimum(prices.unheard * (items - 1 - front), prices.skip_most)
    row = int(np.argmax(beam.score - unheard))
    weight = float((beam.score - unheard)[row])
    path = np.empty(count, dtype=np.int64)
    for step in range(len(parents) - 1, -1, -1):
        path[edges[step] : edges[step + 1]] = labels[step][row]
        row = int(parents[step][row])
    return path, weight
