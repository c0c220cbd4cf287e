"""The simulation: theory, evidence, scenarios and worlds. It knows no screen."""
