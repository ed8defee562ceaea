"""`referent style show`: how the municipality's own approved minutes are written."""

from __future__ import annotations

from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from api.output import check_target, write_text
from api.terminal import err, out, print_json
from minutes.codec import to_json, to_plain


@click.group()
def style() -> None:
    """Learn the house's style from approved minutes, and show it."""


@style.command()
@click.argument("source", type=click.Path(path_type=Path, exists=True))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the style as JSON here.")
@click.option("--json", "as_json", is_flag=True, help="Print the style as JSON.")
def show(source: Path, output: Path | None, as_json: bool) -> None:
    """Show the style of a folder of approved minutes, or of a file written from one.

    Nothing leaves this machine. Name the file in the setting house_style, and the drafter words decisions so.
    """
    from summarise.style import HouseStyle, learn_style, read_style

    if output:
        check_target(output, (".json",))
    found = learn_style(source) if source.is_dir() else read_style(source)
    if output:
        write_text(output, to_json(found, HouseStyle))
        err.print(f"Wrote {escape(str(output))}.")
    if as_json:
        print_json(to_plain(found, HouseStyle))
        return
    table = Table(title=f"{found.meetings} minutes")
    for name in ("Item", "Decisions", "Words", "Sentences"):
        table.add_column(name)
    for one in found.types:
        table.add_row(one.type, str(one.decisions), f"{one.words:g}", f"{one.sentences:g}")
    out.print(table)
    counted = {"Subjects": found.subjects, "Wordings": found.wordings, "Connectives": found.connectives}
    for name, counts in counted.items():
        listed = ", ".join(f"{c.name} ({c.times})" for c in counts)
        out.print(f"[bold]{name}:[/bold] {escape(listed) or 'none'}")
    for name, wording in found.chosen().items():
        out.print(f"[bold]{escape(name)}[/bold] is written: {escape(wording)}")
