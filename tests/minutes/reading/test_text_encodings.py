"""One agenda in the encodings and line ends that case systems export, under any file name."""

import pytest

from minutes.reading.agenda_file import read_agenda

TEXT = """DAGSORDEN Ældre- og Åmiljørådet d. 03-03-2027

Punkt 1: Øens færge – første år

00.01.00-A00-3-27

Sagsfremstilling

Prisen er 12½ kr. »pr. tur«.
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_encoding_and_line_ends_do_not_matter(tmp_path, encoding, ends):
    path = tmp_path / "dagsorden.docx"
    path.write_bytes(TEXT.replace("\n", ends).encode(encoding))
    agenda = read_agenda(path)
    assert agenda.meeting.body == "Ældre- og Åmiljørådet"
    assert agenda.items[0].title == "Øens færge – første år"
    assert agenda.items[0].sections[0].text == "Prisen er 12½ kr. »pr. tur«."


def test_latin_1_letters_are_read(tmp_path):
    path = tmp_path / "dagsorden.txt"
    path.write_bytes(TEXT.replace("–", "-").encode("latin-1"))
    assert read_agenda(path).items[0].title == "Øens færge - første år"
