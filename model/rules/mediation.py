"""Mediation, image and venue: a host whose usefulness wears off and whose neutrality is judged (M39-M60)."""

from __future__ import annotations

import numpy as np

from model.rules.forms import above, clip01, flag, positive, sigmoid, toward
from model.vocabulary import (
    COUNT,
    FLAG,
    UNIT,
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
    Stock("need_of_talks", Owner.UKRAINE, "need of talks on the war", "zero"),
    Stock("hosting", Owner.BELARUS, "Minsk is the venue of the talks", "zero", FLAG),
    Stock("offer_pending", Owner.BELARUS, "Minsk has offered itself as venue", "zero", FLAG),
    Stock("venue_lost", Owner.UKRAINE, "Kyiv has ruled Minsk out", "zero", FLAG),
    Stock("tolerance", Owner.RUSSIA, "Moscow tolerates Minsk as venue", "one", FLAG),
    Stock("fatigue", Owner.UKRAINE, "fatigue: lost faith in the Minsk process", "zero"),
    Stock("eu_image", Owner.EU, "image of Belarus as security donor", "initial_image"),
    Stock("us_image", Owner.US, "image of Belarus as security donor", "initial_image_us"),
    Stock("best_image", Owner.BELARUS, "best image so far, in Minsk's memory", "initial_image"),
    Stock("image_seen", Owner.EU, "image as the institutions in Brussels see it, with a lag", "initial_image"),
    Stock(
        "ukraine_credibility",
        Owner.UKRAINE,
        "credibility of Minsk as neutral place",
        "initial_credibility_ukraine",
        UNIT,
    ),
    Stock("eu_credibility", Owner.EU, "credibility of Minsk as neutral place", "initial_credibility_eu"),
    Stock("us_credibility", Owner.US, "credibility of Minsk as neutral place", "initial_credibility_us"),
    Stock("failed_bids", Owner.BELARUS, "bids that came to nothing", "zero", COUNT),
    Stock("bids_made", Owner.BELARUS, "bids made so far", "zero", COUNT),
    Stock("bids_won", Owner.BELARUS, "bids that succeeded", "zero", COUNT),
    Stock("summit_accepted", Owner.BELARUS, "the great powers have accepted Helsinki 2", "zero", FLAG),
)


@changes("need_of_talks", "M39")
def war_needs_talks(need_of_talks: Array, war: Array, *, need_growth: Array) -> Score:
    """Fighting creates the need of a place to talk."""
    return need_growth * war * (1.0 - need_of_talks)


@changes("need_of_talks", "M39")
def need_wears_off(need_of_talks: Array, *, need_decay: Array) -> Score:
    """The need of talks fades slowly when the fighting does."""
    return -need_decay * need_of_talks


@gauge(Owner.BELARUS, "M39", "M56", "M60")
def mediation(hosting: Array, tolerance: Array, pandemic: Array, *, talks_lost_to_pandemic: Array) -> Unit:
    """Talks that really take place in Minsk: hosted, tolerated by Moscow, face to face."""
    return hosting * tolerance * (1.0 - talks_lost_to_pandemic * pandemic)


@gauge(Owner.BELARUS, "M39")
def venue_can_be_offered(hosting: Array, venue_lost: Array, war: Array) -> Flag:
    """Minsk can offer itself while there is a war to talk about and it is neither host nor excluded."""
    return (1.0 - hosting) * (1.0 - venue_lost) * flag(war > 0.0)


@becomes("offer_pending", "M39")
def offer_is_made(offer_venue: Array) -> Flag:
    """An offer made this month is answered next month."""
    return offer_venue


@gauge(Owner.UKRAINE, "M47", "M56")
def offer_can_be_accepted(offer_pending: Array, tolerance: Array, hosting: Array, venue_lost: Array) -> Flag:
    """Kyiv can accept an offer of last month that Moscow tolerates."""
    return offer_pending * tolerance * (1.0 - hosting) * (1.0 - venue_lost)


