"""Belarus: a small state that wants its regime to survive, its sovereignty to last, and both patrons to pay.

It answers the street, the prisoners' dilemma of conditionality, the demands of its ally, and offers itself as a host.
"""

from __future__ import annotations

from model.core.declarations import Move, Owner

MOVES = (
    Move(
        "repress_restrained",
        Owner.BELARUS,
        "repression",
        "answers protest with short sentences and fines",
        ("M79",),
        "restraint_is_open",
    ),
    Move("repress_harshly", Owner.BELARUS, "repression", "answers with mass arrests and terror", ("M80", "M83")),
    Move("release_prisoners", Owner.BELARUS, "prisoners", "frees political prisoners", ("M23",), "release_is_open"),
    Move("offer_venue", Owner.BELARUS, "venue", "offers to host talks on the war", ("M39",), "venue_can_be_offered"),
    Move("bid_peacekeepers", Owner.BELARUS, "bid", "offers peacekeepers for Donbas", ("M52", "M57"), "bid_is_open"),
    Move("bid_karabakh", Owner.BELARUS, "bid", "offers to host talks on Karabakh", ("M50", "M57"), "bid_is_open"),
    Move("bid_syria", Owner.BELARUS, "bid", "tries out a Minsk process on Syria", ("M51", "M57"), "bid_is_open"),
    Move("bid_helsinki", Owner.BELARUS, "bid", "calls for a new Helsinki", ("M49", "M54", "M57"), "bid_is_open"),
    Move("bid_bridge", Owner.BELARUS, "appeal", "offers itself as a link between the blocs", ("M76",), "forum"),
    Move("accommodate", Owner.BELARUS, "stance", "comes a step closer to Moscow", ("M61", "M26"), "stance_can_yield"),
    Move("keep_distance", Owner.BELARUS, "stance", "moves a step away from Moscow", ("M61",), "stance_can_harden"),
    Move("grant_base", Owner.BELARUS, "base", "grants a permanent Russian base", ("M06", "M82"), "base_is_asked_for"),
    Move(
        "grant_facilities",
        Owner.BELARUS,
        "facilities",
        "agrees to joint facilities short of a base",
        ("M07", "M84"),
        "facilities_can_be_granted",
    ),
    Move(
        "sign_integration",
        Owner.BELARUS,
        "integration",
        "signs steps of integration",
        ("M16", "M13"),
        "integration_is_asked_for",
    ),
    Move("admit_troops", Owner.BELARUS, "troops", "lets Russian troops in", ("M84",), "troops_can_be_admitted"),
    Move(
        "join_sanctions",
        Owner.BELARUS,
        "counter_sanctions",
        "joins Russia's counter-sanctions",
        ("M19", "M20"),
        "counter_sanctions_are_on_the_table",
    ),
    Move("vote_with_moscow", Owner.BELARUS, "vote", "votes with Moscow in the United Nations", ("M67",), "un_vote"),
    Move(
        "recognise_annexation",
        Owner.BELARUS,
        "recognition",
        "recognises the annexation of Crimea",
        ("M68",),
        "recognition_is_open",
    ),
    Move(
        "open_visas",
        Owner.BELARUS,
        "visas",
        "abolishes short visas for the West",
        ("M17", "M22"),
        "visas_can_be_opened",
    ),
    Move(
        "reassure_neighbours",
        Owner.BELARUS,
        "reassurance",
        "invites observers and briefs the neighbours",
        ("M74", "M75"),
        "exercise_is_announced",
    ),
    Move("take_up_reform", Owner.BELARUS, "reform", "takes a step of political reform", ("M37",)),
    Move("support_identity", Owner.BELARUS, "identity", "supports national revival", ("M66",)),
    Move("mobilise", Owner.BELARUS, "defence", "builds up its own defence", ("M65",)),
    Move("speak_hostile", Owner.BELARUS, "voice", "speaks with hostility of neighbours and West", ("M91",)),
    Move("assure", Owner.BELARUS, "assurance", "assures Moscow of its loyalty", ("M08",)),
    Move("ask_rescue", Owner.BELARUS, "call", "asks Moscow for rescue", ("M81",)),
)
"""What the leadership in Minsk can do."""
