"""Puts every utterance under the item it belongs to: one global optimisation over the whole meeting.

A hidden Markov model with the agenda's items as states. What an utterance says for an item: printed words
(summarise.similarity) and, in later passes, the words already heard under it. What it costs to change: less
where the chair opens or the talk before closes (summarise.cues), less for the next item than for any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from minutes.agenda import Agenda
from minutes.discussion import Boundary, Discussion, Segmentation
from minutes.errors import InputError
from minutes.transcript import Span, Transcript, Utterance
from summarise.cues import Cues, find_cues, load_cues
from summarise.habits import adapted_weights, habit_scores
from summarise.path import OrderPrices, best_path, order_prices, posterior, start_prices
from summarise.similarity import SimilarityOptions, centre, heard_similarity, printed_similarity
from summarise.words import Talk, read_talk, routine_share

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentOptions:
    """Weights of the model, in nats unless said otherwise.

    `change` is the price of a change without any cue; `opening`, `closing`, `speaker` lower it where the
    utterance opens an item, the one before closes one, or the chair begins to speak. `named` and `titled`
    favour the item whose number or title is called. `nothing` is what "no item" is worth per utterance.
    `unplaced_below` is the probability under which an utterance is left unplaced.
    """

    similarity: SimilarityOptions = field(default_factory=SimilarityOptions)
    order: OrderPrices = field(
        default_factory=lambda: OrderPrices(skip=1.5, skip_most=12.0, back=14.0, pause=4.0, resume=0.0)
    )
    evidence: float = 4.0
    change: float = 6.0
    opening: float = 3.0
    leading: float = 1.0
    once: float = 0.7
    closing: float = 1.5
    speaker: float = 1.0
    named: float = 4.0
    titled: float = 1.5
    titled_most: float = 3.0
    nothing: float = 0.0
    first_words: int = 8
    passes: int = 2
    evidence_most: float = 4.0
    routine_often: int = 3
    routine_from: float = 0.3
    routine_span: float = 0.4
    habit: float = 0.5
    habit_smoothing: float = 2.0
    habit_most: float = 4.0
    firmness: float = 3.0
    dense: float = 12.0
    damped: float = 0.5


def segment(
    agenda: Agenda,
    transcript: Transcript,
    *,
    fixed: Mapping[int, str | None] | None = None,
    options: SegmentOptions | None = None,
) -> Segmentation:
    """Divide the talk among the items.

    Args:
        agenda: the items, in printed order.
        transcript: the talk; dropped utterances belong to nothing.
        fixed: utterance id to item id, or to None for "no item": the secretary's word, never changed.
        options: the weights.

    Raises:
        InputError: `fixed` names an utterance or an item that is not there.
    """
    options = options or SegmentOptions()
    fixed = dict(fixed or {})
    _check_fixed(agenda, transcript, fixed)
    kept = tuple(u for u in transcript.utterances if u.dropped is None)
    if not kept or not agenda.items:
        return Segmentation(discussions=())
    labels, sure, cues = _decode(agenda, kept, fixed, options)
    return _result(agenda, kept, labels, sure, cues)


def _check_fixed(agenda: Agenda, transcript: Transcript, fixed: Mapping[int, str | None]) -> None:
    utterances = {u.id for u in transcript.utterances}
    items = {item.id for item in agenda.items}
    for utterance, item in fixed.items():
        if utterance not in utterances:
            raise InputError(
                f"utterance {utterance} is not in the transcript",
                where="fixed assignments",
                remedy=f"Give numbers from 0 to {max(utterances, default=0)}",
            )
        if item is not None and item not in items:
            raise InputError(
                f"item {item} is not on the agenda",
                where="fixed assignments",
                remedy="Give the id of an item of this agenda, or null for no item",
            )


def _chair(speakers: list[str | None], cues: Cues) -> Array:
    """1 where the one who opens most items speaks; all 0 if nobody is named."""
    says: dict[str, float] = {}
    for speaker, weight in zip(speakers, cues.opening + cues.closing, strict=True):
        if speaker:
            says[speaker] = says.get(speaker, 0.0) + weight
    if not says:
        return np.zeros(len(speakers))
    chair = max(says, key=lambda name: says[name])
    return np.array([float(speaker == chair) for speaker in speakers])


def _change_features(cues: Cues, chair: Array, habit: Array, options: SegmentOptions) -> Array:
    """What speaks for a change at each utterance, in the order of `_usual_weights`."""
    opens = np.minimum(cues.opening, 2.0)
    opens[1:] -= np.minimum(opens[:-1], opens[1:]) * options.once
    closes = np.minimum(cues.closing, 2.0)
    closed = np.zeros(len(closes))
    closed[1:] = np.maximum(closes[:-1] - closes[1:] * options.once, 0.0)
    leads = np.minimum(cues.leading, 1.0)
    return np.stack([np.ones(len(opens)), opens, leads, closed, chair, habit], axis=1)


def _usual_weights(options: SegmentOptions) -> Array:
    return np.array(
        [
            -options.change,
            options.opening,
            options.leading,
            options.closing,
            options.speaker,
            options.habit,
        ]
    )


def _entering(price: Array, cues: Cues, titled: Array, options: SegmentOptions) -> Array:
    """Log weight of beginning each state at each utterance."""
    items = cues.named.shape[1]
    entering = np.repeat(price[:, None], 2 * items + 1, axis=1)
    entering[:, :items] += options.named * cues.named + np.minimum(
        options.titled * titled, options.titled_most
    )
    return entering


def _title_words(talk: Talk, by_stem: Array, first_words: int) -> Array:
    """How much of an item's title is in the first words of each utterance."""
    count = len(talk.starts) - 1
    utterance = talk.utterance_of_word
    early = np.arange(len(talk.words)) - talk.starts[utterance] < first_words
    result = np.zeros((count, by_stem.shape[1]))
    np.add.at(result, utterance[early], by_stem[talk.stems[early]])
    return result


