"""The place of the talks: who consents, how hard the host tries, what the talks get done, where they may go."""

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
    Size,
    Stock,
    Unit,
    auxiliary,
    flow,
    update,
)
from model.rules.forms import above, clip01, flag, positive, toward

STOCKS = (
    Stock("has_hosted", Owner.BELARUS, "Minsk has begun to mediate", "zero", FLAG),
    Stock("host_effort", Owner.BELARUS, "effort that Minsk puts into hosting", "usual_effort"),
    Stock("stage_used", Owner.BELARUS, "share of what Minsk can contribute to the talks that is used up", "zero"),
    Stock("talks_elsewhere", Owner.UKRAINE, "the talks go on in another place", "zero", FLAG),
    Stock("months_since_rejection", Owner.UKRAINE, "months since Kyiv ruled Minsk out", "zero", MONTHS),
    Stock("months_without_rival", Owner.UKRAINE, "months since a rival venue last stood", "zero", MONTHS),
)


@auxiliary(Owner.UKRAINE, "M53")
def rival_stands(rival_venue: Array, *, rival_counts_from: Array) -> Flag:
    """A rival venue is offered in earnest."""
    return above(rival_venue, rival_counts_from)


@auxiliary(Owner.UKRAINE, "M53")
def pull_of_rival(rival_venue: Array, fatigue: Array) -> Unit:
    """A rival venue pulls the more, the more faith in the present one is lost."""
    return rival_venue * fatigue


@auxiliary(Owner.UKRAINE, "M53")
def backing_of_rival(rival_venue: Array) -> Unit:
    """A rival counts when it is backed: its weight squared."""
    return rival_venue * rival_venue


@auxiliary(Owner.UKRAINE, "M53")
def talks_can_move(hosting: Array, rival_stands: Array) -> Flag:
    """The talks can move when a rival stands."""
    return hosting * rival_stands


@update("months_without_rival", "M53")
def calm_after_rival(months_without_rival: Array, rival_stands: Array) -> Months:
    """The months without a rival are counted, and start again from zero with every new one."""
    return (months_without_rival + 1.0) * (1.0 - rival_stands)


@auxiliary(Owner.BELARUS, "M39", "M53")
def venue_can_be_offered(
    hosting: Array, venue_lost: Array, war: Array, rival_stands: Array, talks_elsewhere: Array,
    months_without_rival: Array, *, months_until_return: Array,
) -> Flag:  # fmt: skip
    """Minsk can offer itself during a war, without a rival, unless it is host or excluded; after a move, a year later.

    o = (1 - host) (1 - lost) [war] (1 - rival) (1 - elsewhere [months without a rival < a year])
    """
    vacant = (1.0 - hosting) * (1.0 - venue_lost) * above(war, 0.0) * (1.0 - rival_stands)
    too_soon = talks_elsewhere * above(months_until_return, months_without_rival)
    return vacant * (1.0 - too_soon)


@update("talks_elsewhere", "M53")
def talks_go_on_elsewhere(talks_elsewhere: Array, move_talks: Array, accept_venue: Array) -> Flag:
    """Talks that have moved go on in their new place until Kyiv accepts Minsk again."""
    return np.maximum(talks_elsewhere, move_talks) * (1.0 - accept_venue)


@flow("venue_lost", "M59")
def venue_is_excluded(venue_lost: Array, reject_venue: Array) -> Score:
    """A venue rejected by the aggrieved party is lost."""
    return reject_venue * (1.0 - venue_lost)


@update("months_since_rejection", "M59")
def rejection_ages(months_since_rejection: Array, venue_lost: Array) -> Months:
    """How long Minsk has been ruled out; the count starts again with every rejection."""
    return (months_since_rejection + 1.0) * venue_lost


@flow("venue_lost", "M59")
def venue_is_considered_again(
    venue_lost: Array, ukraine_credibility: Array, months_since_rejection: Array, *, reconsidered_from: Array,
    rejection_lasts: Array,
) -> Score:  # fmt: skip
    """A lost venue comes into question again in time, once Kyiv trusts the place, which after a capture it does not."""
    patient = flag(months_since_rejection >= rejection_lasts)
    return -venue_lost * patient * above(ukraine_credibility, reconsidered_from)


@flow("has_hosted", "M39")
def mediation_begins(has_hosted: Array, accept_venue: Array) -> Score:
    """With the first accepted offer Minsk becomes a mediator."""
    return accept_venue * (1.0 - has_hosted)


