"""What a text must answer for before it can be approved: its concerns, and who has answered for them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from minutes.draft import Concern, Draft, Severity
from workflow.store.spoken_for import Acknowledgement


@dataclass(frozen=True, slots=True, kw_only=True)
class RaisedConcern:
    """A concern of a text. `sentence` is the place of its sentence, None where it is of the whole text."""

    id: str
    concern: Concern
    sentence: int | None
    acknowledged: Acknowledgement | None

    @property
    def blocks(self) -> bool:
        """Whether it keeps the text from being approved."""
        return self.concern.severity is Severity.BLOCK and self.acknowledged is None


def raised(draft: Draft, acknowledged: Sequence[Acknowledgement]) -> tuple[RaisedConcern, ...]:
    """Every concern of the text in order, the whole text's first."""
    return tuple(_raised(draft, {one.concern: one for one in reversed(acknowledged)}))


def blocking(draft: Draft, acknowledged: Sequence[Acknowledgement]) -> tuple[RaisedConcern, ...]:
    """Those that keep the text from being approved."""
    return tuple(one for one in raised(draft, acknowledged) if one.blocks)


def concern_id(concern: Concern, words: str) -> str:
    """The same concern about the same words has the same id in every version.

    So an acknowledgement holds as long as the sentence that it was given for stands unchanged.
    """
    content = "\n".join((concern.kind, concern.detail, " ".join(words.split())))
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _raised(draft: Draft, acknowledged: dict[str, Acknowledgement]) -> Iterator[RaisedConcern]:
    places = (
        (None, draft.text, draft.concerns),
        *((k, s.text, s.concerns) for k, s in enumerate(draft.sentences)),
    )
    for place, words, concerns in places:
        for concern in concerns:
            known = concern_id(concern, words)
            yield RaisedConcern(
                id=known, concern=concern, sentence=place, acknowledged=acknowledged.get(known)
            )
