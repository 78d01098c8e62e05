"""``corpus.lock``: the texts as they stood at the last build, and where each quotation stood.

A text is never edited once it is coded. When one is, this record lets a person see which
quotations moved or vanished, instead of finding evidence that no longer says what was coded.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from clivage.errors import Origin, Problem
from clivage.model import Corpus

NAME = "corpus.lock"


def dumps(corpus: Corpus) -> str:
    """Return the record of a corpus: JSON, one quotation a line, sorted."""
    texts: dict[str, Any] = {
        source.id: {"sha256": source.sha256, "quotations": {}} for source in corpus.sources
    }
    for statement in corpus.statements:
        for passage in statement.evidence:
            quotations = texts[passage.source]["quotations"]
            quotations.setdefault(statement.id, []).append(f"{passage.start}-{passage.end}")
    flat = {
        id: {**text, "quotations": {key: " ".join(at) for key, at in text["quotations"].items()}}
        for id, text in texts.items()
    }
    return json.dumps(flat, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def changes(folder: Path, corpus: Corpus) -> Iterator[Problem]:
    """Yield one problem for each text that is not the one that was last built."""
    path = folder / NAME
    if not path.exists():
        return
    try:
        recorded = _recorded(path)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        what = "the record of the last build cannot be read"
        remedy = "delete the file and build again"
        yield Problem("source-changed", what, remedy, origin=Origin(str(path)))
        return
    for source in corpus.sources:
        digest, places = recorded.get(source.id, (source.sha256, set()))
        if digest != source.sha256:
            yield Problem(
                "source-changed",
                f"the text of {source.id!r} has changed since the last build; "
                + _moved(places, corpus, source.id),
                "restore the text, or build with --accept-changed-texts",
                f"source/{source.id}",
                corpus.origins.of(f"source/{source.id}"),
            )


def _recorded(path: Path) -> dict[str, tuple[str, set[str]]]:
    """Return the digest of each text, and the places of its quotations (``1283-1436``)."""
    record = json.loads(path.read_text(encoding="utf-8"))
    return {
        id: (
            str(text["sha256"]),
            {place for places in text["quotations"].values() for place in places.split()},
        )
        for id, text in record.items()
    }


def _moved(recorded: set[str], corpus: Corpus, source: str) -> str:
    """Say which quotations stand elsewhere now, each by its first words, in reading order."""
    places = {
        (passage.start, passage.end): passage.exact
        for statement in corpus.statements
        for passage in statement.evidence
        if passage.source == source
    }
    moved = [
        words for (start, end), words in sorted(places.items()) if f"{start}-{end}" not in recorded
    ]
    if not moved:
        return "no quotation moved"
    shown = ", ".join(f"“{' '.join(words.split())[:40]}”" for words in moved[:5])
    more = f" and {len(moved) - 5} more" if len(moved) > 5 else ""
    count = "1 quotation stands" if len(moved) == 1 else f"{len(moved)} quotations stand"
    return f"{count} elsewhere now: {shown}{more}"
