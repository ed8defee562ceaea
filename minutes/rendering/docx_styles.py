"""Word's built-in styles in any document, by name: a Danish Word gives "Heading 1" the id Overskrift1."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import Any

import docx
from docx.oxml.ns import qn


class StyleIds:
    """The ids of a document's styles by their English names."""

    def __init__(self, document: Any) -> None:
        self._root = document.styles.element
        self._ids: dict[str, str] = {
            name: style.get(qn("w:styleId")) for name, style in _named(self._root).items()
        }

    def of(self, name: str) -> str:
        """The id of a style. A built-in one that the document lacks is added as Word has it."""
        if name.lower() not in self._ids:
            self._ids[name.lower()] = self._add(name)
        return self._ids[name.lower()]

    def _add(self, name: str) -> str:
        """A copy of the style in Word's plain document, without what it leans on that is not here."""
        style = deepcopy(_plain()[name.lower()])
        for tag in ("w:link", "w:basedOn", "w:next"):
            for leaning in style.findall(qn(tag)):
                if tag == "w:link" or leaning.get(qn("w:val")) not in self._ids.values():
                    style.remove(leaning)
        self._root.append(style)
        return str(style.get(qn("w:styleId")))


@cache
def _plain() -> dict[str, Any]:
    return _named(docx.Document().styles.element)


def _named(root: Any) -> dict[str, Any]:
    return {style.find(qn("w:name")).get(qn("w:val")).lower(): style for style in root.iter(qn("w:style"))}
