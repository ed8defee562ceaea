"""The structure of our PDF as validators of PDF/UA-1 (ISO 14289-1) check it by machine.

Numbers in brackets are conditions of the Matterhorn Protocol 1.1. veraPDF is a Java program that no package
index of ours offers, so what of it can be asked of the file itself is asked here with pikepdf.
"""

import io
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pikepdf
import pytest
from pictures import png
from sample_minutes import AGENDA, DRAFTS, QUAY, TRANSCRIPT, public_minutes, section

from minutes.rendering.formats import written
from minutes.rendering.look import PLAIN, Look
from minutes.rendering.view import agenda_view, draft_view, public_view
from minutes.vocabulary import SectionKind

PRICES = "Post\tKroner\nFendere\t80.000\nSpunsvæg\t1.250.000"
LONG = replace(QUAY, title="Orientering om " + "havnens fundament og alt andet " * 6)
MANY = draft_view(
    replace(AGENDA, items=(QUAY, LONG, QUAY, LONG)), DRAFTS[1:2], transcript=TRANSCRIPT, internal=True
)
TABLE = replace(QUAY, sections=(section(SectionKind.CASE, "Sagsfremstilling", f"Priser:\n\n{PRICES}"),))


@pytest.fixture(scope="module")
def logo(tmp_path_factory):
    path = tmp_path_factory.mktemp("look") / "logo.png"
    path.write_bytes(png(90, 30))
    return Look(logo=path, letterhead=("Rørlunde Kommune", "Sekretariatet"))


DOCUMENTS = {
    "draft": lambda logo: written(draft_view(AGENDA, DRAFTS), ".pdf", PLAIN),
    "internal, many pages": lambda logo: written(MANY, ".pdf", logo),
    "public with a logo": lambda logo: written(public_view(public_minutes()), ".pdf", logo),
    "a table with names of columns": lambda logo: written(
        agenda_view(replace(AGENDA, items=(TABLE,))), ".pdf", PLAIN
    ),
    "no items": lambda logo: written(agenda_view(replace(AGENDA, items=())), ".pdf", PLAIN),
}


@pytest.fixture(scope="module", params=DOCUMENTS)
def pdf(request, logo):
    with pikepdf.open(io.BytesIO(DOCUMENTS[request.param](logo))) as opened:
        yield opened


class Node:
    """An element of the structure tree with its tag, its children, and the marked content in it."""

    def __init__(self, element, page=None):
        self.element = element
        self.tag = str(element.S).lstrip("/")
        page = element.get("/Pg", page)
        kids = element.get("/K", [])
        kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        self.children, self.content, self.objects = [], [], []
        for kid in kids:
            if isinstance(kid, int):
                self.content.append((page.objgen, kid))
            elif kid.get("/Type") == "/MCR":
                self.content.append((kid.get("/Pg", page).objgen, int(kid.MCID)))
            elif kid.get("/Type") == "/OBJR":
                self.objects.append(kid.Obj.objgen)
            else:
                self.children.append(Node(kid, page))

    def all(self):
        yield self
        for child in self.children:
            yield from child.all()


@pytest.fixture(scope="module")
def tree(pdf):
    kids = pdf.Root.StructTreeRoot.K
    return Node(kids[0] if isinstance(kids, pikepdf.Array) else kids)


def test_it_says_what_it_is_in_which_language_and_under_which_title(pdf):
    assert bool(pdf.Root.MarkInfo.Marked) and str(pdf.Root.Lang) == "da-DK"  # [06, 11-006]
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)  # [07-002]
    with pdf.open_metadata() as metadata:
        assert (metadata["pdfuaid:part"], metadata["pdfaid:part"]) == ("1", "2")
        assert metadata["pdfaid:conformance"] == "A"
        assert re.match(r"(?:REFERAT|DAGSORDEN) Havneudvalget d\. 06-10-2026", metadata["dc:title"])
    assert not pdf.is_encrypted  # [26]
    assert "/Suspects" not in pdf.Root.MarkInfo or not bool(pdf.Root.MarkInfo.Suspects)  # [04]