def _emission(similarity: Array, fixed: Mapping[int, int], options: SegmentOptions) -> Array:
    count, items = similarity.shape
    emission = np.full((count, 2 * items + 1), options.nothing)
    emission[:, :items] = similarity
    for row, state in fixed.items():
        allowed = emission[row].copy()
        emission[row] = -np.inf
        if state < items:
            emission[row, state] = allowed[state]
        else:
            emission[row, items:] = allowed[items:]
    return emission


def _decode(
    agenda: Agenda, kept: tuple[Utterance, ...], fixed: Mapping[int, str | None], options: SegmentOptions
) -> tuple[NDArray[np.int64], Array, Cues]:
    items = agenda.items
    count = len(kept)
    book = load_cues()
    talk = read_talk([u.text for u in kept])
    printed, title_stems = printed_similarity(talk, items, book.function_words, options.similarity)
    cues = find_cues(talk, tuple(i.number for i in items), book, first_words=options.first_words)
    titled = _title_words(talk, title_stems, options.first_words)
    chair = _chair([u.speaker for u in kept], cues)
    weights = _usual_weights(options)
    habit = np.zeros(count)
    belongs = np.zeros((count, len(items)))
    place = {item.id: k for k, item in enumerate(items)}
    pinned = {
        row: len(items) if fixed[u.id] is None else place[str(fixed[u.id])]
        for row, u in enumerate(kept)
        if u.id in fixed
    }
    order, start = order_prices(len(items), options.order), start_prices(len(items), options.order)
    routine = routine_share(talk, often=options.routine_often)
    telling = 1.0 - np.clip((routine - options.routine_from) / options.routine_span, 0.0, 1.0)
    heard = np.zeros_like(printed)
    # Talk on one subject repeats itself: a hundred utterances say less than ten times what ten say.
    dense = min(1.0, (options.dense * len(items) / count) ** options.damped)

    def emit() -> Array:
        similarity = options.evidence * dense * centre(printed, belongs, options.similarity.centred)
        similarity += options.similarity.adapted * dense * heard
        evidence = options.evidence_most * np.tanh(similarity / options.evidence_most)
        return _emission(telling[:, None] * evidence, pinned, options)

    def enter() -> Array:
        features = _change_features(cues, chair, habit, options)
        return _entering(features @ weights, cues, titled, options)

    for _ in range(options.passes):
        probability, changed = posterior(emit(), enter(), order, start)
        belongs = probability[:, : len(items)]
        heard = heard_similarity(talk, belongs * telling[:, None], options.similarity)
        habit = habit_scores(
            talk,
            changed,
            width=options.first_words,
            smoothing=options.habit_smoothing,
            most=options.habit_most,
        )
        features = _change_features(cues, chair, habit, options)
        weights = adapted_weights(features, changed, _usual_weights(options), firmness=options.firmness)
    entering = enter()
    emission = emit()
    path = best_path(emission, entering, order, start)
    belongs, _ = posterior(emission, entering, order, start)
    labels = np.where(path < len(items), path, -1)
    nothing = belongs[:, len(items) :].sum(axis=1)
    sure = np.where(labels < 0, nothing, belongs[np.arange(count), np.maximum(labels, 0)])
    return labels, sure, cues


def _result(
    agenda: Agenda, kept: tuple[Utterance, ...], labels: NDArray[np.int64], sure: Array, cues: Cues
) -> Segmentation:
    spans: dict[int, list[Span]] = {}
    boundaries: list[Boundary] = []
    for row, utterance in enumerate(kept):
        label = int(labels[row])
        same = row > 0 and labels[row - 1] == label
        if row > 0 and not same:
            item = agenda.items[label].id if label >= 0 else None
            boundaries.append(
                Boundary(utterance_id=utterance.id, item_id=item, evidence=utterance.text[:120])
            )
        if label < 0:
            continue
        own = spans.setdefault(label, [])
        if same and own[-1].last_utterance == utterance.id - 1:
            own[-1] = Span(first_utterance=own[-1].first_utterance, last_utterance=utterance.id)
        else:
            own.append(Span(first_utterance=utterance.id, last_utterance=utterance.id))
    discussions = tuple(
        Discussion(
            item_id=agenda.items[label].id, spans=tuple(own), confidence=float(sure[labels == label].mean())
        )
        for label, own in sorted(spans.items())
    )
    return Segmentation(discussions=discussions, boundaries=tuple(boundaries))
