"""What is chosen as a scenario file that the command line runs with the same numbers."""

from __future__ import annotations

from io import StringIO

from model.scenario.changes import dotted_parts
from model.yaml_files.writer import yaml_writer
from viz.dashboard.chips import chips_of
from viz.dashboard.state import State, scenario_of
from viz.dashboard.values import plain

CHANGED = ", changed"
"""Behind the title of a scenario in which something was changed."""
SAID = "Changed in the dashboard: "


def as_yaml(state: State) -> str:
    """A scenario file that asks for what the state asks for; its title and reasons say what was changed."""
    writer, file = yaml_writer(), scenario_of(state.as_it_was())
    if state.chosen.own:
        tree = writer.load(state.chosen.own) or {}
    else:
        own = {"title": file.title, "question": file.question, "because": file.because}
        tree = {key: text for key, text in own.items() if text} | {"extends": state.chosen.scenario}
    for key, value in state.chosen.changes:
        branch, (*outer, last) = tree, dotted_parts(key)
        for part in outer:
            if branch.get(part) is None:
                branch[part] = {}
            branch = branch[part]
        branch[last] = plain(value)
    chips = chips_of(state)
    if chips:
        tree["title"] = titled(state)
        said = f"{SAID}{'; '.join(chip.text for chip in chips)}."
        tree["because"] = f"{file.because.partition(SAID)[0]} {said}".strip()
    stream = StringIO()
    writer.dump(tree, stream)
    return stream.getvalue()


def titled(state: State) -> str:
    """The title of the scenario, which says whether something was changed in it."""
    title = scenario_of(state.as_it_was()).title
    return f"{title.removesuffix(CHANGED)}{CHANGED}" if chips_of(state) else title
