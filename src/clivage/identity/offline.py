"""Candidates from a table or a file of results, without any service."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from clivage import identifiers, yamlfile
from clivage.errors import ClivageError, Origin, Problem, Severity
from clivage.identity.answers import Candidate, cleaned, iri, parsed, results
from clivage.identity.sheet import Answer, Item, Proposal
from clivage.model import Actor, Corpus, Issue

#: Bytes that a file may have.
_LARGEST: Final = 64 << 20
_WIKIDATA: Final = "http://www.wikidata.org/entity/"
_QID: Final = re.compile(r"Q[1-9][0-9]{0,14}")
#: The columns that say who is meant, and those that say what it is; the first that is there.
_WHO: Final = ("actor", "issue", "id", "mention", "label")
_WHAT: Final = ("iri", "uri", "qid")
_MARK: Final = "\ufeff"


@dataclass
class _Found:
    """What was read so far: who is meant, in the order of the file, and what was left out."""

    names: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    proposals: dict[tuple[str, str], dict[str, Proposal]] = field(default_factory=dict)
    left_out: list[Problem] = field(default_factory=list)

    def add(self, thing: tuple[str, str], name: str, proposals: Sequence[Proposal]) -> None:
        names = self.names.setdefault(thing, [])
        if name not in names:
            names.append(name)
        known = self.proposals.setdefault(thing, {})
        for one in proposals:
            known.setdefault(one.candidate.id, one)

    def items(self) -> list[Item]:
        return [
            Item(*thing, tuple(names), tuple(self.proposals[thing].values()))
            for thing, names in self.names.items()
        ]


def read(path: Path, corpus: Corpus, *, template: str = "") -> tuple[list[Item], list[Problem]]:
    """Return the candidates of a file, and a warning for each row that was left out.

    A table is CSV with a column ``actor``, ``issue``, ``id``, ``mention`` or ``label``, and one
    ``iri`` or ``qid``. Results are JSON as a service sends them, named by ids or mentions.

    Args:
        template: what makes an IRI of the identifiers in JSON.

    Raises:
        ClivageError: when the file cannot be read as either.
    """
    origin = Origin(str(path))
    if path.is_file() and path.stat().st_size > _LARGEST:
        what = f"the file has more than {_LARGEST:,} bytes"
        raise ClivageError(what, remedy="split it", origin=origin)
    text = yamlfile.read_text(path)
    found = _Found()
    if path.suffix.lower() == ".json" or text.lstrip()[:1] == "{":
        _read_json(text, found, _Names(corpus), template, origin)
    else:
        _read_table(text, found, _Names(corpus), str(path))
    if not found.names and not found.left_out:
        raise ClivageError("the file names nobody", remedy="give it rows", origin=origin)
    return found.items(), found.left_out


class _Names:
    """Who is meant by an id or a name."""

    def __init__(self, corpus: Corpus) -> None:
        self._things: dict[str, list[tuple[str, str]]] = {}
        self._has: set[tuple[str, str]] = set()
        things: list[tuple[str, Actor | Issue]] = [("actor", one) for one in corpus.actors]
        things += [("issue", one) for one in corpus.issues]
        for sort, one in things:
            others = one.names if isinstance(one, Actor) else ()
            for name in {identifiers.plain(name) for name in (*one.labels.values(), *others)}:
                self._things.setdefault(name, []).append((sort, one.id))
            if one.exact_match:
                self._has.add((sort, one.id))
        self._ids = {one.id: (sort, one.id) for sort, one in things}

    def of(self, said: str) -> tuple[str, str]:
        """Return the sort and the id.

        Raises:
            ClivageError: when nobody is meant, or more than one, or it has an exact match.
        """
        meant = (
            [self._ids[said]]
            if said in self._ids
            else self._things.get(identifiers.plain(said), [])
        )
        if not meant:
            otherwise = "give the id that it has in corpus.yaml"
            otherwise = identifiers.did_you_mean(identifiers.plain(said), self._things, otherwise)
            remedy = identifiers.did_you_mean(said, self._ids, otherwise)
            raise ClivageError(f"nobody is called {said!r}", remedy=remedy)
        if len(meant) > 1:
            ids = ", ".join(id for _, id in meant)
            what = f"{said!r} may be {ids}"
            raise ClivageError(what, remedy="give its id in the place of its name")
        if meant[0] in self._has:
            what = f"{meant[0][1]!r} has an exact match already"
            raise ClivageError(what, remedy="delete the row")
        return meant[0]


def _read_json(text: str, found: _Found, names: _Names, template: str, origin: Origin) -> None:
    try:
        data = parsed(text.encode())
        if not isinstance(data, dict):
            raise ValueError("it is not a JSON object")
        answers = results(data, data, template)
    except ValueError as error:
        what = f"not results of a reconciliation service: {error}"
        raise ClivageError(what, remedy="see docs/identity.md", origin=origin) from None
    for said, candidates in answers.items():
        lacking = [one.id for one in candidates if not one.iri]
        if lacking:
            what = f"nothing says which IRI {lacking[0]!r} has"
            remedy = "give --iri with {{id}} in it, such as http://www.wikidata.org/entity/{{id}}"
            raise ClivageError(what, remedy=remedy, origin=origin)
        try:
            thing = names.of(said)
        except ClivageError as error:
            found.left_out.append(_warning(error, origin))
            continue
        found.add(thing, said, [Proposal(one) for one in candidates])


def _read_table(text: str, found: _Found, names: _Names, name: str) -> None:
    rows = _rows(text, name)
    _, header = next(rows, (1, []))
    columns = [one.strip().lower() for one in header]
    who = next((one for one in _WHO if one in columns), "")
    what = next((one for one in _WHAT if one in columns), "")
    if not who or not what:
        lacks = f"of {', '.join(_WHO)}" if not who else f"of {', '.join(_WHAT)}"
        said = f"the table has no column {lacks}; it has {', '.join(columns) or 'none'}"
        raise ClivageError(said, remedy="name one of them so", origin=Origin(name, 1))
    for line, row in rows:
        cells = {key: one.strip() for key, one in zip(columns, row, strict=False)}
        if not any(cells.values()):
            continue
        try:
            thing = names.of(cells.get(who, ""))
            proposal = _proposal(cells, what)
        except ClivageError as error:
            found.left_out.append(_warning(error, Origin(name, line)))
            continue
        found.add(thing, cleaned(cells[who]), [proposal])


def _rows(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a table with their lines; its header says what parts the cells."""
    text = text.removeprefix(_MARK)
    head = text.partition("\n")[0]
    sign = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    start = 0
    try:
        for row in reader:
            yield start + 1, row
            start = reader.line_num
    except csv.Error as error:
        origin = Origin(name, reader.line_num)
        raise ClivageError(f"not CSV: {error}", remedy="correct it", origin=origin) from None


