"""Mediation, image and venue: a host whose usefulness wears off and whose neutrality is judged (M39-M60)."""

from __future__ import annotations

import numpy as np

from model.core.declarations import (
    FLAG,
    UNIT,
    Array,
    Flag,
    Owner,
    Score,
    Signed,
    Size,
    Stock,
    Unit,
    auxiliary,
    flow,
    update,
)
from model.rules.forms import clip01, positive, toward

STOCKS = (
    Stock("need_of_talks", Owner.UKRAINE, "need of talks on the war", "zero"),
    Stock("hosting", Owner.BELARUS, "Minsk is the venue of the talks", "zero", FLAG),
    Stock("offer_pending", Owner.BELARUS, "Minsk has offered itself as venue", "zero", FLAG),
    Stock("venue_lost", Owner.UKRAINE, "Kyiv has ruled Minsk out", "zero", FLAG),
    Stock("tolerance", Owner.RUSSIA, "Moscow tolerates Minsk as venue", "one", FLAG),
    Stock("fatigue", Owner.UKRAINE, "fatigue: lost faith in the Minsk process", "zero"),
    Stock("eu_image", Owner.EU, "image of Belarus as security donor", "initial_image"),
    Stock("us_image", Owner.US, "image of Belarus as security donor", "initial_image_us"),
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
)  # fmt: skip


@auxiliary(Owner.UKRAINE, "M52")
def fighting(war: Array, peacekeepers: Array, *, war_calmed_by_peacekeepers: Array) -> Unit:
    """The violence that is left where Belarusian peacekeepers stand between the sides."""
    return war * (1.0 - war_calmed_by_peacekeepers * peacekeepers)


@flow("need_of_talks", "M39")
def war_needs_talks(need_of_talks: Array, fighting: Array, *, need_growth: Array) -> Score:
    """Fighting creates the need of a place to talk."""
    return need_growth * fighting * (1.0 - need_of_talks)


@flow("need_of_talks", "M39")
def need_wears_off(need_of_talks: Array, *, need_decay: Array) -> Score:
    """The need of talks fades slowly when the fighting does."""
    return -need_decay * need_of_talks


@update("offer_pending", "M39")
def offer_is_made(offer_venue: Array) -> Flag:
    """An offer made this month is answered next month."""
    return offer_venue


@auxiliary(Owner.UKRAINE, "M47", "M56")
def offer_can_be_accepted(offer_pending: Array, tolerance: Array, hosting: Array, venue_lost: Array) -> Flag:
    """Kyiv can accept an offer of last month that Moscow tolerates."""
    return offer_pending * tolerance * (1.0 - hosting) * (1.0 - venue_lost)


@update("hosting", "M39", "M59", "M53")
def venue_next(hosting: Array, accept_venue: Array, reject_venue: Array, move_talks: Array) -> Flag:
    """Minsk hosts from acceptance until it is rejected or the talks move elsewhere."""
    return np.maximum(hosting, accept_venue) * (1.0 - reject_venue) * (1.0 - move_talks)


@update("tolerance", "M56")
def moscow_tolerates(veto_venue: Array) -> Flag:
    """The venue is tolerated in every month in which Moscow does not veto it."""
    return 1.0 - veto_venue


@auxiliary(Owner.RUSSIA, "M56")
def use_of_talks(war: Array, *, use_without_war: Array) -> Size:
    """What the talks are worth to Moscow: the war to be managed, and a little beside."""
    return war + use_without_war


@auxiliary(Owner.UKRAINE, "M60")
def routine_of_meeting(pandemic: Array, *, routine_usual: Array, routine_in_pandemic: Array) -> Unit:
    """Regular meetings carry a venue on; without them every return is a new decision."""
    return np.where(pandemic > 0.5, routine_in_pandemic, routine_usual)


@auxiliary(Owner.BELARUS, "M40", "M39", "M53")
def yield_of_hosting(
    mediation: Array, force_of_talks: Array, effort_against_usual: Array, fighting: Array, *, yield_of_routine: Array
) -> Unit:
    """What hosting earns: much in the months of crisis, little in routine, as far as the talks still have force.

    y = clip(m force (effort / usual effort) (k + (1 - k) K^2)), with m the mediation and K the fighting
    """
    crisis = yield_of_routine + (1.0 - yield_of_routine) * fighting * fighting
    return clip01(mediation * force_of_talks * effort_against_usual * crisis)


@flow("eu_image", "M40")
def hosting_builds_image(yield_of_hosting: Array, *, image_gain: Array) -> Score:
    """Successful hosting builds the image of a security donor in Brussels."""
    return image_gain * yield_of_hosting


