"""``corpus.lock``: the texts as they stood at the last build, and where each quotation stood.

A text is never edited once it is coded. When one is, this record lets a person see which
quotations moved or vanished, instead of finding evidence that no longer says what was coded.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from clivage.errors import ClivageError, Origin, Problem
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
        recorded = json.loads(path.read_text(encoding="utf-8"))
        digests = {id: str(text["sha256"]) for id, text in recorded.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        raise ClivageError(
            "the record of the last build cannot be read",
            remedy="delete the file and build again",
            origin=Origin(str(path)),
        ) from None
    for source in corpus.sources:
        if digests.get(source.id, source.sha256) != source.sha256:
            yield Problem(
                "source-changed",
                f"the text of {source.id!r} has changed since the last build; "
                + _moved(recorded[source.id].get("quotations", {}), corpus, source.id),
                "restore the text, or build with --accept-changed-texts",
                f"source/{source.id}",
                corpus.origins.of(f"source/{source.id}"),
            )


def _moved(recorded: dict[str, str], corpus: Corpus, source: str) -> str:
    """Say which quotations stand elsewhere now, each by its first words."""
    by_words = {}
    for statement in corpus.statements:
        for passage in statement.evidence:
            if passage.source == source:
                by_words[f"{passage.start}-{passage.end}"] = passage.exact
    old = {place for places in recorded.values() for place in places.split()}
    moved = [words for place, words in sorted(by_words.items()) if place not in old]
    if not moved:
        return "no quotation moved"
    shown = ", ".join(f"“{' '.join(words.split())[:40]}”" for words in moved[:5])
    more = f" and {len(moved) - 5} more" if len(moved) > 5 else ""
    count = "1 quotation stands" if len(moved) == 1 else f"{len(moved)} quotations stand"
    return f"{count} elsewhere now: {shown}{more}"
