"""Every word of a document is in the agenda, in its contents list, in its head, or reported as unplaced."""

from pathlib import Path

import printing
import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st
from kept_words import lost_words
from whole_text import of_docx, of_html, of_pdf

from minutes.reading.agenda_file import read_content

SHARED = Path(__file__).resolve().parents[3].parent / "shared"
OURS = sorted((Path(__file__).resolve().parents[2] / "data" / "agendas").glob("*.txt"))
THEIRS = sorted(SHARED.glob("corpus/*/dagsorden.txt")) + sorted(SHARED.glob("examples/*.txt"))

FOLDER = Path(__file__).resolve().parents[2] / "data" / "agendas"
MENUS = {
    "møder",
    "trafikudvalget",
    "forside",
    "politik",
    "teknisk",
    "udvalg",
    "mødelokale",
    "information",
    "titel",
} | {*("hent", "som", "pdf", "kopier", "link")}

LINES = st.sampled_from(
    [
        "",
        "",
        "DAGSORDEN Havneudvalget d. 03-03-2027",
        "Mødedato Onsdag d. 3. marts 2027 kl. 10:00",
        "Mødested Havnen",
        "Mødedeltagere Bo Lind (formand), Ea Rask (medlem, kasserer)",
        "Afbud",
        "Ole Hald",
        "Indholdsfortegnelse",
        "Kajen.....2",
        "Kajens fundament og alt det andet, som",
        "Åben dagsorden",
        "Lukket dagsorden",
        "Punkt 1: Kajen",
        "Punkt 2: Lukket punkt: Kranen",
        "Punkt 7 Kajen",
        "Pkt. 3 - Bolværk",
        "Sag nr. 4 Bropenge",
        "1. Kajen",
        "2. Kranen (2026-0041187)",
        "2.1 Kranens fører",
        "3.",
        "00.01.00-A00-3-26",
        "Sagsnr.: 17/46",
        "Lukket",
        "Åbent",
        "Indstilling",
        "Havnechefen indstiller,",
        "1. at kajen godkendes.",
        "2. at kranen males",
        "- at bolværket flyttes",
        "a) at der males",
        "At 1) der males",
        "(Formanden)",
        "Sagsfremstilling",
        "Sagsfremstilling: Kajen er gammel.",
        "Kajen er fra 1911 og skal",
        "understøttes af nye pæle.",
        "Miljø",
        "Økonomi",
        "Intet at bemærke.",
        "Beslutning",
        "Beslutning Byrådet den 3. marts 2027:",
        "Godkendt.",
        "Bilag",
        "Tegning af kajen",
        "Side 3 af 9",
        "UDKAST",
        "Kære alle",
    ]
)


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_our_own_layouts_keep_every_word(path):
    text = path.read_text(encoding="utf-8")
    assert not lost_words(text, read_content(text.encode(), where=path.name))


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.docx")), ids=lambda path: path.stem)
def test_word_documents_keep_every_word(path):
    content = path.read_bytes()
    assert not lost_words(of_docx(content), read_content(content, where=path.name))


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
@pytest.mark.parametrize("printed", [printing.styled_docx, printing.bold_docx])
def test_any_layout_printed_in_word_keeps_every_word(path, printed):
    content = printed(path.read_text(encoding="utf-8"))
    assert not lost_words(of_docx(content), read_content(content, where=path.name))


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_any_layout_printed_as_a_page_keeps_every_word(path):
    page = printing.page(path.read_text(encoding="utf-8"))
    assert not lost_words(of_html(page), read_content(page.encode(), where=path.name))


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_any_layout_printed_as_pdf_loses_page_heads_and_feet_alone(path):
    content = printing.pdf(path.read_text(encoding="utf-8"))
    lost = lost_words(of_pdf(content), read_content(content, where=path.name))
    assert {word for word in lost if not word.isdigit()} <= {"rørlunde", "kommune", "side"}


def test_a_year_that_begins_a_page_is_no_page_number():
    source = """#set page(width: 12cm, height: 5cm, margin: 5mm, footer: context [#counter(page).display()])
= Punkt 1: Kajen
== Sagsfremstilling
Kajen blev bygget i 1911, og den skal stå færdig igen inden udgangen af
#pagebreak()
2026
"""
    content = bytes(typst.compile(source.encode()))
    assert "2026" in read_content(content, where="dagsorden.pdf").agenda.items[0].sections[0].text


def test_a_page_of_a_site_loses_its_menus_alone():
    for path in sorted(FOLDER.glob("*.html")):
        content = path.read_bytes()
        assert set(lost_words(of_html(content), read_content(content, where=path.name))) <= MENUS | {"2"}


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_notes_of_a_word_document_are_read_where_they_are_referred_to(kind):
    content = printing.with_note("Se § 8 i styrelsesloven.", kind)
    reading = read_content(content, where="dagsorden.docx")
    assert reading.agenda.items[0].sections[0].text == "Kajen er fra 1911[1].\n[1] Se § 8 i styrelsesloven."
    assert not lost_words(of_docx(content), reading)


@pytest.mark.skipif(not THEIRS, reason="the shared corpus does not lie beside the repository")
def test_the_whole_corpus_keeps_every_word_and_leaves_no_line_unplaced():
    for path in THEIRS:
        text = path.read_text(encoding="utf-8")
        reading = read_content(text.encode(), where=str(path))
        assert not lost_words(text, reading), path
        assert reading.agenda.unplaced == (), path


@given(st.lists(LINES, max_size=60))
def test_lines_in_any_order_are_kept(lines):
    text = "\n".join(lines)
    assert not lost_words(text, read_content(text.encode() or b" ", where="tilfældig.txt"))


@given(st.text(alphabet="æøåabcPunktI1289 .:,()-–\t\n\x0c", max_size=400))
def test_any_text_is_kept_and_breaks_nothing(text):
    assert not lost_words(text, read_content(text.encode(), where="tilfældig.txt"))
