"""The history of an item's text as a person thinks of it: what was saved in one go is one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from workflow.editing import Change, difference
from workflow.store.texts import AuthorKind, StoredText

IN_ONE_GO = timedelta(minutes=5)
"""Texts that one person saves at shorter intervals are one step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one person or machine made of a text in one go. `saved` counts the texts that were kept."""

    text: StoredText
    before: StoredText | None
    saved: int

    @property
    def changes(self) -> tuple[Change, ...]:
        """What it did to the text that it began from, word by word."""
        return difference(self.before.draft.text if self.before else "", self.text.draft.text)


def steps(versions: Sequence[StoredText]) -> tuple[Step, ...]:
    """The history, the first step first."""
    by_version = {one.version: one for one in versions}
    return tuple(
        Step(text=group[-1], before=by_version.get(group[0].based_on or 0), saved=len(group))
        for group in _groups(versions)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """Which version takes the newest step back, None where there is none.

    `further` holds where the current text came by undoing: undoing again goes on from there. `replaced` is
    what a text took the place of that was restored otherwise.
    """

    further: int | None
    replaced: int | None


def undo_of(versions: Sequence[StoredText], current: int) -> Undo:
    """How to undo the newest step."""
    first = _group_with(versions, current)[0]
    return Undo(further=_further(versions, current), replaced=first.version - 1 if _restores(first) else None)


def _further(versions: Sequence[StoredText], current: int) -> int | None:
    """The text that the step of this version began from; of a restored one, what it was made from itself."""
    texts = {one.version: one.draft.text for one in versions}
    before = _group_with(versions, current)[0].based_on
    if before is not None and texts[before] == texts[current]:
        return _further(versions, before)
    return before


def _group_with(versions: Sequence[StoredText], version: int) -> list[StoredText]:
    return next(group for group in _groups(versions) if any(one.version == version for one in group))


def _groups(versions: Sequence[StoredText]) -> list[list[StoredText]]:
    groups: list[list[StoredText]] = []
    for one in versions:
        if groups and _goes_on(groups[-1][-1], one):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _restores(one: StoredText) -> bool:
    return one.based_on is not None and one.based_on != one.version - 1


def _goes_on(before: StoredText, one: StoredText) -> bool:
    return (
        one.author_kind is before.author_kind is AuthorKind.PERSON
        and one.author == before.author
        and not _restores(before)
        and one.based_on == before.version
        and one.created_at - before.created_at < IN_ONE_GO
    )
