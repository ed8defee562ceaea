"""The plain JSON lists that the command line prints and reads: discussions and drafts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from minutes.agenda import Agenda
from minutes.codec import from_json, to_plain
from minutes.discussion import Segmentation
from minutes.draft import ClauseAnswer, Concern, Draft, Evidence, Provenance, Sentence
from minutes.errors import InputError
from minutes.transcript import Transcript
from minutes.vocabulary import ClauseOutcome, Outcome, SectionKind


def discussions_to_plain(
    segmentation: Segmentation, agenda: Agenda, transcript: Transcript
) -> list[dict[str, Any]]:
    """`[{"item", "number", "spans": [{"first", "last", "start", "end"}], "confidence"}]`, agenda order."""
    utterances = transcript.utterances
    plain = []
    for item in agenda.items:
        discussion = segmentation.discussion(item.id)
        if discussion is None:
            continue
        spans = [
            {
                "first": span.first_utterance,
                "last": span.last_utterance,
                "start": utterances[span.first_utterance].start,
                "end": utterances[span.last_utterance].end,
            }
            for span in discussion.spans
        ]
        plain.append(
            {
                "item": item.id,
                "number": item.number,
                "spans": spans,
                "confidence": round(discussion.confidence, 3),
            }
        )
    return plain


def labels(segmentation: Segmentation, agenda: Agenda, transcript: Transcript) -> list[int]:
    """The printed item number of each utterance, 0 for none, in utterance order."""
    numbers = [0] * len(transcript.utterances)
    for discussion in segmentation.discussions:
        for utterance_id in discussion.utterance_ids():
            numbers[utterance_id] = agenda.item(discussion.item_id).number
    return numbers


def drafts_to_plain(drafts: Sequence[Draft], agenda: Agenda) -> list[dict[str, Any]]:
    """One object per item: number, text, sentences with citations, clause answers, concerns."""
    return [_draft_to_plain(draft, agenda) for draft in drafts]


def _draft_to_plain(draft: Draft, agenda: Agenda) -> dict[str, Any]:
    return {
        "number": agenda.item(draft.item_id).number,
        "item": draft.item_id,
        "text": draft.text,
        "outcome": draft.outcome.value,
        "sentences": [_sentence_to_plain(sentence) for sentence in draft.sentences],
        "clause_answers": [
            {"clause": a.clause, "outcome": a.outcome.value, "sentences": list(a.sentences)}
            for a in draft.clause_answers
        ],
        "citations": list(draft.citations()),
        "concerns": [to_plain(c, Concern) for c in draft.concerns],
        "provenance": to_plain(draft.provenance, Provenance),
    }


def _sentence_to_plain(sentence: Sentence) -> dict[str, Any]:
    agenda = [e.agenda_section.value for e in sentence.evidence if e.agenda_section is not None]
    return {
        "text": sentence.text,
        "citations": list(sentence.citations()),
        "agenda": agenda,
        "concerns": [to_plain(c, Concern) for c in sentence.concerns],
    }


def read_drafts(path: Path, agenda: Agenda) -> tuple[Draft, ...]:
    """The drafts that `referent draft -o` wrote, matched to the agenda's items.

    Raises:
        InputError: the file is missing, not such a list, or of another agenda.
    """
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        drafts = tuple(_draft_from_plain(row, path) for row in rows)
    except OSError as error:
        raise InputError(
            f"the file cannot be read ({error.strerror})", where=str(path), remedy="Check the path"
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            "this is not a list of drafts",
            where=str(path),
            remedy="Give the file that 'referent draft -o' wrote",
        ) from error
    known = {item.id for item in agenda.items}
    strangers = sorted(draft.item_id for draft in drafts if draft.item_id not in known)
    if strangers:
        raise InputError(
            f"the drafts are of another agenda (it has no item {strangers[0]})",
            where=str(path),
            remedy="Give the agenda that the drafts were made from",
        )
    return drafts


def _draft_from_plain(row: dict[str, Any], path: Path) -> Draft:
    return Draft(
        item_id=row["item"],
        sentences=tuple(_sentence_from_plain(s, path) for s in row["sentences"]),
        outcome=Outcome(row["outcome"]),
        clause_answers=tuple(
            ClauseAnswer(
                clause=a["clause"], outcome=ClauseOutcome(a["outcome"]), sentences=tuple(a["sentences"])
            )
            for a in row["clause_answers"]
        ),
        concerns=_concerns_from_plain(row["concerns"], path),
        provenance=from_json(json.dumps(row["provenance"]), Provenance, where=str(path)),
    )


def _sentence_from_plain(row: dict[str, Any], path: Path) -> Sentence:
    spoken = (Evidence(utterance_ids=tuple(row["citations"])),) if row["citations"] else ()
    printed = tuple(Evidence(agenda_section=SectionKind(kind)) for kind in row["agenda"])
    return Sentence(
        text=row["text"], evidence=spoken + printed, concerns=_concerns_from_plain(row["concerns"], path)
    )


def _concerns_from_plain(rows: Sequence[Any], path: Path) -> tuple[Concern, ...]:
    return tuple(from_json(json.dumps(row), Concern, where=str(path)) for row in rows)