@auxiliary(Owner.EU, "RH06")
def western_recognition(contacts: Array, reform: Array) -> Unit:
    """How far the West recognises Minsk as one to deal with: by its contacts, and in time by reform."""
    return clip01(contacts + reform)


@auxiliary(Owner.BELARUS, "M56", "M59", "RH06")
def consent_to_mediator(
    tolerance: Array, hosting: Array, great_powers_accept: Array, western_recognition: Array, *, gate_of_moscow: Array,
    gate_of_kyiv: Array, gate_of_great_powers: Array, gate_of_west: Array,
) -> Unit:  # fmt: skip
    """Who decides on the success of the mediator: each gate closes as far as its weight and its keeper want (RH06).

    c = (1 - g1 (1 - tolerance)) (1 - g2 (1 - host)) (1 - g3 (1 - acceptance)) (1 - g4 (1 - recognition))
    """
    parties = (1.0 - gate_of_moscow * (1.0 - tolerance)) * (1.0 - gate_of_kyiv * (1.0 - hosting))
    beyond = (1.0 - gate_of_great_powers * (1.0 - great_powers_accept)) * (
        1.0 - gate_of_west * (1.0 - western_recognition)
    )
    return parties * beyond


@auxiliary(Owner.BELARUS, "M39", "M56", "M60")
def mediation(has_hosted: Array, consent_to_mediator: Array, pandemic: Array, *, talks_lost_to_pandemic: Array) -> Unit:
    """Mediation that takes effect: begun, consented to by those who decide, and face to face."""
    return has_hosted * consent_to_mediator * (1.0 - talks_lost_to_pandemic * pandemic)


@flow("host_effort", "M53", "M49", "M63", "M83")
def effort_adjusts(
    host_effort: Array, hosting: Array, rival_venue: Array, recognition_lost: Array, regime_threat: Array,
    location_liability: Array, *, usual_effort: Array, effort_by_rival: Array, effort_by_loss: Array,
    effort_by_liability: Array, effort_lost_by_threat: Array, threat_distracts_from: Array, effort_pace: Array,
) -> Score:  # fmt: skip
    """A host tries harder when a rival stands, recognition is lost or its place is dangerous, less under threat.

    e' = e + k (clip(e0 + e1 rival host + e2 lost + e4 liability - e3 [threat - t0]+) - e)
    """
    wanted = (
        usual_effort
        + effort_by_rival * rival_venue * hosting
        + effort_by_loss * recognition_lost
        + effort_by_liability * location_liability
        - effort_lost_by_threat * positive(regime_threat - threat_distracts_from)
    )
    return toward(host_effort, clip01(wanted), effort_pace)


@auxiliary(Owner.BELARUS, "M53")
def effort_against_usual(host_effort: Array, *, usual_effort: Array) -> Size:
    """The effort of the host, as a multiple of its usual effort."""
    return host_effort / usual_effort


@flow("stage_used", "M48", "RH05")
def stage_is_used_up(hosting: Array, *, used_by_hosting: Array) -> Score:
    """Every month of hosting uses up a little of what the host can contribute to this conflict."""
    return used_by_hosting * hosting


@auxiliary(Owner.UKRAINE, "M47", "RH05")
def credibility_of_place(ukraine_credibility: Array, talks_elsewhere: Array) -> Unit:
    """Kyiv's trust in the place where the talks are: Minsk, or a rival whose neutrality nobody doubts."""
    return np.maximum(ukraine_credibility, talks_elsewhere)


@auxiliary(Owner.UKRAINE, "M48", "M47", "RH05")
def force_of_talks(
    fatigue: Array, credibility_of_place: Array, stage_used: Array, talks_elsewhere: Array, *,
    force_lost_by_fatigue: Array, force_lost_by_place: Array, force_lost_by_use: Array,
) -> Unit:  # fmt: skip
    """What is left of the force of talks: they lose it by lost faith, by a doubted place, by a host used up (RH05).

    f = clip(1 - a fatigue - b (1 - trust in the place) - c used (1 - elsewhere))
    """
    return clip01(
        1.0
        - force_lost_by_fatigue * fatigue
        - force_lost_by_place * (1.0 - credibility_of_place)
        - force_lost_by_use * stage_used * (1.0 - talks_elsewhere)
    )


@auxiliary(Owner.UKRAINE, "M48", "RH05")
def progress_of_talks(hosting: Array, talks_elsewhere: Array, force_of_talks: Array) -> Unit:
    """What the talks get done in a month, in Minsk or elsewhere; nothing where nobody talks."""
    return np.maximum(hosting, talks_elsewhere) * force_of_talks
