"""The user guide: its pictures are there, and the keys that it names are those of the page."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs/brugervejledning.md").read_text(encoding="utf-8")


def test_every_picture_of_the_guide_is_there():
    pictures = re.findall(r"!\[[^\]]+\]\((images/[^)]+)\)", GUIDE)
    assert len(pictures) == 5
    assert [name for name in pictures if not (ROOT / "docs" / name).is_file()] == []


def test_the_guide_names_the_keys_that_the_page_has():
    texts = tomllib.loads((ROOT / "api/web/staff/texts/review.toml").read_text(encoding="utf-8"))
    keys = {one[name] for one in texts["shortcut"].values() for name in ("one", "always")} - {""}
    assert keys <= set(re.findall(r"`([^`]+)`", GUIDE))
