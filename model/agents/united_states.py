"""The United States: relief by licence, a list of persons that stays, and doubts about a host allied to Moscow."""

from __future__ import annotations

from functools import partial

from model.core.declarations import Move, Owner

move = partial(Move, Owner.US)

MOVES = (
    move("issue_licence", "licence", "suspends company sanctions by licence", ("M25",), "licence_can_be_issued"),
    move("renew_licence", "renewal", "renews the licence", ("M25",), "licence_expires"),
    move("us_imposes_sanctions", "sanctions", "adds sanctions", ("M32", "M27"), "us_package_is_open"),
    move("us_trades_relief", "trade", "takes back sanctions in return for prisoners freed", ("M25",), "trade_is_open"),
    move("us_visits", "visits", "sends delegations to Minsk", ("M34", "M30"), graded=True),
)
"""What the Treasury, the State Department and Congress can do."""
