"""The documents themselves: real structure, Danish, readable by all, UDKAST on every page."""

import io
import json
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import docx
import pdfplumber
import pypdfium2
import pytest
from docx.oxml.ns import qn
from lxml import html
from pdfminer.pdftypes import resolve1
from sample_minutes import AGENDA, APPROVAL, DRAFTS, QUAY, TRANSCRIPT, public_minutes, section

from minutes.errors import InputError
from minutes.rendering.as_docx import as_docx
from minutes.rendering.as_html import as_html
from minutes.rendering.as_json import as_json, schema, view_from_json
from minutes.rendering.as_pdf import as_pdf
from minutes.rendering.as_text import as_text
from minutes.rendering.view import agenda_view, draft_view, public_view
from minutes.vocabulary import SectionKind

DRAFT = draft_view(AGENDA, DRAFTS)
INTERNAL = draft_view(AGENDA, DRAFTS, transcript=TRANSCRIPT, internal=True)
PUBLIC = public_view(public_minutes())
MANY_PAGES = draft_view(replace(AGENDA, items=(QUAY,) * 6), DRAFTS[1:2])
SCHEMA_FILE = Path(__file__).resolve().parents[3] / "minutes/rendering/minutes.schema.json"


def pdf_pages(content):
    with pypdfium2.PdfDocument(content) as pdf:
        return [page.get_textpage().get_text_bounded() for page in pdf]


def tags_of(content):
    """How often each tag stands in the structure tree of a PDF."""
    found = Counter()

    def walk(node):
        node = resolve1(node)
        for child in node if isinstance(node, list) else ():
            walk(child)
        if isinstance(node, dict):
            found.update([node["S"].name] if "S" in node else [])
            walk(node.get("K"))

    with pdfplumber.open(io.BytesIO(content)) as pdf:
        walk(resolve1(pdf.doc.catalog["StructTreeRoot"])["K"])
    return found


def test_the_text_has_the_form_of_a_printed_referat():
    lines = as_text(DRAFT).decode().split("\n\n")
    assert lines[:11] == [
        "UDKAST",
        "Udkast lavet med AI. Ikke godkendt.",
        "REFERAT Havneudvalget d. 06-10-2026",
        "Mødedato Tirsdag d. 06. oktober 2026 kl. 16:30",
        "Mødested Mødelokale 3, Rådhuset i Rørlunde",
        "Mødedeltagere Asta Krogh (Formand), Bo Ærenlund (Direktør for By, Havn & Miljø)",
        "Afbud Ida Søby (Medlem)",
        "Indholdsfortegnelse",
        f"Godkendelse af dagsorden.....\t1\n{QUAY.title}.....\t2\nSalg af areal.....\t3",
        "Punkt 1: Godkendelse af dagsorden",
        "00.22.02-A00-4-26",
    ]
    assert lines[11:16] == [
        "Indstilling",
        "Formanden indstiller,",
        "1. at dagsordenen godkendes",
        "Beslutning",
        "Havneudvalget godkendte dagsordenen.",
    ]
    assert lines[-2:] == ["Punkt 3: Salg af areal", "Lukket punkt\n"]


def test_the_pdf_is_tagged_danish_and_titled_as_pdf_ua_and_pdf_a_ask():
    content = as_pdf(DRAFT)
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        catalog = pdf.doc.catalog
        metadata = resolve1(catalog["Metadata"]).get_data().decode()
        assert catalog["Lang"] == b"da-DK"
        assert catalog["MarkInfo"]["Marked"] is True
        assert resolve1(catalog["ViewerPreferences"])["DisplayDocTitle"] is True
    assert re.search(r"pdfuaid:part>1<", metadata) and re.search(r"pdfaid:part>2<", metadata)
    assert re.search(r"pdfaid:conformance>A<", metadata)
    assert "REFERAT Havneudvalget d. 06-10-2026" in metadata


def test_the_pdf_has_headings_lists_tables_and_bookmarks():
    content = as_pdf(DRAFT)
    tags = tags_of(content)
    assert tags["Title"] == 1
    assert tags["H1"] == 4  # the contents list and three items
    assert tags["H2"] == 8
    assert (tags["TOCI"], tags["Table"]) == (3, 0)  # figures under no names of columns are no table to hear
    assert tags["LI"] == 1 + 2 + 4
    with pypdfium2.PdfDocument(content) as pdf:
        marks = [(mark.level, mark.get_title()) for mark in pdf.get_toc()]
    assert [title for level, title in marks if level == 0] == [item.heading for item in DRAFT.items]
    assert (1, "Beslutning") in marks


