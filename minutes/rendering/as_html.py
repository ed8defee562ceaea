"""Minutes as one self-contained HTML page: semantic, printable, without script."""

from __future__ import annotations

from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from minutes import vocabulary
from minutes.rendering.blocks import blocks
from minutes.rendering.evidence import evidence_blocks
from minutes.rendering.view import MinutesView


def as_html(view: MinutesView) -> bytes:
    """The document as a UTF-8 page; everything is escaped."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals |= {
        "words": vocabulary,
        "decision": vocabulary.SectionKind.DECISION,
        "blocks": blocks,
        "evidence_blocks": evidence_blocks,
    }
    source = files("minutes.rendering").joinpath("minutes.html").read_text(encoding="utf-8")
    return environment.from_string(source).render(view=view).encode()
