"""Domestic politics: unrest, repression, the survival of the regime, threats to sovereignty (M64, M77-M80, M86)."""

from __future__ import annotations

import numpy as np

from model.core.declarations import (
    FLAG,
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
    pre_decision,
    update,
)
from model.rules.forms import above, below, clip01, flag, persistence_of, positive, toward

STOCKS = (
    Stock("unrest", Owner.BELARUS, "unrest in the street", "initial_unrest"),
    Stock("organisers_at_large", Owner.BELARUS, "share of the movement's organisers who are free and in the country",
          "one"),
    Stock("legitimacy_deficit", Owner.BELARUS, "legitimacy deficit: latent anger", "initial_deficit"),
    Stock("regime_reserve", Owner.BELARUS, "reserve the regime lives on in a crisis", "initial_reserve"),
    Stock("grip", Owner.BELARUS, "share of the security apparatus that still works", "one"),
    Stock("regime_alive", Owner.BELARUS, "the regime stands (0 after its fall)", "one", FLAG),
    Stock("repression", Owner.BELARUS, "level of repression", "repression_routine"),
    Stock("crowd_remembered", Owner.BELARUS, "memory of a crowd in the street", "zero"),
    Stock("burnt_bridges", Owner.BELARUS, "share of the leadership with no way back", "zero"),
    Stock("sovereignty_threat", Owner.BELARUS, "threat to sovereignty as Minsk sees it", "initial_sovereignty_threat"),
    Stock("exploitation", Owner.RUSSIA, "Moscow exploited unrest last month", "zero", FLAG),
)  # fmt: skip


@pre_decision("unrest", "M77", "M80", "M86")
def street_moves(
    unrest: Array, repression: Array, grip: Array, legitimacy_deficit: Array, exploitation: Array, grievance: Array,
    legitimacy_shock: Array, unrest_pressure: Array, slump: Array, organisers_at_large: Array, street_mood: Array, *,
    grievance_by_mood: Array, mood_felt_from: Array, unrest_decay: Array, unrest_put_down: Array,
    unrest_by_grievance: Array, grievance_by_slump: Array, grievance_deterred: Array,
    unrest_by_slump: Array, slump_felt_from: Array, unrest_by_shock: Array, unrest_by_exploitation: Array,
    unrest_floor: Array, deficit_remembered_from: Array,
) -> Unit:  # fmt: skip
    """Protest flares on grievances and stolen elections, is put down, and smoulders where anger is deep.

    U' = max(U (1 - d - p r grip) + (a + e slump) (G + w [m - m0]+) (1 - q r) + h [slump - s0]+ (1 - r) + b shock
    + c exploited, f L A [L > L0]), with A the share of organisers at large, m the mood of the street.
    """
    calmed = unrest * (1.0 - unrest_decay - unrest_put_down * repression * grip)
    bite = unrest_by_grievance + grievance_by_slump * slump
    felt = grievance + grievance_by_mood * positive(street_mood - mood_felt_from)
    aggrieved = bite * felt * (1.0 - grievance_deterred * repression)
    hungry = unrest_by_slump * positive(slump - slump_felt_from) * (1.0 - repression)
    flared = aggrieved + hungry + unrest_by_shock * legitimacy_shock + unrest_by_exploitation * exploitation
    remembered = legitimacy_deficit * above(legitimacy_deficit, deficit_remembered_from)
    smouldering = unrest_floor * remembered * organisers_at_large
    return clip01(np.maximum(np.maximum(calmed + flared, smouldering), unrest_pressure))


