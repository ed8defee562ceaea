"""Word styles: which paragraphs are headings, by style, by outline level, or by bold and large type."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from docx.oxml.ns import qn

from minutes.reading.lines import LOOKS

_HEADING = re.compile(r"^(?:heading|overskrift)\s*(\d)$", re.IGNORECASE)
_TITLE = re.compile(r"^(?:title|titel)$", re.IGNORECASE)
_CONTENTS = re.compile(r"^(?:toc|indholdsfortegnelse)\s*\d$", re.IGNORECASE)
_LIST = re.compile(
    r"^(?:list (?:bullet|number)|opstilling - (?:punkttegn|talopstilling)) (\d)$", re.IGNORECASE
)
_LONGEST_HEADING = 200
_LARGEST_HALF_POINTS = 200


class Styles:
    """The styles of one document and what they make of a paragraph."""

    def __init__(self, document: Any) -> None:
        root = document.styles.element
        self._by_id = {style.get(qn("w:styleId")): style for style in root.iter(qn("w:style"))}
        self._default = next(
            (
                style
                for style in self._by_id.values()
                if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) == "1"
            ),
            None,
        )
        base = root.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
        self._base_size = _size(base) or 20
        sizes: Counter[int] = Counter()
        for paragraph in document.element.body.iter(qn("w:p")):
            length = sum(len(t.text or "") for t in paragraph.iter(qn("w:t")))
            if length:
                sizes[self._looks(paragraph)[1]] += length
        self._body_size = sizes.most_common(1)[0][0] if sizes else self._base_size

    def chain(self, paragraph: Any) -> list[Any]:
        """The paragraph's style and those it is based on, nearest first."""
        chosen = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        style = self._by_id.get(chosen.get(qn("w:val"))) if chosen is not None else self._default
        styles: list[Any] = []
        while style is not None and style not in styles:
            styles.append(style)
            parent = style.find(qn("w:basedOn"))
            style = self._by_id.get(parent.get(qn("w:val"))) if parent is not None else None
        return styles

    def is_contents(self, paragraph: Any) -> bool:
        """Whether the paragraph is an entry of a contents field."""
        return any(_CONTENTS.match(_name(style)) for style in self.chain(paragraph))

    def list_depth(self, paragraph: Any) -> int:
        """How far in a list style stands by its name: 1 for "List Bullet 2"."""
        match = (
            _LIST.match(_name(style))
            if (style := next(iter(self.chain(paragraph)), None)) is not None
            else None
        )
        return int(match[1]) - 1 if match else 0

    def rank(self, paragraph: Any) -> int | None:
        """The heading rank: of a heading style or outline level, else of bold or large type, else None."""
        for style in self.chain(paragraph):
            heading = _HEADING.match(_name(style))
            if heading:
                return int(heading[1])
            if _TITLE.match(_name(style)):
                return 0
            level = _outline(style.find(qn("w:pPr")))
            if level is not None:
                return level
        own = _outline(paragraph.find(qn("w:pPr")))
        if own is not None:
            return own
        length = sum(len(t.text or "") for t in paragraph.iter(qn("w:t")))
        bold, size = self._looks(paragraph)
        if not 0 < length <= _LONGEST_HEADING or not (bold or size > self._body_size + 2):
            return None
        return LOOKS + _LARGEST_HALF_POINTS - min(size, _LARGEST_HALF_POINTS)

    def _looks(self, paragraph: Any) -> tuple[bool, int]:
        """Whether all of its text is bold, and its smallest type size in half points."""
        properties = [style.find(qn("w:rPr")) for style in self.chain(paragraph)]
        bold_default = next((b for b in map(_bold, properties) if b is not None), False)
        size_default = next((s for s in map(_size, properties) if s is not None), self._base_size)
        bolds, sizes = [], []
        for run in paragraph.iter(qn("w:r")):
            if any((t.text or "").strip() for t in run.findall(qn("w:t"))):
                own = run.find(qn("w:rPr"))
                bold, size = _bold(own), _size(own)
                bolds.append(bold_default if bold is None else bold)
                sizes.append(size or size_default)
        return bool(bolds) and all(bolds), min(sizes, default=size_default)


def _name(style: Any) -> str:
    name = style.find(qn("w:name"))
    return "" if name is None else str(name.get(qn("w:val")))


def _outline(properties: Any) -> int | None:
    level = None if properties is None else properties.find(qn("w:outlineLvl"))
    if level is None or int(level.get(qn("w:val"))) > 8:
        return None
    return int(level.get(qn("w:val"))) + 1


def _bold(properties: Any) -> bool | None:
    mark = None if properties is None else properties.find(qn("w:b"))
    return None if mark is None else mark.get(qn("w:val")) not in ("0", "false", "off")


def _size(properties: Any) -> int | None:
    mark = None if properties is None else properties.find(qn("w:sz"))
    return None if mark is None else int(float(mark.get(qn("w:val"))))
