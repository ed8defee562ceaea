"""A view as a body wants it: where the beslutning stands and what is said of closed items."""

from __future__ import annotations

from dataclasses import replace

from minutes.rendering.look import DecisionPlace, Look
from minutes.rendering.view import Edition, ItemView, MinutesView, SectionView
from minutes.vocabulary import CLOSED_ITEM, SectionKind


def arranged(view: MinutesView, look: Look) -> MinutesView:
    """The view in the order of the look; an agenda is printed as it was read."""
    if view.edition is Edition.AGENDA:
        return view
    return replace(view, items=tuple(_item(item, look) for item in view.items))


def _item(item: ItemView, look: Look) -> ItemView:
    if item.closed and not item.sections:
        return _withheld(item, look)
    return replace(item, sections=_ordered(item.sections, look.decision))


def _withheld(item: ItemView, look: Look) -> ItemView:
    note = look.closed_note.strip()
    return replace(
        item,
        title=item.title if look.closed_titles else CLOSED_ITEM,
        sections=(SectionView(kind=SectionKind.OTHER, heading="", text=note),) if note else (),
    )


def _ordered(sections: tuple[SectionView, ...], place: DecisionPlace) -> tuple[SectionView, ...]:
    if place is DecisionPlace.AS_PRINTED:
        return sections
    decisions = [section for section in sections if section.kind is SectionKind.DECISION]
    others = [section for section in sections if section.kind is not SectionKind.DECISION]
    kinds = [section.kind for section in others]
    at = len(others)
    if place is DecisionPlace.AFTER_RECOMMENDATION and SectionKind.RECOMMENDATION in kinds:
        at = kinds.index(SectionKind.RECOMMENDATION) + 1
    elif SectionKind.ATTACHMENTS in kinds:
        at = kinds.index(SectionKind.ATTACHMENTS)
    return (*others[:at], *decisions, *others[at:])
