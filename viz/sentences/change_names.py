"""What one scenario changes beside another, named as the subject of a sentence.

    named(load_scenario("baseline"), load_scenario("s03_eu_sanctions_2017")).text     # "EU sanctions in 2017 and 2018"
    [one.text for one in differences(base, other)]                                    # one short name a difference

What is not there is named as an absence, never with "no": "no EU sanctions push Minsk" would say the opposite.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from experiments.comparison.questions import question_of
from model.evidence.load import load_seeds
from model.scenario.files import file_of
from model.scenario.load import load_scenario
from model.scenario.scenario import ParameterSetting, Scenario
from model.story.phrases import joined
from model.story.weights import NUMBERS
from model.theory.theory import CONSTANTS, theory
from model.yaml_files.nodes import InputError
from viz.common.words import capital
from viz.sentences.pressure_names import added_name, changed_name, phrase_of, removed_name

NAMED, FILES_CACHED = 2, 64
"""Changes that are named one by one; of more, only their number is told."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What changes, as the subject of a sentence.

    Attributes:
        text: A noun phrase that begins with a capital; empty if nothing changes.
        several: Whether it takes a plural verb.
        count: Number of changes; 0 if nothing changes.
    """

    text: str
    several: bool
    count: int

    def verb(self, verb: str) -> str:
        """The verb as the subject asks for it: sanctions push, a cut pushes."""
        return verb if self.several else f"{verb}{'es' if verb.endswith('sh') else 's'}"


@dataclass(frozen=True, slots=True)
class Difference:
    """One change.

    Attributes:
        key: What is changed, as scenario files write it, e.g. ``pressures.eu_2017``.
        text: A noun phrase for the middle of a sentence.
        several: Whether it takes a plural verb.
    """

    key: str
    text: str
    several: bool = False


def named(base: Scenario, other: Scenario) -> Subject:
    """What a scenario changes beside another: its file's own words if it is just that, else its changes."""
    found = differences(base, other)
    if not found:
        return Subject("", False, 0)
    own = _own_words(base, other)
    if own is not None:
        return replace(own, count=len(found))
    texts = list(dict.fromkeys(one.text for one in found))
    count = len(found)
    if len(texts) > NAMED:
        return Subject(f"Your {NUMBERS[count] if count < len(NUMBERS) else count} changes", True, count)
    text = joined(texts)
    return Subject(capital(text), len(texts) > 1 or found[0].several, count)


def differences(base: Scenario, other: Scenario) -> tuple[Difference, ...]:
    """Every change by which a scenario differs from another in its pressures, beliefs, switches and first values."""
    return (
        *_pressures(base, other),
        *_each(base, other, "hypotheses", _hypothesis),
        *_each(base, other, "parameters", _parameter),
        *_switches(base, other),
        *_each(base, other, "initial", _first_value),
    )


def _own_words(base: Scenario, other: Scenario) -> Subject | None:
    """The words of a scenario's file, where it stands as written there and the base is what the file extends."""
    files = [file_of(name) for name in other.chain]
    below, own = files[-2:]
    if below is None or own is None or len(other.chain) < 3:
        return None
    written = tuple(file.stat().st_mtime_ns for file in files if file is not None)
    pairs = ((_loaded(below, written), base), (_loaded(own, written), other))
    if any(differences(file, made) for file, made in pairs):
        return None
    try:
        asked = question_of(own)
    except InputError:  # `tightrope check` tells what is wrong with it
        return None
    return Subject(asked.change, asked.several, 0) if asked is not None and asked.change else None


@lru_cache(maxsize=FILES_CACHED)
def _loaded(file: Path, _written: tuple[int, ...]) -> Scenario:
    """A scenario as its file says, which is read again when one of its files has been written anew."""
    return load_scenario(file)


def _pressures(base: Scenario, other: Scenario) -> Iterator[Difference]:
    """Every pressure added, taken away or changed: changed where a new one is called as a lost one was."""
    lost = {name: one for name, one in base.pressures.items() if one != other.pressures.get(name)}
    found = []
    for name, one in other.pressures.items():
        if one == base.pressures.get(name):
            continue
        alike = [old for old, was in lost.items() if phrase_of(was) == phrase_of(one)]
        old = name if name in alike else next(iter(alike), None)
        found.append((name, added_name(other, one) if old is None else changed_name(base, lost.pop(old), one)))
    found += [(name, removed_name(base, one)) for name, one in lost.items()]
    for name, words in found:
        yield Difference(f"pressures.{name}", *words)


def _each(base: Scenario, other: Scenario, section: str, name: Callable[..., str]) -> Iterator[Difference]:
    before, after = getattr(base, section), getattr(other, section)
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) != after.get(key):
            yield Difference(f"{section}.{key}", name(key, before.get(key), after.get(key)))


def _hypothesis(key: str, _: str | None, after: str | None) -> str:
    known = next(one for one in load_seeds().hypotheses.values() if one.name == key)
    if after is None:
        return f"the hypothesis '{known.title}' left open"
    return f"the hypothesis '{known.title}: {known.variants[after].title}'"


def _parameter(key: str, before: ParameterSetting | None, after: ParameterSetting | None) -> str:
    parameter = load_seeds().parameters[key]

    def centre(setting: ParameterSetting | None) -> float:
        if setting is None or setting.scale is not None:
            return parameter.best * (1.0 if setting is None else setting.scale or 1.0)
        if setting.fix is not None:
            return setting.fix
        low, high = setting.low, setting.high
        return ((parameter.low if low is None else low) + (parameter.high if high is None else high)) / 2

    way = _higher(
        centre(before), centre(after), "another range" if after is None or after.fix is None else "a fixed value"
    )
    return f"{way} for '{parameter.label}'"


def _first_value(key: str, before: float | None, after: float | None) -> str:
    made = theory()
    stock = made.stocks[made.series[key]]
    seed = load_seeds().parameters.get(f"{made.home[stock.name]}.{stock.initial}")
    usual = CONSTANTS.get(stock.initial) if seed is None else seed.best
    old, new = (usual if value is None else value for value in (before, after))
    way = "another value" if old is None or new is None else _higher(old, new, "a fixed value")
    return f"{way} of '{stock.label}' at the start"


def _higher(old: float, new: float, otherwise: str) -> str:
    return otherwise if old == new else f"a {'higher' if new > old else 'lower'} value"


def _switches(base: Scenario, other: Scenario) -> Iterator[Difference]:
    known: Any = load_seeds().mechanisms
    for key in dict.fromkeys((*base.switch_off, *other.switch_off)):
        if (key in base.switch_off) != (key in other.switch_off):
            words = f"{key} ({known[key].name})"
            yield Difference(f"switch_off.{key}", f"the absence of {words}" if key in other.switch_off else words)
