"""Russia: a patron that fears abandonment, punishes distance, saves a falling client and then collects."""

from __future__ import annotations

from functools import partial

from model.core.declarations import Move, Owner

move = partial(Move, Owner.RUSSIA)

MOVES = (
    move("ban_trade", "trade", "bans more Belarusian goods", ("M14",), "ban_can_be_widened"),
    move("restore_trade", "trade", "lets some Belarusian goods in again", ("M14", "M08"), "ban_can_be_eased"),
    move("cut_oil", "oil", "cuts the oil by a step", ("M14",), "oil_can_be_cut"),
    move("restore_oil", "oil", "restores the oil by a step", ("M14", "M08"), "oil_can_be_restored"),
    move("close_borders", "borders", "sets up border zones", ("M17",)),
    move("press_for_base", "base", "presses in public for a base", ("M05",), "base_can_be_demanded"),
    move("demand_integration", "integration", "demands integration", ("M13",), graded=True),
    move("campaign_against", "media", "runs a campaign against the leadership in Minsk", ("M18",), graded=True),
    move("exploit_unrest", "unrest", "stirs the unrest in Belarus", ("M78",), "unrest_can_be_exploited"),
    move("rescue", "rescue", "rescues the regime", ("M81",), "rescue_is_open"),
    move("collect_price", "price", "collects the price of its rescue", ("M82",), "price_can_be_asked"),
    move("veto_venue", "venue", "vetoes Minsk as a venue", ("M56",)),
    move("cultivate_others", "clients", "builds up other clients in Minsk", ("M85",)),
)
"""What the Kremlin, its economic instruments and its media can do."""
