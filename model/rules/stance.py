"""The stance towards Moscow, in steps: pressure, money, location and the West's offer (M61-M63, M70)."""

from __future__ import annotations

import numpy as np

from model.core.declarations import (
    MONTHS,
    Array,
    Flag,
    Months,
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
from model.rules.forms import above, below, clip01, flag, positive, sigmoid, toward

STOCKS = (
    Stock("stance", Owner.BELARUS, "stance towards Moscow, in quarters: 0 keeps its distance, 1 accommodates",
          "initial_stance"),
    Stock("months_since_stance_step", Owner.BELARUS, "months since the stance last moved", "wait_to_harden", MONTHS),
    Stock("accommodation", Owner.BELARUS, "accommodation of Moscow, as it is felt", "initial_accommodation"),
)  # fmt: skip


@auxiliary(Owner.BELARUS, "M26", "M14", "RH18", "RH09")
def pain_of_pressure(
    sanctions_felt_in_trade: Array, coercion_felt: Array, effective_dependence: Array, *, pain_by_sanctions: Array,
    pain_by_coercion: Array, pain_by_heavy_sanctions: Array,
) -> Unit:  # fmt: skip
    """Economic pain that pushes Minsk to accommodate Moscow, from either side's measures.

    p = (k1 + k3 S) S D + k2 C, with D economic dependence, S Western sanctions, C Russian coercion as it is felt. k3
    is above zero only where the effect of sanctions is held to depend on their level (RH09).
    """
    felt = sanctions_felt_in_trade
    by_west = (pain_by_sanctions + pain_by_heavy_sanctions * felt) * felt * effective_dependence
    return clip01(by_west + pain_by_coercion * coercion_felt)


@auxiliary(Owner.BELARUS, "M63")
def value_of_location(tension: Array, *, location_worth: Array, location_lost_to_tension: Array) -> Signed:
    """What lying between the blocs is worth: an asset in calm times, a liability in tense ones.

    v = l0 - l1 T
    """
    return location_worth - location_lost_to_tension * tension


@auxiliary(Owner.BELARUS, "M61")
def neutrality_believed(mediation: Array, eu_credibility: Array) -> Unit:
    """How far others take Minsk for uncommitted: talks held there, and the trust of Brussels in the place."""
    return 0.5 * (mediation + eu_credibility)


@auxiliary(Owner.BELARUS, "M63", "M61")
def location_liability(
    value_of_location: Array, neutrality_believed: Array, *, liability_scale: Array, neutrality_protects: Array
) -> Unit:
    """How far the place between the blocs has become a danger; to be taken for neutral protects in part.

    d = k [-v]+^2 (1 - p n): small dangers hardly count, large ones do.
    """
    exposed = positive(-value_of_location)
    return clip01(liability_scale * exposed * exposed * (1.0 - neutrality_protects * neutrality_believed))


@auxiliary(Owner.BELARUS, "M63")
def commitment_exposed(location_liability: Array, stance: Array) -> Signed:
    """How far a stance beside one bloc is exposed where the place has become a danger; below zero on the other side.

    x = d (2 s - 1), with d the liability of location, s the stance towards Moscow.
    """
    return location_liability * (2.0 * stance - 1.0)


@auxiliary(Owner.BELARUS, "M61", "M82")
def sovereignty_weighed(sovereignty_threat: Array, regime_threat: Array) -> Unit:
    """The threat to sovereignty as it counts in the stance: only as far as the regime itself is safe."""
    return sovereignty_threat * (1.0 - regime_threat)


@auxiliary(Owner.BELARUS, "M83")
def survival_at_stake(survival_dependence: Array, regime_threat: Array, *, stake_at_all_times: Array) -> Size:
    """Dependence on Moscow for survival as it counts in the stance: most while survival is at stake.

    s = d (k + t)
    """
    return survival_dependence * (stake_at_all_times + regime_threat)


@auxiliary(Owner.BELARUS, "M61")
def stance_can_yield(stance: Array) -> Flag:
    """Minsk can still come closer to Moscow."""
    return below(stance, 1.0)


@auxiliary(Owner.BELARUS, "M61")
def stance_can_harden(stance: Array, months_since_stance_step: Array, *, wait_to_harden: Array) -> Flag:
    """Minsk can still move away from Moscow, and has given others time to answer its last step: trust is slow."""
    return above(stance, 0.0) * flag(months_since_stance_step >= wait_to_harden)


@update("stance", "M61")
def stance_moves(stance: Array, accommodate: Array, keep_distance: Array, *, stance_step: Array) -> Unit:
    """One step closer or one step away in a month, or none."""
    return clip01(stance + stance_step * (accommodate - keep_distance))


@update("months_since_stance_step", "M61")
def stance_ages(months_since_stance_step: Array, accommodate: Array, keep_distance: Array) -> Months:
    """Months since Minsk last moved closer to Moscow or away from it."""
    return np.where(accommodate + keep_distance > 0.5, 1.0, months_since_stance_step + 1.0)


@flow("accommodation", "M61")
def stance_is_noticed(accommodation: Array, stance: Array, *, accommodation_pace: Array) -> Score:
    """A stance towards Moscow is felt after some months of holding it."""
    return toward(accommodation, stance, accommodation_pace)


@auxiliary(Owner.BELARUS, "M70")
def west_as_insurance(
    sovereignty_threat: Array, *, insurance_weight: Array, insurance_from: Array, insurance_sharpness: Array
) -> Unit:
    """How far the West means insurance of sovereignty, and no longer a lever to draw benefits from Moscow.

    z = w logistic((s - s0) / k), with s the threat to sovereignty.
    """
    return insurance_weight * sigmoid((sovereignty_threat - insurance_from) / insurance_sharpness)


@auxiliary(Owner.BELARUS, "M70")
def lever_on_moscow(subsidy: Array, *, lever_for_subsidy: Array, usual_subsidy: Array) -> Unit:
    """How far the West is wanted as a lever, for Moscow pays less than usual: clip(k (s0 - s)), with s the subsidy."""
    return clip01(lever_for_subsidy * (usual_subsidy - subsidy))


@auxiliary(Owner.BELARUS, "M70", "M83")
def courting_of_the_west(
    west_as_insurance: Array, lever_on_moscow: Array, survival_dependence: Array, *, courting_lost_to_capture: Array,
    captured_from: Array,
) -> Unit:  # fmt: skip
    """How much Minsk seeks the West: as insurance when sovereignty is threatened, as a lever when Moscow pays less.

    c = clip(z + (1 - z) lever - b max(0, d - d0)), with d dependence for survival.
    """
    sought = west_as_insurance + (1.0 - west_as_insurance) * lever_on_moscow
    return clip01(sought - courting_lost_to_capture * positive(survival_dependence - captured_from))
