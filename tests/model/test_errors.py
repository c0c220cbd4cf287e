import pickle

import pytest

from experiments.comparison.switches import KnockoutError
from experiments.sweeps.run.folder import DiskFullError, SweepError
from model.core.errors import ExitCode, TightropeError
from model.runs.save import SavingError
from model.yaml_files.nodes import InputError, Problem
from viz.common.exits import StoppedError, WrongInputError, explained
from viz.server.fetch_assets import FetchingError


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (InputError([Problem("f", 2, 1, "b"), Problem("f", 1, 1, "a")]), 2, "f:1:1: a\nf:2:1: b\n"),
        (KnockoutError(["one", "two"]), 2, "one\ntwo\n"),
        (SavingError("no folder"), 2, "tightrope: no folder\n"),
        (SweepError("no sweep"), 2, "tightrope: no sweep\n"),
        (DiskFullError("the disk is full"), 1, "tightrope: the disk is full\n"),
        (FetchingError("no network"), 1, "tightrope: no network\n"),
        (WrongInputError("no such month"), 2, "tightrope: no such month\n"),
        (StoppedError("stopped"), 130, "tightrope: stopped\n"),
    ],
)
def test_an_error_says_its_problems_and_knows_its_exit_code(error, code, said, capsys):
    assert isinstance(error, TightropeError)
    assert (explained(error), capsys.readouterr().err) == (code, said)
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.exit_code) == (type(error), str(error), ExitCode(code))
