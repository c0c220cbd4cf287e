"""`python -m benchmarks`: measure everything in turns and write `benchmarks/results.md`."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.counting import count_month, count_subjects
from benchmarks.plain import largest_difference
from benchmarks.results import CHUNK, FILE, Measured, text_of
from benchmarks.tasks import SIZES, draw_tasks, draws_wanted, month_tasks, plain_tasks, process_tasks, run_tasks
from benchmarks.timing import in_turns, stay_on_one_core
from model.scenario.load import load_scenario

PARITY_WORLDS = 5
CLOSE_ENOUGH = 1e-9


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure the speed of the model.")
    parser.add_argument("--rounds", type=int, default=5, help="how often each task is measured (5)")
    parser.add_argument("--out", type=Path, default=FILE, help="the file to write (benchmarks/results.md)")
    wanted = parser.parse_args()
    found = measure(wanted.rounds)
    wanted.out.write_text(text_of(found), encoding="utf-8")
    say(f"written to {wanted.out.name}")


def measure(rounds: int) -> Measured:
    """Count, compare both forms, then measure every task in turns."""
    pinned = stay_on_one_core()
    asked = load_scenario("baseline")
    say("comparing the plain form with the ensemble")
    difference = largest_difference(asked, PARITY_WORLDS)
    if difference > CLOSE_ENOUGH:
        message = f"the plain form differs from the ensemble by {difference:.3g}"
        raise SystemExit(message)
    say("counting operations and draws")
    counts = {worlds: count_month(asked, worlds=worlds) for worlds in SIZES}
    subjects = count_subjects(asked, worlds=CHUNK)
    say("warming up")
    tasks = month_tasks() | draw_tasks(draws_wanted()) | run_tasks() | plain_tasks() | process_tasks()
    times = in_turns(tasks, rounds, say)
    return Measured(counts, subjects, times, asked.months, difference, rounds, pinned)


def say(line: str) -> None:
    """A line of progress."""
    print(f"  {line}", flush=True)


if __name__ == "__main__":
    main()
