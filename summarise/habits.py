"""What this meeting's chair says at a change of item, learnt from the changes found so far."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summarise.words import Talk

Array = NDArray[np.float64]
Features = NDArray[np.int64]


def _edge_features(talk: Talk, width: int, *, last: bool) -> tuple[Features, Features, int]:
    """Stems and pairs of them among the first (or last) `width` words: utterance, feature; their number."""
    utterance = talk.utterance_of_word
    position = np.arange(len(talk.stems))
    if last:
        near = talk.starts[utterance + 1] - position <= width
    else:
        near = position - talk.starts[utterance] < width
    stems = talk.stems.astype(np.int64)
    single = stems[near]
    base = np.int64(len(talk.stem_list) + 1)
    pair_near = near[:-1] & near[1:] & (utterance[:-1] == utterance[1:])
    pair = (stems[:-1] * base + stems[1:])[pair_near] + base
    owner = np.concatenate([utterance[near], utterance[:-1][pair_near]])
    _, feature = np.unique(np.concatenate([single, pair]), return_inverse=True)
    return owner, feature.astype(np.int64), int(feature.max(initial=-1)) + 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Edges:
    """How utterances begin and end: utterance and feature of every pair, and the number of features."""

    first: tuple[Features, Features, int]
    last: tuple[Features, Features, int]


def read_edges(talk: Talk, *, width: int) -> Edges:
    """The wording of the first and the last `width` words of every utterance."""
    return Edges(first=_edge_features(talk, width, last=False), last=_edge_features(talk, width, last=True))


def habit_scores(edges: Edges, changed: Array, *, smoothing: float, most: float) -> Array:
    """Log evidence that an item begins at an utterance, from how it begins and how the one before ends.

    A naive Bayes classifier with the probability of a change (`changed`) as soft labels; smoothed by
    `smoothing` changes of average wording, so that a few changes teach little.
    """
    count = len(changed)
    score = np.zeros(count)
    ends_before_change = np.append(changed[1:], 0.0)
    for labels, last in ((changed, False), (ends_before_change, True)):
        owner, feature, kinds = edges.last if last else edges.first
        uses = np.bincount(feature, minlength=kinds)
        at_change = np.bincount(feature, weights=labels[owner], minlength=kinds)
        rate = (labels.sum() + 1e-9) / count
        # rate of change where the feature is seen, against the rate anywhere
        seen_rate = (at_change + smoothing * rate) / (uses + smoothing)
        evidence = np.log(seen_rate / rate)
        sums = np.bincount(owner, weights=evidence[feature], minlength=count)
        number = np.maximum(np.bincount(owner, minlength=count), 1)
        mean = sums / np.sqrt(number)
        if last:
            mean = np.concatenate([[0.0], mean[:-1]])
        score += np.clip(mean, -most, most)
    return score


def speaker_scores(speakers: list[str | None], changed: Array, *, smoothing: float, most: float) -> Array:
    """Log evidence that an item begins at an utterance, from how often its speaker has begun one."""
    index: dict[str | None, int] = {}
    who = np.array([index.setdefault(name, len(index)) for name in speakers])
    uses = np.bincount(who)
    rate = (changed.sum() + 1e-9) / len(speakers)
    seen_rate = (np.bincount(who, weights=changed) + smoothing * rate) / (uses + smoothing)
    evidence: Array = np.clip(np.log(seen_rate / rate), -most, most)[who]
    return evidence


def adapted_weights(
    features: Array, changed: Array, usual: Array, *, firmness: float, steps: int = 6
) -> Array:
    """Weights of a logistic model of change, moved from the usual ones towards what this meeting shows.

    Maximum a posteriori by Newton's method, with a normal prior around `usual` of precision `firmness`.

    Args:
        features: utterances x features.
        changed: probability of a change at each utterance, as found so far.
        usual: weight of each feature in an ordinary meeting.
        firmness: how many changes the usual weights are worth.
        steps: Newton steps.
    """
    weights = usual.copy()
    prior = firmness * np.eye(len(usual))
    for _ in range(steps):
        expected = 1.0 / (1.0 + np.exp(-np.clip(features @ weights, -30.0, 30.0)))
        slope = features.T @ (changed - expected) - prior @ (weights - usual)
        curve = (features * (expected * (1.0 - expected))[:, None]).T @ features + prior
        weights = weights + np.clip(np.linalg.solve(curve, slope), -2.0, 2.0)
    return weights
