"""A body's own look: letterhead, logo, colour, order of sections, closed items, or a Word template."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from minutes.errors import SettingsError

LARGEST_FILE_BYTES = 10 * 1024 * 1024
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_LEAST_CONTRAST = 4.5
"""Headings against white paper, as WCAG 2.1 (1.4.3) asks of text."""
_SIGNS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}


class DecisionPlace(StrEnum):
    """Where a beslutning stands among the sections of its item."""

    AS_PRINTED = "as_printed"
    AFTER_RECOMMENDATION = "after_recommendation"
    LAST = "last"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the documents of a body look.

    `decision`: as printed is where the agenda has the heading, else last; last is before the bilag.
    `closed_titles`: whether drafts print the title of a closed item (approved minutes never do).
    `closed_note`: a sentence under the mark of a withheld closed item.
    `template`: a Word document with fields; DOCX is then made of it and of nothing else here but the
    order of sections and what is said of closed items.

    Raises:
        ValueError: the colour is no colour, or too pale to read on white.
    """

    letterhead: tuple[str, ...] = ()
    logo: Path | None = None
    color: str = "#143a5a"
    decision: DecisionPlace = DecisionPlace.AS_PRINTED
    closed_titles: bool = True
    closed_note: str = ""
    template: Path | None = None

    def __post_init__(self) -> None:
        if not _COLOR.fullmatch(self.color):
            raise ValueError(f"'{self.color}' is not a colour like #143a5a")
        if _contrast(self.color) < _LEAST_CONTRAST:
            raise ValueError(f"'{self.color}' is too pale to be read on white paper")


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """A picture: its file, its bytes, `png` or `jpg`, and what it is called where it cannot be seen."""

    path: Path
    content: bytes
    kind: str
    alternative: str


def logo_of(look: Look) -> Logo | None:
    """The logo of a look, read from its file.

    Raises:
        SettingsError: the file cannot be read, or is no PNG or JPEG.
    """
    if look.logo is None:
        return None
    content = file_of(look.logo)
    kind = next((kind for sign, kind in _SIGNS.items() if content.startswith(sign)), None)
    if kind is None:
        raise SettingsError(
            "the logo is neither PNG nor JPEG", where=str(look.logo), remedy="Save the logo as PNG"
        )
    return Logo(
        path=look.logo, content=content, kind=kind, alternative=" ".join(("Logo", *look.letterhead[:1]))
    )


def damaged(logo: Path) -> SettingsError:
    """The error for a picture that no writer can decode."""
    return SettingsError("the logo is damaged", where=str(logo), remedy="Save the logo as PNG again")


def file_of(path: Path) -> bytes:
    """The bytes of a file that a look names.

    Raises:
        SettingsError: it cannot be read, or is far too large.
    """
    try:
        if path.stat().st_size > LARGEST_FILE_BYTES:
            raise SettingsError(
                "the file is too large for a page",
                where=str(path),
                remedy=f"Make it smaller than {LARGEST_FILE_BYTES // 1024**2} MB",
            )
        return path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise SettingsError(
            f"a file of the body's look cannot be read ({reason})",
            where=str(path),
            remedy="Correct the path in the setting 'look'",
        ) from error


def _contrast(color: str) -> float:
    """The contrast of a colour against white, 1 to 21 (WCAG 2.1, "contrast ratio")."""
    shares = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.03928 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


PLAIN = Look()
"""The look where a house has set none."""
