"""`referent models`: which models are known, and bringing one in."""

from __future__ import annotations

import click
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from api.terminal import err, out


@click.group()
def models() -> None:
    """Model weights: what is known and what is here."""


@models.command("list")
def list_models() -> None:
    """Show every model in the catalogue and whether it is installed."""
    from models.catalogue import all_cards
    from models.weights import installed
    from workflow.settings import load_settings

    folder = load_settings().models_dir
    table = Table("Name", "Role", "Licence", "Installed", "For")
    for card in all_cards():
        here = "yes" if installed(card.name, folder) else ""
        table.add_row(card.name, card.role, card.licence, here, escape(card.note))
    out.print(table)
    out.print(f"Models lie in {escape(str(folder))}")


@models.command()
@click.argument("name")
@click.option("--accept-terms", is_flag=True, help="You have read the model's terms and accept them.")
def pull(name: str, accept_terms: bool) -> None:
    """Bring a model in, check its hash and make it ready. Does nothing if it is already here."""
    from models.catalogue import find
    from models.weights import pull as bring
    from workflow.settings import load_settings

    card = find(name)
    if card.terms:
        err.print(escape(card.terms_file().read_text(encoding="utf-8")))
    with Progress(console=err) as bars:
        task = bars.add_task(f"{name}", total=1.0)
        path = bring(
            name,
            load_settings().models_dir,
            lambda done: bars.update(task, completed=done),
            accept_terms=accept_terms,
        )
    err.print(f"{escape(name)} is ready in {escape(str(path))}")
