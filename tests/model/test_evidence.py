import dataclasses
import hashlib
import math
import pickle
import shutil
import sys
from pathlib import Path

import pytest

from model.evidence import load as evidence
from model.evidence.files import SUBJECTS
from model.evidence.hypotheses import JudgedIn, Setting
from model.evidence.load import load_seeds
from model.evidence.mechanisms import Diagnostic, Grade, Switch, Treatment
from model.evidence.parameters import Distribution, FittedOn, Kind, Term
from model.evidence.record import Certainty, Form, Use
from model.evidence.records import Seeds
from model.yaml_files.nodes import InputError
from tests.locators import check_locators, words_of

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = ROOT.parent / "shared" / "documents"

TEXT = """A title
The small state hosts talks and gains re-
spect, says one who did not ask¹.

It fears its big neighbour, and with
good reason; so far, so good.
"""

SMALL = {
    "sources": """\
sources:
  "001":
    author: null
    author_why: Nobody signed it.
    title: A title
    outlet: A house
    date: "2017-08"
    date_why: It says so.
    seed_file: text.txt
    sha256: 88e1a50d9b87e0ee7e5ea1ca4b4b4a06cbd4bd4b9a43de5a4e0c6fbd8e6c2d4f
    covers: "2013 to 2017"
    stance: Hopeful.
    paragraphs: 2
    parts:
      title: "1"
      P1: "2-3"
      P2: "5, 6-6"
""",
    "mechanisms": """\
mechanisms:
  M01:
    name: Fear
    family: dilemma
    actors: [Russia]
    grade: A
    statement: It fears.
    shape: a state
    time_scale: months
    claims:
      a: {source: "001", where: P1, words: hosts talks, says: It gains by hosting.}
    rivals:
      r1: {source: "001", where: P2, words: its big neighbour, says: It loses by fearing.}
    carried_by: [alliance.fear_expected, belarus.release_prisoners]
    switch: {parameters: [alliance.fear_by_opening], moves: [release_prisoners]}
    diagnostic: {scenario: baseline, series: russia.fear_of_abandonment, from: 2014-01, to: 2020-07}
  M02:
    name: Loop
    family: dilemma
    actors: [Russia]
    grade: S
    grade_note: Hedged.
    statement: It turns.
    shape: a loop
    time_scale: years
    claims:
      a: {source: "001", where: P2, words: good reason, says: There is a reason.}
    caveat: Only once.
    status: planned
    label_of: "a composite of M01"
""",
    "events": """\
events:
  E01:
    date: 2014..2017-06-30
    precision: interval
    what: Talks.
    actors: [Belarus]
    from: []
    to: [all]
    effect: [west]
    magnitude: 3
    claims:
      a: {source: "001", where: P1, words: gains respect}
    coding: decision
    because: It chose so.
""",
    "actors": """\
scale: {VL: 0.05, L: 0.25, M: 0.5, H: 0.75, VH: 0.95}
not_supported: {low: 0.1, high: 0.9}
codes:
  B01:
    actor: Belarus
    name: Dependence
    confidence: m
    over_time:
      "2013": {code: VH, inferred: true, note: From later words.}
      2014-15: {from: H, to: M}
      "2016-17": {between: [L, M]}
      "2018": {either: [VL, H]}
      "2019": {code: NS}
      "2020-21": {code: "yes"}
    claims:
      a: {source: "001", where: P2, words: big neighbour}
      b: {source: "001", where: P1, words: did not ask}
""",
    "hypotheses": """\
hypotheses:
  RH01:
    name: room
    title: Room
    question: More or less?
    variants:
      grew:
        title: More
        says: It grew.
        claims:
          a: {source: "001", where: title, words: A title}
        parameters:
          alliance.fear_by_opening: {fix: 0.2}
      shrank:
        title: Less
        says: It shrank.
        claims: {}
        parameters:
          alliance.fear_by_opening: {scale: 2}
          alliance.step: {low: 0, high: 1}
    differs_in: The sign.
    discriminating_observation: Look.
    judged_in: {scenario: calm, set: [worlds=3], because: The sign shows there.}
    default: grew
    default_because: It is told so.
    status: planned
""",
    "record": """\
episodes:
  talks:
    name: Talks
    use: conditioning
    because: They come first.
    facts:
      F01:
        name: It hosts
        first: belarus.hosting
        month: 2014-07
        tolerance: 6
        certainty: certain
        claims:
          a: {source: "001", where: P1, words: hosts talks}
      F02:
        name: It fears nobody
        never: russia.coercion
        above: 0.25
        from: 2014-01
        until: 2015-06
        certainty: probable
        because: It says so far.
        claims:
          a: {source: "001", where: P2, words: so far}
""",
    "alliance": """\
parameters:
  fear_by_opening:
    label: Fear per unit of opening
    unit: "1"
    kind: judgement
    low: 0.15
    best: 0.3
    high: 0.45
    distribution: pert
    mechanism: [M01]
    rests_on: [M01.a, M01.r1, B01, E01, RH01.grew.a]
    why: Tried.
    term: {moves: [release_prisoners], motive: relief_expected, sign: "+"}
  step:
    label: Step
    unit: months
    kind: definition
    low: 1
    best: 1
    high: 1
    mechanism: []
    why: We say so.
    term: {moves: [a, b], sign: "-"}
""",
    "domains": """\
domains:
  share: {says: "a share, from 0 to 1", low: 0, high: 1}
  positive: {says: a positive number, low: 0}
  any: {says: any number}
usual:
  "1": share
  weight: positive
  threshold: any
""",
} | {subject: "parameters: {}\n" for subject in SUBJECTS if subject != "alliance"}


