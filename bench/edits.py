"""How much of a draft a secretary must rewrite, by the type of item.

    python -m bench.edits PATH [--drafter formula|model] [--asr] [--only a01,a02] [--json FILE]

PATH holds meetings as `bench.drafting` reads them; their ideal texts stand for the approved ones. The
distance is that of Levenshtein (1966) over words: words to put in, take out or exchange, over the longer
text's words.
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections import defaultdict
from pathlib import Path

import jiwer

from bench.drafting import draft_meeting, meeting_folders
from bench.report import print_table, write_json
from minutes.reading.agenda_file import read_agenda
from summarise.style import ItemType, item_type
from workflow.settings import DrafterKind, Settings
from workflow.wiring import open_drafter


def share_rewritten(draft: str, approved: str) -> float:
    """0 where the draft was approved as it was, 1 where no word of it stayed; `approved` has words."""
    edits = jiwer.process_words(approved, draft)
    changed = edits.substitutions + edits.deletions + edits.insertions
    return float(changed / max(len(draft.split()), len(approved.split())))


def main() -> None:
    """Draft, compare and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("path", type=Path)
    parser.add_argument("--drafter", choices=[kind.value for kind in DrafterKind], default="formula")
    parser.add_argument("--asr", action="store_true", help="read transcript_asr.json")
    parser.add_argument("--only", default="", help="names of meetings, with commas")
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    drafter = open_drafter(Settings(drafter=DrafterKind(chosen.drafter)))
    shares: dict[ItemType, list[float]] = defaultdict(list)
    for folder in meeting_folders(chosen.path, [name for name in chosen.only.split(",") if name]):
        drafts, _ = draft_meeting(folder, drafter, asr=chosen.asr)
        approved = {
            i["number"]: i["decision"] for i in json.loads((folder / "gold.json").read_text())["items"]
        }
        for item, draft in zip(read_agenda(folder / "dagsorden.txt").items, drafts, strict=True):
            if item.number in approved and not item.closed:
                shares[item_type(item)].append(share_rewritten(draft["text"], approved[item.number]))
    everything = [share for found in shares.values() for share in found]
    rows = [
        [kind.value, len(shares[kind]), statistics.mean(shares[kind])] for kind in ItemType if shares[kind]
    ]
    print_table(("item", "n", "rewritten"), [*rows, ["all", len(everything), statistics.mean(everything)]])
    measures = {f"rewritten.{kind.name.lower()}": statistics.mean(found) for kind, found in shares.items()}
    write_json(chosen.json, "edits", {"rewritten": statistics.mean(everything)} | measures)


if __name__ == "__main__":
    main()
