"""What surrounds the five: drivers from outside, and the alarm of neighbours (M74, M88)."""

from __future__ import annotations

from model.core.declarations import FLAG, Array, Driver, Owner, Score, Stock, Unit, auxiliary, flow, update
from model.rules.forms import clip01, positive, toward

DRIVERS = (
    Driver("outside_tension", "tension between Russia and the West, apart from what Belarus adds"),
    Driver("war", "violence in Donbas"),
    Driver("precedent", "a border is moved by force", FLAG),
    Driver("outside_deployments", "deployments of NATO and the US near Belarus, apart from answers to its own"),
    Driver("leadership_turnover", "new officials in Western capitals"),
    Driver("grievance", "economic grievance in society"),
    Driver("legitimacy_shock", "an election that society takes for stolen"),
    Driver("pandemic", "no meetings face to face", FLAG),
    Driver("exercise", "size of a joint exercise, announced or under way"),
    Driver("un_vote", "a vote in the UN General Assembly", FLAG),
    Driver("assembly_vote", "a vote in the OSCE Parliamentary Assembly", FLAG),
    Driver("sanctions_occasion", "Russia announces sanctions of its own", FLAG),
    Driver("forum", "an international forum meets", FLAG),
    Driver("rival_venue", "a rival venue offers itself, with its backing"),
    Driver("us_base_in_poland", "a US base stands in Poland", FLAG),
    Driver("economic_warfare", "sanctions between others beyond the tension"),
    Driver("acceptance_pressure", "mutual acceptance of the great powers, at least"),
    Driver("aid", "Western aid beyond what visits bring"),
    Driver("eu_sanctions_pressure", "European sanctions, at least"),
    Driver("us_sanctions_pressure", "American sanctions, at least"),
    Driver("eu_relief_pressure", "share of European sanctions waived"),
    Driver("us_relief_pressure", "share of American sanctions waived"),
    Driver("energy_cut_pressure", "oil cut, at least"),
    Driver("trade_ban_pressure", "trade ban, at least"),
    Driver("border_pressure", "Russian border zones, at least"),
    Driver("russian_relief_pressure", "share of Russian coercion waived"),
    Driver("western_border_pressure", "share of contacts lost to closed Western borders"),
    Driver("ukrainian_border_pressure", "share of trade lost to a closed Ukrainian border"),
    Driver("subsidy_pressure", "subsidy, at least"),
    Driver("subsidy_cap", "share of the full subsidy withheld"),
    Driver("rescue_pressure", "a rescue runs whoever decides", FLAG),
    Driver("base_demand_pressure", "demand for a base, at least"),
    Driver("integration_pressure", "demand for integration, at least"),
    Driver("signed_integration_pressure", "integration carried out, at least"),
    Driver("rival_clients_pressure", "pro-Moscow forces beside the leader, at least"),
    Driver("soft_power_pressure", "campaign against the leadership, at least"),
    Driver("forces_pressure", "Russian forces in Belarus, at least"),
    Driver("unrest_pressure", "unrest, at least"),
    Driver("repression_pressure", "repression, at least"),
    Driver("reform_pressure", "reform, at least"),
    Driver("exploitation_pressure", "Moscow exploits unrest whoever decides", FLAG),
    Driver("transactional_washington", "a Washington that trades relief for what it gets"),
    Driver("bid_success_pressure", "bids outside Ukraine succeed", FLAG),
    Driver("enlarged_meeting", "a large meeting of others takes place in Minsk", FLAG),
    Driver("resources", "oil and gas of one's own"),
)

STOCKS = (
    Stock("flank_deployments", Owner.SYSTEM, "deployments that answer Russian troops in Belarus", "zero"),
    Stock("alarm_neighbours", Owner.SYSTEM, "alarm of the neighbours", "zero"),
    Stock("alarm_us", Owner.US, "alarm in Washington about the exercise", "zero"),
    Stock("alarm_ukraine", Owner.UKRAINE, "threat Kyiv sees on its northern border", "initial_alarm_ukraine"),
)


@auxiliary(Owner.SYSTEM, "M88")
def flank_exposed(russian_presence: Array, *, exposed_from_presence: Array) -> Unit:
    """How far Russian troops in Belarus expose NATO's eastern flank: presence beyond what the treaties had."""
    return positive(russian_presence - exposed_from_presence)


