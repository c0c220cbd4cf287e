"""Western conditionality: outrage, relief in steps, licences, sanctions, threats, visits, contacts (M23-M38)."""

from __future__ import annotations

import numpy as np

from model.rules.forms import above, below, clip01, flag, positive, sigmoid, toward
from model.vocabulary import (
    FLAG,
    MONTHS,
    RUNG,
    UNIT,
    Array,
    Flag,
    Months,
    Owner,
    Rung,
    Score,
    Stock,
    Unit,
    becomes,
    changes,
    gauge,
)

STOCKS = (
    Stock("prisoners_held", Owner.BELARUS, "political prisoners are held", "one", FLAG),
    Stock("months_since_release", Owner.BELARUS, "months since the prisoners are free", "zero", MONTHS),
    Stock("eu_rung", Owner.EU, "rung of relief: 0 in force, 1 suspended, 2 lifted", "zero", RUNG),
    Stock("months_on_rung", Owner.EU, "months since the last step of relief", "zero", MONTHS),
    Stock("eu_new_sanctions", Owner.EU, "sanctions added on top of the ladder", "zero"),
    Stock("us_new_sanctions", Owner.US, "sanctions added to the persons and firms listed", "zero"),
    Stock("months_since_eu_package", Owner.EU, "months since the last package", "package_interval", MONTHS),
    Stock("months_since_us_package", Owner.US, "months since the last package", "package_interval", MONTHS),
    Stock("licence", Owner.US, "licence that suspends company sanctions", "zero", FLAG),
    Stock("licence_age", Owner.US, "months since the licence was issued or renewed", "zero", MONTHS),
    Stock(
        "security_weight", Owner.EU, "weight of security against rights in Brussels", "initial_security_weight", UNIT
    ),
    Stock("crackdown_on_agenda", Owner.EU, "a crackdown is on the agenda in the West", "zero"),
    Stock("threat_pending", Owner.EU, "a threat of sanctions stands", "zero"),
    Stock("threat_credibility", Owner.EU, "credibility of European threats", "initial_threat_credibility"),
)  # fmt: skip


@gauge(Owner.EU, "M23", "M24")
def eu_sanctions(
    eu_rung: Array, eu_new_sanctions: Array, eu_sanctions_pressure: Array, eu_relief_pressure: Array, *,
    eu_level_in_force: Array, eu_level_suspended: Array, eu_level_lifted: Array, eu_floor: Array, eu_ceiling: Array,
) -> Unit:  # fmt: skip
    """European sanctions in effect: the level of the rung plus what was added, never under the retained core.

    S = clip(level(rung) + added, floor, ceiling), at least what a scenario sets, less what it waives.
    """
    level = np.where(eu_rung < 0.5, eu_level_in_force, np.where(eu_rung < 2.0, eu_level_suspended, eu_level_lifted))
    own = np.minimum(np.maximum(level + eu_new_sanctions, eu_floor), eu_ceiling)
    return np.maximum(np.maximum(own, eu_sanctions_pressure) * (1.0 - eu_relief_pressure), eu_floor)


@gauge(Owner.US, "M24", "M25")
def us_sanctions(
    licence: Array, us_new_sanctions: Array, us_sanctions_pressure: Array, us_relief_pressure: Array, *,
    us_level_without_licence: Array, us_level_with_licence: Array, us_floor: Array, us_ceiling: Array,
) -> Unit:  # fmt: skip
    """American sanctions in effect: lower under a licence, never under the measures against persons.

    S = clip(level(licence) + added, floor, ceiling), at least what a scenario sets, less the share it waives, never
    under the floor.
    """
    level = np.where(licence > 0.5, us_level_with_licence, us_level_without_licence)
    own = np.minimum(np.maximum(level + us_new_sanctions, us_floor), us_ceiling)
    return np.maximum(np.maximum(own, us_sanctions_pressure) * (1.0 - us_relief_pressure), us_floor)