@pre_decision("legitimacy_deficit", "M80", "M86", "M77")
def anger_gathers(
    legitimacy_deficit: Array, legitimacy_shock: Array, repression: Array, slump: Array, boom: Array, *,
    deficit_decay: Array, deficit_healed_by_boom: Array, deficit_by_slump: Array, deficit_by_shock: Array,
    deficit_by_terror: Array, terror_from: Array,
) -> Unit:  # fmt: skip
    """A stolen election leaves latent anger, mass repression and slumps feed it, time and growth heal it slowly.

    L' = L (1 - d - g boom) + (s slump + t [terror]) (1 - L) + a shock
    """
    return clip01(
        legitimacy_deficit * (1.0 - deficit_decay - deficit_healed_by_boom * boom)
        + (deficit_by_slump * slump + deficit_by_terror * above(repression, terror_from)) * (1.0 - legitimacy_deficit)
        + deficit_by_shock * legitimacy_shock
    )


@pre_decision("grip", "M80")
def grip_follows_reserve(regime_reserve: Array, *, grip_floor: Array, initial_reserve: Array) -> Unit:
    """A regime that runs out of reserve loses its grip: g = g0 + (1 - g0) reserve / full reserve."""
    return clip01(grip_floor + (1.0 - grip_floor) * regime_reserve / initial_reserve)


@auxiliary(Owner.BELARUS, "M78", "M80", "M37", "M85")
def regime_threat(
    unrest: Array, sovereignty_threat: Array, legitimacy_deficit: Array, renewed_reform: Array, rival_clients: Array, *,
    threat_by_unrest: Array, threat_by_double_danger: Array, threat_by_deficit: Array, threat_by_reform: Array,
    threat_by_rival_clients: Array,
) -> Unit:  # fmt: skip
    """How threatened the regime feels: by the street, by anger below it, by both dangers at once, by reform, by rivals.

    t = a U + b U S + c L + d renewed reform + e rival clients; the product is the danger that Moscow uses the unrest
    (M78).
    """
    return clip01(
        threat_by_unrest * unrest
        + threat_by_double_danger * unrest * sovereignty_threat
        + threat_by_deficit * legitimacy_deficit
        + threat_by_reform * renewed_reform
        + threat_by_rival_clients * rival_clients
    )


@auxiliary(Owner.BELARUS, "M80")
def regime_threat_squared(regime_threat: Array) -> Unit:
    """The threat to the regime where it is grave: its square."""
    return regime_threat * regime_threat


@auxiliary(Owner.BELARUS, "M79")
def restraint_suffices(regime_threat: Array, unrest: Array, *, restraint_up_to: Array, restraint_span: Array) -> Unit:
    """What restrained force can do about the threat: enough for a moderate protest, not for a mass movement."""
    return regime_threat * (1.0 - clip01((unrest - restraint_up_to) / restraint_span))


@auxiliary(Owner.BELARUS, "M79")
def fear_of_pretext(sovereignty_threat: Array, regime_threat: Array) -> Unit:
    """Fear that harshness hands Moscow a pretext: the threat to sovereignty while the regime is not at stake."""
    return sovereignty_threat * (1.0 - regime_threat)


@auxiliary(Owner.BELARUS, "M79")
def restraint_is_open(unrest: Array, *, restraint_from_unrest: Array) -> Flag:
    """More than routine repression is an issue only when people are in the street."""
    return above(unrest, restraint_from_unrest)


@auxiliary(Owner.BELARUS, "M79", "M80")
def repression_chosen(
    repress_restrained: Array, repress_harshly: Array, repression_pressure: Array, *, repression_routine: Array,
    repression_restrained: Array, repression_harsh: Array,
) -> Unit:  # fmt: skip
    """The level of repression chosen this month: routine, restrained or harsh."""
    restrained = np.where(repress_restrained > 0.5, repression_restrained, repression_routine)
    return np.maximum(np.where(repress_harshly > 0.5, repression_harsh, restrained), repression_pressure)


@update("repression", "M79", "M80")
def repression_next(repression_chosen: Array) -> Unit:
    """What is chosen is done; the West and the street answer next month."""
    return repression_chosen