def _proposal(cells: Mapping[str, str], what: str) -> Proposal:
    said = cells.get(what, "")
    if what == "qid":
        if not _QID.fullmatch(said):
            raise ClivageError(f"{said!r} is no QID", remedy="write it like Q7164")
        made = _WIKIDATA + said
    else:
        made = iri("", said)
        if not made:
            remedy = "write it like http://www.wikidata.org/entity/Q7164"
            raise ClivageError(f"{said!r} is not an address on the web", remedy=remedy)
    candidate = Candidate(
        id=said,
        iri=made,
        name=cleaned(cells.get("name", "")),
        description=cleaned(cells.get("description", "")),
        score=_score(cells.get("score", "")),
    )
    return Proposal(candidate, _answer(cells.get("accept", "")))


def _score(said: str) -> float:
    if not re.fullmatch(r"-?[0-9]{1,12}([.][0-9]{1,12})?|", said):
        raise ClivageError(f"the score {said!r} is not a number", remedy="correct it")
    return float(said or 0)


def _answer(said: str) -> Answer | None:
    words = [one.value for one in Answer]
    if said and said.lower() not in words:
        remedy = "write exact, close, no, or nothing"
        raise ClivageError(f"'accept' cannot be {said!r}", remedy=remedy)
    return Answer(said.lower()) if said else None


def _warning(error: ClivageError, origin: Origin) -> Problem:
    return Problem("identity", error.what, error.remedy, "", origin, Severity.WARNING)
