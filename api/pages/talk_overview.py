"""The whole recording at a glance: what became of every second, which item is where, and what says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from minutes.rendering.evidence import clock
from minutes.transcript import StretchKind
from workflow.spoken import Spoken

STEPS = 600
"""Parts into which the recording is cut for the bar: as many as a screen can show."""
DOUBT = 0.7
"""Below this share a boundary is pointed out."""
QUOTED = 3
"""Utterances that are quoted of a run."""
_GRAVEST = (StretchKind.MISSING, StretchKind.DROPPED, StretchKind.HEARD, StretchKind.SILENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """Where the talk of an item begins, how sure that is, and the words that say so."""

    item_id: str
    first: int
    start: float
    clock: str
    length: str
    percent: int
    doubtful: bool
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Loose:
    """Utterances in a row that belong to no item, by the first of them."""

    first: int
    start: float
    clock: str
    count: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How long something lasts, and its part of the whole in per cent."""

    kind: str
    length: str
    percent: float


def shares(talk: Spoken) -> tuple[Share, ...]:
    """The ledger in numbers; empty where the talk came from elsewhere, without one."""
    covered, whole = talk.stored.transcript.coverage, talk.stored.transcript.duration
    if covered is None or not whole:
        return ()
    seconds = {str(kind): covered.seconds(kind) for kind in StretchKind}
    seconds["unplaced"] = sum(
        one.end - one.start for one in talk.utterances if one.dropped is None and _is_loose(talk, one.id)
    )
    return tuple(
        Share(kind=kind, length=clock(length), percent=round(100 * length / whole, 1))
        for kind, length in seconds.items()
    )


def begun(talk: Spoken) -> tuple[Begun, ...]:
    """Every part of every item's talk that the reader may see, in order."""
    found = []
    for one in talk.division.segmentation.discussions if talk.division else ():
        for span in one.spans:
            first, last = talk.utterances[span.first_utterance], talk.utterances[span.last_utterance]
            if {first.id, last.id} & talk.hidden:
                continue
            found.append(
                Begun(
                    item_id=one.item_id,
                    first=first.id,
                    start=first.start,
                    clock=clock(first.start),
                    length=clock(last.end - first.start),
                    percent=round(100 * one.confidence),
                    doubtful=one.confidence < DOUBT,
                    evidence=_evidence(talk, first.id, one.item_id),
                )
            )
    return tuple(sorted(found, key=lambda one: one.first))


def loose(talk: Spoken) -> tuple[Loose, ...]:
    """The talk that belongs to no item and may be seen."""
    found = []
    used = (one for one in talk.utterances if one.dropped is None)
    for is_loose, run in groupby(used, key=lambda one: _is_loose(talk, one.id)):
        if is_loose:
            said = list(run)
            first = said[0]
            found.append(
                Loose(
                    first=first.id,
                    start=first.start,
                    clock=clock(first.start),
                    count=len(said),
                    text=" ".join(one.text for one in said[:QUOTED]),
                )
            )
    return tuple(found)


def bar(talk: Spoken, titles: Mapping[str, str]) -> Mapping[str, Any]:
    """For the script that draws it: `[from, to, kind, label, title]`, in seconds."""
    numbers = {item.id: item.label or str(item.number) for item in talk.agenda}
    return {
        "duration": talk.stored.transcript.duration,
        "sound": list(_sound(talk)),
        "items": [
            [start, end, kind, numbers.get(item_id, ""), titles.get(item_id, "")]
            for start, end, kind, item_id in _items(talk)
        ],
    }


def _sound(talk: Spoken) -> Iterator[tuple[float, float, str]]:
    """The ledger in `STEPS` steps; of each step, the gravest of what lies in it."""
    covered = talk.stored.transcript.coverage
    if covered is None or not covered.duration:
        return
    step = covered.duration / STEPS
    gravest = [len(_GRAVEST) - 1] * STEPS
    for stretch in covered.stretches:
        rank = _GRAVEST.index(stretch.kind)
        first, last = int(stretch.start / step), int(max(stretch.start, stretch.end - 1e-6) / step)
        for place in range(first, min(last, STEPS - 1) + 1):
            gravest[place] = min(gravest[place], rank)
    at = 0
    for rank, run in groupby(gravest):
        count = len(list(run))
        yield at * step, (at + count) * step, str(_GRAVEST[rank])
        at += count


def _items(talk: Spoken) -> Iterator[tuple[float, float, str, str]]:
    def place(i: int) -> tuple[str, str]:
        if i in talk.hidden:
            return "withheld", ""
        return ("item", talk.items[i]) if i in talk.items else ("unplaced", "")

    for (kind, item_id), run in groupby(talk.utterances, key=lambda one: place(one.id)):
        said = list(run)
        yield said[0].start, said[-1].end, kind, item_id


def _is_loose(talk: Spoken, i: int) -> bool:
    return i not in talk.hidden and i not in talk.items


def _evidence(talk: Spoken, first: int, item_id: str) -> str:
    """The words that took the item up; of what is hidden, none."""
    if talk.division is None or first - 1 in talk.hidden:
        return ""
    marks = (
        one
        for one in talk.division.segmentation.boundaries
        if one.item_id == item_id and one.utterance_id == first
    )
    return next((one.evidence for one in marks), "")
