"""Minutes as tagged PDF by typst: PDF/UA-1 and PDF/A-2a at once, with bookmarks, language and title.

Only the fonts inside typst are used, so that the same minutes look the same on every machine. A character
that none of them has is printed as its code point ("[U+1F600]") rather than as an empty box.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import asdict
from importlib.resources import files
from typing import Any

import typst

from minutes import vocabulary
from minutes.errors import FormatError
from minutes.reading.pdf_joining import GENERATOR
from minutes.rendering.blocks import blocks
from minutes.rendering.evidence import evidence_blocks
from minutes.rendering.look import PLAIN, Look, damaged, logo_of
from minutes.rendering.view import ItemView, MinutesView, SectionView
from minutes.rendering.wording import kept_together

FONTS = ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono", "New Computer Modern Math")
_UNSHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def as_pdf(view: MinutesView, look: Look = PLAIN) -> bytes:
    """The document as PDF.

    Raises:
        FormatError: typst refuses it.
        SettingsError: the logo cannot be read or set.
    """
    source = files("minutes.rendering").joinpath("minutes.typ").read_bytes()
    data = json.dumps(_data(view) | _look(look), ensure_ascii=False)
    try:
        try:
            return _compiled(source, data)
        except typst.TypstError as error:
            return _compiled(source, _spelt(data, error.diagnostic))
    except typst.TypstError as error:
        if look.logo and "image" in error.message:
            raise damaged(look.logo) from error
        raise FormatError(
            f"the minutes cannot be set as PDF ({error.message})",
            where=view.title,
            remedy="Write them as .docx or .html instead",
        ) from error


def _compiled(source: bytes, data: str) -> bytes:
    return bytes(
        typst.compile(
            source, sys_inputs={"view": data}, pdf_standards=["ua-1", "a-2a"], ignore_system_fonts=True
        )
    )


def _spelt(data: str, diagnostic: str) -> str:
    """The data with every character that typst found in no font as its code point; invisible ones go."""
    for unshown in set(_UNSHOWN.findall(diagnostic)):
        for char in _ESCAPED.sub(lambda match: chr(int(match[1], 16)), unshown):
            invisible = unicodedata.category(char) == "Cf"
            data = data.replace(char, "" if invisible else f"[U+{ord(char):04X}]")
    return data


def _data(view: MinutesView) -> dict[str, Any]:
    return {
        "generator": GENERATOR,
        "title": view.title,
        "heading": kept_together(view.title),
        "body": view.meeting.body,
        "mark": view.mark,
        "notes": view.notes,
        "facts": view.facts,
        "approved": view.approved,
        "items": [_item(item) for item in view.items],
        "fonts": FONTS,
        "words": {
            "contents": vocabulary.CONTENTS,
            "closed": vocabulary.CLOSED_ITEM,
            "evidence": vocabulary.EVIDENCE,
            "page": vocabulary.PAGE_OF,
        },
    }


def _look(look: Look) -> dict[str, Any]:
    """The look as data; typst takes the bytes of a picture as numbers."""
    logo = logo_of(look)
    picture = {"content": list(logo.content), "kind": logo.kind, "alt": logo.alternative} if logo else None
    return {"ink": look.color, "letterhead": look.letterhead, "logo": picture}


def _item(item: ItemView) -> dict[str, Any]:
    return {
        "heading": item.heading,
        "journal_number": item.journal_number,
        "closed": item.closed,
        "sections": [_section(section) for section in item.sections],
    }


def _section(section: SectionView) -> dict[str, Any]:
    evidence = evidence_blocks(section.sentences, section.checks)
    return {
        "heading": section.heading,
        "blocks": [asdict(block) for block in blocks(section.text)],
        "evidence": [asdict(block) for block in evidence],
    }
