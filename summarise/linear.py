"""A linear model over named features: weights as readable data, scored in plain Python."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WEIGHTS = Path(__file__).with_name("weights")


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearModel:
    """Logistic regression: `bias` plus the weights of the features that are present."""

    bias: float
    weights: Mapping[str, float]

    def probability(self, features: Iterable[str]) -> float:
        """The probability, 0 to 1, for a set of features."""
        total = self.bias + sum(self.weights.get(name, 0.0) for name in features)
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def load_model(name: str) -> LinearModel:
    """A model from `summarise/weights/NAME.json`, as `python -m summarise.train.NAME` wrote it."""
    stored = json.loads((WEIGHTS / f"{name}.json").read_text(encoding="utf-8"))
    return LinearModel(bias=stored["bias"], weights=stored["weights"])


@cache
def load_models(name: str) -> Mapping[str, LinearModel]:
    """Several models that one file holds under their names."""
    stored = json.loads((WEIGHTS / f"{name}.json").read_text(encoding="utf-8"))
    return {key: LinearModel(bias=one["bias"], weights=one["weights"]) for key, one in stored.items()}
