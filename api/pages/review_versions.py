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
    groups: list[list[StoredText]] = []
    for one in versions:
        if groups and _goes_on(groups[-1][-1], one):
            groups[-1].append(one)
        else:
            groups.append([one])
    return tuple(
        Step(text=group[-1], before=by_version.get(group[0].based_on or 0), saved=len(group))
        for group in groups
    )


def undone(versions: Sequence[StoredText], current: int) -> int | None:
    """The version that undoes the newest step; None where there is nothing before it.

    A text that was restored undoes what the restored one undid, so that one can go back further and further.
    """
    found = {one.text.version: one for one in steps(versions)}
    texts = {one.version: one.draft.text for one in versions}
    now, at = texts[current], current
    while (step := _step_with(found, at)) and step.before:
        at = step.before.version
        if texts[at] != now:
            return at
    return None


def _step_with(found: dict[int, Step], version: int) -> Step | None:
    """The step that a version belongs to: the first that ends with it or later."""
    ends = [end for end in found if end >= version]
    return found[min(ends)] if ends else None


def _goes_on(before: StoredText, one: StoredText) -> bool:
    return (
        one.author_kind is before.author_kind is AuthorKind.PERSON
        and one.author == before.author
        and one.based_on == before.version
        and one.created_at - before.created_at < IN_ONE_GO
    )
