"""The compiled engine: the months of an ensemble recorded from the rules once, then run as machine code.

The rules stay where they are. `trace` simulates a month with values that record in a `graph` what is done with them;
`program` makes instructions of it, `kernels` carries them out, `execute` simulates an ensemble with them.
"""
