"""A pressure that is added, taken away or changed, as a noun phrase: "EU sanctions", "a weaker oil cut"."""

from __future__ import annotations

from dataclasses import replace

from model.scenario.kinds import KINDS
from model.scenario.pressure import HISTORY, Combine, Pressure
from model.scenario.scenario import Scenario
from model.story.phrases import joined, month_in_words
from viz.sentences.change_phrases import ADJECTIVES, MOVES, SEVERAL, WITH_ARTICLE

Name = tuple[str, bool]
"""A noun phrase for the middle of a sentence, and whether it takes a plural verb."""


def added_name(scenario: Scenario, pressure: Pressure) -> Name:
    """A pressure that is new."""
    text, several = phrase_of(pressure)
    return (f"{_size_word(pressure, _signs(scenario, pressure))} {text}" if _is_signed(pressure) else text), several


def removed_name(scenario: Scenario, pressure: Pressure) -> Name:
    """A pressure that is no longer there."""
    if pressure.combine is Combine.FORBID:
        return _qualified("possible", MOVES[pressure.moves]), pressure.moves in SEVERAL
    text, several = phrase_of(pressure)
    if _is_signed(pressure):
        return f"{_size_word(pressure, {not sign for sign in _signs(scenario, pressure)})} {text}", several
    return f"the absence of {text}{_year(scenario, pressure, 'in')}", False


def changed_name(scenario: Scenario, before: Pressure, after: Pressure) -> Name:
    """A pressure that is stronger or weaker, earlier or later, longer or shorter than it was."""
    text, several = phrase_of(before)
    text = _qualified(joined(_ways(scenario, before, after)), text)
    return text + (_year(scenario, before, "of") if before.name.startswith(HISTORY) else ""), several


def phrase_of(pressure: Pressure) -> Name:
    """A pressure by its kind, with the actors filled in."""
    kind = KINDS[pressure.kind]
    effect = kind.effect(pressure.by, pressure.on, pressure.choice)
    template = effect.phrase if effect is not None and effect.phrase else kind.phrase
    text = template.format(
        by=ADJECTIVES.get(pressure.by, pressure.by),
        whom=_with_article(pressure.by),
        on="" if pressure.on in ("", "Belarus") else f"on {_with_article(pressure.on)}",
        place=pressure.venue or _with_article(pressure.by),
        move=MOVES.get(pressure.moves, ""),
    )
    plural = kind.several or (pressure.combine is Combine.FORCE and pressure.moves in SEVERAL)
    return text.strip(), plural


def onsets_in_words(pressure: Pressure, scenario: Scenario) -> str:
    """The months that an onset is drawn from."""
    first, latest = pressure.start, pressure.start if pressure.latest is None else pressure.latest
    return f"from {month_in_words(scenario.date(first))} to {month_in_words(scenario.date(latest))}"


def _with_article(actor: str) -> str:
    return f"the {actor}" if actor in WITH_ARTICLE else actor


def _qualified(word: str, text: str) -> str:
    """A noun phrase with an adjective before its noun, and the article that fits."""
    article, _, rest = text.partition(" ")
    if article not in ("a", "an", "the"):
        return f"{word} {text}"
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word} {rest}"


def _is_signed(pressure: Pressure) -> bool:
    """Whether such a pressure can take away as well as add."""
    return KINDS[pressure.kind].low < 0


def _signs(scenario: Scenario, pressure: Pressure) -> set[bool]:
    """Whether it adds (True) or takes away (False); both, if it does one and then the other."""
    sizes = [pressure.on_path(month) for month in range(scenario.months)] if pressure.path else [pressure.level]
    return {size > 0 for size in sizes if size}


def _size_word(pressure: Pressure, signs: set[bool]) -> str:
    """Whether it is more or less, from the signs of what is added month by month."""
    if len(signs) != 1:
        return "different"
    grows = True in signs
    more, less = ("more", "less") if _is_signed(pressure) else ("stronger", "weaker")
    return more if grows else less


def _year(scenario: Scenario, pressure: Pressure, word: str) -> str:
    """The year of a pressure that acts once, and not from the first month on."""
    once = not pressure.path and pressure.every is None and pressure.when is None and pressure.length is not None
    acts = once and 0 < pressure.start < scenario.months
    years = {scenario.date(onset)[:4] for onset in (pressure.start, pressure.latest) if onset is not None}
    return f" {word} {years.pop()}" if acts and len(years) == 1 else ""


def _ways(scenario: Scenario, before: Pressure, after: Pressure) -> list[str]:
    """In which ways a pressure is another than it was."""
    if before.path and after.path:
        return [_way_of_path(scenario, before, after)]
    size = after.level * after.factor - before.level * before.factor
    dates = _middle_onset(after) - _middle_onset(before)
    chance = after.probability - before.probability
    lengths = [pressure.length or float("inf") for pressure in (before, after)]
    length = 0.0 if lengths[0] == lengths[1] else lengths[1] - lengths[0]
    ways = [
        *([_size_word(before, {size > 0})] if size else []),
        *(["later" if dates > 0 else "earlier"] if dates else []),
        *(["longer" if length > 0 else "shorter"] if length else []),
        *(["likelier" if chance > 0 else "less likely"] if chance else []),
    ]
    told = (
        "name",
        "kind",
        "level",
        "backing",
        "start",
        "latest",
        "end",
        "duration",
        "probability",
        "because",
        "events",
    )
    rest = replace(after, **{key: getattr(before, key) for key in told}) != before
    return ["different"] if rest or not ways else ways


def _middle_onset(pressure: Pressure) -> float:
    return pressure.start if pressure.latest is None else (pressure.start + pressure.latest) / 2


def _way_of_path(scenario: Scenario, before: Pressure, after: Pressure) -> str:
    months, values = zip(*before.path, strict=True)
    others, same = zip(*after.path, strict=True)
    shifts = {other - month for month, other in zip(months, others, strict=False)}
    if values == same and len(shifts) == 1 and shifts != {0}:
        return "later" if shifts.pop() > 0 else "earlier"
    changes = [after.on_path(month) - before.on_path(month) for month in range(scenario.months)]
    return _size_word(before, {change > 0 for change in changes if change})
