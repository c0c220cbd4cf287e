"""Reads the whole of `seeds/` strictly: every problem of every file in one pass, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from model.evidence.claims_reader import SUBJECTS, ClaimReader
from model.evidence.records import (
    SAMPLED,
    Confidence,
    Distribution,
    Hypothesis,
    Kind,
    Level,
    OrdinalCode,
    Parameter,
    Seeds,
    Setting,
    Term,
    Variant,
)
from model.yaml_files.fields import Fields, Node, unknown_key_message

NAME = re.compile(r"[a-z][a-z0-9_]*")
PERIOD = re.compile(r"\d{4}(-\d{2})?")
SIGNS = {"+": 1, "-": -1}
LEVEL_FORMS = {("code",): "code", ("from", "to"): "change", ("between",): "between", ("either",): "either"}
SETTING_FORMS = ({"fix"}, {"scale"}, {"low", "high"})

PARAMETER = "label unit kind low best high why"
PARAMETER_MAY = "distribution mechanism rests_on term"
HYPOTHESIS = "name title question variants differs_in discriminating_observation default"
HYPOTHESIS_MAY = "default_because status"


class SeedReader(ClaimReader):
    """Reads one seeds folder: what the documents say, and then the numbers that rest on it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.codes: dict[str, OrdinalCode] = {}
        self.level_codes: list[Node] = []
        """Codes met before the scale is read."""
        self.settings: list[Node] = []
        """What variants set, met before the parameters are read."""
        self.hypotheses: dict[str, Hypothesis] = {}
        self.parameters: dict[str, Parameter] = {}
        self.scale: dict[str, float] = {}
        self.not_supported = (0.0, 1.0)

    def read(self) -> Seeds:
        """All files of the folder as one frozen record, or `InputError` with every problem of every file."""
        self.refuse_strangers()
        self.each("sources", "sources", self.source)
        self.each("mechanisms", "mechanisms", self.mechanism)
        self.each("events", "events", self.event)
        self._read_scale(self.each("actors", "codes", self._code, "scale not_supported"))
        self.each("hypotheses", "hypotheses", self._hypothesis)
        for subject in SUBJECTS:
            self.each(subject, "parameters", self._parameter)
        self._check_parameter_names()
        self.found.raise_if_any()
        return Seeds(
            folder=self.folder,
            sources=self.sources,
            mechanisms=self.mechanisms,
            events=self.events,
            scale=self.scale,
            not_supported=self.not_supported,
            codes=self.codes,
            hypotheses=self.hypotheses,
            parameters=self.parameters,
            claims=self.claims,
        )

    def _read_scale(self, r: Fields) -> None:
        scale = self.found.entries(r.get("scale"))
        self.scale = {code: self.found.number(node, 0, 1) or 0.0 for code, node in scale.items()}
        unsupported = Fields(self.found, r.get("not_supported"), "low high")
        self.not_supported = (unsupported.number("low", 0, 1), unsupported.number("high", 0, 1))
        if self.not_supported[0] > self.not_supported[1] and (node := unsupported.get("low")):
            self.found.add(node, "'low' is greater than 'high'")
        for node in self.level_codes:
            self.found.choice(node, [*scale, "NS", "yes", "no"], what="code")

    def _code(self, key: str, node: Node, place: str) -> None:
        r = Fields(self.found, node, "actor name confidence over_time claims")
        periods = r.get("over_time")
        for period in self.found.entries(periods):
            if periods and not PERIOD.fullmatch(period):
                self.found.add_key(periods, period, f"must be a period such as 2014-15, got {period!r}")
        self.codes[key] = OrdinalCode(
            key=key,
            actor=r.text("actor"),
            name=r.text("name"),
            confidence=r.one_of("confidence", Confidence),
            over_time={p: self._level(entry) for p, entry in self.found.entries(periods).items()},
            claims=self.claims_under(key, r.get("claims"), says=False),
            place=place,
        )

    def _level(self, node: Node) -> Level:
        r = Fields(self.found, node, "", "code from to between either inferred note")
        given = tuple(name for name in ("code", "from", "to", "between", "either") if r.get(name))
        form = LEVEL_FORMS.get(given)
        if form is None and isinstance(node.value, dict):
            self.found.add(node, "must give one of: code; from and to; between; either")
        nodes: list[Node] = []
        for name in given:
            entry = r.get(name)
            nodes += self.found.sequence(entry) if name in ("between", "either") else [entry] if entry else []
        self.level_codes += nodes
        if form in ("between", "either") and len(nodes) != 2:
            self.found.add(node, f"'{form}' must name two codes")
        inferred = self.found.boolean(r.get("inferred")) or False
        return Level(form or "code", tuple(str(n.value) for n in nodes), inferred, r.text("note"))

    def _parameter(self, name: str, node: Node, place: str) -> None:
        subject = place.rpartition("/")[2].partition(".")[0]
        r = Fields(self.found, node, PARAMETER, PARAMETER_MAY)
        parameter = Parameter(
            key=f"{subject}.{name}",
            label=r.text("label"),
            unit=r.text("unit"),
            kind=r.one_of("kind", Kind),
            low=r.number("low"),
            best=r.number("best"),
            high=r.number("high"),
            distribution=r.one_of("distribution", Distribution),
            mechanisms=r.texts("mechanism"),
            rests_on=r.texts("rests_on"),
            why=r.text("why"),
            term=self._term(r.get("term")),
            place=place,
        )
        self._check_parameter(parameter, r, node)
        self.parameters[parameter.key] = parameter

    def _check_parameter(self, parameter: Parameter, r: Fields, node: Node) -> None:
        p = parameter
        if not NAME.fullmatch(p.name):
            self.found.add(node, f"must be named in lower case and underscores, got {p.name!r}")
        given = [entry.value for key in ("low", "best", "high") if (entry := r.get(key))]
        if given == [p.low, p.best, p.high] and not p.low <= p.best <= p.high:
            self.found.add(r.nodes["best"], f"need low <= best <= high, got {p.low:g}, {p.best:g}, {p.high:g}")
        if p.kind.needs_evidence and (kind := r.get("kind")) and kind.value == p.kind:
            for key, what in (("mechanism", "a mechanism"), ("rests_on", "claims to rest on")):
                if not self.found.sequence(r.get(key)):
                    message = f"kind '{p.kind}' needs {what} under '{key}'; use 'assumption' if there is none"
                    self.found.add(r.get(key) or node, message)
        if self.unread.isdisjoint(("mechanisms", "events", "actors", "hypotheses")):
            themes = self.mechanisms.keys() | self.hypotheses.keys()
            self._check_names(r.get("mechanism"), "mechanism", themes)
            known = self.claims.keys() | self.codes.keys() | self.events.keys() | self.hypotheses.keys()
            self._check_names(r.get("rests_on"), "claim", known)

    def _check_names(self, node: Node | None, what: str, known: Iterable[str]) -> None:
        for entry in self.found.sequence(node):
            if isinstance(entry.value, str) and entry.value not in known:
                self.unknown(entry, what, entry.value, known)

    def _term(self, node: Node | None) -> Term | None:
        if node is None:
            return None
        r = Fields(self.found, node, "moves sign", "motive opposite")
        sign = self.found.choice(r.get("sign"), SIGNS, what="sign")
        moves, opposite = r.texts("moves", 1), r.texts("opposite")
        for move in sorted(set(moves) & set(opposite)):
            self.found.add(node, f"'{move}' is among 'moves' and under 'opposite'; what undoes a move is another one")
        return Term(moves, r.text("motive") or None, SIGNS[sign or "+"], opposite)

    def _hypothesis(self, key: str, node: Node, place: str) -> None:
        r = Fields(self.found, node, HYPOTHESIS, HYPOTHESIS_MAY)
        variants = self.found.entries(r.get("variants"))
        self.hypotheses[key] = Hypothesis(
            key=key,
            name=r.shaped("name", NAME, "a name in lower case and underscores"),
            title=r.text("title"),
            question=r.text("question"),
            variants={name: self._variant(f"{key}.{name}", name, entry) for name, entry in variants.items()},
            differs_in=r.text("differs_in"),
            discriminating_observation=r.text("discriminating_observation"),
            default=self._default(r, [*variants, SAMPLED]),
            default_because=r.text_or_nothing("default_because"),
            status=r.text("status"),
            place=place,
        )
        names = [other.name for other in self.hypotheses.values()]
        if names.count(names[-1]) > 1 and (entry := r.get("name")):
            self.found.add(entry, f"two hypotheses are named {names[-1]!r}")

    def _default(self, r: Fields, allowed: Iterable[str]) -> str | None:
        node = r.get("default")
        if node is None or node.value is None:
            return None
        because = r.get("default_because")
        if because is None or because.value is None:
            self.found.add(node, "a default needs its reason under 'default_because'")
        return self.found.choice(node, allowed, what="variant")

    def _variant(self, key: str, name: str, node: Node) -> Variant:
        r = Fields(self.found, node, "title says claims parameters")
        settings = r.get("parameters")
        table = {name: self._setting(entry) for name, entry in self.found.entries(settings).items()}
        self.settings += [settings] if settings else []
        claims = self.claims_under(key, r.get("claims"), says=False, may_be_empty=True)
        return Variant(name, r.text("title"), r.text("says"), claims, table)

    def _setting(self, node: Node) -> Setting:
        r = Fields(self.found, node, "", "fix scale low high")
        if isinstance(node.value, dict) and node.value.keys() not in SETTING_FORMS:
            self.found.add(node, "must give one of: fix; scale; low and high")
        setting = Setting(**{name: self.found.number(entry) for name, entry in r.nodes.items()})
        if setting.low is not None and setting.high is not None and setting.low > setting.high:
            self.found.add(node, f"need low <= high, got {setting.low:g}, {setting.high:g}")
        return setting

    def _check_parameter_names(self) -> None:
        if not self.unread.isdisjoint(SUBJECTS):
            return
        for node in self.parameter_names:
            if isinstance(node.value, str) and node.value not in self.parameters:
                self.unknown(node, "parameter", node.value, self.parameters)
        for settings in self.settings:
            for name in settings.keys.keys() - self.parameters.keys():
                self.found.add_key(settings, name, unknown_key_message("parameter", name, self.parameters))
