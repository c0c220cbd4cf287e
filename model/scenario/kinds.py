"""The kinds of pressure a scenario can set: who may press on whom, how hard, and which driver it moves.

One table, `KINDS`. The reading of scenario files, their JSON Schema and the list for users come from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from model.scenario.pressure import AGENTS, Combine, Effect, PressureKind

ADD, FLOOR, FLAG, FORCE, FORBID = Combine

BIDS = {
    "karabakh": "bid_karabakh",
    "syria": "bid_syria",
    "donbas_peacekeepers": "bid_peacekeepers",
    "helsinki": "bid_helsinki",
    "bridge": "bid_bridge",
}
OCCASIONS = {
    "un_vote": "un_vote",
    "assembly_vote": "assembly_vote",
    "counter_sanctions": "sanctions_occasion",
    "forum": "forum",
}

SANCTIONS = (
    Effect("eu_sanctions_pressure", FLOOR, ("EU",), ("Belarus",)),
    Effect("us_sanctions_pressure", FLOOR, ("US",), ("Belarus",)),
    Effect("trade_ban_pressure", FLOOR, ("Russia",), ("Belarus",)),
    Effect("economic_warfare", ADD, ("EU", "US"), ("Russia",)),
    Effect("economic_warfare", ADD, ("Russia",), ("Ukraine", "EU", "US")),
)
RELIEF = (
    Effect("eu_relief_pressure", FLOOR, ("EU",)),
    Effect("us_relief_pressure", FLOOR, ("US",)),
    Effect("russian_relief_pressure", FLOOR, ("Russia",)),
)
BORDERS = (
    Effect("border_pressure", FLOOR, ("Russia",)),
    Effect("western_border_pressure", FLOOR, ("EU", "Poland", "West")),
    Effect("ukrainian_border_pressure", FLOOR, ("Ukraine",)),
)
DEPLOYMENTS = (
    Effect("outside_deployments", ADD, ("NATO", "US")),
    Effect("forces_pressure", FLOOR, ("Russia",)),
)
RIVAL = Effect("rival_venue", ADD, keys=("venue", "backing"))


def _kind(
    name: str,
    does: str,
    moves: str | tuple[Effect, ...],
    combine: Combine = FLOOR,
    **more: Any,  # noqa: ANN401
) -> PressureKind:
    effects = (Effect(moves, combine),) if isinstance(moves, str) else moves
    return PressureKind(name, does, effects, **({"label": name.replace("_", " ")} | more))


RUSSIAN: dict[str, Any] = {"by": ("Russia",), "on": ("Belarus",)}
ALL = (
    _kind(
        "sanctions",
        "Sanctions are at least this strong; between others they add to economic warfare.",
        SANCTIONS,
        by=("EU", "US", "Russia"),
        on=("Belarus", "Russia", "Ukraine", "EU", "US"),
    ),
    _kind(
        "relief",
        "Waives at least this share of the sanctions, or of the Russian coercion, in force.",
        RELIEF,
        by=("EU", "US", "Russia"),
        on=("Belarus",),
    ),
    _kind(
        "mediation_bid",
        "Minsk bids for a conflict; anyone else offers a rival venue, level × (1 + the backing's sum).",
        (*(Effect(move, FORCE, ("Belarus",), (), name, ("conflict",)) for name, move in BIDS.items()), RIVAL),
        by=("Belarus", "Kazakhstan", "Turkey"),
        anyone=True,
        level=0.5,
        label="bid to mediate",
    ),
    _kind(
        "rival_venue",
        "Another place offers itself for the talks, level × (1 + the backing's sum).",
        (RIVAL,),
        by=("Kazakhstan", "Turkey"),
        anyone=True,
        level=0.5,
    ),
    _kind(
        "energy_cut", "Russia delivers at least this much less oil.", "energy_cut_pressure", label="oil cut", **RUSSIAN
    ),
    _kind("trade_ban", "Russia bans at least this much of the Belarusian goods.", "trade_ban_pressure", **RUSSIAN),
    _kind(
        "border_closure",
        "A border is closed to at least this share of its traffic.",
        BORDERS,
        by=("Russia", "EU", "Poland", "West", "Ukraine"),
        on=("Belarus",),
        label="closed border",
    ),
    _kind("subsidy", "Russia subsidises at least this much.", "subsidy_pressure", **RUSSIAN),
    _kind("subsidy_cut", "Russia withholds at least this share of the full subsidy.", "subsidy_cap", **RUSSIAN),
    _kind("rescue", "Russia rescues the regime, whoever decides.", "rescue_pressure", FLAG, **RUSSIAN),
    _kind(
        "base_demand",
        "Russia demands a base at least this loudly.",
        "base_demand_pressure",
        label="demand for a base",
        **RUSSIAN,
    ),
    _kind(
        "integration_demand",
        "Russia demands integration at least this loudly.",
        "integration_pressure",
        label="demand for integration",
        **RUSSIAN,
    ),
    _kind(
        "integration",
        "Integration with Russia is carried out at least this far.",
        "signed_integration_pressure",
        label="integration carried out",
        **RUSSIAN,
    ),
    _kind(
        "rival_clients",
        "Pro-Moscow forces beside the leader are at least this strong.",
        "rival_clients_pressure",
        label="pro-Moscow forces",
        **RUSSIAN,
    ),
    _kind(
        "soft_power",
        "Russian soft power works against the leadership, at least so.",
        "soft_power_pressure",
        label="campaign against Minsk",
        **RUSSIAN,
    ),
    _kind(
        "exploitation",
        "Moscow exploits unrest, whoever decides.",
        "exploitation_pressure",
        FLAG,
        label="unrest exploited",
        **RUSSIAN,
    ),
    _kind("exercise", "A joint exercise of this size is announced or under way.", "exercise", ADD, by=("Russia",)),
    _kind(
        "deployment",
        "NATO or the US deploy near Belarus, or Russia keeps forces in it.",
        DEPLOYMENTS,
        by=("NATO", "US", "Russia"),
        level=None,
    ),
    _kind(
        "us_base_in_poland",
        "A US base stands in Poland.",
        "us_base_in_poland",
        FLAG,
        by=("US", "Poland"),
        label="US base in Poland",
    ),
    _kind(
        "tension",
        "Tension between Russia and the West rises or falls by this much.",
        "outside_tension",
        ADD,
        low=-1.0,
        level=None,
    ),
    _kind(
        "war",
        "Violence in Donbas rises or falls by this much.",
        "war",
        ADD,
        low=-1.0,
        level=None,
        label="war in Donbas",
    ),
    _kind(
        "precedent",
        "A border in the neighbourhood is moved by force.",
        "precedent",
        FLAG,
        label="border moved by force",
    ),
    _kind("grievance", "An economic grievance brings people into the street.", "grievance", ADD, level=None),
    _kind("unrest", "Unrest in the street is at least this high.", "unrest_pressure", level=None),
    _kind(
        "election_shock",
        "Society takes an election for stolen.",
        "legitimacy_shock",
        ADD,
        level=None,
        label="stolen election",
    ),
    _kind("repression", "Repression is at least this hard.", "repression_pressure", by=("Belarus",), level=None),
    _kind("reform", "Political reform goes at least this far.", "reform_pressure", by=("Belarus",), level=None),
    _kind("pandemic", "Nobody meets face to face.", "pandemic", FLAG),
    _kind(
        "leadership_turnover",
        "New officials arrive in Western capitals.",
        "leadership_turnover",
        ADD,
        level=None,
        label="new leaders",
    ),
    _kind(
        "great_power_acceptance",
        "The great powers accept one another at least this far.",
        "acceptance_pressure",
        level=None,
        label="acceptance among great powers",
    ),
    _kind(
        "aid",
        "Western aid beyond what visits bring.",
        "aid",
        ADD,
        by=("EU", "US", "West"),
        on=("Belarus",),
        level=None,
        label="Western aid",
    ),
    _kind(
        "transactional_washington",
        "Washington trades relief for what Minsk delivers, at least this far.",
        "transactional_washington",
        by=("US",),
        level=None,
        label="Washington that trades",
    ),
    _kind("bid_success", "Every bid outside Ukraine succeeds.", "bid_success_pressure", FLAG, label="bids succeed"),
    _kind(
        "enlarged_meeting",
        "Others hold a large meeting in Minsk.",
        "enlarged_meeting",
        FLAG,
        by=("OSCE", "UN"),
        label="large meeting",
    ),
    _kind("resources", "Minsk has oil and gas of its own, at least so much.", "resources", level=None, label="riches"),
    _kind(
        "occasion",
        "A vote, a round of sanctions or a forum at which actors choose.",
        tuple(Effect(driver, FLAG, (), (), of, ("of",)) for of, driver in OCCASIONS.items()),
    ),
    _kind(
        "force",
        "The move is taken in every month of the window, open or not.",
        (Effect("", FORCE, keys=("move",)),),
        by=AGENTS,
        label="forced move",
    ),
    _kind(
        "forbid",
        "The move cannot be taken in the window.",
        (Effect("", FORBID, keys=("move",)),),
        by=AGENTS,
        label="forbidden move",
    ),
)

KINDS: Mapping[str, PressureKind] = MappingProxyType({kind.name: kind for kind in ALL})
"""Every kind by its name, in the order users see."""
