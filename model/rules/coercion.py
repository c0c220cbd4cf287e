"""The instruments of the patron: oil, markets, borders, subsidy, media (M14, M15, M17, M18)."""

from __future__ import annotations

import numpy as np

from model.core.declarations import MONTHS, Array, Flag, Months, Owner, Score, Stock, Unit, auxiliary, flow, update
from model.rules.forms import above, below, clip01, flag, positive, toward

STOCKS = (
    Stock("oil_cut", Owner.RUSSIA, "Russia delivers less oil, in quarters of the largest cut", "zero"),
    Stock("trade_ban", Owner.RUSSIA, "Russia bans Belarusian goods, in quarters", "zero"),
    Stock("months_since_oil_step", Owner.RUSSIA, "months since oil was last cut or restored", "wait_to_deepen", MONTHS),
    Stock("months_since_ban_step", Owner.RUSSIA, "months since a ban was last widened or lifted", "wait_to_deepen",
          MONTHS),
    Stock("border_zones", Owner.RUSSIA, "Russia controls its border with Belarus", "zero"),
    Stock("opening_shock", Owner.RUSSIA, "memory of the visa-free opening", "zero"),
    Stock("settlement", Owner.RUSSIA, "settlement of the last quarrel, as far as Moscow still keeps to it", "zero"),
    Stock("subsidy", Owner.RUSSIA, "subsidy: cheap energy, market access, loans", "initial_subsidy"),
    Stock("hostile_media", Owner.RUSSIA, "soft power against the leadership in Minsk", "initial_hostile_media"),
    Stock("friendly_media", Owner.RUSSIA, "soft power for the regime", "zero"),
)  # fmt: skip


@auxiliary(Owner.RUSSIA, "M14")
def coercion(
    oil_cut: Array, trade_ban: Array, border_zones: Array, *, coercion_by_oil: Array, coercion_by_ban: Array,
    coercion_by_border: Array,
) -> Unit:  # fmt: skip
    """How hard Russia coerces the Belarusian economy: the weighted sum of its three instruments."""
    return coercion_by_oil * oil_cut + coercion_by_ban * trade_ban + coercion_by_border * border_zones


@auxiliary(Owner.BELARUS, "M12", "M14")
def coercion_felt(coercion: Array, effective_dependence: Array) -> Unit:
    """Coercion as it bites: the same cut hurts more where dependence is larger."""
    return coercion * effective_dependence


@auxiliary(Owner.RUSSIA, "M81", "M78")
def collapse_feared(
    regime_threat: Array, contagion: Array, exploitation: Array, *, collapse_noticed_from: Array
) -> Unit:
    """A client about to fall is not squeezed, unless Moscow itself stirs the unrest.

    f = [t c - f0]+ (1 - exploited), with t the threat to the regime, c the fear of contagion.
    """
    return positive(regime_threat * contagion - collapse_noticed_from) * (1.0 - exploitation)


@auxiliary(Owner.BELARUS, "M13")
def concession(accommodate: Array, grant_facilities: Array, coercion: Array, *, quarrel_from: Array) -> Flag:
    """Minsk yields in a quarrel: a step closer to Moscow, or an asset on its soil, while Moscow coerces it.

    y = max(step, facilities) [c > c0]. Signatures settle nothing: Minsk had stalled what it signed (002 P6).
    """
    return np.maximum(accommodate, grant_facilities) * above(coercion, quarrel_from)


@update("settlement", "M13")
def settlement_next(settlement: Array, concession: Array, *, settlement_kept: Array) -> Unit:
    """A quarrel is settled when Minsk yields; month by month the bargain wears off, until the next quarrel.

    s' = max(m s, y)
    """
    return np.maximum(settlement_kept * settlement, concession)


@auxiliary(Owner.RUSSIA, "M14")
def oil_can_be_cut(oil_cut: Array, months_since_oil_step: Array, *, wait_to_deepen: Array) -> Flag:
    """Moscow can cut the oil deeper while some of it still flows, one step in some months."""
    return below(oil_cut, 1.0) * flag(months_since_oil_step >= wait_to_deepen)


@auxiliary(Owner.RUSSIA, "M14", "M08")
def oil_can_be_restored(oil_cut: Array, months_since_oil_step: Array, *, wait_to_ease: Array) -> Flag:
    """Moscow can let more oil flow again while some is cut, one step in some months."""
    return above(oil_cut, 0.0) * flag(months_since_oil_step >= wait_to_ease)


@auxiliary(Owner.RUSSIA, "M14")
def ban_can_be_widened(trade_ban: Array, months_since_ban_step: Array, *, wait_to_deepen: Array) -> Flag:
    """Moscow can ban more goods while some still cross the border, one step in some months."""
    return below(trade_ban, 1.0) * flag(months_since_ban_step >= wait_to_deepen)


@auxiliary(Owner.RUSSIA, "M14", "M08")
def ban_can_be_eased(trade_ban: Array, months_since_ban_step: Array, *, wait_to_ease: Array) -> Flag:
    """Moscow can let goods in again while some are banned, one step in some months."""
    return above(trade_ban, 0.0) * flag(months_since_ban_step >= wait_to_ease)


