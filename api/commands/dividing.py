"""`referent segment`: which part of the talk belongs to which item."""

from __future__ import annotations

from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from api.output import check_target, write_plain
from api.plain import discussions_to_plain, labels
from api.terminal import err, out, print_json
from minutes.agenda import Agenda
from minutes.discussion import Segmentation
from minutes.rendering.evidence import clock
from minutes.transcript import Transcript


@click.command()
@click.argument("transcript_file", metavar="TRANSCRIPT", type=click.Path(path_type=Path))
@click.argument("agenda_file", metavar="AGENDA", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the discussions as JSON here.")
@click.option("--per-utterance", is_flag=True, help="A plain list: the item number of each utterance, or 0.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def segment(
    transcript_file: Path, agenda_file: Path, output: Path | None, per_utterance: bool, as_json: bool
) -> None:
    """Divide a transcript among the items of an agenda."""
    from minutes.reading.agenda_file import read_agenda
    from summarise.segment import segment as divide
    from transcribe.imported import read_transcript
    from workflow.stages import undecided

    if output:
        check_target(output, (".json",))
    agenda = undecided(read_agenda(agenda_file))
    transcript = read_transcript(transcript_file)
    segmentation = divide(agenda, transcript)
    result = (
        labels(segmentation, agenda, transcript)
        if per_utterance
        else discussions_to_plain(segmentation, agenda, transcript)
    )
    if output:
        write_plain(output, result)
        err.print(f"Wrote {escape(str(output))}.")
    if as_json or (per_utterance and not output):
        print_json(result)
    elif not output:
        print_discussions(segmentation, agenda, transcript)


def print_discussions(segmentation: Segmentation, agenda: Agenda, transcript: Transcript) -> None:
    """A table of when each item was discussed and how sure that is."""
    table = Table("No.", "Title", "When", "Utterances", "Confidence")
    for item in agenda.items:
        discussion = segmentation.discussion(item.id)
        if discussion is None:
            table.add_row(str(item.number), escape(item.title), "not heard", "0", "")
            continue
        when = ", ".join(
            f"{clock(transcript.utterances[s.first_utterance].start)}–"
            f"{clock(transcript.utterances[s.last_utterance].end)}"
            for s in discussion.spans
        )
        count = len(discussion.utterance_ids())
        table.add_row(str(item.number), escape(item.title), when, str(count), f"{discussion.confidence:.2f}")
    out.print(table)
    if segmentation.unplaced:
        out.print(f"{len(segmentation.unplaced)} utterances fit nowhere and are in no discussion.")
