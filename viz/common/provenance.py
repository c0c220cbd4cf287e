"""Where a number comes from, in sentences: its range, what kind of number it is, and the passages it rests on."""

from __future__ import annotations

from model.evidence.load import load_seeds
from model.evidence.parameters import Kind, Parameter
from model.scenario.pressure import Pressure

KINDS = {
    Kind.MEASURED: "stated in a document",
    Kind.DERIVED: "derived from figures in the documents",
    Kind.JUDGEMENT: "our judgement, based on the documents",
    Kind.ASSUMPTION: "our assumption; no document addresses it",
    Kind.DEFINITION: "a definition",
}
"""What each kind of number is, in words."""


def source_of_parameter(parameter: Parameter) -> str:
    """The range and kind of a parameter, why it has that range, and the passages it rests on."""
    seeds = load_seeds()
    unit = "" if parameter.unit == "1" else f" {parameter.unit}"
    values = f"{parameter.low:g} to {parameter.high:g}{unit}, best {parameter.best:g}"
    claims = seeds.claims_of(parameter)
    passages = (f"{seeds.sources[claim.source].cited}, {claim.where}: “{claim.words}”" for claim in claims)
    rests = f"Based on {'; '.join(passages)}." if claims else ""
    return " ".join(part for part in (f"{values}: {KINDS[parameter.kind]}.", parameter.why, rests) if part)


def source_of_pressure(pressure: Pressure) -> str:
    """Why a pressure is set as it is, and the events it stands for."""
    events = load_seeds().events
    named = [f"{events[key].what} ({events[key].date})" for key in pressure.events if key in events]
    parts = [pressure.because, f"It represents: {'; '.join(named)}." if named else ""]
    return " ".join(part for part in parts if part) or "The scenario gives no reason."
