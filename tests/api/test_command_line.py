"""The separate verbs, from an agenda and a transcript to a document."""

import json
import stat
from pathlib import Path

import pytest

AGENDA = """\
DAGSORDEN Kulturudvalget d. 12-03-2026

Mødedato Torsdag d. 12. marts 2026 kl. 15:00

Mødested Sal 2

Mødedeltagere Karen Holm (Formand), Peter Lund (Forvaltningschef)

Indholdsfortegnelse

Godkendelse af dagsorden.....1
Ny havetrappe ved biblioteket.....2
Lukket punkt: Leje af lokaler.....3

Punkt 1: Godkendelse af dagsorden

Indstilling

Formanden indstiller,

1. at dagsordenen godkendes

Punkt 2: Ny havetrappe ved biblioteket

04.01.00-G01-3-26

Indstilling

Forvaltningschefen indstiller,

1. at der opføres en ny havetrappe ved biblioteket for 240.000 kr.

Punkt 3: Lukket punkt: Leje af lokaler

Indstilling

Forvaltningschefen indstiller,

1. at lejemålet i Møllegården opsiges
"""
TALK = [
    "Velkommen til alle, så går vi i gang.",
    "Punkt et er godkendelse af dagsordenen. Er der bemærkninger til den?",
    "Nej. Så er dagsordenen godkendt.",
    "Så går vi videre til punkt to, den nye havetrappe ved biblioteket.",
    "Trappen koster to hundrede og fyrre tusind kroner, og den gamle er rådden.",
    "Er vi enige om at godkende indstillingen? Ja, det er vi.",
    "Så godkender vi, at der opføres en ny havetrappe ved biblioteket.",
    "Så lukker vi dørene og tager punkt tre.",
    "Udlejeren kræver nitten tusind om måneden for Møllegården.",
    "Vi godkender, at lejemålet opsiges. Så åbner vi dørene igen.",
    "Tak for i dag.",
]


@pytest.fixture
def files(tmp_path):
    agenda, transcript = tmp_path / "dagsorden.txt", tmp_path / "transcript.json"
    agenda.write_text(AGENDA, encoding="utf-8")
    utterances = [
        {"start": 10.0 * i, "end": 10.0 * i + 8, "speaker": None, "text": text} for i, text in enumerate(TALK)
    ]
    transcript.write_text(json.dumps({"language": "da", "utterances": utterances}), encoding="utf-8")
    return agenda, transcript


def test_agenda_shows_what_was_understood(referent, files):
    answer = referent("agenda", files[0])
    assert answer.code == 0
    assert "3 items, 3 clauses" in answer.out
    assert "Ny havetrappe" in answer.out  # a long title goes on below itself
    assert "closed" in answer.out


def test_what_is_doubtful_in_an_agenda_is_told_when_it_is_written_too(referent):
    tracked = Path(__file__).resolve().parents[1] / "data/agendas/overskrifter-og-lister.docx"
    answer = referent("agenda", tracked, "-o", "agenda.json")
    assert answer.code == 0
    assert "Tracked changes were read as accepted" in answer.err


def test_agenda_json_has_clauses_under_their_section(referent, files, tmp_path):
    assert referent("agenda", files[0], "-o", "agenda.json").code == 0
    agenda = json.loads((tmp_path / "agenda.json").read_text(encoding="utf-8"))
    section = agenda["items"][1]["sections"][0]
    assert agenda["items"][1]["journal_number"] == "04.01.00-G01-3-26"
    assert [c["number"] for c in section["clauses"]] == [1]
    assert [item["closed"] for item in agenda["items"]] == [False, False, True]
    assert referent("agenda", "agenda.json", "-o", "again.json").code == 0
    assert (tmp_path / "again.json").read_bytes() == (tmp_path / "agenda.json").read_bytes()


def test_segment_gives_every_utterance_one_number(referent, files):
    answer = referent("segment", files[1], files[0], "--per-utterance")
    numbers = json.loads(answer.out)
    assert len(numbers) == len(TALK)
    assert numbers[2] == 1
    assert numbers[4:7] == [2, 2, 2]
    assert numbers[8] == 3


def test_segment_lists_spans_with_times(referent, files):
    rows = json.loads(referent("segment", files[1], files[0], "--json").out)
    by_number = {row["number"]: row for row in rows}
    span = by_number[2]["spans"][0]
    assert span["first"] <= 4 <= span["last"]
    assert span["end"] == 10.0 * span["last"] + 8
    assert 0 <= by_number[2]["confidence"] <= 1


