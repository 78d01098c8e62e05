"""What was found about a prediction, as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from clivage.agreement.figures import NONE, as_json, estimate, share, table
from clivage.evaluation.claims import Claim
from clivage.evaluation.cost import Step
from clivage.evaluation.matching import LEVELS
from clivage.evaluation.measuring import Evaluation
from clivage.evaluation.scores import PASSAGE, STRICT, Group
from clivage.evaluation.tallies import Score
from clivage.numerals import counted

_ASKS = {
    PASSAGE: "the passage, be it of another claim",
    **{name: level.asks for name, level in LEVELS.items()},
    "characters": "code points, whoever is said to stand how",
}
_GROUPS = {
    "sign": "by sign",
    "target": "by target",
    "tier": "by tier of the gold",
    "source": "by source",
}


def text(found: Evaluation) -> str:
    """Return a report for a person."""
    parts = [_heading(found), _levels(found), _given(found), _sentences(found), _reading(found)]
    parts += [
        _groups(_GROUPS[name], groups, only_recall=name == "tier")
        for name, groups in found.groups.items()
        if groups and (name != "source" or len(groups) > 1)
    ]
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"


def _heading(found: Evaluation) -> Iterator[str]:
    compared, settings = found.compared, found.settings
    sources = counted(len(compared.sources), "source")
    kind = f"{settings.modality.value} " if settings.modality else ""
    gold = counted(len(found.scoring.gold), f"{kind}claim")
    predicted = counted(len(found.scoring.predicted), f"{kind}claim")
    yield f"gold: {compared.gold_name}, {gold} in {sources}"
    yield f"predicted: {compared.predicted_name}, {predicted}"
    yield from compared.notes
    if not found.scoring.gold:
        yield f"the gold has no {kind}claim: there is nothing to find, and recall is not defined"
    if not found.scoring.predicted:
        yield f"no {kind}claim is predicted: precision is not defined"
    shared = f"{settings.overlap:.0%} of the shorter one" if settings.overlap else "any of it"
    yield f"two passages are the same where they share {shared}"
    if settings.bootstrap.samples:
        yield (
            f"intervals: {settings.bootstrap.confidence:.0%}, percentile, from"
            f" {settings.bootstrap.samples:,} samples of {_drawn(found)}"
            f" (seed {settings.bootstrap.seed})"
        )


def _drawn(found: Evaluation) -> str:
    if found.scoring.by_source:
        return "whole sources"
    return "places in the texts, as if they were independent (of sentences: of sentences)"


def _levels(found: Evaluation) -> Iterator[str]:
    head = ("level", "gold", "found", "predicted", "right", "precision", "", "recall", "", "F1", "",
            "what must be right")  # fmt: skip
    rows = {**found.levels, "characters": found.characters}
    yield from table(
        [head, *((name, *_score(one), _ASKS[name]) for name, one in rows.items())],
        left={0, 6, 8, 10, 11},
    )


def _score(one: Score) -> tuple[str, ...]:
    return (
        f"{one.gold:,}", f"{one.found:,}", f"{one.predicted:,}", f"{one.right:,}",
        *estimate(one.precision), *estimate(one.recall), *estimate(one.f1),
    )  # fmt: skip


def _given(found: Evaluation) -> Iterator[str]:
    rows = [
        ("direction right, where the pair is", *estimate(found.direction_accuracy)),
        ("sign right, where the direction is", *estimate(found.sign_accuracy)),
    ]
    yield from table(rows, left={0, 2})
    grounded = share(found.compared.grounding)
    total = len(found.compared.predicted) + found.compared.refused
    of = f", {found.compared.refused:,} of {total:,} refused" if found.compared.refused else ""
    yield f"predicted passages that are verbatim in the text: {grounded}{of}"


def _sentences(found: Evaluation) -> Iterator[str]:
    triage = found.triage
    if triage is None:
        yield "no text is known: sentences are not counted"
        return
    yield (
        f"sentences: {triage.sentences:,}, with a claim {triage.base_rate:.1%} (the precision of"
        f" marking all), marked {triage.marked:.1%}"
    )
    for name in ("precision", "recall", "f1"):
        value, interval = estimate(getattr(triage.score, name))
        yield f"  {'F1' if name == 'f1' else name}: {value} {interval}".rstrip()
    yield ""
    head = ("false alarms on", "there are", "predicted", "per 100")
    rows = [
        (one.where, f"{one.number:,}", f"{one.alarms:,}",
         NONE if one.rate is None else f"{one.rate:.1f}")
        for one in found.alarms
    ]  # fmt: skip
    yield from table([head, *rows], left={0})


def _reading(found: Evaluation) -> Iterator[str]:
    cost = found.cost
    order = "the greatest score first" if cost.is_ranked else "in the order of the texts"
    rows = [
        ("claims read for each accepted (strict)", *estimate(cost.per_accepted)),
        ("claims read for each on a passage of the gold", *estimate(cost.per_useful)),
    ]
    yield from table(rows, left={0, 2})
    if found.settings.modality and cost.all_read != len(found.scoring.predicted):
        per = NONE if cost.all_per_accepted is None else f"{cost.all_per_accepted:.3f}"
        yield f"with those of other modalities: {cost.all_read:,} read, {per} for each accepted"
    if cost.steps:
        yield f"read {order}:"
        head = ("read", "accepted", "recall", "on a passage", "recall of passages")
        yield from table([head, *map(_step, cost.steps)], left=set())


def _step(one: Step) -> tuple[str, ...]:
    return (
        f"{one.read:,}", f"{one.accepted:,}", share(one.recall), f"{one.useful:,}",
        share(one.passage_recall),
    )  # fmt: skip


def _groups(title: str, groups: Sequence[Group], *, only_recall: bool) -> Iterator[str]:
    """Yield a table of groups; of tiers, which only the gold has, what was found."""
    yield title
    if only_recall:
        head: tuple[str, ...] = ("", "gold", "passage R", "strict R")
    else:
        head = ("", "gold", "predicted", "passage P", "R", "F1", "strict P", "R", "F1")
    rows = []
    for one in groups:
        passage, strict = one.scores[PASSAGE], one.scores[STRICT]
        numbers = [passage.recall, strict.recall]
        counts = [f"{passage.gold:,}"]
        if not only_recall:
            numbers = [passage.precision, passage.recall, passage.f1]
            numbers += [strict.precision, strict.recall, strict.f1]
            counts.append(f"{passage.predicted:,}")
        rows.append((one.name, *counts, *(estimate(each)[0] for each in numbers)))
    yield from table([head, *rows], left={0})


def data(found: Evaluation) -> str:
    """Return all that was found as JSON, with every claim and what is right about it."""
    compared = found.compared
    said = {
        "gold": compared.gold_name,
        "predicted": compared.predicted_name,
        "sources": [*compared.sources],
        "notes": [*compared.notes],
        "settings": _settings(found),
        "levels": {name: _numbers(one) for name, one in found.levels.items()},
        "characters": _numbers(found.characters),
        "direction_accuracy": as_json(found.direction_accuracy),
        "sign_accuracy": as_json(found.sign_accuracy),
        "grounding": {"rate": compared.grounding, "refused": compared.refused},
        "sentences": _triage(found),
        "false_alarms": [
            {"on": one.where, "number": one.number, "alarms": one.alarms, "per_100": one.rate}
            for one in found.alarms
        ],
        "reading": _cost(found),
        "by": {
            name: {one.name: _group(one, only_gold=name == "tier") for one in groups}
            for name, groups in found.groups.items()
        },
        "claims": {"gold": [*_gold(found)], "predicted": [*_predicted(found)]},
    }
    return json.dumps(said, indent=1, ensure_ascii=False) + "\n"


def _settings(found: Evaluation) -> dict[str, Any]:
    settings = found.settings
    return {
        "overlap": settings.overlap,
        "modality": settings.modality.value if settings.modality else "all",
        "confidence": settings.bootstrap.confidence,
        "bootstrap": settings.bootstrap.samples,
        "resampled": "sources" if found.scoring.by_source else "places",
        "seed": settings.bootstrap.seed,
    }


def _numbers(one: Score) -> dict[str, Any]:
    return {
        "gold": one.gold,
        "found": one.found,
        "predicted": one.predicted,
        "right": one.right,
        "precision": as_json(one.precision),
        "recall": as_json(one.recall),
        "f1": as_json(one.f1),
    }


def _triage(found: Evaluation) -> dict[str, Any] | None:
    triage = found.triage
    if triage is None:
        return None
    return {
        "sentences": triage.sentences,
        "base_rate": triage.base_rate,
        "marked": triage.marked,
        **_numbers(triage.score),
    }


def _cost(found: Evaluation) -> dict[str, Any]:
    cost = found.cost
    return {
        "per_accepted": as_json(cost.per_accepted),
        "per_useful": as_json(cost.per_useful),
        "all_read": cost.all_read,
        "all_accepted": cost.all_accepted,
        "all_per_accepted": cost.all_per_accepted,
        "is_ranked": cost.is_ranked,
        "at": {
            str(one.read): {
                "accepted": one.accepted,
                "useful": one.useful,
                "recall": one.recall,
                "passage_recall": one.passage_recall,
            }
            for one in cost.steps
        },
        "curve": {
            "accepted": [one.accepted for one in cost.curve],
            "useful": [one.useful for one in cost.curve],
            "passage_recall": [one.passage_recall for one in cost.curve],
        },
    }


def _group(one: Group, *, only_gold: bool) -> dict[str, Any]:
    kept = ("gold", "found", "recall")
    return {
        level: {
            name: value["value"] if isinstance(value, dict) else value
            for name, value in _numbers(score).items()
            if not only_gold or name in kept
        }
        for level, score in one.scores.items()
    }


def _gold(found: Evaluation) -> Iterator[dict[str, Any]]:
    scoring = found.scoring
    for at, one in enumerate(scoring.gold):
        levels = [level for level in (PASSAGE, *LEVELS) if scoring.found[level][at]]
        certainty = one.certainty.value if one.certainty else None
        yield {**_claim(found, one), "certainty": certainty, "found": levels}


def _predicted(found: Evaluation) -> Iterator[dict[str, Any]]:
    """Yield predicted claims, the first to be read first."""
    scoring = found.scoring
    for at, one in enumerate(scoring.predicted):
        levels = [level for level in (PASSAGE, *LEVELS) if scoring.right[level][at]]
        matched = {
            level: partner[at] for level, partner in scoring.partners.items() if at in partner
        }
        more = {"score": one.score, "rule": one.rule, "right": levels, "matched": matched}
        yield {**_claim(found, one), **more}


def _claim(found: Evaluation, one: Claim) -> dict[str, Any]:
    whole = found.compared.texts.get(one.source)
    quoted = whole and [whole[start:end] for start, end in one.spans]
    return {
        "source": one.source,
        "passages": [[*each] for each in one.spans],
        "quoted": quoted,
        "holder": one.holder,
        "sign": one.sign.verb,
        "target": one.target,
        "modality": one.modality.value,
    }
