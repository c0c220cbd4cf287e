"""Many worlds side by side: their parameters, pressures, choices and months, and the record of them."""
