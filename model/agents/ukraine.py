"""Ukraine: it needs a place to talk, and has a veto over which."""

from __future__ import annotations

from model.core.declarations import Move, Owner

MOVES = (
    Move("accept_venue", Owner.UKRAINE, "offer", "accepts Minsk as venue", ("M47",), "offer_can_be_accepted"),
    Move("reject_venue", Owner.UKRAINE, "venue", "rules Minsk out", ("M59", "M60", "M53"), "hosting"),
    Move("move_talks", Owner.UKRAINE, "place", "moves the talks to a rival venue", ("M53",), "talks_can_move"),
)
"""What the government in Kyiv can do."""
