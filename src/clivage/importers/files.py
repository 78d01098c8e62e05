"""Write what an import brings: new files, and new lines behind those that are there."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from clivage import coding, editing, ties, yamlfile, yamltext
from clivage.editing import Entry
from clivage.importers.merging import Draft, default_id
from clivage.model import Actor, Certainty, Coder, Corpus, Issue, Modality, Source, Statement
from clivage.yamlfile import Value


def drafted(draft: Draft, folder: Path, header: Corpus) -> dict[Path, str]:
    """Return the files that an import writes, by their paths in the corpus folder.

    Args:
        folder: the corpus folder; it may not exist yet.
        header: the corpus, for a ``corpus.yaml`` that is not there yet.

    Raises:
        ClivageError: when a file is written so that it must be changed by hand.
    """
    files = {Path(coding.HEADER): _corpus_file(draft, folder / coding.HEADER, header)}
    for source in draft.things.sources:
        files[Path("texts", f"{source.id}.txt")] = source.text or ""
    for path, text in _codings(draft, folder):
        files[path] = text
    if draft.ties:
        path = _table(folder, draft.table)
        there = yamlfile.read_text(folder / path) if (folder / path).exists() else ""
        files[path] = ties.appended(there, draft.ties)
    return files


def _corpus_file(draft: Draft, path: Path, header: Corpus) -> str:
    text = yamlfile.read_text(path) if path.exists() else _begun(header)
    things = draft.things
    sections: dict[str, dict[str, Entry]] = {
        "coders": {one.id: _coder(one) for one in things.coders},
        "sources": {one.id: _source(one) for one in things.sources},
        "actors": {one.id: _actor(one) for one in things.actors},
        "issues": {one.id: _issue(one) for one in things.issues},
    }
    for section, entries in sections.items():
        text = editing.all_described(text, section, entries, name=str(path))
    return text


def _begun(header: Corpus) -> str:
    """Return the first lines of a new ``corpus.yaml``."""
    entry: dict[str, Value] = {
        "title": dict(header.title),
        "description": dict(header.description) or None,
        "base": header.base,
        "language": header.language,
        "licence": header.licence or None,
        "publisher": header.publisher or None,
        "issued": header.issued.isoformat() if header.issued else None,
    }
    lines = yamltext.said({key: value for key, value in entry.items() if value})
    sections = [f"{name}: {{}}" for name in ("coders", "sources", "actors", "issues")]
    return "\n".join([*lines, "", *sections]) + "\n"


def _coder(one: Coder) -> Entry:
    return {"name": one.name}


def _source(one: Source) -> Entry:
    return {
        "title": dict(one.title),
        "language": one.language,
        "creator": one.creator,
        "date": one.date,
        "period": one.period,
        "publication": one.publication,
        "section": one.section,
        "genre": one.genre,
        "rights": one.rights,
        "provenance": one.provenance,
    }


def _actor(one: Actor) -> Entry:
    return {
        "label": dict(one.labels),
        "type": one.type.value,
        "kind": one.kind,
        "names": [*one.names],
        "part-of": one.part_of,
        "exact-match": [*one.exact_match],
        "close-match": [*one.close_match],
        "note": one.note,
    }


def _issue(one: Issue) -> Entry:
    return {
        "label": dict(one.labels),
        "definition": dict(one.definition) or None,
        "exact-match": [*one.exact_match],
        "close-match": [*one.close_match],
        "note": one.note,
    }


def _codings(draft: Draft, folder: Path) -> Iterable[tuple[Path, str]]:
    """Yield the coding files: one for each source and coder, new or made longer."""

    def whose(one: Statement) -> tuple[str, str]:
        return one.evidence[0].source, one.coder

    for (source, coder), group in groupby(sorted(draft.statements, key=whose), whose):
        entries = [_entry(one, draft) for one in group]
        path, text = _place(folder, source, coder)
        if text:
            yield path, editing.extended(text, entries, name=str(folder / path))
        else:
            yield path, editing.coding_file(source, coder, entries)


def _place(folder: Path, source: str, coder: str) -> tuple[Path, str]:
    """Return the coding file to write, and its text where an import before made it.

    A file of another name is the author's own, and stays as it is; so does one that is superseded.
    """
    for number in itertools.count(1):
        path = Path("codings", f"{source}.{coder}{f'.{number}' if number > 1 else ''}.yaml")
        if not (folder / path).exists():
            return path, ""
        file = yamlfile.read(folder / path)
        said = file.data if isinstance(file.data, dict) else {}
        if (said.get("source"), said.get("coder"), "superseded-by" in said) == (
            source, coder, False,
        ):  # fmt: skip
            return path, yamlfile.read_text(folder / path)
    raise AssertionError("some number is free")


def _entry(one: Statement, draft: Draft) -> Entry:
    quotes = draft.quotes[one.id]
    occurrence = next((quote.occurrence for quote in quotes if quote.occurrence), None)
    modality, certainty = one.modality, one.certainty
    return {
        "quote": [quote.quote for quote in quotes],
        "who": one.holder,
        one.sign.verb: one.target,
        "about": one.about,
        "voice": one.voice,
        "relation": one.relation,
        "mode": one.mode.value if one.mode else None,
        "modality": None if modality is Modality.ACTUAL else modality.value,
        "strength": None if one.strength == 2 else str(one.strength),
        "certainty": None if certainty is Certainty.CERTAIN else certainty.value,
        "when": one.when,
        "date-basis": one.date_basis.value if one.date_basis else None,
        "occurrence": str(occurrence) if occurrence else None,
        "id": "" if one.id == default_id(one) else one.id,
        "note": one.note,
        "suggested-by": one.suggested_by,
    }


def _table(folder: Path, name: str) -> Path:
    """Return the table to write into: one that is there only where its columns are ours."""
    path, number = Path(ties.FOLDER, f"{name}.csv"), 2
    header = ",".join(ties.COLUMNS)
    while (folder / path).exists() and not yamlfile.read_text(folder / path).startswith(header):
        path, number = path.with_name(f"{name}-{number}.csv"), number + 1
    return path
