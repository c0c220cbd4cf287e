"""Rescue and its price: a regime that asks, a patron that saves and collects (M81-M83).

Four ties that differ: a rescue binds the regime half-way and gives it time; isolation holds the rest fast; debt lets
Moscow ask a price until it is paid off; the economy's dependence and signed integration are those of `dependence`.
"""

from __future__ import annotations

import numpy as np

from model.core.declarations import (
    FLAG,
    Array,
    Flag,
    Owner,
    Score,
    Stock,
    Unit,
    auxiliary,
    flow,
    update,
)
from model.rules.forms import above, clip01, positive

STOCKS = (
    Stock("survival_dependence", Owner.BELARUS, "dependence on Moscow for the regime's survival",
          "initial_survival_dependence"),
    Stock("rescue_asked", Owner.BELARUS, "Minsk has asked for rescue", "zero", FLAG),
    Stock("rescue_running", Owner.RUSSIA, "a rescue is running", "zero", FLAG),
    Stock("rescue_debt", Owner.BELARUS, "debt from the rescue", "zero"),
    Stock("collecting", Owner.RUSSIA, "Moscow is collecting the price", "zero", FLAG),
)  # fmt: skip


@auxiliary(Owner.BELARUS, "M83")
def survival_counted(survival_dependence: Array, *, survival_counted_from: Array) -> Unit:
    """Dependence on Moscow for survival, beyond the ordinary: max(0, d - d0)."""
    return positive(survival_dependence - survival_counted_from)


@auxiliary(Owner.BELARUS, "M83")
def dependence_felt(survival_dependence: Array, *, dependence_felt_from: Array) -> Unit:
    """Dependence on Moscow for survival as soon as it is felt: max(0, d - d0)."""
    return positive(survival_dependence - dependence_felt_from)


@update("rescue_asked", "M81")
def request_is_made(ask_rescue: Array) -> Flag:
    """A call for help this month is answered next month."""
    return ask_rescue


@auxiliary(Owner.RUSSIA, "M81", "M04")
def contagion(buffer_value: Array, *, contagion_base: Array, contagion_by_buffer: Array) -> Unit:
    """Moscow's fear that a successful revolution next door spreads, larger where the buffer is worth more."""
    return clip01(contagion_base + contagion_by_buffer * buffer_value)


@auxiliary(Owner.RUSSIA, "M81")
def contagion_in_crisis(contagion: Array, regime_threat_squared: Array) -> Unit:
    """Fear of contagion in a grave crisis."""
    return contagion * regime_threat_squared


@auxiliary(Owner.RUSSIA, "M81")
def rescue_is_open(rescue_asked: Array, rescue_running: Array) -> Flag:
    """Moscow rescues only when asked, and goes on while it runs."""
    return np.maximum(rescue_asked, rescue_running)


@auxiliary(Owner.RUSSIA, "M81")
def rescue_given(rescue: Array, rescue_pressure: Array) -> Flag:
    """The regime is rescued this month, by Moscow's decision or by the scenario's."""
    return np.maximum(rescue, rescue_pressure)


@update("rescue_running", "M81")
def rescue_next(rescue_given: Array) -> Flag:
    """A rescue given this month is running next month."""
    return rescue_given


@flow("survival_dependence", "M81", "M83")
def rescue_binds(
    survival_dependence: Array, rescue_given: Array, *, dependence_by_rescue: Array, dependence_of_rescued: Array
) -> Score:
    """Being rescued makes the regime depend on its rescuer, up to a limit (share of the rest, per month)."""
    return dependence_by_rescue * rescue_given * positive(dependence_of_rescued - survival_dependence)


@auxiliary(Owner.BELARUS, "M83", "M26")
def isolation(
    sanctions_felt_in_diplomacy: Array, contacts: Array, *, isolation_by_sanctions: Array, isolation_from: Array
) -> Unit:
    """How isolated Minsk is from the West, by sanctions and by contacts that are gone, beyond the ordinary.

    z = clip((w S + (1 - w) (1 - C) - z0) / (1 - z0))
    """
    alone = isolation_by_sanctions * sanctions_felt_in_diplomacy + (1.0 - isolation_by_sanctions) * (1.0 - contacts)
    return clip01((alone - isolation_from) / (1.0 - isolation_from))


@flow("survival_dependence", "M83", "M26")
def isolation_binds(
    survival_dependence: Array, isolation: Array, regime_threat: Array, *, dependence_by_isolation: Array,
    dependence_of_isolated: Array, isolation_threat_from: Array, isolation_threat_span: Array,
) -> Score:  # fmt: skip
    """A regime that is isolated and under threat has only Moscow left.

    d' = d + k z clip((t - t0) / span) max(0, d1 - d), with z the isolation, t the threat to the regime.
    """
    trapped = isolation * clip01((regime_threat - isolation_threat_from) / isolation_threat_span)
    return dependence_by_isolation * trapped * positive(dependence_of_isolated - survival_dependence)


@flow("survival_dependence", "M83")
def dependence_wears_off(
    survival_dependence: Array, rescue_given: Array, isolation: Array, *, dependence_decay: Array,
    dependence_usual: Array,
) -> Score:  # fmt: skip
    """Dependence wears off slowly, as far as the regime is neither rescued nor isolated.

    d' = d - v (1 - rescue) (1 - z) max(0, d - d0)
    """
    free = (1.0 - rescue_given) * (1.0 - isolation)
    return -dependence_decay * free * positive(survival_dependence - dependence_usual)


@flow("rescue_debt", "M82")
def debt_grows(rescue_debt: Array, rescue_given: Array, *, debt_by_rescue: Array) -> Score:
    """Every month of rescue adds to the debt (share of the rest)."""
    return debt_by_rescue * rescue_given * (1.0 - rescue_debt)


@flow("rescue_debt", "M82")
def debt_is_paid(rescue_debt: Array, collect_price: Array, rescue_given: Array, *, debt_paid: Array) -> Score:
    """A price that is collected pays off some of the debt, once the rescue is over."""
    return -debt_paid * collect_price * (1.0 - rescue_given) * rescue_debt


@auxiliary(Owner.RUSSIA, "M82")
def price_can_be_asked(rescue_debt: Array, *, debt_payable_from: Array) -> Flag:
    """First protect, then capitalise: a price can be asked only for a debt."""
    return above(rescue_debt, debt_payable_from)


@auxiliary(Owner.RUSSIA, "M82")
def clients_weakness(room_for_manoeuvre: Array) -> Unit:
    """The weakness that invites extraction: no room for manoeuvre."""
    return 1.0 - room_for_manoeuvre


@update("collecting", "M82")
def collection_next(collect_price: Array) -> Flag:
    """What Moscow collects this month it demands aloud next month."""
    return collect_price
