"""Writing a document: the suffix picks the format, and a wrong place is told before work starts."""

from pathlib import Path

import pytest
from sample_minutes import AGENDA, DRAFTS

from minutes.errors import OutputError
from minutes.rendering.formats import SUFFIXES, check_writable, render
from minutes.rendering.view import draft_view

VIEW = draft_view(AGENDA, DRAFTS)
STARTS = {".docx": b"PK", ".pdf": b"%PDF-", ".html": b"<!DOCTYPE html>", ".json": b"{", ".txt": b"UDKAST"}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_suffix_picks_the_format_whatever_its_case(suffix, tmp_path):
    for name in (f"referat{suffix}", f"REFERAT{suffix.upper()}"):
        check_writable(tmp_path / name)
        render(VIEW, tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(STARTS[suffix])
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("name", ["referat.odt", "referat", "referat.docx.bak"])
def test_an_unknown_format_names_the_known_ones_and_writes_nothing(name, tmp_path):
    for write in (check_writable, lambda path: render(VIEW, path)):
        with pytest.raises(OutputError) as refusal:
            write(tmp_path / name)
        assert all(suffix in str(refusal.value) for suffix in SUFFIXES)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_told_before_work(tmp_path):
    with pytest.raises(OutputError, match="does not exist"):
        check_writable(tmp_path / "ingen" / "referat.pdf")


def test_a_folder_is_no_document(tmp_path):
    (tmp_path / "referat.pdf").mkdir()
    with pytest.raises(OutputError, match="folder"):
        check_writable(tmp_path / "referat.pdf")


def test_a_folder_that_not_even_the_administrator_may_write_to_is_told_before_work():
    with pytest.raises(OutputError, match=r"cannot be written to|does not exist"):
        check_writable(Path("/proc/referat.pdf"))


def test_checking_leaves_nothing_behind_and_keeps_what_is_there(tmp_path):
    old = tmp_path / "referat.txt"
    old.write_text("gammelt", encoding="utf-8")
    check_writable(old)
    assert old.read_text(encoding="utf-8") == "gammelt"
    assert list(tmp_path.iterdir()) == [old]
