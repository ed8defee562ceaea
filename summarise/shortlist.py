"""The talk of an item cut down to what a decision may rest on, for a model that was taught to read little."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from minutes.agenda import Participant
from minutes.transcript import Transcript, Utterance
from summarise.salience import Scored


def shortlist(
    scored: Sequence[Scored],
    weights: Sequence[float],
    characters: int,
    transcript: Transcript,
    known: Mapping[str, Participant],
) -> tuple[Utterance, ...]:
    """The heaviest remarks that fit, in the order said, each under its utterance's own id.

    Numbers and dates are written. A speaker is named where the talk says who it is, and left out elsewhere.

    Args:
        scored: the item's remarks.
        weights: one weight for each; the heaviest is always kept.
        characters: how much text there is room for.
        transcript: the meeting, which the ids refer to.
        known: speaker label -> person.
    """
    chosen: list[int] = []
    used = 0
    for place in sorted(range(len(scored)), key=lambda k: (-weights[k], k)):
        size = len(scored[place].remark.text)
        if chosen and used + size > characters:
            continue
        chosen.append(place)
        used += size
    texts: dict[int, list[str]] = {}
    for place in sorted(chosen):
        remark = scored[place].remark
        texts.setdefault(remark.utterance_id, []).append(remark.text)
    return tuple(_shown(transcript.utterances[i], " ".join(parts), known) for i, parts in texts.items())


def importance(one: Scored) -> float:
    """How much a remark matters to the decision: that it carries it, or that it belongs in its text."""
    return max(one.cited, one.stated)


def _shown(utterance: Utterance, text: str, known: Mapping[str, Participant]) -> Utterance:
    person = known.get(utterance.speaker or "")
    return replace(utterance, text=text, speaker=person.name if person else None)
