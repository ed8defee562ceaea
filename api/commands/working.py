"""`referent worker`: does the jobs that meetings ask for."""

from __future__ import annotations

import click


@click.command()
@click.option("--name", "executor_id", help="This worker's name; each worker needs its own.")
@click.option("--with-parent", is_flag=True, hidden=True)
def worker(executor_id: str | None, with_parent: bool) -> None:
    """Transcribe, segment and draft the meetings that wait, one at a time, until stopped.

    Run one worker for each GPU. Workers share the jobs where they share a PostgreSQL database; the jobs of
    one that died are taken over by the others.
    """
    from api.commands.children import end_with_parent
    from workflow.settings import load_settings
    from workflow.worker import serve_jobs

    if with_parent:
        end_with_parent()
    serve_jobs(load_settings(executor_id=executor_id))
