"""The list of sweeps: what each varies, how far it is, and what can be done with it; and a new one from here."""

from __future__ import annotations

import threading
from collections.abc import Callable

import solara
from reacton import ipyvuetify as rv

from experiments.sweeps.run.folder import FILE, SweepError
from viz.common.words import printed
from viz.dashboard.pages.sweeps.new import BUSY, Axis, axes_of, begin, seconds_for, sweep_file
from viz.dashboard.sweeping import process
from viz.dashboard.sweeping.stored import Condition, StoredSweep, look_at, stored
from viz.dashboard.visitor import Visitor, use_visitor
from viz.dashboard.widgets.layout import Button, Text
from viz.dashboard.widgets.parts import Choice, options_of
from viz.dashboard.widgets.tables import Download

NONE_YET = "None yet. Choose below what to vary, and run one."
ALONE = ""
"""Value of the choice of a second axis: none."""
USUAL = "usual"
"""The second axis until somebody chooses one: another key of the same pressure, where there is one."""
EVERY = 1.0
"""Seconds after which a page looks again at what is running."""
FAULT = "The file could not be made; the log of the program says why."


def use_sweeps() -> tuple[StoredSweep, ...]:
    """All sweeps as they stand; looked at again every second while the page is open, whoever begins or stops them."""
    _, redraw = solara.use_state(0)
    now = stored()
    found = solara.use_ref(now)
    found.current = now

    def watch() -> Callable[[], None]:
        closed = threading.Event()

        def look() -> None:
            while not closed.wait(EVERY):
                if stored() != found.current:
                    redraw(lambda number: number + 1)

        threading.Thread(target=look, daemon=True, name="sweeps").start()
        return closed.set

    solara.use_effect(watch, [])
    return now


def time_words(seconds: float) -> str:
    """About how long, in words."""
    if seconds < 90:
        return f"{max(5, 5 * round(seconds / 5)):.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.0f} h"


def progress_words(sweep: StoredSweep) -> str:
    """How far a sweep is, in a sentence."""
    if sweep.condition is Condition.UNREADABLE:
        return sweep.wrong
    if sweep.condition is Condition.BEGINNING:
        return "Getting ready ..."
    if not sweep.points:
        return sweep.wrong or "Stopped before its first point."
    done = f"{sweep.points_done:,} of {sweep.points:,} points, {sweep.worlds:,} worlds each"
    left = "" if sweep.seconds_left is None else f"; about {time_words(sweep.seconds_left)} left"
    state = {
        Condition.RUNNING: left or "; running",
        Condition.STOPPED: "; stopped",
        Condition.DONE: "; done",
        Condition.DIED: f". {sweep.wrong}",
    }[sweep.condition]
    older = f" It was made with another {sweep.older}." if sweep.older else ""
    count = len(sweep.failures)
    failed = f" {count} point{'s' if count > 1 else ''} failed." if count else ""
    end = "" if state.endswith(".") else "."
    return f"{done}{state}{end}{failed}{older}"


@solara.component
def SweepList(found: tuple[StoredSweep, ...], chosen: str) -> None:
    """Every sweep, the newest first."""
    with rv.Html(tag="section", class_="tr-sweep-list", attributes={"aria-label": "Sweeps"}):
        Text("h2", "Sweeps")
        if not found:
            Text("p", NONE_YET, "tr-quiet")
        for one in found:
            Entry(one, chosen=one.name == chosen).key(one.name)


