"""Where the bundled demo meeting lies: a fictional municipality's agenda and its recording."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent / "demo"
AGENDA = _FOLDER / "dagsorden.docx"
RECORDING = _FOLDER / "recording.ogg"
