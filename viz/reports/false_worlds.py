"""The parts of `docs/scores.md` on other histories and theories: false worlds, patterns they fail, rival variants."""

from __future__ import annotations

from collections.abc import Sequence

from experiments.conditioning.forecasts import Forecasts
from experiments.conditioning.scores import Difference
from experiments.conditioning.support import FAILED_BELOW, MOST_SCORED, FalseWorldResult, VariantSupport, fails
from experiments.measures.pooled import Share
from experiments.patterns.verdicts import PatternResult
from viz.common.markdown import bullets, joined, prose, table
from viz.common.words import signed_decimals, two_decimals


def false_world_section(found: Forecasts, results: Sequence[FalseWorldResult]) -> str:
    """How far each false world can agree with the record, what it foretells, and what it must fail and does not."""
    chosen, held = found.conditioned, found.held_back[0]
    own = ("*the baseline*", share_in_words(found.share), f"{chosen.least}", f"{chosen.worlds:,}", "", "", "")
    rows = [own, *(_false_world(one) for one in results)]
    head = (
        *(
            "False world",
            "Share that agrees as the baseline",
            "Own list agrees with",
            "Worlds",
            "Held back, less baseline",
        ),
        *("Fails of what it must", "Must fail and does not"),
    )
    alike = [one.world.name for one in results if one.share.interval.high >= found.share.interval.low]
    better = [one.world.name for one in results if one.less.value > 0]
    text = f"""The histories of `seeds/false_worlds.yaml`, none of which happened. Each is searched in as many prior
worlds, by the same facts. First column: the share of its worlds that agree with at least {chosen.least} of
{chosen.counted} facts, as those of the baseline's list do. Its own list has the worlds that agree as far; where these
are fewer than a thousandth, as far as a thousandth does. Those worlds are scored on the facts held back
(the baseline's log score is {two_decimals(held.log_score)}). A fact counts as failed where fewer than
{FAILED_BELOW:g} of these worlds agree with it; a pattern where the rate, with its whole interval, stays below what is
required (in {MOST_SCORED} worlds at most). What each must fail was written down before any was run; as the worlds
are chosen by the conditioning facts, a false world may meet one of these because only such worlds are kept."""
    notes = [f"**{one.world.name}.** {one.world.because}" for one in results]
    same = f"""Not to be told from the baseline by its share (the intervals overlap): {_listed(alike)}. Better than the
baseline on the facts held back: {_listed(better)}."""
    return joined(
        "## False worlds",
        _plain(text),
        _plain(same),
        table(head, rows),
        "Why they are false:",
        bullets(notes),
    )


def _false_world(one: FalseWorldResult) -> tuple[str, ...]:
    wanted = one.world.must_fail
    missed = [test for test in wanted if test not in one.failed]
    return (
        one.world.name,
        share_in_words(one.share),
        str(one.chosen.least),
        f"{one.chosen.worlds:,}",
        difference_in_words(one.less),
        f"{len(wanted) - len(missed)} of {len(wanted)}",
        ", ".join(missed) or "-",
    )


def pattern_section(baseline: Sequence[PatternResult], results: Sequence[FalseWorldResult]) -> str:
    """Which false worlds fail each pattern, and which patterns tell nothing."""
    failed_by = {p.id: [one.world.key for one in results if p.id in one.failed] for p in baseline}
    rows = [
        (f"{p.id} {p.name}", _held(p), str(len(failed_by[p.id])), ", ".join(failed_by[p.id]) or "-") for p in baseline
    ]
    idle = [p.id for p in baseline if p.met and not failed_by[p.id]]
    telling = [p.id for p in baseline if p.met and failed_by[p.id]]
    missed = [p.id for p in baseline if not p.met]
    text = f"""The patterns of `seeds/patterns.yaml` in the baseline's conditioned worlds, and the false worlds that
fail them. {len(telling)} of {len(baseline)} hold in the baseline and are failed by some false world: these tell
something. Held by the baseline and by every false world, and therefore no part of any claim: {_listed(idle)}.
Not held by the baseline's own conditioned worlds: {_listed(missed)}."""
    head = ("Pattern", "Baseline, conditioned", "False worlds that fail it", "Which")
    return joined("## Patterns that false worlds fail", _plain(text), table(head, rows))


def _held(result: PatternResult) -> str:
    rate = "-" if result.rate is None else two_decimals(result.rate)
    return f"{rate} holds" if result.met else f"{rate} fails" if fails(result) else f"{rate} does not hold, near"


def variant_section(default: Share, variants: Sequence[VariantSupport]) -> str:
    """The share of each variant's worlds that agree with the record, beside the default's."""
    rows = [("*all at their defaults*", "", share_in_words(default), "1", "")]
    rows += [
        (
            f"{one.hypothesis.key} {one.hypothesis.title}",
            f"`{one.variant}`",
            share_in_words(one.share),
            f"{one.share.rate / default.rate:.2g}",
            _apart(one.share, default),
        )
        for one in variants
    ]
    text = f"""Each variant of each hypothesis, the others at their defaults, searched in {default.worlds:,} worlds of
its own: the share that agrees with the record as far as the baseline's list is its support by the record, with Wilson's
interval at 95 %. 'More' and 'less' where its interval and the default's do not overlap; of {len(variants)} variants
some may do so by chance."""
    head = ("Hypothesis", "Variant", "Share that agrees", "Times the default's", "Support")
    return joined("## Rival variants", _plain(text), table(head, rows))


def _apart(share: Share, default: Share) -> str:
    if share.interval.low > default.interval.high:
        return "more"
    return "less" if share.interval.high < default.interval.low else ""


def difference_in_words(found: Difference | None) -> str:
    """A difference with its interval, e.g. ``-0.25 (-0.40 to -0.10)``; in bold where the interval leaves out zero."""
    if found is None:
        return ""
    text = f"{signed_decimals(found.value)} ({' to '.join(signed_decimals(end) for end in found.interval)})"
    return f"**{text}**" if found.beyond_noise else text


def share_in_words(share: Share) -> str:
    """A small share in per mille with its interval, e.g. ``3.5 (3.1 to 3.9) of 1,000``."""
    rate, low, high = (f"{1000 * number:.1f}" for number in (share.rate, *share.interval))
    return f"{rate} ({low} to {high}) of 1,000"


def _listed(names: Sequence[str]) -> str:
    return "; ".join(names) or "none"


def _plain(text: str) -> str:
    return prose(" ".join(text.split()))
