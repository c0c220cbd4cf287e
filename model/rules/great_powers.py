"""The great powers: whether they accept one another, and where they would meet (M54, M55, M58)."""

from __future__ import annotations

import numpy as np

from model.core.declarations import FLAG, Array, Flag, Owner, RandomDraw, Score, Stock, Unit, auxiliary, flow
from model.rules.forms import below, clip01, flag, sigmoid

RANDOM_DRAWS = (
    RandomDraw("luck_of_summit", "whether the great powers take up a call for a summit"),
    RandomDraw("luck_of_place", "whether the summit meets in Minsk"),
)

STOCKS = (
    Stock("summit_accepted", Owner.BELARUS, "the great powers have accepted Helsinki 2", "zero", FLAG),
    Stock("summit_won", Owner.BELARUS, "Minsk has won Helsinki 2", "zero", FLAG),
    Stock("summit_glow", Owner.BELARUS, "what lasts of a summit in Minsk", "zero"),
    Stock("tension_eased", Owner.SYSTEM, "what lasts of a summit between the great powers", "zero"),
)


@auxiliary(Owner.SYSTEM, "M55")
def reward_of_hostility(
    tension: Array, deployments: Array, war: Array, *, reward_by_deployments: Array, reward_by_war: Array
) -> Unit:
    """What politics at home pays for firmness: the more, the tenser the times and the more there is to be firm about.

    h = clip(T (a deployments + b war))
    """
    return clip01(tension * (reward_by_deployments * deployments + reward_by_war * war))


@auxiliary(Owner.SYSTEM, "M54")
def summit_calms_tension(tension_eased: Array, *, tension_by_summit: Array) -> Unit:
    """The tension that a summit of the great powers has taken away, and that comes back."""
    return tension_by_summit * tension_eased


@auxiliary(Owner.SYSTEM, "M54", "M55", "M58")
def great_powers_accept(
    tension: Array, reward_of_hostility: Array, leadership_turnover: Array,
    acceptance_pressure: Array, *, acceptance_base: Array, acceptance_lost_by_tension: Array,
    acceptance_lost_by_hostility: Array, acceptance_by_turnover: Array,
) -> Unit:  # fmt: skip
    """How far the great powers accept one another as makers of rules: less with tension and with what it pays at home.

    g = max(clip(g0 - g1 T - g2 hostility + g3 turnover), scenario)
    """
    own = (
        acceptance_base
        - acceptance_lost_by_tension * tension
        - acceptance_lost_by_hostility * reward_of_hostility
        + acceptance_by_turnover * leadership_turnover
    )
    return np.maximum(clip01(own), acceptance_pressure)


@auxiliary(Owner.SYSTEM, "M54")
def chance_of_acceptance(great_powers_accept: Array, *, acceptance_needed: Array, acceptance_sharpness: Array) -> Unit:
    """Chance that the great powers take up a call for new rules; effort in Minsk does not help.

    p = logistic((g - g0) / s)
    """
    return sigmoid((great_powers_accept - acceptance_needed) / acceptance_sharpness)


@auxiliary(Owner.BELARUS, "M54")
def summit_is_accepted(
    bid_helsinki: Array, chance_of_acceptance: Array, luck_of_summit: Array, tension_eased: Array, *,
    next_summit_below: Array,
) -> Flag:  # fmt: skip
    """Helsinki 2 is accepted where the great powers accept one another, and one summit at a time."""
    return bid_helsinki * flag(luck_of_summit < chance_of_acceptance) * below(tension_eased, next_summit_below)


@auxiliary(Owner.BELARUS, "M54", "M46", "M47")
def chance_of_place(
    eu_credibility: Array, us_credibility: Array, *, suitability_helsinki: Array, standing_of_neutral_cities: Array,
    place_sharpness: Array,
) -> Unit:  # fmt: skip
    """Chance that a summit meets in Minsk and not in a city of undoubted neutrality: how far the West believes it.

    p = logistic(((V_EU + V_US) / 2 + suitability - others) / s)
    """
    believed = 0.5 * (eu_credibility + us_credibility)
    return sigmoid((believed + suitability_helsinki - standing_of_neutral_cities) / place_sharpness)


@auxiliary(Owner.BELARUS, "M54", "M46")
def summit_is_won(summit_is_accepted: Array, chance_of_place: Array, luck_of_place: Array) -> Flag:
    """The accepted summit meets in Minsk."""
    return summit_is_accepted * flag(luck_of_place < chance_of_place)


@flow("summit_accepted", "M54")
def summit_is_kept_in_mind(summit_accepted: Array, summit_is_accepted: Array) -> Score:
    """Once accepted, the summit stays accepted."""
    return summit_is_accepted * (1.0 - summit_accepted)


@flow("summit_won", "M54")
def place_is_kept_in_mind(summit_won: Array, summit_is_won: Array) -> Score:
    """Once won, the summit stays won."""
    return summit_is_won * (1.0 - summit_won)


@flow("summit_glow", "M54")
def summit_shines(summit_glow: Array, summit_is_won: Array) -> Score:
    """A summit in Minsk shines on the city."""
    return summit_is_won * (1.0 - summit_glow)


@flow("summit_glow", "M54")
def glow_fades(summit_glow: Array, *, glow_fading: Array) -> Score:
    """What lasts of it fades."""
    return -glow_fading * summit_glow


@flow("tension_eased", "M54")
def summit_eases_tension(tension_eased: Array, summit_is_accepted: Array) -> Score:
    """Great powers that meet, wherever it is, are less tense for a while."""
    return summit_is_accepted * (1.0 - tension_eased)


@flow("tension_eased", "M54")
def tension_returns(tension_eased: Array, *, easing_fades: Array) -> Score:
    """The ease does not last."""
    return -easing_fades * tension_eased


@flow("contacts", "M54")
def summit_brings_contacts(
    contacts: Array, summit_is_accepted: Array, summit_glow: Array, *, contacts_by_summit: Array,
    contacts_by_glow: Array,
) -> Score:  # fmt: skip
    """A summit brings contacts at once, and the world comes for as long as one in Minsk is remembered.

    C' = C + (a accepted + b glow) (1 - C)
    """
    return (contacts_by_summit * summit_is_accepted + contacts_by_glow * summit_glow) * (1.0 - contacts)
