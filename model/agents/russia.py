"""Russia: a patron that fears abandonment, punishes distance, saves a falling client and then collects."""

from __future__ import annotations

from model.core.declarations import Move, Owner

MOVES = (
    Move("ban_trade", Owner.RUSSIA, "trade", "bans more Belarusian goods", ("M14",), "ban_can_be_widened"),
    Move(
        "restore_trade",
        Owner.RUSSIA,
        "trade",
        "lets some Belarusian goods in again",
        ("M14", "M08"),
        "ban_can_be_eased",
    ),
    Move("cut_oil", Owner.RUSSIA, "oil", "cuts the oil by a step", ("M14",), "oil_can_be_cut"),
    Move("restore_oil", Owner.RUSSIA, "oil", "restores the oil by a step", ("M14", "M08"), "oil_can_be_restored"),
    Move("close_borders", Owner.RUSSIA, "borders", "sets up border zones", ("M17",)),
    Move("press_for_base", Owner.RUSSIA, "base", "presses in public for a base", ("M05",), "base_can_be_demanded"),
    Move("demand_integration", Owner.RUSSIA, "integration", "demands integration", ("M13",)),
    Move("campaign_against", Owner.RUSSIA, "media", "runs a campaign against the leadership in Minsk", ("M18",)),
    Move("exploit_unrest", Owner.RUSSIA, "unrest", "stirs the unrest in Belarus", ("M78",), "unrest_can_be_exploited"),
    Move("rescue", Owner.RUSSIA, "rescue", "rescues the regime", ("M81",), "rescue_is_open"),
    Move("collect_price", Owner.RUSSIA, "price", "collects the price of its rescue", ("M82",), "price_can_be_asked"),
    Move("veto_venue", Owner.RUSSIA, "venue", "vetoes Minsk as a venue", ("M56",)),
    Move("cultivate_others", Owner.RUSSIA, "clients", "builds up other clients in Minsk", ("M85",)),
)
"""What the Kremlin, its economic instruments and its media can do."""
