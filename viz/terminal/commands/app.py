"""The program of the command line: one line per verb."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from viz.common.exits import DONE, FAULT, INTERRUPTED, WrongInputError, say
from viz.terminal.commands.compare import compare
from viz.terminal.commands.explain import explain, trace
from viz.terminal.commands.inputs import check, list_, schema, show
from viz.terminal.commands.score import score
from viz.terminal.commands.simulate import network, run, story
from viz.terminal.commands.studies import analyse, condition, knockout, patterns, sweep, variance


def dashboard(
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, metavar="P", help="Port to listen on; a free one by default.")
    ] = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open the browser.")] = False,
) -> None:
    """Open the dashboard in the browser of this machine.

    It works without internet; Ctrl-C stops it.
    """
    from viz.dashboard.runs import warm_up
    from viz.server.serve import serve

    serve(port, browse=not no_open, warm_up=warm_up)


VERBS = (
    ("run", run, "s03_eu_sanctions_2017 --set pressures.eu_2017.level=0.5"),
    ("compare", compare, "baseline s03_eu_sanctions_2017 --out comparison"),
    ("check", check, "scenarios/baseline.yaml seeds"),
    ("list", list_, "parameters oil --of coercion"),
    ("show", show, "M41"),
    ("schema", schema, "> scenarios/schema.json"),
    ("explain", explain, "baseline s03_eu_sanctions_2017 --out why.svg"),
    ("story", story, "baseline --world 41"),
    ("trace", trace, "belarus.contacts --month 2016-05 --world 41"),
    ("network", network, "baseline --month 2016-06 --out network.svg"),
    ("condition", condition, "baseline --until 2018-01"),
    ("patterns", patterns, "baseline --sampling prior --strict"),
    ("score", score, "baseline --observed votes.csv --set sampling=prior"),
    ("knockout", knockout, "baseline --mechanisms M41,M79 --patterns"),
    ("variance", variance, "s16_restraint_2020 --outcome regime_stands"),
    ("dashboard", dashboard, "--port 8800 --no-open"),
    ("sweep", sweep, "sanctions_x_rescue --workers 4"),
    ("analyse", analyse, "runs/sweep-sanctions_x_rescue"),
)
"""Every verb in the order of the help: its name, its function, and the example at the end of its help."""

app = typer.Typer(
    help="Simulate how Belarus moves between Russia and the West, and why.",
    epilog="Example: tightrope run baseline --worlds 500",
    context_settings={"help_option_names": ["-h", "--help"]},
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for _name, _verb, _example in VERBS:
    app.command(_name, epilog=f"Example: tightrope {_name} {_example}")(_verb)


@app.callback(invoke_without_command=True)
def tightrope(
    context: typer.Context, version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False
) -> None:
    """Without a verb: the version, or the help."""
    if version:
        from model.runs.manifest import version as version_of

        print(f"tightrope {version_of('tightrope')}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        print(context.get_help())


def run_app(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code.

    Raises:
        WrongInputError: There is no such verb, or an argument is no text.
        KeyboardInterrupt: It was interrupted.
        BrokenPipeError: Nobody reads the output any more.
    """
    _check(arguments)
    try:
        code = app(args=list(arguments), prog_name="tightrope", standalone_mode=False)
        sys.stdout.flush()
    except typer.Abort:
        raise KeyboardInterrupt from None
    except SystemExit as left:
        if isinstance(left.__context__, BrokenPipeError):  # which typer turns into an exit
            raise left.__context__ from None
        code = left.code if left.code is None or isinstance(left.code, int) else say(left.code, FAULT)
    if code == INTERRUPTED:
        raise KeyboardInterrupt
    return code if isinstance(code, int) else DONE


def _check(arguments: Sequence[str]) -> None:
    for argument in arguments:
        if any("\ud800" <= letter <= "\udfff" for letter in argument):
            message = f"'{argument}' is not text in UTF-8; rename the file, or type the name again"
            raise WrongInputError(message)
    verb, verbs = next((a for a in arguments if not a.startswith("-")), None), [name for name, _, _ in VERBS]
    if verb is not None and verb not in verbs:
        from model.yaml_files.fields import unknown_key_message

        raise WrongInputError(unknown_key_message("verb", verb, verbs))
