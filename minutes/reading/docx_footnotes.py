"""Footnotes and endnotes of a Word document, which lie in parts of their own."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

_KINDS = ("footnote", "endnote")


def take_in(document: Any) -> dict[Any, list[str]]:
    """The lines of the notes ("[1] Se bilag 2"), by the paragraph that refers to them.

    A reference in the text becomes the note's number in brackets.
    """
    found: dict[Any, list[str]] = {}
    number = 0
    for kind in _KINDS:
        texts = _texts(document, kind)
        for reference in list(document.element.body.iter(qn(f"w:{kind}Reference"))):
            text = texts.get(reference.get(qn("w:id")))
            if text is None:
                continue
            number += 1
            mark = OxmlElement("w:t")
            mark.text = f"[{number}]"
            reference.addprevious(mark)
            paragraph = next(reference.iterancestors(qn("w:p")))
            found.setdefault(paragraph, []).append(f"[{number}] {text}")
    return found


def _texts(document: Any, kind: str) -> dict[str, str]:
    """Note id -> words; Word's separators have none."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith(f"/{kind}s"):
            root = parse_xml(relation.target_part.blob)
            return {
                note.get(qn("w:id")): words
                for note in root.iter(qn(f"w:{kind}"))
                if (words := " ".join("".join(text.text or "" for text in note.iter(qn("w:t"))).split()))
            }
    return {}
