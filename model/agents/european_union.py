"""The European Union: rights and security pull it two ways, and its institutions move in steps."""

from __future__ import annotations

from functools import partial

from model.core.declarations import Move, Owner

move = partial(Move, Owner.EU)

MOVES = (
    move("suspend_sanctions", "suspension", "suspends its sanctions", ("M23",), "suspension_is_open"),
    move("lift_sanctions", "lifting", "lifts most of its sanctions", ("M23",), "lifting_is_open"),
    move("eu_imposes_sanctions", "sanctions", "adopts a package of sanctions", ("M32", "M27"), "eu_package_is_open"),
    move("eu_eases_sanctions", "easing", "takes back part of the sanctions it added", ("M23",), "easing_is_open"),
    move("threaten_sanctions", "threat", "threatens new sanctions", ("M28",), "threat_is_open"),
    move("criticise", "criticism", "criticises repression", ("M41",), graded=True),
    move("eu_visits", "visits", "sends delegations to Minsk", ("M34", "M30"), graded=True),
)
"""What the Council, the Parliament and the member states that visit Minsk can do."""
