"""FirstAgenda publication pages: items, headings, case numbers and bilag by the page's own marks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from minutes.reading.lines import Document, Line, Part


def is_firstagenda(root: Any) -> bool:
    """Whether the page has the item table of a FirstAgenda publication."""
    return bool(root.xpath('//table[@id="dagsordenDetaljer"]//tr[contains(@class, "punktrow")]'))


def read_firstagenda(root: Any) -> Document:
    """The page's lines; buttons, menus and file labels are no part of the document."""
    return Document(lines=(*_head(root), *_items(root)))


def _head(root: Any) -> Iterator[Line]:
    for heading in root.xpath('//h1[contains(@class, "dato")]'):
        yield Line(text=_words(heading), part=Part.TITLE)
    for row in root.xpath('//table[contains(@class, "dagsordeninfo")]//tr[not(@hidden)]'):
        label, *values = [_words(cell) for cell in row.xpath("./td")]
        people = [_words(person) for person in row.xpath('./td[contains(@class, "deltagere")]//*[not(*)]')]
        value = ", ".join(p for p in people if p) or " ".join(values).strip()
        if value:
            yield Line(text=f"{label} {value}")


def _items(root: Any) -> Iterator[Line]:
    for row in root.xpath('//table[@id="dagsordenDetaljer"]//tr[contains(@class, "punktrow")]'):
        number = " ".join(_words(n) for n in row.xpath('(./td//span[contains(@class, "label-default")])[1]'))
        title = " ".join(_words(t) for t in row.xpath('.//h2[contains(@class, "overskrift")]'))
        yield Line(text=f"{number}. {title}" if number else title, part=Part.ITEM)
        for journal in row.xpath('.//span[contains(@class, "sagsnummer")]'):
            if _words(journal):
                yield Line(text=_words(journal), part=Part.JOURNAL)
        yield from _sections(row)


def _sections(row: Any) -> Iterator[Line]:
    """Headings, texts and bilag in page order; an empty heading followed by text opens an unnamed section."""
    pending: str | None = None
    for part in row.xpath(
        './/h3 | .//span[contains(@class, "resume")] | .//a[contains(@class, "bilag-link")]'
    ):
        if part.tag == "h3":
            pending = _words(part)
            continue
        texts = [_words(part)] if part.tag == "a" else _texts(part)
        if pending is not None and any(texts):
            yield Line(text=pending, part=Part.SECTION)
            pending = None
        for text in texts:
            if text:
                yield Line(text=text, gap=part.tag != "a")


def _texts(resume: Any) -> list[str]:
    """The paragraphs of a text: one `div` each, or the whole where there are none."""
    paragraphs = [_words(block) for block in resume.xpath("./div | ./p | .//li")]
    return paragraphs or [_words(resume)]


def _words(element: Any) -> str:
    return " ".join(str(element.text_content()).replace("\u00a0", " ").split())
