"""Everything that draws: figures, text charts, tables and the dashboard; the model knows nothing of it."""
