"""From a section's text to paragraphs, lists and tables: nothing is lost, and only lists become lists."""

from hypothesis import given
from hypothesis import strategies as st

from minutes.rendering.blocks import Listing, Paragraph, Point, Table, blocks, plain


def points(*lines, **more):
    return tuple(Point(lines=(line,), **more) for line in lines)


def test_clauses_are_a_numbered_list_under_their_proposer():
    assert blocks("Formanden indstiller,\n1. at a\n2. at b") == (
        Paragraph(lines=("Formanden indstiller,",)),
        Listing(start=1, points=points("at a", "at b")),
    )


def test_blank_lines_between_points_keep_one_list():
    (only,) = blocks("1. at a\n\n2. at b")
    assert only == Listing(start=1, points=(*points("at a"), *points("at b", gap=True)))


def test_a_list_that_text_interrupts_counts_on():
    first, text, second = blocks("1. a\n\nMellem.\n\n2. b")
    assert (first.start, text.lines, second.start) == (1, ("Mellem.",), 2)


def test_a_new_list_counts_from_one():
    assert [block.start for block in blocks("1. a\n2. b\n1. c")] == [1, 1]


def test_indented_points_lie_under_the_point_above():
    assert blocks("- Nord\n - Spuns\n - Fender\n- Øst") == (
        Listing(
            points=(
                Point(lines=("Nord",), lists=(Listing(points=points("Spuns", "Fender")),)),
                *points("Øst"),
            )
        ),
    )


def test_another_sign_right_under_a_point_is_a_level_deeper():
    assert plain(blocks("1. at a:\n- x\n- y\n2. at b")) == "1. at a:\n - x\n - y\n2. at b"
    assert plain(blocks("• at a:\n- x\n• at b")) == "• at a:\n - x\n• at b"


def test_a_line_right_under_a_point_belongs_to_it():
    assert blocks("- Nord:\nDen er gammel.\n- Øst") == (
        Listing(points=(Point(lines=("Nord:", "Den er gammel.")), *points("Øst"))),
    )


def test_a_date_or_a_stray_number_opens_no_list():
    for text in ("15. april er der møde.", "7. etage er lukket.", "1.250 kr.", "-5 grader", "3,5 timer"):
        assert blocks(text) == (Paragraph(lines=(text,)),)


def test_lines_with_tabs_are_a_table():
    assert blocks("Beløb:\nSpuns\t10 kr.\nFender\t5 kr.\t*") == (
        Paragraph(lines=("Beløb:",)),
        Table(rows=(("Spuns", "10 kr."), ("Fender", "5 kr.", "*"))),
    )


LINES = st.sampled_from(
    [
        "",
        "Tekst.",
        "- a",
        " - b",
        "   - c",
        "• d",
        "– e",
        "1. f",
        "2. g",
        " 1. h",
        "3. maj",
        "x\ty",
        " indrykket",
    ]
)


@given(st.lists(LINES, max_size=14))
def test_no_word_is_lost_or_moved(lines):
    text = "\n".join(lines)
    assert plain(blocks(text)).split() == text.split()
