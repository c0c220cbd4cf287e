"""Reads what the documents say out of `seeds/`: sources, claims, mechanisms, events."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from model.evidence.records import Claim, Event, Grade, Mechanism, Source, Switch, Treatment, Witness
from model.yaml_files.fields import (
    Collector,
    Fields,
    InputError,
    Node,
    Problem,
    read_yaml,
    shaped,
    unknown_key_message,
)

SUBJECTS = (
    *("alliance", "coercion", "dependence", "economy", "conditionality", "sanctions", "prisoners", "engagement"),
    *("mediation", "venue", "great_powers", "initiatives", "stance", "hedging"),
    *("regime", "rescue", "system", "alignment", "relations", "choice"),
)
"""One parameter file each: the rules files that have parameters, and the noise of the choice."""

RECORDS = ("sources", "mechanisms", "events", "actors", "hypotheses")
READ_ELSEWHERE = ("patterns", "history")

LIMIT = 1_000_000
"""Size in bytes that a seeds file may have."""

CARRIER = re.compile(r"[a-z_]+\.[a-z][a-z0-9_]*")
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
SPAN = re.compile(rf"{DATE.pattern}(\.\.{DATE.pattern})?")
LINES = re.compile(r"\d+(-\d+)?(, \d+(-\d+)?)*")
SHA256 = re.compile(r"[0-9a-f]{64}")
PRECISIONS = ("day", "month", "year", "interval", "source_date")
STATUSES = ("planned",)

SOURCE = "author title outlet date date_why seed_file sha256 covers stance paragraphs parts"
SOURCE_MAY = "author_why title_why outlet_why outside"
MECHANISM = "name family actors grade statement shape time_scale claims"
MECHANISM_MAY = "rivals caveat grade_note carried_by status label_of switch witness"
EVENT = "date precision what actors from to effect magnitude claims coding because"


class ClaimReader:
    """Reads sources, mechanisms and events, and remembers what other files refer to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.found = Collector()
        self.sources: dict[str, Source] = {}
        self.mechanisms: dict[str, Mechanism] = {}
        self.events: dict[str, Event] = {}
        self.claims: dict[str, Claim] = {}
        self.unread: set[str] = set()
        """Files that cannot be read: what refers to them is not checked."""
        self.parameter_names: list[Node] = []
        """Where parameters are named before they are read."""

    def _called(self, name: str) -> str:
        return f"{self.folder.name}/{name}.yaml"

    def refuse_strangers(self) -> None:
        """Note the YAML files of the folder that nothing reads; a folder that is not there ends it all."""
        if not self.folder.is_dir():
            raise InputError([Problem(self.folder.as_posix(), 1, 1, "there is no such folder of seeds")])
        known = (*RECORDS, *READ_ELSEWHERE, *SUBJECTS)
        for path in sorted(self.folder.glob("*.y*ml")):
            if path.suffix != ".yaml" or path.stem not in known:
                message = unknown_key_message("file", path.name, (f"{name}.yaml" for name in known))
                self.found.extend([Problem(f"{self.folder.name}/{path.name}", 1, 1, message)])

    def each(self, file: str, top: str, one: Callable[[str, Node, str], None], rest: str = "") -> Fields:
        """Open a file and read every record under its top key; one that cannot be read is noted as unread."""
        try:
            root = read_yaml(self.folder / f"{file}.yaml", limit=LIMIT, name=self._called(file))
        except InputError as error:
            self.unread.add(file)
            self.found.extend(error.problems if self._exists(file) else [self._missing(file)])
            return Fields(self.found, None, "")
        fields = Fields(self.found, root, f"{top} {rest}")
        records = fields.get(top)
        for key, node in self.found.entries(records).items():
            line, _ = records.keys[key] if records else (1, 1)
            one(key, node, f"{root.file}:{line}")
        return fields

    def _exists(self, file: str) -> bool:
        return (self.folder / f"{file}.yaml").exists()

    def _missing(self, file: str) -> Problem:
        what = f"the parameters of '{file}' belong" if file in SUBJECTS else f"the {file} belong"
        return Problem(self._called(file), 1, 1, f"there is no such file; {what} into it")

    def source(self, key: str, node: Node, place: str) -> None:
        """Read one document."""
        r = Fields(self.found, node, SOURCE, SOURCE_MAY)
        parts = {
            part: _lines(shaped(self.found, lines, LINES, "lines such as '7-14, 16'"))
            for part, lines in self.found.entries(r.get("parts")).items()
        }
        self.sources[key] = Source(
            key=key,
            author=r.text_or_reason("author"),
            title=r.text_or_reason("title"),
            outlet=r.text_or_reason("outlet"),
            date=r.shaped("date", DATE, "a date such as 2017, 2017-08 or 2017-08-31"),
            text_file=r.text("seed_file"),
            sha256=r.shaped("sha256", SHA256, "64 hexadecimal digits"),
            covers=r.text("covers"),
            stance=r.text("stance"),
            paragraphs=r.whole("paragraphs", 1),
            parts=parts,
            notes={name: r.text(name) for name in ("date_why", *SOURCE_MAY.split()) if r.get(name)},
            place=place,
        )

    def claims_under(self, owner: str, node: Node | None, says: bool, may_be_empty: bool = False) -> tuple[Claim, ...]:
        """The claims of a record; `says` where each needs a paraphrase of its own."""
        read: list[Claim] = []
        for letter, entry in self.found.entries(node).items():
            line, column = node.keys[letter] if node else (1, 1)
            r = Fields(self.found, entry, f"source where words{' says' if says else ''}")
            claim = Claim(
                key=f"{owner}.{letter}",
                source=r.text("source"),
                where=r.text("where"),
                words=r.text("words"),
                says=r.text("says"),
                place=f"{entry.file}:{line}",
                line=line,
                column=column,
            )
            self._check_locator(r, claim)
            read.append(claim)
        if node is not None and node.value == {} and not may_be_empty:
            self.found.add(node, "at least one claim must be given")
        self.claims |= {claim.key: claim for claim in read}
        return tuple(read)

    def _check_locator(self, r: Fields, claim: Claim) -> None:
        if "sources" in self.unread or not claim.source:
            return
        if claim.source not in self.sources:
            self.unknown(r.get("source"), "source", claim.source, self.sources)
        elif claim.where and claim.where not in self.sources[claim.source].parts:
            what = f"part of source '{claim.source}':"
            self.unknown(r.get("where"), what, claim.where, self.sources[claim.source].parts)

    def unknown(self, node: Node | None, what: str, word: str, known: Iterable[str]) -> None:
        """Note that a record refers to something nobody declares."""
        if node is not None:
            self.found.add(node, unknown_key_message(what, word, known))

    def mechanism(self, key: str, node: Node, place: str) -> None:
        """Read one mechanism."""
        r = Fields(self.found, node, MECHANISM, MECHANISM_MAY)
        self.mechanisms[key] = Mechanism(
            key=key,
            name=r.text("name"),
            family=r.text("family"),
            actors=r.texts("actors", 1),
            grade=r.one_of("grade", Grade),
            grade_note=r.text("grade_note"),
            statement=r.text("statement"),
            shape=r.text("shape"),
            time_scale=r.text("time_scale"),
            claims=self.claims_under(key, r.get("claims"), says=True),
            rivals=self.claims_under(key, r.get("rivals"), says=True),
            caveat=r.text("caveat"),
            carried_by=r.all_shaped("carried_by", CARRIER, "a rule or move such as alliance.fear_expected"),
            status=self.found.choice(r.get("status"), STATUSES) or "",
            label_of=r.text("label_of"),
            switch=self._switch(r.get("switch")),
            witness=self._witness(r.get("witness")),
            place=place,
        )

    def _switch(self, node: Node | None) -> Switch | None:
        if node is None:
            return None
        r = Fields(self.found, node, "", "parameters moves")
        self.parameter_names += self.found.sequence(r.get("parameters"))
        switch = Switch(r.texts("parameters"), r.texts("moves"))
        if not r.nodes:
            self.found.add(node, "a switch must name 'parameters' or 'moves'")
        return switch

    def _witness(self, node: Node | None) -> Witness | None:
        if node is None:
            return None
        r = Fields(self.found, node, "scenario series from to")
        start, end = (r.shaped(key, MONTH, "a month such as 2014-01") for key in ("from", "to"))
        if start > end > "":
            self.found.add(node, f"'from' ({start}) is later than 'to' ({end})")
        return Witness(r.text("scenario"), r.shaped("series", CARRIER, "a series such as russia.subsidy"), start, end)

    def event(self, key: str, node: Node, place: str) -> None:
        """Read one event."""
        r = Fields(self.found, node, EVENT)
        self.events[key] = Event(
            key=key,
            date=r.shaped("date", SPAN, "a date such as 2017-03, or an interval such as 2014..2018"),
            precision=self.found.choice(r.get("precision"), PRECISIONS) or "",
            what=r.text("what"),
            actors=r.texts("actors", 1),
            by=r.texts("from"),
            to=r.texts("to"),
            effect=r.texts("effect", 1),
            magnitude=r.whole("magnitude", 0, 5),
            claims=self.claims_under(key, r.get("claims"), says=False),
            treatment=r.one_of("coding", Treatment),
            because=r.text("because"),
            place=place,
        )


def _lines(text: str) -> tuple[tuple[int, int], ...]:
    """The ranges behind '7-14, 16'."""
    ranges = (part.partition("-") for part in text.split(", ") if part)
    return tuple((int(first), int(last or first)) for first, _, last in ranges)
