"""`referent transcribe`: from a recording to a transcript."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import click
from rich.markup import escape

from api.output import check_target, write_text
from api.terminal import err, out, print_json, progress
from minutes.codec import to_json, to_plain
from minutes.rendering.evidence import clock
from minutes.transcript import StretchKind, Transcript
from transcribe.engines.kinds import EngineKind
from workflow.progress import Stage

SUFFIXES = (".json", ".vtt", ".srt")
ENGINES = click.Choice([kind.value for kind in EngineKind])


@click.command()
@click.argument("audio", type=click.Path(path_type=Path))
@click.option("--agenda", "agenda_file", type=click.Path(path_type=Path), help="Its names help the hearing.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write .json, .vtt or .srt here.")
@click.option("--engine", type=ENGINES, help="What runs the speech model.")
@click.option("--model", help="Speech model: a name of 'referent models list', or a path.")
@click.option("--json", "as_json", is_flag=True, help="Print the transcript as JSON; progress as JSON lines.")
def transcribe(
    audio: Path,
    agenda_file: Path | None,
    output: Path | None,
    engine: str | None,
    model: str | None,
    as_json: bool,
) -> None:
    """Transcribe a recording (any audio or video file), every second accounted for."""
    from minutes.reading.agenda_file import read_agenda
    from transcribe.engine import TranscribeOptions
    from transcribe.recording import check_recording
    from workflow.settings import load_settings
    from workflow.stages import hear, resumable
    from workflow.wiring import open_transcriber

    if output:
        check_target(output, SUFFIXES)
    settings = load_settings(speech_model=model, speech_engine=engine)
    agenda = read_agenda(agenda_file) if agenda_file else None
    check_recording(audio)
    options = TranscribeOptions()
    opened = open_transcriber(settings, options)
    with resumable(audio, agenda, opened, options, settings.unfinished()) as kept:
        with progress(machine=as_json) as report:
            say = resumed(machine=as_json)
            transcript = hear(audio, agenda, opened, options, report, kept=kept, on_resume=say)
        if output:
            write_transcript(output, transcript)
            err.print(f"Wrote {escape(str(output))}.")
        _print(transcript, as_json=as_json, written=output is not None)
    print_coverage(transcript)


def _print(transcript: Transcript, *, as_json: bool, written: bool) -> None:
    if as_json:
        print_json(to_plain(transcript, Transcript))
    elif not written:
        for utterance in transcript.utterances:
            mark = f" [dim]({utterance.dropped.value})[/dim]" if utterance.dropped else ""
            out.print(f"[dim]{clock(utterance.start):>8}[/dim] {escape(utterance.text)}{mark}")


def resumed(*, machine: bool) -> Callable[[int, int], None]:
    """Says on standard error that a run goes on where a killed one was."""

    def say(known: int, batches: int) -> None:
        if machine:
            line = json.dumps({"stage": Stage.TRANSCRIBING.value, "resumed": known, "batches": batches})
            sys.stderr.write(line + "\n")
        else:
            err.print(f"Resuming: {known} of {batches} batches were heard before.")

    return say


def write_transcript(path: Path, transcript: Transcript) -> None:
    """Write a transcript in the format that the suffix names."""
    from transcribe.captions import to_srt, to_vtt

    write = {".vtt": to_vtt, ".srt": to_srt}.get(path.suffix.lower())
    write_text(path, write(transcript) if write else to_json(transcript, Transcript))


def print_coverage(transcript: Transcript) -> None:
    """One line on standard error: what became of every second."""
    coverage = transcript.coverage
    if coverage is None:
        return
    seconds = {kind: coverage.seconds(kind) for kind in StretchKind}
    parts = [f"{k.value} {s:.0f} s ({s / coverage.duration:.1%})" for k, s in seconds.items() if s]
    err.print(f"{clock(coverage.duration)} of recording: " + ", ".join(parts) + ".")
