"""Slow dispositions: how hard, friendly or nervous each of the five is beyond its reasons (M14, M23, M61, M77, M79).

Each drifts around zero with a spread of one. No rule moves them: they stand for whatever lasts longer than a month and
is not in the model (who advises whom, what was read last). Each weighs in what its actor does; see `seeds/`.
"""

from __future__ import annotations

from model.core.declarations import SCORE, Array, Owner, RandomDraw, Score, Size, Stock, auxiliary, update
from model.rules.forms import drifted, push_for_persistence

STOCKS = (
    Stock("disposition_russia", Owner.RUSSIA, "hardness of Moscow towards Minsk", "initial_russia", SCORE),
    Stock("disposition_belarus", Owner.BELARUS, "inclination of Minsk towards Moscow", "initial_belarus", SCORE),
    Stock("nerves", Owner.BELARUS, "how easily the leadership in Minsk loses its nerve", "initial_nerves", SCORE),
    Stock("street_mood", Owner.BELARUS, "restlessness of society", "initial_street", SCORE),
    Stock("disposition_eu", Owner.EU, "goodwill of Brussels towards Minsk", "initial_eu", SCORE),
    Stock("disposition_us", Owner.US, "goodwill of Washington towards Minsk", "initial_us", SCORE),
    Stock("disposition_ukraine", Owner.UKRAINE, "goodwill of Kyiv towards Minsk", "initial_ukraine", SCORE),
)  # fmt: skip

RANDOM_DRAWS = (
    RandomDraw("luck_of_russia", "where Moscow's hardness drifts"),
    RandomDraw("luck_of_belarus", "where the inclination of Minsk drifts"),
    RandomDraw("luck_of_nerves", "where the nerves of the leadership in Minsk drift"),
    RandomDraw("luck_of_street", "where the mood of the street drifts"),
    RandomDraw("luck_of_eu", "where the goodwill of Brussels drifts"),
    RandomDraw("luck_of_us", "where the goodwill of Washington drifts"),
    RandomDraw("luck_of_ukraine", "where the goodwill of Kyiv drifts"),
)


@auxiliary(Owner.SYSTEM, "M61")
def drift_of_dispositions(*, disposition_kept: Array, spread_of_even_draw: Array) -> Size:
    """The largest push on a disposition in a month, such that dispositions have a spread of one in the long run.

    g = s sqrt(1 - f f), with s the inverse spread of an even draw between -1 and 1.
    """
    return push_for_persistence(disposition_kept, spread_of_even_draw)


@auxiliary(Owner.SYSTEM, "M77")
def drift_of_street(*, street_mood_kept: Array, spread_of_even_draw: Array) -> Size:
    """The largest push on the mood of the street in a month, such that it has a spread of one in the long run.

    g = s sqrt(1 - f f)
    """
    return push_for_persistence(street_mood_kept, spread_of_even_draw)


@update("disposition_russia", "M14")
def moscow_hardens_or_softens(
    disposition_russia: Array, luck_of_russia: Array, drift_of_dispositions: Array, *, disposition_kept: Array
) -> Score:
    """Moscow is harder on Minsk in some years than its fear explains: x' = f x + g (2 u - 1)."""
    return drifted(disposition_russia, luck_of_russia, disposition_kept, drift_of_dispositions)


@update("disposition_belarus", "M61")
def minsk_leans(
    disposition_belarus: Array, luck_of_belarus: Array, drift_of_dispositions: Array, *, disposition_kept: Array
) -> Score:
    """Minsk is readier to come close to Moscow in some years than in others: x' = f x + g (2 u - 1)."""
    return drifted(disposition_belarus, luck_of_belarus, disposition_kept, drift_of_dispositions)


@update("nerves", "M79")
def nerves_fray(
    nerves: Array, luck_of_nerves: Array, drift_of_dispositions: Array, *, disposition_kept: Array
) -> Score:
    """Some leaderships keep their nerve before a crowd, others strike as they used to: x' = f x + g (2 u - 1)."""
    return drifted(nerves, luck_of_nerves, disposition_kept, drift_of_dispositions)


@update("street_mood", "M77")
def street_stirs(
    street_mood: Array, luck_of_street: Array, drift_of_street: Array, *, street_mood_kept: Array
) -> Score:
    """Society is restless for some months and quiet for others: x' = f x + g (2 u - 1), faster than dispositions."""
    return drifted(street_mood, luck_of_street, street_mood_kept, drift_of_street)


@update("disposition_eu", "M23")
def brussels_warms_or_cools(
    disposition_eu: Array, luck_of_eu: Array, drift_of_dispositions: Array, *, disposition_kept: Array
) -> Score:
    """Brussels is better disposed to Minsk in some years than in others: x' = f x + g (2 u - 1)."""
    return drifted(disposition_eu, luck_of_eu, disposition_kept, drift_of_dispositions)


@update("disposition_us", "M25")
def washington_warms_or_cools(
    disposition_us: Array, luck_of_us: Array, drift_of_dispositions: Array, *, disposition_kept: Array
) -> Score:
    """Washington is better disposed to Minsk in some years than in others: x' = f x + g (2 u - 1)."""
    return drifted(disposition_us, luck_of_us, disposition_kept, drift_of_dispositions)


@update("disposition_ukraine", "M47")
def kyiv_warms_or_cools(
    disposition_ukraine: Array, luck_of_ukraine: Array, drift_of_dispositions: Array, *, disposition_kept: Array
) -> Score:
    """Kyiv is better disposed to Minsk in some years than in others: x' = f x + g (2 u - 1)."""
    return drifted(disposition_ukraine, luck_of_ukraine, disposition_kept, drift_of_dispositions)
