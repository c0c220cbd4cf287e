"""The kinds of pressure a scenario can set: who may press on whom, how hard, and which driver it moves.

One table, `KINDS`. The reading of scenario files, their JSON Schema and the list for users come from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from model.scenario.pressure import ACTORS, AGENTS, COMBINES, Combine, Effect, ExtraKey, KeyType, PressureKind

__all__ = [
    "ACTORS",
    "AGENTS",
    "COMBINES",
    "KINDS",
    "Combine",
    "Effect",
    "ExtraKey",
    "KeyType",
    "PressureKind",
    "described",
    "drivers_moved",
]


def _driver(name: str, combine: Combine = Combine.FLOOR) -> tuple[Effect, ...]:
    return (Effect(name, combine),)


VENUE = ExtraKey("venue", "where the talks would go, e.g. Astana", KeyType.TEXT)
BACKING = ExtraKey("backing", "who backs it and how much, 0 to 1 each, e.g. {US: 0.7}", KeyType.SHARES, ACTORS)
MOVE = ExtraKey("move", "the move of one of the five agents", KeyType.MOVE, required=True)
BIDS = {
    "karabakh": "bid_karabakh",
    "syria": "bid_syria",
    "donbas_peacekeepers": "bid_peacekeepers",
    "helsinki": "bid_helsinki",
    "bridge": "bid_bridge",
}
CONFLICT = ExtraKey("conflict", "the conflict Minsk offers itself for", KeyType.CHOICE, tuple(BIDS), required=True)
OCCASIONS = {
    "un_vote": "un_vote",
    "assembly_vote": "assembly_vote",
    "counter_sanctions": "sanctions_occasion",
    "forum": "forum",
}
OF = ExtraKey("of", "what takes place", KeyType.CHOICE, tuple(OCCASIONS), required=True)


def _russian(name: str, label: str, does: str, driver: str, combine: Combine = Combine.FLOOR) -> PressureKind:
    return PressureKind(name, label, does, _driver(driver, combine), by=("Russia",), on=("Belarus",))


ALL = (
    PressureKind(
        "sanctions",
        "sanctions",
        "Sanctions are at least this strong; between others they add to economic warfare.",
        (
            Effect("eu_sanctions_pressure", Combine.FLOOR, ("EU",), ("Belarus",)),
            Effect("us_sanctions_pressure", Combine.FLOOR, ("US",), ("Belarus",)),
            Effect("trade_ban_pressure", Combine.FLOOR, ("Russia",), ("Belarus",)),
            Effect("economic_warfare", Combine.ADD, ("EU", "US"), ("Russia",)),
            Effect("economic_warfare", Combine.ADD, ("Russia",), ("Ukraine", "EU", "US")),
        ),
        by=("EU", "US", "Russia"),
        on=("Belarus", "Russia", "Ukraine", "EU", "US"),
    ),
    PressureKind(
        "relief",
        "relief",
        "Waives at least this share of the sanctions, or of the Russian coercion, in force.",
        (
            Effect("eu_relief_pressure", Combine.FLOOR, ("EU",)),
            Effect("us_relief_pressure", Combine.FLOOR, ("US",)),
            Effect("russian_relief_pressure", Combine.FLOOR, ("Russia",)),
        ),
        by=("EU", "US", "Russia"),
        on=("Belarus",),
    ),
    PressureKind(
        "mediation_bid",
        "bid to mediate",
        "Minsk bids for a conflict; anyone else offers a rival venue, level × (1 + the backing's sum).",
        (
            *(Effect(move, Combine.FORCE, ("Belarus",), (), name, (CONFLICT,)) for name, move in BIDS.items()),
            Effect("rival_venue", Combine.ADD, keys=(VENUE, BACKING)),
        ),
        by=("Belarus", "Kazakhstan", "Turkey"),
        anyone=True,
        level=0.5,
    ),
    PressureKind(
        "rival_venue",
        "rival venue",
        "Another place offers itself for the talks, level × (1 + the backing's sum).",
        (Effect("rival_venue", Combine.ADD, keys=(VENUE, BACKING)),),
        by=("Kazakhstan", "Turkey"),
        anyone=True,
        level=0.5,
    ),
    _russian("energy_cut", "oil cut", "Russia delivers at least this much less oil.", "energy_cut_pressure"),
    _russian("trade_ban", "trade ban", "Russia bans at least this much of the Belarusian goods.", "trade_ban_pressure"),
    PressureKind(
        "border_closure",
        "closed border",
        "A border is closed to at least this share of its traffic.",
        (
            Effect("border_pressure", Combine.FLOOR, ("Russia",)),
            Effect("western_border_pressure", Combine.FLOOR, ("EU", "Poland", "West")),
            Effect("ukrainian_border_pressure", Combine.FLOOR, ("Ukraine",)),
        ),
        by=("Russia", "EU", "Poland", "West", "Ukraine"),
        on=("Belarus",),
    ),
    _russian("subsidy", "subsidy", "Russia subsidises at least this much.", "subsidy_pressure"),
    _russian("subsidy_cut", "subsidy cut", "Russia withholds at least this share of the full subsidy.", "subsidy_cap"),
    _russian("rescue", "rescue", "Russia rescues the regime, whoever decides.", "rescue_pressure", Combine.FLAG),
    _russian("base_demand", "demand for a base", "Russia demands a base at least this loudly.", "base_demand_pressure"),
    _russian(
        "integration_demand",
        "demand for integration",
        "Russia demands integration at least this loudly.",
        "integration_pressure",
    ),
    _russian(
        "integration",
        "integration carried out",
        "Integration with Russia is carried out at least this far.",
        "signed_integration_pressure",
    ),
    _russian(
        "rival_clients",
        "pro-Moscow forces",
        "Pro-Moscow forces beside the leader are at least this strong.",
        "rival_clients_pressure",
    ),
    _russian(
        "soft_power",
        "campaign against Minsk",
        "Russian soft power works against the leadership, at least so.",
        "soft_power_pressure",
    ),
    _russian(
        "exploitation",
        "unrest exploited",
        "Moscow exploits unrest, whoever decides.",
        "exploitation_pressure",
        Combine.FLAG,
    ),
    PressureKind(
        "exercise",
        "exercise",
        "A joint exercise of this size is announced or under way.",
        _driver("exercise", Combine.ADD),
        by=("Russia",),
    ),
    PressureKind(
        "deployment",
        "deployment",
        "NATO or the US deploy near Belarus, or Russia keeps forces in it.",
        (
            Effect("outside_deployments", Combine.ADD, ("NATO", "US")),
            Effect("forces_pressure", Combine.FLOOR, ("Russia",)),
        ),
        by=("NATO", "US", "Russia"),
        level=None,
    ),
    PressureKind(
        "us_base_in_poland",
        "US base in Poland",
        "A US base stands in Poland.",
        _driver("us_base_in_poland", Combine.FLAG),
        by=("US", "Poland"),
    ),
    PressureKind(
        "tension",
        "tension",
        "Tension between Russia and the West rises or falls by this much.",
        _driver("outside_tension", Combine.ADD),
        low=-1.0,
        level=None,
    ),
    PressureKind(
        "war",
        "war in Donbas",
        "Violence in Donbas rises or falls by this much.",
        _driver("war", Combine.ADD),
        low=-1.0,
        level=None,
    ),
    PressureKind(
        "precedent",
        "border moved by force",
        "A border in the neighbourhood is moved by force.",
        _driver("precedent", Combine.FLAG),
    ),
    PressureKind(
        "grievance",
        "grievance",
        "An economic grievance brings people into the street.",
        _driver("grievance", Combine.ADD),
        level=None,
    ),
    PressureKind(
        "unrest", "unrest", "Unrest in the street is at least this high.", _driver("unrest_pressure"), level=None
    ),
    PressureKind(
        "election_shock",
        "stolen election",
        "Society takes an election for stolen.",
        _driver("legitimacy_shock", Combine.ADD),
        level=None,
    ),
    PressureKind(
        "repression",
        "repression",
        "Repression is at least this hard.",
        _driver("repression_pressure"),
        by=("Belarus",),
        level=None,
    ),
    PressureKind(
        "reform",
        "reform",
        "Political reform goes at least this far.",
        _driver("reform_pressure"),
        by=("Belarus",),
        level=None,
    ),
    PressureKind("pandemic", "pandemic", "Nobody meets face to face.", _driver("pandemic", Combine.FLAG)),
    PressureKind(
        "leadership_turnover",
        "new leaders",
        "New officials arrive in Western capitals.",
        _driver("leadership_turnover", Combine.ADD),
        level=None,
    ),
    PressureKind(
        "great_power_acceptance",
        "acceptance among great powers",
        "The great powers accept one another at least this far.",
        _driver("acceptance_pressure"),
        level=None,
    ),
    PressureKind(
        "aid",
        "Western aid",
        "Western aid beyond what visits bring.",
        _driver("aid", Combine.ADD),
        by=("EU", "US", "West"),
        on=("Belarus",),
        level=None,
    ),
    PressureKind(
        "transactional_washington",
        "Washington that trades",
        "Washington trades relief for what Minsk delivers, at least this far.",
        _driver("transactional_washington"),
        by=("US",),
        level=None,
    ),
    PressureKind(
        "bid_success",
        "bids succeed",
        "Every bid outside Ukraine succeeds.",
        _driver("bid_success_pressure", Combine.FLAG),
    ),
    PressureKind(
        "enlarged_meeting",
        "large meeting",
        "Others hold a large meeting in Minsk.",
        _driver("enlarged_meeting", Combine.FLAG),
        by=("OSCE", "UN"),
    ),
    PressureKind(
        "resources",
        "riches",
        "Minsk has oil and gas of its own, at least so much.",
        _driver("resources"),
        level=None,
    ),
    PressureKind(
        "occasion",
        "occasion",
        "A vote, a round of sanctions or a forum at which actors choose.",
        tuple(Effect(driver, Combine.FLAG, (), (), of, (OF,)) for of, driver in OCCASIONS.items()),
    ),
    PressureKind(
        "force",
        "forced move",
        "The move is taken in every month of the window, open or not.",
        (Effect("", Combine.FORCE, keys=(MOVE,)),),
        by=AGENTS,
    ),
    PressureKind(
        "forbid",
        "forbidden move",
        "The move cannot be taken in the window.",
        (Effect("", Combine.FORBID, keys=(MOVE,)),),
        by=AGENTS,
    ),
)

KINDS: Mapping[str, PressureKind] = MappingProxyType({kind.name: kind for kind in ALL})
"""Every kind by its name, in the order users see."""


def drivers_moved() -> dict[str, tuple[str, ...]]:
    """Driver -> the kinds that move it."""
    table: dict[str, tuple[str, ...]] = {}
    for kind in ALL:
        for effect in kind.effects:
            if effect.moves and effect.combine not in (Combine.FORCE, Combine.FORBID):
                table[effect.moves] = tuple(dict.fromkeys((*table.get(effect.moves, ()), kind.name)))
    return table


def described() -> Iterator[dict[str, str]]:
    """One row per kind for documentation and the command line: what it does, who, how much, what it moves."""
    for kind in ALL:
        sized = any(effect.sized for effect in kind.effects)
        default = "" if kind.level is None else f", {kind.level:g} unless given"
        yield {
            "kind": kind.name,
            "does": kind.does,
            "by": ", ".join(kind.by) + (" or any other name" if kind.anyone else ""),
            "on": ", ".join(kind.on),
            "keys": ", ".join(f"{key.name} ({' | '.join(key.choices) or key.label})" for key in kind.keys.values()),
            "level": f"{kind.low:g} to {kind.high:g}{default}" if sized else "",
            "combines": ", ".join(dict.fromkeys(str(effect.combine) for effect in kind.effects)),
            "moves": ", ".join(dict.fromkeys(effect.moves or "the move" for effect in kind.effects)),
        }
