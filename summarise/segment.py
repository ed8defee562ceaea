"""Puts every utterance under the item it belongs to: one global optimisation over the whole meeting.

A hidden Markov model with the agenda's items as states. What an utterance says for an item: printed words
(summarise.similarity) and, in later passes, the words already heard under it. What it costs to change: less
where the chair opens or the talk before closes (summarise.cues), less for the next item than for any other.
"""

from __future__ import annotations

from collections.abc import Mapping

from minutes.agenda import Agenda
from minutes.discussion import Boundary, Discussion, Segmentation
from minutes.errors import InputError
from minutes.transcript import Span, Transcript, Utterance
from summarise.itinerary import NONE
from summarise.model import Way, find_way
from summarise.options import SegmentOptions


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
    place = {item.id: k for k, item in enumerate(agenda.items)}
    pinned = {
        row: NONE if (item := fixed[u.id]) is None else place[item]
        for row, u in enumerate(kept)
        if u.id in fixed
    }
    way = find_way(agenda.items, [u.text for u in kept], [u.speaker for u in kept], pinned, options)
    return _result(agenda, kept, way)


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


def _result(agenda: Agenda, kept: tuple[Utterance, ...], way: Way) -> Segmentation:
    labels, sure = way.labels, way.sure
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
