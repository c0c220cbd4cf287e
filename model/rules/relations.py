"""How the five stand to one another, for display: signed relations read off the state (definitions, no beliefs)."""

from __future__ import annotations

from model.core.declarations import Array, Owner, Signed, auxiliary
from model.rules.forms import clip11


@auxiliary(Owner.UKRAINE)
def ukraine_to_belarus(ukraine_credibility: Array) -> Signed:
    """How Kyiv stands to Minsk: trust in the place, centred."""
    return 2.0 * ukraine_credibility - 1.0


@auxiliary(Owner.EU)
def eu_to_belarus(
    eu_image: Array, contacts: Array, eu_sanctions: Array, *, eu_by_image: Array, eu_by_contacts: Array,
    eu_by_sanctions: Array,
) -> Signed:  # fmt: skip
    """How Brussels stands to Minsk: image and contacts against sanctions.

    r = clip(a1 image + a2 contacts - a3 European sanctions, -1, 1)
    """
    return clip11(eu_by_image * eu_image + eu_by_contacts * contacts - eu_by_sanctions * eu_sanctions)


@auxiliary(Owner.US)
def us_to_belarus(
    us_image: Array, contacts: Array, us_sanctions: Array, *, us_by_image: Array, us_by_contacts: Array,
    us_by_sanctions: Array,
) -> Signed:  # fmt: skip
    """How Washington stands to Minsk: image and contacts against sanctions.

    r = clip(a1 image + a2 contacts - a3 American sanctions, -1, 1)
    """
    return clip11(us_by_image * us_image + us_by_contacts * contacts - us_by_sanctions * us_sanctions)


@auxiliary(Owner.RUSSIA)
def russia_to_belarus(
    loyalty: Array, military_dependence: Array, rescue_running: Array, fear_of_abandonment: Array, coercion: Array, *,
    russia_by_loyalty: Array, russia_by_alliance: Array, russia_by_rescue: Array, russia_by_fear: Array,
    russia_by_coercion: Array,
) -> Signed:  # fmt: skip
    """How Moscow stands to Minsk: loyalty seen, alliance and rescue against fear and coercion.

    r = clip(a1 loyalty + a2 military integration + a3 rescue - a4 fear of abandonment - a5 coercion, -1, 1)
    """
    return clip11(
        russia_by_loyalty * loyalty
        + russia_by_alliance * military_dependence
        + russia_by_rescue * rescue_running
        - russia_by_fear * fear_of_abandonment
        - russia_by_coercion * coercion
    )


@auxiliary(Owner.BELARUS)
def belarus_to_russia(
    accommodation: Array, military_dependence: Array, hostile_media: Array, *, belarus_by_stance: Array,
    belarus_by_alliance: Array, belarus_by_media: Array,
) -> Signed:  # fmt: skip
    """How Minsk stands to Moscow: accommodation and the alliance, less what hostile media spoil.

    r = clip(a1 accommodation + a2 military integration - a3 hostile media, -1, 1). A Minsk that hedges does not yield
    to Moscow, yet it stays an ally: it is cool, not hostile.
    """
    return clip11(
        belarus_by_stance * accommodation + belarus_by_alliance * military_dependence - belarus_by_media * hostile_media
    )


@auxiliary(Owner.BELARUS)
def belarus_to_eu(
    contacts: Array, eu_sanctions: Array, hostile_voice: Array, *, to_eu_by_contacts: Array, resentment: Array,
    to_west_by_voice: Array,
) -> Signed:  # fmt: skip
    """How Minsk stands to Brussels: contacts against resented sanctions and hostile rhetoric.

    r = clip(a1 contacts - a2 European sanctions - a3 hostile voice, -1, 1)
    """
    return clip11(to_eu_by_contacts * contacts - resentment * eu_sanctions - to_west_by_voice * hostile_voice)


@auxiliary(Owner.BELARUS)
def belarus_to_us(
    contacts: Array, us_credibility: Array, us_sanctions: Array, hostile_voice: Array, *, to_us_by_contacts: Array,
    to_us_by_credibility: Array, resentment: Array, to_west_by_voice: Array,
) -> Signed:  # fmt: skip
    """How Minsk stands to Washington: contacts and trust enjoyed there against resented sanctions and rhetoric.

    r = clip(a1 contacts + a2 credibility - a3 American sanctions - a4 hostile voice, -1, 1)
    """
    return clip11(
        to_us_by_contacts * contacts
        + to_us_by_credibility * us_credibility
        - resentment * us_sanctions
        - to_west_by_voice * hostile_voice
    )


@auxiliary(Owner.BELARUS)
def belarus_to_ukraine(belarus_trade: Array, hostile_voice: Array, russian_presence: Array) -> Signed:
    """How Minsk stands to Kyiv: trade against hostile rhetoric and the troops it lets in."""
    return clip11(belarus_trade - hostile_voice - russian_presence)


@auxiliary(Owner.RUSSIA)
def russia_to_west(tension: Array) -> Signed:
    """How Moscow stands to Brussels and Washington: the tension, with its sign."""
    return -tension


@auxiliary(Owner.EU)
def west_to_russia(tension: Array) -> Signed:
    """How Brussels and Washington stand to Moscow: the tension, with its sign."""
    return -tension


@auxiliary(Owner.RUSSIA)
def russia_to_ukraine(tension: Array, war: Array) -> Signed:
    """How Moscow stands to Kyiv: hostile with the war and the tension."""
    return clip11(-0.5 * tension - war)


@auxiliary(Owner.UKRAINE)
def ukraine_to_russia(tension: Array, war: Array) -> Signed:
    """How Kyiv stands to Moscow: hostile with the war and the tension."""
    return clip11(-0.5 * tension - war)


@auxiliary(Owner.EU)
def west_to_ukraine(tension: Array) -> Signed:
    """How Brussels and Washington stand to Kyiv: the closer, the greater the tension with Moscow."""
    return tension


@auxiliary(Owner.UKRAINE)
def ukraine_to_west(tension: Array) -> Signed:
    """How Kyiv stands to Brussels and Washington: the closer, the greater the tension with Moscow."""
    return tension


@auxiliary(Owner.EU)
def eu_to_us(tension: Array) -> Signed:
    """How Brussels stands to Washington: allied, the closer the greater the tension with Moscow."""
    return 0.5 + 0.5 * tension


@auxiliary(Owner.US)
def us_to_eu(tension: Array) -> Signed:
    """How Washington stands to Brussels: allied, the closer the greater the tension with Moscow."""
    return 0.5 + 0.5 * tension
