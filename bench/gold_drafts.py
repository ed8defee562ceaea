"""The ideal decisions of labelled meetings as drafts: each sentence cites the labelled evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from minutes.discussion import Discussion
from minutes.draft import Draft, Evidence, Provenance, Sentence
from minutes.errors import InputError
from minutes.reading.agenda_file import read_agenda
from minutes.vocabulary import Outcome
from summarise.drafter import Case
from summarise.train.cases import spans_of, transcript_of
from summarise.train.labels import is_unseen, read_meeting

MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)
SENTENCE_START = re.compile(r"(?<=[.!?»])\s+(?=[A-ZÆØÅ»§])")
ABBREVIATION = re.compile(r"(?:^|\W)(?:bl\.a|fx|jf|hr|dr|ca|nr|inkl|ekskl|pr|stk|f\.eks)\.$", re.I)
OUTCOMES = {
    "godkendte": Outcome.APPROVED,
    "besluttede": Outcome.APPROVED,
    "tog til efterretning": Outcome.NOTED,
    "drøftede": Outcome.DISCUSSED,
    "udsatte": Outcome.POSTPONED,
    "afviste": Outcome.REJECTED,
    "indstillede/anbefalede": Outcome.RECOMMENDED,
    "sendte i høring": Outcome.SENT_TO_HEARING,
    "valgte": Outcome.ELECTED,
    "afgav høringssvar": Outcome.RESPONDED,
    "orientering": Outcome.INFORMED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldDraft:
    """A true draft and its case. `next_decision` is what was decided about the open item after it."""

    name: str
    unseen: bool
    heard: bool
    case: Case
    draft: Draft
    next_decision: tuple[str, ...]

    def saying(self, sentences: Sequence[str]) -> Draft:
        """The same draft with other sentences, each citing all the evidence."""
        evidence = self.draft.sentences[0].evidence
        return replace(self.draft, sentences=tuple(Sentence(text=t, evidence=evidence) for t in sentences))


def gold_drafts(folder: Path) -> Iterator[GoldDraft]:
    """A true draft per open item, from the talk as it was and as a recogniser heard it.

    Raises:
        InputError: no meeting folder lies in `folder`.
    """
    meetings = sorted(path.parent for path in folder.glob("*/gold.json"))
    if not meetings:
        raise InputError(
            "no meetings lie here", where=str(folder), remedy="Give a folder of folders that have a gold.json"
        )
    for path in meetings:
        yield from _of_meeting(path)


def split_sentences(text: str) -> tuple[str, ...]:
    """The sentences of written minutes."""
    parts: list[str] = []
    for part in SENTENCE_START.split(text.strip()):
        if parts and ABBREVIATION.search(parts[-1]):
            parts[-1] += " " + part
        else:
            parts.append(part)
    return tuple(parts)


def _of_meeting(path: Path) -> Iterator[GoldDraft]:
    labelled = read_meeting(path)
    agenda = read_agenda(path / "dagsorden.txt")
    gold = {item["number"]: item for item in labelled.items if not item.get("closed") and item["evidence"]}
    numbers = [item.number for item in agenda.items if item.number in gold]
    for heard, utterances in ((False, labelled.utterances), (True, labelled.heard)):
        transcript = transcript_of(utterances)
        for item in agenda.items:
            places = [i for i, u in enumerate(labelled.utterances) if u["item"] == item.number]
            if item.number not in gold or not places:
                continue
            label = gold[item.number]
            following = numbers[(numbers.index(item.number) + 1) % len(numbers)]
            evidence = Evidence(utterance_ids=tuple(label["evidence"]))
            yield GoldDraft(
                name=f"{path.name} punkt {item.number}",
                unseen=is_unseen(path.name),
                heard=heard,
                case=Case(
                    meeting=agenda.meeting,
                    item=item,
                    transcript=transcript,
                    discussion=Discussion(item_id=item.id, spans=spans_of(places), confidence=1.0),
                    others=tuple(other for other in agenda.items if other.id != item.id),
                ),
                draft=Draft(
                    item_id=item.id,
                    sentences=tuple(
                        Sentence(text=text, evidence=(evidence,))
                        for text in split_sentences(label["decision"])
                    ),
                    outcome=OUTCOMES[label["verbs"][0]],
                    provenance=Provenance(model="gold", made_at=MADE_AT),
                ),
                next_decision=split_sentences(gold[following]["decision"])
                if following != item.number
                else (),
            )
