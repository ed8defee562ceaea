"""A body's own Word template: filled in with its own styles, marked as a draft, and never half a referat."""

import io

import docx
import pytest
from docx.oxml.ns import qn
from sample_minutes import AGENDA, DRAFTS, TRANSCRIPT, public_minutes

from minutes.errors import SettingsError
from minutes.reading.agenda_file import read_content
from minutes.rendering.formats import written
from minutes.rendering.look import Look
from minutes.rendering.view import draft_view, public_view
from minutes.vocabulary import SectionKind

DRAFT = draft_view(AGENDA, DRAFTS)
PUBLIC = public_view(public_minutes())
SHORTEST = [
    "{{ title }}",
    "{%p for fact in facts %}",
    "{{ fact.label }}: {{ fact.text }}",
    "{%p endfor %}",
    "{%p for sentence in approved %}",
    "{{ sentence }}",
    "{%p endfor %}",
    "{{p content }}",
]
ITEM_BY_ITEM = [
    "{{ kind }} for {{ body }}",
    "{%p for item in items %}",
    "{{ item.number }} – {{ item.title }} ({{ item.journal_number }})",
    "{%p for section in item.sections %}",
    "{{ section.heading }}",
    "{{p section.content }}",
    "{%p endfor %}",
    "{%p endfor %}",
    "{%p for sentence in approved %}",
    "{{ sentence }}",
    "{%p endfor %}",
]


def template(tmp_path, lines, change=lambda document: None):
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    change(document)
    document.save(tmp_path / "skabelon.docx")
    return Look(template=tmp_path / "skabelon.docx")


def filled(view, look):
    return docx.Document(io.BytesIO(written(view, ".docx", look)))


def test_the_shortest_template_gives_the_whole_referat_back(tmp_path):
    look = template(tmp_path, SHORTEST)
    again = read_content(written(DRAFT, ".docx", look), where="referat.docx").agenda
    own = read_content(written(DRAFT, ".docx"), where="referat.docx").agenda
    assert (again.meeting, again.items) == (own.meeting, own.items)
    assert "Godkendt af Karla Vind den 7. oktober 2026 kl. 09:05." in [
        p.text for p in filled(PUBLIC, look).paragraphs
    ]


def test_a_template_may_set_item_for_item(tmp_path):
    word = filled(DRAFT, template(tmp_path, ITEM_BY_ITEM))
    lines = [p.text for p in word.paragraphs]
    assert lines[:5] == [
        "REFERAT for Havneudvalget",
        "1 – Godkendelse af dagsorden (00.22.02-A00-4-26)",
        "Indstilling",
        "Formanden indstiller,",
        "at dagsordenen godkendes",
    ]
    assert f"2 – {AGENDA.items[1].title} (08.01.00-P20-1-26)" in lines
    assert [row.cells[0].text for row in word.tables[0].rows] == ["Spunsvæg", "Fendere"]


def test_headings_and_lists_have_the_templates_own_styles_whatever_their_ids(tmp_path):
    def danish(document):
        for name, ident in (("Heading 1", "Overskrift1"), ("List Number", "Opstilling-talellerbogst")):
            document.styles[name].element.set(qn("w:styleId"), ident)
        body = document.styles["List Bullet"].element
        body.getparent().remove(body)  # a template that never used bullets has no style for them

    word = filled(DRAFT, template(tmp_path, SHORTEST, danish))
    used = {p._p.style for p in word.paragraphs}
    assert {"Overskrift1", "Opstilling-talellerbogst", "ListBullet"} <= used
    assert [p.text for p in word.paragraphs if p.style.name == "Heading 1"] == [
        item.heading for item in DRAFT.items
    ]


def test_a_template_without_any_list_gets_lists(tmp_path):
    def no_numbering(document):
        for ident, relation in list(document.part.rels.items()):
            if relation.reltype.endswith("/numbering"):
                del document.part.rels[ident]

    word = filled(DRAFT, template(tmp_path, SHORTEST, no_numbering))
    (point, *_) = (p.text for p in word.paragraphs if p.style.name == "List Number")
    assert point == "at dagsordenen godkendes"


