"""Measures that the West adds: packages after a crackdown that is news, threats, and their slow return (M24-M32).

They come on top of the ladder and the licence of `conditionality`, and the more there are, the less is left to add.
"""

from __future__ import annotations

import numpy as np

from model.core.declarations import MONTHS, Array, Flag, Months, Owner, Score, Stock, Unit, auxiliary, flow, update
from model.rules.forms import above, below, flag, positive, toward

STOCKS = (
    Stock("usual_repression", Owner.BELARUS, "repression that the world is used to", "repression_chosen"),
    Stock("crackdown_on_agenda", Owner.EU, "a crackdown is on the agenda in the West", "zero"),
    Stock("months_on_agenda", Owner.EU, "months since a crackdown came on the agenda", "zero", MONTHS),
    Stock("eu_new_sanctions", Owner.EU, "sanctions added on top of the ladder", "zero"),
    Stock("us_new_sanctions", Owner.US, "sanctions added to the persons and firms listed", "zero"),
    Stock("months_since_eu_package", Owner.EU, "months since the last package", "package_interval", MONTHS),
    Stock("months_since_us_package", Owner.US, "months since the last package", "package_interval", MONTHS),
    Stock("months_since_easing", Owner.EU, "months since added sanctions were last eased", "easing_wait", MONTHS),
    Stock("threat_pending", Owner.EU, "a threat of sanctions stands", "zero"),
    Stock("threat_credibility", Owner.EU, "credibility of European threats", "initial_threat_credibility"),
)


@flow("usual_repression", "M32")
def world_gets_used_to_repression(usual_repression: Array, repression: Array, *, repression_habit: Array) -> Score:
    """The world gets used to the repression it sees: what lasts is no longer news."""
    return toward(usual_repression, repression, repression_habit)


@update("crackdown_on_agenda", "M32")
def crackdown_is_news(
    crackdown_on_agenda: Array, repression_chosen: Array, usual_repression: Array, *, news_fading: Array,
    news_beyond_usual: Array,
) -> Unit:  # fmt: skip
    """A crackdown is on the agenda while it is harder than the world is used to, and some months after.

    n' = max(f n, [r - usual > r1])
    """
    return np.maximum(news_fading * crackdown_on_agenda, above(repression_chosen - usual_repression, news_beyond_usual))


@update("months_on_agenda", "M32")
def agenda_ages(months_on_agenda: Array, crackdown_on_agenda: Array, *, agenda_from: Array) -> Months:
    """How long a crackdown has been on the agenda: the clock of deliberation."""
    return (months_on_agenda + 1.0) * above(crackdown_on_agenda, agenda_from)


@auxiliary(Owner.EU, "M32", "M27")
def eu_package_is_open(
    crackdown_on_agenda: Array, months_on_agenda: Array, months_since_eu_package: Array, *, agenda_from: Array,
    eu_deliberates: Array, package_interval: Array,
) -> Flag:  # fmt: skip
    """Brussels can sanction once it has deliberated on a crackdown that is on the agenda, one package at a time."""
    ready = above(crackdown_on_agenda, agenda_from) * flag(months_on_agenda >= eu_deliberates)
    return ready * flag(months_since_eu_package >= package_interval)


@auxiliary(Owner.US, "M32", "M27")
def us_package_is_open(
    crackdown_on_agenda: Array, months_on_agenda: Array, months_since_us_package: Array, *, agenda_from: Array,
    us_deliberates: Array, package_interval: Array,
) -> Flag:  # fmt: skip
    """Washington can sanction once it has deliberated on a crackdown that is on the agenda, one package at a time."""
    ready = above(crackdown_on_agenda, agenda_from) * flag(months_on_agenda >= us_deliberates)
    return ready * flag(months_since_us_package >= package_interval)


@flow("eu_new_sanctions", "M32")
def eu_adds_sanctions(
    eu_added_in_effect: Array, eu_imposes_sanctions: Array, eu_own_sanctions: Array, eu_sanctions_pressure: Array, *,
    package_size: Array,
) -> Score:  # fmt: skip
    """Each European package takes a share of what is left to sanction; a scenario's sanctions are put on the books too.

    x' = x + max(k package (1 - x), p - S_own), with x the added measures as they stand, p the scenario's level.
    """
    by_package = package_size * eu_imposes_sanctions * (1.0 - eu_added_in_effect)
    return np.maximum(by_package, positive(eu_sanctions_pressure - eu_own_sanctions))


@flow("eu_new_sanctions", "M23")
def eased_measures_stay_eased(eu_new_sanctions: Array, share_applied: Array, ladder_put_back: Array) -> Score:
    """Added measures that were suspended or lifted are taken over as they stand when new ones come: x' = x phi."""
    return -ladder_put_back * (1.0 - share_applied) * eu_new_sanctions


