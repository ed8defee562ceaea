import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes.codec import to_json
from minutes.errors import InputError
from minutes.transcript import Transcript, Utterance
from transcribe.captions import to_srt, to_vtt
from transcribe.imported import read_transcript

TEAMS = """WEBVTT

4c1-0
00:00:02.500 --> 00:00:05.000
<v Karen Møller>Velkommen &amp; goddag.</v>

4c1-1
00:00:05.100 --> 00:00:09.000
<v Lars Madsen>Tak.
Vi er klar.</v>
"""
ZOOM = """WEBVTT

1
00:00:01.000 --> 00:00:02.000
Karen Møller: Vi begynder.

2
01:00:03.000 --> 01:00:04.000
Lars Madsen: Ja: nu.
"""
WHISPER_SRT = """1
00:00:00,000 --> 00:00:02,000
Så tager vi punkt tre.

2
00:00:02,000 --> 00:00:04,000
Beslutning: det er godkendt.

3
00:00:04,000 --> 00:00:05,000
Godt.
"""


@pytest.fixture
def read(tmp_path):
    def call(content):
        path = tmp_path / "talk"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_transcript(path)

    return call


def spoken(transcript):
    return [(u.start, u.end, u.speaker, u.text) for u in transcript.utterances]


def test_teams_voice_tags_are_speakers(read):
    assert spoken(read(TEAMS)) == [
        (2.5, 5.0, "Karen Møller", "Velkommen & goddag."),
        (5.1, 9.0, "Lars Madsen", "Tak. Vi er klar."),
    ]


def test_zoom_prefixes_are_speakers(read):
    assert spoken(read(ZOOM)) == [
        (1.0, 2.0, "Karen Møller", "Vi begynder."),
        (3603.0, 3604.0, "Lars Madsen", "Ja: nu."),
    ]


def test_a_colon_now_and_then_is_talk(read):
    assert spoken(read(WHISPER_SRT))[1] == (2.0, 4.0, None, "Beslutning: det er godkendt.")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_captions_are_read_in_the_encodings_of_their_makers(read, encoding):
    assert spoken(read(TEAMS.replace("\n", "\r\n").encode(encoding)))[0][2] == "Karen Møller"


def test_whispers_json_is_read(read):
    segments = [{"id": 0, "start": 0.0, "end": 2.0, "text": " Goddag.", "tokens": [1], "avg_logprob": -0.1}]

    transcript = read(json.dumps({"text": " Goddag.", "segments": segments, "language": "da"}))

    assert spoken(transcript) == [(0.0, 2.0, None, "Goddag.")]
    assert transcript.language == "da"


def test_the_plain_form_keeps_its_order_and_ignores_labels(read):
    rows = [
        {"start": 5.0, "end": 9.0, "speaker": "S2", "text": "Ja.", "item": 3, "key": True},
        {"start": 4.0, "end": 6.0, "speaker": None, "text": "", "item": 0},
        {"start": 1.0, "end": 2.0, "text": "Nej."},
    ]

    transcript = read(json.dumps({"language": "da", "utterances": rows}))

    assert spoken(transcript) == [(5.0, 9.0, "S2", "Ja."), (4.0, 6.0, None, ""), (1.0, 2.0, None, "Nej.")]
    assert [u.id for u in transcript.utterances] == [0, 1, 2]
    assert transcript.duration == 9.0


texts = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]), min_size=1, max_size=30)


@given(st.lists(st.tuples(texts, st.one_of(st.none(), st.just("Karen Møller"))), min_size=1, max_size=5))
def test_what_we_write_we_read(tmp_path_factory, lines):
    utterances = tuple(
        Utterance(id=i, start=i * 2.0, end=i * 2 + 1.5, text=text, speaker=speaker)
        for i, (text, speaker) in enumerate(lines)
    )
    transcript = Transcript(language="da", duration=2.0 * len(lines), utterances=utterances)
    path = tmp_path_factory.mktemp("t") / "talk"

    path.write_text(to_json(transcript, Transcript), encoding="utf-8")
    assert read_transcript(path) == transcript
    path.write_text(to_vtt(transcript), encoding="utf-8")
    assert spoken(read_transcript(path)) == spoken(transcript)


def test_srt_says_who_speaks_and_leaves_out_what_was_dropped():
    utterances = (
        Utterance(id=0, start=1.0, end=3661.25, text="Goddag.", speaker="Karen"),
        Utterance(id=1, start=2.0, end=3.0, text="Danske tekster", dropped="stock_caption"),
    )

    srt = to_srt(Transcript(language="da", duration=4.0, utterances=utterances))

    assert srt == "1\n00:00:01,000 --> 01:01:01,250\nKaren: Goddag.\n"


ONE = {"start": 0.0, "end": 1.0, "text": "Ja."}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"\xff\xd8\xff\xe0 not text \x80", "not a text file"),
        (b"Referat af gaarsdagens moede", "not a transcript"),
        (b"{", "damaged"),
        (b'{"meeting": {"id": "x"}}', "no utterances"),
        (b'[{"start": 0, "end": 1, "text": "Ja."}]', "no utterances"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ib></v>\n", "not a transcript"),
        (json.dumps({"utterances": [ONE, {"start": 1.0, "text": "Nej."}]}).encode(), "utterance 1 lacks"),
        (json.dumps({"utterances": [{**ONE, "text": None}]}).encode(), "utterance 0 lacks"),
        (json.dumps({"utterances": [{**ONE, "start": float("nan")}]}).encode(), "utterance 0 lacks"),
        (json.dumps({"utterances": [{**ONE, "end": -1}]}).encode(), "utterance 0 lacks"),
        (json.dumps({"utterances": ["Ja."]}).encode(), "utterance 0 lacks"),
        (json.dumps({"utterances": [{**ONE, "text": " "}]}).encode(), "no words"),
        (json.dumps({"language": "da", "duration": 1, "utterances": [{**ONE, "id": 4}]}).encode(), "id 4"),
        (json.dumps({"language": "da", "duration": 1, "utterances": [ONE]}).encode(), "not a Referent"),
    ],
)
def test_what_is_not_a_transcript_is_refused(read, content, said):
    with pytest.raises(InputError, match=said):
        read(content)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_transcript(tmp_path / "nowhere.json")
