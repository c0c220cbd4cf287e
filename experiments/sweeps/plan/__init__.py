"""What a sweep will run: factors, design, outcomes, chunks."""
