"""What was found about the agreement of coders, as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from clivage.agreement.disagreements import Disagreement
from clivage.agreement.figures import NONE, as_json, estimate, share, table
from clivage.agreement.levels import LEVELS
from clivage.agreement.measures import Agreement, Group, Measure
from clivage.model import Modality, Statement

#: Characters of a quotation that are shown.
_MOST = 200


def text(found: Agreement) -> str:
    """Return a report for a person."""
    lines = [*_heading(found), "", *_levels(found), "", *_passages(found)]
    for name, groups in found.groups.items():
        if groups and (name != "source" or len(groups) > 1):
            lines += ["", *_groups(name, groups)]
    lines += ["", *_listed(found)]
    return "\n".join(lines) + "\n"


def _heading(found: Agreement) -> Iterator[str]:
    comparison, settings = found.comparison, found.settings
    bootstrap = settings.bootstrap
    yield f"{comparison.name}: {', '.join(comparison.coders)}"
    yield f"sources that two of them coded: {', '.join(comparison.texts)}"
    shared = f"{comparison.overlap:.0%} of the shorter one" if comparison.overlap else "any of it"
    yield f"two passages are the same where they share {shared}"
    if settings.count_uncoded:
        yield "what a coder left uncoded counts as a value of its own"
    else:
        yield "a unit is what two coders coded; what one of them left uncoded is not counted"
    if bootstrap.samples:
        drawn = "sources" if settings.by_source else "units (on passages: of lines)"
        yield (
            f"intervals: {bootstrap.confidence:.0%}, from {bootstrap.samples:,} samples of"
            f" {drawn} (seed {bootstrap.seed})"
        )


def _levels(found: Agreement) -> Iterator[str]:
    head: tuple[str, ...]
    head = ("level", "units", "same", "alpha", "", "kappa", "", "what is asked")
    yield from table([head, *(_level(one) for one in found.measures)], left={0, 4, 6, 7})
    if len(found.comparison.coders) > 2:
        yield ""
        rows = [
            (one.level, " and ".join(pair.coders), str(pair.units), share(pair.agreement),
             *estimate(pair.kappa))
            for one in found.measures
            for pair in one.pairs
        ]  # fmt: skip
        head = ("level", "coders", "units", "same", "kappa", "")
        yield from table([head, *rows], left={0, 1, 5})


def _level(one: Measure) -> tuple[str, ...]:
    return (
        one.level, str(one.units), share(one.agreement), *estimate(one.alpha),
        *estimate(one.kappa), LEVELS[one.level].asks,
    )  # fmt: skip


def _passages(found: Agreement) -> Iterator[str]:
    passages = found.passages
    rows = [
        ("found by both", "F1", ""),
        ("characters", *estimate(passages.characters)),
        ("passages", *estimate(passages.passages)),
        ("statements", *estimate(passages.statements)),
    ]
    yield from table(rows, left={0, 2})
    if passages.continuum is not None:
        value, interval = estimate(passages.continuum)
        yield f"alpha of the continuum, coded or not: {value} {interval}".rstrip()


def _groups(name: str, groups: Sequence[Group]) -> Iterator[str]:
    head = (name, "statements", "alone", "units", "same", "alpha", "")
    rows = [
        (one.name, str(one.statements), str(one.alone), str(one.units), share(one.agreement),
         *estimate(one.alpha))
        for one in groups
    ]  # fmt: skip
    yield from table([head, *rows], left={0, 6})


def _listed(found: Agreement) -> Iterator[str]:
    all_ = found.disagreements
    yield f"disagreements: {len(all_):,}" if all_ else "no disagreement"
    for number, one in enumerate(all_, 1):
        yield ""
        yield f"{number}. {one.title} ({one.source})"
        for coder, statement in one.statements.items():
            origin = found.comparison.coded[coder].origin(statement)
            where = f"{coder}, {origin}" if origin else coder
            yield f"   {where}: {says(one, statement)}"
            yield f"      {quotation(statement)}"


def says(disagreement: Disagreement, statement: Statement) -> str:
    """Return a statement in words, with what the coders do not agree on.

    >>> from clivage.model import Sign
    >>> one = Statement(id="", sign=Sign.SUPPORT, holder="guild", target="dyke", evidence=(),
    ...                 coder="ines", relation="backs")
    >>> says(Disagreement(kinds=("relation",), source="s", statements={}), one)
    'guild supports dyke, relation backs'
    """
    parts = [f"{statement.holder} {statement.sign.verb} {statement.target}"]
    shown = {
        "relation": statement.relation,
        "modality": statement.modality.value,
        "voice": statement.voice,
        "about": statement.about,
        "mode": statement.mode.value if statement.mode else "",
        "strength": str(statement.strength),
        "certainty": statement.certainty.value,
        "when": statement.when,
    }
    # "opposes" alone would say the contrary of what a negated statement says.
    always = set() if statement.modality is Modality.ACTUAL else {"modality"}
    told = always | set(disagreement.kinds)
    parts += [f"{name} {value or NONE}" for name, value in shown.items() if name in told]
    return ", ".join(parts)


def quotation(statement: Statement) -> str:
    """Return the quotations of a statement on one line."""
    passages = (" ".join(passage.exact.split()) for passage in statement.evidence)
    return " ".join(f"“{one if len(one) <= _MOST else one[: _MOST - 1] + '…'}”" for one in passages)


def data(found: Agreement) -> str:
    """Return all that was found as JSON."""
    comparison, settings = found.comparison, found.settings
    said = {
        "corpus": comparison.name,
        "coders": [*comparison.coders],
        "sources": [*comparison.texts],
        "settings": {
            "overlap": comparison.overlap,
            "count_uncoded": settings.count_uncoded,
            "confidence": settings.bootstrap.confidence,
            "bootstrap": settings.bootstrap.samples,
            "resampled": "sources" if settings.by_source else "units",
            "seed": settings.bootstrap.seed,
        },
        "levels": {one.level: _measure(one) for one in found.measures},
        "found_by_both": {
            "characters": as_json(found.passages.characters),
            "passages": as_json(found.passages.passages),
            "statements": as_json(found.passages.statements),
        },
        "continuum_alpha": found.passages.continuum and as_json(found.passages.continuum),
        "by": {
            name: {one.name: _group(one) for one in all_} for name, all_ in found.groups.items()
        },
        "disagreements": [_disagreement(found, one) for one in found.disagreements],
    }
    return json.dumps(said, indent=1, ensure_ascii=False) + "\n"


def _measure(one: Measure) -> dict[str, Any]:
    pairs = [
        {
            "coders": [*pair.coders],
            "units": pair.units,
            "agreement": pair.agreement,
            "kappa": as_json(pair.kappa),
        }
        for pair in one.pairs
    ]
    return {
        "asks": LEVELS[one.level].asks,
        "metric": LEVELS[one.level].metric.value,
        "units": one.units,
        "agreement": one.agreement,
        "alpha": as_json(one.alpha),
        "kappa": as_json(one.kappa),
        "pairs": pairs,
    }


def _group(one: Group) -> dict[str, Any]:
    return {
        "statements": one.statements,
        "alone": one.alone,
        "units": one.units,
        "agreement": one.agreement,
        "alpha": as_json(one.alpha),
    }


def _disagreement(found: Agreement, one: Disagreement) -> dict[str, Any]:
    codings = {}
    for coder, statement in one.statements.items():
        origin = found.comparison.coded[coder].origin(statement)
        codings[coder] = {
            "at": str(origin) if origin else None,
            "holder": statement.holder,
            "sign": statement.sign.value,
            "target": statement.target,
            "says": says(one, statement),
            "passages": [
                {"start": passage.start, "end": passage.end, "exact": passage.exact}
                for passage in statement.evidence
            ],
        }
    return {
        "kinds": [*one.kinds],
        "source": one.source,
        "missed_by": [*one.missed_by],
        "codings": codings,
    }
