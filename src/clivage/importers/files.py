"""Write what an import brings: new files, and new lines behind those that are there."""

from __future__ import annotations

import csv
import io
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Final

from clivage import coding, editing, yamlfile, yamltext
from clivage.editing import Entry
from clivage.errors import CorpusError, Origin, OutputError, Problem
from clivage.importers.merging import Draft, default_id
from clivage.model import Actor, Certainty, Coder, Corpus, Issue, Modality, Source, Statement
from clivage.yamlfile import Value

#: The columns of a table of ties, as `clivage.ties` reads them.
_TIES: Final = ("holder", "target", "sign", "strength", "when", "provenance", "note")
_HEADER: Final = "corpus.yaml"


def drafted(draft: Draft, folder: Path, header: Corpus) -> dict[Path, str]:
    """Return the files that an import writes, by their paths in the corpus folder.

    Args:
        folder: the corpus folder; it may not exist yet.
        header: the corpus, for a ``corpus.yaml`` that is not there yet.

    Raises:
        ClivageError: when a file is written so that it must be changed by hand.
    """
    files = {Path(_HEADER): _corpus_file(draft, folder / _HEADER, header)}
    for source in draft.things.sources:
        files[Path("texts", f"{source.id}.txt")] = source.text or ""
    for path, text in _codings(draft, folder):
        files[path] = text
    if draft.ties:
        path = _table(folder, draft.ties[0].id.rpartition(".")[0])
        files[path] = _ties(draft, folder / path)
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

    there = _written(folder)
    for (source, coder), group in groupby(sorted(draft.statements, key=whose), whose):
        entries = [_entry(one, draft) for one in group]
        path = there.get((source, coder))
        if path:
            text = yamlfile.read_text(folder / path)
            yield path, editing.extended(text, entries, name=str(folder / path))
        else:
            yield _free(folder, f"{source}.{coder}"), editing.coding_file(source, coder, entries)


def _written(folder: Path) -> dict[tuple[str, str], Path]:
    """Return the coding files of an import before by source and coder: those it may extend.

    A file of another name is the author's own, and stays as it is.
    """
    found = {}
    for path in sorted((folder / "codings").glob("[!.]*.yaml")):
        data = yamlfile.read(path).data
        if isinstance(data, dict) and "superseded-by" not in data:
            source, coder = str(data.get("source", "")), str(data.get("coder", ""))
            if path.stem == f"{source}.{coder}":
                found[source, coder] = path.relative_to(folder)
    return found


def _free(folder: Path, stem: str) -> Path:
    path, number = Path("codings", f"{stem}.yaml"), 2
    while (folder / path).exists():
        path, number = Path("codings", f"{stem}.{number}.yaml"), number + 1
    return path


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
    }


def _table(folder: Path, stem: str) -> Path:
    """Return the table to write into: one that is there only where its columns are ours."""
    path, number = Path("ties", f"{stem}.csv"), 2
    while (folder / path).exists() and not yamlfile.read_text(folder / path).startswith(
        ",".join(_TIES)
    ):
        path, number = Path("ties", f"{stem}-{number}.csv"), number + 1
    return path


def _ties(draft: Draft, path: Path) -> str:
    """Return a table of ties, those that are there first."""
    there = yamlfile.read_text(path) if path.exists() else ""
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\n")
    if not there:
        writer.writerow(_TIES)
    for one in draft.ties:
        sign = "support" if one.sign.value > 0 else "opposition"
        values: Sequence[str] = (
            one.holder, one.target, sign, str(one.strength), one.when, one.provenance, one.note,
        )  # fmt: skip
        writer.writerow(values)
    return there + ("" if not there or there.endswith("\n") else "\n") + output.getvalue()


def staged(files: Mapping[Path, str], folder: Path) -> None:
    """Write files into a corpus folder, all of them or none, once they are seen to be right.

    Raises:
        CorpusError: when the corpus would have errors with them: nothing is written then.
        OutputError: when a file cannot be written.
    """
    before = {path: _content(folder / path) for path in files}
    home = folder.resolve()  # the draft lies beside it, also when it is the current folder
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{home.name}.", dir=home.parent) as made:
            draft = Path(made, home.name)
            if folder.exists():
                shutil.copytree(folder, draft, copy_function=_linked, ignore_dangling_symlinks=True)
            _put(files, draft)
            found = coding.inspect(draft).errors
            # Texts may come first, and be coded afterwards.
            if errors := [one for one in found if one.rule != "corpus-empty"]:
                raise CorpusError(_at_home(one, draft, folder) for one in errors)
            if changed := [path for path, old in before.items() if _content(folder / path) != old]:
                what = "was changed while this was being written"
                origin = Origin(str(folder / changed[0]))
                raise OutputError(what, remedy="do it again; nothing was changed", origin=origin)
            _put(files, folder)
    except OSError as error:
        what = f"cannot be written: {error.strerror or error}"
        raise OutputError(what, remedy="nothing was changed", origin=Origin(str(folder))) from None


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _at_home(problem: Problem, draft: Path, folder: Path) -> Problem:
    """Return a problem with the path that its file will have, or has."""
    origin = problem.origin
    if origin is None:
        return problem
    return replace(
        problem, origin=replace(origin, file=origin.file.replace(str(draft), str(folder)))
    )


def _linked(source: str, target: str) -> str:
    """Link a file instead of copying it where the disk can: a corpus may be large."""
    try:
        os.link(os.path.realpath(source), target)
    except OSError:
        shutil.copy2(source, target)
    return target


def _order(path: Path) -> int:
    return 1 if path == Path(_HEADER) else {"texts": 0}.get(path.parts[0], 2)


def _put(files: Mapping[Path, str], folder: Path) -> None:
    """Write files, each by a temporary file and a rename: what others refer to comes first.

    So whatever stops it, the corpus has no errors, and importing again does the rest.
    """
    fresh = {}
    try:
        # What a link leads to is written, and keeps its mode.
        real = {path: Path(os.path.realpath(folder / path)) for path in files}
        for path, text in files.items():
            there = real[path]
            there.parent.mkdir(parents=True, exist_ok=True)
            fresh[path] = there.with_name(f".{there.name}.{os.getpid()}.new")
            fresh[path].write_bytes(text.encode())
            if there.exists():
                shutil.copymode(there, fresh[path])
        for path in sorted(fresh, key=_order):
            fresh[path].replace(real[path])
    finally:
        for path in fresh.values():
            path.unlink(missing_ok=True)
