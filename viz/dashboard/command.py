"""The command that makes again, in a terminal, what a page shows."""

from __future__ import annotations

import shlex

from experiments.comparison.footing import Beliefs
from viz.dashboard.state import NOTHING, START, UNCHANGED, State, is_belief
from viz.dashboard.sweeping.stored import RUNS
from viz.dashboard.values import text_of


def command_of(state: State, page: str, month: str) -> str:
    """The command line, quoted for a shell; empty where no single command says what the page says.

    Args:
        state: What is chosen and shown.
        page: Path of the page, e.g. ``/why``.
        month: The month that is looked at, ``YYYY-MM``; empty where it is not known yet.
    """
    words = _words(state, page, month)
    return shlex.join(["tightrope", *words]) if words else ""


def _words(state: State, page: str, month: str) -> list[str]:
    chosen = state.chosen
    name = f"{chosen.scenario}.yaml" if chosen.own else chosen.scenario
    settings = [word for key, value in chosen.changes for word in ("--set", f"{key}={text_of(value)}")]
    base = chosen.comparison or START
    alone = base in (NOTHING, UNCHANGED) or (base == name and not settings)
    beliefs = [key for key, _ in chosen.changes if is_belief(key)]
    match page:
        case "/evidence":
            return ["show", state.view.thing] if state.view.thing else ["list", "mechanisms"]
        case "/sweeps":
            return ["analyse", str(RUNS / state.sweeps.folder)] if state.sweeps.folder else []
        case "/relations" if month and state.view.world is None:
            return ["network", name, "--month", month, *settings]
        case "/relations" if month:
            return ["network", name, "--month", month, "--world", str(state.view.world), *settings]
        case "/why" if not alone and not beliefs:
            at = ["--month", month] if month else []
            return ["explain", base, name, "--mechanisms", *at, *settings]
        case "/" if not alone:
            each = ["--beliefs", "each"] if chosen.beliefs is Beliefs.EACH else []
            return ["compare", base, name, *each, *settings]
        case "/":
            return ["run", name, *settings]
    return []