@flow("us_new_sanctions", "M32")
def us_adds_sanctions(us_new_sanctions: Array, us_imposes_sanctions: Array, *, package_size: Array) -> Score:
    """Each American package takes a share of what is left to sanction."""
    return package_size * us_imposes_sanctions * (1.0 - us_new_sanctions)


@flow("eu_new_sanctions", "M24")
def eu_sanctions_wear_off(
    eu_new_sanctions: Array, repression: Array, *, sanctions_decay: Array, calm_below: Array
) -> Score:
    """Added sanctions run out slowly while there is no crackdown."""
    return -sanctions_decay * below(repression, calm_below) * eu_new_sanctions


@flow("us_new_sanctions", "M24")
def us_sanctions_wear_off(
    us_new_sanctions: Array, repression: Array, *, sanctions_decay: Array, calm_below: Array
) -> Score:
    """Added sanctions run out slowly while there is no crackdown."""
    return -sanctions_decay * below(repression, calm_below) * us_new_sanctions


@update("months_since_eu_package", "M32")
def eu_package_ages(months_since_eu_package: Array, eu_imposes_sanctions: Array) -> Months:
    """Months since Brussels last added sanctions."""
    return np.where(eu_imposes_sanctions > 0.5, 1.0, months_since_eu_package + 1.0)


@update("months_since_us_package", "M32")
def us_package_ages(months_since_us_package: Array, us_imposes_sanctions: Array) -> Months:
    """Months since Washington last added sanctions."""
    return np.where(us_imposes_sanctions > 0.5, 1.0, months_since_us_package + 1.0)


@auxiliary(Owner.EU, "M23")
def easing_is_open(
    eu_new_sanctions: Array, months_since_eu_package: Array, months_since_easing: Array, prisoners_held: Array,
    repression: Array, *, worth_easing_from: Array, easing_wait: Array, prisoners_tolerated: Array,
    repression_tolerated: Array,
) -> Flag:  # fmt: skip
    """Brussels can ease what it added after a year without a package, with few held and little force.

    open = [x > x0] [package >= a year ago] [easing >= a year ago] [prisoners < p0] [r < r0]
    """
    quiet = flag(months_since_eu_package >= easing_wait) * flag(months_since_easing >= easing_wait)
    tolerable = below(prisoners_held, prisoners_tolerated) * below(repression, repression_tolerated)
    return above(eu_new_sanctions, worth_easing_from) * quiet * tolerable


@flow("eu_new_sanctions", "M23")
def brussels_eases(eu_eases_sanctions: Array, *, easing_step: Array) -> Score:
    """Brussels takes back a step of the sanctions it added."""
    return -easing_step * eu_eases_sanctions


@update("months_since_easing", "M23")
def easing_ages(months_since_easing: Array, eu_eases_sanctions: Array) -> Months:
    """Months since Brussels last eased what it added."""
    return np.where(eu_eases_sanctions > 0.5, 1.0, months_since_easing + 1.0)


@auxiliary(Owner.EU, "M28")
def threat_is_open(repression: Array, eu_new_sanctions: Array, *, news_from: Array, package_size: Array) -> Flag:
    """Brussels can threaten after a crackdown, while it has not sanctioned yet.

    open = [repression > r0] [added sanctions < package / 2], with r0 where repression is news in the West.
    """
    return above(repression, news_from) * flag(eu_new_sanctions < 0.5 * package_size)


@flow("threat_pending", "M28")
def threat_stands(threat_pending: Array, threaten_sanctions: Array, *, threat_fading: Array) -> Score:
    """A threat stands when made and fades month by month."""
    return np.where(threaten_sanctions > 0.5, 1.0 - threat_pending, -threat_fading * threat_pending)


@flow("threat_credibility", "M28")
def empty_threats_cost_credibility(
    threat_pending: Array, eu_imposes_sanctions: Array, *, threat_fading: Array, credibility_lost: Array
) -> Score:
    """A threat that fades without execution costs credibility."""
    return -credibility_lost * threat_fading * threat_pending * (1.0 - eu_imposes_sanctions)


@flow("threat_credibility", "M28")
def executed_threats_build_credibility(
    threat_credibility: Array, threat_pending: Array, eu_imposes_sanctions: Array, *, credibility_gained: Array
) -> Score:
    """A threat that is carried out builds credibility."""
    return credibility_gained * eu_imposes_sanctions * threat_pending * (1.0 - threat_credibility)


@auxiliary(Owner.BELARUS, "M28")
def threat_believed(threat_pending: Array, threat_credibility: Array, eu_sanctions: Array) -> Unit:
    """A standing threat as Minsk weighs it: credibility times what there is still to lose."""
    return threat_pending * threat_credibility * (1.0 - eu_sanctions)
