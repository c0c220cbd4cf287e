"""The words by which changes of a scenario are named: actors as readers call them, and moves as noun phrases."""

from __future__ import annotations

from types import MappingProxyType

ADJECTIVES = MappingProxyType(
    {
        "Belarus": "Belarusian",
        "Russia": "Russian",
        "Ukraine": "Ukrainian",
        "West": "Western",
        "Poland": "Polish",
        "Germany": "German",
        "France": "French",
        "Turkey": "Turkish",
        "Kazakhstan": "Kazakh",
        "Armenia": "Armenian",
        "Azerbaijan": "Azerbaijani",
        "China": "Chinese",
    }
)
"""Actors as adjectives; others (EU, US, NATO, OSCE, UN) are their own."""

WITH_ARTICLE = frozenset({"EU", "US", "West", "OSCE", "UN"})
"""Actors that are named with an article: the EU."""

MOVES = MappingProxyType(
    {
        "repress_restrained": "restrained repression",
        "repress_harshly": "mass repression",
        "release_prisoners": "a release of prisoners",
        "offer_venue": "an offer by Minsk to host talks",
        "bid_peacekeepers": "an offer of Belarusian peacekeepers",
        "bid_karabakh": "a bid by Minsk to host talks on Karabakh",
        "bid_syria": "a Minsk process on Syria",
        "bid_helsinki": "a call for a new Helsinki",
        "bid_bridge": "an offer of Minsk as a link between the blocs",
        "accommodate": "a step of Minsk towards Moscow",
        "keep_distance": "a step of Minsk away from Moscow",
        "grant_base": "a permanent Russian base",
        "grant_facilities": "joint facilities with Russia",
        "sign_integration": "steps of integration with Russia",
        "admit_troops": "Russian troops let into Belarus",
        "join_sanctions": "participation in Russian counter-sanctions",
        "vote_with_moscow": "a vote with Moscow at the UN",
        "recognise_annexation": "recognition of the annexation of Crimea",
        "open_visas": "visa-free entry from the West",
        "reassure_neighbours": "reassurance of the neighbours",
        "take_up_reform": "a step of political reform",
        "support_identity": "support of national revival",
        "mobilise": "a build-up of Belarusian defence",
        "speak_hostile": "hostile words from Minsk",
        "assure": "an assurance of loyalty to Moscow",
        "ask_rescue": "a call of Minsk for rescue",
        "ban_trade": "a Russian ban on more goods",
        "restore_trade": "an easing of the Russian trade ban",
        "cut_oil": "a Russian oil cut",
        "restore_oil": "an easing of the Russian oil cut",
        "close_borders": "Russian border zones",
        "press_for_base": "a public demand for a Russian base",
        "demand_integration": "a demand for integration",
        "campaign_against": "a Russian campaign against Minsk",
        "exploit_unrest": "the use of unrest by Moscow",
        "rescue": "a Russian rescue",
        "collect_price": "a price asked by Moscow for its rescue",
        "veto_venue": "a veto of Moscow on talks in Minsk",
        "cultivate_others": "support by Moscow for other clients",
        "suspend_sanctions": "a suspension of EU sanctions",
        "lift_sanctions": "a lifting of EU sanctions",
        "eu_imposes_sanctions": "new EU sanctions",
        "eu_eases_sanctions": "an easing of EU sanctions",
        "threaten_sanctions": "a threat of EU sanctions",
        "criticise": "criticism from Brussels",
        "eu_visits": "EU visits to Minsk",
        "issue_licence": "a new US licence",
        "renew_licence": "a renewal of the US licence",
        "us_imposes_sanctions": "new US sanctions",
        "us_trades_relief": "US relief traded for prisoners",
        "us_visits": "US visits to Minsk",
        "accept_venue": "consent of Kyiv to talks in Minsk",
        "reject_venue": "rejection of talks in Minsk by Kyiv",
        "move_talks": "a move of the talks away from Minsk",
    }
)
"""What each move is called where a scenario forces or forbids it."""

SEVERAL = frozenset(
    {
        "grant_facilities",
        "sign_integration",
        "admit_troops",
        "speak_hostile",
        "close_borders",
        "eu_imposes_sanctions",
        "eu_visits",
        "us_imposes_sanctions",
        "us_visits",
    }
)
"""Moves whose phrase takes a plural verb."""