@gauge(Owner.EU, "M41", "M32")
def eu_indignation(repression: Array, eu_image: Array, *, image_shield: Array) -> Unit:
    """Indignation at repression, muffled by a good image: r^2 (1 - q I). The square: routine hardly counts."""
    return repression * repression * (1.0 - image_shield * eu_image)


@gauge(Owner.EU, "M29", "M32")
def eu_outrage(eu_indignation: Array, security_weight: Array, *, security_over_rights: Array) -> Unit:
    """Outrage that Brussels acts on: indignation, less where security outweighs rights."""
    return eu_indignation * (1.0 - security_over_rights * security_weight)


@gauge(Owner.EU, "M31")
def eu_inconsistency(repression: Array, eu_sanctions: Array) -> Unit:
    """How far European sanctions fall short of what its own standards ask for: max(0, r^2 - S)."""
    return positive(repression * repression - eu_sanctions)


@gauge(Owner.US, "M32", "M41")
def us_outrage(repression: Array, us_image: Array, *, image_shield: Array) -> Unit:
    """Outrage in Washington at repression, muffled by the image held there."""
    return repression * repression * (1.0 - image_shield * us_image)


@gauge(Owner.EU, "M38", "M26")
def absorption_fear(
    tension: Array, coercion: Array, survival_dependence: Array, *, absorption_base: Array,
    absorption_by_tension: Array, absorption_by_coercion: Array, absorption_fades: Array, absorption_lost_from: Array,
    absorption_lost_span: Array,
) -> Unit:  # fmt: skip
    """Western fear that Russia swallows Belarus; it fades once the country counts as lost.

    a = (a0 + a1 T + a2 coercion) (1 - a3 clip((d - d0) / span))
    """
    alarm = absorption_base + absorption_by_tension * tension + absorption_by_coercion * coercion
    lost = clip01((survival_dependence - absorption_lost_from) / absorption_lost_span)
    return clip01(alarm * (1.0 - absorption_fades * lost))


@changes("security_weight", "M29")
def priorities_shift(
    security_weight: Array, war: Array, eu_image: Array, repression: Array, *, security_base: Array,
    security_by_war: Array, security_by_image: Array, security_lost_by_terror: Array, terror_from: Array,
    security_pace: Array,
) -> Score:  # fmt: skip
    """War nearby and a useful Minsk shift priorities from rights to security; terror shifts them back.

    w' = w + k (clip(w0 + a war + b image - c [repression > r0]) - w), with w the weight of security, r0 where terror
    begins.
    """
    target = (
        security_base
        + security_by_war * war
        + security_by_image * eu_image
        - security_lost_by_terror * above(repression, terror_from)
    )
    return toward(security_weight, clip01(target), security_pace)


@gauge(Owner.BELARUS, "M23")
def answer_expected(urge_suspend_sanctions: Array, *, answer_sharpness: Array) -> Unit:
    """The answer that Minsk expects from Brussels, put in Brussels' own shoes: logistic of its urge to relieve."""
    return sigmoid(urge_suspend_sanctions / answer_sharpness)


@gauge(Owner.BELARUS, "M23")
def relief_expected(eu_sanctions: Array, answer_expected: Array) -> Unit:
    """What a release would buy: the sanctions in force times the answer expected."""
    return eu_sanctions * answer_expected


@changes("prisoners_held", "M23")
def prisoners_leave(prisoners_held: Array, release_prisoners: Array) -> Score:
    """A release frees all political prisoners."""
    return -prisoners_held * release_prisoners


@changes("prisoners_held", "M80")
def prisoners_are_taken(
    prisoners_held: Array, repress_harshly: Array, repression: Array, *, terror_from: Array
) -> Score:
    """A second month of mass repression fills the prisons again."""
    return repress_harshly * above(repression, terror_from) * (1.0 - prisoners_held)


@becomes("months_since_release", "M23")
def release_ages(months_since_release: Array, prisoners_held: Array, release_prisoners: Array) -> Months:
    """How long the prisons are empty: the first clock of the ladder."""
    return np.where(prisoners_held * (1.0 - release_prisoners) > 0.5, 0.0, months_since_release + 1.0)


