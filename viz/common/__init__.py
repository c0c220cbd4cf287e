"""What terminal, pages and figures share: colours, number formats, summaries, sources of numbers, exit codes."""