def test_all_that_is_drawn_is_tagged_once_or_an_artifact(pdf, tree):
    """[01-003 to 01-005]."""
    tagged = Counter(content for node in tree.all() for content in node.content)
    assert set(tagged.values()) <= {1}
    drawn = set()
    for page in pdf.pages:
        open_marks = []
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BDC", "BMC"):
                properties = operands[1] if name == "BDC" else {}
                artifact = str(operands[0]) == "/Artifact"
                content = (page.objgen, int(properties["/MCID"])) if "/MCID" in properties else None
                open_marks.append((artifact, content))
                drawn |= {content} if content else set()
            elif name == "EMC":
                open_marks.pop()
            elif name in ("Tj", "TJ", "Do", "'", '"', "f", "S", "B"):
                assert any(artifact or content for artifact, content in open_marks), name
        assert open_marks == []
    assert drawn == set(tagged)


def test_headings_go_down_one_step_at_a_time_and_the_bookmarks_are_the_headings(pdf, tree):
    """[14-003, 14-006] and a bookmark for each heading of a contents."""
    tags = [node.tag for node in tree.all()]
    ranks = [int(tag[1]) for tag in tags if re.fullmatch(r"H[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise([0, *ranks]))
    with pdf.open_outline() as outline:
        assert len(list(flat(outline.root))) == len(ranks) - ("TOC" in tags)


def flat(marks):
    for mark in marks:
        yield mark.title
        yield from flat(mark.children)


STANDARD = {
    *(
        "Document",
        "Div",
        "P",
        "H1",
        "H2",
        "H3",
        "L",
        "LI",
        "Lbl",
        "LBody",
        "TOC",
        "TOCI",
        "Reference",
        "Link",
    ),
    *("Reference", "Link", "Span", "Figure", "Table", "THead", "TBody", "TR", "TH", "TD"),
}
NESTED = {
    "L": {"LI", "L", "Caption"},
    "LI": {"Lbl", "LBody"},
    "TOC": {"TOCI", "TOC"},
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TR": {"TH", "TD"},
}
ONLY_IN = {
    "LI": {"L"},
    "LBody": {"LI"},
    "TR": {"Table", "THead", "TBody"},
    "TD": {"TR"},
    "TH": {"TR"},
    "TOCI": {"TOC"},
}


def test_lists_tables_and_contents_are_built_as_they_must_be(tree):
    """[09, 15]: what may lie in what; every row as long as the others; a table names its columns."""
    for node in tree.all():
        tags = {child.tag for child in node.children}
        assert tags <= NESTED.get(node.tag, tags), node.tag
        assert all(node.tag in ONLY_IN.get(tag, {node.tag}) for tag in tags), (node.tag, tags)
        if node.tag == "Table":
            rows = [inner for inner in node.all() if inner.tag == "TR"]
            assert len({len(row.children) for row in rows}) == 1
            heads = [cell for cell in rows[0].children if cell.tag == "TH"]
            assert len(heads) == len(rows[0].children)


def test_pictures_have_words_and_links_have_a_place_in_the_text(pdf, tree):
    """[13-004, 28]."""
    nodes = list(tree.all())
    assert all(str(node.element.Alt).startswith("Logo") for node in nodes if node.tag == "Figure")
    placed = {place for node in nodes if node.tag == "Link" for place in node.objects}
    links = [link for page in pdf.pages for link in page.get("/Annots", [])]
    assert {link.objgen for link in links} == placed
    assert all(str(link.get("/Contents", "")) for link in links)
    assert all(str(page.Tabs) == "/S" for page in pdf.pages if "/Annots" in page)


def test_every_font_is_in_the_file_and_tells_its_letters(pdf):
    """[31]."""
    fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
    assert fonts
    for font in fonts:
        descriptor = (
            font.DescendantFonts[0].FontDescriptor if "/DescendantFonts" in font else font.FontDescriptor
        )
        assert "/ToUnicode" in font
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys())


def test_tags_are_of_the_standard_or_mapped_to_it(pdf, tree):
    """[02-001]: and what stands on the page itself is a title, a paragraph, a heading, a list or a table."""
    mapped = {str(name).lstrip("/") for name in pdf.Root.StructTreeRoot.get("/RoleMap", {})}
    assert {node.tag for node in tree.all()} - STANDARD <= mapped
    assert {child.tag for child in tree.children} <= {
        "Title",
        "P",
        "H1",
        "H2",
        "H3",
        "TOC",
        "L",
        "Table",
        "Div",
    }
