"""Word's lists: one for each bullet sign, and numbers, where every list counts for itself."""

from __future__ import annotations

from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml.ns import qn
from docx.parts.numbering import NumberingPart
from docx.shared import Mm

from minutes.rendering.blocks import DEEPEST
from minutes.rendering.docx_parts import element

_INDENT_MM = 6


class Lists:
    """The document's lists: one for each bullet sign, and numbers, where every list counts for itself."""

    def __init__(self, document: Any) -> None:
        self._root = _numbering(document)
        self._bullets: dict[str, int] = {}
        self._numbers = self._define("decimal", None)

    def bullets(self, sign: str) -> int:
        """The id of the bullets with this sign, which all lists of it share."""
        if sign not in self._bullets:
            self._bullets[sign] = self._new(self._define("bullet", sign))
        return self._bullets[sign]

    def numbers(self, depth: int, start: int) -> int:
        """The id of a new list that counts from `start` at its depth."""
        return self._new(self._numbers, depth, start)

    def join(self, paragraph: Any, number: int, depth: int) -> None:
        """Make the paragraph a point of a list."""
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = depth
        properties.get_or_add_numId().val = number

    def _define(self, form: str, sign: str | None) -> int:
        known = [int(e.get(qn("w:abstractNumId"))) for e in self._root.findall(qn("w:abstractNum"))]
        number = max(known, default=0) + 1
        definition = element("abstractNum", abstractNumId=str(number))
        definition.append(element("multiLevelType", val="hybridMultilevel"))
        for depth in range(DEEPEST + 1):
            definition.append(_level(depth, form, sign or f"%{depth + 1}."))
        first = self._root.find(qn("w:num"))
        self._root.insert(list(self._root).index(first) if first is not None else len(self._root), definition)
        return number

    def _new(self, definition: int, depth: int = 0, start: int = 1) -> int:
        number = self._root.add_num(definition)
        number.add_lvlOverride(ilvl=depth).add_startOverride(start)
        return int(number.numId)


def _level(depth: int, form: str, sign: str) -> Any:
    level = element("lvl", ilvl=str(depth))
    for part in (
        element("start", val="1"),
        element("numFmt", val=form),
        element("lvlText", val=sign),
        element("lvlJc", val="left"),
    ):
        level.append(part)
    indent = element("pPr")
    left = Mm(_INDENT_MM * (depth + 1)).twips
    indent.append(element("ind", left=str(left), hanging=str(Mm(_INDENT_MM).twips)))
    level.append(indent)
    return level


def _numbering(document: Any) -> Any:
    """The document's numbering definitions, made where it has none yet."""
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING:
            return relation.target_part.element
    part = NumberingPart(
        PackURI("/word/numbering.xml"),
        CONTENT_TYPE.WML_NUMBERING,
        element("numbering"),
        document.part.package,
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
    return part.element