@pytest.fixture
def small(tmp_path):
    """A tiny folder of seeds that holds together."""
    folder = tmp_path / "seeds"
    folder.mkdir()
    for name, text in SMALL.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def texts(tmp_path, small):
    """The text of the one document of the tiny seeds, whose check sum they give."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "text.txt").write_bytes(TEXT.encode())
    return folder


def edit(folder, name, old, new):
    path = folder / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def refused(folder):
    with pytest.raises(InputError) as caught:
        load_seeds(folder)
    return str(caught.value).splitlines()


# --- the seeds of this repository


def test_the_real_seeds_hold_together():
    seeds = load_seeds()
    assert len(seeds.sources) == 5
    assert list(seeds.mechanisms) == [f"M{i:02}" for i in range(1, 92)]
    assert list(seeds.events) == [f"E{i:02}" for i in range(1, 89)]
    assert list(seeds.hypotheses) == [f"RH{i:02}" for i in range(1, 20)]
    assert len(seeds.codes) == 78
    assert {p.subject for p in seeds.parameters.values()} == set(SUBJECTS)
    assert load_seeds() is seeds
    assert load_seeds(ROOT / "seeds") is seeds


def test_every_real_parameter_leads_to_its_claims_and_its_place():
    seeds = load_seeds()
    for key, parameter in seeds.parameters.items():
        file, _, line = parameter.place.partition(":")
        assert file == f"seeds/{parameter.subject}.yaml"
        text = (ROOT / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]
        assert text.strip() == f"{parameter.name}:", key
        if parameter.kind.needs_evidence:
            assert seeds.claims_of(key), key


def test_no_locator_is_longer_than_eight_words():
    assert [c.key for c in load_seeds().claims.values() if len(c.words.split()) > 8] == []


def test_every_real_locator_is_in_its_document(small, texts):
    give_check_sum(small)
    at_hand = (load_seeds(), DOCUMENTS) if DOCUMENTS.is_dir() else (load_seeds(small), texts)
    assert check_locators(*at_hand) == ()


def test_no_paraphrase_shares_eight_words_in_a_row_with_a_document(small, texts):
    seeds, folder = (load_seeds(), DOCUMENTS) if DOCUMENTS.is_dir() else (load_seeds(small), texts)
    read = [words_of((folder / s.text_file).read_text(encoding="utf-8")) for s in seeds.sources.values()]
    taken = {run for text in read for run in runs(text)}
    assert taken
    ours = [c.says for c in seeds.claims.values()]
    ours += [m.statement for m in seeds.mechanisms.values()]
    ours += [e.what for e in seeds.events.values()]
    ours += [f.name for f in seeds.record.facts]
    ours += [v.says for h in seeds.hypotheses.values() for v in h.variants.values()]
    assert [text for text in ours if taken & set(runs(words_of(text)))] == []


def runs(text):
    words = text.split()
    return [tuple(words[i : i + 8]) for i in range(len(words) - 7)]


def everything(seeds):
    return {field.name: getattr(seeds, field.name) for field in dataclasses.fields(Seeds)}


# --- what the small seeds hold


def test_parameters_and_terms_are_read(small):
    seeds = load_seeds(small)
    fear, step = seeds.parameters["alliance.fear_by_opening"], seeds.parameters["alliance.step"]
    assert (fear.low, fear.best, fear.high, fear.kind) == (0.15, 0.3, 0.45, Kind.JUDGEMENT)
    assert (fear.subject, fear.name, fear.distribution) == ("alliance", "fear_by_opening", Distribution.PERT)
    assert fear.term == Term(("release_prisoners",), "relief_expected", 1)
    assert (step.term, step.distribution) == (Term(("a", "b"), None, -1), Distribution.UNIFORM)
    assert fear.term.weighed_in == ("release_prisoners",)
    assert (step.rests_on, step.mechanisms, step.unit) == ((), (), "months")
    assert (fear.place, step.place) == ("seeds/alliance.yaml:2", "seeds/alliance.yaml:14")
    assert isinstance(step.best, float)


def test_a_number_without_a_domain_has_the_usual_one(small):
    numbers = load_seeds(small).parameters
    assert numbers["alliance.fear_by_opening"].domain.name == "positive", "a weight"
    assert numbers["alliance.step"].domain.name == "any", "nothing is said of definitions"
    edit(small, "alliance", "distribution: pert", "domain: share\n    fitted_on: record")
    found = load_seeds(small.rename(small.with_name("other"))).parameters["alliance.fear_by_opening"]
    assert (found.domain.says, found.fitted_on) == ("a share, from 0 to 1", FittedOn.RECORD)
    assert (numbers["alliance.step"].fitted_on, numbers["alliance.step"].drawn_as) == (FittedOn.TEXT, "alliance.step")


def test_a_domain_that_cannot_be_read_is_the_only_problem(small):
    edit(small, "domains", 'share: {says: "a share, from 0 to 1", low: 0, high: 1}', "share: [1]")
    edit(small, "alliance", "distribution: pert", "domain: share")
    (one,) = refused(small)
    assert one == "seeds/domains.yaml:2:10: 'share' must be a mapping of keys to values, got a list"


def test_no_number_is_drawn_with_one_that_is_drawn_with_another(small):
    edit(small, "alliance", "distribution: pert", "drawn_with: alliance.step")
    edit(small, "alliance", "    high: 1\n", "    high: 1\n    drawn_with: alliance.fear_by_opening\n")
    first, _ = refused(small)
    other = "'alliance.fear_by_opening' is drawn with 'alliance.step', which is drawn with another; name that one"
    assert first == f"seeds/alliance.yaml:9:17: {other}"


def test_a_weight_may_speak_against_the_moves_that_undo_its_own(small):
    edit(small, "alliance", "moves: [a, b],", "moves: [a, b], opposite: [c],")
    term = load_seeds(small).parameters["alliance.step"].term
    assert term == Term(("a", "b"), None, -1, ("c",))
    assert term.weighed_in == ("a", "b", "c")


def test_claims_are_found_by_key_and_by_parameter(small):
    seeds = load_seeds(small)
    assert seeds.claim("M01.a").says == "It gains by hosting."
    assert seeds.claim("M01.a").place == "seeds/mechanisms.yaml:11"
    assert [c.key for c in seeds.claims_of("alliance.fear_by_opening")] == [
        "M01.a", "M01.r1", "B01.a", "B01.b", "E01.a", "RH01.grew.a",
    ]  # fmt: skip
    assert seeds.claims_of(seeds.parameters["alliance.step"]) == ()
    assert seeds.sources["001"].cited == "no author named, A title, 2017-08"
    assert seeds.sources["001"].parts["P2"] == ((5, 5), (6, 6))


def test_mechanisms_events_and_hypotheses_are_read(small):
    seeds = load_seeds(small)
    first, second = seeds.mechanisms["M01"], seeds.mechanisms["M02"]
    assert first.switch == Switch(("alliance.fear_by_opening",), ("release_prisoners",))
    assert first.diagnostic == Diagnostic("baseline", "russia.fear_of_abandonment", "2014-01", "2020-07")
    assert first.carried_by == ("alliance.fear_expected", "belarus.release_prisoners")
    assert (second.grade, second.status, second.switch) == (Grade.HEDGED, "planned", None)
    event = seeds.events["E01"]
    assert (event.treatment, event.by, event.to) == (Treatment.DECISION, (), ("all",))
    room = seeds.hypotheses["RH01"]
    assert (room.default, list(room.variants)) == ("grew", ["grew", "shrank"])
    assert room.judged_in == JudgedIn(scenario="calm", changes=("worlds=3",), because="The sign shows there.")
    assert room.variants["grew"].parameters == {"alliance.fear_by_opening": Setting(fix=0.2)}
    assert room.variants["shrank"].parameters == {
        "alliance.fear_by_opening": Setting(scale=2.0),
        "alliance.step": Setting(low=0.0, high=1.0),
    }


def test_codes_are_read_in_every_form(small):
    seeds = load_seeds(small)
    levels = seeds.codes["B01"].over_time
    assert levels["2013"].inferred
    assert (seeds.scale["VH"], seeds.not_supported) == (0.95, (0.1, 0.9))
    assert {period: (level.form, level.codes) for period, level in levels.items()} == {
        "2013": ("code", ("VH",)),
        "2014-15": ("change", ("H", "M")),
        "2016-17": ("between", ("L", "M")),
        "2018": ("either", ("VL", "H")),
        "2019": ("code", ("NS",)),
        "2020-21": ("code", ("yes",)),
    }


def test_a_hypothesis_may_have_no_default_yet_or_be_sampled(small):
    edit(small, "hypotheses", "default: grew\n    default_because: It is told so.", "default: null")
    assert load_seeds(small).hypotheses["RH01"].default is None
    evidence._load.cache_clear()
    edit(small, "hypotheses", "default: null", "default: sampled\n    default_because: Nobody knows.")
    assert load_seeds(small).hypotheses["RH01"].default == "sampled"


def test_facts_are_read_with_their_window_and_their_words(small):
    record = load_seeds(small).record
    hosts, fears = record.facts
    assert (hosts.form, hosts.of, hosts.above, hosts.below, hosts.tolerance) == (
        Form.FIRST, "belarus.hosting", None, None, 6,
    )  # fmt: skip
    assert (hosts.window, hosts.when, hosts.shown) == (("2014-01", "2015-01"), "2014-07", "first belarus.hosting")
    assert (fears.window, fears.tolerance) == (("2014-01", "2015-06"), 0)
    assert (fears.when, fears.shown) == ("2014-01 to 2015-06", "never russia.coercion above 0.25")
    assert (hosts.certainty, fears.certainty) == (Certainty.CERTAIN, Certainty.PROBABLE)
    assert [claim.key for claim in (*hosts.claims, *fears.claims)] == ["F01.a", "F02.a"]
    assert (hosts.place, hosts.episode) == ("seeds/record.yaml:7", "talks")
    assert (record.conditioning, record.held_back) == (record.facts, ())
    assert record.episodes["talks"].use is Use.CONDITIONING


def test_a_window_begins_with_the_first_month_of_all_runs(small):
    edit(small, "record", "month: 2014-07", "month: 2013-02")
    assert load_seeds(small).record.facts[0].window == ("2013-01", "2013-08")


def test_a_fact_stands_in_one_episode_alone(small):
    text = SMALL["record"]
    again = text.replace("episodes:\n", "").replace("  talks:", "  again:").replace("F02", "F03")
    (small / "record.yaml").write_text(text + again)
    assert refused(small) == ["seeds/record.yaml:30:7: fact 'F01' is given twice, first in line 7"]


def test_an_episode_needs_a_fact(small):
    (small / "record.yaml").write_text(SMALL["record"].partition("    facts:")[0] + "    facts: {}\n")
    assert refused(small) == ["seeds/record.yaml:6:12: at least one fact must be given"]


def test_no_number_may_rest_on_the_record(small):
    edit(small, "alliance", "[M01.a, M01.r1,", "[F01.a, M01.r1,")
    assert any("unknown claim 'F01.a'" in line for line in refused(small))


def test_seeds_travel_to_other_processes(small):
    seeds = load_seeds(small)
    assert everything(pickle.loads(pickle.dumps(seeds))) == everything(seeds)


# --- refusals: file, old text, new text, what is said


CLAIM_A = '{source: "001", where: P1, words: hosts talks, says: It gains by hosting.}'


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("alliance", "unit: months", "units: months", "16:5: unknown key 'units'; did you mean 'unit'?"),
        ("alliance", "    unit: months\n", "", "15:5: 'step' has no 'unit'; it must be given"),
        ("alliance", "unit: months", "unit: ''", "16:11: 'unit' must be text, got ''"),
        ("alliance", "unit: months", "unit: 1", "16:11: 'unit' must be text, got 1; put it in quotes"),
        ("alliance", "low: 0.15", "low: few", "6:10: 'low' must be a number, got 'few'"),
        ("alliance", "low: 0.15", "low: .nan", "6:10: 'low' must be a number, got nan"),
        ("alliance", "low: 0.15", "low: true", "6:10: 'low' must be a number, got true"),
        ("alliance", "low: 0.15", "low: 0.35", "7:11: need low <= best <= high, got 0.35, 0.3, 0.45"),
        ("alliance", "kind: judgement", "kind: judgment",
         "5:11: unknown kind 'judgment'; did you mean 'judgement'? allowed: assumption, definition, derived"),
        ("alliance", "kind: definition", "kind: measured",
         "21:16: kind 'measured' needs a mechanism under 'mechanism'; use 'assumption' if there is none"),
        ("alliance", "kind: definition", "kind: derived",
         "15:5: kind 'derived' needs claims to rest on under 'rests_on'; use 'assumption' if there is none"),
        ("alliance", "    why: We say so.\n", "", "15:5: 'step' has no 'why'; it must be given"),
        ("alliance", "why: We say so.", "why: ' '", "22:10: 'why' must be text, got ' '"),
        ("alliance", "distribution: pert", "distribution: normal",
         "9:19: unknown distribution 'normal'; did you mean 'uniform'? allowed: log_uniform, pert, uniform"),
        ("alliance", "low: 0.15", "low: 0.2",
         "7:11: the range of 'alliance.fear_by_opening', 0.2 to 0.45, is narrower than 0.15 to 0.45 where no text "
         "gives a size; say why under 'narrow'"),
        ("alliance", "distribution: pert", "narrow: For fun.",
         "9:13: the range of 'alliance.fear_by_opening', 0.15 to 0.45, is not narrow; leave 'narrow' out"),
        ("alliance", "low: 0.15", "low: -0.15",
         "6:10: the range of 'alliance.fear_by_opening', -0.15 to 0.45, leaves its domain: a positive number"),
        ("alliance", "high: 0.45\n    distribution: pert", "high: 1.5\n    domain: share",
         "8:11: the range of 'alliance.fear_by_opening', 0.15 to 1.5, leaves its domain: a share, from 0 to 1"),
        ("alliance", "low: 0.15\n    best: 0.3\n    high: 0.45\n    distribution: pert",
         "low: 0\n    best: 0.3\n    high: 0.6\n    distribution: log_uniform",
         "9:19: the range of 'alliance.fear_by_opening', 0 to 0.6, has no logarithm; 'log_uniform' needs 'low' "),
        ("alliance", "distribution: pert", "domain: weight",
         "9:13: unknown domain 'weight'; allowed: any, positive, share"),
        ("alliance", "distribution: pert", "fitted_on: luck",
         "9:16: unknown fitted_on 'luck'; allowed: patterns, record, text only"),
        ("alliance", "distribution: pert", "drawn_with: alliance.stop",
         "9:17: unknown parameter 'alliance.stop'; did you mean 'alliance.step'?"),
        ("alliance", "distribution: pert", "drawn_with: alliance.fear_by_opening",
         "9:17: 'alliance.fear_by_opening' is drawn with itself; leave 'drawn_with' out"),
        ("domains", "low: 0, high: 1}", "low: zero, high: 1}", "2:46: 'low' must be a number, got 'zero'"),
        ("domains", "weight: positive", "weight: big", "7:11: unknown domain 'big'; allowed: any, positive, share"),
        ("alliance", "[M01]", "[M99]", "10:17: unknown mechanism 'M99'; allowed: M01, M02, RH01"),
        ("alliance", "[M01.a, M01.r1,", "[M01.c, M01.r1,", "11:16: unknown claim 'M01.c'; did you mean 'M01.a'?"),
        ("alliance", "[M01.a, M01.r1,", "[M01, M01.r1,", "11:16: unknown claim 'M01'; did you mean "),
        ("alliance", 'sign: "+"', "sign: plus", "13:71: unknown sign 'plus'; allowed: +, -"),
        ("alliance", ', sign: "+"', "", "13:11: 'term' has no 'sign'; it must be given"),
        ("alliance", "moves: [a, b]", "moves: []", "23:19: 'moves' needs at least one entry"),
        ("alliance", "moves: [a, b]", "move: [a, b]", "23:12: unknown key 'move'; did you mean 'moves'?"),
        ("alliance", "moves: [a, b]", "moves: [a, b], opposite: [c, b]",
         "23:11: 'b' is among 'moves' and under 'opposite'; no move is its own opposite"),
        ("alliance", "moves: [a, b]", "moves: [a, b], opposite: c", "23:37: 'opposite' must be a list, got 'c'"),
        ("alliance", "moves: [a, b]", "moves: [a, b], opposed: [c]",
         "23:27: unknown key 'opposed'; did you mean 'opposite'?"),
        ("alliance", "  step:", "  Step-1:", "15:5: must be named in lower case and underscores, got 'Step-1'"),
        ("alliance", "  step:",
         "  fear_by_opening:", "14:3: duplicate key 'fear_by_opening'; it is first given in line 2"),
        ("alliance", "parameters:\n", "parameter:\n", "1:1: unknown key 'parameter'; did you mean 'parameters'?"),
        ("coercion", "parameters: {}", "parameters: []", "1:13: 'parameters' must be a mapping of keys to values"),
        ("mechanisms", "words: hosts talks, ", "", "11:10: 'a' has no 'words'; it must be given"),
        ("mechanisms", "words: hosts talks", "words: ''", "11:44: 'words' must be text, got ''"),
        ("mechanisms", ", says: It gains by hosting.", "", "11:10: 'a' has no 'says'; it must be given"),
        ("mechanisms", f"\n      a: {CLAIM_A}", " {}", "10:13: at least one claim must be given"),
        ("mechanisms", CLAIM_A, "hosts talks", "11:10: 'a' must be a mapping of keys to values, got 'hosts talks'"),
        ("mechanisms", 'a: {source: "001", where: P1', 'a: {source: "009", where: P1',
         "11:19: unknown source '009'; did you mean '001'? allowed: 001"),
        ("mechanisms", 'a: {source: "001", where: P1', 'a: {source: 001, where: P1',
         "11:19: 'source' must be text, got 1; put it in quotes"),
        ("mechanisms", "where: P1", "where: P9", "11:33: unknown part of source '001': 'P9'; allowed: P1, P2, title"),
        ("mechanisms", "grade: S", "grade: B", "21:12: unknown grade 'B'; allowed: A, I, S"),
        ("mechanisms", "status: planned", "status: plan", "29:13: unknown status 'plan'; did you mean 'planned'?"),
        ("mechanisms", "[alliance.fear_expected,", "[fear_expected,",
         "14:18: 'carried_by' item 1 must be a rule or move such as alliance.fear_expected, got 'fear_expected'"),
        ("mechanisms", "[alliance.fear_by_opening]", "[alliance.fear_by_open]",
         "15:27: unknown parameter 'alliance.fear_by_open'; did you mean 'alliance.fear_by_opening'?"),
        ("mechanisms", "{parameters: [alliance.fear_by_opening], moves: [release_prisoners]}", "{}",
         "15:13: a switch must name 'parameters' or 'moves'"),
        ("mechanisms", "from: 2014-01", "from: 2014", "16:80: 'from' must be a month such as 2014-01, got 2014"),
        ("mechanisms", "from: 2014-01", "from: 2014-13",
         "16:80: 'from' must be a month such as 2014-01, got '2014-13'"),
        ("mechanisms", "from: 2014-01", "from: 2021-01", "16:17: 'from' (2021-01) is later than 'to' (2020-07)"),
        ("events", "2014..2017-06-30", "2014 to 2017", "3:11: 'date' must be a date such as 2017-03, or an interval"),
        ("events", "precision: interval",
         "precision: week", "4:16: unknown precision 'week'; allowed: day, interval, month"),
        ("events", "magnitude: 3", "magnitude: 6", "10:16: 'magnitude' must be a whole number between 0 and 5, got 6"),
        ("events", "coding: decision",
         "coding: chosen", "13:13: unknown coding 'chosen'; allowed: decision, exogenous"),
        ("events", "actors: [Belarus]", "actors: []", "6:13: 'actors' needs at least one entry"),
        ("actors", "{code: VH,", "{code: VHH,", "9:22: unknown code 'VHH'; did you mean 'VH'? allowed: H, L, M, NS"),
        ("actors", "[L, M]", "[L]", "11:18: 'between' must name two codes"),
        ("actors", "{from: H, to: M}", "{from: H}", "10:16: must give one of: code; from and to; between; either"),
        ("actors", "2014-15:", "then:", "10:7: must be a period such as 2014-15, got 'then'"),
        ("actors", "confidence: m", "confidence: x", "7:17: unknown confidence 'x'; allowed: h, l, m"),
        ("actors", "low: 0.1", "low: 0.95", "2:22: 'low' is greater than 'high'"),
        ("actors", "VL: 0.05", "VL: -1", "1:13: 'VL' must be a number between 0 and 1, got -1"),
        ("hypotheses", "{fix: 0.2}", "{fixed: 0.2}", "13:38: unknown key 'fixed'; did you mean 'fix'?"),
        ("hypotheses", "{fix: 0.2}", "{fix: 0.2, scale: 1}", "13:37: must give one of: fix; scale; low and high"),
        ("hypotheses", "{low: 0, high: 1}", "{low: 2, high: 1}", "20:26: need low <= high, got 2, 1"),
        ("hypotheses", "alliance.step:", "alliance.stop:", "20:11: unknown parameter 'alliance.stop'; did you mean"),
        ("hypotheses", "default: grew", "default: grow", "24:14: unknown variant 'grow'; did you mean 'grew'?"),
        ("hypotheses", "default_because: It is told so.", "default_because: null",
         "24:14: a default needs its reason under 'default_because'"),
        ("hypotheses", ", because: The sign shows there.", "", "23:16: 'judged_in' has no 'because'; it must be given"),
        ("hypotheses", "name: room", "name: Room 1", "3:11: 'name' must be a name in lower case and underscores"),
        ("record", "use: conditioning", "use: kept", "4:10: unknown use 'kept'; allowed: conditioning, held_back"),
        ("record", "certainty: certain",
         "certainty: sure", "12:20: unknown certainty 'sure'; allowed: certain, probable"),
        ("record", "first: belarus.hosting", "first: hosting",
         "9:16: 'first' must be a move, a series or a posture such as eu.rung or posture.client, got 'hosting'"),
        ("record", "first: belarus.hosting", "because: Why.",
         "8:9: a fact has exactly one of first, once, always, never; got none"),
        ("record", "never: russia.coercion", "never: russia.coercion\n        once: russia.coercion",
         "16:9: a fact has exactly one of first, once, always, never; got once, never"),
        ("record", "month: 2014-07", "month: 2012-07",
         "10:16: 'month' must be a month such as 2015-08, from 2013-01 to 2021-12, got '2012-07'"),
        ("record", "        month: 2014-07\n", "", "8:9: a fact has either 'month', or 'from' and 'until'"),
        ("record", "month: 2014-07", "month: 2014-07\n        until: 2014-08",
         "8:9: a fact has either 'month', or 'from' and 'until'"),
        ("record", "until: 2015-06", "until: 2013-06", "19:15: 'from' (2014-01) is later than 'until' (2013-06)"),
        ("record", "        tolerance: 6\n", "", "8:9: 'F01' has no 'tolerance'; it must be given"),
        ("record", "tolerance: 6", "tolerance: -1", "11:20: 'tolerance' must be a whole number of at least 0, got -1"),
        ("record", "above: 0.25", "above: 0.25\n        tolerance: 6",
         "19:20: what is never so has no tolerance; give the period itself"),
        ("record", "above: 0.25",
         "above: 0.25\n        below: 0.5", "19:16: 'above' and 'below' cannot both be given"),
        ("record", "      F02:", "      F01:", "15:7: duplicate key 'F01'; it is first given in line 7"),
        ("record", 'words: so far}', 'words: so far, says: No.}', "24:56: unknown key 'says'"),
        ("sources", "author_why: Nobody signed it.", "", "3:13: 'author' is null; say why under 'author_why'"),
        ("sources", "    covers:", "    cover:", "11:5: unknown key 'cover'; did you mean 'covers'?"),
        ("sources", 'P1: "2-3"', 'P1: "2 to 3"', "16:11: 'P1' must be lines such as '7-14, 16', got '2 to 3'"),
        ("sources", 'date: "2017-08"', "date: summer", "7:11: 'date' must be a date such as 2017, 2017-08"),
        ("sources", "sha256: 88", "sha256: xx", "10:13: 'sha256' must be 64 hexadecimal digits, got 'xx"),
    ],
)  # fmt: skip
def test_what_is_refused_and_where(small, file, old, new, said):
    edit(small, file, old, new)
    problems = refused(small)
    assert any(line.startswith(f"seeds/{file}.yaml:{said}") for line in problems), problems


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_missing_parameter_file_names_the_subject(small, subject):
    (small / f"{subject}.yaml").unlink()
    assert refused(small) == [
        f"seeds/{subject}.yaml:1:1: there is no such file; the parameters of '{subject}' belong in it"
    ]


def test_a_missing_record_file_does_not_make_every_reference_wrong(small):
    (small / "sources.yaml").unlink()
    (small / "mechanisms.yaml").unlink()
    assert refused(small) == [
        "seeds/mechanisms.yaml:1:1: there is no such file; the mechanisms belong in it",
        "seeds/sources.yaml:1:1: there is no such file; the sources belong in it",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [("{}", "1:1: has no 'sources'; it must be given"), ("sources: {}", "1:10: 'sources' needs at least one entry")],
)
def test_a_file_without_records_is_one_problem_and_not_one_for_every_reference(small, text, problem):
    (small / "sources.yaml").write_text(text)
    assert refused(small) == [f"seeds/sources.yaml:{problem}"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("usual:", "usal:", "unknown key 'usal'; did you mean 'usual'?"),
        ('says: "a share, from 0 to 1", low: 0', "low: 0", "has no 'says'; it must be given"),
    ],
)
def test_a_damaged_domain_is_one_problem_and_not_one_for_every_number(tmp_path, old, new, problem):
    shipped = shutil.copytree(evidence.SEEDS_FOLDER, tmp_path / "seeds")
    edit(shipped, "domains", old, new)
    problems = refused(shipped)
    assert all(line.startswith("seeds/domains.yaml:") for line in problems), problems
    assert any(problem in line for line in problems), problems


def test_a_missing_folder_and_a_stray_file(small, tmp_path):
    assert refused(tmp_path / "nowhere")[0].endswith("/nowhere:1:1: there is no such folder of seeds")
    (small / "alliances.yaml").write_text("parameters: {}\n")
    (line,) = refused(small)
    assert line.startswith("seeds/alliances.yaml:1:1: unknown file 'alliances.yaml'; did you mean 'alliance.yaml'?")


def test_two_hypotheses_cannot_share_a_name(small):
    text = SMALL["hypotheses"]
    (small / "hypotheses.yaml").write_text(text + text.replace("hypotheses:\n", "").replace("RH01", "RH02"))
    assert refused(small) == ["seeds/hypotheses.yaml:28:11: two hypotheses are named 'room'"]


def test_all_problems_of_all_files_come_at_once(small):
    edit(small, "alliance", "low: 0.15", "low: few")
    edit(small, "events", "magnitude: 3", "magnitude: many")
    edit(small, "hypotheses", "question: More or less?", "question: [More or less?")
    edit(small, "mechanisms", "grade: S", "grade: B")
    places = [line.split(": ")[0] for line in refused(small)]
    assert places == [
        "seeds/alliance.yaml:6:10", "seeds/events.yaml:10:16", "seeds/hypotheses.yaml:5:15",
        "seeds/mechanisms.yaml:21:12",
    ]  # fmt: skip


# --- locators


def test_locators_of_a_made_up_source_are_found(small, texts):
    give_check_sum(small)
    assert check_locators(load_seeds(small), texts) == ()


def give_check_sum(folder):
    given = SMALL["sources"].split("sha256: ")[1][:64]
    edit(folder, "sources", given, hashlib.sha256(TEXT.encode()).hexdigest())


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("hosts talks", "HOSTS, talks", True),
        ("hosts talks", "gains respect says", True),
        ("hosts talks", "gains re-spect", True),
        ("hosts talks", "did not ask", True),
        ("hosts talks", "hosts no talks", False),
        ("hosts talks", "osts talks", False),
        ("hosts talks", "good reason", False),
    ],
)
def test_a_locator_ignores_case_marks_and_cut_words_but_not_letters(small, texts, old, new, found):
    give_check_sum(small)
    edit(small, "mechanisms", f"words: {old}, says", f'words: "{new}", says')
    problems = [str(problem) for problem in check_locators(load_seeds(small), texts)]
    assert problems == ([] if found else [f"seeds/mechanisms.yaml:11:7: '{new}' is not in P1 of source '001'"])


def test_a_changed_and_a_missing_text_are_problems(small, texts):
    assert [str(p) for p in check_locators(load_seeds(small), texts)] == [
        "seeds/sources.yaml:2:1: text.txt has another sha256 than source '001' says"
    ]
    (texts / "text.txt").unlink()
    assert [str(p) for p in check_locators(load_seeds(small), texts)] == [
        "seeds/sources.yaml:2:1: the text of source '001', text.txt, is missing"
    ]


def test_no_weight_may_be_so_large_that_a_utility_overflows():
    """The logistic curve of a graded move has no number beyond some 709 spans."""
    known = load_seeds().parameters
    ends = [end for one in known.values() if one.term is not None for end in (one.domain.low, one.domain.high)]
    assert max(map(abs, ends)) / known["choice.level_span"].low < math.log(sys.float_info.max)
