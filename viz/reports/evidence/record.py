"""`docs/record.md`: the documented facts, episode by episode, and what each is used for."""

from __future__ import annotations

from model.core.files import write_whole
from model.evidence.load import load_seeds
from model.evidence.record import Episode, Fact, Form, Record, Use
from viz.common.markdown import DOCS, bullets, joined, prose, stamp, table
from viz.terminal.lists import cited

RECORD_PAGE = DOCS / "record.md"
USES = {Use.CONDITIONING: "conditioning", Use.HELD_BACK: "held back"}
HEAD = ("Id", "What", "When", "Months around", "The model shows it by", "Certainty", "Says so")


def page() -> str:
    """The whole page."""
    known = load_seeds().record
    return joined(_head(known), *map(_episode, known.episodes.values())) + "\n"


def _head(known: Record) -> str:
    held = [episode.name for episode in known.episodes.values() if episode.use is Use.HELD_BACK]
    split = f"""Worlds are chosen by the facts for conditioning, and those chosen are scored on the facts held back. An
episode is used whole, for one of its events all but settles the next. Held back are: {"; ".join(held)}. They are held
back from the choice of worlds only: whoever wrote the rules has read the same documents."""
    return f"""# The record: what happened, and what did not

The facts of `seeds/record.yaml`, whose head gives the rules for writing them, in {len(known.episodes)} episodes.
{_counted("facts", known.facts)}: {_counted("for conditioning", known.conditioning)},
{_counted("held back", known.held_back)}.

{prose(split)}

A world agrees with a fact if the model shows in it what the table says, in the period named or so many months around
it. A regime that has fallen agrees with nothing that comes, lasts or fails to come after its fall. Certain: a text says
it, or says what could not be true otherwise. Probable: a reading stands between text and fact.

{stamp("record")}"""


def _counted(what: str, facts: tuple[Fact, ...]) -> str:
    never = sum(fact.form is Form.NEVER for fact in facts)
    return f"{len(facts)} {what} ({never} of things that did not happen)"


def _episode(episode: Episode) -> str:
    facts = episode.facts.values()
    notes = [f"{fact.key}: {fact.because}" for fact in facts if fact.because]
    head = prose(f"Use: {USES[episode.use]}. {episode.because}")
    return joined(f"## {episode.name}", head, table(HEAD, map(_row, facts)), *([bullets(notes)] if notes else []))


def _row(fact: Fact) -> tuple[str, ...]:
    return (
        fact.key,
        fact.name,
        fact.when,
        "" if fact.form.lasts else str(fact.tolerance),
        f"`{fact.shown}`",
        fact.certainty,
        ", ".join(cited(fact.claims)),
    )


def write() -> None:
    """Write the page."""
    write_whole(RECORD_PAGE, page())
