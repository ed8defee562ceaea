"""`referent models`: which models are known, what one is, bringing one in, and whether it is still whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.markup import escape
from rich.progress import Progress
from rich.table import Column, Table

from api.terminal import err, out

if TYPE_CHECKING:
    from models.catalogue import ModelCard

_ACCEPT = click.option("--accept-terms", is_flag=True, help="You have read its terms and accept them.")


@click.group()
def models() -> None:
    """Model weights: what is known and what is here."""


@models.command("list")
def list_models() -> None:
    """Show every model in the catalogue and whether it is installed."""
    from models.catalogue import all_cards
    from models.weights import installed, own_names
    from workflow.settings import load_settings

    folder = load_settings().models_dir
    table = Table(Column("Name", no_wrap=True), "Role", "Machine", "Memory", "Licence", "Installed")
    for card in all_cards():
        here = "yes" if installed(card.name, folder) else ""
        machine = card.profile.value if card.profile else "demo"
        licence = card.licence + (" (terms)" if card.terms else "")
        table.add_row(card.name, card.role, machine, f"{card.memory_gb:g} GB", licence, here)
    for name in own_names(folder):
        table.add_row(escape(name), "", "", "", "your own", "yes")
    out.print(table)
    out.print(f"Models lie in {escape(str(folder))}. More of one: referent models show NAME")


@models.command()
@click.argument("name")
def show(name: str) -> None:
    """Show what is known of a model, its terms, and how to get it."""
    from models.catalogue import find
    from models.weights import how_to_get, installed
    from workflow.settings import load_settings

    card = find(name)
    folder = installed(name, load_settings().models_dir)
    table = Table.grid(padding=(0, 2))
    for label, value in _facts(card):
        table.add_row(label, escape(value))
    table.add_row("here", escape(str(folder)) if folder else "no")
    out.print(table)
    if card.terms:
        out.print("\n" + escape(card.terms_file().read_text(encoding="utf-8")), soft_wrap=True)
    if not folder:
        out.print(escape(how_to_get(card)), soft_wrap=True)


def _facts(card: ModelCard) -> list[tuple[str, str]]:
    facts = [
        ("name", card.name),
        ("for", f"{card.role}, {card.note}"),
        ("licence", card.licence),
        ("parameters", f"{card.parameters_m} million"),
        ("memory", f"{card.memory_gb:g} GB while it works"),
        ("machine", card.profile.value if card.profile else "any: the demo and the tests"),
        ("from", f"{card.source}: {card.repository or card.base or card.requirements}"),
    ]
    if card.download_gb:
        facts.append(("to fetch", f"{card.download_gb:g} GB"))
    return facts


@models.command()
@click.argument("name")
@_ACCEPT
def pull(name: str, accept_terms: bool) -> None:
    """Bring a model in, check its hash and make it ready. Does nothing if it is already here.

    A pull that broke off goes on where it was. Models of the hub are fetched only if model_hub is set.
    """
    from models.catalogue import find
    from models.pulling import pull as bring
    from workflow.settings import load_settings

    settings = load_settings()
    _print_terms(find(name))
    with Progress(console=err) as bars:
        task = bars.add_task(escape(name), total=1.0)
        path = bring(
            name,
            settings.models_dir,
            lambda done: bars.update(task, completed=done),
            accept_terms=accept_terms,
            hub=settings.model_hub,
        )
    err.print(f"{escape(name)} is ready in {escape(str(path))}")


@models.command("import")
@click.argument("name")
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--without-time-marks", is_flag=True, help="For a model of your own that was trained without.")
@_ACCEPT
def import_model(name: str, source: Path, without_time_marks: bool, accept_terms: bool) -> None:
    """Take a model over from a folder or a .pt file, under a name of the catalogue or one of your own."""
    from models.pulling import bring_in
    from models.weights import known
    from workflow.settings import load_settings

    card = known(name)
    if card:
        _print_terms(card)
    path = bring_in(
        name,
        source,
        load_settings().models_dir,
        accept_terms=accept_terms,
        time_marks=not without_time_marks,
    )
    err.print(f"{escape(name)} is ready in {escape(str(path))}")


@models.command()
@click.argument("names", nargs=-1)
def verify(names: tuple[str, ...]) -> None:
    """Compare the files of models with the hashes that were written when they were brought in."""
    from minutes.errors import ModelError
    from models.catalogue import all_cards
    from models.papers import damaged
    from models.weights import installed, own_names, require
    from workflow.settings import load_settings

    folder = load_settings().models_dir
    here = [card.name for card in all_cards() if installed(card.name, folder)] + list(own_names(folder))
    broken = []
    for name in names or here:
        bad = damaged(require(name, folder))
        out.print(f"{escape(name)}: " + (f"damaged: {escape(', '.join(bad))}" if bad else "whole"))
        broken += [name] if bad else []
    if broken:
        raise ModelError(
            "files are not as they were brought in",
            where=", ".join(broken),
            remedy=f"Remove the model's folder from {folder} and bring it in again",
        )


def _print_terms(card: ModelCard) -> None:
    if card.terms:
        err.print(escape(card.terms_file().read_text(encoding="utf-8")), soft_wrap=True)
