import math
import os
from contextlib import suppress
from io import StringIO

import pytest
import yaml

from model.evidence.load import SEEDS_FOLDER
from model.yaml_files import tree
from model.yaml_files.fields import Collector, nearest, read_yaml, unknown_key_message
from model.yaml_files.nodes import InputError, Node, Problem
from model.yaml_files.tree import parse_yaml
from model.yaml_files.writer import yaml_writer


def refused(text):
    with pytest.raises(InputError) as caught:
        parse_yaml(text, "f.yaml")
    return str(caught.value)


def plain(node):
    if isinstance(node.value, dict):
        return {key: plain(entry) for key, entry in node.value.items()}
    return [plain(item) for item in node.value] if isinstance(node.value, list) else node.value


def test_every_value_and_key_knows_its_place():
    root = parse_yaml("# note\na: 1\nb:\n  - x\n  - {c: true}\n", "f.yaml")
    assert plain(root) == {"a": 1, "b": ["x", {"c": True}]}
    assert (root.line, root.column, root.file, root.called) == (2, 1, "f.yaml", "")
    assert {name: node.key for name, node in root.value.items()} == {"a": (2, 1), "b": (3, 1)}
    second = root.value["b"].value[1]
    assert (second.line, second.column, second.called) == (5, 5, "'b' item 2")
    assert (second.value["c"].key, second.key) == ((5, 6), None)
    assert (second.get("c").heading.column, second.get("d"), second.get("c").get("e")) == (6, None, None)
    assert (second.value["c"].line, second.value["c"].column) == (5, 9)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("", None), ("~", None), ("null", None), ("Null", None), ("nULL", "nULL"),
        ("true", True), ("False", False), ("yes", "yes"), ("no", "no"), ("on", "on"), ("'true'", "true"),
        ("12", 12), ("-3", -3), ("+4", 4), ("007", 7), ("0o17", 15), ("0x1F", 31), ("1_000", "1_000"),
        ("0.5", 0.5), (".5", 0.5), ("1.", 1.0), ("1e3", 1000.0), ("-.5e-1", -0.05), ("1.2.3", "1.2.3"),
        (".inf", math.inf), ("-.INF", -math.inf), ("+.inf", math.inf), ("inf", "inf"), ("nan", "nan"),
        ("2013-01", "2013-01"), ("2013-01-05", "2013-01-05"), ("12:30:00", "12:30:00"), ("'12'", "12"),
        ("0b11", "0b11"), ("+", "+"), ("-", None), ("two words", "two words"), ("=", "="), ("é", "é"),
    ],
)  # fmt: skip
def test_plain_words_mean_what_yaml_1_2_says(written, value):
    read = None if written == "-" else plain(parse_yaml(f"a: {written}\n", "f"))["a"]
    assert (read, type(read)) == (value, type(value))


def test_not_a_number_is_read():
    assert math.isnan(plain(parse_yaml("a: .nan", "f"))["a"])


def test_keys_are_their_source_text():
    assert list(parse_yaml("2013-01: a\n1: b\ntrue: c\n~: d\n'<<': e\n0x10: f", "f").value) == [
        "2013-01", "1", "true", "~", "<<", "0x10",
    ]  # fmt: skip


