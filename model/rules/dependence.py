"""Dependence and integration: what ties the economy to Russia, what loosens the tie (M12, M13, M16, M19-M22, M26)."""

from __future__ import annotations

import numpy as np

from model.core.declarations import (
    FLAG,
    Array,
    Flag,
    Owner,
    Score,
    Stock,
    Unit,
    auxiliary,
    flow,
)
from model.rules.forms import above, clip01, flag, positive, toward

STOCKS = (
    Stock("economic_dependence", Owner.BELARUS, "dependence of the economy on Russia", "initial_economic_dependence"),
    Stock("diversification", Owner.BELARUS, "share of the economy that has other outlets", "initial_diversification"),
    Stock("integration_demand", Owner.RUSSIA, "salience of the demand for integration", "initial_integration_demand"),
    Stock("integration", Owner.BELARUS, "Union State integration carried out", "initial_integration"),
    Stock("rival_clients", Owner.RUSSIA, "pro-Moscow forces beside the leader", "zero"),
    Stock("joined_sanctions", Owner.BELARUS, "Minsk has joined Russian counter-sanctions", "zero", FLAG),
    Stock("belarus_trade", Owner.UKRAINE, "economic ties between Belarus and Ukraine",
          "initial_belarus_trade"),
)  # fmt: skip


@auxiliary(Owner.BELARUS, "M12", "M71")
def effective_dependence(economic_dependence: Array, resources: Array, *, dependence_spared_by_riches: Array) -> Unit:
    """Economic dependence on Russia as it counts: less where the country has oil and gas of its own.

    D = d (1 - k resources)
    """
    return economic_dependence * (1.0 - dependence_spared_by_riches * resources)


@auxiliary(Owner.RUSSIA, "M13")
def integration_stalled(integration_demand: Array, integration: Array, *, stalling_forgiven: Array) -> Unit:
    """Integration that Moscow asks for and does not get, beyond what it forgives."""
    return positive(integration_demand - integration - stalling_forgiven)


@flow("belarus_trade", "M21", "M68")
def belarus_trade_adjusts(
    belarus_trade: Array, oil_cut: Array, survival_dependence: Array, hostile_voice: Array,
    annexation_recognised: Array, ukrainian_border_pressure: Array, *, ukraine_trade_lost_by_recognition: Array,
    ukraine_trade_usual: Array, ukraine_trade_lost_by_oil: Array,
    ukraine_trade_lost_by_dependence: Array, ukraine_trade_lost_by_voice: Array, ukraine_trade_pace: Array,
    dependence_noticed_from: Array,
) -> Score:  # fmt: skip
    """Oil products flow to Ukraine while crude flows from Russia; hostility and capture dry them up.

    t' = t + k (clip(t0 (1 - a oil cut) - b max(0, dependence - d0) - c voice - e recognised) (1 - border) - t), with t
    the trade, dependence that of the regime's survival, border the share lost to a closed Ukrainian border.
    """
    target = (
        ukraine_trade_usual * (1.0 - ukraine_trade_lost_by_oil * oil_cut)
        - ukraine_trade_lost_by_dependence * positive(survival_dependence - dependence_noticed_from)
        - ukraine_trade_lost_by_voice * hostile_voice
        - ukraine_trade_lost_by_recognition * annexation_recognised
    )
    return toward(belarus_trade, clip01(target) * (1.0 - ukrainian_border_pressure), ukraine_trade_pace)


@auxiliary(Owner.RUSSIA, "M13")
def integration_demand_aimed(
    demand_integration: Array, collecting: Array, *, integration_demand_base: Array,
    integration_demand_by_move: Array, integration_demand_by_price: Array,
) -> Unit:  # fmt: skip
    """The salience that the demand for integration moves to, higher when pressed, highest when collected."""
    return clip01(
        integration_demand_base
        + integration_demand_by_move * demand_integration
        + integration_demand_by_price * collecting
    )


@flow("integration_demand", "M13")
def integration_is_demanded(
    integration_demand: Array, integration_demand_aimed: Array, *, integration_demand_pace: Array
) -> Score:
    """The demand for integration swells and fades slowly."""
    return toward(integration_demand, integration_demand_aimed, integration_demand_pace)


@flow("integration_demand", "M13")
def integration_demanded_by_scenario(integration_demand: Array, integration_pressure: Array) -> Score:
    """A scenario's integration demand is a floor."""
    return positive(integration_pressure - integration_demand)


@auxiliary(Owner.BELARUS, "M16")
def integration_is_asked_for(integration_demand: Array, *, integration_answered_above: Array) -> Flag:
    """Minsk has to answer while the demand for integration is loud."""
    return above(integration_demand, integration_answered_above)


@flow("integration", "M16")
def integration_is_signed(
    integration: Array, sign_integration: Array, *, integration_by_signing: Array, integration_limit: Array
) -> Score:
    """Signed road maps carry integration forward, up to the most a state can sign (share of the rest, per month)."""
    return integration_by_signing * sign_integration * positive(integration_limit - integration)


