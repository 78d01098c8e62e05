"""The sheet on which a person accepts candidates: one item for each actor or issue.

It lies in ``reconciliation/`` of the corpus. Behind ``accept:`` one writes ``exact``, ``close`` or
``no``, or nothing; the rest is as the service said it, on some day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from clivage import identifiers, yamlfile
from clivage.errors import ClivageError, CorpusError, Origin, Problem
from clivage.identity import hints
from clivage.identity.answers import Candidate
from clivage.yamlfile import Location, Value, YamlFile
from clivage.yamltext import inline, scalar

FOLDER: Final = "reconciliation"
_HEAD: Final = """\
# Candidates that a service, or a table, proposes. None of them is taken over until a person
# accepts it: write 'exact' (the same), 'close' (nearly so) or 'no' behind 'accept:', or nothing.
# Then run: clivage reconcile accept --by YOUR-NAME -c FOLDER-OF-THE-CORPUS
"""
_TOP: Final = ("service", "name", "iris", "retrieved", "items")
_ITEM: Final = ("actor", "issue", "asked", "candidates")
_CANDIDATE: Final = ("id", "iri", "name", "description", "types", "score", "match", "accept")


class Answer(Enum):
    """What a person says of a candidate."""

    EXACT = "exact"
    CLOSE = "close"
    NO = "no"

    @property
    def key(self) -> str:
        """The key of ``corpus.yaml`` that gets its IRI; empty where none does."""
        return "" if self is Answer.NO else f"{self.value}-match"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A candidate, and what a person says of it, if anything.

    Attributes:
        line: where it stands in its sheet; 0 where that is not written yet.
    """

    candidate: Candidate
    answer: Answer | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """Something of the corpus, and what it may be.

    Attributes:
        sort: ``actor`` or ``issue``.
        asked: the names that were asked for.
    """

    sort: str
    id: str
    asked: tuple[str, ...]
    proposals: tuple[Proposal, ...]
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """All items of one service.

    Attributes:
        service: its address, or the name of a file.
        iris: the template that made the IRIs, or empty.
        file: what messages call the sheet.
    """

    service: str
    name: str
    retrieved: str
    items: tuple[Item, ...]
    iris: str = ""
    file: str = ""

    @property
    def answered(self) -> bool:
        """Whether a person has answered any of it."""
        return any(one.answer for item in self.items for one in item.proposals)


def written(sheet: Sheet) -> str:
    """Return the text of a sheet."""
    head = {
        "service": sheet.service,
        "name": sheet.name,
        "iris": sheet.iris,
        "retrieved": sheet.retrieved,
    }
    lines = [f"{key}: {scalar(one)}" for key, one in head.items() if one]
    lines.append("items:" if sheet.items else "items: []")
    for item in sheet.items:
        lines += [f"  - {item.sort}: {scalar(item.id)}", f"    asked: {inline([*item.asked])}"]
        lines.append("    candidates:" if item.proposals else "    candidates: []")
        for one in item.proposals:
            lines += _proposal_lines(one)
    return _HEAD + "\n".join(lines) + "\n"


def read(path: Path) -> Sheet:
    """Read a sheet.

    Raises:
        ClivageError: when it cannot be read.
        CorpusError: with everything that was edited wrongly, each with its line.
    """
    file = yamlfile.read(path)
    reader = _Reader(file)
    found = reader.sheet()
    if reader.problems:
        raise CorpusError(sorted(reader.problems, key=lambda one: one.origin or Origin("")))
    return found


def _proposal_lines(proposal: Proposal) -> list[str]:
    one, answer = proposal.candidate, proposal.answer
    said: dict[str, Value] = {
        "id": one.id,
        "iri": one.iri,
        "name": one.name,
        "description": one.description,
        "types": [*one.types],
        "score": f"{one.score:g}" if one.score else "",
        "match": "true" if one.match else "",
    }
    lines = [f"        {key}: {inline(value)}" for key, value in said.items() if value]
    lines[0] = f"      - {lines[0].lstrip()}"
    return [*lines, f"        accept: {answer.value}" if answer else "        accept:"]


