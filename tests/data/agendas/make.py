"""Writes the DOCX and PDF agendas of this folder: python tests/data/agendas/make.py

The municipalities, people and cases are invented. The files are kept in the repository, because what is
tested is reading them; this script shows how they came to be.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import typst
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

HERE = Path(__file__).parent


def numbering(document: Any, abstract_id: int, levels: list[tuple[str, str]]) -> None:
    """A list definition of its own, with the number of its id; levels are (format, text)."""
    root = document.part.numbering_part.element
    rows = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for i, (kind, text) in enumerate(levels)
    )
    abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{abstract_id}">{rows}</w:abstractNum>'
    root.insert(0, parse_xml(abstract))
    root.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{abstract_id}"><w:abstractNumId w:val="{abstract_id}"/></w:num>'
        )
    )


def restart(document: Any, number: int, abstract_id: int) -> None:
    """A list that counts from 1 again with the same looks."""
    document.part.numbering_part.element.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{abstract_id}"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        )
    )


def numbered(paragraph: Any, number: int, level: int = 0) -> None:
    """Put a paragraph, or a style, into a list."""
    properties = (
        paragraph._p.get_or_add_pPr() if hasattr(paragraph, "_p") else paragraph.element.get_or_add_pPr()
    )
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    )


def tracked(paragraph: Any, kind: str, text: str) -> None:
    """A tracked insertion ("w:ins") or deletion ("w:del")."""
    change = OxmlElement(kind)
    change.set(qn("w:id"), "1")
    change.set(qn("w:author"), "Sekretariatet")
    run = OxmlElement("w:r")
    words = OxmlElement("w:delText" if kind == "w:del" else "w:t")
    words.text = text
    words.set(qn("xml:space"), "preserve")
    run.append(words)
    change.append(run)
    paragraph._p.append(change)


def heading_styles() -> None:
    """Numbers in the heading style, a table as head, a contents field, lists, tracked changes, a comment."""
    document = docx.Document()
    numbering(document, 90, [("decimal", "%1."), ("decimal", "%1.%2")])
    numbering(document, 91, [("decimal", "%1."), ("lowerLetter", "%2)")])
    restart(document, 92, 91)
    numbered(document.styles["Heading 2"], 90)
    document.styles.add_style("toc 1", 1)

    document.add_paragraph("DAGSORDEN Kultur- og Bosætningsudvalget d. 02-12-2026", style="Title")
    table = document.add_table(rows=0, cols=2)
    for label, value in (
        ("Mødedato", "Onsdag d. 2. december 2026 kl. 17:00"),
        ("Mødested", "Strandvejsskolen, musiklokalet"),
    ):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
    cells = table.add_row().cells
    cells[0].text = "Mødedeltagere"
    cells[1].text = "Gerner Ploug (formand)"
    cells[1].add_paragraph("Liva Stensbæk (næstformand, Fælleslisten)")
    cells[1].add_paragraph("Ditlev Aakjær (kultur- & fritidschef)")

    document.add_paragraph("Indholdsfortegnelse", style="TOC Heading")
    for title, page in (("Godkendelse af dagsorden", 2), ("Tilskud til Musikforeningen Klangbund", 2)):
        document.add_paragraph(f"{title}\t{page}", style="toc 1")
    document.add_paragraph("Bosætningskampagne 2027\t4", style="toc 1")

    document.add_heading("Godkendelse af dagsorden", level=2)
    document.add_heading("Indstilling", level=3)
    document.add_paragraph("Formanden indstiller,")
    numbered(document.add_paragraph("at dagsordenen godkendes."), 91)

    document.add_heading("Tilskud til Musikforeningen Klangbund", level=2)
    document.add_paragraph("20.13.00-Ø40-14-26")
    document.add_heading("Resumé", level=3)
    summary = document.add_paragraph("Foreningen søger ")
    tracked(summary, "w:del", "45.000 kr.")
    tracked(summary, "w:ins", "52.000 kr.")
    summary.add_run(" til et klaver.")
    document.add_comment(summary.runs[0], text="Er beløbet med moms?", author="Økonomi", initials="ØK")
    document.add_heading("Indstilling", level=3)
    document.add_paragraph("Kultur- & fritidschefen indstiller,")
    first = document.add_paragraph("at der ydes et tilskud på 52.000 kr.")
    second = document.add_paragraph("at tilskuddet udbetales")
    for paragraph in (first, second):
        numbered(paragraph, 92)
    for text in ("når klaveret er købt, og", "når revisor har set regningen"):
        numbered(document.add_paragraph(text), 92, level=1)
    document.add_heading("Sagsfremstilling", level=3)
    document.add_paragraph("Foreningen har 140 medlemmer.")
    document.add_heading("Foreningens økonomi", level=4)
    document.add_paragraph("Regnskabet for 2025 viser:")
    figures = document.add_table(rows=0, cols=2)
    for row in (("Kontingent", "61.000 kr."), ("Koncerter", "38.500 kr.")):
        cells = figures.add_row().cells
        cells[0].text, cells[1].text = row
    document.add_paragraph("Foreningen har ikke gæld.")
    document.add_heading("Frivillighed", level=3)
    document.add_paragraph("Medlemmerne spiller gratis på plejecentrene.")
    document.add_heading("Bilag", level=3)
    document.add_paragraph("Ansøgning fra Klangbund")
    document.add_paragraph("Regnskab 2025")

    document.add_heading("Bosætningskampagne 2027", level=2)
    document.add_heading("Sagsfremstilling", level=3)
    document.add_paragraph("Kampagnen har tre spor:")
    for text, style in (
        ("Byggegrunde", "List Bullet"),
        ("i Nordbyen", "List Bullet 2"),
        ("ved havnen", "List Bullet 2"),
        ("Job", "List Bullet"),
        ("Foreningsliv", "List Bullet"),
    ):
        document.add_paragraph(text, style=style)
    document.core_properties.author = "Fiktiv Kommune"
    document.save(str(HERE / "overskrifter-og-lister.docx"))


def bold_lines() -> None:
    """No styles: bold lines, empty paragraphs for space, items in boxes, a page break in a sentence."""
    document = docx.Document()
    bold(document, "Skarreholm Kommune")
    bold(document, "Beslutningsprotokol", 18)
    bold(document, "Ældre- og Omsorgsudvalget, mandag den 7. september 2026 kl. 13.15")
    document.add_paragraph("")
    document.add_paragraph("Mødested:\tSkarreholm Rådhus, Kantinen")
    document.add_paragraph("Tilstedeværende:\tHelga Brund, Anton Sejrø, Mira Dahlgren")
    document.add_paragraph("Afbud:\tJeppe Ladefoged")
    for number, title in enumerate(("Meddelelser", "Værdighedspolitik", "Plejehjemmet Solbrinken"), start=1):
        document.add_paragraph("")
        box = document.add_table(rows=1, cols=2).rows[0].cells
        for cell, text in zip(box, (f"{number}.", title), strict=True):
            run = cell.paragraphs[0].add_run(text)
            run.bold, run.font.size = True, Pt(14)
        document.add_paragraph(f"Sagsnr. 26/11{number}07")
        ITEMS[number](document)
    document.save(str(HERE / "fede-linjer.docx"))


def bold(document: Any, text: str, size: int = 11) -> None:
    """A bold line."""
    run = document.add_paragraph().add_run(text)
    run.bold, run.font.size = True, Pt(size)


def _news(document: Any) -> None:
    bold(document, "Beslutning")
    document.add_paragraph("Taget til efterretning.")


def _policy(document: Any) -> None:
    bold(document, "Indstilling")
    document.add_paragraph("Ældrechefen indstiller, at værdighedspolitikken sendes i høring i seks uger.")
    document.add_paragraph("")
    bold(document, "Sagsfremstilling")
    document.add_paragraph("Politikken gælder for 2027-2030. Den bygger på samtaler med")
    document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("")
    document.add_paragraph("beboere, pårørende og personale på de fem plejehjem.")
    document.add_paragraph("")
    bold(document, "Måltider")
    document.add_paragraph("Maden laves på stedet.")
    document.add_paragraph("")
    bold(document, "Personalemæssige konsekvenser")
    document.add_paragraph("Ingen.")
    document.add_paragraph("")
    bold(document, "Beslutning")
    document.add_paragraph("Indstillingen blev tiltrådt. Jeppe Ladefoged var fraværende.")


def _home(document: Any) -> None:
    bold(document, "Sagsfremstilling")
    document.add_paragraph("Taget på Solbrinken er fra 1974.")
    document.add_paragraph("")
    bold(document, "Personalemæssige konsekvenser")
    document.add_paragraph("To nattevagter flyttes i byggeperioden.")
    document.add_paragraph("")
    bold(document, "Bilag")
    document.add_paragraph("1. Tegninger")
    document.add_paragraph("2. Overslag")


ITEMS = {1: _news, 2: _policy, 3: _home}


def typeset() -> None:
    """A running head, page numbers, wrapped titles, divided words, a page break inside a sentence."""
    source = HERE / "sat-med-sidehoved.typ"
    source.with_suffix(".pdf").write_bytes(typst.compile(source.read_bytes()))


if __name__ == "__main__":
    heading_styles()
    bold_lines()
    typeset()
