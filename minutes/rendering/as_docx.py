"""Minutes as a Word document: real styles and lists, Danish, A4, page numbers, contents field."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Mm, Pt, RGBColor

from minutes import vocabulary
from minutes.rendering.blocks import Block, Listing, Paragraph, Table, blocks
from minutes.rendering.docx_parts import (
    Lists,
    add_field,
    add_link,
    add_styled,
    bookmark,
    close_field,
    open_field,
    set_font,
    set_language,
)
from minutes.rendering.evidence import evidence_blocks
from minutes.rendering.view import ItemView, MinutesView, SectionView
from minutes.rendering.wording import kept_together

LANGUAGE = "da-DK"
FONT = "Calibri"
_INK = RGBColor(0x14, 0x3A, 0x5A)
_WARNING = RGBColor(0x8A, 0x1F, 0x11)
_HEADINGS = {"Title": 20, "Heading 1": 15, "Heading 2": 12, "Heading 3": 11, "TOC Heading": 14}
_BULLETS, _NUMBERS, _STYLED_DEPTH = "List Bullet", "List Number", 3
_ENTRY = "Contents Entry"
_MARGIN_MM, _WIDTH_MM, _HEIGHT_MM = 25, 210, 297
_TEXT_WIDTH = Mm(_WIDTH_MM - 2 * _MARGIN_MM)
_LABEL_WIDTH = Mm(38)


def as_docx(view: MinutesView) -> bytes:
    """The document as DOCX."""
    document = docx.Document()
    _set_page(document)
    _set_styles(document)
    _set_properties(document, view)
    _header_and_footer(document, view)
    _front(document, view)
    lists = Lists(document)
    for place, item in enumerate(view.items):
        _item(document, lists, item, place)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(_WIDTH_MM), Mm(_HEIGHT_MM)
    section.left_margin = section.right_margin = Mm(_MARGIN_MM)
    section.top_margin = section.bottom_margin = Mm(_MARGIN_MM)


def _set_styles(document: Any) -> None:
    set_language(document, LANGUAGE)
    styles = document.styles
    normal = styles["Normal"]
    set_font(normal, FONT)
    normal.font.size, normal.paragraph_format.space_after = Pt(11), Pt(8)
    for name, size in _HEADINGS.items():
        style = styles[name]
        set_font(style, FONT)
        style.font.size, style.font.color.rgb, style.font.bold = Pt(size), _INK, True
        style.paragraph_format.keep_with_next = True
    styles["Heading 1"].paragraph_format.space_before = Pt(24)
    styles["Heading 1"].paragraph_format.space_after = Pt(6)
    styles["Heading 2"].paragraph_format.space_before = Pt(12)
    styles["Heading 2"].paragraph_format.space_after = Pt(4)
    entry = styles.add_style(_ENTRY, WD_STYLE_TYPE.PARAGRAPH)
    entry.base_style = normal
    entry.paragraph_format.space_after = Pt(3)
    entry.paragraph_format.tab_stops.add_tab_stop(_TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _set_properties(document: Any, view: MinutesView) -> None:
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
        mark = header.add_run(view.mark)
        mark.bold, mark.font.size, mark.font.color.rgb = True, Pt(14), _WARNING
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, rest = vocabulary.PAGE_OF.split("{page}")
    between, after = rest.split("{pages}")
    footer.add_run(before)
    add_field(footer, "PAGE", "1")
    footer.add_run(between)
    add_field(footer, "NUMPAGES", "1")
    footer.add_run(after)


def _front(document: Any, view: MinutesView) -> None:
    add_styled(document, "Title", kept_together(view.title))
    for note in view.notes:
        run = document.add_paragraph().add_run(note)
        run.bold, run.font.color.rgb = True, _WARNING
    for label, text in view.facts:
        fact = document.add_paragraph()
        fact.paragraph_format.left_indent, fact.paragraph_format.first_line_indent = (
            _LABEL_WIDTH,
            -_LABEL_WIDTH,
        )
        fact.paragraph_format.tab_stops.add_tab_stop(_LABEL_WIDTH)
        fact.add_run(label).bold = True
        fact.add_run(f"\t{text}")
    for sentence in view.approved:
        document.add_paragraph(sentence)
    if view.items:
        _contents(document, view.items)


def _contents(document: Any, items: Sequence[ItemView]) -> None:
    """A contents field that Word fills with page numbers on opening; until then it links to the items.

    The entries have a style of their own: those of Word's "toc" styles are only of use with page numbers.
    """
    add_styled(document, "TOC Heading", vocabulary.CONTENTS)
    for place, item in enumerate(items):
        entry = add_styled(document, _ENTRY)
        if place == 0:
            open_field(entry, 'TOC \\o "1-1" \\h \\z \\u', stale=True)
        add_link(entry, _place_name(place), item.heading)
        if place == len(items) - 1:
            close_field(entry)


def _place_name(place: int) -> str:
    return f"_Toc{place + 1:08}"


def _item(document: Any, lists: Lists, item: ItemView, place: int) -> None:
    bookmark(add_styled(document, "Heading 1", item.heading), _place_name(place), place)
    if item.journal_number:
        document.add_paragraph(item.journal_number).paragraph_format.keep_with_next = True
    if item.closed:
        document.add_paragraph().add_run(vocabulary.CLOSED_ITEM).italic = True
    for section in item.sections:
        _section(document, lists, section)


def _section(document: Any, lists: Lists, section: SectionView) -> None:
    if section.heading:
        add_styled(document, "Heading 2", section.heading)
    _flow(document, lists, blocks(section.text))
    evidence = evidence_blocks(section.sentences, section.checks)
    if evidence:
        add_styled(document, "Heading 3", vocabulary.EVIDENCE)
        _flow(document, lists, evidence)


def _flow(document: Any, lists: Lists, shown: Sequence[Block]) -> None:
    for block in shown:
        if isinstance(block, Paragraph):
            _lines(document.add_paragraph(), block.lines)
        elif isinstance(block, Table):
            _table(document, block)
        else:
            last = _listing(document, lists, block, 0)
            last.paragraph_format.space_after = Pt(8)


def _table(document: Any, table: Table) -> None:
    width = max(len(row) for row in table.rows)
    made = document.add_table(rows=len(table.rows), cols=width, style="Table Grid")
    for row, cells in zip(made.rows, table.rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=False):
            cell.paragraphs[0].add_run(words)
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)
    made.autofit = True
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _listing(document: Any, lists: Lists, listing: Listing, depth: int) -> Any:
    """The points of a list and the lists below them; the last paragraph is handed back."""
    number = lists.bullets(listing.sign) if listing.start is None else lists.numbers(depth, listing.start)
    paragraph = None
    for point in listing.points:
        style = f"{_BULLETS if listing.start is None else _NUMBERS} {min(depth + 1, _STYLED_DEPTH)}"
        paragraph = add_styled(document, style.removesuffix(" 1"))
        paragraph.paragraph_format.space_after = Pt(2)
        if point.gap:
            paragraph.paragraph_format.space_before = Pt(8)
        lists.join(paragraph, number, depth)
        _lines(paragraph, point.lines)
        for below in point.lists:
            paragraph = _listing(document, lists, below, depth + 1)
    return paragraph


def _lines(paragraph: Any, lines: Sequence[str]) -> None:
    """One run a line, each but the first after a line break."""
    for place, line in enumerate(lines):
        if place:
            paragraph.add_run().add_break()
        paragraph.add_run(line)