class _Reader:
    """Reads a sheet, collecting what is wrong in it."""

    def __init__(self, file: YamlFile) -> None:
        self.file = file
        self.problems = list(file.problems)

    def sheet(self) -> Sheet:
        top = self._keys((), self.file.data, _TOP)
        items = self._list(("items",), top.get("items"))
        return Sheet(
            service=str(top.get("service") or ""),
            name=str(top.get("name") or ""),
            iris=str(top.get("iris") or ""),
            retrieved=str(top.get("retrieved") or ""),
            items=tuple(self._item(("items", at), one) for at, one in enumerate(items)),
            file=self.file.path,
        )

    def _item(self, place: Location, data: Value) -> Item:
        said = self._keys(place, data, _ITEM)
        sorts = [sort for sort in ("actor", "issue") if said.get(sort)]
        if len(sorts) != 1:
            self._say(place, "the item names no actor or issue", "give it one 'actor' or 'issue'")
        sort = sorts[0] if sorts else "actor"
        asked = said.get("asked")
        candidates = self._list((*place, "candidates"), said.get("candidates"))
        return Item(
            sort=sort,
            id=str(said.get(sort) or "").strip(),
            asked=tuple(map(str, asked)) if isinstance(asked, list) else (str(asked or ""),),
            proposals=tuple(
                self._proposal((*place, "candidates", at), one) for at, one in enumerate(candidates)
            ),
            line=self.file.origin(place).line,
        )

    def _proposal(self, place: Location, data: Value) -> Proposal:
        said = self._keys(place, data, _CANDIDATE)
        types, answer = said.get("types"), self._answer(place, said.get("accept"))
        iri = self._text(said, "iri")
        if answer in (Answer.EXACT, Answer.CLOSE) and not identifiers.is_http(iri):
            what = f"the iri {iri!r} is not an address on the web" if iri else "there is no iri"
            remedy = (
                "write one that you have looked at, such as http://www.wikidata.org/entity/Q7164"
            )
            self._say((*place, "iri"), f"{what}, and it is accepted", remedy)
        if not (iri or self._text(said, "id")):
            self._say(place, "the candidate has neither an iri nor an id", "restore them")
        candidate = Candidate(
            id=self._text(said, "id"),
            iri=iri,
            name=self._text(said, "name"),
            description=self._text(said, "description"),
            types=tuple(map(str, types)) if isinstance(types, list) else (),
            score=self._score((*place, "score"), self._text(said, "score")),
            match=self._text(said, "match") == "true",
        )
        return Proposal(candidate, answer, self.file.origin(place).line)

    def _answer(self, place: Location, said: Value) -> Answer | None:
        if said is None or said == "":
            return None
        words = [one.value for one in Answer]
        word = said.strip().lower() if isinstance(said, str) else ""
        if word in words:
            return Answer(word)
        remedy = identifiers.did_you_mean(word, words, "write exact, close, no, or nothing")
        self._say((*place, "accept"), f"'accept' cannot be {said!r}", remedy)
        return None

    def _score(self, place: Location, said: str) -> float:
        try:
            return float(said or 0)
        except ValueError:
            self._say(place, f"the score {said!r} is not a number", "restore it")
            return 0.0

    def _text(self, said: dict[str, Value], key: str) -> str:
        value = said.get(key)
        return value.strip() if isinstance(value, str) else ""

    def _keys(self, place: Location, data: Value, known: tuple[str, ...]) -> dict[str, Value]:
        if not isinstance(data, dict):
            self._say(place, "keys and values must stand here", "see the head of the sheet")
            return {}
        for key in data:
            if key not in known:
                remedy = identifiers.did_you_mean(key, known, f"the keys are {', '.join(known)}")
                self._say((*place, key), f"{key!r} is not a key here", remedy)
        return data

    def _list(self, place: Location, data: Value) -> list[Value]:
        if data is None or isinstance(data, list):
            return data or []
        self._say(place, f"{place[-1]!r} must be a list", "begin each of its entries with '- '")
        return []

    def _say(self, place: Location, what: str, remedy: str) -> None:
        self.problems.append(Problem("sheet", what, remedy, origin=self.file.origin(place)))


def sheets(folder: Path) -> Iterator[Path]:
    """Yield the sheets of a corpus, by name.

    Raises:
        ClivageError: when there is none.
    """
    found = sorted((folder / FOLDER).glob("*.yaml"))
    if not found:
        ask = hints.command(folder, "reconcile", "--service", "URL")
        remedy = f"make one with `{ask}`, or with --from FILE.csv"
        origin = Origin(str(folder / FOLDER))
        raise ClivageError("there is no sheet of candidates", remedy=remedy, origin=origin)
    yield from found
