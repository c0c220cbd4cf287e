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
    return _line(_words(state, page, month))


def story_command(state: State, world: int) -> str:
    """The command line that tells the story of one world."""
    return _line(["story", _name(state), "--world", str(world), *_settings(state)])


def split_command(state: State, month: str, *, mechanisms: bool) -> str:
    """The command line that splits the change over mechanisms or over what differs; empty where nothing is compared."""
    return _line(_split_words(state, month, mechanisms=mechanisms))


def _split_words(state: State, month: str, *, mechanisms: bool) -> list[str]:
    chosen, base = state.chosen, _base(state)
    if not base:
        return []
    shared = chosen.beliefs is not Beliefs.EACH and any(is_belief(key) for key, _ in chosen.changes)
    words = ["explain", base, _name(state), *["--mechanisms"] * mechanisms, *(["--month", month] if month else [])]
    return [*words, *(["--beliefs", "together"] if shared else []), *_settings(state)]


def _line(words: list[str]) -> str:
    return shlex.join(["tightrope", *words]) if words else ""


def _name(state: State) -> str:
    return f"{state.chosen.scenario}.yaml" if state.chosen.own else state.chosen.scenario


def _settings(state: State) -> list[str]:
    return [word for key, value in state.chosen.changes for word in ("--set", f"{key}={text_of(value)}")]


def _base(state: State) -> str:
    """What the scenario is compared with; empty for nothing, and for itself without changes."""
    base = state.chosen.comparison or START
    base = _name(state) if base == UNCHANGED else base
    return "" if base == NOTHING or (base == _name(state) and not state.chosen.changes) else base


def _words(state: State, page: str, month: str) -> list[str]:
    chosen, name, settings, base = state.chosen, _name(state), _settings(state), _base(state)
    match page:
        case "/evidence":
            return ["show", state.view.thing] if state.view.thing else ["list", "mechanisms"]
        case "/sweeps":
            return ["analyse", str(RUNS / state.sweeps.folder)] if state.sweeps.folder else []
        case "/relations" if month and state.view.world is None:
            return ["network", name, "--month", month, *settings]
        case "/relations" if month:
            return ["network", name, "--month", month, "--world", str(state.view.world), *settings]
        case "/why":
            return _split_words(state, month, mechanisms=True)
        case "/" if base:
            each = ["--beliefs", "each"] if chosen.beliefs is Beliefs.EACH else []
            return ["compare", base, name, *each, *settings]
        case "/":
            return ["run", name, *settings]
    return []
