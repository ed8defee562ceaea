"""Whether misspelled names are put right and nothing else is changed: `python -m bench.names CORPUS`.

The talk of labelled meetings as a recogniser might write it is repaired with the meeting's own agenda, and
compared word by word with what was said. README.md beside this file explains every measure.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from bench.report import print_table, write_json
from minutes.agenda import Agenda
from minutes.reading.agenda_file import read_agenda
from transcribe.imported import read_transcript
from transcribe.names import LEAST_LETTERS, repair_names

BUILT_ON = "built on"
KEPT_APART = "kept apart"
_WORD = re.compile(r"[\w']+")


def group(meeting: str) -> str:
    """Whether the list of everyday words was made from the meeting's like."""
    return KEPT_APART if meeting[-1] in "45" or meeting[0] in "op" else BUILT_ON


def words(text: str) -> list[str]:
    """Lower case, without punctuation; a hyphenated name is two words."""
    return _WORD.findall(text.casefold().replace("-", " "))


def count(folder: Path) -> Counter[str]:
    """Names misspelled, and of them repaired; words right, and of them damaged."""
    agenda = read_agenda(folder / "dagsorden.txt")
    said = read_transcript(folder / "transcript.json").utterances
    heard = read_transcript(folder / "transcript_asr.json").utterances
    repaired = repair_names(heard, agenda)
    roster = _roster(agenda)
    counts: Counter[str] = Counter()
    for true, before, after in zip(said, heard, repaired, strict=True):
        for said_word, was, now in _aligned(words(true.text), words(before.text), words(after.text)):
            if was == said_word:
                counts["right"] += 1
                counts["damaged"] += now != said_word
            elif said_word in roster or said_word.removesuffix("s") in roster:
                counts["misspelled"] += 1
                counts["repaired"] += now == said_word
    return counts


def _roster(agenda: Agenda) -> set[str]:
    parts = {part for person in agenda.meeting.participants for part in words(person.name)}
    return {part for part in parts if len(part) >= LEAST_LETTERS}


def _aligned(said: list[str], before: list[str], after: list[str]) -> Iterator[tuple[str, str, str]]:
    """(said, heard, repaired) for every word that was heard as one; a repair keeps the number of words."""
    for op, i, j, k, end in SequenceMatcher(None, said, before, autojunk=False).get_opcodes():
        if op == "equal" or (op == "replace" and j - i == end - k):
            yield from zip(said[i:j], before[k:end], after[k:end], strict=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path, help="a folder of labelled meetings")
    parser.add_argument("--json", type=Path, help="write the measures here")
    arguments = parser.parse_args()
    groups = {"all": Counter[str](), BUILT_ON: Counter[str](), KEPT_APART: Counter[str]()}
    for folder in sorted(path.parent for path in arguments.corpus.glob("*/transcript_asr.json")):
        counts = count(folder)
        groups["all"] += counts
        groups[group(folder.name)] += counts
    measures: dict[str, float] = {}
    rows: list[list[str | float]] = []
    for name, counts in groups.items():
        repaired = counts["repaired"] / max(1, counts["misspelled"])
        damaged = counts["damaged"] / max(1, counts["right"])
        rows.append([name, str(counts["misspelled"]), repaired, str(counts["right"]), f"{damaged:.5f}"])
        prefix = "" if name == "all" else name.replace(" ", "_") + "."
        measures |= {f"{prefix}repaired": repaired, f"{prefix}damaged": damaged}
    print_table(["meetings", "names misspelled", "repaired", "words right", "damaged"], rows)
    write_json(arguments.json, "names", measures)


if __name__ == "__main__":
    main()