def test_folded_text_byte_order_mark_and_windows_line_ends(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_bytes("\ufeffa: >-\r\n  one\r\n  two\r\nb: 2\r\n...\r\n".encode())
    assert plain(read_yaml(path)) == {"a": "one two", "b": 2}
    assert read_yaml(path).get("b").key == (4, 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "1:1: the file is empty"),
        ("# only a note\n", "1:1: the file is empty"),
        ("---\n", "2:1: the top level must be a mapping of keys to values, got nothing"),
        ("- a\n", "1:1: the top level must be a mapping of keys to values, got a list"),
        ("just words", "1:1: the top level must be a mapping of keys to values, got 'just words'"),
        ("a: 1\nb: !!str 2", "2:4: tags ('!!str') are not allowed"),
        ("a: !<tag:yaml.org,2002:int> 2", "1:4: tags ('!!int') are not allowed"),
        ("a: ! 2", "1:4: tags ('!') are not allowed"),
        ("!x\na: 1", "1:1: tags ('!x') are not allowed"),
        ("a: !e!x 1", "1:4: tags ('!...') are not allowed"),
        ("a: &x 1", "1:4: anchors ('&x') are not allowed"),
        ("a: [&x b]", "1:5: anchors ('&x') are not allowed"),
        ("&x a: 1", "1:1: anchors ('&x') are not allowed"),
        ("a: *x", "1:4: aliases ('*x') are not allowed; write the value out"),
        ("*x : 1", "1:1: aliases ('*x') are not allowed; write the value out"),
        ("a:\n  <<: {b: 1}", "2:3: merge keys ('<<') are not allowed; write the entries out"),
        ("a: 1\n---\nb: 2", "2:1: a second document begins here; one file holds one"),
        ("%YAML 1.1\n---\na: 1", "2:1: directives ('%YAML', '%TAG') are not allowed"),
        ("a: 1\nb: 2\na: 3", "3:1: duplicate key 'a'; it is first given in line 1"),
        ("a: {b: 1, 'b': 2}", "1:11: duplicate key 'b'; it is first given in line 1"),
        ("? [a]\n: 1", "1:3: a key must be a word, not a list or a mapping"),
        ("{{a: 1}: 2}", "1:2: a key must be a word, not a list or a mapping"),
        ("'': 1", "1:1: a key is empty"),
        (": 1", "1:1: a key is empty"),
        ("a: " + "[" * 30 + "]" * 30, "1:33: values are nested deeper than 30 levels"),
        ("a: " + "[" * 100_000, "1:33: values are nested deeper than 30 levels"),
        ("a: " + "9" * 5000, "1:4: this number has too many digits"),
        ("a: 1\nb: x\x07y", "2:5: there is a control character here; remove it"),
        ("a: b: c", "1:5: a ': ' is not allowed here; put text that has a colon in quotes"),
        ("a:\n\tb: 1", "2:1: a tab is not allowed; indent with spaces"),
        ("a: @b", "1:4: text that begins with this sign must be in quotes"),
        ("a: `b", "1:4: text that begins with this sign must be in quotes"),
        ("a: %b", "1:4: text that begins with this sign must be in quotes"),
        ("a: ]", "1:4: text that begins with this sign must be in quotes"),
        ("a: * b", "1:5: text that begins with '*' or '&' must be in quotes"),
        ("a: >b", "1:5: text that begins with '>' or '|' must be in quotes"),
        ("a: > b", "1:6: text that begins with '>' or '|' must be in quotes"),
        ("a: |0\n b", "1:5: text that begins with '>' or '|' must be in quotes"),
        ("a: ? b", "1:4: text that begins with '?' must be in quotes"),
        ("a: - b", "1:4: a list item '- ' is not allowed here; begin it on a line of its own"),
        ("a: 1\nb\n", "2:1: this line has no ': ' after its key"),
        ("a:\n  b: 1\n c: 2", "3:2: this does not fit the lines above; check indentation and quotes"),
        ("a: 'b' c", "1:8: this does not fit the lines above; check indentation and quotes"),
        ("{a: 1}}", "1:7: nothing is allowed here; the mapping of this file has ended"),
        ('a: "\\q"', "1:6: unknown escape after a backslash; use single quotes"),
        ("a: [1, 2\nb: 3", "1:4: the list '[' is not closed, or a comma is missing"),
        ("a: {b: 1\nc: 3", "1:4: the mapping '{' is not closed, or a comma is missing"),
        ("a: 'b\nc: d", "1:4: a quote is opened and never closed"),
        ('a: "b\n---\nc"', "1:4: a quote is opened and never closed"),
    ],
)
def test_what_is_refused_and_where(text, message):
    assert refused(text).splitlines()[0] == f"f.yaml:{message}"


def test_thirty_levels_are_allowed():
    assert parse_yaml("a: " + "[" * 29 + "]" * 29, "f")


def test_all_problems_are_told_at_once():
    assert refused("a: &x 1\nb: *x\na: !t 2").splitlines() == [
        "f.yaml:1:4: anchors ('&x') are not allowed",
        "f.yaml:2:4: aliases ('*x') are not allowed; write the value out",
        "f.yaml:3:1: duplicate key 'a'; it is first given in line 1",
        "f.yaml:3:4: tags ('!t') are not allowed",
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a: 1\nb: \xff\n", "2:4: byte 9 is not UTF-8 text; save the file as UTF-8"),
        ("a: ü".encode("latin-1"), "1:4: byte 4 is not UTF-8 text; save the file as UTF-8"),
        (b"a: 1\n\0", "2:1: byte 6 is NUL; this is not a text file"),
        (b"\xff\xfea\0:\0", "1:4: byte 4 is NUL; this is not a text file"),
        (b"", "1:1: the file is empty"),
        (b"a: " + b"x" * 300, "1:1: the file has 303 bytes; 200 are allowed"),
    ],
)
def test_files_that_are_no_text_or_too_long(tmp_path, data, message):
    path = tmp_path / "a.yaml"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_yaml(path, limit=200)
    assert str(caught.value) == f"{path.as_posix()}:{message}"


