"""Logistic regression on sparse binary features, by full-batch Adam in numpy."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from summarise.linear import LinearModel

STEPS = 250
RATE = 0.08


def fit(
    rows: Sequence[Sequence[str]],
    labels: Sequence[float],
    *,
    importance: Sequence[float] | None = None,
    least_count: int,
    penalty: float,
) -> LinearModel:
    """Weights for the features seen in at least `least_count` rows, with an L2 penalty per row.

    Deterministic: no random start, no sampling.
    """
    counts = Counter(name for row in rows for name in set(row))
    names = sorted(name for name, count in counts.items() if count >= least_count)
    index = {name: k for k, name in enumerate(names)}
    pairs = [(r, index[name]) for r, row in enumerate(rows) for name in sorted(set(row)) if name in index]
    row_of = np.array([r for r, _ in pairs])
    column_of = np.array([c for _, c in pairs])
    truth = np.array(labels, dtype=np.float64)
    weight = np.ones(len(rows)) if importance is None else np.array(importance, dtype=np.float64)
    values = np.zeros(len(names) + 1)
    values[-1] = np.log((truth @ weight + 1) / ((1 - truth) @ weight + 1))
    first, second = np.zeros_like(values), np.zeros_like(values)
    for step in range(1, STEPS + 1):
        score = np.bincount(row_of, weights=values[column_of], minlength=len(rows)) + values[-1]
        error = weight * (1 / (1 + np.exp(-np.clip(score, -30, 30))) - truth)
        slope = np.zeros_like(values)
        slope[:-1] = (
            np.bincount(column_of, weights=error[row_of], minlength=len(names)) + penalty * values[:-1]
        )
        slope[-1] = error.sum()
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        values -= RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return LinearModel(
        bias=float(values[-1]), weights={name: float(v) for name, v in zip(names, values[:-1], strict=True)}
    )


def stored(model: LinearModel, *, least_weight: float) -> dict[str, object]:
    """The model as JSON values, without weights nearer to zero than `least_weight`."""
    kept = {name: round(v, 2) for name, v in sorted(model.weights.items()) if abs(v) >= least_weight}
    return {"bias": round(model.bias, 2), "weights": kept}


def save(model: LinearModel, path: Path, *, least_weight: float) -> None:
    """Write the model as JSON."""
    text = json.dumps(stored(model, least_weight=least_weight), ensure_ascii=False, indent=0)
    path.write_text(text + "\n", encoding="utf-8")
