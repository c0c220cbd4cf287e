"""Initiatives beyond the Ukraine track: bids that widen as recognition falls, a summit only great powers can grant."""

from __future__ import annotations

import numpy as np

from model.core.declarations import (
    COUNT,
    FLAG,
    Array,
    Flag,
    Owner,
    RandomDraw,
    Score,
    Size,
    Stock,
    Unit,
    auxiliary,
    flow,
    update,
)
from model.rules.forms import above, flag, positive, sigmoid

RANDOM_DRAWS = (RandomDraw("luck_of_bid", "whether a bid succeeds"),)

STOCKS = (
    Stock("best_image", Owner.BELARUS, "best image so far, in Minsk's memory", "zero"),
    Stock("failed_bids", Owner.BELARUS, "bids that came to nothing", "zero", COUNT),
    Stock("bids_made", Owner.BELARUS, "bids made so far", "zero", COUNT),
    Stock("bids_won", Owner.BELARUS, "bids that succeeded", "zero", COUNT),
    Stock("service_to_moscow", Owner.RUSSIA, "service that a process on Syria renders to Moscow", "zero"),
    Stock("peacekeepers", Owner.BELARUS, "Belarusian peacekeepers stand in Donbas", "zero", FLAG),
)  # fmt: skip


@auxiliary(Owner.BELARUS, "M57")
def bid_made(bid_peacekeepers: Array, bid_karabakh: Array, bid_syria: Array, bid_helsinki: Array) -> Flag:
    """Minsk makes a bid of any scope this month; its standing appeal to link the blocs does not count."""
    return bid_peacekeepers + bid_karabakh + bid_syria + bid_helsinki


@auxiliary(Owner.BELARUS, "M50")
def scope_of_bid(
    bid_peacekeepers: Array, bid_karabakh: Array, bid_syria: Array, bid_helsinki: Array, *,
    scope_peacekeepers: Array, scope_karabakh: Array, scope_syria: Array,
) -> Unit:  # fmt: skip
    """How wide this month's bid reaches, from a local service to a new order for Europe (1)."""
    return (
        scope_peacekeepers * bid_peacekeepers + scope_karabakh * bid_karabakh + scope_syria * bid_syria + bid_helsinki
    )


@auxiliary(Owner.BELARUS, "M46")
def suitability_of_bid(
    bid_peacekeepers: Array, bid_karabakh: Array, bid_syria: Array, *, suitability_peacekeepers: Array,
    suitability_karabakh: Array, suitability_syria: Array,
) -> Unit:  # fmt: skip
    """How well Minsk suits this month's bid by place, language and safe passage; little carries beyond Ukraine."""
    return (
        suitability_peacekeepers * bid_peacekeepers
        + suitability_karabakh * bid_karabakh
        + suitability_syria * bid_syria
    )


@auxiliary(Owner.BELARUS, "M50", "M52", "M46")
def chance_of_bid(
    suitability_of_bid: Array, scope_of_bid: Array, ukraine_credibility: Array, *, success_by_credibility: Array,
    success_by_scope: Array, success_offset: Array, success_sharpness: Array,
) -> Unit:  # fmt: skip
    """Chance that a service beyond hosting comes to something: small, and smaller the wider it reaches.

    p = logistic((suitability + a V - b scope - c) / s)
    """
    trusted = suitability_of_bid + success_by_credibility * ukraine_credibility
    return sigmoid((trusted - success_by_scope * scope_of_bid - success_offset) / success_sharpness)


@auxiliary(Owner.BELARUS, "M50", "M51", "M52")
def bid_succeeds(
    bid_peacekeepers: Array, bid_karabakh: Array, bid_syria: Array, chance_of_bid: Array, luck_of_bid: Array,
    bid_success_pressure: Array,
) -> Flag:  # fmt: skip
    """A bid for another conflict comes to something, by chance or by the scenario."""
    lucky = np.maximum(flag(luck_of_bid < chance_of_bid), bid_success_pressure)
    return lucky * (bid_peacekeepers + bid_karabakh + bid_syria)


@auxiliary(Owner.BELARUS, "M76", "M54")
def bridge_is_built(bid_bridge: Array, chance_of_acceptance: Array, luck_of_bid: Array) -> Flag:
    """The blocs take up the offer of a link between them only where the great powers accept one another."""
    return bid_bridge * flag(luck_of_bid < chance_of_acceptance)


@flow("contacts", "M76")
def bridge_brings_contacts(contacts: Array, bridge_is_built: Array, *, contacts_by_bridge: Array) -> Score:
    """A link between the blocs brings a few contacts."""
    return contacts_by_bridge * bridge_is_built * (1.0 - contacts)


