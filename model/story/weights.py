"""What a page says first: how important each move, event and step is, and clauses for what moved the headline."""

from __future__ import annotations

from types import MappingProxyType

MOVE_IMPORTANCE = MappingProxyType(
    {
        "accept_venue": 3.0,
        "reject_venue": 3.0,
        "move_talks": 3.0,
        "offer_venue": 2.2,
        "veto_venue": 2.5,
        "repress_harshly": 3.0,
        "repress_restrained": 2.2,
        "release_prisoners": 3.0,
        "suspend_sanctions": 3.0,
        "lift_sanctions": 2.6,
        "issue_licence": 2.4,
        "renew_licence": 0.3,
        "eu_imposes_sanctions": 2.7,
        "us_imposes_sanctions": 2.4,
        "threaten_sanctions": 1.0,
        "criticise": 0.5,
        "eu_visits": 1.2,
        "us_visits": 1.1,
        "rescue": 3.0,
        "ask_rescue": 2.4,
        "collect_price": 2.6,
        "exploit_unrest": 2.6,
        "cultivate_others": 1.4,
        "press_for_base": 2.1,
        "demand_integration": 2.2,
        "grant_base": 3.0,
        "sign_integration": 2.6,
        "admit_troops": 2.8,
        "cut_oil": 2.2,
        "ban_trade": 2.0,
        "close_borders": 1.7,
        "campaign_against": 1.5,
        "recognise_annexation": 3.0,
        "join_sanctions": 2.6,
        "vote_with_moscow": 0.9,
        "open_visas": 2.6,
        "accommodate": 2.1,
        "keep_distance": 2.0,
        "grant_facilities": 2.0,
        "take_up_reform": 2.0,
        "bid_bridge": 0.6,
        "restore_oil": 1.2,
        "restore_trade": 1.0,
        "eu_eases_sanctions": 2.2,
        "us_trades_relief": 2.4,
        "assure": 1.1,
        "speak_hostile": 2.0,
        "support_identity": 1.8,
        "mobilise": 1.3,
        "reassure_neighbours": 1.1,
        "bid_karabakh": 2.0,
        "bid_syria": 2.0,
        "bid_helsinki": 2.2,
        "bid_peacekeepers": 2.0,
    }
)
"""Move -> how important it is the first time."""

OTHER_MOVES, ENDS, STEP_IMPORTANCE, POSTURE_IMPORTANCE, ORDERS = 1.6, 0.7, 2.3, 2.9, 3.5
"""The same for moves without a line, for moves that end, steps, postures, and what the scenario orders."""

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
        "base_granted": ("the Russian base went", "Russia got its base"),
        "survival_dependence": (
            "the regime needed Moscow less for its survival",
            "the regime came to depend on Moscow for its survival",
        ),
        "accommodation": ("Minsk yielded less to Moscow", "Minsk yielded more to Moscow"),
        "internal_balancing": ("Belarus built up its own defence", "Belarus let its own defence slide"),
        "transparency": ("the army showed itself to the neighbours", "the army closed itself to the neighbours"),
        "effective_dependence": ("the economy leaned less on Russia", "the economy leaned more on Russia"),
        "diversification": ("the economy found other outlets", "the economy lost other outlets"),
        "sanctions_felt_in_diplomacy": ("Western sanctions isolated less", "Western sanctions isolated more"),
        "sanctions_felt_in_trade": (
            "Western sanctions weighed less on trade",
            "Western sanctions weighed more on trade",
        ),
        "integration": ("integration with Russia receded", "integration with Russia went ahead"),
        "joined_sanctions": ("Minsk left Russian counter-sanctions", "Minsk joined Russian counter-sanctions"),
        "belarus_trade": ("trade with Ukraine grew", "trade with Ukraine shrank"),
        "visa_free": ("short visas for the West fell", "the borders closed to visitors from the West"),
        "contacts": ("contacts with the West grew", "contacts with the West withered"),
        "mediation": ("talks came to Minsk", "the talks in Minsk faded"),
        "hostile_voice": ("Minsk's words softened", "Minsk turned to hostile words"),
        "loyal_acts": ("acts of loyalty to Moscow became fewer", "Minsk added up acts of loyalty to Moscow"),
        "identity": ("national revival gained ground", "national revival lost ground"),
        "identity_credit": (
            "the leader won credit for national revival",
            "the leader lost credit for national revival",
        ),
        "friendly_media": ("Russian media praised the regime less", "Russian media took the regime's side"),
    }
)
"""What the headline rests on -> what is said when it pulled towards the West, and when it pulled towards Moscow."""

NUMBERS = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]


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
