"""The verb that compares scenarios world by world."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from viz.common.exits import WrongInputError
from viz.terminal.commands import options
from viz.terminal.commands.options import WhoseBeliefs, ensure_worlds, load, print_notes, print_result, width

if TYPE_CHECKING:
    from experiments.comparison.compare import Comparison

USUAL_MARGIN = 0.02
"""`experiments.comparison.monthly.MARGIN`, likewise."""

Names = Annotated[
    list[str],
    typer.Argument(
        metavar="SCENARIO",
        help="Names in scenarios/, paths of files, or saved runs; the others are compared with the first. One "
        "alone is compared with what it extends, or with itself without --set.",
    ),
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="Change one value in all but the first, e.g. pressures.eu_2017.level=0.5; repeatable. Numbers, "
        "hypotheses and switches then hold for the first too, unless you ask for --beliefs each.",
    ),
]
Margin = Annotated[
    float,
    typer.Option(min=0.0, max=2.0, metavar="D", help="Least difference of alignment that counts in shares."),
]


def compare(
    names: Names,
    set_: Settings = None,
    beliefs: options.Beliefs = WhoseBeliefs.TOGETHER,
    margin: Margin = USUAL_MARGIN,
    worlds: options.Worlds = None,
    seed: options.Seed = None,
    out: options.Folder = None,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Compare scenarios in the same worlds.

    Prints in a sentence what the second makes of the first, then outcomes, months and turning points that differ.
    --out writes figure, tables and a report in one file that can be sent by mail; --quiet prints only the sentence.
    """
    from viz.reports.comparison.folder import check_folder, save_comparisons
    from viz.sentences.compared import comparisons_as_plain, from_saved, only_saved
    from viz.sentences.effect_text import effect_sentence
    from viz.terminal.why.compare import comparison_lines

    if out is not None:
        check_folder(out)
    if only_saved(names):
        _refuse_changes(worlds, seed, set_)
        found = from_saved(names, margin=margin)
    else:
        found = _run(names, (worlds, seed, set_), beliefs, margin, quiet=quiet or as_json)
    lines = [effect_sentence(one) for one in found] if quiet else comparison_lines(found, width=width())
    if out is not None:
        again = _command(names, set_, beliefs, margin, worlds, seed)
        save_comparisons(found, out, command=again)
        lines += [] if quiet else ["", f"Written to {out}; open {out / 'report.html'}"]
    print_result(comparisons_as_plain(found), lines, as_json=as_json)


def _run(
    names: Sequence[str],
    changes: tuple[int | None, int | None, list[str] | None],
    beliefs: WhoseBeliefs,
    margin: float,
    *,
    quiet: bool,
) -> tuple[Comparison, ...]:
    """Load the scenarios, bring them on one footing, run and compare them."""
    from experiments.comparison.compare import compare as compared
    from experiments.comparison.footing import Beliefs, on_one_footing
    from viz.sentences.compared import sides
    from viz.terminal.progress import progress

    worlds, seed, settings = changes
    alone = len(names) == 1
    loaded = [load(name, worlds, seed, settings if place or alone else None) for place, name in enumerate(names)]
    for one in loaded:
        print_notes(one)
    scenarios, whose = sides(loaded), Beliefs(beliefs)
    footing = on_one_footing(scenarios, beliefs=whose)
    for scenario in footing.scenarios:
        ensure_worlds(scenario, quiet=quiet)
    count = f"{len(scenarios)} scenarios, {footing.scenarios[0].worlds:,} worlds each"
    with progress(f"Running {count}", quiet=quiet) as advance:
        return compared(scenarios, beliefs=whose, margin=margin, progress=advance)


def _refuse_changes(worlds: int | None, seed: int | None, settings: Sequence[str] | None) -> None:
    if worlds is not None or seed is not None or settings:
        message = (
            "these saved runs were made with other code or seeds, so that only their alignments can be compared "
            "as they are; leave out --worlds, --seed and --set, or name scenarios instead of folders"
        )
        raise WrongInputError(message)


def _command(
    names: Sequence[str],
    settings: Sequence[str] | None,
    beliefs: WhoseBeliefs,
    margin: float,
    worlds: int | None,
    seed: int | None,
) -> str:
    """The command that makes the comparison again."""
    parts = ["tightrope", "compare", *names]
    parts += [part for text in settings or () for part in ("--set", text)]
    parts += ["--beliefs", "each"] if beliefs is WhoseBeliefs.EACH else []
    given = {"--margin": None if margin == USUAL_MARGIN else f"{margin:g}", "--worlds": worlds, "--seed": seed}
    parts += [part for name, value in given.items() if value is not None for part in (name, str(value))]
    return shlex.join(parts)
