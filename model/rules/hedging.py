"""Hedging, neutrality, reassurance and identity: how Minsk balances and what it says (M61-M76, M91)."""

from __future__ import annotations

import numpy as np

from model.core.declarations import (
    FLAG,
    Array,
    Flag,
    Owner,
    RandomDraw,
    Score,
    Signed,
    Size,
    Stock,
    Unit,
    auxiliary,
    flow,
    update,
)
from model.rules.forms import above, below, clip01, positive, sigmoid, toward

RANDOM_DRAWS = (RandomDraw("drift_of_reform", "ups and downs of reform that nobody decides"),)

STOCKS = (
    Stock("visa_free", Owner.BELARUS, "short visas for the West are abolished", "zero", FLAG),
    Stock("identity", Owner.BELARUS, "national identity supported by the state", "initial_identity"),
    Stock("identity_credit", Owner.BELARUS, "share of national identity credited to the leader",
          "initial_identity_credit"),
    Stock("identity_policy", Owner.BELARUS, "the state's support for national revival last month", "zero"),
    Stock("internal_balancing", Owner.BELARUS, "mobilisation, defence laws, doctrine", "initial_balancing"),
    Stock("transparency", Owner.BELARUS, "military transparency towards the neighbours", "zero"),
    Stock("hostile_voice", Owner.BELARUS, "hostile rhetoric against neighbours and the West", "zero"),
    Stock("recent_assurance", Owner.BELARUS, "memory of the last assurance of loyalty", "zero"),
    Stock("loyal_acts", Owner.BELARUS, "ledger of loyal acts", "initial_loyal_acts"),
    Stock("assembly_share", Owner.BELARUS, "share of delegates who voted against Moscow's text", "zero"),
    Stock("room_for_manoeuvre", Owner.BELARUS, "room for manoeuvre between the blocs", "initial_room"),
    Stock("annexation_recognised", Owner.BELARUS, "Minsk has recognised the annexation", "zero", FLAG),
    Stock("reform", Owner.BELARUS, "political reform", "reform_usual"),
)  # fmt: skip


@auxiliary(Owner.BELARUS, "M78")
def grave_regime_threat(regime_threat: Array, *, grave_from: Array) -> Unit:
    """The threat to the regime beyond the point where nothing else matters: max(0, t - t0)."""
    return positive(regime_threat - grave_from)


@auxiliary(Owner.BELARUS, "M78", "M87")
def serious_regime_threat(regime_threat: Array, *, serious_from: Array) -> Unit:
    """The threat to the regime beyond the point where it takes attention: max(0, t - t0)."""
    return positive(regime_threat - serious_from)


@auxiliary(Owner.BELARUS, "M62", "M44")
def room_beyond_middle(room_for_manoeuvre: Array) -> Signed:
    """Room for manoeuvre against the middle of its scale: positive emboldens, negative cautions."""
    return room_for_manoeuvre - 0.5


@flow("room_for_manoeuvre", "M16", "M44", "M57", "M62", "M63")
def room_adjusts(
    room_for_manoeuvre: Array, mediation: Array, bid_made: Array, contacts: Array, diversification: Array,
    coercion: Array, tension: Array, survival_dependence: Array, russian_presence: Array, base_granted: Array,
    income_surprise: Array, location_liability: Array, integration: Array, *, room_base: Array,
    room_by_mediation: Array, room_by_bids: Array, room_by_contacts: Array, room_by_diversification: Array,
    room_by_income: Array, room_lost_by_coercion: Array, room_lost_by_tension: Array, room_lost_by_dependence: Array,
    room_lost_by_presence: Array, room_lost_by_base: Array, room_lost_by_liability: Array,
    room_lost_by_integration: Array, integration_usual: Array, usual_tension: Array, dependence_felt_from: Array,
    room_pace: Array,
) -> Score:  # fmt: skip
    """Room for manoeuvre grows with the mediator's role and ties, shrinks with tension, coercion and capture.

    a' = a + k (clip(a0 + a1 mediation + a2 bid + a3 contacts + a4 diversification + a5 y - b1 coercion - b2 (T - T0)
    - b3 max(0, dependence - d0) - b4 presence - b5 base - b6 liability of location
    - b7 [integration - i0]+) - a), with T the tension, y income
    against the usual, and dependence that of the regime's survival. The documents disagree on which side wins (RH01).
    """
    target = (
        room_base
        + room_by_mediation * mediation
        + room_by_bids * bid_made
        + room_by_contacts * contacts
        + room_by_diversification * diversification
        + room_by_income * income_surprise
        - room_lost_by_coercion * coercion
        - room_lost_by_tension * (tension - usual_tension)
        - room_lost_by_dependence * positive(survival_dependence - dependence_felt_from)
        - room_lost_by_presence * russian_presence
        - room_lost_by_base * base_granted
        - room_lost_by_liability * location_liability
        - room_lost_by_integration * positive(integration - integration_usual)
    )
    return toward(room_for_manoeuvre, clip01(target), room_pace)


