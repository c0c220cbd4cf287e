"""The European Union: rights and security pull it two ways, and its institutions move in steps."""

from __future__ import annotations

from model.core.declarations import Move, Owner

MOVES = (
    Move("suspend_sanctions", Owner.EU, "suspension", "suspends its sanctions", ("M23",), "suspension_is_open"),
    Move("lift_sanctions", Owner.EU, "lifting", "lifts most of its sanctions", ("M23",), "lifting_is_open"),
    Move(
        "eu_imposes_sanctions",
        Owner.EU,
        "sanctions",
        "adopts a package of sanctions",
        ("M32", "M27"),
        "eu_package_is_open",
    ),
    Move(
        "eu_eases_sanctions",
        Owner.EU,
        "easing",
        "takes back part of the sanctions it added",
        ("M23",),
        "easing_is_open",
    ),
    Move("threaten_sanctions", Owner.EU, "threat", "threatens with new sanctions", ("M28",), "threat_is_open"),
    Move("criticise", Owner.EU, "criticism", "criticises repression", ("M41",)),
    Move("eu_visits", Owner.EU, "visits", "sends delegations to Minsk", ("M34", "M30")),
)
"""What the Council, the Parliament and the member states that visit Minsk can do."""
