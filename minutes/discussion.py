"""Which part of the talk belongs to which item."""

from __future__ import annotations

from dataclasses import dataclass

from minutes.transcript import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Discussion:
    """The part of the transcript that belongs to an item; several spans if the item was returned to.

    `confidence` is the expected share of these utterances that belong to the item, 0 to 1.
    """

    item_id: str
    spans: tuple[Span, ...]
    confidence: float

    def utterance_ids(self) -> tuple[int, ...]:
        """All utterance ids of the discussion, in order."""
        return tuple(i for span in self.spans for i in range(span.first_utterance, span.last_utterance + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundary:
    """Where the talk passes to another item (or to none), and the words that say so, quoted."""

    utterance_id: int
    item_id: str | None
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Segmentation:
    """The whole meeting divided: every utterance belongs to one discussion, to none, or is unplaced.

    `unplaced` holds utterances that fit nowhere; talk before, after and between items is simply in no
    discussion. An item that nobody was heard taking up has no discussion.
    """

    discussions: tuple[Discussion, ...]
    boundaries: tuple[Boundary, ...] = ()
    unplaced: tuple[int, ...] = ()

    def discussion(self, item_id: str) -> Discussion | None:
        """The discussion of an item, or None where nobody was heard taking it up."""
        return next((d for d in self.discussions if d.item_id == item_id), None)
