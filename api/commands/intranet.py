"""`referent intranet`: serves what is published, alone, and keeps the keys of those who read it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:  # `referent --help` loads no database
    from workflow.published.shelf import Shelf


@click.group(invoke_without_command=True)
@click.option("--host", help="Address to listen on.")
@click.option("--port", type=int, help="Port to listen on.")
@click.option("--with-parent", is_flag=True, hidden=True)
@click.pass_context
def intranet(context: click.Context, host: str | None, port: int | None, with_parent: bool) -> None:
    """Serve published minutes to the intranet, and nothing else, until stopped.

    Needs the shelf (`published_url`) and no other database. `referent serve` starts the same app beside the
    staff app.
    """
    if context.invoked_subcommand is not None:
        return
    import uvicorn

    from api.commands.children import end_with_parent
    from api.intranet import create_intranet_app
    from workflow.settings import load_settings

    if with_parent:
        end_with_parent()
    settings = load_settings(intranet_host=host, intranet_port=port)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    app = create_intranet_app(settings)
    click.echo(f"Published minutes at {settings.intranet_address()}/", err=True)
    uvicorn.run(
        app, host=settings.intranet_host, port=settings.intranet_port, log_config=None, access_log=False
    )


@intranet.group()
def key() -> None:
    """Make, list and revoke the API keys of those who read."""


@key.command()
@click.argument("name")
@click.option("--body", "bodies", multiple=True, help="Only this body, by its id in /v1/bodies; repeatable.")
@click.option(
    "--days", type=click.IntRange(1, 3650), help="How long the key holds; without it, until revoked."
)
def add(name: str, bodies: tuple[str, ...], days: int | None) -> None:
    """Make a key for NAME and print its secret, which is shown this once."""
    from workflow.published import readers

    at = datetime.now(UTC)
    with _shelf().write() as tx:
        reader, secret = readers.add(
            tx,
            name=name,
            bodies=frozenset(bodies) if bodies else None,
            at=at,
            expires_at=at + timedelta(days=days) if days else None,
        )
    click.echo(f"Key {reader.id}. Keep the secret; it is not shown again:", err=True)
    click.echo(secret)


@key.command(name="list")
def list_keys() -> None:
    """List all keys: id, name, bodies, and whether each holds."""
    from workflow.published import readers

    with _shelf().read() as tx:
        found = readers.all_readers(tx)
    for reader in found:
        bodies = "*" if reader.bodies is None else ",".join(sorted(reader.bodies))
        state = "holds" if reader.holds(datetime.now(UTC)) else "does not hold"
        click.echo(f"{reader.id}  {reader.name}  {bodies}  {state}")


@key.command()
@click.argument("key_id")
def revoke(key_id: str) -> None:
    """Make the key with this id worthless from now on."""
    from workflow.published import readers

    with _shelf().write() as tx:
        readers.revoke(tx, key_id, at=datetime.now(UTC))


def _shelf() -> Shelf:
    from workflow.published.shelf import Shelf
    from workflow.settings import load_settings

    settings = load_settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    shelf = Shelf(settings.published())
    shelf.migrate()
    return shelf
