"""Does grounding catch a single planted error, and does it leave true drafts alone?

    python -m bench.grounding FOLDER… [--json FILE] [--show KIND]

Every ideal decision becomes a draft that cites its labelled evidence. A true draft with a blocking concern
is a false alarm. An error is caught if its draft has a blocking concern that the true draft has not.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.gold_drafts import GoldDraft, gold_drafts
from bench.planted_errors import KINDS, Surroundings, plant
from bench.report import print_table, write_json
from minutes.draft import Concern, Draft, Severity
from minutes.errors import ReferentError
from minutes.vocabulary import MONTHS
from summarise.grounding import ground
from summarise.sources import source_of

PARTS = ("seen", "unseen", "seen heard", "unseen heard")
"""Meetings that rules were written from or not; talk as it was said or as a recogniser heard it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One draft through grounding. `kind` is "true" or the error's; `blocks` are the concerns it brought."""

    kind: str
    part: str
    name: str
    text: str
    blocks: tuple[Concern, ...]
    milliseconds: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, and optionally the trials of one kind that went wrong."""
    parser = argparse.ArgumentParser(prog="python -m bench.grounding", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--json", type=Path, default=None)
    parser.add_argument("--show", choices=("true", *KINDS), help="print what went wrong with this kind")
    options = parser.parse_args(arguments)
    try:
        trials = [t for folder in options.folders for gold in gold_drafts(folder) for t in trials_of(gold)]
    except ReferentError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    if options.show:
        _show(trials, options.show)
    found = measures(trials)
    _print(trials, found)
    write_json(options.json, "grounding", found)
    return 0


def trials_of(gold: GoldDraft) -> Iterator[Trial]:
    """The true draft, and the draft with each error that it has room for."""
    part = ("unseen" if gold.unseen else "seen") + (" heard" if gold.heard else "")
    true, elapsed = _timed(gold.draft, gold)
    yield Trial(
        kind="true", part=part, name=gold.name, text=gold.draft.text, blocks=true, milliseconds=elapsed
    )
    people = tuple(person.name for person in gold.case.meeting.participants)
    around = Surroundings(people=people, dates=_dates(gold), neighbour=gold.next_decision)
    known = set(true)
    for planted in plant(tuple(s.text for s in gold.draft.sentences), around, gold.name):
        draft = gold.saying(planted.sentences)
        blocks, elapsed = _timed(draft, gold)
        new = tuple(concern for concern in blocks if concern not in known)
        yield Trial(
            kind=planted.kind, part=part, name=gold.name, text=draft.text, blocks=new, milliseconds=elapsed
        )


def _dates(gold: GoldDraft) -> tuple[str, ...]:
    """The dates of the item's talk and agenda in written form, without the meeting's own."""
    source = source_of(gold.draft.sentences[0], gold.case)
    held = source.meeting_day
    return tuple(
        sorted(
            {
                f"{day.day}. {MONTHS[day.month - 1]}"
                for day in source.dates()
                if day.day and day.month and (held is None or (day.day, day.month) != (held.day, held.month))
            }
        )
    )


def measures(trials: Sequence[Trial]) -> dict[str, float]:
    """`caught`, `caught.KIND` and `false_alarms` over all trials, and the same for each part of them."""
    found = _measures(trials)
    for part in PARTS:
        own = _measures([t for t in trials if t.part == part])
        found |= {f"{part.replace(' ', '_')}.{key}": value for key, value in own.items()}
    times = [t.milliseconds for t in trials]
    return found | {
        "milliseconds.median": statistics.median(times),
        "milliseconds.largest": max(times),
    }


def _measures(trials: Sequence[Trial]) -> dict[str, float]:
    by_kind: dict[str, list[bool]] = defaultdict(list)
    for trial in trials:
        by_kind[trial.kind].append(bool(trial.blocks))
    planted = [caught for kind in KINDS for caught in by_kind[kind]]
    found = {"drafts": float(len(by_kind["true"])), "planted": float(len(planted))}
    if by_kind["true"]:
        found["false_alarms"] = statistics.mean(by_kind["true"])
    if planted:
        found["caught"] = statistics.mean(planted)
    return found | {f"caught.{kind}": statistics.mean(by_kind[kind]) for kind in KINDS if by_kind[kind]}


def _timed(draft: Draft, gold: GoldDraft) -> tuple[tuple[Concern, ...], float]:
    start = time.perf_counter()
    grounded = ground(draft, gold.case)
    elapsed = (time.perf_counter() - start) * 1000
    return tuple(c for c in grounded.all_concerns() if c.severity is Severity.BLOCK), elapsed


def _show(trials: Sequence[Trial], kind: str) -> None:
    for trial in trials:
        if trial.kind == kind and bool(trial.blocks) == (kind == "true"):
            print(f"{trial.name} ({trial.part}): {trial.text}")
            for concern in trial.blocks:
                print(f"    {concern.kind}: {concern.detail}")


def _print(trials: Sequence[Trial], found: dict[str, float]) -> None:
    counts = {kind: sum(t.kind == kind for t in trials) for kind in KINDS}
    rows: list[list[str | float]] = []
    for key in ("false_alarms", "caught", *(f"caught.{kind}" for kind in KINDS)):
        n = int(found["drafts"] if key == "false_alarms" else found["planted"])
        n = counts.get(key.removeprefix("caught."), n)
        parts = [found.get(f"{part.replace(' ', '_')}.{key}", "-") for part in PARTS]
        rows.append([key, n, found.get(key, "-"), *parts])
    print_table(("measure", "n", "all", *PARTS), rows)
    print(f"\n{found['milliseconds.median']:.1f} ms a draft, at most {found['milliseconds.largest']:.1f}")


if __name__ == "__main__":
    sys.exit(main())
