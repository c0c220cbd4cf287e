"""The intra-alliance security dilemma: a patron afraid of abandonment, a client afraid of entrapment (M01-M11)."""

from __future__ import annotations

import numpy as np

from model.core.declarations import FLAG, Array, Flag, Owner, Score, Signed, Stock, Unit, auxiliary, flow, update
from model.rules.forms import above, clip01, flag, positive, toward

STOCKS = (
    Stock("fear_of_abandonment", Owner.RUSSIA, "Moscow's fear that Minsk deserts it", "fear_expected"),
    Stock("usual_fear", Owner.RUSSIA, "fear of abandonment that Moscow is used to", "fear_expected"),
    Stock("usual_loyalty", Owner.RUSSIA, "displayed loyalty that Moscow is used to", "loyalty"),
    Stock("base_demand", Owner.RUSSIA, "salience of the demand for a base", "initial_base_demand"),
    Stock("base_granted", Owner.BELARUS, "a permanent Russian base is granted (a ratchet)", "zero", FLAG),
    Stock("joint_facilities", Owner.BELARUS, "joint training centres and air defence posts, short of a base", "zero"),
    Stock("military_dependence", Owner.BELARUS, "military integration with Russia (a ratchet)",
          "initial_military_dependence"),
    Stock("russian_presence", Owner.BELARUS, "Russian troops and facilities on Belarusian soil", "initial_presence"),
)  # fmt: skip


@auxiliary(Owner.RUSSIA, "M09")
def loyalty(alignment: Array) -> Unit:
    """How loyal Minsk looks to Moscow, from the headline of its conduct.

    l = (1 - a) / 2, so that full alignment with Moscow counts as 1.
    """
    return 0.5 - 0.5 * alignment


@auxiliary(Owner.BELARUS, "M11")
def containment(ukraine_credibility: Array, russian_presence: Array) -> Unit:
    """How far Minsk contains its ally: trusted by Kyiv and without foreign troops, it narrows what Moscow can do.

    c = clip(2 V - 1) (1 - p), with V the trust of Kyiv, p Russian presence.
    """
    return clip01(2.0 * ukraine_credibility - 1.0) * (1.0 - russian_presence)


@auxiliary(Owner.RUSSIA, "M09", "M11")
def loyalty_gap(
    loyalty: Array, usual_loyalty: Array, tension: Array, containment: Array, *, loyalty_asked_by_tension: Array,
    usual_tension: Array, loyalty_missed_in_container: Array,
) -> Unit:  # fmt: skip
    """How far displayed loyalty falls short of what Moscow is used to and, in tense times, asks on top.

    g = clip(l_usual + k (T - T_usual) + c containment - l): an ally that narrows Moscow's options is missed as an ally.
    """
    asked = usual_loyalty + loyalty_asked_by_tension * (tension - usual_tension)
    return clip01(asked + loyalty_missed_in_container * containment - loyalty)


@flow("usual_loyalty", "M09")
def moscow_gets_used_to_loyalty(usual_loyalty: Array, loyalty: Array, *, habituation: Array) -> Score:
    """Moscow's standard of loyalty drifts towards what it sees (share per month)."""
    return toward(usual_loyalty, loyalty, habituation)


@auxiliary(Owner.RUSSIA, "M04")
def buffer_value(
    deployments: Array, tension: Array, *, buffer_base: Array, buffer_by_deployments: Array, buffer_by_tension: Array
) -> Unit:
    """What Belarusian territory is worth to Moscow as strategic depth.

    b = b0 + b1 F + b2 T, with F the deployments of NATO and the US nearby, T the Russia-West tension.
    """
    return clip01(buffer_base + buffer_by_deployments * deployments + buffer_by_tension * tension)


@auxiliary(Owner.RUSSIA, "M04", "M05")
def buffer_wanted(buffer_value: Array, *, buffer_needs_base_from: Array) -> Unit:
    """How far the buffer is worth a base of one's own: b / b1, at most 1."""
    return clip01(buffer_value / buffer_needs_base_from)