@auxiliary(Owner.BELARUS, "M70")
def insured_by_west(western_promise: Array, *, insurance_base: Array, insurance_by_promise: Array) -> Size:
    """How much sovereignty policy leans on the West as guarantor: some always, more with what it promises."""
    return insurance_base + insurance_by_promise * western_promise


@auxiliary(Owner.BELARUS, "M70", "M64")
def sovereignty_insured(sovereignty_threat: Array, insured_by_west: Array) -> Unit:
    """The threat to sovereignty as far as there is a West to lean on."""
    return clip01(sovereignty_threat * insured_by_west)


@auxiliary(Owner.BELARUS, "M17")
def visas_can_be_opened(visa_free: Array, pandemic: Array) -> Flag:
    """Visas can be abolished once, and not in a pandemic."""
    return (1.0 - visa_free) * (1.0 - pandemic)


@flow("visa_free", "M17")
def visas_are_abolished(visa_free: Array, open_visas: Array) -> Score:
    """The opening stays until it is taken back."""
    return open_visas * (1.0 - visa_free)


@flow("visa_free", "M83")
def borders_close_again(
    visa_free: Array, repress_harshly: Array, survival_dependence: Array, *, closing_from_dependence: Array
) -> Score:
    """A regime that represses and lives on Moscow takes the opening back."""
    return -visa_free * repress_harshly * above(survival_dependence, closing_from_dependence)


@flow("identity", "M66")
def revival_grows(identity: Array, support_identity: Array, *, identity_gain: Array) -> Score:
    """State support lets national identity grow (share of the rest, per month)."""
    return identity_gain * support_identity * (1.0 - identity)


@flow("identity", "M66")
def revival_fades(identity: Array, *, identity_decay: Array) -> Score:
    """Without support it fades slowly."""
    return -identity_decay * identity


@update("identity_policy", "M66")
def revival_is_seen(support_identity: Array) -> Unit:
    """Moscow sees this month's identity policy next month."""
    return support_identity


@flow("identity_credit", "M87")
def leader_loses_identity(identity_credit: Array, repression_chosen: Array, *, credit_lost: Array) -> Score:
    """Mass repression takes national identity out of the leader's hands: 2 k max(0, r - 1/2) of the credit."""
    return -credit_lost * 2.0 * positive(repression_chosen - 0.5) * identity_credit


@flow("identity_credit", "M87")
def leader_regains_identity(identity_credit: Array, repression_chosen: Array, *, credit_regained: Array) -> Score:
    """In calm times a little of the credit comes back."""
    return credit_regained * below(repression_chosen, 0.5) * (1.0 - identity_credit)


@flow("internal_balancing", "M65")
def defence_is_built(
    internal_balancing: Array, mobilise: Array, sovereignty_threat: Array, *, balancing_base: Array,
    balancing_by_threat: Array, initial_balancing: Array, balancing_pace: Array,
) -> Score:  # fmt: skip
    """Mobilisation builds internal balancing up to what the threat calls for; without it, it runs down.

    b' = b + k (b0 + m (clip(b1 + b2 threat) - b0) - b), where m is how far the country mobilises.
    """
    called_for = clip01(balancing_base + balancing_by_threat * sovereignty_threat)
    target = initial_balancing + mobilise * (called_for - initial_balancing)
    return toward(internal_balancing, target, balancing_pace)


@flow("transparency", "M74")
def reassurance_is_given(
    transparency: Array, reassure_neighbours: Array, *, transparency_gain: Array, transparency_decay: Array
) -> Score:
    """Observers and briefings build transparency before an exercise; it is short-lived."""
    grown = transparency_gain * (1.0 - transparency)
    return np.where(reassure_neighbours > 0.5, grown, -transparency_decay * transparency)


@auxiliary(Owner.BELARUS, "M74", "M75")
def exercise_is_announced(exercise: Array) -> Flag:
    """Neighbours can be reassured only about an exercise that is announced."""
    return above(exercise, 0.0)


