"""Minutes as a Word document: real styles and headings, Danish, A4, page numbers, contents field."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from minutes import vocabulary
from minutes.rendering.blocks import BlockKind, blocks
from minutes.rendering.view import ItemView, MinutesView, Remark

LANGUAGE = "da-DK"
_RED = RGBColor(0x8A, 0x1F, 0x11)
_NUMBERED = "List Number"
_STYLES = {BlockKind.BULLET: "List Bullet", BlockKind.SUB_BULLET: "List Bullet 2"}


def as_docx(view: MinutesView) -> bytes:
    """The document as DOCX."""
    document = docx.Document()
    _set_page(document)
    _set_language(document)
    _set_styles(document)
    _set_properties(document, view)
    _header_and_footer(document, view)
    _front(document, view)
    for item in view.items:
        _item(document, item)
    if view.approved:
        document.add_paragraph(view.approved)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(25)


def _set_language(document: Any) -> None:
    """Danish for every run, in the document's defaults."""
    properties = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    language = OxmlElement("w:lang")
    for kind in ("w:val", "w:eastAsia"):
        language.set(qn(kind), LANGUAGE)
    properties.append(language)


def _set_styles(document: Any) -> None:
    styles = document.styles
    styles["Normal"].font.name, styles["Normal"].font.size = "Calibri", Pt(11)
    styles["Normal"].paragraph_format.space_after = Pt(8)
    for name, size in (("Title", 20), ("Heading 1", 15), ("Heading 2", 12)):
        font = styles[name].font
        font.size, font.color.rgb, font.name, font.bold = (
            Pt(size),
            RGBColor(0x14, 0x3A, 0x5A),
            "Calibri",
            True,
        )
        fonts = styles[name].element.rPr.rFonts
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
    for name in (*_STYLES.values(), _NUMBERED):
        styles[name].paragraph_format.space_after = Pt(2)


def _set_properties(document: Any, view: MinutesView) -> None:
    properties = document.core_properties
    properties.title, properties.language = view.title, LANGUAGE
    properties.author = properties.last_modified_by = view.body
    properties.comments = vocabulary.DRAFT_NOTE if view.draft else ""


def _header_and_footer(document: Any, view: MinutesView) -> None:
    section = document.sections[0]
    header = section.header.paragraphs[0]
    header.add_run(view.title)
    if view.draft:
        mark = header.add_run(f"\t\t{vocabulary.DRAFT_MARK}")
        mark.bold, mark.font.color.rgb = True, _RED
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, rest = vocabulary.PAGE_OF.split("{page}")
    between, after = rest.split("{pages}")
    footer.add_run(before)
    _field(footer, "PAGE", "1")
    footer.add_run(between)
    _field(footer, "NUMPAGES", "1")
    footer.add_run(after)


def _field(paragraph: Any, instruction: str, shown: str) -> None:
    """A field that Word computes; `shown` stands until it does."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = shown
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _front(document: Any, view: MinutesView) -> None:
    document.add_paragraph(view.title, style="Title")
    if view.draft:
        note = document.add_paragraph().add_run(vocabulary.DRAFT_NOTE)
        note.font.color.rgb = _RED
    facts = (
        (vocabulary.MEETING_DATE, view.starts),
        (vocabulary.MEETING_PLACE, view.place),
        (vocabulary.ATTENDEES, ", ".join(view.participants)),
    )
    for label, value in facts:
        if value:
            paragraph = document.add_paragraph()
            paragraph.add_run(label).bold = True
            paragraph.add_run(f" {value}")
    if view.items:
        heading = document.add_paragraph()
        heading.add_run(vocabulary.CONTENTS).bold = True
        _contents(document, view)


def _contents(document: Any, view: MinutesView) -> None:
    """A contents field; Word fills in the pages, and until then it lists the items."""
    styles = {style.name for style in document.styles}
    if "TOC 1" not in styles:
        document.styles.add_style("TOC 1", 1).base_style = document.styles["Normal"]
    for place, item in enumerate(view.items):
        paragraph = document.add_paragraph(style="TOC 1")
        paragraph.paragraph_format.space_after = Pt(2)
        if place == 0:
            _mark(paragraph, "begin")
            _instruction(paragraph, 'TOC \\o "1-1" \\h \\z \\u')
            _mark(paragraph, "separate")
        paragraph.add_run(f"{vocabulary.ITEM} {item.number}: {item.title}")
        if place == len(view.items) - 1:
            _mark(paragraph, "end")


def _mark(paragraph: Any, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)


def _instruction(paragraph: Any, text: str) -> None:
    instruction = OxmlElement("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = text
    paragraph.add_run()._r.append(instruction)


def _item(document: Any, item: ItemView) -> None:
    document.add_heading(f"{vocabulary.ITEM} {item.number}: {item.title}", level=1)
    if item.journal_number:
        document.add_paragraph(item.journal_number)
    if item.notice:
        document.add_paragraph().add_run(item.notice).italic = True
    for section in item.sections:
        if section.heading:
            document.add_heading(section.heading, level=2)
        _section_text(document, section.text)
    if item.remarks:
        document.add_heading(vocabulary.TO_CHECK, level=2)
    for remark in item.remarks:
        _remark(document, remark)


def _section_text(document: Any, text: str) -> None:
    """List lines become list paragraphs; a line that goes on in its paragraph follows a line break."""
    paragraph: Any = None
    numbers: int | None = None
    expected = 0
    for block in blocks(text):
        if block.kind is BlockKind.LINE and paragraph is not None:
            paragraph.add_run().add_break()
            paragraph.add_run(block.text)
            continue
        if block.kind is BlockKind.NUMBERED:
            number = int(block.label.rstrip("."))
            if numbers is None or number != expected:
                numbers = _new_list(document, number)
            expected = number + 1
            paragraph = document.add_paragraph(block.text, style=_NUMBERED)
            _join_list(paragraph, numbers)
            continue
        numbers = None
        paragraph = document.add_paragraph(block.text, style=_STYLES.get(block.kind, "Normal"))


def _new_list(document: Any, start: int) -> int:
    """A numbering of its own that begins at `start`; Word would else count on from the list before."""
    numbering = document.part.numbering_part.element
    style = document.styles[_NUMBERED].element.pPr.numPr.numId.val
    abstract = next(n for n in numbering.num_lst if n.numId == style).abstractNumId.val
    number = numbering.add_num(abstract)
    number.add_lvlOverride(ilvl=0).add_startOverride(start)
    return int(number.numId)


def _join_list(paragraph: Any, number: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number


def _remark(document: Any, remark: Remark) -> None:
    paragraph = document.add_paragraph(style="List Bullet")
    paragraph.add_run(remark.sentence)
    if remark.times:
        paragraph.add_run(f" [{vocabulary.HEARD_AT} {', '.join(remark.times)}]").italic = True
    for check in remark.checks:
        document.add_paragraph(style="List Bullet 2").add_run(check).bold = True
