"""`referent doctor`: what is sound, what is not, and what to do about it."""

from __future__ import annotations

import click
from rich.markup import escape

from api.terminal import out, print_json

_COLOURS = {"ok": "green", "warning": "yellow", "error": "red"}


@click.command()
@click.option("--audit", "with_audit", is_flag=True, help="Verify the audit log, the record and every hash.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON for machines.")
def doctor(with_audit: bool, as_json: bool) -> None:
    """Check packages, models, disk, database, files and worker; changes nothing.

    Exits with 8 when something is broken; warnings alone are no failure.
    """
    from minutes.errors import StateError
    from workflow.doctor import Level, examine
    from workflow.settings import load_settings

    findings = tuple(examine(load_settings(), with_audit=with_audit))
    if as_json:
        print_json([{"level": one.level, "what": one.what, "remedy": one.remedy} for one in findings])
    else:
        for one in findings:
            colour = _COLOURS[one.level]
            out.print(f"[{colour}]{one.level:<8}[/{colour}]{escape(one.what)}", soft_wrap=True)
            if one.remedy:
                out.print(f"        {escape(one.remedy)}", soft_wrap=True)
    errors = sum(one.level is Level.ERROR for one in findings)
    if errors:
        raise StateError(
            f"{errors} errors were found", where="this house", remedy="Do what stands under each"
        )