def test_a_missing_file_a_folder_and_a_name_no_system_takes(tmp_path):
    for path, words in (
        (tmp_path / "none.yaml", "none.yaml:1:1: there is no such file"),
        (tmp_path, ":1:1: this is a folder; give a YAML file"),
        (tmp_path / ("x" * 5000), ":1:1: the file cannot be read: "),
        (tmp_path / "a" / "b.yaml", "b.yaml:1:1: there is no such file"),
    ):
        with pytest.raises(InputError) as caught:
            read_yaml(path)
        assert words in str(caught.value)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.yaml")
    with pytest.raises(InputError, match="this is not an ordinary file"):
        read_yaml(tmp_path / "a.yaml")


def test_a_file_can_be_called_otherwise(tmp_path):
    with pytest.raises(InputError, match=r"^seeds/a\.yaml:1:1: there is no such file$"):
        read_yaml(tmp_path / "a.yaml", name="seeds/a.yaml")


def test_problems_are_sorted_and_distinct():
    later, sooner = Problem("f", 10, 1, "b"), Problem("f", 9, 2, "a")
    error = InputError([later, sooner, later])
    assert error.problems == (sooner, later)
    assert str(error) == "f:9:2: a\nf:10:1: b"


def test_nearest_and_unknown_keys():
    assert nearest("steeps", ["stops", "steps"]) == "steps"
    assert nearest("zebra", ["steps"]) is None
    known = ("steps", "seed", "end")
    assert unknown_key_message("key", "steeps", known) == (
        "unknown key 'steeps'; did you mean 'steps'? allowed: end, seed, steps"
    )
    assert unknown_key_message("key", "zebra", known) == "unknown key 'zebra'; allowed: end, seed, steps"
    assert unknown_key_message("key", "zebra", ()) == "unknown key 'zebra'; allowed: none"
    many = unknown_key_message("move", "zebra", (f"m{i:02}" for i in range(20)))
    assert many.endswith("allowed: m00, m01, m02, m03, m04, m05, m06, m07, m08, m09, m10, m11 and 8 more")


def test_a_collector_gives_plain_values():
    found = Collector()
    root = parse_yaml("t: words\nn: 0.5\ni: 3\nb: false\nc: x\nl: [a, b]\nm: {k: v}\nempty: ''", "f")
    fields = found.mapping(root, ("t", "n", "i", "b", "c", "l", "m"), ("empty", "other"))
    assert found.text(fields["t"]) == "words"
    assert found.number(fields["n"], 0, 1) == 0.5
    assert found.number(fields["i"]) == 3.0
    assert isinstance(found.number(fields["i"]), float)
    assert found.whole(fields["i"], 0, 5) == 3
    assert found.choice(fields["c"], ["x", "y"]) == "x"
    assert list(map(found.text, found.sequence(fields["l"]))) == ["a", "b"]
    assert plain(found.entries(fields["m"])["k"]) == "v"
    assert found.text(fields.get("other")) is None
    assert (found.mapping(None, ("a",)), found.entries(None), found.sequence(None)) == ({}, {}, [])
    assert found.number(None) is found.whole(None) is found.choice(None, "a") is None
    found.raise_if_any()


