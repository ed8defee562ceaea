"""Word's parts that python-docx has no words for: language, fields, and lists with numbers of their own."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from minutes.rendering.blocks import DEEPEST

_INDENT_MM = 6
_THEMES = ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme")


def element(tag: str, /, **attributes: str) -> Any:
    """An element of Word's main namespace; `val="x"` becomes `w:val="x"`."""
    made = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def add_styled(document: Any, style: str, words: str = "") -> Any:
    """A paragraph in a built-in style. Its id is its name without spaces; looking it up costs 12 ms each."""
    paragraph = document.add_paragraph(words)
    paragraph._p.style = style.replace(" ", "")
    return paragraph


def set_language(document: Any, language: str) -> None:
    """The language of every run, in the document's defaults."""
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(element("lang", val=language, eastAsia=language))


def set_font(style: Any, name: str) -> None:
    """One typeface for all scripts, in place of the theme's."""
    style.font.name = name
    fonts = style.element.rPr.rFonts
    for theme in _THEMES:
        fonts.attrib.pop(qn(theme), None)
    for script in ("w:cs", "w:eastAsia"):
        fonts.set(qn(script), name)


def add_field(paragraph: Any, instruction: str, shown: str) -> None:
    """A field that Word computes; `shown` stands until it does."""
    open_field(paragraph, instruction)
    paragraph.add_run(shown)
    close_field(paragraph)


def open_field(paragraph: Any, instruction: str, *, stale: bool = False) -> None:
    """The start of a field, up to where its result begins. A `stale` one is computed on opening."""
    begin = element("fldChar", fldCharType="begin")
    if stale:
        begin.set(qn("w:dirty"), "true")
    words = element("instrText")
    words.set(qn("xml:space"), "preserve")
    words.text = f" {instruction} "
    for part in (begin, words, element("fldChar", fldCharType="separate")):
        paragraph.add_run()._r.append(part)


def close_field(paragraph: Any) -> None:
    """The end of a field's result."""
    paragraph.add_run()._r.append(element("fldChar", fldCharType="end"))


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """A bookmark around the paragraph's words, for links."""
    start = element("bookmarkStart", id=str(number), name=name)
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(element("bookmarkEnd", id=str(number)))


def add_link(paragraph: Any, name: str, words: str) -> None:
    """Words that lead to a bookmark of the document."""
    link = element("hyperlink", anchor=name, history="1")
    link.append(paragraph.add_run(words)._r)
    paragraph._p.append(link)


class Lists:
    """The document's lists: one for each bullet sign, and numbers, where every list counts for itself."""

    def __init__(self, document: Any) -> None:
        self._root = document.part.numbering_part.element
        self._bullets: dict[str, int] = {}
        self._numbers = self._define("decimal", None)

    def bullets(self, sign: str) -> int:
        """The id of the bullets with this sign, which all lists of it share."""
        if sign not in self._bullets:
            self._bullets[sign] = self._new(self._define("bullet", sign))
        return self._bullets[sign]

    def numbers(self, depth: int, start: int) -> int:
        """The id of a new list that counts from `start` at its depth."""
        return self._new(self._numbers, depth, start)

    def join(self, paragraph: Any, number: int, depth: int) -> None:
        """Make the paragraph a point of a list."""
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = depth
        properties.get_or_add_numId().val = number

    def _define(self, form: str, sign: str | None) -> int:
        known = [int(e.get(qn("w:abstractNumId"))) for e in self._root.findall(qn("w:abstractNum"))]
        number = max(known, default=0) + 1
        definition = element("abstractNum", abstractNumId=str(number))
        definition.append(element("multiLevelType", val="hybridMultilevel"))
        for depth in range(DEEPEST + 1):
            definition.append(_level(depth, form, sign or f"%{depth + 1}."))
        first = self._root.find(qn("w:num"))
        self._root.insert(list(self._root).index(first) if first is not None else len(self._root), definition)
        return number

    def _new(self, definition: int, depth: int = 0, start: int = 1) -> int:
        number = self._root.add_num(definition)
        number.add_lvlOverride(ilvl=depth).add_startOverride(start)
        return int(number.numId)


def _level(depth: int, form: str, sign: str) -> Any:
    level = element("lvl", ilvl=str(depth))
    for part in (
        element("start", val="1"),
        element("numFmt", val=form),
        element("lvlText", val=sign),
        element("lvlJc", val="left"),
    ):
        level.append(part)
    indent = element("pPr")
    left = Mm(_INDENT_MM * (depth + 1)).twips
    indent.append(element("ind", left=str(left), hanging=str(Mm(_INDENT_MM).twips)))
    level.append(indent)
    return level
