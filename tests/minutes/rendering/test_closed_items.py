"""A closed item's talk, decision and sections are in no document that is not marked as confidential."""

import html
import io
import zipfile

import pypdfium2
import pytest
from sample_minutes import AGENDA, DRAFTS, SECRETS, TRANSCRIPT, public_minutes

from minutes.rendering.formats import SUFFIXES, render
from minutes.rendering.view import draft_view, public_view

OPEN_EDITIONS = {
    "draft": lambda: draft_view(AGENDA, DRAFTS),
    "draft with transcript": lambda: draft_view(AGENDA, DRAFTS, transcript=TRANSCRIPT),
    "internal without closed items": lambda: draft_view(AGENDA, DRAFTS, transcript=TRANSCRIPT, internal=True),
    "public": lambda: public_view(public_minutes()),
}


def everything_in(path):
    """All text that can be dug out of a document: every part of it, unpacked."""
    content = path.read_bytes()
    if path.suffix == ".docx":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [archive.read(name) for name in archive.namelist()]
        return html.unescape("\n".join(part.decode("utf-8", errors="replace") for part in parts))
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(content) as pdf:
            pages = [page.get_textpage().get_text_bounded() for page in pdf]
            return "\n".join([*pages, *(t.get_title() for t in pdf.get_toc()), str(pdf.get_metadata_dict())])
    return html.unescape(content.decode())


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("edition", OPEN_EDITIONS)
def test_nothing_of_a_closed_item_but_number_and_mark_is_published(edition, suffix, tmp_path):
    document = tmp_path / f"referat{suffix}"
    render(OPEN_EDITIONS[edition](), document)
    text = everything_in(document)
    assert ("Salg af areal" in text) == (edition != "public")  # a title is for those who may see drafts
    assert "Lukket punkt" in text or suffix == ".json"
    assert [secret for secret in SECRETS if secret in text] == []


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_search_finds_the_secrets_where_closed_items_are_asked_for(suffix, tmp_path):
    document = tmp_path / f"referat{suffix}"
    render(draft_view(AGENDA, DRAFTS, include_closed=True), document)
    text = everything_in(document)
    assert [secret for secret in SECRETS if secret not in text] == []
    assert "må ikke offentliggøres" in text
