"""Pages in one file that need nothing from outside: light and dark, readable on a phone, fit to be sent by mail."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from viz.common.style import DARK_OF, INK, QUIET, RULE

STYLE = f"""
:root {{ color-scheme: light dark; --page: #ffffff; --ink: {INK}; --quiet: {QUIET}; --rule: {RULE}; }}
@media (prefers-color-scheme: dark) {{ :root {{
--page: {DARK_OF["#ffffff"]}; --ink: {DARK_OF[INK]}; --quiet: {DARK_OF[QUIET]}; --rule: {DARK_OF[RULE]};
COLOURS }} }}
body {{ font: 16px/1.5 "DejaVu Sans", Verdana, sans-serif; color: var(--ink); background: var(--page);
max-width: 60em; margin: 2em auto; padding: 0 1em; overflow-wrap: anywhere; }}
h1 {{ font-size: 1.6em; line-height: 1.25; }} h2 {{ font-size: 1.15em; margin-top: 2em; }}
pre, code {{ white-space: pre-wrap; }} pre.words {{ font: inherit; }}
figure {{ margin: 2em 0; overflow-x: auto; }} figcaption, .quiet {{ color: var(--quiet); }}
svg {{ max-width: 100%; height: auto; background: #ffffff; }} svg.themed {{ background: none; width: 100%;
min-width: 34em; }}
.wide {{ overflow-x: auto; }} table {{ border-collapse: collapse; font-size: .85em; overflow-wrap: normal; }}
td, th {{ border-bottom: 1px solid var(--rule); padding: .25em .7em; text-align: left; vertical-align: top; }}
.number {{ text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }}
@media (max-width: 40em) {{ body {{ margin: 1em auto; font-size: 15px; }} h1 {{ font-size: 1.3em; }} }}
"""


def page(title: str, body: Iterable[str]) -> str:
    """A whole page, from its title and the parts of its body, which are HTML already."""
    colours = " ".join(f"{_variable(light)}: {dark};" for light, dark in DARK_OF.items())
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"/>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>'
        f"<title>{escape(title)}</title><style>{STYLE.replace('COLOURS', colours)}</style></head><body>\n"
        + "\n".join(body)
        + "\n</body></html>\n"
    )


def paragraph(text: str, *, quiet: bool = False) -> str:
    """A paragraph of plain text."""
    kind = ' class="quiet"' if quiet else ""
    return f"<p{kind}>{escape(text)}</p>"


def figure(svg: str, caption: str, *, alt: str = "", colours: Mapping[str, str] | None = None) -> str:
    """A figure drawn into the page, with its caption, and for those who cannot see it in words.

    Args:
        svg: The text of an SVG file.
        caption: What stands below it.
        alt: What it shows, in words; the caption if empty.
        colours: Colours that become others in the dark; if None, the figure keeps its own on white.
    """
    drawn = svg[svg.index("<svg") :]
    kind = "" if colours is None else 'class="themed" '
    drawn = drawn.replace("<svg ", f'<svg {kind}role="img" aria-label="{escape(alt or caption)}" ', 1)
    if colours is not None:
        named = "|".join(map(re.escape, colours))
        drawn = re.sub(f"(?:{named})(?![0-9a-f])", lambda one: f"var({_variable(one[0])}, {one[0]})", drawn)
    return f"<figure>{drawn}<figcaption>{escape(caption)}</figcaption></figure>"


def table(rows: Iterable[Sequence[str]], *, head: Sequence[str] = (), numbers: Iterable[int] = ()) -> str:
    """A table of plain texts; the columns in `numbers` stand flush right."""
    right, title = set(numbers), 'th scope="col"'
    above = f"<tr>{_cells(title, head, right)}</tr>" if head else ""
    below = "".join(f"<tr>{_cells('td', row, right)}</tr>" for row in rows)
    return f'<div class="wide"><table>{above}{below}</table></div>'


def _cells(kind: str, cells: Sequence[str], right: set[int]) -> str:
    looks = (' class="number"' if place in right else "" for place in range(len(cells)))
    end = kind.partition(" ")[0]
    return "".join(f"<{kind}{look}>{escape(cell)}</{end}>" for look, cell in zip(looks, cells, strict=True))


def _variable(colour: str) -> str:
    return f"--c{colour.removeprefix('#')}"
