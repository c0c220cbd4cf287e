"""How important each move, event and step is for a page, and clauses for what changed the headline."""

from __future__ import annotations

from types import MappingProxyType

MOVES_BY_IMPORTANCE = {
    3.0: (
        "accept_venue",
        "reject_venue",
        "move_talks",
        "repress_harshly",
        "release_prisoners",
        "suspend_sanctions",
        "rescue",
        "grant_base",
        "recognise_annexation",
    ),
    2.8: ("admit_troops",),
    2.7: ("eu_imposes_sanctions",),
    2.6: ("lift_sanctions", "collect_price", "exploit_unrest", "sign_integration", "join_sanctions", "open_visas"),
    2.5: ("veto_venue",),
    2.4: ("issue_licence", "us_imposes_sanctions", "ask_rescue", "us_trades_relief"),
    2.2: ("offer_venue", "repress_restrained", "demand_integration", "cut_oil", "eu_eases_sanctions", "bid_helsinki"),
    2.1: ("press_for_base", "accommodate"),
    2.0: (
        "ban_trade",
        "keep_distance",
        "grant_facilities",
        "take_up_reform",
        "speak_hostile",
        "bid_karabakh",
        "bid_syria",
        "bid_peacekeepers",
    ),
    1.8: ("support_identity",),
    1.7: ("close_borders",),
    1.5: ("campaign_against",),
    1.4: ("cultivate_others",),
    1.3: ("mobilise",),
    1.2: ("eu_visits", "restore_oil"),
    1.1: ("us_visits", "assure", "reassure_neighbours"),
    1.0: ("threaten_sanctions", "restore_trade"),
    0.9: ("vote_with_moscow",),
    0.6: ("bid_bridge",),
    0.5: ("criticise",),
    0.3: ("renew_licence",),
}
MOVE_IMPORTANCE = MappingProxyType({move: value for value, moves in MOVES_BY_IMPORTANCE.items() for move in moves})
"""How important a move is the first time it is made, from 0.3 to 3."""

ENDS, STEP_IMPORTANCE, POSTURE_IMPORTANCE, ORDERS = 0.7, 2.3, 2.9, 3.5
"""The same for moves that end, steps, postures, and what the scenario orders."""

OUTSIDE_IMPORTANCE = MappingProxyType(
    {
        "precedent": 3.0,
        "war": 3.0,
        "election_shock": 3.0,
        "grievance": 2.6,
        "pandemic": 2.4,
        "rival_venue": 2.2,
        "tension": 1.8,
        "leadership_turnover": 1.3,
        "counter_sanctions": 0.6,
        "exercise": 0.3,
        "un_vote": 0.0,
        "assembly_vote": 0.0,
    }
)
"""Events of history by kind; what a scenario adds is as important as an order."""

STEP_MOVES = MappingProxyType(
    {
        "hosting": ("accept_venue", "reject_venue", "move_talks"),
        "venue_lost": ("reject_venue",),
        "prisoners_held": ("release_prisoners", "repress_harshly"),
        "licence": ("issue_licence",),
        "visa_free": ("open_visas",),
        "base_granted": ("grant_base",),
        "joined_sanctions": ("join_sanctions",),
        "annexation_recognised": ("recognise_annexation",),
        "eu_rung": ("suspend_sanctions", "lift_sanctions", "eu_imposes_sanctions"),
    }
)
"""Step -> the moves of the same month that say the same."""

TERMS = MappingProxyType(
    {
        "military_dependence": ("military ties with Russia loosened", "military integration with Russia deepened"),
        "russian_presence": ("Russian troops left", "more Russian troops came"),
        "base_granted": ("the Russian base was closed", "Russia got its base"),
        "survival_dependence": (
            "the regime needed Moscow less for its survival",
            "the regime came to depend on Moscow for its survival",
        ),
        "accommodation": ("Minsk yielded less to Moscow", "Minsk yielded more to Moscow"),
        "internal_balancing": ("Belarus built up its own defence", "Belarus neglected its own defence"),
        "effective_dependence": ("the economy depended less on Russia", "the economy depended more on Russia"),
        "diversification": ("the economy found other outlets", "the economy lost other outlets"),
        "sanctions_felt_in_diplomacy": ("sanctions isolated Minsk less", "sanctions isolated Minsk more"),
        "sanctions_felt_in_trade": (
            "Western sanctions weighed less on trade",
            "Western sanctions weighed more on trade",
        ),
        "integration": ("integration with Russia receded", "integration with Russia advanced"),
        "joined_sanctions": ("Minsk left Russian counter-sanctions", "Minsk joined Russian counter-sanctions"),
        "belarus_trade": ("trade with Ukraine grew", "trade with Ukraine shrank"),
        "visa_free": ("short visas for the West were abolished", "the borders closed to visitors from the West"),
        "contacts": ("contacts with the West grew", "contacts with the West declined"),
        "mediation": ("talks came to Minsk", "the talks in Minsk lost importance"),
        "hostile_voice": ("Minsk spoke less harshly of the West", "Minsk spoke more harshly of the West"),
        "loyal_acts": ("acts of loyalty to Moscow became rarer", "acts of loyalty to Moscow became more frequent"),
        "identity": ("national revival gained ground", "national revival lost ground"),
        "identity_credit": (
            "the leader won credit for national revival",
            "the leader lost credit for national revival",
        ),
        "friendly_media": ("Russian media praised the regime less", "Russian media took the regime's side"),
    }
)
"""What the headline rests on -> what is said when it pulled towards the West, and when it pulled towards Moscow."""

COUNTED_AS = MappingProxyType({"exercise": "russian_presence"})
"""What is told together with something else: an exercise counts by the troops that it brings."""

NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def months_in_words(number: int) -> str:
    """``1`` as ``a month``, ``9`` as ``nine months``, ``30`` as ``30 months``."""
    if number == 1:
        return "a month"
    return f"{NUMBERS[number] if number < len(NUMBERS) else number} months"


def term_in_words(leaf: str, pull: float) -> str:
    """What pulled the headline, as a clause in the past."""
    west, moscow = TERMS[leaf]
    return west if pull > 0 else moscow


def signed(number: float) -> str:
    """A number with its sign and two decimals, with a true minus, and no sign before nothing."""
    text = f"{number:+.2f}".replace("-", "−")
    return text if round(number, 2) else text[1:]
