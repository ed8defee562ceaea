"""Ready transcripts -> `Transcript`: our JSON, whisper's JSON, the plain form, WebVTT and SRT.

The order of the file is kept, so that an utterance's number means the same outside.
"""

from __future__ import annotations

import html
import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from minutes.codec import from_json
from minutes.errors import InputError
from minutes.transcript import SpeechProvenance, Transcript, Utterance

_REMEDY = "Give a transcript that Referent or whisper wrote (JSON), or WebVTT or SRT"
_TIMES = re.compile(r"((?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3})\s*-->\s*((?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3})")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
_TAG = re.compile(r"<[^>]*>")
_SPOKEN_BY = re.compile(r"^([A-ZÆØÅ][\w .'-]{1,40}): (?=\S)")


@dataclass(frozen=True, slots=True)
class _Line:
    """What every form comes down to. Seconds."""

    start: float
    end: float
    speaker: str | None
    text: str


def read_transcript(path: Path) -> Transcript:
    """The transcript in a file, whatever its form.

    Raises:
        InputError: missing, empty, of no form that we read, or without a word in it.
    """
    text = _text(path)
    if text.lstrip().startswith(("{", "[")):
        return _from_json(text, path)
    lines = _from_captions(text)
    if not lines:
        raise InputError("this is not a transcript", where=str(path), remedy=_REMEDY)
    return _transcript(lines, "da", path)


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"the file cannot be read ({error.strerror})", where=str(path), remedy="Check the path"
        ) from error
    if not content.strip():
        raise InputError("the file is empty", where=str(path), remedy=_REMEDY)
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise InputError("this is not a text file", where=str(path), remedy=_REMEDY) from error


def _from_json(text: str, path: Path) -> Transcript:
    try:
        document = json.loads(text)
    except ValueError as error:
        raise InputError(
            f"the JSON is damaged (line {getattr(error, 'lineno', 1)})", where=str(path), remedy=_REMEDY
        ) from error
    rows = None
    if isinstance(document, dict):
        if "duration" in document and "utterances" in document:
            return _numbered(from_json(text, Transcript, where=str(path)), path)
        rows = document.get("utterances", document.get("segments"))
    if not isinstance(rows, list):
        raise InputError("this JSON holds no utterances", where=str(path), remedy=_REMEDY)
    lines = [_line(row, place, path) for place, row in enumerate(rows)]
    return _transcript(lines, str(document.get("language") or "da"), path)


def _numbered(transcript: Transcript, path: Path) -> Transcript:
    for place, utterance in enumerate(transcript.utterances):
        if utterance.id != place:
            raise InputError(
                f"utterance {place} has the id {utterance.id}; ids count from 0 in order",
                where=str(path),
                remedy=_REMEDY,
            )
    return transcript


def _line(row: Any, place: int, path: Path) -> _Line:
    try:
        start, end = float(row["start"]), float(row["end"])
        text, speaker = row["text"], row.get("speaker")
        if not isinstance(text, str) or not (0 <= start <= end < math.inf):
            raise ValueError
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(
            f"utterance {place} lacks a text, or a start and an end in seconds in this order",
            where=str(path),
            remedy=_REMEDY,
        ) from error
    return _Line(start, end, None if speaker is None else str(speaker), text.strip())


def _from_captions(text: str) -> list[_Line]:
    """Cues of WebVTT or SRT: a line of times, then text until a blank line."""
    cues: list[_Line] = []
    for block in re.split(r"\n\s*\n", text):
        lines = block.split("\n")
        for place, line in enumerate(lines):
            times = _TIMES.search(line)
            if times:
                spoken = " ".join(part.strip() for part in lines[place + 1 :]).strip()
                cues += _cue(_seconds(times[1]), _seconds(times[2]), spoken)
                break
    prefixed = [_SPOKEN_BY.match(cue.text) for cue in cues]
    if sum(map(bool, prefixed)) * 2 <= len(cues):
        return cues  # a colon now and then is talk, not a speaker
    return [
        _Line(cue.start, cue.end, prefix[1], cue.text[prefix.end() :]) if prefix else cue
        for cue, prefix in zip(cues, prefixed, strict=True)
    ]


def _cue(start: float, end: float, spoken: str) -> Iterator[_Line]:
    """One line per voice tag (Teams may put several in a cue), or one for the cue."""
    before, *voices = _VOICE.split(spoken)
    if _words(before):
        yield _Line(start, end, None, _words(before))
    for speaker, said in zip(voices[::2], voices[1::2], strict=True):
        if _words(said):
            yield _Line(start, end, html.unescape(speaker).strip(), _words(said))


def _words(marked: str) -> str:
    return html.unescape(_TAG.sub("", marked)).strip()


def _seconds(clock: str) -> float:
    *hours, minutes, seconds = clock.replace(",", ".").split(":")
    return (int(hours[0]) if hours else 0) * 3600 + int(minutes) * 60 + float(seconds)


def _transcript(lines: Sequence[_Line], language: str, path: Path) -> Transcript:
    if not any(line.text for line in lines):
        raise InputError("the transcript holds no words", where=str(path), remedy=_REMEDY)
    utterances = tuple(
        Utterance(id=i, start=line.start, end=line.end, text=line.text, speaker=line.speaker)
        for i, line in enumerate(lines)
    )
    return Transcript(
        language=language,
        duration=max(line.end for line in lines),
        utterances=utterances,
        provenance=SpeechProvenance(engine="imported", model="unknown", language=language),
    )
