"""Pages of docs/ and reports, made from runs."""
