"""Run every bench whose data is here: `python -m bench`, or `make bench`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared"
BENCHES: dict[str, tuple[Path, ...]] = {
    "speech": (),
    "speed": (),
    "memory": (),
    "names": (SHARED / "corpus",),
    "segmentation": (SHARED / "bench/segmentation/data/dev",),
    "drafting": (SHARED / "bench/meetings",),
    "edits": (SHARED / "bench/meetings",),
    "grounding": (SHARED / "bench/meetings",),
    "faults": (),
    "upload": (),
    "intranet": (),
}


def main() -> int:
    """Run the benches one after the other; returns the number of those that failed."""
    failed = 0
    for name, data in BENCHES.items():
        absent = [str(path) for path in data if not path.exists()]
        print(f"\n== {name}", flush=True)
        if absent:
            print(f"left out: {absent[0]} is not here")
            continue
        command = [sys.executable, "-m", f"bench.{name}", *map(str, data)]
        failed += subprocess.run(command, check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
