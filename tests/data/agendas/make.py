"""Writes the DOCX and PDF agendas of this folder: python tests/data/agendas/make.py

The municipalities, people and cases are invented. Two PDFs are other files of this folder as Chromium and
LibreOffice print them. The files are kept in the repository, because what is tested is reading them; this
script shows how they came to be.
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


def table() -> None:
    """The agenda of a school board: a table with a row for each item, what was decided in its last column."""
    document = docx.Document()
    document.add_heading("Skolebestyrelsen ved Birkelundskolen", 0)
    bold(document, "Dagsorden til møde torsdag den 18. februar 2027 kl. 17.00-19.00")
    document.add_paragraph("Sted: Personalerummet")
    document.add_paragraph("Deltagere: Rikke Holt (formand), Allan Due, Mette Bang (skoleleder)")
    document.add_paragraph("Afbud: Jonas Lykke")
    rows = document.add_table(rows=1, cols=4, style="Table Grid")
    for cell, name in zip(rows.rows[0].cells, BOARD_COLUMNS, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    for number, (title, said, decided) in enumerate(BOARD_ITEMS, start=1):
        for cell, text in zip(rows.add_row().cells, (str(number), title, said, decided), strict=True):
            first, *rest = text.split("\n")
            cell.text = first
            for line in rest:
                cell.add_paragraph(line)
    document.save(str(HERE / "dagsorden-i-tabel.docx"))


BOARD_COLUMNS = ("Punkt", "Emne", "Indhold og indstilling", "Referat")
BOARD_ITEMS = (
    ("Godkendelse af dagsorden", "5 min.", "Godkendt."),
    (
        "Principper for skole-hjem-samarbejde",
        "Skoleledelsen har skrevet et udkast.\nSkolelederen indstiller, at princippet godkendes.",
        "Princippet blev godkendt med to rettelser:\n- ordet forældre bruges hele vejen\n- afsnit 3 udgår",
    ),
    ("Budget 2027", "Orientering ved skolelederen. Budgettet er på 41,2 mio. kr.", "Taget til efterretning."),
    ("LUKKET: Personalesag", "", ""),
    ("Eventuelt", "", "Intet."),
)


def open_in_brackets() -> None:
    """Bold capitals with colons, "(Åben)" before each title, a star at a closed one, page head and foot."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Lindesø Kommune\tPlan- og Klimaudvalget\t06-04-2027"
    document.sections[0].footer.paragraphs[0].text = "Punkter markeret med * er lukkede"
    bold(document, "Plan- og Klimaudvalget", 20)
    bold(document, "Beslutningsprotokol", 16)
    for line in (
        "Mødedato:\t\t6. april 2027",
        "Mødetidspunkt:\t16:00-18:10",
        "Mødelokale:\t\tByrådssalen",
        "Medlemmer:\t\tEbbe Nørlund, Sif Aalund, Thorkild Mose",
        "Fraværende:\t\tThorkild Mose (afbud)",
    ):
        document.add_paragraph(line)
    document.add_page_break()
    _protocol_item(document, "1", "(Åben) Godkendelse af dagsorden", "EMN-2027-00012")
    bold(document, "BESLUTNING:")
    document.add_paragraph("Dagsordenen blev godkendt.")
    _plan(document)
    _protocol_item(document, "3*", "(Lukket) Ekspropriation til cykelsti", "EMN-2026-03120")
    _protocol_item(document, "4", "(Åben) Eventuelt", "EMN-2027-00013")
    bold(document, "BESLUTNING:")
    document.add_paragraph("Intet.")
    document.save(str(HERE / "aaben-i-parentes.docx"))


def _protocol_item(document: Any, number: str, title: str, case: str) -> None:
    bold(document, f"{number}\t{title}", 13)
    document.add_paragraph(f"Sags ID: {case}")


def _plan(document: Any) -> None:
    title = (
        "(Åben) Forslag til lokalplan 2.31 for et boligområde ved Møllegårdsvej og den nye stationsforplads"
    )
    _protocol_item(document, "2", title, "EMN-2026-04471")
    for heading, *paragraphs in PLAN_SECTIONS:
        bold(document, heading)
        for text in paragraphs:
            style = {"•": "List Bullet", "#": "List Number"}.get(text[0])
            document.add_paragraph(text.lstrip("•#"), style=style)


PLAN_SECTIONS = (
    (
        "RESUMÉ:",
        "Udvalget skal tage stilling til et forslag til lokalplan, der giver mulighed for 84 boliger i to "
        "til fire etager, fælles gårdrum og en cykelsti til stationen.",
    ),
    (
        "BAGGRUND:",
        "Bygherren har søgt om at bygge på den tidligere fabriksgrund. Grunden er forurenet, og regionen har "
        "kortlagt den på vidensniveau 2. Der er holdt to borgermøder, hvor naboerne især spurgte til "
        "trafikken på Møllegårdsvej og til højden af bygningerne mod syd.",
        "Forslaget rummer:",
        "•84 boliger, heraf 21 almene",
        "•en børnehave med 60 pladser",
        "•et fælleshus",
    ),
    ("Trafik", "Der regnes med 410 flere ture i døgnet."),
    (
        "INDSTILLING:",
        "Plan og Byg indstiller til Plan- og Klimaudvalget,",
        "#At forslaget til lokalplan sendes i høring i otte uger.",
        "#At der ikke udarbejdes en miljøvurdering.",
    ),
    (
        "BESLUTNING:",
        "Udvalget vedtog indstillingen, idet høringen forlænges til ti uger. Sif Aalund stemte imod.",
    ),
    (
        "BILAG:",
        "1 (Åben) Forslag til lokalplan 2.31 (EMN-2026-04471 - 9911204)",
        "2 (Åben) Referat fra borgermøde (EMN-2026-04471 - 9911207)",
    ),
)


def typeset() -> None:
    """A running head, page numbers, wrapped titles, divided words, a page break inside a sentence."""
    source = HERE / "sat-med-sidehoved.typ"
    source.with_suffix(".pdf").write_bytes(typst.compile(source.read_bytes()))


if __name__ == "__main__":
    heading_styles()
    bold_lines()
    table()
    open_in_brackets()
    typeset()