@flow("organisers_at_large", "M86")
def movement_tires(
    organisers_at_large: Array, repress_harshly: Array, *, organisers_taken: Array, organisers_return: Array
) -> Score:
    """Mass repression takes the organisers of protest or drives them abroad; without it some come back."""
    taken = organisers_taken * organisers_at_large
    return np.where(repress_harshly > 0.5, -taken, organisers_return * (1.0 - organisers_at_large))


@auxiliary(Owner.BELARUS, "M83", "M86")
def crowd_to_beat(unrest: Array, *, crowd_from: Array, crowd_span: Array) -> Unit:
    """How many there are to be beaten: nobody under a low level of unrest, a crowd a little above it."""
    return clip01((unrest - crowd_from) / crowd_span)


@auxiliary(Owner.BELARUS, "M79")
def nerves_before_a_crowd(nerves: Array, crowd_to_beat: Array) -> Score:
    """How far the leadership loses its nerve, or keeps it, when there is a crowd: nerves times the crowd."""
    return nerves * crowd_to_beat


@auxiliary(Owner.BELARUS, "M80")
def crowd_in_mind(crowd_remembered: Array, crowd_to_beat: Array, *, crowd_memory: Array) -> Unit:
    """The crowd that mass repression answers: the one in the street, or the memory of the last, which fades.

    m = max(2^(-1 / h) m, crowd), with h the half-life of the memory in months.
    """
    return np.maximum(persistence_of(crowd_memory) * crowd_remembered, crowd_to_beat)


@update("crowd_remembered", "M80")
def crowd_is_remembered(crowd_in_mind: Array) -> Unit:
    """What the leadership has in mind this month it remembers in the next."""
    return crowd_in_mind


@auxiliary(Owner.BELARUS, "M80")
def grave_threat_of_a_crowd(regime_threat_squared: Array, crowd_in_mind: Array) -> Unit:
    """A grave threat to the regime as a reason for terror: only as far as there is a crowd, or the memory of one."""
    return regime_threat_squared * crowd_in_mind


@auxiliary(Owner.BELARUS, "M83")
def fear_of_reckoning(burnt_bridges: Array, crowd_in_mind: Array) -> Unit:
    """What those who have no way back fear from a crowd, or from the return of one."""
    return burnt_bridges * crowd_in_mind


@auxiliary(Owner.BELARUS, "M83")
def patron_before_a_crowd(rescue_running: Array, crowd_in_mind: Array) -> Unit:
    """How far a patron at its back emboldens the regime against a crowd, or the memory of one: rescue times crowd."""
    return rescue_running * crowd_in_mind


@flow("burnt_bridges", "M83")
def bridges_burn(burnt_bridges: Array, repress_harshly: Array, crowd_to_beat: Array, *, bridges_burnt: Array) -> Score:
    """Who has tortured has no way back: mass repression of a crowd locks itself in."""
    return bridges_burnt * repress_harshly * crowd_to_beat * (1.0 - burnt_bridges)


@flow("burnt_bridges", "M83")
def bridges_mend(burnt_bridges: Array, *, bridges_mended: Array) -> Score:
    """The memory of it fades very slowly, and a crowd renews it."""
    return -bridges_mended * burnt_bridges


@auxiliary(Owner.BELARUS, "M80", "M81")
def regime_strength(
    repression: Array, grip: Array, rescue_given: Array, *, strength_base: Array, strength_by_force: Array,
    strength_by_rescue: Array,
) -> Size:  # fmt: skip
    """What the regime can withstand this month: itself, last month's force as far as it works, and a rescue at once.

    s = s0 + s1 r grip + s2 rescue
    """
    return strength_base + strength_by_force * repression * grip + strength_by_rescue * rescue_given


@update("regime_reserve", "M80", "M81")
def reserve_next(
    regime_reserve: Array, unrest: Array, regime_strength: Array, rescue_given: Array, *, reserve_lost: Array,
    reserve_regained: Array, reserve_by_rescue: Array, calm_street_below: Array, initial_reserve: Array,
) -> Unit:  # fmt: skip
    """Unrest beyond its strength eats the regime's reserve; calm and rescue restore it, never above the start."""
    lost = reserve_lost * positive(unrest - regime_strength)
    gained = reserve_regained * below(unrest, calm_street_below) + reserve_by_rescue * rescue_given
    return np.minimum(positive(regime_reserve - lost + gained), initial_reserve)


