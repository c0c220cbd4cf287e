"""The names that theory and seeds know: what scenario files may refer to, and every stream of random draws."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from model.core.declarations import AGENTS, Domain
from model.core.draws import refuse_collisions
from model.evidence.domains import NumberDomain
from model.evidence.load import load_seeds
from model.evidence.records import Seeds
from model.theory.consistency import POSTURES, refuse_mismatch
from model.theory.theory import Theory, theory

DIVISORS = (
    "alliance.buffer_needs_base_from",
    "conditionality.eu_level_in_force",
    "engagement.ceiling_base",
    "regime.initial_reserve",
    "venue.usual_effort",
)
"""What a rule divides by, beside every sharpness and every span."""


@dataclass(frozen=True)
class Vocabulary:
    """The names that scenario files may refer to.

    Attributes:
        moves: Move -> its slot.
        movers: Move -> its owner, e.g. ``belarus``.
        variables: Dotted series that a trigger can watch, e.g. ``belarus.alignment``.
        parameters: Key -> low and high.
        mechanisms: Ids that can be switched off.
        hypotheses: Hypothesis -> variant -> keys of the parameters it sets.
        postures: Postures that a run can be conditioned on.
        domains: Series -> the range of its values.
        stocks: Series that last from month to month, which alone can be given a first value.
        switches: Mechanism -> the parameters that its switch sets to zero, and the moves that it takes away.
        divisors: Parameters that something is divided by, so that they cannot be zero.
        number_domains: Key -> what kind of number it is.
    """

    moves: Mapping[str, str]
    movers: Mapping[str, str]
    variables: Collection[str]
    parameters: Mapping[str, tuple[float, float]]
    mechanisms: Collection[str]
    hypotheses: Mapping[str, Mapping[str, Collection[str]]] = field(default_factory=dict)
    postures: tuple[str, ...] = POSTURES
    domains: Mapping[str, Domain] = field(default_factory=dict)
    stocks: Collection[str] = ()
    switches: Mapping[str, Collection[str]] = field(default_factory=dict)
    divisors: Collection[str] = ()
    number_domains: Mapping[str, NumberDomain] = field(default_factory=dict)

    def mover(self, move: str) -> str:
        """The agent a move belongs to, as scenario files write it, e.g. ``Belarus``."""
        owner = str(self.movers[move])
        return next((agent.label for agent in AGENTS if agent == owner), owner)

    def slot(self, move: str) -> tuple[str, str]:
        """Owner and slot of a move; moves of one slot exclude each other."""
        return str(self.movers.get(move, "")), self.moves.get(move, move)


def draw_names(made: Theory, seeds: Seeds) -> Iterator[str]:
    """Every named draw of the theory: parameters, chances, and the noise of each slot."""
    yield from (f"parameter/{key}" for key, one in seeds.parameters.items() if one.drawn_with is None)
    yield from (f"chance/{name}" for name in made.random_draws)
    yield from made.slot_draws


@cache
def vocabulary() -> Vocabulary:
    """The names that a scenario file may use; hypotheses that do not act yet are not among them.

    Raises:
        InputError: The seeds do not feed what the rules read; every mismatch is named.
    """
    made, seeds = theory(), load_seeds()
    refuse_mismatch(made, seeds)
    refuse_collisions(draw_names(made, seeds))
    return Vocabulary(
        moves={name: move.slot for name, move in made.moves.items()},
        movers={name: move.owner for name, move in made.moves.items()},
        variables=frozenset(made.series),
        parameters={key: (p.low, p.high) for key, p in seeds.parameters.items()},
        number_domains={key: p.domain for key, p in seeds.parameters.items()},
        mechanisms=frozenset(seeds.mechanisms),
        hypotheses={
            h.name: {name: tuple(v.parameters) for name, v in h.variants.items()}
            for h in seeds.hypotheses.values()
            if any(v.parameters for v in h.variants.values())
        },
        domains={series: made.domain(name) for series, name in made.series.items()},
        stocks=tuple(stock.series for stock in made.stocks.values()),
        switches={
            key: (*one.switch.parameters, *one.switch.moves) if one.switch else ()
            for key, one in seeds.mechanisms.items()
        },
        divisors=[key for key in seeds.parameters if key.endswith(("_sharpness", "_span")) or key in DIVISORS],
    )
