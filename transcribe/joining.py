"""Several recordings of one meeting, one after the other, as one transcript."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from minutes.transcript import Coverage, Stretch, Transcript, Utterance


def join(transcripts: Sequence[Transcript]) -> Transcript:
    """The transcripts in their order as one: running ids, times from the start of the first recording.

    A second recording begins where the first ends: the time between them is not known. Covered is what the
    parts cover; if one of them has no ledger, the whole has none.
    """
    if len(transcripts) == 1:
        return transcripts[0]
    utterances: list[Utterance] = []
    stretches: list[Stretch] = []
    offset = 0.0
    for part in transcripts:
        utterances += [_moved(u, offset, len(utterances) + i) for i, u in enumerate(part.utterances)]
        covered = part.coverage.stretches if part.coverage else ()
        stretches += [replace(s, start=s.start + offset, end=s.end + offset) for s in covered]
        offset += part.duration
    whole = all(part.coverage for part in transcripts)
    return replace(
        transcripts[0],
        duration=offset,
        utterances=tuple(utterances),
        coverage=Coverage(duration=offset, stretches=tuple(stretches)) if whole else None,
    )


def _moved(utterance: Utterance, offset: float, number: int) -> Utterance:
    words = tuple(replace(w, start=w.start + offset, end=w.end + offset) for w in utterance.words)
    start, end = utterance.start + offset, utterance.end + offset
    return replace(utterance, id=number, start=start, end=end, words=words)