def test_udkast_goes_on_every_kind_of_page_whatever_the_template_says(tmp_path):
    def headers(document):
        section = document.sections[0]
        section.different_first_page_header_footer = True
        document.settings.odd_and_even_pages_header_footer = True
        section.header.paragraphs[0].text = "Rørlunde Kommune {{ mark }}"
        document.add_section()

    look = template(tmp_path, SHORTEST, headers)
    first, second = filled(DRAFT, look).sections
    assert [p.text for p in first.header.paragraphs] == ["Rørlunde Kommune UDKAST"]
    assert first.first_page_header.paragraphs[0].text == "UDKAST"
    assert first.even_page_header.paragraphs[0].text == "UDKAST"
    assert second.header.is_linked_to_previous
    approved = filled(PUBLIC, look).sections[0]
    assert [p.text for p in approved.header.paragraphs] == ["Rørlunde Kommune "]
    assert "UDKAST" not in "".join(p.text for p in approved.first_page_header.paragraphs)


def test_the_document_is_danish_titled_and_its_contents_list_is_renewed_by_word(tmp_path):
    from minutes.rendering.docx_parts import add_field

    def contents(document):
        add_field(document.add_paragraph(), 'TOC \\o "1-1"', "gammelt")

    word = filled(DRAFT, template(tmp_path, SHORTEST, contents))
    assert (word.core_properties.title, word.core_properties.language) == (DRAFT.title, "da-DK")
    begins = [m for m in word.element.body.iter(qn("w:fldChar")) if m.get(qn("w:fldCharType")) == "begin"]
    assert [mark.get(qn("w:dirty")) for mark in begins] == ["true"]


def test_the_internal_edition_holds_its_evidence_and_closed_items_stay_out(tmp_path):
    look = template(tmp_path, SHORTEST)
    internal = draft_view(AGENDA, DRAFTS, transcript=TRANSCRIPT, internal=True)
    text = "\n".join(p.text for p in filled(internal, look).paragraphs)
    assert "Hør 1:02:05: »fendere koster firs tusind«" in text
    assert "Zinkhytten" not in text and "Hør" not in "\n".join(
        p.text for p in filled(PUBLIC, look).paragraphs
    )


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["{{ title }}"], "leaves out .*Godkendelse af dagsorden"),
        (["{%p for item in items %}", "{{ item.heading }}", "{%p endfor %}"], "leaves out .*Godkendt af"),
        ([*ITEM_BY_ITEM[:3], "{%p endfor %}", *SHORTEST[4:7]], "leaves out .*godkendte dagsordenen"),
        (["{{p content }}"], "leaves out .*Godkendt af Karla Vind"),
        (["{{ titel }}", "{{p content }}"], "'titel' is undefined"),
        (["{{ title "], "cannot be filled in"),
        (["{{ title.__class__.__mro__ }}", *SHORTEST], "cannot be filled in"),
    ],
)
def test_a_template_that_is_wrong_or_leaves_something_out_is_refused(lines, said, tmp_path):
    with pytest.raises(SettingsError, match=said) as refusal:
        written(PUBLIC, ".docx", template(tmp_path, lines))
    assert refusal.value.where.endswith("skabelon.docx")


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04", b"{{ title }}"])
def test_a_template_that_is_no_word_document_is_refused(content, tmp_path):
    path = tmp_path / "skabelon.docx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SettingsError, match=r"not a Word template|cannot be read"):
        written(DRAFT, ".docx", Look(template=path))


def test_other_formats_do_not_need_the_template(tmp_path):
    look = Look(template=tmp_path / "gone.docx")
    assert written(DRAFT, ".pdf", look).startswith(b"%PDF-")


def test_words_of_the_agenda_are_never_taken_for_fields(tmp_path):
    from dataclasses import replace

    odd = 'Se {{ title }}, {% for x in y %} & <w:p> "citat"'
    item = replace(AGENDA.items[0], title=odd)
    view = draft_view(replace(AGENDA, items=(item,)), DRAFTS[:1])
    word = filled(view, template(tmp_path, SHORTEST))
    assert f"Punkt 1: {odd}" in [p.text for p in word.paragraphs]
    assert SectionKind.DECISION in [s.kind for s in view.items[0].sections]
