"""Minutes as a Word document: real styles and lists, Danish, A4, page numbers, contents field."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from minutes import vocabulary
from minutes.rendering.docx_parts import (
    add_field,
    add_link,
    add_picture,
    close_field,
    open_field,
    set_font,
    set_language,
)
from minutes.rendering.docx_text import DocxText, place_name
from minutes.rendering.look import PLAIN, Look, logo_of
from minutes.rendering.view import ItemView, MinutesView
from minutes.rendering.wording import kept_together

LANGUAGE = "da-DK"
FONT = "Calibri"
_WARNING = RGBColor(0x8A, 0x1F, 0x11)
_HEADINGS = {"Title": 20, "Heading 1": 15, "Heading 2": 12, "Heading 3": 11, "TOC Heading": 14}
_ENTRY = "Contents Entry"
_MARGIN_MM, _WIDTH_MM, _HEIGHT_MM = 25, 210, 297
_TEXT_WIDTH = Mm(_WIDTH_MM - 2 * _MARGIN_MM)
_LABEL_WIDTH = Mm(38)
_LOGO_HEIGHT = Mm(18)


def as_docx(view: MinutesView, look: Look = PLAIN) -> bytes:
    """The document as DOCX.

    Raises:
        SettingsError: the logo cannot be read or set.
    """
    document = docx.Document()
    _set_page(document)
    _set_styles(document, RGBColor.from_string(look.color[1:].upper()))
    set_properties(document, view)
    _header_and_footer(document, view)
    text = DocxText(document)
    _letterhead(document, look)
    _front(document, text, view)
    for place, item in enumerate(view.items):
        text.add_item(item, place)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(_WIDTH_MM), Mm(_HEIGHT_MM)
    section.left_margin = section.right_margin = Mm(_MARGIN_MM)
    section.top_margin = section.bottom_margin = Mm(_MARGIN_MM)


def _set_styles(document: Any, color: RGBColor) -> None:
    set_language(document, LANGUAGE)
    styles = document.styles
    normal = styles["Normal"]
    set_font(normal, FONT)
    normal.font.size, normal.paragraph_format.space_after = Pt(11), Pt(8)
    for name, size in _HEADINGS.items():
        style = styles[name]
        set_font(style, FONT)
        style.font.size, style.font.color.rgb, style.font.bold = Pt(size), color, True
        style.paragraph_format.keep_with_next = True
    for line in styles["Title"].element.iter(qn("w:bottom")):
        line.set(qn("w:color"), str(color))
    styles["Heading 1"].paragraph_format.space_before = Pt(24)
    styles["Heading 1"].paragraph_format.space_after = Pt(6)
    styles["Heading 2"].paragraph_format.space_before = Pt(12)
    styles["Heading 2"].paragraph_format.space_after = Pt(4)
    entry = styles.add_style(_ENTRY, WD_STYLE_TYPE.PARAGRAPH)
    entry.base_style = normal
    entry.paragraph_format.space_after = Pt(3)
    entry.paragraph_format.tab_stops.add_tab_stop(_TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def set_properties(document: Any, view: MinutesView) -> None:
    """What the document says of itself: title, language, body, and whether it is a draft."""
    properties = document.core_properties
    properties.title, properties.language = view.title, LANGUAGE
    properties.author = properties.last_modified_by = view.meeting.body
    properties.content_status = view.mark or ""
    properties.comments = " ".join(view.notes)


def _header_and_footer(document: Any, view: MinutesView) -> None:
    section = document.sections[0]
    header = section.header.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if view.mark:
        add_mark(header, view.mark)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, rest = vocabulary.PAGE_OF.split("{page}")
    between, after = rest.split("{pages}")
    footer.add_run(before)
    add_field(footer, "PAGE", "1")
    footer.add_run(between)
    add_field(footer, "NUMPAGES", "1")
    footer.add_run(after)


def add_mark(paragraph: Any, mark: str) -> None:
    """UDKAST, to be seen at once."""
    run = paragraph.add_run(mark)
    run.bold, run.font.size, run.font.color.rgb = True, Pt(14), _WARNING


def _letterhead(document: Any, look: Look) -> None:
    logo = logo_of(look)
    if logo is not None:
        add_picture(document.add_paragraph().add_run(), logo, height=_LOGO_HEIGHT, most_width=_TEXT_WIDTH)
    if look.letterhead:
        lines = document.add_paragraph("\n".join(look.letterhead))
        lines.paragraph_format.space_after = Pt(24)


def _front(document: Any, text: DocxText, view: MinutesView) -> None:
    text.add_styled("Title", kept_together(view.title))
    for note in view.notes:
        run = document.add_paragraph().add_run(note)
        run.bold, run.font.color.rgb = True, _WARNING
    for label, told in view.facts:
        fact = document.add_paragraph()
        fact.paragraph_format.left_indent, fact.paragraph_format.first_line_indent = (
            _LABEL_WIDTH,
            -_LABEL_WIDTH,
        )
        fact.paragraph_format.tab_stops.add_tab_stop(_LABEL_WIDTH)
        fact.add_run(label).bold = True
        fact.add_run(f"\t{told}")
    for sentence in view.approved:
        document.add_paragraph(sentence)
    if view.items:
        _contents(text, view.items)


def _contents(text: DocxText, items: Sequence[ItemView]) -> None:
    """A contents field that Word fills with page numbers on opening; until then it links to the items.

    The entries have a style of their own: those of Word's "toc" styles are only of use with page numbers.
    """
    text.add_styled("TOC Heading", vocabulary.CONTENTS)
    for place, item in enumerate(items):
        entry = text.add_styled(_ENTRY)
        if place == 0:
            open_field(entry, 'TOC \\o "1-1" \\h \\z \\u', stale=True)
        add_link(entry, place_name(place), item.heading)
        if place == len(items) - 1:
            close_field(entry)