@becomes("hosting", "M39", "M59")
def venue_next(hosting: Array, accept_venue: Array, reject_venue: Array) -> Flag:
    """Minsk hosts from acceptance until rejection."""
    return np.maximum(hosting, accept_venue) * (1.0 - reject_venue)


@changes("venue_lost", "M59")
def venue_is_excluded(venue_lost: Array, reject_venue: Array) -> Score:
    """A venue rejected by the aggrieved party is lost for good."""
    return reject_venue * (1.0 - venue_lost)


@becomes("tolerance", "M56")
def moscow_tolerates(veto_venue: Array) -> Flag:
    """The venue is tolerated in every month in which Moscow does not veto it."""
    return 1.0 - veto_venue


@gauge(Owner.RUSSIA, "M56")
def use_of_talks(war: Array, *, use_without_war: Array) -> Size:
    """What the talks are worth to Moscow: the war to be managed, and a little beside."""
    return war + use_without_war


@gauge(Owner.UKRAINE, "M60")
def routine_of_meeting(pandemic: Array, *, routine_usual: Array, routine_in_pandemic: Array) -> Unit:
    """Regular meetings carry a venue on; without them every return is a new decision."""
    return np.where(pandemic > 0.5, routine_in_pandemic, routine_usual)


@gauge(Owner.UKRAINE, "M53")
def pull_of_rival(rival_venue: Array, fatigue: Array) -> Unit:
    """A rival venue pulls the more, the more faith in the present one is lost."""
    return rival_venue * fatigue


@gauge(Owner.BELARUS, "M40", "M39")
def yield_of_hosting(mediation: Array, fatigue: Array, war: Array, *, yield_of_routine: Array) -> Unit:
    """What hosting earns: much in the months of crisis, little in routine, less with fatigue.

    y = m (1 - fatigue) (k + (1 - k) K^2)
    """
    return mediation * (1.0 - fatigue) * (yield_of_routine + (1.0 - yield_of_routine) * war * war)


@changes("eu_image", "M40")
def hosting_builds_image(yield_of_hosting: Array, *, image_gain: Array) -> Score:
    """Successful hosting builds the image of a security donor in Brussels."""
    return image_gain * yield_of_hosting


@changes("us_image", "M40")
def hosting_builds_image_us(yield_of_hosting: Array, *, image_gain: Array, image_share_us: Array) -> Score:
    """Washington gives the same hosting less credit."""
    return image_gain * image_share_us * yield_of_hosting


@changes("eu_image", "M40")
def image_fades(eu_image: Array, *, image_decay: Array) -> Score:
    """An image that is not renewed fades."""
    return -image_decay * eu_image


@changes("us_image", "M40")
def image_fades_us(us_image: Array, *, image_decay: Array) -> Score:
    """An image that is not renewed fades in Washington as well."""
    return -image_decay * us_image


@changes("eu_image", "M32")
def terror_burns_image(eu_image: Array, repression_chosen: Array, *, image_burnt: Array) -> Score:
    """Mass repression burns the image: 2 k max(0, r - 1/2) of it, per month."""
    return -image_burnt * 2.0 * positive(repression_chosen - 0.5) * eu_image


@changes("us_image", "M32")
def terror_burns_image_us(us_image: Array, repression_chosen: Array, *, image_burnt: Array) -> Score:
    """Mass repression burns the image in Washington too."""
    return -image_burnt * 2.0 * positive(repression_chosen - 0.5) * us_image


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


@changes("eu_image", "M57", "M40")
def bids_keep_image(bid_made: Array, bid_succeeds: Array, summit_is_accepted: Array, *, image_by_bid: Array,
                    image_by_success: Array, image_by_summit: Array) -> Score:  # fmt: skip
    """Even a bid that fails keeps the image a little; success and a summit lift it."""
    return image_by_bid * bid_made + image_by_success * bid_succeeds + image_by_summit * summit_is_accepted


