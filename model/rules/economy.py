"""A small economy: what the country earns against what it is used to, and where a slump is felt (M12, M20-M22, M77)."""

from __future__ import annotations

import numpy as np

from model.core.declarations import Array, Owner, Score, Signed, Stock, Unit, auxiliary, flow
from model.rules.forms import clip01, positive, toward

STOCKS = (
    Stock("income", Owner.BELARUS, "income of the country", "income_expected"),
    Stock("usual_income", Owner.BELARUS, "income that people are used to", "income_expected"),
)


@auxiliary(Owner.BELARUS, "M20")
def rent_of_staying_out(
    tension: Array, economic_warfare: Array, joined_sanctions: Array, trade_ban: Array, border_zones: Array, *,
    rent_slope: Array, rent_from: Array, rent_lost_to_ban: Array, rent_lost_to_border: Array,
) -> Unit:  # fmt: skip
    """What trading between those who sanction each other brings, until Moscow takes it.

    r = clip(k (T - T0) + warfare) (1 - joined) (1 - b ban) (1 - z zones)
    """
    quarrel = clip01(rent_slope * (tension - rent_from) + economic_warfare)
    open_ways = (1.0 - rent_lost_to_ban * trade_ban) * (1.0 - rent_lost_to_border * border_zones)
    return quarrel * (1.0 - joined_sanctions) * open_ways


@auxiliary(Owner.UKRAINE, "M21")
def fuel_to_ukraine(
    oil_cut: Array, war: Array, belarus_trade: Array, *, fuel_lost_to_cut: Array, fuel_wanted_in_peace: Array,
    fuel_wanted_by_war: Array,
) -> Unit:  # fmt: skip
    """Oil products that reach Ukraine: what Russian crude allows or the war asks for, whichever is less.

    f = clip(2 min(1 - c oil cut, w0 + w1 K) trade)
    """
    allowed = 1.0 - fuel_lost_to_cut * oil_cut
    asked = fuel_wanted_in_peace + fuel_wanted_by_war * war
    return clip01(2.0 * np.minimum(allowed, asked) * belarus_trade)


@auxiliary(Owner.BELARUS, "M12", "M14")
def income_from_russia(
    subsidy: Array, trade_ban: Array, border_zones: Array, effective_dependence: Array, diversification: Array, *,
    usual_subsidy: Array, income_by_subsidy: Array, income_lost_to_ban: Array, income_lost_to_border: Array,
) -> Score:  # fmt: skip
    """What Russia's subsidy and Russia's measures add to income or take from it.

    r = a D (s - s0) - b ban D (1 - v) - z zones, with D dependence, s the subsidy, v other outlets.
    """
    return (
        income_by_subsidy * effective_dependence * (subsidy - usual_subsidy)
        - income_lost_to_ban * trade_ban * effective_dependence * (1.0 - diversification)
        - income_lost_to_border * border_zones
    )


@auxiliary(Owner.BELARUS, "M22", "M25", "M26", "M36")
def income_from_the_west(
    contacts: Array, eu_sanctions: Array, us_sanctions: Array, eu_added_in_effect: Array, us_new_sanctions: Array,
    licence: Array, renewed_reform: Array, *, income_by_aid: Array, share_of_us_in_aid: Array,
    income_lost_to_sanctions: Array, share_of_us_in_sanctions: Array, income_by_licence: Array,
    western_money_for_reform: Array,
) -> Score:  # fmt: skip
    """What trade and aid from the West add to income and what its sanctions take.

    w = a C ((1 - u) (1 - S_EU) + u (1 - S_US)) (1 + m reform) + l licence - s ((1 - v) x_EU + v x_US)
    """
    let_in = (1.0 - share_of_us_in_aid) * (1.0 - eu_sanctions) + share_of_us_in_aid * (1.0 - us_sanctions)
    added = (1.0 - share_of_us_in_sanctions) * eu_added_in_effect + share_of_us_in_sanctions * us_new_sanctions
    aid = income_by_aid * contacts * let_in * (1.0 + western_money_for_reform * renewed_reform)
    return aid + income_by_licence * licence - income_lost_to_sanctions * added


@auxiliary(Owner.BELARUS, "M12", "M20", "M21", "M63", "M71", "M81")
def income_expected(
    income_from_russia: Array, income_from_the_west: Array, rent_of_staying_out: Array, fuel_to_ukraine: Array,
    rescue_given: Array, rescue_debt: Array, pandemic: Array, unrest: Array, value_of_location: Array,
    resources: Array, *, income_by_resources: Array, income_base: Array, income_by_location: Array,
    income_by_rent: Array, income_by_fuel: Array, income_by_loans: Array, income_lost_to_debt: Array,
    income_lost_to_pandemic: Array, income_lost_to_unrest: Array, unrest_felt_from: Array,
) -> Unit:  # fmt: skip
    """The income that present conditions would sustain.

    y* = clip(y0 + from Russia + from the West + a rent + b fuel + c loans - d debt - e pandemic - f [U - U0]+ + g v
    + h resources), with v the value of the location, negative where it is a liability.
    """
    return clip01(
        income_base
        + income_from_russia
        + income_from_the_west
        + income_by_rent * rent_of_staying_out
        + income_by_fuel * fuel_to_ukraine
        + income_by_loans * rescue_given
        + income_by_location * value_of_location
        + income_by_resources * resources
        - income_lost_to_debt * rescue_debt
        - income_lost_to_pandemic * pandemic
        - income_lost_to_unrest * positive(unrest - unrest_felt_from)
    )


@flow("income", "M12")
def income_adjusts(income: Array, income_expected: Array, *, income_pace: Array) -> Score:
    """Income moves a share of the way to what conditions sustain each month."""
    return toward(income, income_expected, income_pace)


@flow("usual_income", "M77")
def people_get_used_to_income(usual_income: Array, income: Array, *, income_habit: Array) -> Score:
    """People get used to what they earn, more slowly than it changes."""
    return toward(usual_income, income, income_habit)


@auxiliary(Owner.BELARUS, "M77")
def slump(usual_income: Array, income: Array) -> Unit:
    """Income that people have had and lost: max(0, usual - present)."""
    return positive(usual_income - income)


@auxiliary(Owner.BELARUS, "M77")
def boom(usual_income: Array, income: Array) -> Unit:
    """Income beyond what people are used to: max(0, present - usual)."""
    return positive(income - usual_income)


@auxiliary(Owner.BELARUS, "M62")
def income_surprise(usual_income: Array, income: Array) -> Signed:
    """Income against what people are used to: what a leadership can or cannot afford."""
    return income - usual_income


@auxiliary(Owner.BELARUS, "M12", "M13")
def slump_asks_patron(slump: Array, effective_dependence: Array, diversification: Array) -> Unit:
    """A purse that hurts looks to Moscow as far as the economy hangs on it."""
    return slump * effective_dependence * (1.0 - diversification)


@auxiliary(Owner.BELARUS, "M22")
def slump_asks_west(slump: Array, western_promise: Array) -> Unit:
    """A purse that hurts looks to the West as far as the West has something to offer."""
    return slump * western_promise


@auxiliary(Owner.BELARUS, "M22", "M23")
def slump_asks_relief(slump: Array, relief_expected: Array) -> Unit:
    """Relief is worth more in a slump."""
    return slump * relief_expected