def test_draft_cites_the_utterances_behind_each_decision(referent, files):
    answer = referent("draft", files[1], files[0], "--json")
    drafts = {row["number"]: row for row in json.loads(answer.out)}
    assert answer.code == 0
    assert drafts[2]["outcome"] == "godkendt"
    assert 6 in drafts[2]["citations"]
    assert drafts[2]["clause_answers"][0]["outcome"] == "tiltrådt"
    assert drafts[3]["outcome"] == "lukket"
    assert "nitten" not in answer.out
    assert "19.000" not in answer.out


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".html", ".json", ".txt"])
def test_render_writes_the_drafted_referat(referent, files, tmp_path, suffix):
    assert referent("draft", files[1], files[0], "-o", "drafts.json").code == 0
    answer = referent("render", files[0], "drafts.json", "-o", f"referat{suffix}")
    assert answer.code == 0, answer.err
    assert (tmp_path / f"referat{suffix}").stat().st_size > 500
    if suffix in (".html", ".json", ".txt"):
        text = (tmp_path / f"referat{suffix}").read_text(encoding="utf-8")
        assert "UDKAST" in text
        assert "Møllegården" not in text


def test_drafts_of_another_agenda_are_refused(referent, files, tmp_path):
    referent("draft", files[1], files[0], "-o", "drafts.json")
    other = tmp_path / "anden.txt"
    other.write_text(AGENDA.split("Punkt 2")[0], encoding="utf-8")
    answer = referent("render", other, "drafts.json", "-o", "referat.txt")
    assert answer.code == 3
    assert "another agenda" in answer.err


def one_sentence(answer):
    """Errors are one line for a person: no traceback, what and what to do."""
    assert "Traceback" not in answer.err
    lines = [line for line in answer.err.splitlines() if line.startswith("Error:")]
    return len(lines) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("missing.txt", None),
        ("empty.txt", b""),
        ("noise.docx", bytes(range(256)) * 20),
        ("prose.txt", "Kære alle. Her er lidt tekst uden punkter.".encode()),
        ("other.json", b'{"hello": 1}'),
    ],
)
def test_an_agenda_that_cannot_be_used_is_told_in_one_sentence(referent, tmp_path, name, content):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    answer = referent("agenda", name, "-o", "agenda.json")
    assert answer.code == 3
    assert one_sentence(answer)
    assert name in answer.err
    assert not (tmp_path / "agenda.json").exists()


@pytest.mark.parametrize(
    ("name", "content"), [("missing.json", None), ("empty.vtt", b""), ("other.json", b'{"hello": 1}')]
)
def test_a_transcript_that_cannot_be_used_is_told_in_one_sentence(referent, files, tmp_path, name, content):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    answer = referent("draft", name, files[0], "-o", "drafts.json")
    assert answer.code == 3
    assert one_sentence(answer)
    assert not (tmp_path / "drafts.json").exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("missing.ogg", None),
        ("empty.ogg", b""),
        ("text.mp3", b"Dette er slet ikke lyd." * 50),
        ("picture.m4a", bytes(range(256)) * 64),
    ],
)
def test_a_recording_that_cannot_be_used_is_told_before_the_model_is_loaded(
    referent, files, tmp_path, name, content
):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    answer = referent("run", name, files[0], "-o", "referat.docx", "--json")
    assert answer.code == 3
    assert one_sentence(answer)
    assert not (tmp_path / "referat.docx").exists()


@pytest.mark.parametrize("target", ["nowhere/referat.docx", "referat.odt"])
def test_a_result_that_cannot_be_written_is_refused_before_work_starts(referent, files, target):
    answer = referent("run", "missing.ogg", files[0], "-o", target)
    assert answer.code == 4
    assert one_sentence(answer)


def test_a_folder_without_write_access_is_refused_before_work_starts(referent, files, tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.write_text("")
    blocked.chmod(stat.S_IRUSR)
    answer = referent("demo", "--output", blocked)
    assert answer.code == 4
    assert one_sentence(answer)


def test_an_unknown_model_is_told_with_those_that_are_known(referent, tmp_path):
    answer = referent("models", "pull", "whisper-enormous")
    assert answer.code == 5
    assert one_sentence(answer)
    assert "whisper-base-da" in answer.err


def test_the_model_drafter_without_a_model_says_how_to_give_one(referent, files):
    answer = referent("draft", files[1], files[0], "--drafter", "model")
    assert answer.code == 7
    assert "REFERENT_LANGUAGE_MODEL" in answer.err


def test_an_agenda_and_a_talk_of_different_meetings_are_pointed_out(tmp_path, files):
    from minutes.reading.agenda_file import read_agenda
    from minutes.transcript import Transcript, Utterance
    from workflow.stages import warnings

    agenda = read_agenda(Path(files[0]))
    talk = Utterance(id=0, start=0.0, end=5.0, text="Vi taler om noget helt andet, nemlig fodbold.")
    stranger = Transcript(language="da", duration=5.0, utterances=(talk,))
    assert any("same meeting" in warning for warning in warnings(agenda, stranger))
