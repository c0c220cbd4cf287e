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
    Stock("eu_rung", Owner.EU, "rung of relief: 0 in force, 1 suspended, 2 lifted, 3 core waived", "zero", RUNG),
    Stock("months_on_rung", Owner.EU, "months since the last step of relief or back", "zero", MONTHS),
    Stock("eu_old_sanctions", Owner.EU, "European measures from before 2013 that are still on the books",
          "eu_level_in_force"),
    Stock("licence", Owner.US, "licence that suspends company sanctions", "zero", FLAG),
    Stock("licence_reach", Owner.US, "share of what a licence leaves that reform has waived", "zero"),
    Stock("licence_age", Owner.US, "months since the licence was issued or renewed", "zero", MONTHS),
    Stock("months_without_licence", Owner.US, "months without a licence", "licence_pause", MONTHS),
    Stock(
        "security_weight", Owner.EU, "weight of security against rights in Brussels", "initial_security_weight", UNIT
    ),
)  # fmt: skip


@auxiliary(Owner.EU, "M23", "M24")
def share_applied(
    eu_rung: Array, *, eu_level_in_force: Array, eu_level_suspended: Array, eu_level_lifted: Array, eu_floor: Array
) -> Unit:
    """The share of the European measures on the books that applies on this rung of the ladder.

    phi = level(rung) / level in force: 1 on the lowest rung, least where the core is waived as well.
    """
    beyond = np.where(eu_rung > 2.0, eu_floor, eu_level_lifted)
    level = np.where(eu_rung < 0.5, eu_level_in_force, np.where(eu_rung < 2.0, eu_level_suspended, beyond))
    return clip01(level / eu_level_in_force)


@auxiliary(Owner.EU, "M23", "M24")
def eu_added_in_effect(eu_new_sanctions: Array, share_applied: Array) -> Unit:
    """What packages have added to European sanctions, as far as the rung applies it."""
    return eu_new_sanctions * share_applied


@auxiliary(Owner.EU, "M23", "M24")
def eu_own_sanctions(
    eu_rung: Array, eu_old_sanctions: Array, share_applied: Array, eu_added_in_effect: Array, *,
    eu_level_lifted: Array, eu_floor: Array, eu_ceiling: Array,
) -> Unit:  # fmt: skip
    """European sanctions as Brussels itself has decided: old measures and new ones, as far as the rung applies them.

    S_own = clip(1 - (1 - o phi) (1 - x phi), core, ceiling), with o the old measures, x the added ones, and the core
    what a lifting leaves, or the floor where the core is waived too.
    """
    core = np.where(eu_rung > 2.0, eu_floor, eu_level_lifted)
    own = 1.0 - (1.0 - eu_old_sanctions * share_applied) * (1.0 - eu_added_in_effect)
    return np.minimum(np.maximum(own, core), eu_ceiling)


@auxiliary(Owner.EU, "M23", "M24")
def eu_sanctions(
    eu_own_sanctions: Array, eu_sanctions_pressure: Array, eu_relief_pressure: Array, *, eu_floor: Array
) -> Unit:
    """European sanctions in effect: Brussels' own, at least a scenario's level, less the share that it waives.

    S = max(max(S_own, p) (1 - relief), floor): a level of p acts as p, and the retained core is never waived.
    """
    return np.maximum(np.maximum(eu_own_sanctions, eu_sanctions_pressure) * (1.0 - eu_relief_pressure), eu_floor)


@auxiliary(Owner.US, "M24", "M25")
def us_sanctions(
    licence: Array, licence_reach: Array, us_new_sanctions: Array, us_sanctions_pressure: Array,
    us_relief_pressure: Array, *, us_level_without_licence: Array, us_level_with_licence: Array, us_floor: Array,
    us_ceiling: Array,
) -> Unit:  # fmt: skip
    """American sanctions in effect: lower under a licence, never under the measures against persons.

    S = clip(1 - (1 - level(licence)) (1 - added), floor, ceiling), at least what a scenario sets, less the share it
    waives, never under the floor. A licence that reaches further leaves less above the floor.
    """
    licensed = us_level_with_licence - licence_reach * positive(us_level_with_licence - us_floor)
    level = np.where(licence > 0.5, licensed, us_level_without_licence)
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
def scenario_binds(eu_own_sanctions: Array, eu_sanctions_pressure: Array) -> Flag:
    """A scenario asks for at least the sanctions that Brussels has: no step of relief while it does."""
    return flag(eu_sanctions_pressure >= eu_own_sanctions)


