"""Minutes as tagged PDF (PDF/UA-1 and A-2a) by typst: bookmarks, language, title; all words passed as data."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import typst

from minutes import vocabulary
from minutes.rendering.as_html import groups
from minutes.rendering.view import ItemView, MinutesView, Remark


def as_pdf(view: MinutesView) -> bytes:
    """The document as PDF/UA-1 and PDF/A-2a at once."""
    source = files("minutes.rendering").joinpath("minutes.typ").read_bytes()
    data = json.dumps(_data(view), ensure_ascii=False)
    return typst.compile(source, format="pdf", sys_inputs={"view": data}, pdf_standards=["ua-1", "a-2a"])


def _data(view: MinutesView) -> dict[str, Any]:
    facts = [
        (vocabulary.MEETING_DATE, view.starts),
        (vocabulary.MEETING_PLACE, view.place),
        (vocabulary.ATTENDEES, ", ".join(view.participants)),
    ]
    page, of = vocabulary.PAGE_OF.split("{page}")[0].strip(), vocabulary.PAGE_OF.split("}")[1].split("{")[0]
    return {
        "title": view.title,
        "body": view.body,
        "draft": view.draft,
        "mark": vocabulary.DRAFT_MARK,
        "note": vocabulary.DRAFT_NOTE,
        "approved": view.approved,
        "facts": [row for row in facts if row[1]],
        "items": [_item(item) for item in view.items],
        "words": {
            "contents": vocabulary.CONTENTS,
            "check": vocabulary.TO_CHECK,
            "page": page,
            "of": of.strip(),
        },
    }


def _item(item: ItemView) -> dict[str, Any]:
    return {
        "heading": f"{vocabulary.ITEM} {item.number}: {item.title}",
        "journal_number": item.journal_number,
        "notice": item.notice,
        "sections": [
            {
                "heading": section.heading,
                "groups": [
                    {
                        "kind": group.kind.value,
                        "start": group.start if group.kind == "numbered" else 0,
                        "blocks": [{"kind": b.kind.value, "text": b.text} for b in group.blocks],
                    }
                    for group in groups(section.text)
                ],
            }
            for section in item.sections
        ],
        "remarks": [{"line": _line(remark), "checks": list(remark.checks)} for remark in item.remarks],
    }


def _line(remark: Remark) -> str:
    heard = f" [{vocabulary.HEARD_AT} {', '.join(remark.times)}]" if remark.times else ""
    return f"{remark.sentence}{heard}".strip()