@pytest.mark.parametrize(
    ("read", "written", "message"),
    [
        (lambda c, n: c.number(n, 0, 1), "abc", "'x' must be a number between 0 and 1, got 'abc'"),
        (lambda c, n: c.number(n, 0, 1), "1.5", "'x' must be a number between 0 and 1, got 1.5"),
        (lambda c, n: c.number(n, 0, 1), "true", "'x' must be a number between 0 and 1, got true"),
        (lambda c, n: c.number(n), ".nan", "'x' must be a number, got nan"),
        (lambda c, n: c.number(n), "-.inf", "'x' must be a number, got -inf"),
        (lambda c, n: c.number(n, 1), "0", "'x' must be a number of at least 1, got 0"),
        (lambda c, n: c.number(n, high=1), "2", "'x' must be a number of at most 1, got 2"),
        (lambda c, n: c.whole(n, 1, 9), "1.5", "'x' must be a whole number between 1 and 9, got 1.5"),
        (lambda c, n: c.whole(n), "false", "'x' must be a whole number, got false"),
        (lambda c, n: c.text(n), "5", "'x' must be text, got 5; put it in quotes"),
        (lambda c, n: c.text(n), "' '", "'x' must be text, got ' '"),
        (lambda c, n: c.text(n), "", "'x' must be text, got nothing"),
        (lambda c, n: [*map(c.text, c.sequence(n))], "[a, {b: 1}]", "'x' item 2 must be text, got a mapping"),
        (lambda c, n: c.sequence(n), "a", "'x' must be a list, got 'a'"),
        (lambda c, n: c.entries(n), "[a]", "'x' must be a mapping of keys to values, got a list"),
        (lambda c, n: c.choice(n, ["pert"]), "prt", "unknown x 'prt'; did you mean 'pert'? allowed: pert"),
        (lambda c, n: c.choice(n, ["pert"]), "1", "'x' must be one of pert, got 1"),
        (lambda c, n: c.text(n), "[" + "a" * 90 + "]", "'x' must be text, got a list"),
        (lambda c, n: c.number(n), "a" * 90, "'x' must be a number, got '" + "a" * 57 + "...'"),
    ],
)
def test_a_collector_says_what_is_wrong(read, written, message):
    found = Collector()
    read(found, parse_yaml(f"x: {written}", "f").value["x"])
    with pytest.raises(InputError) as caught:
        found.raise_if_any()
    (problem,) = caught.value.problems
    assert problem.line == 1
    assert problem.message.startswith(message)


def test_a_number_beyond_all_floats_is_refused():
    found = Collector()
    assert found.number(Node(10**400, 1, 1, "f")) is found.whole(Node(10**400, 1, 1, "f")) is None
    assert [problem.message for problem in found.problems] == [
        "must be a number, got a huge number", "must be a whole number, got a huge number",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('title: "\\e[2J"', "1:8: text must not hold the character '\\x1b'; remove it"),
        ('"\\e[2J": 1', "1:1: text must not hold the character '\\x1b'; remove it"),
        ('title: "\\u202e"', "1:8: text must not hold the character '\\u202e'; remove it"),
        ('title: "\\ud800"', "1:8: text must not hold the character '\\ud800'; remove it"),
        ('a: "\\x00"', "1:4: text must not hold the character '\\x00'; remove it"),
        ("worlds: 0x" + "f" * 5000, "1:9: this number has too many digits"),
    ],
)
def test_what_a_terminal_would_obey_is_refused(text, place):
    assert refused(text) == f"f.yaml:{place}"


def test_a_text_may_hold_lines_and_tabs():
    assert plain(parse_yaml('a: "x\\ty\\n"', "f"))["a"] == "x\ty\n"


def test_a_problem_is_one_short_line_whatever_it_speaks_of():
    problem = Problem("a\nb\x1b.yaml", 1, 2, "got \x1b[2J" + "x" * 2000)
    assert "\x1b" not in str(problem)
    assert "\n" not in str(problem)
    assert (len(problem.message), problem.message[-4:]) == (500, "x...")


def test_a_file_of_the_project_is_named_as_the_shell_finds_it(tmp_path, monkeypatch):
    monkeypatch.chdir(SEEDS_FOLDER)
    assert str(Problem("seeds/history.yaml", 1, 2, "no")) == "history.yaml:1:2: no"
    assert str(Problem("--set 1", 1, 2, "no")) == "--set 1:1:2: no"
    monkeypatch.chdir(tmp_path)
    assert str(Problem("seeds/history.yaml", 1, 2, "no")).endswith("/seeds/history.yaml:1:2: no")


WORDS_OF_PARSERS = ("expected", "found", "scanning", "token", "handle", "http", "while")


@pytest.mark.parametrize("text", [
    "%YAML x\n---\na: 1", "%YAML 2.0\n---\na: 1", "%YAML 1.1\n%YAML 1.1\n---\na: 1", "%TAG ! x\n%TAG ! x\n---\na: 1",
    "%FOO\na: 1", "%YAML 1.\n---\na: 1", "a: !<x", "a: !e!%", "a: !e%zz!x 1", "a: &", "a: &! 1", "a: *", 'a: "\\xzz"',
    'a: "\\u12"', "a: |\n    b\n  c", "a: |\n\n     \n  b", "a: 1\n...\nb", "a: 1\n... b", "{a: b:c}", "[a: 1",
    "a: {b: [1}", "a: '", "?", "? a", "- a\nb", "a: [1]]", "a: }", "a: ,", "{,}", "[,]", "a: @", "a: >9x", "a: >+-",
    "a: |0", "a: 'x' y", "a:\n b\nc", "\ta: 1", "a: b: c", "a: - b", "--- x\n---", "--- |", "a: &x &y 1", "a: !x !y 1",
    "a: [\n- 1]", "a: {\n- 1}", "a\nb: 1", "? [a", "'a\n---", "a:\n  - b\n c",
])  # fmt: skip
def test_no_word_of_a_parser_reaches_the_user(text):
    with suppress(InputError):
        parse_yaml(text, "f")
        return
    said = refused(text)
    assert not [word for word in WORDS_OF_PARSERS if word in said], said


