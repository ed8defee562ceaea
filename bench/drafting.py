"""Drafts of whole meetings, scored by the scorer of the meetings' own folder.

    python -m bench.drafting PATH [--drafter formula|model] [--asr] [--only a01,a02] [--details]
                             [--scorer FILE] [--json FILE]

PATH holds one meeting or folders of meetings: `dagsorden.txt`, `transcript.json`, `transcript_asr.json` and,
for the scorer only, `gold.json`. Agenda and talk are read, divided and drafted as `referent draft` does; the
labels in the files are never looked at. Every key is explained in `bench/README.md`.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.report import print_table, write_json
from minutes.draft import Draft
from minutes.errors import InputError
from minutes.reading.agenda_file import read_agenda
from summarise.drafter import Drafter
from transcribe.imported import read_transcript
from workflow.progress import silent
from workflow.settings import DrafterKind, Settings
from workflow.stages import prepare
from workflow.wiring import open_drafter

SCORER = Path("bench") / "meetings" / "score_drafts.py"
COLUMNS = ("verb", "must", "viol", "unsup", "citP", "citR", "words", "gold_words", "seconds_per_item")


def meeting_folders(path: Path, only: Sequence[str]) -> list[Path]:
    """The meetings at or below a path, by name.

    Raises:
        InputError: there are none.
    """
    found = [path] if (path / "gold.json").exists() else sorted(p.parent for p in path.glob("*/gold.json"))
    found = [folder for folder in found if not only or folder.name in only]
    if not found:
        raise InputError(
            "no meetings with a gold.json are there",
            where=str(path),
            remedy="Give a meeting's folder, or a folder of such folders",
        )
    return found


def find_scorer(path: Path) -> Path:
    """`score_drafts.py` in the folder, or `bench/meetings/score_drafts.py` beside it or above.

    Raises:
        InputError: there is none.
    """
    for folder in (path.resolve(), *path.resolve().parents):
        for candidate in (folder / "score_drafts.py", folder / SCORER):
            if candidate.exists():
                return candidate
    raise InputError("no score_drafts.py was found", where=str(path), remedy="Name it with --scorer")


def load_scorer(path: Path) -> ModuleType:
    """The scorer as a module."""
    specification = importlib.util.spec_from_file_location("score_drafts", path)
    assert specification is not None and specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def draft_meeting(folder: Path, drafter: Drafter, *, asr: bool) -> tuple[list[dict[str, Any]], float]:
    """The drafts of a meeting in the scorer's form, and the seconds spent, segmentation included."""
    agenda = read_agenda(folder / "dagsorden.txt")
    transcript = read_transcript(folder / ("transcript_asr.json" if asr else "transcript.json"))
    began = time.perf_counter()
    prepared = prepare(agenda, transcript, drafter, silent)
    seconds = time.perf_counter() - began
    rows = [
        _row(item.number, draft) for item, draft in zip(prepared.agenda.items, prepared.drafts, strict=True)
    ]
    return rows, seconds


def _row(number: int, draft: Draft) -> dict[str, Any]:
    return {"number": number, "text": draft.text, "citations": list(draft.citations())}


def main() -> None:
    """Draft, score and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("path", type=Path)
    parser.add_argument("--drafter", choices=[kind.value for kind in DrafterKind], default="formula")
    parser.add_argument("--asr", action="store_true", help="read transcript_asr.json")
    parser.add_argument("--only", default="", help="names of meetings, with commas")
    parser.add_argument("--details", action="store_true", help="what each draft missed or got wrong")
    parser.add_argument("--scorer", type=Path)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    folders = meeting_folders(chosen.path, [name for name in chosen.only.split(",") if name])
    scorer = load_scorer(chosen.scorer or find_scorer(chosen.path))
    drafter = open_drafter(Settings(drafter=DrafterKind(chosen.drafter)))
    results, seconds, items = {}, 0.0, 0
    with tempfile.TemporaryDirectory() as folder:
        for meeting in folders:
            drafts, spent = draft_meeting(meeting, drafter, asr=chosen.asr)
            written = Path(folder) / f"{meeting.name}.json"
            written.write_text(json.dumps(drafts, ensure_ascii=False), encoding="utf-8")
            results[meeting.name] = scorer.score_meeting(
                meeting, json.loads(written.read_text(encoding="utf-8"))
            )
            seconds, items = seconds + spent, items + len(drafts)
    total = scorer.summary(scorer.pool(results.values())) | {"seconds_per_item": seconds / max(items, 1)}
    rows = [[name, *_cells(scorer.summary(result))] for name, result in results.items()]
    print_table(("meeting", *COLUMNS), [*rows, ["all", *_cells(total)]])
    if chosen.details:
        _print_details(results)
    write_json(chosen.json, "drafting", {key: float(total[key]) for key in COLUMNS if total[key] is not None})


def _cells(summary: dict[str, Any]) -> list[str | float]:
    return [summary.get(key) if summary.get(key) is not None else "" for key in COLUMNS]  # type: ignore[misc]


def _print_details(results: dict[str, Any]) -> None:
    for name, result in results.items():
        for item in result["details"]:
            faults = {key: value for key, value in item.items() if key not in ("number", "verb") and value}
            if faults:
                print(f"{name} punkt {item['number']}: {faults}")


if __name__ == "__main__":
    main()
