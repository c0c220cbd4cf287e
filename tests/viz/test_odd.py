"""The description of the model cannot drift from the model."""

from __future__ import annotations

import pytest

from model.core.draws import Draws
from model.ensemble.parameters import parameter_values
from model.evidence.load import load_seeds
from model.scenario.load import load_scenario
from viz.reports.evidence.odd import MARK, ODD, PAGES, TABLES, all_parameters, filled, is_drawn
from viz.reports.variance import BLOCK

CONCEPTS = (
    "Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction", "Sensing", "Interaction",
    "Stochasticity", "Collectives", "Observation",
)  # fmt: skip
ELEMENTS = (
    "1. Purpose and patterns", "2. Entities, state variables, and scales", "3. Process overview and scheduling",
    "4. Design concepts", "5. Initialisation", "6. Input data", "7. Submodels", "Tables",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_tables_are_those_of_the_code(page) -> None:
    text = page.read_text(encoding="utf-8")
    assert filled(text) == text, f"docs/{page.name} is out of date; run: python -m viz.reports odd"


def test_every_table_has_its_place() -> None:
    marked = [match[2] for page in PAGES for match in MARK.finditer(page.read_text(encoding="utf-8"))]
    assert sorted(marked) == sorted(TABLES)


def test_the_protocol_is_followed_element_by_element_and_concept_by_concept() -> None:
    lines = ODD.read_text(encoding="utf-8").splitlines()
    assert [line.removeprefix("## ") for line in lines if line.startswith("## ")] == list(ELEMENTS)
    concepts = [line.removeprefix("### ") for line in lines if line.startswith("### ")]
    assert [c for c in concepts if c in CONCEPTS] == list(CONCEPTS)


def test_the_measured_shares_have_their_place_and_are_no_table_of_the_drift_test() -> None:
    text = ODD.read_text(encoding="utf-8")
    assert len(BLOCK.findall(text)) == 1
    assert "sha256 of the code" in BLOCK.search(text)[0]


def test_what_is_said_to_be_drawn_is_drawn() -> None:
    seeds, plain = load_seeds(), load_scenario("baseline")
    values = parameter_values(plain, seeds, Draws(plain.seed, 7)).by_key
    varied = {key for key, array in values.items() if array.strides != (0,)}
    assert varied == {key for key, p in seeds.parameters.items() if is_drawn(p)}


def test_the_page_of_numbers_has_every_number_once() -> None:
    seeds = load_seeds()
    made = all_parameters()
    assert made.count("\n| `") == len(seeds.parameters)
