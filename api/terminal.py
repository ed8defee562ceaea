"""What the command line shows while it works: bars for people, JSON lines for machines."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn

from workflow.progress import Progress as Report
from workflow.progress import Stage

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

STAGE_LABELS = {
    Stage.READING: "Reading the agenda",
    Stage.TRANSCRIBING: "Transcribing",
    Stage.SEGMENTING: "Dividing among items",
    Stage.DRAFTING: "Drafting",
    Stage.RENDERING: "Writing documents",
}


@contextmanager
def progress(*, machine: bool) -> Iterator[Report]:
    """A progress report for the time of the block, on standard error."""
    if machine:
        yield _json_line
        return
    columns = (
        TextColumn("{task.description:<22}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err) as bars:
        tasks: dict[Stage, TaskID] = {}

        def report(stage: Stage, fraction: float) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(STAGE_LABELS[stage], total=1.0)
            bars.update(tasks[stage], completed=fraction)

        yield report


def _json_line(stage: Stage, fraction: float) -> None:
    sys.stderr.write(json.dumps({"stage": stage.value, "fraction": round(fraction, 4)}) + "\n")
    sys.stderr.flush()


def print_json(value: object) -> None:
    """A JSON document on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")
