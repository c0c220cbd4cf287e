"""Turns what was measured into the text of `benchmarks/results.md`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from os import cpu_count
from pathlib import Path
from platform import machine, processor, python_version
from textwrap import fill

from benchmarks.counting import DRAW, operations
from benchmarks.tasks import ENDS, FORMS, GROUPS, MANY, PLAIN_WORLDS, SIZES
from benchmarks.timing import Times
from model.engine.select import ENGINES

FILE = Path(__file__).with_name("results.md")
CHUNK = 4000

NAMES = {"numpy": "NumPy", "compiled": "compiled"}
NS_PER_OPERATION = 0.6
NS_PER_DRAW = 8.0
MS_FRESH = 300.0
MS_KEPT = 200.0


@dataclass(frozen=True)
class Measured:
    """Everything that one run of the benchmarks found.

    Attributes:
        counts: Operations and draws of a month by kind, by number of worlds.
        subjects: Operations of a month by subject of the rules, with many worlds.
        times: Seconds of every task.
        months: Months of the scenario.
        difference: Largest difference between the plain form and the ensemble.
        rounds: How often each task was measured.
        pinned: Whether all of it ran on one core.
    """

    counts: Mapping[int, Mapping[str, float]]
    subjects: Mapping[str, float]
    times: Mapping[str, Times]
    months: int
    difference: float
    rounds: int
    pinned: bool

    def median(self, task: str) -> float:
        """Median seconds of a task."""
        return self.times[task].median

    def ns_per_draw(self, worlds: int) -> float:
        """Nanoseconds per draw and world."""
        return 1e9 * self.median(f"draws/{worlds}") / (self.counts[worlds][DRAW] * self.months * worlds)

    def ns_per_operation(self, worlds: int, sampling: str = "prior", *, draws: bool = False) -> float:
        """Nanoseconds per elementary operation and world, with the draws in it or not."""
        seconds = self.median(f"months/{sampling}/{worlds}") - (0.0 if draws else self.median(f"draws/{worlds}"))
        return 1e9 * seconds / (operations(self.counts[worlds]) * self.months * worlds)

    @property
    def engines(self) -> tuple[str, ...]:
        """The engines that were measured."""
        return tuple(engine for engine in ENGINES if f"{engine}/run/1000" in self.times)

    def plain_over_ensemble(self, form: str, worlds: int, engine: str = ENGINES[0]) -> float:
        """How many times as long one world takes in the plain form as in a run of many."""
        return self.median(f"plain/{form}") / PLAIN_WORLDS * worlds / self.median(f"{engine}/run/{worlds}")

    def gain(self, task: str) -> float:
        """How many times as long NumPy takes as the compiled engine."""
        numpy, compiled = ENGINES
        return self.median(f"{numpy}/{task}") / self.median(f"{compiled}/{task}")


def text_of(found: Measured) -> str:
    """The whole file."""
    parts = ["# Speed", _foreword(found), "## What it means", _meaning(found)]
    parts += ["## One month", _counts(found), _sizes(found)]
    parts += ["## Whole runs in one process", _runs(found), _linear(found)]
    parts += ["## Against plain Mesa", _plain(found)]
    if "process/run" in found.times:
        parts += ["## Whole processes", _processes(found)]
    return "\n\n".join(parts) + "\n"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; all columns but the first are numbers."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def spread(times: Times, scale: float, digits: int = 1) -> str:
    """Median, with the least and the greatest in brackets."""
    low, mid, high = (f"{scale * value:.{digits}f}" for value in (times.best, times.median, times.worst))
    return f"{mid} ({low} to {high})"


def machine_facts() -> str:
    """Processor, cores and versions, without names or paths."""
    model = processor() or machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = info.read_text(encoding="utf-8", errors="replace").splitlines()
        model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), model)
    packages = ", ".join(f"{name} {version(name)}" for name in ("NumPy", "Mesa"))
    return f"{model}, {cpu_count()} cores; Python {python_version()}, {packages}"


def _foreword(found: Measured) -> str:
    core = "one core" if found.pinned else "whatever core was free"
    return _paragraph(
        f"Written by `make bench`. {machine_facts()}; all on {core}. Every figure is the median of {found.rounds} "
        "rounds, with the least and the greatest in brackets; the tasks take turns within a round, so that figures of "
        "one file may be compared with each other. Between machines, and on a machine that does other work, only "
        f"ratios can. Baseline, {found.months} months, sampled parameters unless said otherwise."
    )


def _meaning(found: Measured) -> str:
    named, own = (found.plain_over_ensemble(form, CHUNK) for form in FORMS)
    share = found.median(f"draws/{CHUNK}") / found.median(f"months/prior/{CHUNK}")
    fixed = 1e9 * found.median("months/prior/1") / (operations(found.counts[1]) * found.months)
    text = _paragraph(
        f"A month is about {operations(found.counts[CHUNK]):,.0f} passes of NumPy over all worlds and "
        f"{found.counts[CHUNK][DRAW]:.0f} draws. With few worlds the price of a pass is the call: {fixed:.0f} ns with "
        f"one world, and hardly more with a hundred. With {CHUNK:,} it is memory: "
        f"{found.ns_per_operation(CHUNK):.2f} ns per operation and world, {found.ns_per_operation(CHUNK, 'best'):.2f} "
        f"where parameters are the same in all worlds and need not be fetched. Draws take {share:.0%} of a month. "
        f"One world of a run of {CHUNK:,} costs 1/{own:.0f} of what it costs as a plain Mesa model, 1/{named:.0f} if "
        "that model also makes the named draws; where the compiled engine is installed it simulates them instead, to "
        "the same bits."
    )
    return f"{text}\n\n{_targets(found)}"


def _paragraph(text: str) -> str:
    return fill(text, 118, break_long_words=False, break_on_hyphens=False)


def _targets(found: Measured) -> str:
    rows = [
        (
            f"ns per operation and world, {CHUNK:,} worlds, without draws",
            found.ns_per_operation(CHUNK),
            NS_PER_OPERATION,
        ),
        (f"ns per draw, {CHUNK:,} worlds", found.ns_per_draw(CHUNK), NS_PER_DRAW),
    ]
    for engine in found.engines:
        fresh, kept = (1e3 * found.median(f"{engine}/run/1000{rest}") for rest in ("", "/draws kept"))
        rows.append((f"ms for 1,000 worlds, fresh draws, {NAMES[engine]}", fresh, MS_FRESH))
        rows.append((f"ms for 1,000 worlds, draws cached, {NAMES[engine]}", kept, MS_KEPT))
    marked = [[what, f"{is_:.3g}", f"{most:g}", "yes" if is_ <= most else "no"] for what, is_, most in rows]
    return table(["target", "measured", "at most", "holds"], marked)


def _counts(found: Measured) -> str:
    count = found.counts[CHUNK]
    kinds = sorted((n for n in count if n != DRAW), key=lambda n: -count[n])
    line = ", ".join(f"{name} {count[name]:.0f}" for name in kinds if count[name] >= 0.5)
    text = _paragraph(
        f"With {CHUNK:,} worlds: {operations(count):,.0f} elementary operations ({line}) and {count[DRAW]:.1f} draws."
    )
    whose = ", ".join(f"{name} {number:.0f}" for name, number in found.subjects.items())
    return f"{text}\n\n{_paragraph(f'By subject: {whose}.')}"


def _sizes(found: Measured) -> str:
    rows = []
    for worlds in SIZES:
        months = {s: found.times[f"months/{s}/{worlds}"] for s in ("prior", "best")}
        rows.append(
            [
                f"{worlds:,}",
                *(spread(months[s], 1e3 / found.months, 2) for s in months),
                *(f"{found.ns_per_operation(worlds, s):.2f}" for s in months),
                f"{found.ns_per_operation(worlds, draws=True):.2f}",
                f"{found.counts[worlds][DRAW]:.1f}",
                f"{found.ns_per_draw(worlds):.1f}",
            ]
        )
    head = ["worlds", "ms per month", "at best values", "ns per operation and world", "at best values",
            "draws included", "draws per month", "ns per draw"]  # fmt: skip
    return f"Months alone, without set-up and record:\n\n{table(head, rows)}"


def _runs(found: Measured) -> str:
    setups = {"setup/1000": "set-up of 1,000 worlds", "setup/4000": "set-up of 4,000 worlds"}
    names = {
        "run/1": "one world, all that a run keeps",
        "run/1000": "1,000 worlds, all that a run keeps",
        "run/1000/scattered": "1,000 listed worlds, each the 700th, all that a run keeps",
        "run/1000/draws kept": "1,000 worlds, random draws cached by an earlier run",
        "run/1000/headline": "1,000 worlds, only the headline recorded",
        "run/4000": "4,000 worlds as one chunk, all that a run keeps",
    }
    rows = [[label, spread(found.times[task], 1e3, 0)] for task, label in setups.items()]
    return f"{table(['set-up, part of every run', 'ms'], rows)}\n\n{_beside(found, names)}\n\n{_explanations(found)}"


def _explanations(found: Measured) -> str:
    """A change split over some groups, against as many runs, one by one, as there are combinations of them."""
    rows, runs = [], 2 ** len(GROUPS)
    for engine in found.engines:
        times = found.times[f"{engine}/explain/{len(GROUPS)}"]
        ratio = times.median / (runs * found.median(f"{engine}/run/1000/headline"))
        rows.append([NAMES[engine], spread(times, 1.0), f"{ratio:.2f}"])
    head = [f"a change split over {len(GROUPS)} groups, 1,000 worlds", "s", f"times {runs} runs that keep the headline"]
    return table(head, rows)


def _beside(found: Measured, names: Mapping[str, str]) -> str:
    """Whole runs with each engine that was measured, and how many times as long NumPy takes."""
    both = len(found.engines) > 1
    head = ["run", *(f"{NAMES[engine]}, ms" for engine in found.engines), *(["NumPy / compiled"] if both else [])]
    rows = [
        [
            label,
            *(spread(found.times[f"{engine}/{task}"], 1e3, 0) for engine in found.engines),
            *([f"{found.gain(task):.1f}"] if both else []),
        ]
        for task, label in names.items()
    ]
    return table(head, rows)


def _linear(found: Measured) -> str:
    many = {f"many/{n}": f"{n:,} worlds" for n in MANY}
    lengths = [task.partition("/")[2] for task in found.times if task.startswith(f"{ENGINES[0]}/long/")]
    assert len(lengths) == len(ENDS)
    long = {task: f"{task.rpartition('/')[2]} months" for task in lengths}
    return "\n\n".join(
        [
            f"In chunks of {CHUNK:,}, only the headline recorded:",
            _beside(found, many),
            "1,000 worlds, only the headline recorded:",
            _beside(found, long),
        ]
    )


def _plain(found: Measured) -> str:
    head = [
        "draws of the plain form",
        "ms per world",
        "of that set-up",
        *(f"times {worlds:,} worlds, {NAMES[engine]}" for engine in found.engines for worlds in (1000, CHUNK)),
    ]
    rows = [
        [
            label,
            spread(found.times[f"plain/{form}"], 1e3 / PLAIN_WORLDS),
            f"{1e3 * found.median(f'plain set-up/{form}') / PLAIN_WORLDS:.1f}",
            *(f"{found.plain_over_ensemble(form, n, e):.0f}" for e in found.engines for n in (1000, CHUNK)),
        ]
        for form, label in FORMS.items()
    ]
    text = _paragraph(
        "The same rules on Python floats under `mesa.batch_run`, one model per world, ten series in a `DataCollector`. "
        f"All stocks and those series are within {found.difference:.1g} of the ensemble's in every month of the worlds "
        "compared. The last columns: its time per world over that of a run of as many worlds that keeps everything."
    )
    return f"{text}\n\n{table(head, rows)}"


def _processes(found: Measured) -> str:
    names = {"process/help": "`tightrope --help`", "process/run": "`tightrope run baseline --quiet`, 1,000 worlds"}
    return table(["command", "s"], [[label, spread(found.times[task], 1.0, 2)] for task, label in names.items()])
