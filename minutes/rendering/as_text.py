"""Minutes as plain text, in the form that `minutes.reading` reads back."""

from __future__ import annotations

from collections.abc import Iterator

from minutes.rendering.view import ItemView, MinutesView
from minutes.vocabulary import (
    ATTENDEES,
    CONTENTS,
    DRAFT_MARK,
    DRAFT_NOTE,
    HEARD_AT,
    ITEM,
    MEETING_DATE,
    MEETING_PLACE,
    TO_CHECK,
)


def as_text(view: MinutesView) -> bytes:
    """The document as UTF-8 text."""
    return ("\n\n".join(_paragraphs(view)) + "\n").encode()


def _paragraphs(view: MinutesView) -> Iterator[str]:
    if view.draft:
        yield f"{DRAFT_MARK}\n{DRAFT_NOTE}"
    yield view.title
    if view.starts:
        yield f"{MEETING_DATE} {view.starts}"
    if view.place:
        yield f"{MEETING_PLACE} {view.place}"
    if view.participants:
        yield f"{ATTENDEES} {', '.join(view.participants)}"
    if view.items:
        yield CONTENTS
        yield "\n".join(f"{item.title}.....{place}" for place, item in enumerate(view.items, 1))
    for item in view.items:
        yield from _item(item)
    if view.approved:
        yield view.approved


def _item(item: ItemView) -> Iterator[str]:
    yield f"{ITEM} {item.number}: {item.title}"
    if item.journal_number:
        yield item.journal_number
    if item.notice:
        yield item.notice
    for section in item.sections:
        if section.heading:
            yield section.heading
        if section.text:
            yield section.text
    if item.remarks:
        yield TO_CHECK
    for remark in item.remarks:
        heard = f" [{HEARD_AT} {', '.join(remark.times)}]" if remark.times else ""
        lines = ([f"{remark.sentence}{heard}"] if remark.sentence else []) + [f"- {c}" for c in remark.checks]
        yield "\n".join(lines)
