"""The output, by definition: where Belarus stands between Moscow (-1) and the West (+1), in deeds and in words.

Each dimension is standing structure (dependence, bases, treaties, sanctions in force) plus recent acts, and bends
before it reaches either end, so that of two captured countries the one with a way back still differs. The weights are
definitions, not beliefs: they are never sampled, calibrated or ranked.
"""

from __future__ import annotations

import numpy as np

from model.core.declarations import SIGNED, Array, Owner, Score, Signed, Stock, derived, flow
from model.rules.forms import bent, clip11, positive, toward

STOCKS = (
    Stock("alignment_security", Owner.BELARUS, "alignment in security", "computed", SIGNED),
    Stock("alignment_economy", Owner.BELARUS, "alignment in the economy", "computed", SIGNED),
    Stock("alignment_diplomacy", Owner.BELARUS, "alignment in diplomacy", "computed", SIGNED),
    Stock("alignment_identity", Owner.BELARUS, "alignment in identity", "computed", SIGNED),
    Stock("alignment", Owner.BELARUS, "alignment, headline: the weighted mean of four dimensions", "computed", SIGNED),
    Stock("rhetoric", Owner.BELARUS, "alignment in words", "initial_rhetoric", SIGNED),
)


@derived("alignment_security", "M10", "M65", "M84")
def security_side(
    military_dependence: Array, russian_presence: Array, base_granted: Array, survival_dependence: Array,
    accommodation: Array, internal_balancing: Array, exercise: Array, *, security_by_integration: Array,
    security_by_presence: Array, security_by_base: Array, security_by_survival: Array,
    security_by_accommodation: Array, security_by_balancing: Array, presence_of_exercise: Array,
    survival_counted_from: Array, bent_from: Array,
) -> Signed:  # fmt: skip
    """Where Belarus stands in security: treaties, troops and bases against its own defence.

    x = bend(-a1 military integration - a2 max(presence, p exercise) - a3 base - a4 max(0, dependence - d0)
    - a5 accommodation + a6 balancing), with dependence that of the regime's survival. An exercise, announced or under
    way, counts by the troops that it brings (003 P10). Openness about it calms the neighbours and is no step away from
    Moscow, which was as open (001 P18).
    """
    return bent(
        -security_by_integration * military_dependence
        - security_by_presence * np.maximum(russian_presence, presence_of_exercise * exercise)
        - security_by_base * base_granted
        - security_by_survival * positive(survival_dependence - survival_counted_from)
        - security_by_accommodation * accommodation
        + security_by_balancing * internal_balancing,
        bent_from,
    )


@derived("alignment_economy", "M12", "M22", "M26")
def economic_side(
    effective_dependence: Array, diversification: Array, sanctions_felt_in_trade: Array, integration: Array,
    survival_dependence: Array, accommodation: Array, joined_sanctions: Array, belarus_trade: Array,
    visa_free: Array, *, economy_by_dependence: Array, economy_by_sanctions: Array, economy_by_integration: Array,
    economy_by_survival: Array, economy_by_accommodation: Array, economy_by_joining: Array,
    economy_by_ukraine: Array, economy_by_visa: Array, integration_counted_from: Array, survival_counted_from: Array,
    bent_from: Array,
) -> Signed:  # fmt: skip
    """Where Belarus stands in the economy: dependence, sanctions and integration against other outlets.

    x = bend(-a1 D (1 - outlets) - a2 Western sanctions - a3 max(0, integration - i0) - a4 max(0, dependence - d0)
    - a5 accommodation - a6 joined sanctions + a7 trade with Ukraine + a8 visa-free), with D economic dependence
    and dependence that of the regime's survival.
    """
    return bent(
        -economy_by_dependence * effective_dependence * (1.0 - diversification)
        - economy_by_sanctions * sanctions_felt_in_trade
        - economy_by_integration * positive(integration - integration_counted_from)
        - economy_by_survival * positive(survival_dependence - survival_counted_from)
        - economy_by_accommodation * accommodation
        - economy_by_joining * joined_sanctions
        + economy_by_ukraine * belarus_trade
        + economy_by_visa * visa_free,
        bent_from,
    )


