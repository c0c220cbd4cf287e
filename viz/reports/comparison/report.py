"""The report of a comparison in one file: the sentence, the figure, the tables, and what was compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from experiments.comparison.compare import Comparison
from experiments.comparison.footing import TABLES
from model.runs.manifest import version
from model.scenario.pressure import Pressure
from model.scenario.scenario import ParameterSetting, Scenario
from viz.common.html import figure, page, paragraph, table
from viz.common.style import DARK_OF
from viz.common.summary import label_of
from viz.sentences.comparison_tables import Sheet, labels, sheets, side_lines
from viz.sentences.effect_text import binding_sentence, effect_sentence, second_line

CAPTION = (
    "Above: what presses, in the colour of who presses where only one side has it. Middle: alignment from Moscow (-1) "
    "to the West (+1), median and bands of the worlds whose regime stands. Below: the difference world by world."
)
CAUTION = "These are results of a model in which only what is named above differs, not statements about the real world."


def report(found: Sequence[Comparison], pictures: Sequence[str], *, command: str) -> str:
    """The report as one HTML file.

    Args:
        found: Comparisons with the same scenario.
        pictures: The figure of each as SVG.
        command: What makes them again.
    """
    first = effect_sentence(found[0])
    title = first if len(found) == 1 else f"{len(found)} scenarios compared with {found[0].base.scenario.title}"
    parts = [] if len(found) == 1 else [f"<h1>{escape(title)}</h1>"]
    for one, svg in zip(found, pictures, strict=True):
        parts += _comparison(one, svg, *(("h1", "h2") if len(found) == 1 else ("h2", "h3")))
    parts += [
        "<h2>To make it again</h2>",
        f"<pre><code>{escape(command)}</code></pre>",
        paragraph(f"{CAUTION} tightrope {version('tightrope')}.", quiet=True),
    ]
    return page(title, parts)


def _comparison(found: Comparison, svg: str, head: str, below: str) -> Iterator[str]:
    sentence, second = effect_sentence(found), second_line(found)
    yield f"<{head}>{escape(sentence)}</{head}>"
    if second:
        yield paragraph(second)
    yield figure(svg, CAPTION, alt=f"Figure of both scenarios by month. {sentence}", colours=DARK_OF)
    yield "<p>" + "<br/>".join(escape(line) for line in side_lines(found)) + "</p>"
    yield from (paragraph(f"Note: {note}.", quiet=True) for note in found.notes)
    for sheet in sheets(found):
        yield from _sheet(sheet)
    if found.bindings:
        items = (f"<li>{escape(binding_sentence(one))}.</li>" for one in found.bindings)
        yield f"<{below}>How long each pressure acts</{below}><ul>{''.join(items)}</ul>"
    yield f"<{below}>What was compared</{below}>"
    yield from (_side(name, one.scenario) for name, one in zip(labels(found), (found.base, found.other), strict=True))
    rows = list(_differing(found.base.scenario, found.other.scenario))
    if rows:
        yield table(rows, head=("Differs", "A", "B"))


def _sheet(sheet: Sheet) -> Iterator[str]:
    if sheet.rows:
        yield table(sheet.rows, head=sheet.head, numbers=range(1, len(sheet.head)))
    if sheet.note:
        yield paragraph(sheet.note, quiet=True)


def _side(name: str, scenario: Scenario) -> str:
    words = (f"{name} ({scenario.title}):", scenario.question, scenario.because)
    return paragraph(" ".join(" ".join(text.split()) for text in words if text).removesuffix(":"))


def _differing(base: Scenario, other: Scenario) -> Iterator[tuple[str, ...]]:
    """Pressures and beliefs that are not the same on both sides: what each side says, and where that is written."""
    for name in dict.fromkeys((*base.pressures, *other.pressures)):
        sides = [one.pressures.get(name) for one in (base, other)]
        if sides[0] != sides[1]:
            texts = (_pressure(one, side, name) for one, side in zip((base, other), sides, strict=True))
            yield (f"pressure {name}", *texts)
    for key, called in TABLES.items():
        tables = [getattr(one, key) for one in (base, other)]
        for name in sorted({*tables[0], *tables[1]}):
            values = [_belief(table.get(name)) for table in tables]
            if values[0] != values[1]:
                a, b = (_placed(one, f"{key}.{name}", text) for one, text in zip((base, other), values, strict=True))
                yield f"{called} {name}", a, b
    for name in sorted({*base.switch_off} ^ {*other.switch_off}):
        a, b = ("off" if name in one.switch_off else "on" for one in (base, other))
        yield f"mechanism {name}", a, b


def _pressure(scenario: Scenario, pressure: Pressure | None, name: str) -> str:
    if pressure is None:
        return "none"
    plain = scenario.resolved()["pressures"]
    assert isinstance(plain, dict)
    keys = ("level", "path", "start", "end", "duration", "every", "when")
    said = ", ".join(f"{key} {_words(plain[name][key])}" for key in keys if key in plain[name])
    return _placed(scenario, f"pressures.{name}", f"{label_of(name, pressure)}: {said}")


def _words(value: object) -> str:
    """A value of a pressure: a number, a date, or several by month or name."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {part}" for key, part in value.items() if part not in (None, ""))
    return str(value)


def _belief(value: object) -> str:
    """What a side says of a number, a hypothesis or a first value."""
    if value is None:
        return "not set"
    if not isinstance(value, ParameterSetting):
        return str(value)
    if value.fix is not None:
        return f"{value.fix:g} in every world"
    ends = [] if value.low is None or value.high is None else [f"{value.low:g} to {value.high:g}"]
    return ", ".join([*ends, *([] if value.scale is None else [f"times {value.scale:g}"])])


def _placed(scenario: Scenario, key: str, text: str) -> str:
    """What a scenario says of a key, with the file and line that say it."""
    files: dict[str, list[int]] = {}
    for said, place in scenario.origins.items():
        if said == key or said.startswith(f"{key}."):
            file, _, line = place.rpartition(":")
            files.setdefault("--set" if place.startswith("--set") else file, []).append(
                int(line) if line.isdecimal() else 1
            )
    places = [file if file == "--set" else f"{file}:{min(lines)}" for file, lines in sorted(files.items())]
    return f"{text} ({', '.join(places)})" if places else text