@flow("us_image", "M40")
def hosting_builds_image_us(yield_of_hosting: Array, *, image_gain: Array, image_share_us: Array) -> Score:
    """Washington gives the same hosting less credit."""
    return image_gain * image_share_us * yield_of_hosting


@flow("eu_image", "M89")
def platforms_build_image(tolerance_of_platforms: Array, *, image_by_platforms: Array) -> Score:
    """A tolerated platform is a small argument for the image."""
    return image_by_platforms * tolerance_of_platforms


@flow("eu_image", "M40")
def image_fades(eu_image: Array, *, image_decay: Array) -> Score:
    """An image that is not renewed fades."""
    return -image_decay * eu_image


@flow("us_image", "M40")
def image_fades_us(us_image: Array, *, image_decay: Array) -> Score:
    """An image that is not renewed fades in Washington as well."""
    return -image_decay * us_image


@flow("eu_image", "M32")
def terror_burns_image(eu_image: Array, repression_chosen: Array, *, image_burnt: Array) -> Score:
    """Mass repression burns the image: 2 k max(0, r - 1/2) of it, per month."""
    return -image_burnt * 2.0 * positive(repression_chosen - 0.5) * eu_image


@flow("us_image", "M32")
def terror_burns_image_us(us_image: Array, repression_chosen: Array, *, image_burnt: Array) -> Score:
    """Mass repression burns the image in Washington too."""
    return -image_burnt * 2.0 * positive(repression_chosen - 0.5) * us_image


@auxiliary(Owner.BELARUS, "M57", "M40", "M54", "M76")
def standing_by_initiative(
    bid_made: Array, bid_bridge: Array, bid_succeeds: Array, bridge_is_built: Array, summit_is_accepted: Array,
    summit_is_won: Array, *, image_by_bid: Array, image_by_appeal: Array, image_by_success: Array,
    image_by_bridge: Array, image_by_summit: Array, image_by_own_summit: Array,
) -> Unit:  # fmt: skip
    """Even a bid that fails keeps the image a little; a success, a bridge or a summit lifts it, most of all in Minsk.

    x = a bid + f appeal + b success + c bridge + d (accepted - won) + e won
    """
    return clip01(
        image_by_bid * bid_made
        + image_by_appeal * bid_bridge
        + image_by_success * bid_succeeds
        + image_by_bridge * bridge_is_built
        + image_by_summit * (summit_is_accepted - summit_is_won)
        + image_by_own_summit * summit_is_won
    )


@flow("eu_image", "M57", "M40")
def bids_keep_image(standing_by_initiative: Array) -> Score:
    """Initiatives keep the image up in Brussels."""
    return standing_by_initiative


@flow("us_image", "M57", "M40")
def bids_keep_image_us(standing_by_initiative: Array, *, image_share_us: Array) -> Score:
    """Washington gives bids, success and a summit less credit."""
    return image_share_us * standing_by_initiative


@flow("eu_image", "M40")
def meeting_builds_image(enlarged_meeting: Array, *, image_by_meeting: Array) -> Score:
    """A large meeting of others in Minsk, as of the OSCE, adds to the image and to nothing else."""
    return image_by_meeting * enlarged_meeting


@flow("us_image", "M40")
def meeting_builds_image_us(enlarged_meeting: Array, *, image_by_meeting: Array, image_share_us: Array) -> Score:
    """Washington gives a large meeting less credit."""
    return image_share_us * image_by_meeting * enlarged_meeting


@flow("fatigue", "M48", "M53")
def faith_is_lost(
    fatigue: Array, hosting: Array, talks_elsewhere: Array, fighting: Array, host_effort: Array, *,
    fatigue_growth: Array, fatigue_without_war: Array, fatigue_without_effort: Array, fatigue_saved_by_effort: Array,
) -> Score:  # fmt: skip
    """Talks without progress wear out faith in them, wherever they are held; a host that tries hard slows it.

    f' = f + k (host [a - b effort]+ + elsewhere) (c + (1 - c) K) (1 - f), with K the fighting
    """
    stalemate = fatigue_without_war + (1.0 - fatigue_without_war) * fighting
    sessions = hosting * positive(fatigue_without_effort - fatigue_saved_by_effort * host_effort) + talks_elsewhere
    return fatigue_growth * sessions * stalemate * (1.0 - fatigue)


@flow("image_seen", "M47")
def institutions_see_late(image_seen: Array, eu_image: Array, *, institutional_lag: Array) -> Score:
    """Institutions see a changed image with a lag (share of the gap, per month)."""
    return toward(image_seen, eu_image, institutional_lag)


