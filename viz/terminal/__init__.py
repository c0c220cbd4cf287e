"""What the command line prints: charts, tables, stories, answers, progress."""