@update("oil_cut", "M14", "M81")
def oil_cut_next(
    oil_cut: Array, cut_oil: Array, restore_oil: Array, rescue_given: Array, energy_cut_pressure: Array,
    russian_relief_pressure: Array, *, coercion_step: Array,
) -> Unit:  # fmt: skip
    """Oil is cut and restored by steps, restored every month of a rescue; a scenario sets a floor or a ceiling.

    o' = max(clip(o + s (cut - max(restore, rescue))), floor), at most the share that a scenario leaves.
    """
    own = clip01(oil_cut + coercion_step * (cut_oil - np.maximum(restore_oil, rescue_given)))
    return np.minimum(np.maximum(own, energy_cut_pressure), 1.0 - russian_relief_pressure)


@update("trade_ban", "M14", "M81")
def trade_ban_next(
    trade_ban: Array, ban_trade: Array, restore_trade: Array, rescue_given: Array, trade_ban_pressure: Array,
    russian_relief_pressure: Array, *, coercion_step: Array,
) -> Unit:  # fmt: skip
    """Goods are banned and let in again by steps; a rescue lets them in; a scenario sets a floor or a ceiling.

    b' = max(clip(b + s (ban - max(restore, rescue))), floor), at most the share that a scenario leaves.
    """
    own = clip01(trade_ban + coercion_step * (ban_trade - np.maximum(restore_trade, rescue_given)))
    return np.minimum(np.maximum(own, trade_ban_pressure), 1.0 - russian_relief_pressure)


@update("months_since_oil_step", "M14")
def oil_step_ages(months_since_oil_step: Array, cut_oil: Array, restore_oil: Array) -> Months:
    """Months since Moscow last cut or restored oil."""
    return np.where(cut_oil + restore_oil > 0.5, 1.0, months_since_oil_step + 1.0)


@update("months_since_ban_step", "M14")
def ban_step_ages(months_since_ban_step: Array, ban_trade: Array, restore_trade: Array) -> Months:
    """Months since Moscow last widened or eased its trade ban."""
    return np.where(ban_trade + restore_trade > 0.5, 1.0, months_since_ban_step + 1.0)


@update("border_zones", "M17")
def border_zones_next(close_borders: Array, border_pressure: Array, russian_relief_pressure: Array) -> Unit:
    """Border zones stand where Moscow decides so, within the floor and the ceiling that a scenario sets."""
    return np.minimum(np.maximum(close_borders, border_pressure), 1.0 - russian_relief_pressure)


@update("opening_shock", "M17")
def opening_is_noticed(opening_shock: Array, open_visas: Array, *, shock_memory: Array) -> Unit:
    """The visa-free opening is an affront for a few months: 1 when it comes, then fading."""
    return np.maximum(open_visas, shock_memory * opening_shock)


@update("subsidy", "M12", "M13", "M14", "M71", "M81")
def subsidy_next(
    oil_cut: Array, trade_ban: Array, integration_stalled: Array, rescue_running: Array, resources: Array,
    settlement: Array, subsidy_pressure: Array, subsidy_cap: Array, *, subsidy_usual: Array,
    subsidy_lost_by_oil: Array, subsidy_lost_by_ban: Array, subsidy_lost_by_stalling: Array,
    subsidy_of_rescue: Array, subsidy_of_settlement: Array,
) -> Unit:  # fmt: skip
    """What Moscow pays: the usual, less what cuts and stalling cost, plus the price of a settlement or a rescue.

    s = s0 (1 - resources) - s1 oil - s2 ban - s3 stalled + s4 rescue + s5 settlement, not under a scenario's floor,
    not over its cap.
    """
    own = (
        subsidy_usual * (1.0 - resources)
        - subsidy_lost_by_oil * oil_cut
        - subsidy_lost_by_ban * trade_ban
        - subsidy_lost_by_stalling * integration_stalled
        + subsidy_of_rescue * rescue_running
        + subsidy_of_settlement * settlement
    )
    return np.minimum(np.maximum(clip01(own), subsidy_pressure), 1.0 - subsidy_cap)


@flow("hostile_media", "M18")
def media_campaign(hostile_media: Array, campaign_against: Array, *, media_pace: Array) -> Score:
    """A campaign against the leadership swells while Moscow runs it and ebbs when it stops."""
    return toward(hostile_media, campaign_against, media_pace)


@flow("hostile_media", "M18")
def media_set_by_scenario(hostile_media: Array, soft_power_pressure: Array) -> Score:
    """A scenario's soft power is a floor under the campaign."""
    return positive(soft_power_pressure - hostile_media)


@flow("friendly_media", "M81")
def media_for_the_regime(friendly_media: Array, rescue_given: Array, *, friendly_media_pace: Array) -> Score:
    """During a rescue Kremlin media work for the regime."""
    return toward(friendly_media, rescue_given, friendly_media_pace)
