"""`referent run` and `referent demo`: the whole path from a recording to the referat."""

from __future__ import annotations

from pathlib import Path

import click
from rich.markup import escape

from api.commands.dividing import print_discussions
from api.commands.drafting import DRAFTERS, print_draft
from api.commands.listening import ENGINES, print_coverage, resumed, write_transcript
from api.output import write_plain, write_text
from api.plain import discussions_to_plain, drafts_to_plain
from api.terminal import err, out, print_json, progress
from minutes.agenda import Agenda
from minutes.codec import to_json
from minutes.errors import OutputError
from minutes.rendering.evidence import clock
from minutes.rendering.formats import SUFFIXES, check_writable
from workflow.progress import Progress, Stage
from workflow.settings import Settings, load_settings
from workflow.stages import PreparedMeeting, items_to_check


@click.command()
@click.argument("audio", type=click.Path(path_type=Path))
@click.argument("agenda_file", metavar="AGENDA", type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="The referat to write.")
@click.option("--drafter", type=DRAFTERS, help="Fixed formulas from what was said, or a language model.")
@click.option("--engine", type=ENGINES, help="What runs the speech model.")
@click.option("--model", help="Speech model: a name of 'referent models list', or a path.")
@click.option("--include-closed", is_flag=True, help="Print closed items in full; never for publication.")
@click.option("--json", "as_json", is_flag=True, help="Print a summary as JSON; progress as JSON lines.")
def run(
    audio: Path,
    agenda_file: Path,
    output: Path,
    drafter: str | None,
    engine: str | None,
    model: str | None,
    include_closed: bool,
    as_json: bool,
) -> None:
    """From a recording and its agenda to a drafted referat, marked UDKAST."""
    check_writable(output)
    settings = load_settings(drafter=drafter, speech_model=model, speech_engine=engine)
    with progress(machine=as_json) as report:
        meeting = _prepare(audio, agenda_file, settings, report, as_json=as_json)
        _render(meeting, (output,), settings, report, include_closed=include_closed)
    _summarise(meeting, (output,), as_json=as_json)


@click.command()
@click.option("--output", default="demo-output", type=click.Path(path_type=Path), help="Folder to write to.")
@click.option("--drafter", type=DRAFTERS, help="Fixed formulas from what was said, or a language model.")
@click.option("--json", "as_json", is_flag=True, help="Print a summary as JSON; progress as JSON lines.")
def demo(output: Path, drafter: str | None, as_json: bool) -> None:
    """Run the whole path on the bundled meeting and leave the documents in a folder."""
    from workflow.demo_meeting import AGENDA, RECORDING

    _make_folder(output)
    documents = tuple(output / f"referat{suffix}" for suffix in SUFFIXES)
    for document in documents:
        check_writable(document)
    settings = load_settings(drafter=drafter)
    with progress(machine=as_json) as report:
        meeting = _prepare(RECORDING, AGENDA, settings, report, as_json=as_json)
        _render(meeting, documents, settings, report, include_closed=False)
        internal = _write_working_papers(meeting, output, settings)
    _summarise(meeting, (*documents, *internal), as_json=as_json)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"the folder cannot be made ({error.strerror})",
            where=str(folder),
            remedy="Choose another with --output",
        ) from error


def _prepare(
    audio: Path, agenda_file: Path, settings: Settings, report: Progress, *, as_json: bool
) -> PreparedMeeting:
    from minutes.reading.agenda_file import read_agenda
    from transcribe.engine import TranscribeOptions
    from transcribe.recording import check_recording
    from workflow.stages import hear, prepare, resumable
    from workflow.wiring import open_drafter, open_transcriber

    report(Stage.READING, 0.0)
    agenda = read_agenda(agenda_file)
    check_recording(audio)
    options = TranscribeOptions()
    engine, drafter = open_transcriber(settings, options), open_drafter(settings)
    report(Stage.READING, 1.0)
    with resumable(audio, agenda, engine, options, settings.unfinished()) as kept:
        say = resumed(machine=as_json)
        transcript = hear(audio, agenda, engine, options, report, kept=kept, on_resume=say)
        return prepare(agenda, transcript, drafter, report)


def _render(
    meeting: PreparedMeeting,
    documents: tuple[Path, ...],
    settings: Settings,
    report: Progress,
    *,
    include_closed: bool,
) -> None:
    from minutes.rendering.formats import render
    from minutes.rendering.view import draft_view

    view = draft_view(
        meeting.agenda, meeting.drafts, transcript=meeting.transcript, include_closed=include_closed
    )
    for done, document in enumerate(documents):
        report(Stage.RENDERING, done / len(documents))
        render(view, document, settings.look_of(meeting.agenda.meeting.body))
    report(Stage.RENDERING, 1.0)


def _write_working_papers(meeting: PreparedMeeting, folder: Path, settings: Settings) -> tuple[Path, ...]:
    """What the secretary works with, never for publication: evidence, transcript, intermediate results."""
    from minutes.rendering.formats import render
    from minutes.rendering.view import draft_view

    names = ("kontrol.html", "transskription.vtt", "transcript.json", "agenda.json")
    review, captions, transcript, agenda = (folder / name for name in names)
    discussions, drafts = folder / "discussions.json", folder / "drafts.json"
    view = draft_view(meeting.agenda, meeting.drafts, transcript=meeting.transcript, internal=True)
    render(view, review, settings.look_of(meeting.agenda.meeting.body))
    write_transcript(captions, meeting.transcript)
    write_transcript(transcript, meeting.transcript)
    write_text(agenda, to_json(meeting.agenda, Agenda))
    write_plain(discussions, discussions_to_plain(meeting.segmentation, meeting.agenda, meeting.transcript))
    write_plain(drafts, drafts_to_plain(meeting.drafts, meeting.agenda))
    return review, captions, transcript, agenda, discussions, drafts


def _summarise(meeting: PreparedMeeting, written: tuple[Path, ...], *, as_json: bool) -> None:
    if as_json:
        print_json(_summary(meeting, written))
        return
    print_coverage(meeting.transcript)
    for warning in meeting.warnings:
        err.print(f"[yellow]Warning:[/yellow] {escape(warning)}")
    print_discussions(meeting.segmentation, meeting.agenda, meeting.transcript)
    for draft in meeting.drafts:
        print_draft(draft, meeting.agenda)
    _print_checks(meeting)
    out.print("Written (drafts: nothing here has been approved):")
    for path in written:
        out.print(f"  {escape(str(path))}")


def _print_checks(meeting: PreparedMeeting) -> None:
    checks = items_to_check(meeting)
    if not checks:
        out.print("Every sentence passed its checks, which do not see everything.")
        out.print("A person must read and approve every item.")
        return
    out.print(f"[bold]{len(checks)} of {len(meeting.agenda.items)} items need a closer look:[/bold]")
    for item, draft in checks:
        times = [meeting.transcript.utterances[i].start for i in draft.citations()]
        when = f" (listen at {clock(times[0])})" if times else ""
        out.print(f"  Punkt {item.number}: {len(draft.all_concerns())} to check{when}")
    out.print("A person must read and approve every item.")


def _summary(meeting: PreparedMeeting, written: tuple[Path, ...]) -> dict[str, object]:
    return {
        "documents": [str(path) for path in written],
        "warnings": list(meeting.warnings),
        "seconds": meeting.transcript.duration,
        "discussions": discussions_to_plain(meeting.segmentation, meeting.agenda, meeting.transcript),
        "drafts": drafts_to_plain(meeting.drafts, meeting.agenda),
        "to_check": [item.number for item, _ in items_to_check(meeting)],
    }
