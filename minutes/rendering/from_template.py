"""Minutes in a body's own Word template: what stands in double braces is filled in, all else is theirs.

`docs/udseende.md` tells template makers the fields. A template can lay things out as it likes, but UDKAST
goes on every page that its sections print, and one that leaves out an item, a beslutning or who approved
is refused.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from zipfile import BadZipFile

from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from minutes.errors import SettingsError
from minutes.rendering.as_docx import LANGUAGE, add_mark, set_properties
from minutes.rendering.docx_parts import set_language
from minutes.rendering.docx_text import DocxText
from minutes.rendering.look import Look, file_of
from minutes.rendering.view import ItemView, MinutesView
from minutes.vocabulary import SectionKind

_REMEDY = "Correct the Word template; docs/udseende.md lists its fields"


def from_template(view: MinutesView, look: Look) -> bytes:
    """The document as DOCX, made of the look's template.

    Raises:
        SettingsError: the template cannot be read, names a field that there is not, or leaves out what
            minutes must hold.
    """
    assert look.template is not None
    where = str(look.template)
    try:
        template = DocxTemplate(io.BytesIO(file_of(look.template)))
        template.render_init()
        environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
        template.render(_fields(view, template.get_docx()), environment)
    except TemplateError as error:
        raise SettingsError(
            f"the Word template cannot be filled in ({error.message})", where=where, remedy=_REMEDY
        ) from error
    except (BadZipFile, KeyError, ValueError, OpcError, etree.XMLSyntaxError) as error:
        raise SettingsError("this is not a Word template (DOCX)", where=where, remedy=_REMEDY) from error
    document = template.docx
    _finish(document, view)
    _check_whole(document, view, where)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _fields(view: MinutesView, document: Any) -> dict[str, Any]:
    """What a template may name. Fields called `content` hold paragraphs: `{{p content }}`."""
    set_language(document, LANGUAGE)
    text = DocxText(document)
    items = [_item(item, place, document, text) for place, item in enumerate(view.items)]
    return {
        "title": view.title,
        "kind": view.kind,
        "body": view.meeting.body,
        "mark": view.mark or "",
        "notes": list(view.notes),
        "facts": [{"label": label, "text": told} for label, told in view.facts],
        "approved": list(view.approved),
        "items": items,
        "content": Markup("").join(item["content"] for item in items),
    }


def _item(item: ItemView, place: int, document: Any, text: DocxText) -> dict[str, Any]:
    return {
        "heading": item.heading,
        "number": item.label,
        "title": item.title,
        "journal_number": item.journal_number or "",
        "closed": item.closed,
        "content": _written(document, partial(text.add_item, item, place)),
        "sections": [
            {
                "kind": section.kind.value,
                "heading": section.heading,
                "text": section.text,
                "content": _written(document, partial(text.add_section_text, section)),
            }
            for section in item.sections
        ],
    }


def _written(document: Any, write: Callable[[], None]) -> Markup:
    """What `write` adds to the document, taken out of it again."""
    body = document.element.body
    before = set(body)
    write()
    added = [element for element in body if element not in before]
    for element in added:
        body.remove(element)
    return Markup("".join(etree.tostring(element, encoding="unicode") for element in added))


def _finish(document: Any, view: MinutesView) -> None:
    set_properties(document, view)
    if view.mark is not None:
        _mark(document, view.mark)
    for field in document.element.body.iter(qn("w:instrText")):
        if (field.text or "").split()[:1] == ["TOC"]:
            _begin_of(field).set(qn("w:dirty"), "true")


def _mark(document: Any, mark: str) -> None:
    """UDKAST in every page header that does not show it already."""
    for header in _headers(document):
        if mark not in " ".join(_words(header._element)):
            header.is_linked_to_previous = False
            add_mark(header.paragraphs[0].insert_paragraph_before(), mark)


def _headers(document: Any) -> Iterator[Any]:
    """The header of every kind of page that the sections print."""
    even = document.settings.odd_and_even_pages_header_footer
    for place, section in enumerate(document.sections):
        kinds = [section.header]
        kinds += [section.first_page_header] if section.different_first_page_header_footer else []
        kinds += [section.even_page_header] if even else []
        yield from (kind for kind in kinds if place == 0 or not kind.is_linked_to_previous)


def _begin_of(instruction: Any) -> Any:
    """The mark that opens the field of an instruction."""
    run = instruction.getparent()
    while run.find(qn("w:fldChar")) is None:
        run = run.getprevious()
    return run.find(qn("w:fldChar"))


def _check_whole(document: Any, view: MinutesView, where: str) -> None:
    """Make sure that the document holds every item, beslutning and approval, whatever the template prints.

    Raises:
        SettingsError: one of them is not there.
    """
    held = " ".join(_words(document.element.body))
    wanted = [item.title for item in view.items] + list(view.approved)
    wanted += [
        line
        for item in view.items
        for section in item.sections
        if section.kind is SectionKind.DECISION
        for line in section.text.split("\n")
    ]
    for words in wanted:
        if " ".join(words.split()).lstrip("-–•* 0123456789.") not in held:
            raise SettingsError(
                f"the Word template leaves out what minutes must hold: »{words.strip()[:80]}«",
                where=where,
                remedy=_REMEDY,
            )


def _words(body: Any) -> Iterator[str]:
    for paragraph in body.iter(qn("w:p")):
        yield from Paragraph(paragraph, None).text.split()
