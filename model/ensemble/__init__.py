"""Many worlds side by side: their numbers, pressures, choices and months, and the record of them."""