@flow("hostile_voice", "M91")
def voice_changes(hostile_voice: Array, speak_hostile: Array, *, voice_pace: Array) -> Score:
    """Hostile rhetoric rises while it is spoken and dies down in silence."""
    return toward(hostile_voice, speak_hostile, voice_pace)


@update("recent_assurance", "M08")
def assurance_is_remembered(recent_assurance: Array, assure: Array, *, assurance_memory: Array) -> Unit:
    """An assurance given need not be repeated at once."""
    return np.maximum(assure, assurance_memory * recent_assurance)


@update("loyal_acts", "M67", "M08", "M61", "M68")
def ledger_is_kept(
    loyal_acts: Array, assure: Array, stance: Array, vote_with_moscow: Array, recognise_annexation: Array, *,
    ledger_memory: Array, ledger_by_assurance: Array, ledger_by_accommodation: Array, ledger_by_vote: Array,
) -> Unit:  # fmt: skip
    """Loyal acts in words, votes and recognition are remembered for some months; a loyal stance adds to them."""
    return clip01(
        ledger_memory * loyal_acts
        + ledger_by_assurance * assure
        + ledger_by_accommodation * stance
        + ledger_by_vote * np.maximum(vote_with_moscow, recognise_annexation)
    )


@auxiliary(Owner.BELARUS, "M67", "M69")
def western_standing(eu_image: Array, contacts: Array) -> Unit:
    """Standing in the West that a vote could cost: the mean of image and contacts."""
    return 0.5 * (eu_image + contacts)


@auxiliary(Owner.BELARUS, "M67", "M69")
def visibility_of_vote(loyalty_gap: Array, *, visibility_base: Array) -> Size:
    """How closely Moscow watches a vote: always somewhat, more while it misses loyalty."""
    return loyalty_gap + visibility_base


@auxiliary(Owner.BELARUS, "M69")
def delegates_against_moscow(
    western_standing: Array, sovereignty_threat: Array, hosting: Array, military_dependence: Array, coercion: Array, *,
    vote_for_standing: Array, vote_for_sovereignty: Array, vote_for_venue: Array, vote_of_duty: Array,
    deniable_duty: Array, deniable_fear: Array, deniable_sharpness: Array,
) -> Unit:  # fmt: skip
    """Share of delegates who vote against Moscow where the vote is deniable and duty weighs little.

    v = logistic((a1 standing + a2 threat + a3 host - (1 - k) a4 M - c coercion) / s), with a4 M the duty: its weight
    times military dependence, of which a deniable vote escapes the share k; threat is that to sovereignty.
    """
    motive = (
        vote_for_standing * western_standing
        + vote_for_sovereignty * sovereignty_threat
        + vote_for_venue * hosting
        - (1.0 - deniable_duty) * vote_of_duty * military_dependence
    )
    return sigmoid((motive - deniable_fear * coercion) / deniable_sharpness)


@update("assembly_share", "M69")
def assembly_votes(assembly_share: Array, assembly_vote: Array, delegates_against_moscow: Array) -> Unit:
    """The share of delegates is on record from the session on."""
    return np.where(assembly_vote > 0.5, delegates_against_moscow, assembly_share)


@auxiliary(Owner.BELARUS, "M68")
def recognition_is_open(annexation_recognised: Array, war: Array) -> Flag:
    """Recognition is an issue from the annexation on, as long as it has not been given."""
    return above(war, 0.0) * (1.0 - annexation_recognised)


@flow("annexation_recognised", "M68")
def annexation_is_recognised(annexation_recognised: Array, recognise_annexation: Array) -> Score:
    """Once given, recognition is not taken back."""
    return recognise_annexation * (1.0 - annexation_recognised)


@update("reform", "M37")
def reform_drifts(
    reform: Array, drift_of_reform: Array, take_up_reform: Array, reform_pressure: Array, *, reform_usual: Array,
    reform_memory: Array, reform_spread: Array, reform_by_step: Array,
) -> Unit:  # fmt: skip
    """Reform stays near nothing, with small ups and downs that nobody decides and the rare step that Minsk takes.

    r' = r0 + m (r - r0) + s logit(u) + k step, not under what a scenario sets. The documents expect the need of Western
    recognition to press for reform one day (M37) and report none, so a step that is not repeated is soon undone.
    """
    noise = reform_spread * np.log(drift_of_reform / (1.0 - drift_of_reform))
    own = reform_usual + reform_memory * (reform - reform_usual) + noise + reform_by_step * take_up_reform
    return np.maximum(clip01(own), reform_pressure)
