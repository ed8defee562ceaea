"""How likely each item is at each utterance: forward-backward over the agenda.

States 0 to N-1 are the items; state N + k is "no item" after item k - 1 (k = 0: before the first). The
"no item" states remember the place in the agenda, so that a break in the middle costs no order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPrices:
    """Prices in nats of going from one item to another.

    `skip` is for every item passed over (at most `skip_most`), `back` for going to an earlier one, `pause`
    for "no item" and `resume` for taking up the same item after it.
    """

    skip: float = 1.5
    skip_most: float = 12.0
    back: float = 5.0
    pause: float = 4.0
    resume: float = 0.0


def order_prices(items: int, prices: OrderPrices) -> Array:
    """Log weight of every change of state; the diagonal (no change) is minus infinity."""
    states = 2 * items + 1
    here, there = np.arange(items)[:, None], np.arange(items)[None, :]
    ahead = there - here
    forward = -np.minimum(prices.skip * (ahead - 1), prices.skip_most)
    between = np.where(ahead > 0, forward, -prices.back)
    order = np.full((states, states), -np.inf)
    order[:items, :items] = between
    for k in range(items + 1):
        after = k - 1
        row = -np.minimum(prices.skip * np.abs(np.arange(items) - k), prices.skip_most)
        row = np.where(np.arange(items) >= k, row, -prices.back)
        if after >= 0:
            row[after] = -prices.resume
            order[after, items + k] = -prices.pause
        order[items + k, :items] = row
    np.fill_diagonal(order, -np.inf)
    return order


def start_prices(items: int, prices: OrderPrices) -> Array:
    """Log weight of every first state."""
    start = np.full(2 * items + 1, -np.inf)
    start[:items] = -np.minimum(prices.skip * np.arange(items), prices.skip_most)
    start[items] = 0.0
    return start


def posterior(emission: Array, entering: Array, order: Array, start: Array) -> tuple[Array, Array]:
    """The probability of every state and of a change at each utterance (forward-backward, Rabiner 1989)."""
    count = len(emission)
    weight = np.exp(emission - emission.max(axis=1, keepdims=True))
    enter, change = np.exp(entering), np.exp(order)
    ahead, entered = np.empty_like(weight), np.empty_like(weight)
    ahead[0] = np.exp(start - start.max()) * weight[0]
    ahead[0] *= 1.0 / np.add.reduce(ahead[0])
    for t in range(1, count):
        np.dot(ahead[t - 1], change, out=entered[t])
        entered[t] *= enter[t]
        row = np.add(ahead[t - 1], entered[t], out=ahead[t])
        row *= weight[t]
        row *= 1.0 / np.add.reduce(row)
    behind = np.empty_like(weight)
    behind[-1] = 1.0
    back_change = np.ascontiguousarray(change.T)
    for t in range(count - 1, 0, -1):
        seen = weight[t] * behind[t]
        row = np.dot(enter[t] * seen, back_change, out=behind[t - 1])
        row += seen
        row *= 1.0 / np.add.reduce(row)
    result = ahead * behind
    total = result.sum(axis=1)
    changed = np.zeros(count)
    if count > 1:
        via = entered[1:] * weight[1:] * behind[1:]
        stayed = ahead[:-1] * weight[1:] * behind[1:]
        changed[1:] = via.sum(axis=1) / (via.sum(axis=1) + stayed.sum(axis=1))
    probability: Array = result / total[:, None]
    return probability, changed
