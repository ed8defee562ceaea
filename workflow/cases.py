"""What is known of an item, gathered from the store: the case that drafting and grounding ask for."""

from __future__ import annotations

from dataclasses import dataclass

from minutes.agenda import Agenda
from minutes.discussion import Segmentation
from minutes.errors import NotFoundError, StateError
from minutes.transcript import Transcript
from summarise.drafter import Case
from workflow.stages import undecided
from workflow.store import meetings, work
from workflow.store.database import Transaction

NO_TALK = Transcript(language="da", duration=0.0, utterances=())
"""Stands for a transcript that retention destroyed: what is left to hold a text against is the agenda."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A meeting's agenda without any beslutning, its newest transcript, and the newest division of the talk.

    `talk_kept` is False where there is no transcript (any more); `transcript` is then empty.
    """

    agenda: Agenda
    transcript: Transcript
    segmentation: Segmentation
    talk_kept: bool

    def case(self, item_id: str) -> Case:
        """The case of one item.

        Raises:
            NotFoundError: the meeting has no such item.
        """
        item = next((item for item in self.agenda.items if item.id == item_id), None)
        if item is None:
            raise NotFoundError(
                "no such item", where=f"item {item_id}", remedy="Choose one from the meeting's items"
            )
        return Case(
            meeting=self.agenda.meeting,
            item=item,
            transcript=self.transcript,
            discussion=self.segmentation.discussion(item_id) if self.talk_kept else None,
            others=tuple(other for other in self.agenda.items if other.id != item_id),
        )


def material_of(tx: Transaction, meeting_id: str) -> Material:
    """All that the meeting's items may be drafted from and held against.

    Raises:
        NotFoundError: there is no such meeting.
    """
    agenda = undecided(meetings.get(tx, meeting_id).agenda)
    nothing = Segmentation(discussions=())
    try:
        transcript = work.transcript(tx, meeting_id).transcript
    except StateError:  # not heard yet, or destroyed by retention
        return Material(agenda=agenda, transcript=NO_TALK, segmentation=nothing, talk_kept=False)
    try:
        segmentation = work.segmentation(tx, meeting_id).segmentation
    except StateError:  # heard and not divided yet
        segmentation = nothing
    return Material(agenda=agenda, transcript=transcript, segmentation=segmentation, talk_kept=True)


def case_of(tx: Transaction, meeting_id: str, item_id: str) -> Case:
    """The case of one item.

    Raises:
        NotFoundError: there is no such meeting, or it has no such item.
    """
    return material_of(tx, meeting_id).case(item_id)