def test_a_collector_gathers_from_everywhere():
    found = Collector()
    root = parse_yaml("level: high\nsteeps: 3\nat:\n  x: 1\n", "f")
    fields = found.mapping(root, ("level", "title"), ("steps", "at"))
    assert list(fields) == ["level", "at"]
    assert found.number(fields["level"], 0, 1) is None
    found.mapping(fields["at"], ("y",), ("x",))
    found.add(root, "too little")
    found.add_key(root, "at", "too early")
    found.problems.append(Problem("e", 1, 1, "elsewhere"))
    with pytest.raises(InputError) as caught:
        found.raise_if_any()
    assert str(caught.value).splitlines() == [
        "e:1:1: elsewhere",
        "f:1:1: has no 'title'; it must be given",
        "f:1:1: too little",
        "f:1:8: 'level' must be a number between 0 and 1, got 'high'",
        "f:2:1: unknown key 'steeps'; did you mean 'steps'? allowed: at, level, steps, title",
        "f:3:1: too early",
        "f:4:3: 'at' has no 'y'; it must be given",
    ]


def test_a_node_is_frozen():
    with pytest.raises(AttributeError):
        Node(1, 1, 1, "f").value = 2


# Where libyaml and ruamel.yaml differ: texts, each of which both read, or both refuse, in one way
BOTH = [
    "a: 1\nb: [x, {c: 'd', e: \"f\\n\"}]\n", "a: >-\n  one\n  two\nb: |\n  three\n", "a: 😀 é\nb: 0.5",
    "a:\nb: 1", "a: \n  ", "a: # note\n", "a: ---\nb: ", "{a, b: 1}", "- \n", "a: b\tc", "a: b\t", "a:\tb",
    "a: \x85", "a: b\u2028c: d", "a: b\u2029c", "a: b\n\ufeffc: d", "a: >-#x\n  b", "a: |+#", "a: >\t\n  b",
    "a:\n  |-\n  \n    b", "a: |\n\n  b\n", "a: 1\n...\n", "a: 1\n...\n\n...\n", 'a: ["b":1]', '{"a":1}', ">-\n#b",
    "a: \ud800", "%YAML 1.1\n---\na: 1", "a: &x 1", "a: '", "a: [", "", "a: 1\r\nb: 2\r\n", "a: 1\rb: 2", "a: x\x1by",
]  # fmt: skip


@pytest.mark.parametrize("text", BOTH)
def test_a_text_reads_the_same_with_and_without_libyaml(text, monkeypatch):
    def read():
        try:
            return parse_yaml(text, "f")
        except InputError as error:
            return str(error)

    fast = read()
    monkeypatch.setattr("yaml.__with_libyaml__", False)
    assert fast == read()


def test_the_files_of_the_project_are_read_with_libyaml(monkeypatch):
    monkeypatch.setattr(tree, "_read_carefully", None)
    for path in SEEDS_FOLDER.glob("*.yaml"):
        assert read_yaml(path, limit=10**6).value


@pytest.mark.parametrize(
    "word", ["on", "Off", "yes", "NO", "y", "12:30", "1_000", "2017-05-01", "null", "0b11", "=", "<<"]
)
def test_what_older_readers_take_for_no_text_is_written_in_quotes(word):
    stream = StringIO()
    yaml_writer().dump({word: word, "title": "plain text", "start": "2017-05", "x": {"level": 0.5}}, stream)
    assert f"'{word}': '{word}'" in stream.getvalue()
    assert "title: plain text\nstart: 2017-05\n" in stream.getvalue()
    older = yaml.safe_load(stream.getvalue())
    assert older == plain(parse_yaml(stream.getvalue(), "f"))


def test_a_file_is_written_with_its_comments():
    stream, writer = StringIO(), yaml_writer()
    writer.dump(writer.load("# note\non: yes # why\n'b': \"no\"\n"), stream)
    assert stream.getvalue() == "# note\n'on': 'yes' # why\nb: 'no'\n"
