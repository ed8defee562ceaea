"""Set dagsorden.txt as dagsorden.docx with real heading styles.

Run `python -m workflow.demo.make_document`.
"""

from __future__ import annotations

import datetime
import io
import re
from pathlib import Path

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from minutes.files import write_atomically
from minutes.vocabulary import SECTION_HEADINGS

FOLDER = Path(__file__).parent


def as_docx(text: str) -> bytes:
    """A paragraph ends at a blank line; the title, the items and their sections carry heading styles."""
    document = docx.Document()
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "da-DK")
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    title, *blocks = re.split(r"\n\n+", text.strip())
    document.core_properties.title = title
    document.core_properties.author = "Referent"
    document.core_properties.created = datetime.datetime(2027, 4, 7, tzinfo=datetime.UTC)
    document.add_paragraph(title, style="Title")
    for block in blocks:
        document.add_paragraph(block, style=_style(block))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _style(block: str) -> str:
    if re.match(r"Punkt \d+: ", block) or block == "Indholdsfortegnelse":
        return "Heading 1"
    if block.casefold() in SECTION_HEADINGS:
        return "Heading 2"
    return "Normal"


if __name__ == "__main__":
    agenda = (FOLDER / "dagsorden.txt").read_text(encoding="utf-8")
    write_atomically(FOLDER / "dagsorden.docx", as_docx(agenda))
