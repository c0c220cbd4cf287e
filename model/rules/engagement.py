"""Western engagement: visits, contacts and their ceiling, reform, what the West has to offer (M30, M34-M37, M61)."""

from __future__ import annotations

import numpy as np

from model.core.declarations import (
    Array,
    Owner,
    Score,
    Size,
    Stock,
    Unit,
    auxiliary,
    flow,
    update,
)
from model.rules.forms import clip01, positive, saturating, sigmoid, toward

STOCKS = (
    Stock("contacts", Owner.BELARUS, "stock of contacts with the West", "initial_contacts"),
    Stock("parliament_recognised", Owner.EU, "recognition of the Belarusian parliament", "zero"),
    Stock("bid_in_mind", Owner.BELARUS, "a bid of world size is fresh in mind", "zero"),
    Stock("tolerance_of_platforms", Owner.BELARUS, "tolerance of Western-funded platforms", "zero"),
)  # fmt: skip


@auxiliary(Owner.EU, "M34")
def relief_standing(eu_rung: Array) -> Unit:
    """How far up the ladder of relief Minsk has come: a half when suspended, all when lifted, none after a package."""
    return clip01(0.5 * eu_rung)


@auxiliary(Owner.EU, "M26", "M32")
def isolation_by_brussels(eu_added_in_effect: Array, eu_sanctions_pressure: Array, eu_relief_pressure: Array) -> Unit:
    """How far European sanctions beyond the old ones keep visitors away: what Brussels, or a scenario, has added."""
    return np.maximum(eu_added_in_effect, eu_sanctions_pressure) * (1.0 - eu_relief_pressure)


@auxiliary(Owner.US, "M26", "M32")
def isolation_by_washington(us_new_sanctions: Array, us_sanctions_pressure: Array, us_relief_pressure: Array) -> Unit:
    """How far American sanctions beyond the old ones keep visitors away: what Washington, or a scenario, has added."""
    return np.maximum(us_new_sanctions, us_sanctions_pressure) * (1.0 - us_relief_pressure)


@auxiliary(Owner.BELARUS, "M36", "M37")
def renewed_reform(reform: Array, *, reform_noticed_from: Array) -> Unit:
    """Political reform beyond the ups and downs that nobody notices: max(0, r - r0)."""
    return positive(reform - reform_noticed_from)


@update("bid_in_mind", "M37")
def bid_is_remembered(bid_in_mind: Array, bid_made: Array, *, bid_fading: Array) -> Unit:
    """A bid keeps ambition awake for some months."""
    return np.maximum(bid_fading * bid_in_mind, bid_made)


@auxiliary(Owner.BELARUS, "M37")
def recognition_needed(hosting: Array, bid_in_mind: Array, contacts: Array) -> Unit:
    """How much the mediator's ambitions need the West: half for hosting, half for a bid in mind, times contacts."""
    return 0.5 * (hosting + bid_in_mind) * contacts


@auxiliary(Owner.BELARUS, "M34", "M45", "M22", "M35", "M70", "M89")
def contacts_sustained(
    eu_visits: Array, us_visits: Array, mediation: Array, aid: Array, parliament_recognised: Array,
    tolerance_of_platforms: Array, courting_of_the_west: Array, *,
    contacts_unsought: Array, contacts_by_courting: Array, contacts_by_eu: Array, contacts_by_us: Array,
    contacts_by_mediation: Array, contacts_by_aid: Array, contacts_by_recognition: Array, contacts_by_platforms: Array,
) -> Size:  # fmt: skip
    """The contacts that visits, talks in Minsk and aid would sustain.

    c = (k0 + k1 courting) (c1 EU visits + c2 US visits + c3 mediation + c4 aid + c5 parliament + c6 platforms): who
    does not seek the West gets less out of the same visits.
    """
    sought = contacts_unsought + contacts_by_courting * courting_of_the_west
    return sought * (
        contacts_by_eu * eu_visits
        + contacts_by_us * us_visits
        + contacts_by_mediation * mediation
        + contacts_by_aid * aid
        + contacts_by_recognition * parliament_recognised
        + contacts_by_platforms * tolerance_of_platforms
    )


