"""What the tests of readers of annotations share: a text, and how to look at what was read."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from clivage import coding
from clivage.errors import ClivageError
from clivage.export.archive import file_names
from clivage.importers import formats, job
from clivage.importers.options import Options
from clivage.importers.records import Imported
from clivage.model import Corpus, Statement

TEXT = "Orla Finn 🚣 praised the ferrymen.\nThe council of Lund never refused the new dyke.\n"
#: Fields that lie outside of what an id or a place in another folder may change.
_KEPT = (
    "sign", "holder", "target", "coder", "about", "voice", "relation", "mode", "modality",
    "strength", "certainty", "when", "date_basis",
)  # fmt: skip


def place(words: str, text: str = TEXT) -> tuple[int, int]:
    """Return where words stand, in code points."""
    start = text.index(words)
    return start, start + len(words)


def units(offset: int, text: str = TEXT) -> int:
    """Return an offset as programs have it that count UTF-16 units."""
    return len(text[:offset].encode("utf-16-le")) // 2


def told(imported: Imported) -> str:
    """Return all remarks, a line each."""
    remarks = (*imported.repaired, *imported.refused, *imported.left_out)
    return "\n".join(map(str, remarks))


def ties(imported: Imported) -> list[tuple[str, str, str]]:
    """Return who takes which side on whom."""
    return [(one.holder, one.sign.verb, one.target) for one in imported.stances]


def quoted(imported: Imported) -> list[str]:
    """Return the words of all quotations, which stand where they say in their text."""
    texts = {one.key: one.text for one in imported.documents}
    found = []
    for stance in imported.stances:
        for one in stance.quotes:
            text = texts[one.document]
            assert text is None or text[one.start : one.end] == one.exact
            found.append(one.exact)
    return found


def outcomes(
    contents: Iterable[bytes], path: Path, read: Callable[[Path, Options], Imported]
) -> Counter[str]:
    """Read damaged contents of a file: each is refused as ours are, or gives whole records."""
    counts = Counter[str]()
    for content in contents:
        path.write_bytes(content)
        try:
            imported = read(path, Options())
        except ClivageError:
            counts["refused"] += 1
            continue
        keys = {one.key for one in imported.documents}
        assert {one.document for stance in imported.stances for one in stance.quotes} <= keys
        told(imported)
        counts["read" if imported.stances else "empty"] += 1
    return counts


def brought_back(corpus: Corpus, file: Path, format: str, tmp_path: Path) -> Corpus:
    """Import what a corpus was exported as into a new corpus; doing so again adds nothing."""
    texts = tmp_path / "texts"
    texts.mkdir()
    names = file_names(corpus.source)
    for source in corpus.sources:
        (texts / f"{names[source.id]}.txt").write_bytes((source.text or "").encode())
    assert formats.recognised(file).name == format
    options = Options(texts=texts, language=corpus.language)
    report = job.bring(file, tmp_path / "back", options=options)
    assert not (report.repaired or report.refused or report.left_out)
    again = job.bring(file, tmp_path / "back", options=options)
    assert not (again.changes or again.refused)
    return coding.read(tmp_path / "back")


def said(statement: Statement, ids: dict[str, str] | None = None) -> dict[str, object]:
    """Return what a statement says, with its words and places, and ids as another corpus has."""
    known = ids or {}
    values = {name: getattr(statement, name) for name in _KEPT}
    values |= {name: known.get(values[name], values[name]) for name in ("holder", "target")}
    values["evidence"] = [
        dataclasses.replace(one, source=known.get(one.source, one.source))
        for one in statement.evidence
    ]
    return values
