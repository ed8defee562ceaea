"""`referent draft` and `referent render`: from a transcript to drafts, and from drafts to a document."""

from __future__ import annotations

from pathlib import Path

import click
from rich.markup import escape

from api.output import check_target, write_plain
from api.plain import drafts_to_plain, read_drafts
from api.terminal import err, out, print_json, progress
from minutes.agenda import Agenda
from minutes.draft import Concern, Draft
from minutes.vocabulary import CONCERN_LABELS

DRAFTERS = click.Choice(["formula", "model"])


@click.command()
@click.argument("transcript_file", metavar="TRANSCRIPT", type=click.Path(path_type=Path))
@click.argument("agenda_file", metavar="AGENDA", type=click.Path(path_type=Path))
@click.option("--drafter", type=DRAFTERS, help="Fixed formulas from what was said, or a language model.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the drafts as JSON here.")
@click.option("--json", "as_json", is_flag=True, help="Print the drafts as JSON; progress as JSON lines.")
def draft(
    transcript_file: Path, agenda_file: Path, drafter: str | None, output: Path | None, as_json: bool
) -> None:
    """Draft the beslutning of every item, each sentence with the utterances behind it."""
    from minutes.reading.agenda_file import read_agenda
    from transcribe.imported import read_transcript
    from workflow.settings import load_settings
    from workflow.stages import prepare
    from workflow.wiring import open_drafter

    if output:
        check_target(output, (".json",))
    agenda = read_agenda(agenda_file)
    transcript = read_transcript(transcript_file)
    writer = open_drafter(load_settings(drafter=drafter))
    with progress(machine=as_json) as report:
        meeting = prepare(agenda, transcript, writer, report)
    plain = drafts_to_plain(meeting.drafts, agenda)
    if output:
        write_plain(output, plain)
        err.print(f"Wrote {escape(str(output))}.")
    if as_json:
        print_json(plain)
    elif not output:
        for written in meeting.drafts:
            print_draft(written, agenda)


def print_draft(draft: Draft, agenda: Agenda) -> None:
    """One draft as text, with its citations and concerns."""
    item = agenda.item(draft.item_id)
    out.print(f"[bold]Punkt {item.number}: {escape(item.title)}[/bold] ({draft.outcome.value})")
    for sentence in draft.sentences:
        cited = escape(f" [{', '.join(map(str, sentence.citations()))}]") if sentence.citations() else ""
        out.print(f"  {escape(sentence.text)}[dim]{cited}[/dim]")
    for concern in draft.all_concerns():
        out.print(f"  [yellow]{concern.severity.value}[/yellow]: {escape(_worded(concern))}")
    out.print()


def _worded(concern: Concern) -> str:
    """What the secretary reads of a concern, in Danish like the draft itself."""
    return f"{CONCERN_LABELS[concern.kind]}: {concern.detail}"


@click.command()
@click.argument("agenda_file", metavar="AGENDA", type=click.Path(path_type=Path))
@click.argument("drafts_file", metavar="DRAFTS", type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="The document to write.")
@click.option("--transcript", "transcript_file", type=click.Path(path_type=Path), help="For --internal.")
@click.option("--internal", is_flag=True, help="Show evidence and concerns; never for publication.")
@click.option("--include-closed", is_flag=True, help="Print closed items in full; never for publication.")
def render(
    agenda_file: Path,
    drafts_file: Path,
    output: Path,
    transcript_file: Path | None,
    internal: bool,
    include_closed: bool,
) -> None:
    """Write drafted minutes as .docx, .pdf, .html, .json or .txt."""
    from minutes.reading.agenda_file import read_agenda
    from minutes.rendering.formats import check_writable
    from minutes.rendering.formats import render as write
    from minutes.rendering.view import draft_view
    from transcribe.imported import read_transcript
    from workflow.settings import load_settings

    check_writable(output)
    settings = load_settings()
    agenda = read_agenda(agenda_file)
    drafts = read_drafts(drafts_file, agenda)
    transcript = read_transcript(transcript_file) if transcript_file else None
    view = draft_view(agenda, drafts, transcript=transcript, include_closed=include_closed, internal=internal)
    write(view, output, settings.look_of(agenda.meeting.body))
    err.print(f"Wrote {escape(str(output))}.")