@derived("alignment_diplomacy", "M44", "M67")
def diplomatic_side(
    contacts: Array, mediation: Array, sanctions_felt_in_diplomacy: Array, hostile_voice: Array, loyal_acts: Array,
    survival_dependence: Array, *, diplomacy_offset: Array, diplomacy_by_contacts: Array,
    diplomacy_by_mediation: Array, diplomacy_by_sanctions: Array, diplomacy_by_voice: Array,
    diplomacy_by_loyal_acts: Array, diplomacy_by_survival: Array, survival_counted_from: Array, bent_from: Array,
) -> Signed:  # fmt: skip
    """Where Belarus stands in diplomacy: contacts and the mediator's seat against loyal acts and isolation.

    x = bend(a1 contacts + a2 mediation - a0 - a3 Western sanctions - a4 hostile voice - a5 loyal acts
    - a6 max(0, dependence - d0)), with dependence that of the regime's survival.
    """
    return bent(
        diplomacy_by_contacts * contacts
        + diplomacy_by_mediation * mediation
        - diplomacy_offset
        - diplomacy_by_sanctions * sanctions_felt_in_diplomacy
        - diplomacy_by_voice * hostile_voice
        - diplomacy_by_loyal_acts * loyal_acts
        - diplomacy_by_survival * positive(survival_dependence - survival_counted_from),
        bent_from,
    )


@derived("alignment_identity", "M66", "M87")
def identity_side(
    identity: Array, identity_credit: Array, friendly_media: Array, *, identity_offset: Array,
    identity_by_revival: Array, identity_by_media: Array, bent_from: Array,
) -> Signed:  # fmt: skip
    """Where Belarus stands in identity: national revival in the leader's hands against the Russian world.

    x = bend(a1 (identity times credit) - a0 - a2 friendly media), with credit the share of the identity that is
    credited to the leader.
    """
    return bent(
        identity_by_revival * identity * identity_credit - identity_offset - identity_by_media * friendly_media,
        bent_from,
    )


@derived("alignment")
def headline(
    alignment_security: Array, alignment_economy: Array, alignment_diplomacy: Array, alignment_identity: Array, *,
    weight_security: Array, weight_economy: Array, weight_diplomacy: Array, weight_identity: Array,
) -> Signed:  # fmt: skip
    """The headline: the weighted mean of the four dimensions."""
    return (
        weight_security * alignment_security
        + weight_economy * alignment_economy
        + weight_diplomacy * alignment_diplomacy
        + weight_identity * alignment_identity
    )


@flow("rhetoric", "M73", "M91")
def words_change(
    rhetoric: Array, hosting: Array, bid_made: Array, contacts: Array, hostile_voice: Array, accommodation: Array,
    assure: Array, *, rhetoric_base: Array, rhetoric_by_hosting: Array, rhetoric_by_bids: Array,
    rhetoric_by_contacts: Array, rhetoric_by_voice: Array, rhetoric_by_accommodation: Array,
    rhetoric_by_assurance: Array, rhetoric_pace: Array,
) -> Score:  # fmt: skip
    """Words follow the stage: hosting, bids and contacts against hostile voice, accommodation and assurances.

    w' = w + k (clip(w0 + a1 host + a2 bid + a3 contacts - a4 voice - a5 accommodation - a6 assurance, -1, 1) - w), with
    w the alignment in words, k the share of the gap closed in a month.
    """
    target = (
        rhetoric_base
        + rhetoric_by_hosting * hosting
        + rhetoric_by_bids * bid_made
        + rhetoric_by_contacts * contacts
        - rhetoric_by_voice * hostile_voice
        - rhetoric_by_accommodation * accommodation
        - rhetoric_by_assurance * assure
    )
    return toward(rhetoric, clip11(target), rhetoric_pace)
