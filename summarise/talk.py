"""The talk of one item as remarks: sentence by sentence, with who says it and what follows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from minutes.transcript import Transcript, Utterance
from summarise.closed_doors import closed_stretches
from summarise.drafter import Case
from summarise.mishearing import names_of, repaired, repairs, with_marks, words_of
from summarise.numerals import written
from summarise.punctuation import sentences_without_marks

SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÆØÅ0-9»\"'])")
ORDINAL_END = re.compile(
    r"(?:^|\s)(?:den|til|fra|og|pr\.|kl\.|nr\.|stk\.|ca\.|bl\.a\.|mio\.|§)?\s?\d{1,2}\.$"
)
ABBREVIATION_END = re.compile(
    r"(?:^|\W)(?:kl|nr|stk|ca|bl\.a|mio|pct|jf|inkl|ekskl|pr|fx|f\.eks|dr|hr)\.$", re.I
)
WORDS_WITHOUT_MARKS = 8
LEAST_ENDED = 0.2
"""A transcript is unpunctuated where a smaller share of the turns of that many words end in a mark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One sentence as it was said, numbers and dates written.

    `place` counts the remarks of the item from 0. `turn` is the place of the utterance within the item.
    """

    utterance_id: int
    place: int
    turn: int
    text: str
    speaker: str | None
    by_chair: bool | None
    question: bool
    first_in_turn: bool
    last_in_turn: bool
    returned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemTalk:
    """All remarks of an item in the order they were made, and who chairs where speakers are told apart."""

    remarks: tuple[Remark, ...]
    turns: int
    chair: str | None


def read_item(case: Case) -> ItemTalk:
    """The remarks of the case's discussion, without what an open item owes to closed doors.

    None where the item was not heard taken up.
    """
    chair = find_chair(case.transcript)
    if case.discussion is None:
        return ItemTalk(remarks=(), turns=0, chair=chair)
    bare = is_unpunctuated(case.transcript)
    withheld = () if case.item.closed else closed_stretches(case.transcript)
    table = repairs(names_of(case.meeting, case.item)) if bare else {}
    known = words_of(case.item)
    remarks: list[Remark] = []
    turn = 0
    for number, span in enumerate(case.discussion.spans):
        for i in range(span.first_utterance, span.last_utterance + 1):
            utterance = case.transcript.utterances[i]
            if utterance.dropped is not None or not utterance.text.strip():
                continue
            if any(i in stretch for stretch in withheld):
                continue
            if bare:
                utterance = replace(utterance, text=repaired(utterance.text, table, known))
            remarks.extend(_remarks(utterance, turn, len(remarks), chair, number > 0, bare))
            turn += 1
    return ItemTalk(remarks=tuple(remarks), turns=turn, chair=chair)


def find_chair(transcript: Transcript) -> str | None:
    """The speaker label with most turns: a chair speaks between all others. None without labels."""
    turns = Counter(u.speaker for u in transcript.utterances if u.speaker and u.dropped is None)
    if len(turns) < 2:
        return None
    return turns.most_common(1)[0][0]


def is_unpunctuated(transcript: Transcript) -> bool:
    """True where the recogniser wrote no sentence marks."""
    long = [u.text for u in transcript.utterances if len(u.text.split()) >= WORDS_WITHOUT_MARKS]
    ended = sum(text.rstrip().endswith((".", "!", "?", "…")) for text in long)
    return bool(long) and ended < LEAST_ENDED * len(long)


def sentences(text: str, *, bare: bool) -> list[str]:
    """The sentences of a turn, numbers and dates written.

    Args:
        text: the turn as heard.
        bare: the recogniser wrote no marks, so that the ends must be guessed.
    """
    if bare:
        return [with_marks(written(part)) for part in sentences_without_marks(text)]
    parts: list[str] = []
    for part in SENTENCE_END.split(text.strip()):
        if parts and _goes_on(parts[-1], part):
            parts[-1] += " " + part
        else:
            parts.append(part)
    return [written(part) for part in parts if part.strip()]


def _goes_on(before: str, after: str) -> bool:
    if ABBREVIATION_END.search(before):
        return True
    return bool(ORDINAL_END.search(before)) and not after[:1].isupper()


def _remarks(
    utterance: Utterance, turn: int, place: int, chair: str | None, returned: bool, bare: bool
) -> Sequence[Remark]:
    parts = sentences(utterance.text, bare=bare)
    return [
        Remark(
            utterance_id=utterance.id,
            place=place + k,
            turn=turn,
            text=part,
            speaker=utterance.speaker,
            by_chair=None if chair is None or utterance.speaker is None else utterance.speaker == chair,
            question=part.rstrip().endswith("?"),
            first_in_turn=k == 0,
            last_in_turn=k == len(parts) - 1,
            returned=returned,
        )
        for k, part in enumerate(parts)
    ]