@auxiliary(Owner.SYSTEM, "M69", "M73")
def words_and_votes(
    assembly_share: Array, rhetoric: Array, alignment: Array, *, neutrality_by_assembly: Array,
    neutrality_lost_by_imitation: Array,
) -> Signed:  # fmt: skip
    """What others make of words: a vote against Moscow speaks for Minsk, words far from deeds are taken for imitation.

    w = a v - b [r - x]+, with v the share of delegates against Moscow, r alignment in words, x in deeds.
    """
    return neutrality_by_assembly * assembly_share - neutrality_lost_by_imitation * positive(rhetoric - alignment)


@auxiliary(Owner.SYSTEM, "M07", "M47", "M59", "M19", "M21", "M43", "M68", "M73")
def neutrality_seen(
    alignment_diplomacy: Array, survival_dependence: Array, russian_presence: Array, hostile_voice: Array,
    base_granted: Array, joined_sanctions: Array, fuel_to_ukraine: Array, hosting: Array, tension: Array,
    annexation_recognised: Array, no_base_pledged: Array, words_and_votes: Array, *, neutrality_by_pledge: Array,
    neutrality_base: Array, neutrality_by_diplomacy: Array, neutrality_by_fuel: Array, fuel_usual: Array,
    neutrality_by_contrast: Array,
    neutrality_lost_by_recognition: Array, neutrality_lost_by_dependence: Array,
    neutrality_lost_by_presence: Array, neutrality_lost_by_voice: Array, neutrality_lost_by_base: Array,
    neutrality_lost_by_joining: Array, dependence_seen_from: Array, presence_seen_from: Array,
) -> Unit:  # fmt: skip
    """How neutral Minsk looks before each audience discounts the alliance.

    n = clip(n0 + n1 diplomacy + n7 (fuel - f0) + n8 T hosting + n10 pledge of no base - n2 [dependence - d0]+
    - n3 [presence - p0]+ - n4 voice - n5 base - n6 joined - n9 recognised + words and votes). A peacemaker looks
    better beside a troublemaker (M43).
    """
    return clip01(
        neutrality_base
        + neutrality_by_diplomacy * alignment_diplomacy
        + neutrality_by_fuel * (fuel_to_ukraine - fuel_usual)
        + neutrality_by_contrast * tension * hosting
        + neutrality_by_pledge * no_base_pledged
        + words_and_votes
        - neutrality_lost_by_recognition * annexation_recognised
        - neutrality_lost_by_dependence * positive(survival_dependence - dependence_seen_from)
        - neutrality_lost_by_presence * positive(russian_presence - presence_seen_from)
        - neutrality_lost_by_voice * hostile_voice
        - neutrality_lost_by_base * base_granted
        - neutrality_lost_by_joining * joined_sanctions
    )


@flow("ukraine_credibility", "M47", "M10", "M75")
def kyiv_judges(
    ukraine_credibility: Array, neutrality_seen: Array, military_dependence: Array, guarantee_believed: Array, *,
    alliance_discount_ukraine: Array, weight_of_alliance: Array, credibility_by_guarantee: Array,
    judgement_pace: Array,
) -> Score:  # fmt: skip
    """Kyiv's trust in the place moves to what it sees, under a mild discount for the alliance with Moscow.

    V' = V + k (clip(n + g guarantee) (1 - w d M) - V): a guarantee that Minsk can keep is a reason for trust (M75).
    """
    ceiling = positive(1.0 - weight_of_alliance * alliance_discount_ukraine * military_dependence)
    seen = clip01(neutrality_seen + credibility_by_guarantee * guarantee_believed)
    return toward(ukraine_credibility, ceiling * seen, judgement_pace)


@flow("eu_credibility", "M47", "M10")
def brussels_judges(
    eu_credibility: Array, neutrality_seen: Array, military_dependence: Array, *, alliance_discount_eu: Array,
    weight_of_alliance: Array, judgement_pace: Array,
) -> Score:  # fmt: skip
    """Brussels discounts the alliance more than Kyiv does."""
    ceiling = positive(1.0 - weight_of_alliance * alliance_discount_eu * military_dependence)
    return toward(eu_credibility, ceiling * neutrality_seen, judgement_pace)


@flow("us_credibility", "M47", "M10")
def washington_judges(
    us_credibility: Array, neutrality_seen: Array, military_dependence: Array, *, alliance_discount_us: Array,
    weight_of_alliance: Array, judgement_pace: Array,
) -> Score:  # fmt: skip
    """Washington discounts the alliance most."""
    ceiling = positive(1.0 - weight_of_alliance * alliance_discount_us * military_dependence)
    return toward(us_credibility, ceiling * neutrality_seen, judgement_pace)


@flow("us_credibility", "M51")
def washington_doubts_a_servant(service_to_moscow: Array, *, credibility_lost_by_service: Array) -> Score:
    """A process that serves Moscow costs a little of the trust of Washington, month by month."""
    return -credibility_lost_by_service * service_to_moscow
