"""Minutes as plain text, in the form that `minutes.reading` reads back."""

from __future__ import annotations

from collections.abc import Iterator

from minutes.rendering.blocks import plain
from minutes.rendering.evidence import evidence_blocks
from minutes.rendering.look import PLAIN, Look
from minutes.rendering.view import ItemView, MinutesView
from minutes.vocabulary import CLOSED_ITEM, CONTENTS, EVIDENCE


def as_text(view: MinutesView, look: Look = PLAIN) -> bytes:
    """The document as UTF-8 text, under the letterhead of the look."""
    return ("\n\n".join((*_letterhead(look), *_paragraphs(view))) + "\n").encode()


def _letterhead(look: Look) -> tuple[str, ...]:
    return ("\n".join(look.letterhead),) if look.letterhead else ()


def _paragraphs(view: MinutesView) -> Iterator[str]:
    if view.mark:
        yield view.mark
    yield from view.notes
    yield view.title
    for label, text in view.facts:
        yield f"{label} {text}"
    yield from view.approved
    if view.items:
        yield CONTENTS
        yield "\n".join(_entry(item) for item in view.items)
    for item in view.items:
        yield from _item(item)


def _entry(item: ItemView) -> str:
    """A line of the contents list: text has no pages, so the number is the punkt's."""
    return f"{item.title}.....\t{item.number}"


def _item(item: ItemView) -> Iterator[str]:
    yield item.heading
    if item.journal_number:
        yield item.journal_number
    if item.closed:
        yield CLOSED_ITEM
    for section in item.sections:
        if section.heading:
            yield section.heading
        if section.text:
            yield section.text
        evidence = evidence_blocks(section.sentences, section.checks)
        if evidence:
            yield EVIDENCE
            yield plain(evidence)
