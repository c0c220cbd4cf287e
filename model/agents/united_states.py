"""The United States: relief by licence, a list of persons that stays, and doubts about a host allied to Moscow."""

from __future__ import annotations

from model.core.declarations import Move, Owner

MOVES = (
    Move(
        "issue_licence",
        Owner.US,
        "licence",
        "suspends company sanctions by licence",
        ("M25",),
        "licence_can_be_issued",
    ),
    Move("renew_licence", Owner.US, "renewal", "renews the licence", ("M25",), "licence_expires"),
    Move("us_imposes_sanctions", Owner.US, "sanctions", "adds sanctions", ("M32", "M27"), "us_package_is_open"),
    Move(
        "us_trades_relief",
        Owner.US,
        "trade",
        "takes back sanctions in return for prisoners freed",
        ("M25",),
        "trade_is_open",
    ),
    Move("us_visits", Owner.US, "visits", "sends delegations to Minsk", ("M34", "M30")),
)
"""What the Treasury, the State Department and Congress can do."""