@auxiliary(Owner.RUSSIA, "M01")
def opening_to_the_west(
    contacts: Array, eu_sanctions: Array, visa_free: Array, identity_policy: Array, renewed_reform: Array, *,
    opening_by_contacts: Array, opening_by_relief: Array, opening_by_visa: Array, opening_by_identity: Array,
    opening_by_reform: Array, relief_seen_below: Array,
) -> Unit:  # fmt: skip
    """How open to the West Minsk looks from Moscow: contacts, relief, free visas, its own history, reform.

    o = c1 C + c2 [S < s] + c3 visa + c4 identity policy + c5 renewed reform
    """
    return clip01(
        opening_by_contacts * contacts
        + opening_by_relief * flag(eu_sanctions < relief_seen_below)
        + opening_by_visa * visa_free
        + opening_by_identity * identity_policy
        + opening_by_reform * renewed_reform
    )


@auxiliary(Owner.RUSSIA, "M06")
def base_refused(base_demand: Array, base_granted: Array) -> Unit:
    """The base that Moscow asks for and does not get: demand as long as none is granted."""
    return base_demand * (1.0 - base_granted)


@auxiliary(Owner.RUSSIA, "M83")
def client_in_moscows_hand(survival_dependence: Array, *, dependence_noticed_from: Array) -> Unit:
    """How far the survival of the regime rests on Moscow beyond the ordinary: max(0, d - d0)."""
    return positive(survival_dependence - dependence_noticed_from)


@auxiliary(Owner.RUSSIA, "M01", "M04", "M06", "M08", "M13", "M42", "M51", "M67", "M83")
def fear_expected(
    opening_to_the_west: Array, buffer_value: Array, base_refused: Array, mediation: Array, assure: Array,
    accommodation: Array, client_in_moscows_hand: Array, service_to_moscow: Array, loyal_acts: Array,
    settlement: Array, *, fear_base: Array, fear_by_opening: Array, fear_by_buffer: Array, fear_by_refused_base: Array,
    fear_calmed_by_mediation: Array, fear_calmed_by_assurance: Array, fear_calmed_by_accommodation: Array,
    fear_calmed_by_service: Array, fear_calmed_by_loyal_acts: Array, fear_calmed_by_settlement: Array,
    fear_ended_by_capture: Array,
) -> Unit:  # fmt: skip
    """The fear of abandonment towards which Moscow's mood drifts.

    f* = clip(1 - k [d - d0]+) clip(f0 + a1 opening + a2 buffer + a3 refused base - a4 mediation - a5 assurance
    - a6 accommodation - a7 service - a8 loyal acts - a9 settlement), with d the dependence of the regime for survival:
    who cannot leave is not feared to. Mediation calms because it excuses distance (M42); the rival reading has a4
    below zero (RH12).
    """
    afraid = clip01(
        fear_base
        + fear_by_opening * opening_to_the_west
        + fear_by_buffer * buffer_value
        + fear_by_refused_base * base_refused
        - fear_calmed_by_mediation * mediation
        - fear_calmed_by_assurance * assure
        - fear_calmed_by_accommodation * accommodation
        - fear_calmed_by_service * service_to_moscow
        - fear_calmed_by_loyal_acts * loyal_acts
        - fear_calmed_by_settlement * settlement
    )
    return afraid * clip01(1.0 - fear_ended_by_capture * client_in_moscows_hand)


@flow("fear_of_abandonment", "M01")
def fear_builds_up(fear_of_abandonment: Array, fear_expected: Array, *, fear_pace: Array) -> Score:
    """Fear of abandonment has a memory: it closes a share of its gap each month."""
    return toward(fear_of_abandonment, fear_expected, fear_pace)


@flow("usual_fear", "M01")
def moscow_gets_used_to_fear(usual_fear: Array, fear_of_abandonment: Array, *, habituation: Array) -> Score:
    """Moscow gets used to its fear, half as fast as to displayed loyalty."""
    return toward(usual_fear, fear_of_abandonment, 0.5 * habituation)


