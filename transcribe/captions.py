"""A transcript as captions: WebVTT and SRT. Dropped passages are left out."""

from __future__ import annotations

from collections.abc import Iterator

from minutes.transcript import Transcript


def to_vtt(transcript: Transcript) -> str:
    """WebVTT, with speakers as voice tags where they are known."""
    cues = []
    for start, end, speaker, text in _cues(transcript):
        voice = f"<v {_safe(speaker)}>{_safe(text)}</v>" if speaker else _safe(text)
        cues.append(f"{_clock(start, '.')} --> {_clock(end, '.')}\n{voice}\n")
    return "WEBVTT\n\n" + "\n".join(cues)


def to_srt(transcript: Transcript) -> str:
    """SubRip, with the speaker's name before the text where it is known."""
    cues = []
    for number, (start, end, speaker, text) in enumerate(_cues(transcript), 1):
        spoken = f"{speaker}: {text}" if speaker else text
        cues.append(f"{number}\n{_clock(start, ',')} --> {_clock(end, ',')}\n{spoken}\n")
    return "\n".join(cues)


def _cues(transcript: Transcript) -> Iterator[tuple[float, float, str | None, str]]:
    for u in transcript.utterances:
        if u.dropped is None:
            yield u.start, u.end, u.speaker, " ".join(u.text.split())  # a blank line would end the cue


def _safe(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _clock(seconds: float, point: str) -> str:
    milliseconds = round(seconds * 1000)
    minutes, milliseconds = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{milliseconds // 1000:02}{point}{milliseconds % 1000:03}"
