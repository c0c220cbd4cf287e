"""How the five stand to one another, for display: signed relations read off the state (definitions, no beliefs)."""

from __future__ import annotations

from model.rules.forms import clip11
from model.vocabulary import Array, Owner, Signed, gauge


@gauge(Owner.UKRAINE)
def ukraine_to_belarus(ukraine_credibility: Array) -> Signed:
    """How Kyiv stands to Minsk: trust in the place, centred."""
    return 2.0 * ukraine_credibility - 1.0


@gauge(Owner.EU)
def eu_to_belarus(eu_image: Array, contacts: Array, eu_sanctions: Array) -> Signed:
    """How Brussels stands to Minsk: image and contacts against sanctions."""
    return clip11(eu_image + contacts - eu_sanctions)


@gauge(Owner.US)
def us_to_belarus(us_image: Array, contacts: Array, us_sanctions: Array) -> Signed:
    """How Washington stands to Minsk: image and contacts against sanctions."""
    return clip11(us_image + contacts - us_sanctions)


@gauge(Owner.RUSSIA)
def russia_to_belarus(loyalty: Array, fear_of_abandonment: Array, coercion: Array, rescue_running: Array) -> Signed:
    """How Moscow stands to Minsk: loyalty seen and rescue against fear and coercion."""
    return clip11(loyalty - fear_of_abandonment + 0.5 * (rescue_running - coercion))


@gauge(Owner.BELARUS)
def belarus_to_russia(accommodation: Array, hostile_media: Array) -> Signed:
    """How Minsk stands to Moscow: accommodation, centred, less what hostile media spoil."""
    return clip11(2.0 * accommodation - 1.0 - 0.5 * hostile_media)


@gauge(Owner.BELARUS)
def belarus_to_eu(contacts: Array, hostile_voice: Array) -> Signed:
    """How Minsk stands to Brussels: contacts against hostile rhetoric."""
    return contacts - hostile_voice


@gauge(Owner.BELARUS)
def belarus_to_us(contacts: Array, hostile_voice: Array, us_credibility: Array) -> Signed:
    """How Minsk stands to Washington: half the contacts, half the trust it enjoys there, against hostile rhetoric."""
    return clip11(0.5 * contacts + 0.5 * us_credibility - hostile_voice)


@gauge(Owner.BELARUS)
def belarus_to_ukraine(belarus_trade: Array, hostile_voice: Array, russian_presence: Array) -> Signed:
    """How Minsk stands to Kyiv: trade against hostile rhetoric and the troops it lets in."""
    return clip11(belarus_trade - hostile_voice - russian_presence)


@gauge(Owner.RUSSIA)
def russia_to_west(tension: Array) -> Signed:
    """How Moscow stands to Brussels and Washington: the tension, with its sign."""
    return -tension


@gauge(Owner.EU)
def west_to_russia(tension: Array) -> Signed:
    """How Brussels and Washington stand to Moscow: the tension, with its sign."""
    return -tension


@gauge(Owner.RUSSIA)
def russia_to_ukraine(tension: Array, war: Array) -> Signed:
    """How Moscow stands to Kyiv: hostile with the war and the tension."""
    return clip11(-0.5 * tension - war)


@gauge(Owner.UKRAINE)
def ukraine_to_russia(tension: Array, war: Array) -> Signed:
    """How Kyiv stands to Moscow: hostile with the war and the tension."""
    return clip11(-0.5 * tension - war)


@gauge(Owner.EU)
def west_to_ukraine(tension: Array) -> Signed:
    """How Brussels and Washington stand to Kyiv: the closer, the greater the tension with Moscow."""
    return tension


@gauge(Owner.UKRAINE)
def ukraine_to_west(tension: Array) -> Signed:
    """How Kyiv stands to Brussels and Washington: the closer, the greater the tension with Moscow."""
    return tension


@gauge(Owner.EU)
def eu_to_us(tension: Array) -> Signed:
    """How Brussels stands to Washington: allied, the closer the greater the tension with Moscow."""
    return 0.5 + 0.5 * tension


@gauge(Owner.US)
def us_to_eu(tension: Array) -> Signed:
    """How Washington stands to Brussels: allied, the closer the greater the tension with Moscow."""
    return 0.5 + 0.5 * tension
