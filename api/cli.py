"""The command line: `referent VERB`. Each verb lives in `api/commands`; errors become one sentence here."""

from __future__ import annotations

import sys

import click

from api.commands.comparing import compare
from api.commands.dividing import segment
from api.commands.doctor import doctor
from api.commands.drafting import draft, render
from api.commands.intranet import intranet
from api.commands.keeping import backup, restore, retention
from api.commands.listening import transcribe
from api.commands.reading import agenda
from api.commands.serving import serve
from api.commands.style import style
from api.commands.weights import models
from api.commands.whole import demo, run
from api.commands.working import worker
from minutes.errors import ReferentError

INTERRUPTED = 130


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="referent")
@click.option("--debug", is_flag=True, help="Show a traceback where Referent itself fails.")
def cli(debug: bool) -> None:
    """From a recorded Danish meeting and its agenda to drafted minutes, on your own machine."""


for verb in (
    agenda,
    transcribe,
    segment,
    draft,
    render,
    compare,
    run,
    demo,
    serve,
    worker,
    doctor,
    backup,
    restore,
    retention,
    intranet,
    models,
    style,
):
    cli.add_command(verb)


def main() -> None:
    """Run the command line and exit with a code from `minutes.errors`."""
    try:
        cli(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted. Nothing was left half-written.", err=True)
        sys.exit(INTERRUPTED)
    except ReferentError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(error.exit_code)
    except Exception as error:
        if "--debug" in sys.argv:
            raise
        click.echo(
            f"Error: Referent failed unexpectedly ({type(error).__name__}). Run 'referent --debug …' "
            "and report the traceback.",
            err=True,
        )
        sys.exit(ReferentError.exit_code)


if __name__ == "__main__":
    main()
