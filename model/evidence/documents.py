"""What the documents are and say: sources, and claims with the place where they stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from model.yaml_files.hints import Between, Key, Known, Shaped

DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
SHA256 = re.compile(r"[0-9a-f]{64}")

Lines = tuple[tuple[int, int], ...]
"""Ranges of lines, from 1, ends included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One document: who wrote it, when, and where its paragraphs stand in the text file.

    Attributes:
        key: Its three figures, e.g. ``001``.
        author: Who wrote it; where nobody is named, `author_why` says why.
        date: Year and month in which it was written, as far as the text tells.
        text_file: Name of the text file, which is not part of this repository.
        sha256: Check sum of that file.
        paragraphs: Number of body paragraphs.
        parts: Part (``P6``, ``fn10``, ``title``) -> ranges of lines of the text file, from 1, ends included.
        date_why: Why it is dated so; the like of author, title and outlet.
        outside: Remarks from outside the text.
        place: File and line in `seeds/`.
    """

    key: str
    author: str | None
    title: str | None
    outlet: str | None
    date: Annotated[str, Shaped(DATE, "a date such as 2017, 2017-08 or 2017-08-31")]
    text_file: Annotated[str, Key("seed_file")]
    sha256: Annotated[str, Shaped(SHA256, "64 hexadecimal digits")]
    covers: str
    stance: str
    paragraphs: Annotated[int, Between(1)]
    parts: Mapping[str, Lines]
    date_why: str
    author_why: str = ""
    title_why: str = ""
    outlet_why: str = ""
    outside: str = ""
    place: str

    @property
    def cited(self) -> str:
        """Author, title and date, as a list of sources shows them."""
        return ", ".join(part for part in (self.author or "no author named", self.title, self.date) if part)


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that one document says in one place.

    Attributes:
        key: Record and letter, e.g. ``M01.a``; a rival claim has an ``r`` and a number, e.g. ``M01.r1``.
        source: Key of the document.
        where: Part of the document.
        words: A few words by which the place is found.
        says: Our paraphrase; empty for codes, events and hypotheses, which say it once for all their claims.
        place: File and line in `seeds/`.
    """

    key: str
    source: Annotated[str, Known("source")]
    where: str
    words: str
    says: str
    place: str
    line: int
    column: int
