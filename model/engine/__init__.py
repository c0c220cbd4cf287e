"""The months of an ensemble as machine code: recorded from the rules once, then lived many worlds at a time.

The rules stay where they are. `graph` writes down what a month does, `trace` by letting a world live one
with recording values; `program` orders it, `kernels` carries it out, `execute` lives an ensemble with it.
"""