@gauge(Owner.EU, "M23")
def suspension_is_open(
    eu_rung: Array, prisoners_held: Array, months_since_release: Array, *, wait_before_suspension: Array
) -> Flag:
    """Brussels can suspend when the prisoners have been free for some months and sanctions are in force."""
    return below(eu_rung, 0.5) * (1.0 - prisoners_held) * flag(months_since_release >= wait_before_suspension)


@gauge(Owner.EU, "M23")
def lifting_is_open(
    eu_rung: Array, prisoners_held: Array, months_on_rung: Array, *, wait_before_lifting: Array
) -> Flag:
    """Brussels can lift when sanctions have been suspended for some months and nobody is held again."""
    suspended = above(eu_rung, 0.5) * below(eu_rung, 2.0)
    return suspended * (1.0 - prisoners_held) * flag(months_on_rung >= wait_before_lifting)


@becomes("eu_rung", "M23")
def ladder_moves(
    eu_rung: Array, suspend_sanctions: Array, lift_sanctions: Array, eu_sanctions_pressure: Array, *,
    eu_level_suspended: Array, eu_level_lifted: Array,
) -> Rung:  # fmt: skip
    """One rung down per step of relief, none back by itself; a scenario's sanctions take the ladder along."""
    own = np.minimum(eu_rung + suspend_sanctions + lift_sanctions, 2.0)
    forced = np.where(
        eu_sanctions_pressure > eu_level_suspended, 0.0, np.where(eu_sanctions_pressure > eu_level_lifted, 1.0, 2.0)
    )
    return np.minimum(own, forced)


@becomes("months_on_rung", "M23")
def rung_ages(months_on_rung: Array, suspend_sanctions: Array, lift_sanctions: Array) -> Months:
    """The second clock of the ladder: months since the last step."""
    return np.where(suspend_sanctions + lift_sanctions > 0.5, 0.0, months_on_rung + 1.0)


@becomes("crackdown_on_agenda", "M32")
def crackdown_is_news(
    crackdown_on_agenda: Array, repression_chosen: Array, *, news_fading: Array, news_from: Array
) -> Unit:
    """A crackdown is on the agenda while it lasts and some months after."""
    return np.maximum(news_fading * crackdown_on_agenda, above(repression_chosen, news_from))


@gauge(Owner.EU, "M32", "M27")
def eu_package_is_open(
    crackdown_on_agenda: Array, months_since_eu_package: Array, *, agenda_from: Array, package_interval: Array
) -> Flag:
    """Brussels can sanction only with a crackdown on the agenda, one package at a time."""
    return above(crackdown_on_agenda, agenda_from) * flag(months_since_eu_package >= package_interval)


@gauge(Owner.US, "M32", "M27")
def us_package_is_open(
    crackdown_on_agenda: Array, months_since_us_package: Array, *, agenda_from: Array, package_interval: Array
) -> Flag:
    """Washington can sanction only with a crackdown on the agenda, one package at a time."""
    return above(crackdown_on_agenda, agenda_from) * flag(months_since_us_package >= package_interval)


@changes("eu_new_sanctions", "M32")
def eu_adds_sanctions(eu_imposes_sanctions: Array, *, package_size: Array) -> Score:
    """Each European package adds its size."""
    return package_size * eu_imposes_sanctions


@changes("us_new_sanctions", "M32")
def us_adds_sanctions(us_imposes_sanctions: Array, *, package_size: Array) -> Score:
    """Each American package adds its size."""
    return package_size * us_imposes_sanctions


@changes("eu_new_sanctions", "M24")
def eu_sanctions_wear_off(
    eu_new_sanctions: Array, repression: Array, *, sanctions_decay: Array, calm_below: Array
) -> Score:
    """Added sanctions run out slowly while there is no crackdown."""
    return -sanctions_decay * below(repression, calm_below) * eu_new_sanctions


