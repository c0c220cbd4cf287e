"""Small parts of pages that run in the browser: sliders, choices, tables, a player of months."""
