"""Western conditionality: outrage, fear of absorption, relief in steps, licences, levels in force (M23-M41)."""

from __future__ import annotations

import numpy as np

from model.core.declarations import (
    FLAG,
    MONTHS,
    RUNG,
    UNIT,
    Array,
    Flag,
    Months,
    Owner,
    Rung,
    Score,
    Stock,
    Unit,
    auxiliary,
    flow,
    update,
)
from model.rules.forms import above, below, clip01, flag, positive, toward

STOCKS = (
    Stock("eu_rung", Owner.EU, "rung of relief: 0 in force, 1 suspended, 2 lifted", "zero", RUNG),
    Stock("months_on_rung", Owner.EU, "months since the last step of relief", "zero", MONTHS),
    Stock("licence", Owner.US, "licence that suspends company sanctions", "zero", FLAG),
    Stock("licence_age", Owner.US, "months since the licence was issued or renewed", "zero", MONTHS),
    Stock("months_without_licence", Owner.US, "months without a licence", "licence_pause", MONTHS),
    Stock(
        "security_weight", Owner.EU, "weight of security against rights in Brussels", "initial_security_weight", UNIT
    ),
)  # fmt: skip


@auxiliary(Owner.EU, "M23", "M24")
def eu_sanctions(
    eu_rung: Array, eu_new_sanctions: Array, eu_sanctions_pressure: Array, eu_relief_pressure: Array, *,
    eu_level_in_force: Array, eu_level_suspended: Array, eu_level_lifted: Array, eu_floor: Array, eu_ceiling: Array,
) -> Unit:  # fmt: skip
    """European sanctions in effect: the level of the rung plus what was added, never under the retained core.

    S = clip(1 - (1 - level(rung)) (1 - added), floor, ceiling), at least what a scenario sets, less what it waives.
    """
    level = np.where(eu_rung < 0.5, eu_level_in_force, np.where(eu_rung < 2.0, eu_level_suspended, eu_level_lifted))
    own = np.minimum(np.maximum(1.0 - (1.0 - level) * (1.0 - eu_new_sanctions), eu_floor), eu_ceiling)
    return np.maximum(np.maximum(own, eu_sanctions_pressure) * (1.0 - eu_relief_pressure), eu_floor)


@auxiliary(Owner.US, "M24", "M25")
def us_sanctions(
    licence: Array, us_new_sanctions: Array, us_sanctions_pressure: Array, us_relief_pressure: Array, *,
    us_level_without_licence: Array, us_level_with_licence: Array, us_floor: Array, us_ceiling: Array,
) -> Unit:  # fmt: skip
    """American sanctions in effect: lower under a licence, never under the measures against persons.

    S = clip(1 - (1 - level(licence)) (1 - added), floor, ceiling), at least what a scenario sets, less the share it
    waives, never under the floor.
    """
    level = np.where(licence > 0.5, us_level_with_licence, us_level_without_licence)
    own = np.minimum(np.maximum(1.0 - (1.0 - level) * (1.0 - us_new_sanctions), us_floor), us_ceiling)
    return np.maximum(np.maximum(own, us_sanctions_pressure) * (1.0 - us_relief_pressure), us_floor)


@auxiliary(Owner.SYSTEM, "M24", "M26")
def sanctions_felt_in_trade(eu_sanctions: Array, us_sanctions: Array, *, us_share_in_trade: Array) -> Unit:
    """Western sanctions as trade feels them: Europe is the market."""
    return (1.0 - us_share_in_trade) * eu_sanctions + us_share_in_trade * us_sanctions


@auxiliary(Owner.SYSTEM, "M24", "M26")
def sanctions_felt_in_diplomacy(eu_sanctions: Array, us_sanctions: Array, *, us_share_in_diplomacy: Array) -> Unit:
    """Western sanctions as diplomacy feels them."""
    return (1.0 - us_share_in_diplomacy) * eu_sanctions + us_share_in_diplomacy * us_sanctions


@auxiliary(Owner.SYSTEM, "M26")
def sanctions_added(
    isolation_by_brussels: Array, isolation_by_washington: Array, *, us_share_in_diplomacy: Array
) -> Unit:
    """Western sanctions beyond the old ones, to which Minsk and Moscow answer; weighed as diplomacy feels them."""
    return (1.0 - us_share_in_diplomacy) * isolation_by_brussels + us_share_in_diplomacy * isolation_by_washington


@auxiliary(Owner.SYSTEM, "M32")
def still_shocking(usual_repression: Array, *, outrage_worn: Array, worn_from: Array) -> Unit:
    """How much a level of repression still shocks: 1 - h [usual - r0]+. What everybody is used to shocks less."""
    return clip01(1.0 - outrage_worn * positive(usual_repression - worn_from))


@auxiliary(Owner.EU, "M41", "M32")
def eu_indignation(repression: Array, criticism_shield: Array, still_shocking: Array, *, image_shield: Array) -> Unit:
    """Indignation at repression, muffled by image or riches and by habit: r^2 (1 - q I) shock.

    The square: routine hardly counts.
    """
    return repression * repression * (1.0 - image_shield * criticism_shield) * still_shocking


@auxiliary(Owner.EU, "M29", "M32")
def eu_outrage(eu_indignation: Array, security_weight: Array, *, security_over_rights: Array) -> Unit:
    """Outrage that Brussels acts on: indignation, less where security outweighs rights."""
    return eu_indignation * (1.0 - security_over_rights * security_weight)


@auxiliary(Owner.EU, "M31")
def eu_inconsistency(repression: Array, eu_sanctions: Array) -> Unit:
    """How far European sanctions fall short of what its own standards ask for: max(0, r^2 - S)."""
    return positive(repression * repression - eu_sanctions)