@solara.component
def Entry(sweep: StoredSweep, *, chosen: bool) -> None:
    """One sweep: a button that shows it, how far it is, and a button that stops it or goes on."""
    visitor = use_visitor()
    seen, see = solara.use_state("")
    with rv.Html(tag="div", class_="tr-sweep tr-chosen" if chosen else "tr-sweep"):
        attributes = {"type": "button", "aria-pressed": "true" if chosen else "false"}
        button = rv.Html(tag="button", children=[sweep.title], class_="tr-sweep-title", attributes=attributes)
        rv.use_event(
            button, "click",
            visitor.safely(lambda *_: visitor.look_at_sweep(folder=sweep.name, outcome="", cell=None)),
        )  # fmt: skip
        if sweep.varied:
            more = f" and {len(sweep.varied) - 2} more" if len(sweep.varied) > 2 else ""
            Text("p", f"{' × '.join(sweep.varied[:2])}{more}", "tr-quiet")
        share = 100 * sweep.saved / max(sweep.total, 1)
        rv.Html(tag="div", class_="tr-progress", children=[
            rv.Html(tag="i", style_=f"width: {share:.0f}%", class_=f"tr-is-{sweep.condition}")
        ])  # fmt: skip
        with rv.Html(tag="div", class_="tr-sweep-foot"):
            Text("p", progress_words(sweep), "tr-quiet")
            if sweep.runs and process.told_of(sweep.folder):
                Button("Stop", visitor.safely(lambda: process.stop(sweep.folder)))
            elif _can_go_on(sweep):
                Button("Go on", visitor.safely(lambda: go_on(visitor, sweep)))
            if sweep.failures:
                Button("See it", visitor.safely(lambda: see("" if seen else "seen")))
        if seen:
            for point, why in list(sweep.failures.items())[:3]:
                Text("p", f"Point {point + 1}: {why}", "tr-hint")


def _can_go_on(sweep: StoredSweep) -> bool:
    unfinished = sweep.condition in (Condition.STOPPED, Condition.DIED)
    return unfinished and not sweep.older and (sweep.folder / FILE).exists()


def go_on(visitor: Visitor, sweep: StoredSweep) -> None:
    """Go on with a sweep, unless another one runs."""
    if any(one.runs for one in stored()):
        visitor.say(BUSY)
    elif _can_go_on(look_at(sweep.name)):
        process.launch(sweep.folder, sweep.title)
        visitor.look_at_sweep(folder=sweep.name)
        visitor.say()


@solara.component
def NewFromHere(month: str) -> None:
    """Choose what to vary in the scenario as it stands, and run it."""
    visitor = use_visitor()
    state = visitor.state
    axes = solara.use_memo(lambda: axes_of(state), [state.chosen])
    first, set_first = solara.use_state("")
    second, set_second = solara.use_state(USUAL)
    by_key = {axis.key: axis for axis in axes}
    one = by_key.get(first, axes[0])
    usual = next((axis.key for axis in reversed(axes[:3]) if axis.key != one.key), ALONE)
    other = by_key.get(usual if second == USUAL else second)
    ticked = [one] if other is None or other.key == one.key else [one, other]
    with rv.Html(tag="section", class_="tr-new", attributes={"aria-label": "New from here"}):
        Text("h2", "New from here")
        Text("p", "Takes the scenario as it stands and varies one thing or two.", "tr-quiet")
        options = [(axis.key, axis.label) for axis in axes]
        Choice(label="Across", value=one.key, options=options_of(options), event_chosen=visitor.safely(set_first))
        Choice(
            label="Up",
            value=ticked[1].key if ticked[1:] else ALONE,
            options=options_of([(ALONE, "Nothing: one line"), *[pair for pair in options if pair[0] != one.key]]),
            event_chosen=visitor.safely(set_second),
        )
        Text("p", printed("; ".join(f"{axis.label}, {axis.span}" for axis in ticked)), "tr-hint")
        Run(ticked, month)


@solara.component
def Run(axes: list[Axis], month: str) -> None:
    """How long it takes, the button that runs it, and its file."""
    visitor = use_visitor()
    state, scenario = visitor.state, visitor.scenario
    points = 1
    for axis in axes:
        points *= axis.points

    def run() -> None:
        try:
            visitor.look_at_sweep(folder=begin(state, axes, month), outcome="", cell=None)
        except SweepError as error:
            visitor.say(str(error))

    about = time_words(seconds_for(points, scenario.months))
    with rv.Html(tag="div", class_="tr-buttons tr-primary"):
        Button(printed(f"Run {points} points, about {about}"), visitor.safely(run))
        Download(
            lambda: sweep_file(state, axes, month).encode(),
            "sweep.yaml",
            "YAML",
            visitor.safely(lambda: visitor.say(FAULT)),
        )
