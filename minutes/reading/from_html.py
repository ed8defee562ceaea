"""HTML pages: headings, paragraphs, lists and tables in reading order; FirstAgenda by its own marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree, html

from minutes.reading.agenda_table import agenda_rows, in_sections
from minutes.reading.firstagenda import is_firstagenda, read_firstagenda
from minutes.reading.lines import Document, Line

_UNSEEN = frozenset(
    {"script", "style", "head", "noscript", "template", "button", "input", "select", "svg", "nav"}
)
_BLOCK_NAMES = """
address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer
form h1 h2 h3 h4 h5 h6 header hr legend li main menu ol p pre section summary table tbody td tfoot th thead tr
ul
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_MAY_BE_AGENDA = "data-may-be-agenda"
_HEADING = re.compile(r"^h([1-6])$")


def read_html(text: str) -> Document:
    """The lines of a page, what a screen does not show left out."""
    try:
        root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except etree.ParserError:  # nothing but comments and declarations
        return Document(lines=())
    if is_firstagenda(root):
        return read_firstagenda(root)
    _mark_agendas(root)
    return Document(lines=tuple(_lines(root)))


def inline_text(element: Any) -> str:
    """An element's own words on one line, white space as HTML shows it, `<br>` as a line break."""
    return "\n".join(" ".join(line.split()) for line in "".join(_pieces(element)).split("\n")).strip()


def _pieces(element: Any) -> Iterator[str]:
    yield _flowing(element.text)
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _UNSEEN and not is_hidden(child):
            yield "\n" if child.tag == "br" else "".join(_pieces(child))
        yield _flowing(child.tail)


def _flowing(text: str | None) -> str:
    return re.sub(r"\s+", " ", (text or "").replace("\u00a0", " ").replace("\u00ad", ""))


def is_hidden(element: Any) -> bool:
    """Whether the page says itself that the element is not shown, or only shows the way to other pages."""
    if element.get("role") == "navigation" or "breadcrumb" in (element.get("class") or "").lower():
        return True
    style = (element.get("style") or "").replace(" ", "").lower()
    return "hidden" in element.attrib or "display:none" in style


def _lines(element: Any, *, marker: str = "") -> Iterator[Line]:
    """The lines of a block element: its loose text and its blocks, in order."""
    heading = _HEADING.match(element.tag)
    if heading or not any(_is_block(child) for child in element.iterdescendants()):
        yield from _shown(inline_text(element), rank=int(heading[1]) if heading else None, marker=marker)
        return
    if element.tag == "tr":
        yield from _row(element)
        return
    agenda = _agenda(element) if _MAY_BE_AGENDA in element.attrib else None
    if agenda is not None:
        yield from agenda
        return
    loose = [_flowing(element.text)]
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _UNSEEN or is_hidden(child):
            loose.append(_flowing(child.tail))
            continue
        if _is_block(child) or any(_is_block(inner) for inner in child.iterdescendants()):
            yield from _shown("".join(loose).strip(), marker=marker)
            loose, marker = [_flowing(child.tail)], ""
            yield from _block(element, child)
        else:
            loose.append("\n" if child.tag == "br" else "".join(_pieces(child)))
            loose.append(_flowing(child.tail))
    yield from _shown("".join(loose).strip(), marker=marker)


def _block(parent: Any, child: Any) -> Iterator[Line]:
    if child.tag != "li":
        yield from _lines(child)
        return
    points = [point for point in parent if point.tag == "li"]
    place = points.index(child)
    depth = sum(1 for above in parent.iterancestors() if above.tag in ("ul", "ol"))
    marker = f"{' ' * depth}- "
    if parent.tag == "ol":
        marker = f"{' ' * depth}{int(child.get('value') or int(parent.get('start') or 1) + place)}. "
    first = True
    for line in _lines(child, marker=marker):
        yield Line(text=line.text, gap=first and place == 0 and depth == 0, rank=line.rank)
        first = False


def _mark_agendas(root: Any) -> None:
    """Mark the tables of a page that may be its agenda: nothing outside them makes one."""
    outside = (
        inline_text(block)
        for block in root.iter("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6")
        if _table_of(block) is None and not any(_is_block(inner) for inner in block.iterdescendants())
    )
    if not in_sections(outside):
        for table in root.iter("table"):
            table.set(_MAY_BE_AGENDA, "")


def _agenda(table: Any) -> tuple[Line, ...] | None:
    """The items of a table that is an agenda."""
    return agenda_rows([_cells(row) for row in table.iter("tr") if _table_of(row) is table])


def _table_of(element: Any) -> Any:
    return next(element.iterancestors("table"), None)


def _cells(row: Any) -> list[list[Line]]:
    return [list(_lines(cell)) for cell in row if cell.tag in ("td", "th")]


def _row(row: Any) -> Iterator[Line]:
    """A table row: cells of one line are set off by tabs, longer ones follow below each other."""
    filled = [cell for cell in _cells(row) if cell]
    if len(filled) > 1 and all(len(cell) == 1 for cell in filled):
        ranks = [cell[0].rank for cell in filled if cell[0].rank is not None]
        first = row.getprevious() is None
        yield Line(
            text="\t".join(cell[0].words for cell in filled),
            gap=first or bool(ranks),
            rank=min(ranks, default=None),
        )
        return
    for number, cell in enumerate(filled):
        for i, line in enumerate(cell):
            yield Line(text=line.text, gap=line.gap and (number == 0 or i > 0), rank=line.rank)


def _is_block(element: Any) -> bool:
    return isinstance(element.tag, str) and element.tag in _BLOCKS and not is_hidden(element)


def _shown(text: str, *, rank: int | None = None, marker: str = "") -> Iterator[Line]:
    pieces: Sequence[str] = [" ".join(piece.split()) for piece in text.split("\n") if piece.strip()]
    for i, piece in enumerate(pieces):
        yield Line(text=f"{marker}{piece}" if i == 0 else piece, gap=i == 0, rank=rank)