@flow("integration", "M16", "M61")
def integration_creeps_or_stalls(
    integration: Array, stance: Array, integration_demand: Array, signed_integration_pressure: Array, *,
    integration_by_accommodation: Array, integration_decay: Array, integration_usual: Array, integration_limit: Array,
    creep_from_demand: Array,
) -> Score:  # fmt: skip
    """Accommodating while Moscow demands it lets integration creep on; otherwise it runs down to the old level.

    i' = i + k a [D > D0] [i1 - i]+ - d (1 - a [D > D0]) max(0, i - max(i0, p)), with a the stance towards Moscow, p
    what a scenario has carried out.
    """
    creeping = stance * above(integration_demand, creep_from_demand)
    growing = integration_by_accommodation * positive(integration_limit - integration)
    falling = integration_decay * positive(integration - np.maximum(integration_usual, signed_integration_pressure))
    return creeping * growing - (1.0 - creeping) * falling


@flow("integration", "M16")
def integration_set_by_scenario(integration: Array, signed_integration_pressure: Array) -> Score:
    """A scenario's integration is a floor: what is carried out is lifted to at least that level."""
    return positive(signed_integration_pressure - integration)


@flow("rival_clients", "M85")
def clients_set_by_scenario(rival_clients: Array, rival_clients_pressure: Array) -> Score:
    """A scenario's pro-Moscow forces are a floor."""
    return positive(rival_clients_pressure - rival_clients)


@flow("rival_clients", "M85")
def patron_insures_itself(
    rival_clients: Array, cultivate_others: Array, rival_clients_pressure: Array, *, rival_clients_pace: Array
) -> Score:
    """Moscow builds up other forces in Minsk while it cultivates them; a scenario's do not fade."""
    return toward(rival_clients, np.maximum(cultivate_others, rival_clients_pressure), rival_clients_pace)


@flow("economic_dependence", "M26")
def sanctions_deepen_dependence(
    economic_dependence: Array,
    eu_sanctions: Array,
    *,
    dependence_by_sanctions: Array,
    dependence_neutral_sanctions: Array,
) -> Score:
    """Western sanctions push the economy towards Russia; their absence lets it breathe.

    d' = d + 2 k (S - S0) (1 - d), with S the European sanctions, S0 the level that neither pushes nor frees.
    """
    pull = 2.0 * dependence_by_sanctions * (eu_sanctions - dependence_neutral_sanctions)
    return pull * (1.0 - economic_dependence)


@flow("economic_dependence", "M22")
def diversification_loosens_dependence(
    economic_dependence: Array,
    diversification: Array,
    *,
    dependence_by_diversification: Array,
    diversification_usual: Array,
) -> Score:
    """Other outlets loosen the dependence on Russia, slowly.

    d' = d - k (o - o0) d, with o the share of other outlets, o0 the usual one; fewer outlets than usual deepen it.
    """
    return -dependence_by_diversification * (diversification - diversification_usual) * economic_dependence


@flow("diversification", "M22", "M36")
def western_ties_diversify(
    diversification: Array, contacts: Array, eu_sanctions: Array, visa_free: Array, border_zones: Array,
    renewed_reform: Array, *, diversification_gain: Array, diversification_by_visa: Array,
    visa_rent_lost_to_border: Array, outlets_by_reform: Array,
) -> Score:  # fmt: skip
    """Trade and aid from the West and open borders diversify the economy, as far as sanctions and zones let them.

    d' = d + k (C (1 - S) (1 + m reform) + v visa (1 - b border)) (1 - d)
    """
    openness = contacts * (1.0 - eu_sanctions) * (1.0 + outlets_by_reform * renewed_reform)
    travel = diversification_by_visa * visa_free * (1.0 - visa_rent_lost_to_border * border_zones)
    return diversification_gain * (openness + travel) * (1.0 - diversification)


@flow("diversification", "M22", "M26")
def diversification_wears_off(
    diversification: Array, eu_sanctions: Array, *, diversification_decay: Array,
    diversification_lost_by_sanctions: Array, dependence_neutral_sanctions: Array,
) -> Score:  # fmt: skip
    """Other outlets run down by themselves, and faster under Western sanctions.

    o' = o - (k + l max(0, S - S0)) o, with S the European sanctions, S0 the level that costs nothing.
    """
    lost = diversification_lost_by_sanctions * positive(eu_sanctions - dependence_neutral_sanctions)
    return -(diversification_decay + lost) * diversification


@auxiliary(Owner.BELARUS, "M19")
def counter_sanctions_are_on_the_table(sanctions_occasion: Array, joined_sanctions: Array) -> Flag:
    """Moscow has announced sanctions of its own and Minsk has not joined any."""
    return sanctions_occasion * flag(joined_sanctions < 0.5)


@flow("joined_sanctions", "M19")
def minsk_joins(joined_sanctions: Array, join_sanctions: Array) -> Score:
    """Once joined, Minsk stays in."""
    return join_sanctions * (1.0 - joined_sanctions)