@auxiliary(Owner.US, "M31")
def us_inconsistency(repression: Array, us_sanctions: Array) -> Unit:
    """How far American sanctions fall short of what its own standards ask for: max(0, r^2 - S)."""
    return positive(repression * repression - us_sanctions)


@auxiliary(Owner.US, "M32", "M41")
def us_outrage(repression: Array, criticism_shield_us: Array, still_shocking: Array, *, image_shield: Array) -> Unit:
    """Outrage in Washington at repression, muffled by the image held there or by riches, and by habit."""
    return repression * repression * (1.0 - image_shield * criticism_shield_us) * still_shocking


@auxiliary(Owner.EU, "M38", "M26")
def absorption_fear(
    tension: Array, coercion: Array, survival_dependence: Array, *, absorption_base: Array,
    absorption_by_tension: Array, absorption_by_coercion: Array, absorption_fades: Array, absorption_lost_from: Array,
    absorption_lost_span: Array,
) -> Unit:  # fmt: skip
    """Western fear that Russia swallows Belarus; it fades once the country counts as lost.

    a = (a0 + a1 T + a2 coercion) (1 - a3 clip((d - d0) / span))
    """
    alarm = absorption_base + absorption_by_tension * tension + absorption_by_coercion * coercion
    lost = clip01((survival_dependence - absorption_lost_from) / absorption_lost_span)
    return clip01(alarm * (1.0 - absorption_fades * lost))


@flow("security_weight", "M29")
def priorities_shift(
    security_weight: Array, war: Array, eu_image: Array, repression: Array, *, security_base: Array,
    security_by_war: Array, security_by_image: Array, security_lost_by_terror: Array, terror_from: Array,
    security_pace: Array,
) -> Score:  # fmt: skip
    """War nearby and a useful Minsk shift priorities from rights to security; terror shifts them back.

    w' = w + k (clip(w0 + a war + b image - c [repression > r0]) - w), with w the weight of security, r0 where terror
    begins.
    """
    target = (
        security_base
        + security_by_war * war
        + security_by_image * eu_image
        - security_lost_by_terror * above(repression, terror_from)
    )
    return toward(security_weight, clip01(target), security_pace)


@auxiliary(Owner.EU, "M23")
def suspension_is_open(
    eu_rung: Array, nobody_held: Array, months_since_release: Array, *, wait_before_suspension: Array
) -> Flag:
    """Brussels can suspend when the prisoners have been free for some months and sanctions are in force."""
    return below(eu_rung, 0.5) * nobody_held * flag(months_since_release >= wait_before_suspension)


@auxiliary(Owner.EU, "M23")
def lifting_is_open(
    eu_rung: Array, nobody_held: Array, months_on_rung: Array, *, wait_before_lifting: Array
) -> Flag:  # fmt: skip
    """Brussels can lift when sanctions have been suspended for some months and nobody is held again."""
    suspended = above(eu_rung, 0.5) * below(eu_rung, 2.0)
    return suspended * nobody_held * flag(months_on_rung >= wait_before_lifting)


@update("eu_rung", "M23")
def ladder_moves(
    eu_rung: Array, suspend_sanctions: Array, lift_sanctions: Array, eu_sanctions_pressure: Array, *,
    eu_level_suspended: Array, eu_level_lifted: Array,
) -> Rung:  # fmt: skip
    """One rung down per step of relief, none back by itself; a scenario's sanctions take the ladder along."""
    own = np.minimum(eu_rung + suspend_sanctions + lift_sanctions, 2.0)
    forced = np.where(
        eu_sanctions_pressure > eu_level_suspended, 0.0, np.where(eu_sanctions_pressure > eu_level_lifted, 1.0, 2.0)
    )
    return np.minimum(own, forced)


@update("months_on_rung", "M23")
def rung_ages(months_on_rung: Array, suspend_sanctions: Array, lift_sanctions: Array) -> Months:
    """The second clock of the ladder: months since the last step."""
    return np.where(suspend_sanctions + lift_sanctions > 0.5, 0.0, months_on_rung + 1.0)


@auxiliary(Owner.US, "M25")
def licence_can_be_issued(licence: Array, months_without_licence: Array, *, licence_pause: Array) -> Flag:
    """Washington can issue a licence at any time, unless one runs or ran of late: it waits for nobody's ladder.

    open = [no licence] [months without >= pause]
    """
    return (1.0 - licence) * flag(months_without_licence >= licence_pause)


@auxiliary(Owner.US, "M25")
def licence_expires(licence: Array, licence_age: Array, *, licence_term: Array) -> Flag:
    """The licence comes up for review at the end of its term."""
    return licence * flag(licence_age >= licence_term)


@update("licence", "M25")
def licence_next(licence: Array, issue_licence: Array, renew_licence: Array, licence_expires: Array) -> Flag:
    """A licence runs from issue to expiry, and on if renewed."""
    return np.maximum(issue_licence, np.where(licence_expires > 0.5, renew_licence, licence))


@update("licence_age", "M25")
def licence_ages(licence_age: Array, issue_licence: Array, renew_licence: Array) -> Months:
    """Months since issue or renewal: the licence clock."""
    return np.where(issue_licence + renew_licence > 0.5, 1.0, licence_age + 1.0)


@update("months_without_licence", "M25")
def pause_ages(months_without_licence: Array, licence: Array) -> Months:
    """Months without a licence: one that has lapsed is not issued again at once."""
    return np.where(licence > 0.5, 0.0, months_without_licence + 1.0)