@auxiliary(Owner.EU, "M23")
def suspension_is_open(
    eu_rung: Array, nobody_held: Array, months_since_release: Array, months_on_rung: Array, scenario_binds: Array, *,
    wait_before_suspension: Array,
) -> Flag:  # fmt: skip
    """Brussels can suspend what is in force when the prisoners have been free for some months, as long after a package.

    open = [rung 0] [nobody held] [months free >= w] [months on the rung >= w] (1 - scenario binds)
    """
    waited = flag(months_since_release >= wait_before_suspension) * flag(months_on_rung >= wait_before_suspension)
    return below(eu_rung, 0.5) * nobody_held * waited * (1.0 - scenario_binds)


@auxiliary(Owner.EU, "M23", "M36")
def lifting_is_open(
    eu_rung: Array, nobody_held: Array, months_on_rung: Array, scenario_binds: Array, renewed_reform: Array, *,
    wait_before_lifting: Array, core_waived_from: Array,
) -> Flag:  # fmt: skip
    """Brussels can lift what it has suspended for some months while nobody is held, and waive the core for reform.

    open = [rung 1, or rung 2 with reform > r1] [nobody held] [months on the rung >= w] (1 - scenario binds)
    """
    reformed = flag(eu_rung <= 2.0) * above(renewed_reform, core_waived_from)
    next_rung = np.where(eu_rung < 2.0, above(eu_rung, 0.5), reformed)
    return next_rung * nobody_held * flag(months_on_rung >= wait_before_lifting) * (1.0 - scenario_binds)


@auxiliary(Owner.EU, "M23", "M32")
def ladder_put_back(eu_imposes_sanctions: Array, eu_sanctions_pressure: Array, eu_own_sanctions: Array) -> Flag:
    """New measures, of Brussels or of a scenario, put the ladder back to its start."""
    return np.maximum(eu_imposes_sanctions, above(eu_sanctions_pressure, eu_own_sanctions))


@update("eu_rung", "M23", "M32")
def ladder_moves(eu_rung: Array, suspend_sanctions: Array, lift_sanctions: Array, ladder_put_back: Array) -> Rung:
    """One rung up per step of relief, up to the last; back to the first with new measures."""
    step = np.minimum(suspend_sanctions + lift_sanctions, 1.0) * flag(eu_rung <= 2.0)
    return np.where(ladder_put_back > 0.5, 0.0, eu_rung + step)


@update("months_on_rung", "M23", "M32")
def rung_ages(months_on_rung: Array, suspend_sanctions: Array, lift_sanctions: Array, ladder_put_back: Array) -> Months:
    """The second clock of the ladder: months since the last step, or since new measures."""
    return np.where(suspend_sanctions + lift_sanctions + ladder_put_back > 0.5, 0.0, months_on_rung + 1.0)


@flow("eu_old_sanctions", "M23", "M24")
def lifted_measures_stay_lifted(eu_old_sanctions: Array, share_applied: Array, ladder_put_back: Array) -> Score:
    """Old measures that were lifted do not come back with new ones: they are taken over as they stand, o' = o phi."""
    return -ladder_put_back * (1.0 - share_applied) * eu_old_sanctions


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


@update("licence_reach", "M25", "M36")
def licence_is_worded(
    licence_reach: Array, issue_licence: Array, renew_licence: Array, renewed_reform: Array, *,
    licence_widened_by_reform: Array,
) -> Unit:  # fmt: skip
    """How far a licence reaches is decided when it is issued or renewed, the further the more reform there is then."""
    worded = clip01(licence_widened_by_reform * renewed_reform)
    return np.where(issue_licence + renew_licence > 0.5, worded, licence_reach)


@update("licence_age", "M25")
def licence_ages(licence_age: Array, issue_licence: Array, renew_licence: Array) -> Months:
    """Months since issue or renewal: the licence clock."""
    return np.where(issue_licence + renew_licence > 0.5, 1.0, licence_age + 1.0)


@update("months_without_licence", "M25")
def pause_ages(months_without_licence: Array, licence: Array) -> Months:
    """Months without a licence: one that has lapsed is not issued again at once."""
    return np.where(licence > 0.5, 0.0, months_without_licence + 1.0)
