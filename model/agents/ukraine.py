"""Ukraine: it needs a place to talk, and has a veto over which."""

from __future__ import annotations

from functools import partial

from model.core.declarations import Move, Owner

move = partial(Move, Owner.UKRAINE)

MOVES = (
    move("accept_venue", "offer", "accepts Minsk as venue", ("M47",), "offer_can_be_accepted"),
    move("reject_venue", "venue", "rules Minsk out", ("M59", "M60", "M53"), "hosting"),
    move("move_talks", "place", "moves the talks to a rival venue", ("M53",), "talks_can_move"),
)
"""What the government in Kyiv can do."""
