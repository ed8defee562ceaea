"""Question and answer for teaching a drafting model: python -m summarise.train.examples MEETINGS OUT.jsonl.

Every line is `{"meeting", "question", "answer"}`, as `summarise.model_drafter` would ask. The talk is shown
as in use: the remarks that the talk reader finds weightiest within the room. So that the answer can be
learnt, the labelled evidence comes first; so that it must be read, other remarks come along, from the item
and now and then from another one, and names, figures, days and bodies are exchanged throughout.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from minutes.discussion import Discussion
from minutes.reading.agenda_file import read_agenda
from minutes.transcript import Utterance
from summarise.drafter import Case
from summarise.heard import Heard, read_case
from summarise.long_talk import quoted
from summarise.prompt_values import case_values, people_in
from summarise.prompting import Prompt, load_prompt
from summarise.shortlist import importance, shortlist
from summarise.subjects import body_subject
from summarise.train.answers import answer_of, as_json
from summarise.train.cases import VERBS, spans_of, transcript_of
from summarise.train.labels import LabelledMeeting, training_meetings
from summarise.train.swaps import Swaps

CHARACTERS = (200, 450)
"""How much talk is shown, at least and at most."""
EVIDENCE = 1.0
"""What labelled evidence weighs more."""
NOISE = 0.25
SWAPPED = 0.85
WITHOUT = 0.05
"""Share of the examples that show nothing of the decision: the answer is that it was not heard."""


def examples(meetings: Sequence[LabelledMeeting], rounds: int, seed: int) -> Iterator[dict[str, str]]:
    """All open items of the meetings, `rounds` times each, printed and heard in turn, in random order."""
    chance = random.Random(seed)
    prompt = load_prompt("draft")
    cases = [one for meeting in meetings for one in _cases(meeting)]
    names = _names(cases)
    bodies = sorted({case.meeting.body for _, case, _ in cases})
    read = [read_case(case) for _, case, _ in cases]
    for _ in range(rounds):
        for place in chance.sample(range(len(cases)), len(cases)):
            name, case, gold = cases[place]
            swaps = Swaps(
                chance,
                case.meeting.participants,
                names,
                body=case.meeting.body,
                new_body=chance.choice(bodies),
            )
            yield {
                "meeting": name,
                **_example(
                    case, gold, read[place], chance, prompt, swaps if chance.random() < SWAPPED else str
                ),
            }


def _names(cases: Sequence[tuple[str, Case, dict[str, Any]]]) -> tuple[list[str], list[str]]:
    """The first names and the family names of all rosters."""
    people = {p.name for _, case, _ in cases for p in case.meeting.participants if p.name.istitle()}
    first = {name.split()[0] for name in people}
    return sorted(first), sorted({part for name in people for part in name.split()[1:]} - first)


def _cases(meeting: LabelledMeeting) -> Iterator[tuple[str, Case, dict[str, Any]]]:
    agenda = read_agenda(meeting.folder / "dagsorden.txt")
    gold = {item["number"]: item for item in meeting.items}
    for transcript in (transcript_of(meeting.utterances), transcript_of(meeting.heard)):
        for item in agenda.items:
            label = gold.get(item.number)
            if label is None or item.closed or label["closed"] or label["verbs"][0] not in VERBS:
                continue
            places = {i for i, u in enumerate(meeting.utterances) if u["item"] == item.number}
            places |= set(label["evidence"])
            if places:
                discussion = Discussion(item_id=item.id, spans=spans_of(sorted(places)), confidence=1.0)
                case = Case(meeting=agenda.meeting, item=item, transcript=transcript, discussion=discussion)
                yield meeting.folder.name, case, label


def _example(
    case: Case, gold: dict[str, Any], heard: Heard, chance: random.Random, prompt: Prompt, swaps: Any
) -> dict[str, str]:
    hidden = chance.random() < WITHOUT
    sign = -1.0 if hidden else 1.0
    weights = [
        importance(one)
        + chance.gauss(0.0, NOISE)
        + sign * EVIDENCE * (one.remark.utterance_id in gold["evidence"]) * (0.5 + importance(one))
        for one in heard.scored
    ]
    room = chance.randint(*CHARACTERS)
    shown = shortlist(heard.scored, weights, room, case.transcript, heard.known)
    if hidden:
        shown = tuple(u for u in shown if u.id not in gold["evidence"])
    values = {**case_values(case, heard=heard.hint, in_short=False), "people": people_in(case, shown)}
    printed = "\n".join(
        (values["item"], values["recommendation"], values["people"], _bodies(case), values["meeting_date"])
    )
    answer = answer_of(gold, case.item, () if hidden else shown, printed)
    answer["sentences"] = [{**one, "text": swaps(one["text"])} for one in answer["sentences"]]
    values = {key: value if key in ("item", "heard") else swaps(value) for key, value in values.items()}
    number, _, title = values["item"].partition(". ")
    values["item"] = f"{number}. {swaps(title)}"
    lines = quoted([_swapped(utterance, swaps) for utterance in shown])
    return {"question": prompt.render({**values, "transcript": lines}), "answer": as_json(answer)}


def _bodies(case: Case) -> str:
    return f"{case.meeting.body} {body_subject(case.meeting.body)}"


def _swapped(utterance: Utterance, swaps: Any) -> Utterance:
    speaker = swaps(utterance.speaker) if utterance.speaker else None
    return replace(utterance, text=swaps(utterance.text), speaker=speaker)


def main() -> None:
    """Write the examples."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("meetings", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--rounds", type=int, default=6, help="how often each item is shown")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    lines = examples(list(training_meetings(chosen.meetings)), chosen.rounds, chosen.seed)
    with chosen.out.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


if __name__ == "__main__":
    main()