@update("regime_alive", "M80")
def regime_falls(regime_alive: Array, regime_reserve: Array) -> Flag:
    """Without reserve the regime falls, for good."""
    return regime_alive * flag(regime_reserve > 0.0)


@flow("sovereignty_threat", "M64")
def precedent_shocks(precedent: Array, *, threat_by_precedent: Array) -> Score:
    """Crimea: a border nearby is moved by force, and the threat jumps."""
    return threat_by_precedent * precedent


@auxiliary(Owner.BELARUS, "M64")
def war_next_door(war: Array, *, war_noticed: Array, war_presence: Array) -> Unit:
    """A war next door weighs on sovereignty as long as it goes on, more when it is fierce."""
    return clip01(war_noticed * flag(war > 0.0) * (war_presence + war))


@flow("sovereignty_threat", "M63", "M03", "M18", "M13", "M84", "M64", "M78")
def sovereignty_is_weighed(
    sovereignty_threat: Array, tension: Array, hostile_media: Array, exploitation: Array, coercion: Array,
    integration_demand: Array, russian_presence: Array, war_next_door: Array, location_liability: Array, *,
    sovereignty_by_liability: Array, sovereignty_base: Array,
    sovereignty_by_tension: Array, sovereignty_by_media: Array, sovereignty_by_coercion: Array,
    sovereignty_by_demand: Array, sovereignty_by_presence: Array, sovereignty_pace: Array,
) -> Score:  # fmt: skip
    """The threat to sovereignty follows tension, media, coercion, demands, troops and the war next door.

    s* = s0 + s1 T + s2 (media + 2 exploitation) + s3 coercion + s4 demand + s5 presence + war + s6 liability
    of location
    """
    target = (
        sovereignty_base
        + sovereignty_by_tension * tension
        + sovereignty_by_media * (hostile_media + 2.0 * exploitation)
        + sovereignty_by_coercion * coercion
        + sovereignty_by_demand * integration_demand
        + sovereignty_by_presence * russian_presence
        + war_next_door
        + sovereignty_by_liability * location_liability
    )
    return toward(sovereignty_threat, clip01(target), sovereignty_pace)


@auxiliary(Owner.RUSSIA, "M78", "RH15")
def gain_if_regime_falls(alignment: Array, unrest: Array, *, heir_base: Array, heir_by_unrest: Array) -> Signed:
    """Who gains if the regime falls: the incumbent's distance from Moscow against the heir a mass movement brings.

    Small unrest can be steered, a mass movement cannot: v = (1 + a) / 2 - (h0 + h1 U).
    """
    return 0.5 + 0.5 * alignment - (heir_base + heir_by_unrest * unrest)


@auxiliary(Owner.RUSSIA, "M78")
def terror_next_door(repression: Array, *, terror_from: Array) -> Flag:
    """Mass repression in Minsk gives Moscow a pretext."""
    return above(repression, terror_from)


@auxiliary(Owner.RUSSIA, "M78")
def unrest_can_be_exploited(
    unrest: Array, rescue_running: Array, rescue_asked: Array, *, restraint_from_unrest: Array
) -> Flag:
    """Unrest can be used against a leadership that neither asks Moscow for rescue nor lives on one."""
    return above(unrest, restraint_from_unrest) * (1.0 - rescue_running) * (1.0 - rescue_asked)


@update("exploitation", "M78")
def exploitation_next(exploit_unrest: Array, exploitation_pressure: Array) -> Flag:
    """What Moscow stirs this month shows in the street next month."""
    return np.maximum(exploit_unrest, exploitation_pressure)