@auxiliary(Owner.RUSSIA, "M01")
def fear_beyond_usual(fear_of_abandonment: Array, usual_fear: Array) -> Signed:
    """Fear of abandonment compared with what Moscow is used to; it is the rise that angers."""
    return fear_of_abandonment - usual_fear


@auxiliary(Owner.RUSSIA, "M05")
def fear_for_the_buffer(fear_of_abandonment: Array, buffer_value: Array) -> Unit:
    """Fear of losing just what is worth most: fear of abandonment times the value of the buffer."""
    return fear_of_abandonment * buffer_value


@auxiliary(Owner.BELARUS, "M02", "M52")
def fear_of_entrapment(
    tension: Array, base_demand: Array, military_dependence: Array, deployments: Array, peacekeepers: Array, *,
    entrapment_by_tension: Array, entrapment_by_base_demand: Array, entrapment_by_alliance: Array,
    entrapment_by_peacekeepers: Array,
) -> Unit:  # fmt: skip
    """How much Minsk fears being dragged into a war between Russia and the West.

    e = e1 T + e2 demand + e3 M F + e4 soldiers: tension, the base asked for, alliance duty where NATO stands close, and
    soldiers of one's own at the front.
    """
    return clip01(
        entrapment_by_tension * tension
        + entrapment_by_base_demand * base_demand
        + entrapment_by_alliance * military_dependence * deployments
        + entrapment_by_peacekeepers * peacekeepers
    )


@auxiliary(Owner.RUSSIA, "M05")
def base_can_be_demanded(
    base_demand: Array, base_granted: Array, buffer_wanted: Array, *, demand_renewed_below: Array
) -> Flag:
    """Moscow can press for a base when the last demand has faded, against what it can be now, and none is granted."""
    return flag(base_demand < demand_renewed_below * buffer_wanted) * (1.0 - base_granted)


@auxiliary(Owner.BELARUS, "M06")
def base_is_asked_for(base_demand: Array, base_granted: Array, *, base_answered_above: Array) -> Flag:
    """Minsk has to answer while the demand for a base is loud and none is granted."""
    return above(base_demand, base_answered_above) * (1.0 - base_granted)


@auxiliary(Owner.BELARUS, "M82")
def dependence_called_in(survival_dependence: Array, base_demand: Array) -> Unit:
    """Dependence for survival as far as Moscow calls it in for a base."""
    return survival_dependence * base_demand


@auxiliary(Owner.BELARUS, "M07")
def no_base_pledged(
    base_granted: Array, us_base_in_poland: Array, eu_image: Array, contacts: Array, survival_dependence: Array, *,
    pledge_from_ties: Array, pledge_void_from_dependence: Array,
) -> Flag:  # fmt: skip
    """Minsk pledges to host no base: as long as none stands on either side, the West listens and Moscow has no hold.

    p = [no base] [no US base in Poland] [image + contacts > t] [d < d0], with d dependence for survival.
    """
    none_stands = (1.0 - base_granted) * (1.0 - us_base_in_poland)
    listened_to = above(eu_image + contacts, pledge_from_ties)
    return none_stands * listened_to * flag(survival_dependence < pledge_void_from_dependence)


@auxiliary(Owner.BELARUS, "M07", "M84")
def facilities_can_be_granted(base_demand: Array, joint_facilities: Array, *, base_answered_above: Array) -> Flag:
    """Less than a base can be offered while one is asked for: training centres, air defence posts."""
    return above(base_demand, base_answered_above) * flag(joint_facilities < 1.0)


@flow("joint_facilities", "M07", "M84")
def facilities_are_built(joint_facilities: Array, grant_facilities: Array, *, facilities_step: Array) -> Score:
    """Each consent adds a step, up to all that can be built short of a base: f' = f + min(step, 1 - f)."""
    return np.minimum(facilities_step * grant_facilities, 1.0 - joint_facilities)


