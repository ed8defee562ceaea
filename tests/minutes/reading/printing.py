"""Prints a plain agenda text the ways municipalities do: styled or bold DOCX, PDF, HTML.

Written for the tests alone and independent of the readers: it knows the agenda only as marked lines.
"""

from __future__ import annotations

import html
import io
import re

import docx
import typst
from docx.enum.text import WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.shared import Pt

from minutes.rendering.docx_parts import element

SECTIONS = {
    "Indstilling",
    "Resumé",
    "Sagsfremstilling",
    "Kommunens vision og politikker",
    "Økonomi",
    "Lovgrundlag",
    "Borgerperspektiv",
    "Beslutning",
    "Bilag",
    "Problemstilling",
    "Løsning",
    "Videre proces",
    "Formål",
}


def blocks(text: str) -> list[tuple[str, list[str]]]:
    """Paragraphs with their kind: title, contents, item, section, list, text."""
    found: list[tuple[str, list[str]]] = []
    for raw in re.split(r"\n\s*\n", text.strip("\n")):
        lines = raw.split("\n")
        first = lines[0].strip()
        if not found:
            kind = "title"
        elif re.search(r"\.{3,}\s*\d+$", first):
            kind = "contents"
        elif re.match(r"Punkt \d+: ", first):
            kind = "item"
        elif first in SECTIONS or first == "Indholdsfortegnelse":
            kind = "section"
        else:
            kind = "text"
        found.append((kind, lines[:1] if kind == "section" else lines))
        if kind == "section" and lines[1:]:
            found.append(("text", lines[1:]))
    return found


def styled_docx(text: str) -> bytes:
    """Heading styles, real numbered and bulleted lists, a contents field's styles."""
    document = docx.Document()
    styles = document.styles
    for kind, lines in blocks(text):
        if kind == "title":
            document.add_paragraph(lines[0], style="Title")
        elif kind == "item":
            document.add_heading(lines[0], level=1)
        elif kind == "section":
            document.add_heading(lines[0], level=2)
        elif kind == "contents":
            if "toc 1" not in [style.name for style in styles]:
                styles.add_style("toc 1", 1)
            for line in lines:
                document.add_paragraph(line.replace(".....", "\t"), style="toc 1")
        else:
            _styled_text(document, lines)
    return _saved(document)


def _styled_text(document: docx.document.Document, lines: list[str]) -> None:
    for line in lines:
        bullet = re.match(r"^(\s*)- (.*)$", line)
        if bullet:
            document.add_paragraph(bullet[2], style="List Bullet 2" if bullet[1] else "List Bullet")
        else:
            document.add_paragraph(line)


def bold_docx(text: str) -> bytes:
    """No styles at all: bold lines for headings, empty paragraphs for space, a page break in between."""
    document = docx.Document()
    for number, (kind, lines) in enumerate(blocks(text)):
        if number:
            document.add_paragraph("")
        for line in lines:
            run = document.add_paragraph().add_run(line)
            run.bold = kind in ("title", "item", "section")
            if kind in ("title", "item"):
                run.font.size = Pt(14)
        if number % 20 == 19:
            document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
    return _saved(document)


def with_note(text: str, kind: str) -> bytes:
    """A Word document whose one section refers to a footnote or an endnote."""
    document = docx.Document()
    document.add_heading("Punkt 1: Kajen", level=1)
    document.add_heading("Sagsfremstilling", level=2)
    paragraph = document.add_paragraph("Kajen er fra 1911")
    paragraph.add_run()._r.append(element(f"{kind}Reference", id="7"))
    paragraph.add_run(".")
    note = element(kind, id="7")
    note.append(document.add_paragraph(text)._p)
    notes = element(f"{kind}s")
    notes.append(element(kind, id="-1"))
    notes.append(note)
    content_type = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml"
    package = document.part.package
    part = XmlPart(PackURI(f"/word/{kind}s.xml"), content_type, notes, package)
    document.part.relate_to(part, getattr(RELATIONSHIP_TYPE, f"{kind.upper()}S"))
    return _saved(document)


def _saved(document: docx.document.Document) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def pdf(text: str, *, page: str = "width: 15cm, height: 20cm") -> bytes:
    """Typeset by typst with a running head, page numbers, and whatever page breaks fall."""
    source = [
        f"#set page({page}, margin: 2cm, header: [Rørlunde Kommune])",
        "#set page(footer: context [Side #counter(page).display()])",
        '#set text(lang: "da", size: 10pt, hyphenate: true)',
        "#set par(justify: true)",
    ]
    for kind, lines in blocks(text):
        shown = [_typst(line) for line in lines]
        if kind in ("title", "item", "section"):
            size = {"title": 18, "item": 14, "section": 11}[kind]
            source.append(f'#block(text(size: {size}pt, weight: "bold")[{shown[0]}])')
        else:
            source.append(" #linebreak()\n".join(shown))
        source.append("")
    return bytes(typst.compile("\n".join(source).encode()))


def _typst(line: str) -> str:
    escaped = re.sub(r"([\\#$*_`<>@=\[\]~'\"/.+-])", r"\\\1", line.strip())
    return ("#h(1em)" if line.startswith(" ") else "") + re.sub(r"^(\d+)", r"#[\1]", escaped)


def page(text: str) -> str:
    """A semantic HTML page."""
    parts = [
        "<!DOCTYPE html>",
        '<html lang="da"><head><title>Dagsorden</title><style>p{}</style></head><body>',
    ]
    for kind, lines in blocks(text):
        shown = [html.escape(line) for line in lines]
        tag = {"title": "h1", "item": "h2", "section": "h3"}.get(kind)
        if tag:
            parts.append(f"<{tag}>{shown[0]}</{tag}>")
        elif all(re.match(r"\d+\. ", line) for line in lines):
            start = lines[0].split(".")[0]
            points = "".join(f"<li>{line.split('. ', 1)[1]}</li>" for line in shown)
            parts.append(f'<ol start="{start}">{points}</ol>')
        else:
            parts.append(f"<p>{'<br>'.join(shown)}</p>")
    return "\n".join([*parts, "</body></html>"])
