"""Word's list numbers: the digits stand in numbering definitions, not in the text, and are counted here."""

from __future__ import annotations

import re
from typing import Any

from docx.oxml.ns import qn

from minutes.reading.docx_styles import Styles

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class Lists:
    """The running numbers of every list of one document."""

    def __init__(self, document: Any, styles: Styles) -> None:
        self._styles = styles
        self._levels: dict[str, dict[int, Any]] = {}
        self._list_of: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._seen: set[str] = set()
        for relation in document.part.rels.values():
            if relation.reltype.endswith("/numbering"):
                self._read(relation.target_part.element)

    def _read(self, root: Any) -> None:
        for abstract in root.iter(qn("w:abstractNum")):
            levels = {int(level.get(qn("w:ilvl"))): level for level in abstract.iter(qn("w:lvl"))}
            self._levels[abstract.get(qn("w:abstractNumId"))] = levels
        for number in root.iter(qn("w:num")):
            name = number.get(qn("w:numId"))
            self._list_of[name] = number.find(qn("w:abstractNumId")).get(qn("w:val"))
            for override in number.iter(qn("w:lvlOverride")):
                start = override.find(qn("w:startOverride"))
                if start is not None:
                    self._starts[name, int(override.get(qn("w:ilvl")))] = int(start.get(qn("w:val")))

    def label(self, paragraph: Any) -> str:
        """What Word prints before the paragraph ("2. ", "- ", " - " one level in), or nothing."""
        name, level = self._place(paragraph)
        levels = self._levels.get(self._list_of.get(name, ""), {})
        if level not in levels:
            return ""
        pattern = levels[level].find(qn("w:lvlText"))
        kind = _format(levels[level])
        printed = "" if pattern is None else pattern.get(qn("w:val")) or ""
        if kind == "none":
            return ""
        depth = max(level, self._styles.list_depth(paragraph))
        if kind == "bullet":
            return f"{' ' * depth}- "
        self._advance(name, level, levels)
        counts = self._counts[self._list_of[name]]
        filled = re.sub(
            r"%(\d)", lambda m: _figure(counts.get(int(m[1]) - 1, 1), _format(levels[int(m[1]) - 1])), printed
        )
        return f"{' ' * depth}{filled} " if filled.strip() else ""

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """The list and the level of a paragraph, its own or its style's; "0" is Word's word for no list."""
        name, level = None, None
        for owner in (paragraph, *self._styles.chain(paragraph)):
            mark = owner.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if mark is None:
                continue
            if level is None and mark.find(qn("w:ilvl")) is not None:
                level = int(mark.find(qn("w:ilvl")).get(qn("w:val")))
            if name is None and mark.find(qn("w:numId")) is not None:
                name = mark.find(qn("w:numId")).get(qn("w:val"))
        return (name or "0"), (level or 0)

    def _advance(self, name: str, level: int, levels: dict[int, Any]) -> None:
        """Count one on; a list that starts afresh, or a level under a new heading, begins again."""
        counts = self._counts.setdefault(self._list_of[name], {})
        if name not in self._seen:
            self._seen.add(name)
            for overridden in [at for (owner, at) in self._starts if owner == name]:
                counts.pop(overridden, None)
        start = self._starts.get((name, level), _start(levels[level]))
        counts[level] = counts[level] + 1 if level in counts else start
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]


def _format(level: Any) -> str:
    mark = level.find(qn("w:numFmt"))
    return "decimal" if mark is None else str(mark.get(qn("w:val")))


def _start(level: Any) -> int:
    mark = level.find(qn("w:start"))
    return 1 if mark is None else int(mark.get(qn("w:val")))


def _figure(number: int, kind: str) -> str:
    if kind in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in ("lowerRoman", "upperRoman"):
        roman = _roman(number)
        return roman if kind == "lowerRoman" else roman.upper()
    return f"{number:02d}" if kind == "decimalZero" else str(number)


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        while number >= value:
            written, number = written + letters, number - value
    return written
