"""What every bench prints and writes: a table for people, and one JSON form for machines."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path


def machine() -> str:
    """The processor, its cores and the interpreter, in one line."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        lines = cpuinfo.read_text(encoding="utf-8").splitlines()
        model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), model)
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}"


def print_table(header: Sequence[str], rows: Sequence[Sequence[str | float]]) -> None:
    """A Markdown table on standard output; floats with three decimals."""
    cells = [[f"{c:.3f}" if isinstance(c, float) else str(c) for c in row] for row in rows]
    print("| " + " | ".join(header) + " |")
    print("|---|" + "--:|" * (len(header) - 1))
    for row in cells:
        print("| " + " | ".join(row) + " |")


def write_json(path: Path | None, bench: str, measures: Mapping[str, float]) -> None:
    """Write `{"bench", "machine", "command", "measures"}` to `path`, or nothing if it is None."""
    if path is None:
        return
    report = {
        "bench": bench,
        "machine": machine(),
        "command": f"python -m bench.{bench} " + " ".join(sys.argv[1:]),
        "measures": dict(measures),
    }
    path.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
