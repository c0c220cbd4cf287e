"""Initiatives beyond the Ukraine track: bids that widen as recognition falls, a summit only great powers can grant."""

from __future__ import annotations

import numpy as np

from model.rules.forms import above, flag, positive, sigmoid
from model.vocabulary import (
    COUNT,
    FLAG,
    Array,
    Chance,
    Flag,
    Owner,
    Score,
    Size,
    Stock,
    Unit,
    becomes,
    changes,
    gauge,
)

CHANCES = (Chance("luck_of_bid", "whether a bid succeeds"),)

STOCKS = (
    Stock("best_image", Owner.BELARUS, "best image so far, in Minsk's memory", "zero"),
    Stock("failed_bids", Owner.BELARUS, "bids that came to nothing", "zero", COUNT),
    Stock("bids_made", Owner.BELARUS, "bids made so far", "zero", COUNT),
    Stock("bids_won", Owner.BELARUS, "bids that succeeded", "zero", COUNT),
    Stock("summit_accepted", Owner.BELARUS, "the great powers have accepted Helsinki 2", "zero", FLAG),
)  # fmt: skip


@gauge(Owner.BELARUS, "M57")
def bid_made(bid_peacekeepers: Array, bid_karabakh: Array, bid_syria: Array, bid_helsinki: Array) -> Flag:
    """Minsk makes a bid of any scope this month."""
    return bid_peacekeepers + bid_karabakh + bid_syria + bid_helsinki


@gauge(Owner.BELARUS, "M50")
def scope_of_bid(
    bid_peacekeepers: Array, bid_karabakh: Array, bid_syria: Array, bid_helsinki: Array, *,
    scope_peacekeepers: Array, scope_karabakh: Array, scope_syria: Array,
) -> Unit:  # fmt: skip
    """How wide this month's bid reaches, from a local service to a new order for Europe (1)."""
    return (
        scope_peacekeepers * bid_peacekeepers + scope_karabakh * bid_karabakh + scope_syria * bid_syria + bid_helsinki
    )


@gauge(Owner.BELARUS, "M50", "M52")
def chance_of_bid(
    scope_of_bid: Array, ukraine_credibility: Array, *, success_by_credibility: Array, success_by_scope: Array,
    success_offset: Array, success_sharpness: Array, success_far_away: Array, far_away_from: Array,
) -> Unit:  # fmt: skip
    """Chance that a bid other than Helsinki 2 comes to something: small, and smaller the wider it reaches.

    p = logistic((a V - b q - c) / s), a share of it beyond the region
    """
    near = sigmoid(
        (success_by_credibility * ukraine_credibility - success_by_scope * scope_of_bid - success_offset)
        / success_sharpness
    )
    return np.where(scope_of_bid > far_away_from, success_far_away * near, near)


@gauge(Owner.BELARUS, "M50", "M51", "M52")
def bid_succeeds(
    bid_made: Array, bid_helsinki: Array, chance_of_bid: Array, luck_of_bid: Array, bid_success_pressure: Array
) -> Flag:
    """A bid other than hosting or Helsinki 2 comes to something, by luck or by the scenario."""
    lucky = np.maximum(flag(luck_of_bid < chance_of_bid), bid_success_pressure)
    return lucky * bid_made * (1.0 - bid_helsinki)


@gauge(Owner.BELARUS, "M54")
def summit_is_accepted(bid_helsinki: Array, great_powers_accept: Array, *, acceptance_needed: Array) -> Flag:
    """Helsinki 2 is accepted only where the great powers accept one another; effort does not help."""
    return bid_helsinki * above(great_powers_accept, acceptance_needed)


@changes("contacts", "M54")
def summit_brings_contacts(contacts: Array, summit_is_accepted: Array, *, contacts_by_summit: Array) -> Score:
    """An accepted summit brings the world to Minsk."""
    return contacts_by_summit * summit_is_accepted * (1.0 - contacts)


