"""`referent compare`: what differs between two agendas or finished referater."""

from __future__ import annotations

from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from api.terminal import out, print_json
from minutes.codec import to_plain


@click.command()
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the differences as JSON.")
def compare(before: Path, after: Path, as_json: bool) -> None:
    """Show what differs between two documents (TXT, DOCX, PDF, HTML or JSON), whatever their formats."""
    from minutes.comparing import Difference, compare
    from minutes.reading.agenda_file import read_agenda

    found = compare(read_agenda(before), read_agenda(after))
    if as_json:
        print_json(to_plain(found, tuple[Difference, ...]))
        return
    if not found:
        out.print("Nothing differs.")
        return
    table = Table(show_lines=True)
    for name in ("Item", "What", before.name, after.name):
        table.add_column(escape(name))
    for one in found:
        table.add_row(
            escape(one.item or ""),
            one.aspect.replace("_", " "),
            escape(one.before or "–"),
            escape(one.after or "–"),
        )
    out.print(table)
    out.print(f"{len(found)} differences")
