"""The bundled meeting is whole, fits together, and was never read to the model that hears it."""

import json
import random
import re
import tomllib
from pathlib import Path

import av
import pytest

from minutes.agenda import Agenda
from minutes.reading.agenda_file import read_agenda
from minutes.vocabulary import Outcome, SectionKind
from models.demo.train.sentences import meeting_sentence
from models.demo.train.voices import HELD_OUT, TRAINED

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "workflow/demo"
SPEECH_SET = ROOT / "bench/speech_set"
SHARED = ROOT.parent / "shared"

TALK = tomllib.loads((DEMO / "talk.toml").read_text(encoding="utf-8"))
CLIPS = tomllib.loads((SPEECH_SET / "manifest.toml").read_text(encoding="utf-8"))["clip"]


@pytest.fixture(scope="module")
def agenda() -> Agenda:
    return read_agenda(DEMO / "dagsorden.txt")


def sentences(text: str) -> set[str]:
    found = (re.sub(r"[^\w ]", "", s.lower()).strip() for s in re.split(r"(?<=[a-zæøå][.?!])\s+", text))
    return {s for s in found if s}


OURS = {s for u in [*TALK["utterance"], *CLIPS] for s in sentences(u["text"])}


def test_agenda_has_six_items_one_closed_and_no_decision(agenda: Agenda) -> None:
    assert [item.number for item in agenda.items] == [1, 2, 3, 4, 5, 6]
    assert [item.number for item in agenda.items if item.closed] == [5]
    assert [len(item.clauses) for item in agenda.items] == [1, 1, 2, 3, 0, 1]
    assert not any(item.section(SectionKind.DECISION) for item in agenda.items)
    assert agenda.unplaced == ()


def test_agenda_reads_the_same_from_word_and_from_text(agenda: Agenda) -> None:
    word = read_agenda(DEMO / "dagsorden.docx")
    assert word.items == agenda.items
    assert word.meeting == agenda.meeting


def test_those_who_speak_are_those_who_were_invited(agenda: Agenda) -> None:
    speakers = {speaker["name"] for speaker in TALK["speaker"]}
    assert speakers == {person.name for person in agenda.meeting.participants}
    assert {utterance["speaker"] for utterance in TALK["utterance"]} == speakers


def test_voices_are_strangers_and_acquaintances_of_the_adapter() -> None:
    voices = {speaker["voice"] for speaker in TALK["speaker"]}
    assert voices & set(HELD_OUT)
    assert voices <= {*HELD_OUT, *TRAINED}


def test_every_item_is_talked_about_and_has_an_expected_outcome(agenda: Agenda) -> None:
    numbers = {item.number for item in agenda.items}
    assert {utterance["item"] for utterance in TALK["utterance"]} == numbers | {0}
    assert {expected["item"] for expected in TALK["expected"]} == numbers
    assert {utterance["item"] for utterance in TALK["utterance"] if utterance.get("key")} == numbers
    for expected in TALK["expected"]:
        Outcome(expected["outcome"])


def test_the_chair_returns_to_an_item_after_the_last_one() -> None:
    order = [utterance["item"] for utterance in TALK["utterance"] if utterance.get("key")]
    assert order.index(6) < len(order) - 1 - order[::-1].index(4)


def test_what_the_closed_item_hides_stands_nowhere_else() -> None:
    hidden = next(e["must_not"] for e in TALK["expected"] if e["item"] == 5)
    said_openly = " ".join(u["text"] for u in TALK["utterance"] if u["item"] != 5).lower()
    printed = (DEMO / "dagsorden.txt").read_text(encoding="utf-8").lower()
    for secret in hidden:
        assert not re.search(rf"\b{re.escape(secret.lower())}\b", said_openly + printed), secret


def test_recording_is_five_to_eight_minutes_of_mono_opus_in_four_megabytes() -> None:
    path = DEMO / "recording.ogg"
    assert path.stat().st_size <= 4_000_000
    with av.open(path) as container:
        stream = container.streams.audio[0]
        assert (stream.codec.canonical_name, stream.channels) == ("opus", 1)
        assert 5 * 60 <= float(stream.duration * stream.time_base) <= 8 * 60


def test_every_clip_of_the_speech_bench_is_there_and_nothing_else() -> None:
    english = tomllib.loads((SPEECH_SET / "english.toml").read_text(encoding="utf-8"))["file"]
    known = {clip["file"] for clip in CLIPS} | {english}
    assert known == {path.name for path in SPEECH_SET.glob("*.ogg")}


def test_no_sentence_comes_from_the_grammar_that_taught_the_model() -> None:
    chance = random.Random(0)
    taught = {s for _ in range(5_000) for s in sentences(meeting_sentence(chance))}
    assert OURS.isdisjoint(taught)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder 'shared' beside the repository is not here")
def test_no_sentence_comes_from_the_meetings_that_taught_the_model() -> None:
    transcripts = [*SHARED.glob("corpus/*/transcript.json"), *SHARED.glob("bench/meetings/*/transcript.json")]
    assert transcripts
    taught = {
        s
        for path in transcripts
        for utterance in json.loads(path.read_text(encoding="utf-8"))["utterances"]
        for s in sentences(utterance["text"])
    }
    assert OURS.isdisjoint(taught)
