"""What terminal, pages and figures share: colours, words, summaries, provenance, ways to end."""
