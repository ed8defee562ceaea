"""The way of a meeting through its agenda: weighed, learnt from, found, and improved where it is doubtful."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minutes.agenda import AgendaItem
from summarise.cues import Cues
from summarise.embedding import Embedder
from summarise.local_search import improved
from summarise.model import MeetingModel
from summarise.options import SegmentOptions


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Way:
    """The way found: the place of each utterance's item (or NONE), and how sure that is (0 to 1)."""

    labels: NDArray[np.int64]
    sure: NDArray[np.float64]
    cues: Cues


def find_way(
    items: tuple[AgendaItem, ...],
    texts: Sequence[str],
    speakers: Sequence[str | None],
    pinned: Mapping[int, int],
    options: SegmentOptions,
    embedder: Embedder | None,
) -> Way:
    """The best way of a meeting through its agenda.

    Args:
        items: the agenda, at least one item.
        texts: the utterances, at least one.
        speakers: who says each; None where unknown.
        pinned: row of an utterance to the place of its item, or to NONE: never changed.
        options: the weights.
        embedder: judges nearness in meaning too; None for words alone.
    """
    model = MeetingModel(items, texts, speakers, pinned, options)
    if embedder is not None:
        model.embed(embedder, texts, items)
    for _ in range(options.passes):
        before = model.learnt.belongs
        model.weigh()
        if np.abs(model.learnt.belongs - before).max() < options.settled:
            break
        model.learn()
    else:
        model.weigh()
    labels = improved(model, options.search)
    return Way(labels=labels, sure=model.sureness(labels), cues=model.cues)
