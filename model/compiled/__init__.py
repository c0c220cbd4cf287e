"""The months of an ensemble as machine code: recorded from the rules once, then lived many worlds at a time.

The rules stay where they are. `graph` writes down what a month does, `tracing` by letting a world live one with
recording values; `program` puts it in order, `machine` carries it out, `lanes` lives an ensemble with it.
"""
