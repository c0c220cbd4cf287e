"""A digest of everything that decides how a world comes out: numbers, rules, history, draws, the documented record.

A list of conditioned worlds is good as long as this digest is the same. It covers the recorded program of a month and
the numbers it works with, not the text of the source: a comment in a rule changes nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from functools import cache

from model.core.files import write_cache
from model.core.philox import ADDRESSING
from model.core.places import cache_folder
from model.ensemble.world import World
from model.evidence.load import load_seeds
from model.runs.manifest import source_hashes
from model.scenario.load import load_scenario
from model.scenario.scenario import Sampling, Scenario

FACTUAL = "baseline"
"""The scenario of what happened: its runs are held against the documented record."""
WORDS = frozenset({"label", "unit", "kind", "mechanisms", "rests_on", "why", "place", "fitted_on", "domain", "narrow"})
"""What is said about a number and does not change it."""
DIGITS = 9
"""Decimals to which first values are compared, so that the digest is the same on every processor."""


@cache
def factual_scenario() -> Scenario:
    """The scenario of what happened."""
    return load_scenario(FACTUAL)


@cache
def model_digest() -> str:
    """The digest of the model as it is now: 64 letters; computed once for every state of the source files."""
    place = cache_folder("digests") / _joined(source_hashes().values())
    try:
        return place.read_text()
    except OSError:
        digest = _joined(_parts())
    write_cache(place, digest)
    return digest


def _parts() -> Iterable[str]:
    from model.engine.trace import trace  # takes a second, which most commands do without

    seeds = load_seeds()
    yield ADDRESSING
    for parameter in seeds.parameters.values():
        yield repr([(name, value) for name, value in asdict(parameter).items() if name not in WORDS])
    yield repr([fact.measured for fact in seeds.record.facts])
    factual = replace(factual_scenario(), sampling=Sampling.BEST)
    yield json.dumps(factual.resolved()["pressures"], sort_keys=True)
    month = World(factual, worlds=2).month
    names = sorted(month.theory.stocks)
    yield repr([(name, round(float(month.variables.get(name)[0]), DIGITS)) for name in names])
    recorded = trace(month, ())
    yield repr(recorded.graph.nodes)
    for results in (recorded.stocks, recorded.moves, recorded.gates):
        yield repr([(name, value.number) for name, value in results.items()])
    yield repr(recorded.posture.number)


def _joined(parts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part.encode()).digest())
    return digest.hexdigest()