@changes("us_image", "M57", "M40")
def bids_keep_image_us(
    bid_made: Array, bid_succeeds: Array, summit_is_accepted: Array, *, image_by_bid: Array, image_by_success: Array,
    image_by_summit: Array, image_share_us: Array,
) -> Score:  # fmt: skip
    """Washington gives bids, success and a summit less credit."""
    gained = image_by_bid * bid_made + image_by_success * bid_succeeds + image_by_summit * summit_is_accepted
    return image_share_us * gained


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


@changes("fatigue", "M48")
def faith_is_lost(
    fatigue: Array, hosting: Array, war: Array, *, fatigue_growth: Array, fatigue_without_war: Array
) -> Score:
    """Talks without progress wear out faith in them, not in the place.

    f' = f + k host (c + (1 - c) K) (1 - f)
    """
    stalemate = fatigue_without_war + (1.0 - fatigue_without_war) * war
    return fatigue_growth * hosting * stalemate * (1.0 - fatigue)


@becomes("best_image", "M49")
def best_image_is_remembered(best_image: Array, eu_image: Array) -> Unit:
    """Minsk remembers the best image it ever had."""
    return np.maximum(best_image, eu_image)


@changes("image_seen", "M47")
def institutions_see_late(image_seen: Array, eu_image: Array, *, institutional_lag: Array) -> Score:
    """Institutions see a changed image with a lag (share of the gap, per month)."""
    return toward(image_seen, eu_image, institutional_lag)


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


@gauge(Owner.SYSTEM, "M47", "M59", "M19")
def neutrality_seen(
    alignment_diplomacy: Array, survival_dependence: Array, russian_presence: Array, hostile_voice: Array,
    base_granted: Array, joined_sanctions: Array, *, neutrality_base: Array, neutrality_by_diplomacy: Array,
    neutrality_lost_by_dependence: Array, neutrality_lost_by_presence: Array, neutrality_lost_by_voice: Array,
    neutrality_lost_by_base: Array, neutrality_lost_by_joining: Array, dependence_seen_from: Array,
    presence_seen_from: Array,
) -> Unit:  # fmt: skip
    """How neutral Minsk looks before each audience discounts the alliance.

    n = clip(n0 + n1 diplomacy - n2 [dependence - d0]+ - n3 [presence - p0]+ - n4 voice - n5 base - n6 joined)
    """
    return clip01(
        neutrality_base
        + neutrality_by_diplomacy * alignment_diplomacy
        - neutrality_lost_by_dependence * positive(survival_dependence - dependence_seen_from)
        - neutrality_lost_by_presence * positive(russian_presence - presence_seen_from)
        - neutrality_lost_by_voice * hostile_voice
        - neutrality_lost_by_base * base_granted
        - neutrality_lost_by_joining * joined_sanctions
    )


@changes("ukraine_credibility", "M47", "M10")
def kyiv_judges(
    ukraine_credibility: Array, neutrality_seen: Array, military_dependence: Array, *, alliance_discount_ukraine: Array,
    judgement_pace: Array,
) -> Score:  # fmt: skip
    """Kyiv's trust in the place moves to what it sees, under a mild discount for the alliance with Moscow."""
    ceiling = 1.0 - alliance_discount_ukraine * military_dependence
    return toward(ukraine_credibility, ceiling * neutrality_seen, judgement_pace)


@changes("eu_credibility", "M47", "M10")
def brussels_judges(
    eu_credibility: Array, neutrality_seen: Array, military_dependence: Array, *, alliance_discount_eu: Array,
    judgement_pace: Array,
) -> Score:  # fmt: skip
    """Brussels discounts the alliance more than Kyiv does."""
    ceiling = 1.0 - alliance_discount_eu * military_dependence
    return toward(eu_credibility, ceiling * neutrality_seen, judgement_pace)


@changes("us_credibility", "M47", "M10")
def washington_judges(
    us_credibility: Array, neutrality_seen: Array, military_dependence: Array, *, alliance_discount_us: Array,
    judgement_pace: Array,
) -> Score:  # fmt: skip
    """Washington discounts the alliance most."""
    ceiling = 1.0 - alliance_discount_us * military_dependence
    return toward(us_credibility, ceiling * neutrality_seen, judgement_pace)
