"""Debates made up for the tests: a corpus of rows (actor, issue, sign) and what else is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from clivage.model import Actor, ActorType, Coder, Corpus, Issue, Passage, Sign, Source, Statement


def debate(
    rows: Iterable[tuple[Any, ...]],
    *,
    sources: Mapping[str, Mapping[str, str]] | None = None,
    labels: Mapping[str, str] | None = None,
    more: Iterable[str] = (),
) -> Corpus:
    """Return a corpus; a row is actor, issue, sign, and if wanted day, source, strength, coder.

    Args:
        sources: fields of sources by id.
        labels: what actors and issues are called; their ids else.
        more: ids of actors without a stance.
    """
    whole = [(*row, *("", "paper", 2, "editor")[len(row) - 3 :]) for row in rows]
    called = labels or {}
    described: dict[str, Mapping[str, str]] = {row[4]: {} for row in whole}
    described |= sources or {}
    actors = sorted({*(row[0] for row in whole), *more})
    return Corpus(
        id="debate",
        base="https://w3id.org/debate/",
        title={"en": "A debate"},
        language="en",
        coders=(Coder(id="editor", name="Editor"),),
        sources=tuple(
            Source(id=id, title={"en": id}, language="en", sha256="", **fields)
            for id, fields in sorted(described.items())
        ),
        actors=tuple(
            Actor(id=id, type=ActorType.ORGANIZATION, labels={"en": called.get(id, id)})
            for id in actors
        ),
        issues=tuple(
            Issue(id=id, labels={"en": called.get(id, id)})
            for id in sorted({row[1] for row in whole})
        ),
        statements=tuple(_statement(at, row) for at, row in enumerate(whole)),
    )


def _statement(at: int, row: tuple[Any, ...]) -> Statement:
    actor, issue, sign, day, source, strength, coder = row
    return Statement(
        id=f"s{at:04}",
        sign=Sign(sign),
        holder=actor,
        target=issue,
        evidence=(Passage(source=source, start=at, end=at + 1, exact="x"),),
        coder=coder,
        when=day,
        strength=strength,
    )
