"""What a drafter is. No implementation lives here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from minutes.agenda import AgendaItem, Meeting
from minutes.discussion import Discussion
from minutes.draft import Draft
from minutes.transcript import Transcript


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """All that a drafter may know about one item.

    `transcript` is the whole meeting, so that utterance ids mean the same everywhere; a drafter reads
    only the utterances of `discussion`. `discussion` is None where nobody was heard taking the item up.
    `wish` is how the secretary wants the text to be: a matter of form, never a fact. `others` are the
    agenda's other items: words that only one of them has tell where talk belongs that was placed here.
    """

    meeting: Meeting
    item: AgendaItem
    transcript: Transcript
    discussion: Discussion | None
    wish: str | None = None
    others: tuple[AgendaItem, ...] = ()


class Drafter(Protocol):
    """Drafts the beslutning of one item, every sentence grounded or carrying a Concern."""

    def draft(self, case: Case) -> Draft:
        """The proposed beslutning.

        Raises:
            EngineError: the language model failed.
            InputError: this drafter cannot follow `case.wish`.
        """
        ...