@flow("failed_bids", "M49", "M57")
def bids_fail(bid_made: Array, bid_succeeds: Array, summit_is_accepted: Array) -> Score:
    """Bids that neither succeed nor are accepted are counted."""
    return bid_made - bid_succeeds - summit_is_accepted


@flow("service_to_moscow", "M51")
def process_serves_moscow(service_to_moscow: Array, bid_syria: Array, bid_succeeds: Array) -> Score:
    """A Minsk process on Syria is a service to Moscow."""
    return bid_syria * bid_succeeds * (1.0 - service_to_moscow)


@flow("service_to_moscow", "M51")
def service_is_forgotten(service_to_moscow: Array, *, service_fading: Array) -> Score:
    """Gratitude fades."""
    return -service_fading * service_to_moscow


@flow("peacekeepers", "M52")
def peacekeepers_go(peacekeepers: Array, bid_peacekeepers: Array, bid_succeeds: Array) -> Score:
    """Once Kyiv takes up the offer, Belarusian soldiers stand in Donbas."""
    return bid_peacekeepers * bid_succeeds * (1.0 - peacekeepers)


@flow("bids_made", "M57", "M76")
def bids_add_up(bid_made: Array, bid_bridge: Array) -> Score:
    """Every bid is counted, and every appeal to link the blocs."""
    return bid_made + bid_bridge


@flow("bids_won", "M50")
def successes_add_up(bid_succeeds: Array) -> Score:
    """Every success is counted."""
    return bid_succeeds


@update("best_image", "M49")
def best_image_is_remembered(best_image: Array, eu_image: Array) -> Unit:
    """Minsk remembers the best image it ever had."""
    return np.maximum(best_image, eu_image)


@auxiliary(Owner.BELARUS, "M49")
def recognition_lost(best_image: Array, eu_image: Array) -> Unit:
    """Recognition that Minsk has had and lost: best image less the present one."""
    return positive(best_image - eu_image)


@auxiliary(Owner.BELARUS, "M57")
def standing_as_host(hosting: Array, *, standing_without_hosting: Array) -> Size:
    """Standing from which to bid: being host, and a little without."""
    return hosting + standing_without_hosting


@auxiliary(Owner.BELARUS, "M83")
def busy_with_survival(
    regime_threat: Array, survival_dependence: Array, *, busy_from_threat: Array, busy_from_dependence: Array
) -> Size:
    """A leadership that fights for survival, or lives on Moscow's help, makes no bids."""
    return positive(regime_threat - busy_from_threat) + positive(survival_dependence - busy_from_dependence)


@auxiliary(Owner.BELARUS, "M57")
def bid_is_open(forum: Array, best_image: Array, *, image_needed_to_bid: Array) -> Flag:
    """Bids are made where a forum meets and by a host whose image was ever good enough."""
    return forum * above(best_image, image_needed_to_bid)


@auxiliary(Owner.BELARUS, "M49", "M50", "M58")
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


@auxiliary(Owner.BELARUS, "M52")
def misfit_peacekeepers(scope_wanted: Array, *, scope_peacekeepers: Array) -> Size:
    """Distance between the scope wanted and that of peacekeepers for Donbas."""
    return np.abs(scope_peacekeepers - scope_wanted)


@auxiliary(Owner.BELARUS, "M50")
def misfit_karabakh(scope_wanted: Array, *, scope_karabakh: Array) -> Size:
    """Distance between the scope wanted and that of talks on Karabakh."""
    return np.abs(scope_karabakh - scope_wanted)


@auxiliary(Owner.BELARUS, "M51")
def misfit_syria(scope_wanted: Array, *, scope_syria: Array) -> Size:
    """Distance between the scope wanted and that of a Minsk process on Syria."""
    return np.abs(scope_syria - scope_wanted)


@auxiliary(Owner.BELARUS, "M54")
def misfit_helsinki(scope_wanted: Array) -> Size:
    """Distance between the scope wanted and that of a new Helsinki, the widest (1)."""
    return np.abs(1.0 - scope_wanted)


@auxiliary(Owner.EU, "M71", "M41")
def criticism_shield(eu_image: Array, resources: Array) -> Unit:
    """What keeps Brussels from criticising Minsk: its image, or the riches that spare other autocrats."""
    return np.maximum(eu_image, resources)


@auxiliary(Owner.US, "M71", "M41")
def criticism_shield_us(us_image: Array, resources: Array) -> Unit:
    """What keeps Washington from criticising Minsk."""
    return np.maximum(us_image, resources)
