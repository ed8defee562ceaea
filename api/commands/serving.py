"""`referent serve`: the staff app, with its worker and the intranet app beside it."""

from __future__ import annotations

import signal
import socket
import sys
from typing import TYPE_CHECKING

import click

from api.commands.children import running
from minutes.errors import OutputError, SettingsError

if TYPE_CHECKING:  # `referent --help` loads no database
    from fastapi import FastAPI

    from api.house import House
    from workflow.settings import Settings

LAST_SECONDS = 10
"""What requests under way have to end when the app is stopped."""


@click.command()
@click.option("--host", help="Address to listen on.")
@click.option("--port", type=int, help="Port to listen on.")
@click.option("--worker/--no-worker", default=True, help="Start a worker beside it.")
@click.option("--intranet/--no-intranet", default=True, help="Start the intranet app beside it.")
@click.option("--demo", is_flag=True, help="Put the demo meeting in, with people who may review it.")
def serve(host: str | None, port: int | None, worker: bool, intranet: bool, demo: bool) -> None:
    """Serve the staff app until stopped. The first start creates all that it needs."""
    from workflow.settings import load_settings

    settings = load_settings(host=host, port=port)
    _prepare(settings)
    from api.app import create_app
    from workflow.chores import chores, doing
    from workflow.worker import log_to_stderr

    log_to_stderr()
    app = create_app(settings)
    click.echo(f"Referent for the staff: {settings.address()}", err=True)
    _greet(settings, demo=demo)
    house: House = app.state.house
    names = [name for name, wanted in (("worker", worker), ("intranet", intranet)) if wanted]
    with doing(*chores(settings, house.database, house.files)), running(*names):
        _answer(app, settings)


def _answer(app: FastAPI, settings: Settings) -> None:
    """Until SIGTERM or SIGINT; requests under way then have some seconds, streams of progress do not end."""
    import uvicorn

    # uvicorn ends by raising the signal anew, which must not kill us before the children are told.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=LAST_SECONDS,
    )


def _prepare(settings: Settings) -> None:
    """The data folder, for this user's eyes only, and a free port.

    Raises:
        OutputError: the folder cannot be made.
        SettingsError: something listens there already.
    """
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise OutputError(
            f"the data folder cannot be made ({error.strerror})",
            where=str(settings.data_dir),
            remedy="Choose another with REFERENT_DATA_DIR or ask for write access",
        ) from error
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise SettingsError(
                f"the port cannot be used ({error.strerror})",
                where=f"{settings.host}:{settings.port}",
                remedy="Stop what listens there, or choose another with --port",
            ) from error


def _greet(settings: Settings, *, demo: bool) -> None:
    from workflow.accounts import first_administrator
    from workflow.demo_house import furnish
    from workflow.files import Files
    from workflow.store.database import Database

    database = Database(settings.database())
    link = first_administrator(database)
    if link is not None:
        click.echo(f"First administrator, once: {link.url(settings.address())}", err=True)
    if demo:
        for person in furnish(database, Files(settings.data_dir / "files")):
            click.echo(f"{person.name} <{person.email}>: {person.link.url(settings.address())}", err=True)
    database.close()