def test_a_first_row_that_names_the_columns_is_the_head_of_the_table_everywhere():
    text = "Post\tKroner\nFendere\t80.000\nSpunsvæg\t1.250.000"
    priced = replace(APPROVAL, sections=(section(SectionKind.CASE, "Sagsfremstilling", text),))
    view = agenda_view(replace(AGENDA, items=(priced,)))
    tags = tags_of(as_pdf(view))
    assert (tags["TR"], tags["TH"], tags["TD"]) == (3, 2, 4)
    heads = html.document_fromstring(as_html(view)).xpath("//main//th[@scope='col']/text()")
    assert heads == ["Post", "Kroner"]
    (table,) = docx.Document(io.BytesIO(as_docx(view))).tables
    assert [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows] == [
        True,
        False,
        False,
    ]


def test_the_pdf_reads_in_the_order_of_the_agenda():
    text = " ".join("\n".join(pdf_pages(as_pdf(DRAFT))).split())
    words = ["Mødedato", "Indholdsfortegnelse", "Punkt 1:", "Formanden indstiller", "godkendte dagsordenen"]
    words += ["Punkt 2:", "Resumé", "at orienteringen drøftes", "Nordkajen", "Spunsvæg 1.250.000", "Økonomi"]
    words += ["Fendere koster 80.000 kr.", "Bilag", "Kort over Østkajen", "Lukket punkt"]
    at = 0
    for word in words:
        found = text.rfind(word) if word.startswith("Punkt") else text.find(word, at)
        assert found >= at, word
        at = found


def test_udkast_stands_on_every_page_of_a_draft_and_on_none_of_approved_minutes():
    pages = pdf_pages(as_pdf(MANY_PAGES))
    assert len(pages) > 2
    assert all("UDKAST" in page for page in pages)
    assert all(f"Side {n} af {len(pages)}" in page for n, page in enumerate(pages, start=1))
    word = docx.Document(io.BytesIO(as_docx(MANY_PAGES)))
    assert [p.text for p in word.sections[0].header.paragraphs] == ["UDKAST"]
    page = html.document_fromstring(as_html(MANY_PAGES))
    assert page.find("body").get("data-mark") == "UDKAST"
    assert "content: attr(data-mark); position: fixed" in page.findtext(".//style")
    assert "UDKAST" not in "".join(pdf_pages(as_pdf(PUBLIC))) + as_text(PUBLIC).decode()
    assert b"UDKAST" not in as_html(PUBLIC) and b"data-mark" not in as_html(PUBLIC).split(b"<body")[1]


def test_characters_that_no_font_has_are_spelt_out_and_markup_is_only_text():
    markup = "#let x = 1, $y$, *z*, `q`, <w>, \\n, @v, [u], ~ -- \"s\" 'r'"
    text = f"Se \U0001f600, \U0001f469\u200d\U0001f469 og 中文: {markup}"
    odd = replace(AGENDA, items=(replace(APPROVAL, sections=(section(SectionKind.CASE, "Sag", text),)),))
    shown = " ".join("".join(pdf_pages(as_pdf(agenda_view(odd)))).split())
    assert f"Se [U+1F600], [U+1F469][U+1F469] og [U+4E2D][U+6587]: {markup}" in shown.replace("\u200d", "")


def test_the_word_document_is_a4_danish_and_named():
    word = docx.Document(io.BytesIO(as_docx(DRAFT)))
    page = word.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    defaults = word.styles.element.find(qn("w:docDefaults"))
    assert [mark.get(qn("w:val")) for mark in defaults.iter(qn("w:lang"))] == ["da-DK"]
    assert (word.core_properties.title, word.core_properties.language) == (DRAFT.title, "da-DK")
    assert word.core_properties.comments == "Udkast lavet med AI. Ikke godkendt."


def test_the_word_document_has_real_headings_lists_and_fields():
    word = docx.Document(io.BytesIO(as_docx(DRAFT)))
    by_style = {}
    for paragraph in word.paragraphs:
        by_style.setdefault(paragraph.style.name, []).append(paragraph.text)
    assert by_style["Heading 1"] == [item.heading for item in DRAFT.items]
    assert by_style["Heading 2"][:3] == ["Indstilling", "Beslutning", "Resumé"]
    numbered = ["at dagsordenen godkendes", "at orienteringen drøftes", "at den tages til efterretning"]
    assert by_style["List Number"] == numbered
    assert by_style["List Bullet"] == ["Nordkajen:\nDen er fra 1931.", "Østkajen"]
    assert by_style["List Bullet 2"] == ["Spunsvæg", "Fendere"]
    assert [[cell.text for cell in row.cells] for row in word.tables[0].rows] == [
        ["Spunsvæg", "1.250.000 kr."],
        ["Fendere", "80.000 kr."],
    ]
    fields = [mark.text.split()[0] for mark in word.element.body.iter(qn("w:instrText"))]
    footer = word.sections[0].footer.paragraphs[0]._p.iter(qn("w:instrText"))
    assert fields == ["TOC"] and [mark.text.strip() for mark in footer] == ["PAGE", "NUMPAGES"]
    links = [link.get(qn("w:anchor")) for link in word.element.body.iter(qn("w:hyperlink"))]
    assert links == [mark.get(qn("w:name")) for mark in word.element.body.iter(qn("w:bookmarkStart"))]


