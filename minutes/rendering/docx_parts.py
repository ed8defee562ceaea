"""Word's parts that python-docx has no words for: language, fields, bookmarks and links."""

from __future__ import annotations

import io
from typing import Any

from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length

from minutes.rendering.look import Logo, damaged

_THEMES = ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme")


def element(tag: str, /, **attributes: str) -> Any:
    """An element of Word's main namespace; `val="x"` becomes `w:val="x"`."""
    made = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


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


def add_picture(run: Any, logo: Logo, *, height: Length, most_width: Length) -> None:
    """A picture of this height, or of this width where it would be wider, with words for who cannot see it.

    Raises:
        SettingsError: the picture is damaged.
    """
    try:
        shape = run.add_picture(io.BytesIO(logo.content), height=height)
    except (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError, KeyError) as error:
        raise damaged(logo.path) from error
    if shape.width > most_width:
        shape.height, shape.width = round(height * most_width / shape.width), most_width
    shape._inline.docPr.set("descr", logo.alternative)
