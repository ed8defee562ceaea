"""Which formats there are, and writing a view to a file of one of them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

from minutes.errors import OutputError
from minutes.files import check_folder, write_atomically
from minutes.rendering.arrangement import arranged
from minutes.rendering.look import PLAIN, Look
from minutes.rendering.view import MinutesView

_WRITERS = {
    ".docx": "as_docx",
    ".pdf": "as_pdf",
    ".html": "as_html",
    ".json": "as_json",
    ".txt": "as_text",
}
SUFFIXES = tuple(_WRITERS)


def check_writable(path: Path) -> None:
    """Make sure, before work starts, that minutes can be written to `path`.

    Raises:
        OutputError: an unknown format, or a folder that is missing or closed to us.
    """
    if path.suffix.lower() not in _WRITERS:
        raise OutputError(
            f"'{path.suffix}' is not a format that minutes are written in",
            where=str(path),
            remedy="Use " + ", ".join(SUFFIXES),
        )
    check_folder(path)


def render(view: MinutesView, path: Path, look: Look = PLAIN) -> None:
    """Write the view in the format that the suffix names, whole or not at all.

    Raises:
        OutputError: an unknown format, or the file cannot be written.
        SettingsError: a file of the look cannot be used.
    """
    check_writable(path)
    write_atomically(path, written(view, path.suffix.lower(), look))


def written(view: MinutesView, suffix: str, look: Look = PLAIN) -> bytes:
    """The view as a document of the format of a suffix, in a body's look.

    Raises:
        OutputError: the format cannot hold the view.
        SettingsError: a file of the look cannot be used.
    """
    name = "from_template" if look.template and suffix == ".docx" else _WRITERS[suffix]
    writer = getattr(import_module(f"minutes.rendering.{name}"), name)
    return cast(Callable[[MinutesView, Look], bytes], writer)(arranged(view, look), look)
