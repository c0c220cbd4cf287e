"""One world for Mesa's own tools: `mesa.batch_run`, a `DataCollector`, a stock `SolaraViz`.

It is the world of that number in any run of the same scenario and seed, bit for bit, listed or not.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from numbers import Integral
from typing import Any

import mesa
import numpy as np

from model.core.errors import TightropeError
from model.core.worlds import LARGEST
from model.ensemble.record import HEADLINE, is_output
from model.ensemble.world import World
from model.scenario.changes import Change, dotted_parts
from model.scenario.load import load_scenario

COLLECTED = (
    HEADLINE,
    "belarus.alignment_security",
    "belarus.alignment_economy",
    "belarus.alignment_diplomacy",
    "belarus.alignment_identity",
    "belarus.rhetoric",
    "russia.coercion",
    "eu.sanctions",
    "belarus.unrest",
    "belarus.repression",
)
"""Dotted series that the data collector records."""


def value_of(model: World, series: str) -> float:
    """The present value of a series in the one world of a model; an alignment is NaN once the regime has fallen."""
    fallen = is_output(series) and model.read("belarus.regime_alive")[0] < 0.5
    return math.nan if fallen else float(model.read(series)[0])


def _seed(rng: object, world: int | None) -> int | None:
    """The seed that is given; None where there is none, or a generator."""
    if rng is None or isinstance(rng, Integral):
        return None if rng is None else int(rng)
    if isinstance(rng, np.random.Generator) and world is None:
        return None
    message = "rng must be a whole number, which is the seed, or a numpy Generator, which then draws the world"
    raise TightropeError(message if world is None else f"{message}: it cannot be given together with world")


class OneWorld(World):
    """One history of Belarus between Russia and the West, as an ordinary Mesa model.

    Attributes:
        datacollector: The main series, month by month.
    """

    def __init__(
        self,
        scenario: str | Iterable[tuple[str, object]] = "baseline",
        world: int | None = None,
        rng: int | np.random.Generator | None = None,
        name: str = "",
        **kwargs: object,
    ) -> None:
        """Set up one world of a scenario.

        Args:
            scenario: Name in `scenarios/` or a path; or a `Scenario` of Mesa 3.5's own, whose parameters are taken as
                arguments of this one.
            world: Number of the world, 0 or more; other numbers have other random draws and other parameters. If None,
                number 0 where a seed is given, else a number drawn anew, so that each repetition is another world.
            rng: Seed instead of the scenario's, or a generator that draws the number of the world where none is given.
            name: Name or path, where `scenario` is Mesa's own, as it is whenever a stock page makes the model anew.
            kwargs: What to change in the scenario, by dotted keys with two underscores for each dot, e.g.
                ``pressures__eu_2017__level=0.5``.

        Raises:
            InputError: The scenario or a setting is refused, with every problem.
            TightropeError: There is no such world, or `rng` is neither a seed nor a generator without a number.
        """
        given: dict[str, Any] = {} if isinstance(scenario, str) else dict(scenario)
        own = {key: given.pop(key, None) for key in ("name", "world", "rng")}
        settings = {key: value for key, value in (given | kwargs).items() if not key.startswith("_")}
        world, rng = own["world"] if world is None else world, own["rng"] if rng is None else rng
        named = name or own["name"] or (scenario if isinstance(scenario, str) else "baseline")
        changes = [Change(dotted_parts(key.replace("__", ".")), value) for key, value in settings.items()]
        loaded = load_scenario(str(named), settings=changes)
        seed = _seed(rng, world)
        if world is None:
            drawing = rng if isinstance(rng, np.random.Generator) else np.random.default_rng()
            world = 0 if seed is not None else int(drawing.integers(LARGEST + 1))
        asked = loaded if seed is None else replace(loaded, seed=seed)
        super().__init__(asked, worlds=[world], watch=COLLECTED)
        self.datacollector = mesa.DataCollector(
            model_reporters={series: partial(value_of, series=series) for series in COLLECTED}
        )

    def step(self) -> None:
        """Simulate one month and record it."""
        super().step()
        self.datacollector.collect(self)