@flow("russian_presence", "M84", "M07")
def facilities_bring_presence(
    joint_facilities: Array, grant_facilities: Array, russian_presence: Array, *, facilities_step: Array,
    presence_of_facilities: Array,
) -> Score:  # fmt: skip
    """Joint facilities bring their crews, as far as they are new (a share of the room that is left).

    p' = p + k min(step, 1 - f) (1 - p), with f the facilities that stand.
    """
    built = np.minimum(facilities_step * grant_facilities, 1.0 - joint_facilities)
    return presence_of_facilities * built * (1.0 - russian_presence)


@update("base_demand", "M04", "M05", "M82")
def base_demand_next(
    base_demand: Array, press_for_base: Array, collecting: Array, buffer_wanted: Array, base_demand_pressure: Array, *,
    demand_published: Array, demand_fading: Array, demand_while_collecting: Array,
) -> Unit:  # fmt: skip
    """A published draft makes the demand loud, as far as the buffer is worth it; then it fades, unless Moscow collects.

    d' = max(w max(published [pressed], owed [collecting]), d (1 - fading), scenario), with w what the buffer is worth.
    """
    loudest = buffer_wanted * np.maximum(demand_published * press_for_base, demand_while_collecting * collecting)
    faded = base_demand * (1.0 - demand_fading)
    return np.maximum(np.maximum(loudest, faded), base_demand_pressure)


@flow("base_granted", "M06", "M82")
def base_is_granted(base_granted: Array, grant_base: Array) -> Score:
    """A base once granted stays: the step from 0 to 1 is a ratchet."""
    return grant_base * (1.0 - base_granted)


@flow("military_dependence", "M10")
def alliance_locks_in(
    military_dependence: Array, grant_base: Array, troops_under_price: Array, *, lock_in_pace: Array
) -> Score:
    """Bases and troops deepen military integration, which only rises (share of the rest, per month)."""
    return lock_in_pace * np.maximum(grant_base, troops_under_price) * (1.0 - military_dependence)


@auxiliary(Owner.BELARUS, "M84")
def troops_under_price(admit_troops: Array, collecting: Array) -> Flag:
    """Troops let in while Moscow collects the price of its rescue; at other times they leave after the exercise."""
    return admit_troops * collecting


@auxiliary(Owner.BELARUS, "M84")
def troops_can_be_admitted(collecting: Array, exercise: Array, *, large_exercise_from: Array) -> Flag:
    """The question of troops comes up when Moscow collects, or when a large exercise is announced."""
    return np.maximum(collecting, flag(exercise >= large_exercise_from))


@flow("russian_presence", "M84")
def troops_stay(russian_presence: Array, troops_under_price: Array, *, presence_growth: Array) -> Score:
    """Exercise after exercise turns into near-permanent presence (share of the rest, per month)."""
    return presence_growth * troops_under_price * (1.0 - russian_presence)


@flow("russian_presence", "M82")
def base_brings_presence(
    russian_presence: Array, grant_base: Array, base_granted: Array, *, presence_of_base: Array
) -> Score:
    """A base brings its own troops, at once (a share of the room that is left)."""
    return presence_of_base * grant_base * (1.0 - base_granted) * (1.0 - russian_presence)


@auxiliary(Owner.BELARUS, "M84")
def lasting_presence(
    base_granted: Array, joint_facilities: Array, *, usual_presence: Array, presence_of_base: Array,
    presence_of_facilities: Array,
) -> Unit:  # fmt: skip
    """The presence that treaties and buildings keep: the old minimum, joint facilities, a base."""
    return clip01(usual_presence + presence_of_base * base_granted + presence_of_facilities * joint_facilities)


@flow("russian_presence", "M84")
def troops_go_home(russian_presence: Array, lasting_presence: Array, *, presence_decay: Array) -> Score:
    """Presence falls back towards what treaties and buildings keep (share of the excess, per month)."""
    return -presence_decay * positive(russian_presence - lasting_presence)


@flow("russian_presence", "M84")
def forces_sent_by_scenario(russian_presence: Array, forces_pressure: Array) -> Score:
    """Forces that a scenario sends: presence is lifted to at least that level."""
    return positive(forces_pressure - russian_presence)
