"""Belarus: a small state that wants its regime to survive, its sovereignty to last, and both patrons to pay.

It answers the street, the prisoners' dilemma of conditionality, the demands of its ally, and offers itself as a host.
"""

from __future__ import annotations

from functools import partial

from model.core.declarations import Move, Owner

move = partial(Move, Owner.BELARUS)

MOVES = (
    move(
        "repress_restrained",
        "repression",
        "answers protest with short sentences and fines",
        ("M79",),
        "restraint_is_open",
    ),
    move("repress_harshly", "repression", "answers with mass arrests and terror", ("M80", "M83")),
    move("release_prisoners", "prisoners", "frees political prisoners", ("M23",), "release_is_open"),
    move("offer_venue", "venue", "offers to host talks on the war", ("M39",), "venue_can_be_offered"),
    move("bid_peacekeepers", "bid", "offers peacekeepers for Donbas", ("M52", "M57"), "bid_is_open"),
    move("bid_karabakh", "bid", "offers to host talks on Karabakh", ("M50", "M57"), "bid_is_open"),
    move("bid_syria", "bid", "tries out a Minsk process on Syria", ("M51", "M57"), "bid_is_open"),
    move("bid_helsinki", "bid", "calls for a new Helsinki", ("M49", "M54", "M57"), "bid_is_open"),
    move("bid_bridge", "appeal", "offers itself as a link between the blocs", ("M76",), "forum"),
    move("accommodate", "stance", "comes a step closer to Moscow", ("M61", "M26"), "stance_can_yield"),
    move("keep_distance", "stance", "moves a step away from Moscow", ("M61",), "stance_can_harden"),
    move("grant_base", "base", "grants a permanent Russian base", ("M06", "M82"), "base_is_asked_for"),
    move(
        "grant_facilities",
        "facilities",
        "agrees to joint facilities short of a base",
        ("M07", "M84"),
        "facilities_can_be_granted",
    ),
    move("sign_integration", "integration", "signs steps of integration", ("M16", "M13"), "integration_is_asked_for"),
    move("admit_troops", "troops", "lets Russian troops in", ("M84",), "troops_can_be_admitted"),
    move(
        "join_sanctions",
        "counter_sanctions",
        "joins Russia's counter-sanctions",
        ("M19", "M20"),
        "counter_sanctions_are_on_the_table",
    ),
    move("vote_with_moscow", "vote", "votes with Moscow in the United Nations", ("M67",), "un_vote"),
    move("recognise_annexation", "recognition", "recognises the annexation of Crimea", ("M68",), "recognition_is_open"),
    move("open_visas", "visas", "abolishes short visas for the West", ("M17", "M22"), "visas_can_be_opened"),
    move(
        "reassure_neighbours",
        "reassurance",
        "invites observers and briefs the neighbours",
        ("M74", "M75"),
        "exercise_is_announced",
    ),
    move("take_up_reform", "reform", "takes a step of political reform", ("M37",)),
    move("support_identity", "identity", "supports national revival", ("M66",), graded=True),
    move("mobilise", "defence", "builds up its own defence", ("M65",), graded=True),
    move("speak_hostile", "voice", "speaks with hostility of neighbours and West", ("M91",), graded=True),
    move("assure", "assurance", "assures Moscow of its loyalty", ("M08",)),
    move("ask_rescue", "call", "asks Moscow for rescue", ("M81",)),
)
"""What the leadership in Minsk can do."""
