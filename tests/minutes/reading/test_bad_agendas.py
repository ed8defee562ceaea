"""What cannot be read is refused in one clear sentence: what, where, what to do."""

import io
import random
import zipfile
from pathlib import Path

import pypdfium2
import pytest
import typst

from minutes.errors import InputError
from minutes.reading import agenda_file, from_docx, from_pdf
from minutes.reading.agenda_file import read_agenda

FOLDER = Path(__file__).resolve().parents[2] / "data" / "agendas"
DOCX = (FOLDER / "overskrifter-og-lister.docx").read_bytes()
PDF = (FOLDER / "sat-med-sidehoved.pdf").read_bytes()
NOISE = random.Random(7).randbytes(40_000)


def repacked(extra: dict[str, bytes]) -> bytes:
    """The DOCX with members added or replaced."""
    source = zipfile.ZipFile(io.BytesIO(DOCX))
    members = {name: source.read(name) for name in source.namelist()} | extra
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def scanned_pdf() -> bytes:
    document = pypdfium2.PdfDocument.new()
    document.new_page(300, 400)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def locked_pdf() -> bytes:
    """A page behind a password: the standard security handler with keys that no empty password opens."""
    key = b"<" + b"5a" * 32 + b">"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        b"<< /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O " + key + b" /U " + key + b" >>",
    ]
    content, offsets = b"%PDF-1.4\n", []
    for number, written in enumerate(objects, start=1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, written)
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(content)
    content += b"xref\n0 5\n0000000000 65535 f \n" + rows
    content += b"trailer\n<< /Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [<00><00>] >>\n"
    return content + b"startxref\n%d\n%%%%EOF\n" % start


BAD = {
    "empty": ("dagsorden.txt", b"", "empty"),
    "only blanks": ("dagsorden.txt", b" \r\n\r\n", "empty"),
    "noise": ("dagsorden.bin", NOISE, "binary"),
    "noise named docx": ("dagsorden.docx", NOISE, "binary"),
    "picture": ("dagsorden.pdf", b"\x89PNG\r\n\x1a\n" + NOISE, "binary"),
    "archive": (
        "dagsorden.docx",
        repacked({}).replace(b"word/document", b"xord/document"),
        "not a Word document",
    ),
    "cut docx": ("dagsorden.docx", DOCX[: len(DOCX) // 2], "damaged or cut off"),
    "damaged docx": ("dagsorden.docx", repacked({"word/document.xml": b"<w:document"}), "damaged"),
    "macros": ("dagsorden.docm", repacked({"word/vbaProject.bin": b"x"}), "macros"),
    "zip bomb": ("dagsorden.docx", repacked({"word/document.xml": b" " * 60_000_000}), "unpacks to"),
    "old word": (
        "dagsorden.doc",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NOISE,
        "password-protected document or one",
    ),
    "rtf": ("dagsorden.rtf", b"{\\rtf1 Punkt 1: Kaj}", "RTF"),
    "cut pdf": ("dagsorden.pdf", PDF[:9000], "damaged"),
    "scanned pdf": ("dagsorden.pdf", scanned_pdf(), "OCRmyPDF"),
    "other json": ("dagsorden.json", b'{"language": "da", "utterances": []}', "not a Referent Agenda"),
    "broken json": ("dagsorden.json", b'{"meeting": ', "not valid JSON"),
    "letter": ("dagsorden.txt", "Kære alle\n\nVi ses på mandag.\n".encode(), "no agenda items"),
    "subtitles": ("dagsorden.vtt", b"WEBVTT\n\n1\n00:00.000 --> 00:02.000\nGodmorgen\n", "no agenda items"),
    "empty page": ("dagsorden.html", b"<!doctype html><!-- x -->", "no agenda items"),
    "no items": ("dagsorden.json", b'{"meeting": {"id": "x", "body": "X"}, "items": []}', "no agenda items"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_agenda_is_refused_in_one_sentence(name, tmp_path):
    file_name, content, said = BAD[name]
    path = tmp_path / file_name
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_agenda(path)
    assert said in str(caught.value)
    assert caught.value.where == str(path)
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read_agenda(tmp_path / "dagsorden.txt")
    with pytest.raises(InputError, match="folder"):
        read_agenda(tmp_path)


def test_a_pdf_with_a_password_is_refused(tmp_path):
    path = tmp_path / "dagsorden.pdf"
    path.write_bytes(locked_pdf())
    with pytest.raises(InputError, match="password"):
        read_agenda(path)


def test_a_pdf_of_five_hundred_pages_is_read_in_bounded_time_or_refused(tmp_path, monkeypatch):
    pages = "\n".join(f"= Punkt {n}: Sag\n#pagebreak()" for n in range(1, 500))
    path = tmp_path / "dagsorden.pdf"
    path.write_bytes(typst.compile(f"#set page(width: 8cm, height: 8cm)\n{pages}".encode()))
    assert len(read_agenda(path).items) == 499
    monkeypatch.setattr(from_pdf, "MOST_PAGES", 400)
    with pytest.raises(InputError, match="far longer than an agenda"):
        read_agenda(path)


def test_a_text_that_is_far_too_long_is_refused_before_it_is_taken_apart(tmp_path, monkeypatch):
    monkeypatch.setattr(agenda_file, "MOST_CHARACTERS", 1000)
    path = tmp_path / "dagsorden.txt"
    path.write_text("Punkt 1: Kajen\n\n" + "Her er en linje om kajen.\n" * 100, encoding="utf-8")
    with pytest.raises(InputError, match="far longer than an agenda"):
        read_agenda(path)


@pytest.mark.parametrize("limit", ["LARGEST_UNPACKED_BYTES", "LARGEST_TEXT_BYTES"])
def test_a_docx_that_unpacks_too_far_is_refused_before_it_is_opened(limit, monkeypatch, tmp_path):
    monkeypatch.setattr(from_docx, limit, 10_000)
    path = tmp_path / "dagsorden.docx"
    path.write_bytes(DOCX)
    with pytest.raises(InputError, match="without its attachments"):
        read_agenda(path)
