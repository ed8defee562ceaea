"""`referent agenda`: what an agenda document was understood to say."""

from __future__ import annotations

from pathlib import Path

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from api.output import check_target, write_text
from api.terminal import err, out, print_json
from minutes.agenda import Agenda
from minutes.codec import to_json, to_plain
from minutes.reading.recommendation import acts_asked

_WRAPPED = ("Title", "Sections")
_WIDEST_USUAL = len("Sagsfremstilling")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the agenda as JSON here.")
@click.option("--json", "as_json", is_flag=True, help="Print the agenda as JSON.")
def agenda(file: Path, output: Path | None, as_json: bool) -> None:
    """Read an agenda (TXT, DOCX, PDF, HTML or JSON) and show what was understood."""
    from minutes.reading.agenda_file import read_agenda

    if output:
        check_target(output, (".json",))
    read = read_agenda(file)
    if output:
        write_text(output, to_json(read, Agenda))
    if as_json:
        print_json(to_plain(read, Agenda))
    elif output:
        err.print(f"Wrote {escape(str(output))}: {len(read.items)} items.")
        _print_doubts(err, read)
    else:
        _print_agenda(read)


def _print_agenda(agenda: Agenda) -> None:
    meeting = agenda.meeting
    when = meeting.starts_at.strftime("%d-%m-%Y %H:%M") if meeting.starts_at else "no date"
    out.print(
        f"[bold]{escape(meeting.body)}[/bold], {when}, {escape(meeting.place or 'no place')}, "
        f"{len(meeting.participants)} participants"
    )
    table = Table(box=SIMPLE_HEAD, show_lines=True, pad_edge=False)
    for name in ("No.", "Title", "Journal number", "Clauses", "Sections"):
        counts = name in ("No.", "Clauses")
        table.add_column(
            name,
            justify="right" if counts else "left",
            overflow="fold",
            no_wrap=name not in _WRAPPED,
            min_width=_WIDEST_USUAL if name in _WRAPPED else None,
        )
    for item in agenda.items:
        headings = "\n".join(section.heading_as_printed or "(lead)" for section in item.sections)
        table.add_row(
            item.label or str(item.number),
            escape(item.title) + ("\n[bold]closed[/bold]" if item.closed else ""),
            escape(item.journal_number or ""),
            str(len(item.clauses)),
            escape(headings),
        )
    out.print(table)
    clauses = [clause for item in agenda.items for clause in item.clauses]
    acts = sum(acts_asked(clause) for clause in clauses)
    asked = f" that ask for {acts} acts" if acts > len(clauses) else ""
    out.print(f"{len(agenda.items)} items, {len(clauses)} clauses{asked}")
    _print_doubts(out, agenda)


def _print_doubts(console: Console, agenda: Agenda) -> None:
    """What a person should know of the reading: its notes, and the lines that it could not place."""
    for note in agenda.notes:
        console.print(escape(note))
    if agenda.unplaced:
        console.print(f"[yellow]{len(agenda.unplaced)} lines could not be placed:[/yellow]")
        for line in agenda.unplaced:
            console.print(f"  {escape(line)}")
