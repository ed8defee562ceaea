"""Every text of the pages is Danish, spelled right, and stands in the one catalogue."""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

STAFF = Path(__file__).resolve().parents[2] / "api/web/staff"
PAGES = Path(__file__).resolve().parents[2] / "api/pages"
ACCEPTED = Path(__file__).resolve().parents[1] / "data/accepted_words.txt"
"""Words that are right and not in the dictionary: compounds, terms of the trade, names of formats."""
OURS = [path for path in STAFF.rglob("*") if path.suffix in (".html", ".js") and "vendor" not in path.parts]


def strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    else:
        yield str(value)


def catalogue() -> list[str]:
    return [
        text
        for path in sorted((STAFF / "texts").glob("*.toml"))
        for text in strings(tomllib.loads(path.read_text(encoding="utf-8")))
    ]


def misspelled(text: str) -> list[str]:
    done = subprocess.run(
        ["hunspell", "-d", "da_DK", "-i", "utf-8", "-p", str(ACCEPTED), "-l"],
        input=text,
        capture_output=True,
        text=True,
        check=True,
    )
    return sorted({word.rstrip(".") for word in done.stdout.split()} - accepted())


def accepted() -> set[str]:
    return set(ACCEPTED.read_text(encoding="utf-8").split())


def test_every_text_is_spelled_right(danish_dictionary):
    assert misspelled("\n".join(re.sub(r"\{\w+\}|https?://\S+", " ", text) for text in catalogue())) == []


def test_the_dictionary_finds_a_misspelled_word(danish_dictionary):
    assert misspelled("En beslutnning blev læst højt.") == ["beslutnning"]


@pytest.mark.parametrize("path", [p for p in OURS if p.suffix == ".html"], ids=lambda path: path.name)
def test_a_template_holds_no_text_of_its_own(path):
    source = path.read_text(encoding="utf-8")
    said = re.findall(r'(?:aria-label|title|alt|placeholder)="([^"]*)"', source)
    shown = re.sub(r"\{% block main_class %\}.*?\{% endblock %\}|<[^>]*>", " ", source, flags=re.S)
    texts = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", " ".join([shown, *said]), flags=re.S)
    assert re.findall(r"[^\W\d_]{2,}", texts) == []


@pytest.mark.parametrize("path", [p for p in OURS if p.suffix == ".js"], ids=lambda path: path.name)
def test_a_script_holds_no_danish(path):
    assert re.findall(r"[æøåÆØÅ]", path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.py")), ids=lambda path: path.name)
def test_a_page_module_holds_no_danish(path):
    addresses = re.sub(r'"/[^"]*"', "", path.read_text(encoding="utf-8"))
    assert re.findall(r"[æøåÆØÅ]", addresses) == []