@changes("us_new_sanctions", "M24")
def us_sanctions_wear_off(
    us_new_sanctions: Array, repression: Array, *, sanctions_decay: Array, calm_below: Array
) -> Score:
    """Added sanctions run out slowly while there is no crackdown."""
    return -sanctions_decay * below(repression, calm_below) * us_new_sanctions


@becomes("months_since_eu_package", "M32")
def eu_package_ages(months_since_eu_package: Array, eu_imposes_sanctions: Array) -> Months:
    """Months since Brussels last added sanctions."""
    return np.where(eu_imposes_sanctions > 0.5, 1.0, months_since_eu_package + 1.0)


@becomes("months_since_us_package", "M32")
def us_package_ages(months_since_us_package: Array, us_imposes_sanctions: Array) -> Months:
    """Months since Washington last added sanctions."""
    return np.where(us_imposes_sanctions > 0.5, 1.0, months_since_us_package + 1.0)


@gauge(Owner.EU, "M28")
def threat_is_open(repression: Array, eu_new_sanctions: Array, *, news_from: Array, package_size: Array) -> Flag:
    """Brussels can threaten after a crackdown, while it has not sanctioned yet.

    open = [repression > r0] [added sanctions < package / 2], with r0 where repression is news in the West.
    """
    return above(repression, news_from) * flag(eu_new_sanctions < 0.5 * package_size)


@changes("threat_pending", "M28")
def threat_stands(threat_pending: Array, threaten_sanctions: Array, *, threat_fading: Array) -> Score:
    """A threat stands when made and fades month by month."""
    return np.where(threaten_sanctions > 0.5, 1.0 - threat_pending, -threat_fading * threat_pending)


@changes("threat_credibility", "M28")
def empty_threats_cost_credibility(
    threat_pending: Array, eu_imposes_sanctions: Array, *, threat_fading: Array, credibility_lost: Array
) -> Score:
    """A threat that fades without execution costs credibility."""
    return -credibility_lost * threat_fading * threat_pending * (1.0 - eu_imposes_sanctions)


@changes("threat_credibility", "M28")
def executed_threats_build_credibility(
    threat_credibility: Array, threat_pending: Array, eu_imposes_sanctions: Array, *, credibility_gained: Array
) -> Score:
    """A threat that is carried out builds credibility."""
    return credibility_gained * eu_imposes_sanctions * threat_pending * (1.0 - threat_credibility)


@gauge(Owner.BELARUS, "M28")
def threat_believed(threat_pending: Array, threat_credibility: Array, eu_sanctions: Array) -> Unit:
    """A standing threat as Minsk weighs it: credibility times what there is still to lose."""
    return threat_pending * threat_credibility * (1.0 - eu_sanctions)


@gauge(Owner.US, "M25")
def licence_can_be_issued(
    licence: Array, prisoners_held: Array, months_since_release: Array, *, wait_before_suspension: Array
) -> Flag:
    """Washington can issue a licence when the prisoners have been free for some months and none runs."""
    return (1.0 - licence) * (1.0 - prisoners_held) * flag(months_since_release >= wait_before_suspension)


@gauge(Owner.US, "M25")
def licence_expires(licence: Array, licence_age: Array, *, licence_term: Array) -> Flag:
    """The licence comes up for review at the end of its term."""
    return licence * flag(licence_age >= licence_term)


@becomes("licence", "M25")
def licence_next(licence: Array, issue_licence: Array, renew_licence: Array, licence_expires: Array) -> Flag:
    """A licence runs from issue to expiry, and on if renewed."""
    return np.maximum(issue_licence, np.where(licence_expires > 0.5, renew_licence, licence))


@becomes("licence_age", "M25")
def licence_ages(licence_age: Array, issue_licence: Array, renew_licence: Array) -> Months:
    """Months since issue or renewal: the licence clock."""
    return np.where(issue_licence + renew_licence > 0.5, 1.0, licence_age + 1.0)
