"""A body's own look: letterhead, logo, colour, where the beslutning stands, what is said of closed items."""

import io
from dataclasses import replace

import docx
import pypdfium2
import pytest
from lxml import html
from pictures import png
from same_words import in_words
from sample_minutes import AGENDA, DRAFTS, public_minutes

from minutes.errors import SettingsError
from minutes.reading.agenda_file import read_content
from minutes.rendering.formats import SUFFIXES, written
from minutes.rendering.look import PLAIN, DecisionPlace, Look
from minutes.rendering.view import agenda_view, draft_view, public_view

DRAFT = draft_view(AGENDA, DRAFTS)
LETTERHEAD = ("Rørlunde Kommune", "Sekretariatet", "Rådhuspladsen 1, 4999 Rørlunde")


@pytest.fixture
def look(tmp_path):
    (tmp_path / "logo.png").write_bytes(png(300, 100))
    return Look(letterhead=LETTERHEAD, logo=tmp_path / "logo.png", color="#14785a")


def in_print(content, suffix):
    if suffix == ".docx":
        return "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)
    if suffix == ".html":
        return html.document_fromstring(content).text_content()
    if suffix == ".pdf":
        with pypdfium2.PdfDocument(content) as pdf:
            return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)
    return content.decode()


@pytest.mark.parametrize("suffix", [".txt", ".docx", ".html", ".pdf"])
def test_the_letterhead_stands_over_the_title_and_is_read_as_no_part_of_the_meeting(suffix, look):
    content = written(DRAFT, suffix, look)
    text = in_print(content, suffix)
    assert all(0 <= text.find(line) < text.rfind("REFERAT Havneudvalget") for line in LETTERHEAD)
    again = read_content(content, where=f"referat{suffix}").agenda
    plain = read_content(written(DRAFT, suffix), where=f"referat{suffix}").agenda
    assert again.meeting == plain.meeting
    assert [in_words(item) for item in again.items] == [in_words(item) for item in plain.items]


def test_the_logo_is_in_word_pdf_and_page_and_has_words_for_who_cannot_see_it(look):
    word = docx.Document(io.BytesIO(written(DRAFT, ".docx", look)))
    (shape,) = word.inline_shapes
    assert round(shape.height.mm) == 18 and round(shape.width.mm) == 54
    assert shape._inline.docPr.get("descr") == "Logo Rørlunde Kommune"
    (picture,) = html.document_fromstring(written(DRAFT, ".html", look)).iter("img")
    assert picture.get("alt") == "Logo Rørlunde Kommune"
    assert picture.get("src").startswith("data:image/png;base64,")
    with pypdfium2.PdfDocument(written(DRAFT, ".pdf", look)) as pdf:
        assert [thing.type for thing in pdf[0].get_objects()].count(3) == 1  # FPDF_PAGEOBJ_IMAGE


def test_a_very_wide_logo_stays_on_the_page(tmp_path):
    (tmp_path / "logo.png").write_bytes(png(2000, 20))
    look = Look(logo=tmp_path / "logo.png")
    (shape,) = docx.Document(io.BytesIO(written(DRAFT, ".docx", look))).inline_shapes
    assert shape.width.mm <= 160 and round(shape.width / shape.height) == 100
    assert written(DRAFT, ".pdf", look).startswith(b"%PDF-")


def test_headings_have_the_colour_of_the_body(look):
    word = docx.Document(io.BytesIO(written(DRAFT, ".docx", look)))
    assert str(word.styles["Heading 1"].font.color.rgb) == "14785A"
    assert "color: #14785a" in written(DRAFT, ".html", look).decode()
    assert written(DRAFT, ".pdf", look) != written(DRAFT, ".pdf", replace(look, color="#143a5a"))


@pytest.mark.parametrize("color", ["green", "#14785", "#ffffff", "#9fd3c7", "#14785a;x"])
def test_a_colour_that_is_none_or_too_pale_is_refused(color):
    with pytest.raises(ValueError, match=r"colour|pale"):
        Look(color=color)


@pytest.mark.parametrize(
    ("place", "order"),
    [
        (DecisionPlace.AS_PRINTED, ["Resumé", "Indstilling", "Sagsfremstilling", "Økonomi", "Beslutning"]),
        (DecisionPlace.LAST, ["Resumé", "Indstilling", "Sagsfremstilling", "Økonomi", "Beslutning"]),
        (
            DecisionPlace.AFTER_RECOMMENDATION,
            ["Resumé", "Indstilling", "Beslutning", "Sagsfremstilling", "Økonomi"],
        ),
    ],
)
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_beslutning_stands_where_the_body_wants_it(place, order, suffix):
    text = in_print(written(public_view(public_minutes()), suffix, Look(decision=place)), suffix)
    text = text[text.rfind("08.01.00-P20-1-26") :]
    at = [text.find(f"{word}") for word in [*order, "Kort over Østkajen"]]
    assert -1 not in at and at == sorted(at), (order, at)


def test_an_agenda_is_printed_in_its_own_order_whatever_the_look():
    look = Look(decision=DecisionPlace.LAST, closed_titles=False, closed_note="Lukket.")
    assert written(agenda_view(AGENDA), ".txt", look) == written(agenda_view(AGENDA), ".txt")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_draft_may_keep_even_the_title_of_a_closed_item(suffix):
    look = Look(closed_titles=False, closed_note="Punktet blev behandlet for lukkede døre.")
    text = in_print(written(DRAFT, suffix, look), suffix)
    assert "Salg af areal" not in text and "Punktet blev behandlet for lukkede døre." in text
    assert "Salg af areal" in in_print(written(DRAFT, suffix, PLAIN), suffix)
    everything = draft_view(AGENDA, DRAFTS, include_closed=True)
    assert "Salg af areal" in in_print(written(everything, suffix, look), suffix)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        (b"GIF89a", "neither PNG nor JPEG"),
        (b"\x89PNG\r\n\x1a\n", "is damaged"),
    ],
)
@pytest.mark.parametrize("suffix", [".docx", ".pdf"])
def test_a_logo_that_cannot_be_used_is_told(content, said, suffix, tmp_path):
    if content is not None:
        (tmp_path / "logo.png").write_bytes(content)
    with pytest.raises(SettingsError, match=said):
        written(DRAFT, suffix, Look(logo=tmp_path / "logo.png"))