@auxiliary(Owner.SYSTEM, "M88", "M54")
def tension(
    outside_tension: Array, flank_exposed: Array, summit_calms_tension: Array, *, tension_by_flank: Array
) -> Unit:
    """Tension between Russia and the West: what comes from outside, what troops in Belarus add, what a summit calms.

    T = clip(T0 + k flank - summit)
    """
    return clip01(outside_tension + tension_by_flank * flank_exposed - summit_calms_tension)


@auxiliary(Owner.SYSTEM, "M88")
def deployments(outside_deployments: Array, flank_deployments: Array) -> Unit:
    """Deployments of NATO and the US near Belarus: what comes from outside, and the answer to an exposed flank."""
    return clip01(outside_deployments + flank_deployments)


@flow("flank_deployments", "M88")
def flank_is_manned(
    flank_deployments: Array,
    flank_exposed: Array,
    tension: Array,
    *,
    deployments_by_flank: Array,
    deployments_pace: Array,
) -> Score:
    """An exposed flank is manned in tense times, over a year or two; the forces leave as slowly."""
    return toward(flank_deployments, deployments_by_flank * flank_exposed * tension, deployments_pace)


@auxiliary(Owner.SYSTEM, "M74")
def alarm_of_exercise(
    exercise: Array, tension: Array, deployments: Array, *, alarm_base: Array, alarm_by_deployments: Array
) -> Unit:
    """How much an exercise alarms: its size in tense times, more where forces face each other."""
    return clip01(exercise * tension * (alarm_base + alarm_by_deployments * deployments))


@update("alarm_neighbours", "M74")
def neighbours_are_alarmed(
    alarm_of_exercise: Array, transparency: Array, ukraine_credibility: Array, russian_presence: Array, *,
    alarm_scale: Array, reassurance_effect: Array, alarm_by_presence: Array,
) -> Unit:  # fmt: skip
    """The neighbours' alarm at an exercise, calmed by transparency from a host they believe.

    t = k alarm (1 - e transparency V) + p presence
    """
    calmed = 1.0 - reassurance_effect * transparency * ukraine_credibility
    return clip01(alarm_scale * alarm_of_exercise * calmed + alarm_by_presence * russian_presence)


@update("alarm_us", "M74")
def washington_is_alarmed(
    alarm_of_exercise: Array, transparency: Array, us_credibility: Array, russian_presence: Array, *,
    alarm_scale: Array, reassurance_effect: Array, alarm_by_presence: Array,
) -> Unit:  # fmt: skip
    """Washington's alarm, calmed less because it believes Minsk less."""
    calmed = 1.0 - reassurance_effect * transparency * us_credibility
    return clip01(alarm_scale * alarm_of_exercise * calmed + alarm_by_presence * russian_presence)


@auxiliary(Owner.UKRAINE, "M75")
def guarantee_believed(room_for_manoeuvre: Array, russian_presence: Array) -> Unit:
    """How far Kyiv can believe that no attack comes from Belarusian soil: as far as Minsk decides what happens there.

    g = a (1 - p), with a the room for manoeuvre, p Russian presence.
    """
    return room_for_manoeuvre * (1.0 - russian_presence)


@update("alarm_ukraine", "M88", "M75", "M11")
def kyiv_is_alarmed(
    tension: Array, russian_presence: Array, transparency: Array, exercise: Array, containment: Array,
    guarantee_believed: Array, *, kyiv_by_tension: Array, kyiv_by_presence: Array, kyiv_by_exercise: Array,
    kyiv_by_escalation: Array, escalation_from: Array, kyiv_calmed_by_container: Array, kyiv_calmed_by_guarantee: Array,
) -> Unit:  # fmt: skip
    """The threat Kyiv sees from the north: troops in Belarus in tense times, exercises nobody explains.

    t = k1 T + k2 presence T + k3 (1 - transparency) exercise T + k4 (T - T0) - k5 containment - k6 guarantee
    """
    return clip01(
        kyiv_by_tension * tension
        + kyiv_by_presence * russian_presence * tension
        + kyiv_by_exercise * (1.0 - transparency) * exercise * tension
        + kyiv_by_escalation * (tension - escalation_from)
        - kyiv_calmed_by_container * containment
        - kyiv_calmed_by_guarantee * guarantee_believed
    )