@changes("failed_bids", "M49", "M57")
def bids_fail(bid_made: Array, bid_succeeds: Array, summit_is_accepted: Array) -> Score:
    """Bids that neither succeed nor are accepted are counted."""
    return bid_made - bid_succeeds - summit_is_accepted


@changes("bids_made", "M57")
def bids_add_up(bid_made: Array) -> Score:
    """Every bid is counted."""
    return bid_made


@changes("bids_won", "M50")
def successes_add_up(bid_succeeds: Array) -> Score:
    """Every success is counted."""
    return bid_succeeds


@changes("summit_accepted", "M54")
def summit_is_kept_in_mind(summit_accepted: Array, summit_is_accepted: Array) -> Score:
    """Once accepted, the summit stays accepted."""
    return summit_is_accepted * (1.0 - summit_accepted)


@becomes("best_image", "M49")
def best_image_is_remembered(best_image: Array, eu_image: Array) -> Unit:
    """Minsk remembers the best image it ever had."""
    return np.maximum(best_image, eu_image)


@gauge(Owner.BELARUS, "M49")
def recognition_lost(best_image: Array, eu_image: Array) -> Unit:
    """Recognition that Minsk has had and lost: best image less the present one."""
    return positive(best_image - eu_image)


@gauge(Owner.BELARUS, "M57")
def standing_as_host(hosting: Array, *, standing_without_hosting: Array) -> Size:
    """Standing from which to bid: being host, and a little without."""
    return hosting + standing_without_hosting


@gauge(Owner.BELARUS, "M83")
def busy_with_survival(
    regime_threat: Array, survival_dependence: Array, *, busy_from_threat: Array, busy_from_dependence: Array
) -> Size:
    """A leadership that fights for survival, or lives on Moscow's help, makes no bids."""
    return positive(regime_threat - busy_from_threat) + positive(survival_dependence - busy_from_dependence)


@gauge(Owner.BELARUS, "M57")
def bid_is_open(forum: Array, best_image: Array, *, image_needed_to_bid: Array) -> Flag:
    """Bids are made where a forum meets and by a host whose image was ever good enough."""
    return forum * above(best_image, image_needed_to_bid)


@gauge(Owner.BELARUS, "M49", "M50", "M58")
def scope_wanted(
    fatigue: Array, recognition_lost: Array, leadership_turnover: Array, failed_bids: Array, *, scope_base: Array,
    scope_by_fatigue: Array, scope_by_loss: Array, scope_by_turnover: Array, scope_by_failure: Array,
) -> Size:  # fmt: skip
    """How wide a bid Minsk wants: the more recognition is lost, the wider (prestige substitution)."""
    return (
        scope_base
        + scope_by_fatigue * fatigue
        + scope_by_loss * recognition_lost
        + scope_by_turnover * leadership_turnover
        + scope_by_failure * failed_bids
    )


@gauge(Owner.BELARUS, "M52")
def misfit_peacekeepers(scope_wanted: Array, *, scope_peacekeepers: Array) -> Size:
    """Distance between the scope wanted and that of peacekeepers for Donbas."""
    return np.abs(scope_peacekeepers - scope_wanted)


@gauge(Owner.BELARUS, "M50")
def misfit_karabakh(scope_wanted: Array, *, scope_karabakh: Array) -> Size:
    """Distance between the scope wanted and that of talks on Karabakh."""
    return np.abs(scope_karabakh - scope_wanted)


@gauge(Owner.BELARUS, "M51")
def misfit_syria(scope_wanted: Array, *, scope_syria: Array) -> Size:
    """Distance between the scope wanted and that of a Minsk process on Syria."""
    return np.abs(scope_syria - scope_wanted)


@gauge(Owner.BELARUS, "M54")
def misfit_helsinki(scope_wanted: Array) -> Size:
    """Distance between the scope wanted and that of a new Helsinki, the widest (1)."""
    return np.abs(1.0 - scope_wanted)
