"""Puts every utterance under the item it belongs to: one global optimisation over the whole meeting.

Each utterance speaks for some items (its words against the item's printed words and against what was already
heard under it); each place speaks for or against a change (the chair's phrases, this chair's habits, whose
turn it is); going to the next item costs less than skipping or returning. `summarise.model` weighs these
together. Short returns at the end of the meeting are looked for afterwards (`summarise.returns`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from minutes.agenda import Agenda
from minutes.discussion import Boundary, Discussion, Segmentation
from minutes.errors import InputError
from minutes.transcript import Span, Transcript, Utterance
from summarise.embedding import Embedder
from summarise.itinerary import NONE
from summarise.options import SegmentOptions
from summarise.returns import with_returns
from summarise.way import Way, find_way

_QUOTED_WORDS = 12


def segment(
    agenda: Agenda,
    transcript: Transcript,
    *,
    fixed: Mapping[int, str | None] | None = None,
    options: SegmentOptions | None = None,
    embedder: Embedder | None = None,
) -> Segmentation:
    """Divide the talk among the items.

    Talk before the first item and after the last belongs to no discussion; talk in between that belongs to no
    item is `unplaced`, so that a person sees it.

    Args:
        agenda: the items, in printed order.
        transcript: the talk; dropped utterances belong to nothing.
        fixed: utterance id to item id, or to None for "no item": the secretary's word, never changed.
        options: the weights; the usual ones if None.
        embedder: judges nearness in meaning beside the words; None, the usual, does without.

    Raises:
        InputError: `fixed` names an utterance or an item that is not there.
    """
    options = options or SegmentOptions()
    fixed = fixed or {}
    _check_fixed(agenda, transcript, fixed)
    kept = tuple(u for u in transcript.utterances if u.dropped is None)
    if not kept or not agenda.items:
        return Segmentation(discussions=())
    place: dict[str | None, int] = {item.id: k for k, item in enumerate(agenda.items)}
    place[None] = NONE
    pinned = {row: place[fixed[u.id]] for row, u in enumerate(kept) if u.id in fixed}
    texts = [u.text for u in kept]
    way = find_way(agenda.items, texts, [u.speaker for u in kept], pinned, options, embedder)
    labels = with_returns(agenda.items, texts, [int(label) for label in way.labels], pinned)
    return Segmentation(
        discussions=_discussions(agenda, kept, labels, way, options),
        boundaries=_boundaries(agenda, kept, labels, way),
        unplaced=_unplaced(kept, labels, pinned),
    )


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


def _discussions(
    agenda: Agenda, kept: Sequence[Utterance], labels: Sequence[int], way: Way, options: SegmentOptions
) -> tuple[Discussion, ...]:
    rows: dict[int, list[int]] = {}
    for row, label in enumerate(labels):
        if label != NONE:
            rows.setdefault(label, []).append(row)
    return tuple(
        Discussion(
            item_id=agenda.items[label].id,
            spans=_spans([kept[row].id for row in own]),
            confidence=_calibrated(float(way.sure[own].mean()), options),
        )
        for label, own in sorted(rows.items())
    )


def _spans(ids: Sequence[int]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for i in ids:
        if spans and spans[-1].last_utterance == i - 1:
            spans[-1] = Span(first_utterance=spans[-1].first_utterance, last_utterance=i)
        else:
            spans.append(Span(first_utterance=i, last_utterance=i))
    return tuple(spans)


def _calibrated(probability: float, options: SegmentOptions) -> float:
    """The model's mean probability as the share that proved right (logistic calibration, Platt 1999)."""
    bounded = min(max(probability, 1e-6), 1.0 - 1e-6)
    odds = math.log(bounded / (1.0 - bounded))
    return 1.0 / (1.0 + math.exp(-(options.sure_shift + options.sure_slope * odds)))


def _boundaries(
    agenda: Agenda, kept: Sequence[Utterance], labels: Sequence[int], way: Way
) -> tuple[Boundary, ...]:
    found: list[Boundary] = []
    for row in range(1, len(kept)):
        if labels[row] == labels[row - 1]:
            continue
        quotes = [_quote(kept[row], kept[row].text.split()[:_QUOTED_WORDS])]
        if way.cues.closing[row - 1]:
            quotes.insert(0, _quote(kept[row - 1], kept[row - 1].text.split()[-_QUOTED_WORDS:]))
        found.append(
            Boundary(
                utterance_id=kept[row].id,
                item_id=None if labels[row] == NONE else agenda.items[labels[row]].id,
                evidence=" / ".join(quotes),
            )
        )
    return tuple(found)


def _quote(utterance: Utterance, words: Sequence[str]) -> str:
    text = f"»{' '.join(words)}«"
    return f"{utterance.speaker}: {text}" if utterance.speaker else text


def _unplaced(kept: Sequence[Utterance], labels: Sequence[int], pinned: Mapping[int, int]) -> tuple[int, ...]:
    placed = [row for row, label in enumerate(labels) if label != NONE]
    if not placed:
        return ()
    return tuple(
        kept[row].id for row in range(placed[0], placed[-1]) if labels[row] == NONE and row not in pinned
    )