def test_every_list_of_the_word_document_counts_for_itself():
    word = docx.Document(io.BytesIO(as_docx(DRAFT)))
    lists = [p._p.pPr.numPr.numId.val for p in word.paragraphs if p.style.name == "List Number"]
    assert lists[0] != lists[1] == lists[2]


def test_the_page_is_semantic_self_contained_and_without_script():
    content = as_html(DRAFT).decode()
    page = html.document_fromstring(content)
    assert page.get("lang") == "da"
    assert page.findtext(".//title") == "UDKAST: REFERAT Havneudvalget d. 06-10-2026"
    assert page.xpath("//script | //link | //img | //iframe | //@src | //@onclick") == []
    assert "url(" not in content and "@import" not in content
    ranks = [int(heading.tag[1]) for heading in page.xpath("//h1 | //h2 | //h3 | //h4")]
    assert ranks[0] == 1 and ranks.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(ranks))
    targets = set(page.xpath("//@id"))
    assert [link for link in page.xpath("//nav//a/@href") if link.removeprefix("#") not in targets] == []
    assert "@media print" in page.findtext(".//style")


def test_the_page_says_that_a_draft_was_made_with_ai_and_keeps_it_from_search_engines():
    page = html.document_fromstring(as_html(DRAFT))
    told = {meta.get("name"): meta.get("content") for meta in page.iter("meta")}
    assert told["description"] == "Udkast lavet med AI. Ikke godkendt."
    assert told["referent-drafted-by"] == "formula"
    assert "noindex" in told["robots"]
    assert "noindex" not in as_html(PUBLIC).decode()


def test_the_page_escapes_what_it_prints():
    page = html.document_fromstring(as_html(DRAFT))
    assert QUAY.title in page.xpath("//article/h2")[1].text
    assert page.xpath("//b | //havnebadet") == []


def test_the_internal_edition_shows_evidence_in_every_printed_format():
    for content in (
        as_text(INTERNAL).decode(),
        " ".join("".join(pdf_pages(as_pdf(INTERNAL))).split()),
        "\n".join(p.text for p in docx.Document(io.BytesIO(as_docx(INTERNAL))).paragraphs),
        html.document_fromstring(as_html(INTERNAL)).text_content(),
    ):
        assert "Hør 1:02:05: »fendere koster firs tusind«" in content
        assert "Tallet er ikke hørt" in content
        assert (
            "UDKAST – må ikke offentliggøres" in content or "docx" in repr(content)[:0] or "Intern" in content
        )


def test_approved_minutes_name_who_approved():
    words = "Godkendt af Karla Vind den 7. oktober 2026 kl. 09:05."
    assert words in as_text(PUBLIC).decode()
    assert words in " ".join("".join(pdf_pages(as_pdf(PUBLIC))).split())
    assert words in [p.text for p in docx.Document(io.BytesIO(as_docx(PUBLIC))).paragraphs]
    assert words in as_html(PUBLIC).decode()
    assert json.loads(as_json(PUBLIC))["approvals"][0]["person"] == "Karla Vind"


def test_json_holds_citations_in_the_internal_edition_only():
    told = json.loads(as_json(INTERNAL))["items"][1]["sections"][4]
    assert told["kind"] == "beslutning"
    assert told["sentences"][0]["sources"] == [
        {
            "utterances": [2],
            "starts": [3725.0],
            "agenda_section": None,
            "quote": "fendere koster firs tusind",
        }
    ]
    assert told["sentences"][1]["checks"][0]["kind"] == "tal_uden_belaeg"
    plain = json.loads(as_json(DRAFT))
    assert (plain["mark"], plain["items"][1]["sections"][4]["sentences"]) == ("UDKAST", [])
    assert plain["items"][2] == {
        "id": "punkt-3",
        "number": 3,
        "label": "3",
        "title": "Salg af areal",
        "closed": True,
        "journal_number": None,
        "sections": [],
    }


@pytest.mark.parametrize("view", [DRAFT, INTERNAL, PUBLIC, agenda_view(AGENDA)])
def test_json_reads_back_as_the_same_view(view):
    assert view_from_json(as_json(view), where="referat.json") == view


@pytest.mark.parametrize("content", [b"", b"[]", b'{"schema": "other"}', b'{"schema": "referent-minutes-1"}'])
def test_json_of_another_schema_is_refused(content):
    with pytest.raises(InputError, match=r"referat\.json"):
        view_from_json(content, where="referat.json")


def test_the_schema_file_is_the_one_of_the_types():
    assert json.loads(SCHEMA_FILE.read_text(encoding="utf-8")) == schema()
