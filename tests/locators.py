"""Whether the few words of every claim are in the documents, at the place the claim gives."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path

from model.evidence.documents import Source
from model.evidence.records import Seeds
from model.yaml_files.nodes import Problem

HYPHEN = re.compile(r"(?<=\w)[-\u00ad\u2010\u2011\u2013](?:\s*\n\s*)?(?=\w)")
NOTE_MARK = re.compile("[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]")


def check_locators(seeds: Seeds, folder: Path) -> tuple[Problem, ...]:
    """Whether the few words of every claim stand where it says, in the texts of the documents.

    Case, punctuation, white space and hyphens do not count. A text that is missing or has another
    check sum is a problem too.
    """
    problems: list[Problem] = []
    lines: dict[str, list[str]] = {}
    for source in seeds.sources.values():
        text, wrong = _text(source, folder)
        problems += [Problem(*_file_and_line(source.place), 1, wrong)] if wrong else []
        lines |= {} if text is None else {source.key: text.splitlines()}
    for claim in seeds.claims.values():
        if claim.source in lines:
            part = _part(lines[claim.source], seeds.sources[claim.source].parts[claim.where])
            if f" {words_of(claim.words)} " not in f" {words_of(part)} ":
                message = f"'{claim.words}' is not in {claim.where} of source '{claim.source}'"
                file, line = _file_and_line(claim.place)
                problems.append(Problem(file, line, claim.column, message))
    return tuple(sorted(problems))


def words_of(text: str) -> str:
    """The words of a text in small letters, one blank between; hyphens and raised figures do not count."""
    plain = unicodedata.normalize("NFKC", NOTE_MARK.sub("", text)).lower()
    return " ".join(re.findall(r"\w+", HYPHEN.sub("", plain)))


def _text(source: Source, folder: Path) -> tuple[str | None, str]:
    try:
        data = (folder / source.text_file).read_bytes()
    except OSError:
        return None, f"the text of source '{source.key}', {source.text_file}, is missing"
    if hashlib.sha256(data).hexdigest() != source.sha256:
        wrong = f"{source.text_file} has another sha256 than source '{source.key}' says"
        return data.decode("utf-8", "replace"), wrong
    return data.decode("utf-8", "replace"), ""


def _part(lines: list[str], ranges: tuple[tuple[int, int], ...]) -> str:
    return "\n".join("\n".join(lines[first - 1 : last]) for first, last in ranges)


def _file_and_line(place: str) -> tuple[str, int]:
    file, _, line = place.rpartition(":")
    return file, int(line)
