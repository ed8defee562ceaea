"""Minutes as one self-contained HTML page: semantic, printable, without script."""

from __future__ import annotations

from base64 import b64encode
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from minutes import vocabulary
from minutes.rendering.blocks import blocks
from minutes.rendering.evidence import evidence_blocks
from minutes.rendering.look import PLAIN, Logo, Look, logo_of
from minutes.rendering.view import MinutesView

_MIME_TYPES = {"png": "image/png", "jpg": "image/jpeg"}


def as_html(view: MinutesView, look: Look = PLAIN) -> bytes:
    """The document as a UTF-8 page; everything is escaped.

    Raises:
        SettingsError: the logo cannot be read.
    """
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
    logo = logo_of(look)
    page = environment.from_string(source).render(
        view=view, look=look, logo=logo, address=_inlined(logo) if logo else None
    )
    return page.encode()


def _inlined(logo: Logo) -> str:
    return f"data:{_MIME_TYPES[logo.kind]};base64,{b64encode(logo.content).decode()}"
