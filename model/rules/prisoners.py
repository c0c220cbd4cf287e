"""Political prisoners and what they buy: arrests, releases in tranches, and the answers of two capitals (M23, M80).

Brussels wants all of them out before it moves; Washington may pay for each tranche.
"""

from __future__ import annotations

import numpy as np

from model.core.declarations import (
    FLAG,
    MONTHS,
    Array,
    Flag,
    Months,
    Owner,
    Score,
    Stock,
    Unit,
    auxiliary,
    flow,
    update,
)
from model.rules.forms import above, clip01, flag, positive, sigmoid

STOCKS = (
    Stock("prisoners_held", Owner.BELARUS, "political prisoners, against what the prisons can hold",
          "initial_prisoners"),
    Stock("months_since_release", Owner.BELARUS, "months since the last political prisoner went free", "zero", MONTHS),
    Stock("months_since_tranche", Owner.BELARUS, "months since some were freed", "tranche_interval", MONTHS),
    Stock("tranche_freed", Owner.BELARUS, "some were freed last month", "zero", FLAG),
)  # fmt: skip


@auxiliary(Owner.BELARUS, "M23")
def nobody_held(prisoners_held: Array, *, few_held: Array) -> Flag:
    """The prisons hold no political prisoner, or so few that nobody counts them."""
    return flag(prisoners_held <= few_held)


@auxiliary(Owner.BELARUS, "M23")
def release_is_open(
    nobody_held: Array, months_since_tranche: Array, *, tranche_interval: Array
) -> Flag:  # fmt: skip
    """Minsk can free prisoners while it has some, a tranche at a time and some months apart."""
    return (1.0 - nobody_held) * flag(months_since_tranche >= tranche_interval)


@auxiliary(Owner.BELARUS, "M23")
def one_release_empties(prisoners_held: Array, nobody_held: Array, *, few_held: Array, tranche: Array) -> Flag:
    """One more release would empty the prisons, as Brussels asks."""
    return (1.0 - nobody_held) * flag(prisoners_held - tranche <= few_held)


@auxiliary(Owner.BELARUS, "M23")
def share_freed(prisoners_held: Array, nobody_held: Array, *, few_held: Array, tranche: Array) -> Unit:
    """The share of those held whom one release would free: all of a few, a part of many; min(1, tranche / held)."""
    return (1.0 - nobody_held) * np.minimum(tranche / np.maximum(prisoners_held, few_held), 1.0)


@auxiliary(Owner.BELARUS, "M23")
def answer_expected(
    utility_suspend_sanctions: Array, one_release_empties: Array, *, answer_sharpness: Array, relief_for_release: Array
) -> Unit:
    """The answer that Minsk expects from Brussels, as Brussels would decide once the prisoners are free.

    a = logistic((u + r [last tranche]) / s), with u the utility of suspension now, r what empty prisons add to it.
    """
    return sigmoid((utility_suspend_sanctions + relief_for_release * one_release_empties) / answer_sharpness)


@auxiliary(Owner.BELARUS, "M23")
def easing_expected(utility_eu_eases_sanctions: Array, *, answer_sharpness: Array) -> Unit:
    """The easing of added sanctions that Minsk expects from Brussels: logistic of its utility of easing."""
    return sigmoid(utility_eu_eases_sanctions / answer_sharpness)


@auxiliary(Owner.BELARUS, "M25")
def payment_expected(utility_us_trades_relief: Array, *, answer_sharpness: Array) -> Unit:
    """The payment that Minsk expects from Washington for a tranche: logistic of its utility of a trade."""
    return sigmoid(utility_us_trades_relief / answer_sharpness)


@auxiliary(Owner.BELARUS, "M23", "M25")
def relief_expected(
    eu_sanctions: Array, answer_expected: Array, eu_new_sanctions: Array, easing_expected: Array, share_freed: Array,
    us_sanctions: Array, payment_expected: Array, us_new_sanctions: Array, *, worth_of_payment: Array,
    worth_trading_from: Array,
) -> Unit:  # fmt: skip
    """What a release would buy: Brussels pays by the share that it frees, Washington per tranche; the larger counts.

    e = max(q max(S_EU answer, x_EU easing), w S_US payment [x_US > x0]), with q the share freed, x the sanctions added
    by Brussels and by Washington.
    """
    from_brussels = np.maximum(eu_sanctions * answer_expected, eu_new_sanctions * easing_expected) * share_freed
    from_washington = worth_of_payment * us_sanctions * payment_expected * above(us_new_sanctions, worth_trading_from)
    return clip01(np.maximum(from_brussels, from_washington))


@flow("prisoners_held", "M23")
def prisoners_leave(prisoners_held: Array, release_prisoners: Array, *, tranche: Array) -> Score:
    """A release frees a tranche, or all where fewer are held."""
    return -np.minimum(prisoners_held, tranche) * release_prisoners


@flow("prisoners_held", "M80")
def prisoners_are_taken(
    prisoners_held: Array, repress_harshly: Array, repression: Array, unrest: Array, *, terror_from: Array,
    arrests_pace: Array, arrests_from: Array, arrests_span: Array,
) -> Score:  # fmt: skip
    """Mass repression fills the prisons from its second month on, as long as people are in the street.

    p' = p + a harsh [r > r0] clip((U - U0) / span) (1 - p), with r last month's repression.
    """
    street = clip01((unrest - arrests_from) / arrests_span)
    return arrests_pace * repress_harshly * above(repression, terror_from) * street * (1.0 - prisoners_held)


@update("months_since_release", "M23")
def release_ages(
    months_since_release: Array, prisoners_held: Array, release_prisoners: Array, *, few_held: Array, tranche: Array
) -> Months:
    """How long the prisons are empty: the first clock of the ladder."""
    left = positive(prisoners_held - tranche * release_prisoners)
    return np.where(left > few_held, 0.0, months_since_release + 1.0)


@update("months_since_tranche", "M23")
def tranche_ages(months_since_tranche: Array, release_prisoners: Array) -> Months:
    """Months since Minsk last freed some."""
    return np.where(release_prisoners > 0.5, 1.0, months_since_tranche + 1.0)


@update("tranche_freed", "M25")
def release_is_seen(release_prisoners: Array, nobody_held: Array) -> Flag:
    """The West sees a release the month after."""
    return release_prisoners * (1.0 - nobody_held)


@auxiliary(Owner.US, "M25")
def trade_is_open(tranche_freed: Array, us_new_sanctions: Array, *, worth_trading_from: Array) -> Flag:
    """Washington can pay for prisoners just freed while it has added sanctions to take back."""
    return tranche_freed * above(us_new_sanctions, worth_trading_from)


@flow("us_new_sanctions", "M25")
def washington_pays(us_trades_relief: Array, *, payment: Array) -> Score:
    """For a tranche Washington takes back a step of what it added."""
    return -payment * us_trades_relief
