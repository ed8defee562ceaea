"""`referent backup`, `restore` and `retention`: what keeps a house over the years, and no longer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:  # `referent --help` loads no database
    from workflow.files import Files
    from workflow.store.database import Database


@click.command()
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
def backup(target: Path) -> None:
    """Write the whole house to the tar file TARGET, while it runs.

    Published minutes can be put on the shelf again; API keys of the intranet live there and are not in it.
    """
    from minutes.errors import StateError
    from workflow.backup import back_up

    with _house() as (db, files):
        manifest = back_up(db, files, target)
    click.echo(f"{target}: {len(manifest.tables)} tables, {len(manifest.files)} files", err=True)
    if manifest.lost:
        raise StateError(
            f"{len(manifest.lost)} files are lost or damaged; the backup holds all else",
            where=", ".join(manifest.lost),
            remedy="Run 'referent doctor'",
        )


@click.command()
@click.argument("source", type=click.Path(path_type=Path, dir_okay=False))
def restore(source: Path) -> None:
    """Fill an empty database and data folder from the backup SOURCE. Everybody signs in again."""
    from workflow.restoring import restore as fill

    with _house() as (db, files):
        manifest = fill(db, files, source)
    click.echo(f"Restored as of {manifest.taken_at.isoformat()}: {len(manifest.files)} files", err=True)


@click.command()
@click.option("--dry-run", is_flag=True, help="Only list what would be marked and what would be destroyed.")
def retention(dry_run: bool) -> None:
    """Mark the audio and the talk whose time is over, and destroy what an earlier run marked.

    Run it every night. Meetings under legal hold are left alone. Prints a receipt as JSON.
    """
    from api.terminal import print_json
    from minutes.codec import to_plain
    from workflow.retention import Receipt, apply
    from workflow.settings import load_settings

    with _house() as (db, files):
        print_json(to_plain(apply(db, files, load_settings(), dry_run=dry_run), Receipt))


@contextmanager
def _house() -> Iterator[tuple[Database, Files]]:
    from workflow.files import Files
    from workflow.settings import load_settings
    from workflow.store.database import Database

    settings = load_settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    db = Database(settings.database())
    try:
        db.migrate()
        yield db, Files(settings.data_dir / "files")
    finally:
        db.close()