@auxiliary(Owner.BELARUS, "M36", "M34")
def contacts_expected(
    contacts_sustained: Array, renewed_reform: Array, summit_glow: Array, western_border_pressure: Array, *,
    ceiling_base: Array, ceiling_by_reform: Array, ceiling_by_summit: Array, ceiling_binds: Array,
) -> Unit:  # fmt: skip
    """The contacts to expect: what is sustained, under the soft ceiling of the regime's type, through open borders.

    C* = clip(c - b (c - h tanh(c / h))) (1 - border), where h = h0 + h1 reform + h2 summit is the ceiling, which reform
    lifts and so does a summit in Minsk while it is remembered; b is 1, or 0 for a world without a ceiling.
    """
    ceiling = ceiling_base + ceiling_by_reform * renewed_reform + ceiling_by_summit * summit_glow
    cut_off = contacts_sustained - saturating(contacts_sustained, ceiling)
    return clip01(contacts_sustained - ceiling_binds * cut_off) * (1.0 - western_border_pressure)


@flow("parliament_recognised", "M35")
def parliament_is_recognised(
    parliament_recognised: Array, contacts: Array, repression: Array, *, recognition_lost_by_repression: Array,
    recognition_offset: Array, recognition_sharpness: Array, recognition_pace: Array,
) -> Score:  # fmt: skip
    """Contacts seat the parliament beside the opposition; repression unseats it again.

    p' = p + k (logistic((C - a r - b) / s) - p)
    """
    wanted = sigmoid(
        (contacts - recognition_lost_by_repression * repression - recognition_offset) / recognition_sharpness
    )
    return toward(parliament_recognised, wanted, recognition_pace)


@flow("tolerance_of_platforms", "M89")
def platforms_are_tolerated(
    tolerance_of_platforms: Array, mediation: Array, regime_threat: Array, *, platforms_by_mediation: Array,
    platforms_offset: Array, platforms_sharpness: Array, platforms_pace: Array,
) -> Score:  # fmt: skip
    """A mediator tolerates the platforms and foundations it once chased; a threatened regime does not.

    n' = n + k (logistic((a mediation - threat - b) / s) - n)
    """
    wanted = sigmoid((platforms_by_mediation * mediation - regime_threat - platforms_offset) / platforms_sharpness)
    return toward(tolerance_of_platforms, wanted, platforms_pace)


@flow("contacts", "M34")
def contacts_follow_visits(contacts: Array, contacts_expected: Array, *, contacts_pace: Array) -> Score:
    """Contacts grow and fade slowly with visits: one visit prepares the next."""
    return toward(contacts, contacts_expected, contacts_pace)


@flow("contacts", "M32")
def terror_breaks_contacts(
    contacts: Array, repression_chosen: Array, usual_repression: Array, *, contacts_broken: Array,
    broken_always: Array, broken_by_novelty: Array,
) -> Score:  # fmt: skip
    """Mass repression breaks contacts off, the more so while it is new.

    C' = C - 2 k max(0, r - 1/2) clip(b0 + b1 (r - usual)) C
    """
    shock = clip01(broken_always + broken_by_novelty * (repression_chosen - usual_repression))
    return -contacts_broken * 2.0 * positive(repression_chosen - 0.5) * shock * contacts


@auxiliary(Owner.BELARUS, "M79", "M35")
def stake_in_restraint(
    contacts: Array, eu_sanctions: Array, licence: Array, parliament_recognised: Array, *, stake_by_licence: Array,
    stake_by_recognition: Array,
) -> Unit:  # fmt: skip
    """What a crackdown would cost in the West: contacts where sanctions have not cost them, licence, recognition.

    s = clip(C (1 - S + l licence) + k p), with p the recognition of the parliament.
    """
    ties = contacts * (1.0 - eu_sanctions + stake_by_licence * licence)
    return clip01(ties + stake_by_recognition * parliament_recognised)


@auxiliary(Owner.BELARUS, "M61", "M23")
def western_promise(
    eu_sanctions: Array, us_sanctions: Array, contacts: Array, eu_image: Array, answer_expected: Array,
    one_release_empties: Array, *, promise_weight_us: Array, promise_by_contacts: Array, promise_by_image: Array,
    promise_of_release: Array,
) -> Unit:  # fmt: skip
    """What the West has to offer Minsk: ties and standing as far as sanctions let them, and relief within reach.

    p = (1 - (1 - w) S_EU - w S_US) (c1 contacts + c2 image) + c3 answer expected [last tranche]
    """
    closed = (1.0 - promise_weight_us) * eu_sanctions + promise_weight_us * us_sanctions
    ties = promise_by_contacts * contacts + promise_by_image * eu_image
    return clip01((1.0 - closed) * ties + promise_of_release * answer_expected * one_release_empties)


@auxiliary(Owner.EU, "M59")
def venue_not_tolerated(tolerance: Array) -> Unit:
    """Moscow vetoes the venue in Minsk: nothing to visit for."""
    return 1.0 - tolerance
