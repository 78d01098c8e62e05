"""The work of several coders on the same texts, ready to be compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from clivage import coding, identifiers, yamlfile
from clivage.agreement.levels import Level
from clivage.agreement.pairing import Unit, units
from clivage.errors import ClivageError, Origin, Origins
from clivage.model import Corpus, Statement

#: Which part of the shorter of two passages they share at least, to be the same passage.
OVERLAP: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """What one coder, or one corpus, says of some texts.

    Attributes:
        coder: the id of the coder, or the path of the corpus.
        sources: ids of the sources that were coded, be it that nothing was found there.
        superseded: ids of the statements that another coding stands for by now.
    """

    coder: str
    statements: tuple[Statement, ...]
    sources: frozenset[str]
    origins: Origins
    superseded: frozenset[str] = frozenset()

    def origin(self, statement: Statement) -> Origin | None:
        """Return where a statement is written."""
        folder = "superseded" if statement.id in self.superseded else "statement"
        return self.origins.of(f"{folder}/{statement.id}")


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The codings that are compared, in the sources that at least two of them coded.

    Attributes:
        name: what is compared, for a person: the name of the corpus, or of several.
        texts: the text of each source.
        actors: ids of all actors.
        overlap: which part of the shorter passage two must share to be the same.
    """

    name: str
    codings: tuple[Coding, ...]
    texts: Mapping[str, str]
    actors: frozenset[str]
    overlap: float = OVERLAP

    @property
    def coders(self) -> tuple[str, ...]:
        """The coders, in the order in which they were named."""
        return tuple(one.coder for one in self.codings)

    @cached_property
    def coded(self) -> Mapping[str, Coding]:
        """Codings by coder."""
        return {one.coder: one for one in self.codings}

    def coders_of(self, source: str) -> tuple[str, ...]:
        """Return who coded a source."""
        return tuple(one.coder for one in self.codings if source in one.sources)

    def units(self, level: Level) -> tuple[Unit, ...]:
        """Return what can be compared on a level; found once."""
        if level.name not in self._units:
            statements = {one.coder: one.statements for one in self.codings}
            self._units[level.name] = units(statements, level, self.overlap)
        return self._units[level.name]

    @cached_property
    def _units(self) -> dict[str, tuple[Unit, ...]]:
        return {}

    @cached_property
    def state(self) -> str:
        """A digest of the texts, the overlap, and all that was coded, in whatever words of YAML."""
        texts = {id: hashlib.sha256(text.encode()).hexdigest() for id, text in self.texts.items()}
        codings = {
            one.coder: [sorted(one.sources), *sorted(map(_said, one.statements))]
            for one in self.codings
        }
        said = {"texts": texts, "codings": codings, "overlap": self.overlap}
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _said(one: Statement) -> list[str]:
    """Return what a statement says, without its id, as texts."""
    places = [f"{passage.source}:{passage.start}-{passage.end}" for passage in one.evidence]
    values: Iterable[Any] = (
        one.holder, one.sign.verb, one.target, one.about, one.voice, one.relation,
        one.mode and one.mode.value, one.modality.value, one.strength, one.certainty.value,
        one.when, one.date_basis and one.date_basis.value, one.note,
    )  # fmt: skip
    return [" ".join(places), *(str(value or "") for value in values)]


def compared(
    name: str,
    codings: Sequence[Coding],
    texts: Mapping[str, str],
    actors: Iterable[str] = (),
    *,
    overlap: float = OVERLAP,
) -> Comparison:
    """Return what can be compared of some codings: sources that one of them alone coded are not.

    Raises:
        ClivageError: when there is one coder only, or nothing that two of them coded.
    """
    coders = [one.coder for one in codings]
    if len(coders) < 2:
        what = f"{coders[0]!r} is the only coder" if coders else "there is no coder"
        raise ClivageError(f"{what}: agreement needs two", remedy="name another coder or corpus")
    if twice := [one for one in coders if coders.count(one) > 1]:
        raise ClivageError(f"{twice[0]!r} is named twice", remedy="name each coder once")
    common = {id for id in texts if sum(id in one.sources for one in codings) > 1}
    if not common:
        names = " and ".join(map(repr, coders))
        remedy = "name coders with a coding file each for the same source"
        raise ClivageError(f"{names} coded no text in common", remedy=remedy)
    return Comparison(
        name=name,
        codings=tuple(_within(one, common) for one in codings),
        texts={id: texts[id] for id in sorted(common)},
        actors=frozenset(actors),
        overlap=overlap,
    )


def _within(one: Coding, sources: set[str]) -> Coding:
    kept = (each for each in one.statements if each.evidence[0].source in sources)
    return replace(one, statements=tuple(kept), sources=one.sources & sources)


def of_coders(folder: Path, coders: Sequence[str] = (), *, overlap: float = OVERLAP) -> Comparison:
    """Compare coders of one corpus, those of superseded codings among them.

    Args:
        coders: their ids; when left out all, but those who adjudicated what others coded.

    Raises:
        CorpusError: when the corpus has errors.
        ClivageError: when there is no such coder, or nothing to compare.
    """
    corpus = coding.read(folder, may_be_empty=True)
    statements = (*corpus.statements, *corpus.superseded)
    sources = _sources(folder, corpus)
    known = [one.id for one in corpus.coders]
    for coder in coders:
        if coder not in known:
            remedy = identifiers.did_you_mean(coder, known, f"they are {', '.join(known)}")
            raise ClivageError(f"there is no coder {coder!r}", remedy=remedy)
        if coder not in sources:
            origin = corpus.origins.of(f"coder/{coder}")
            remedy = "name another, or write a coding file"
            raise ClivageError(f"{coder!r} coded nothing", remedy=remedy, origin=origin)
    chosen = coders or sorted(sources.keys() - _adjudicators(folder))
    codings = [
        Coding(
            coder=coder,
            statements=tuple(one for one in statements if one.coder == coder),
            sources=frozenset(sources[coder]),
            origins=corpus.origins,
            superseded=frozenset(one.id for one in corpus.superseded if one.coder == coder),
        )
        for coder in chosen
    ]
    return compared(corpus.id, codings, _texts(corpus), corpus.actor, overlap=overlap)


def of_corpora(folders: Sequence[Path], *, overlap: float = OVERLAP) -> Comparison:
    """Compare corpora on the same texts, each as the work of one coder.

    Sources are the same whose texts are; and ids of actors and issues mean the same in all.

    Raises:
        CorpusError: when a corpus has errors.
        ClivageError: when texts of the same id differ, or there is nothing to compare.
    """
    first, *others = [coding.read(folder, may_be_empty=True) for folder in folders]
    texts = _texts(first)
    codings = [_whole(first, folders[0], {id: id for id in texts})]
    for corpus, folder in zip(others, folders[1:], strict=True):
        codings.append(_whole(corpus, folder, _same_texts(corpus, folder, texts, folders[0])))
    actors = {id for corpus in (first, *others) for id in corpus.actor}
    name = ", ".join(map(str, folders))
    return compared(name, codings, texts, actors, overlap=overlap)


def _same_texts(
    corpus: Corpus, folder: Path, texts: Mapping[str, str], first: Path
) -> dict[str, str]:
    """Return the sources of a corpus that the first has too, with their ids there."""
    found: dict[str, str] = {}
    by_text = {text: id for id, text in sorted(texts.items(), reverse=True)}
    for id, text in _texts(corpus).items():
        if texts.get(id) == text:
            found[id] = id
        elif text in by_text:
            found[id] = by_text[text]
        elif id in texts:
            what = f"the text of {id!r} is not the same in {first} and {folder}"
            remedy = "code the same text, letter by letter"
            raise ClivageError(what, remedy=remedy, origin=corpus.origins.of(f"source/{id}"))
    return found


def _whole(corpus: Corpus, folder: Path, sources: Mapping[str, str]) -> Coding:
    """Return all that a corpus says as one coding, its sources renamed, without repetitions."""
    once: dict[object, Statement] = {}
    for one in corpus.statements:
        source = sources.get(one.evidence[0].source)
        if source:
            evidence = tuple(replace(passage, source=source) for passage in one.evidence)
            moved = replace(one, evidence=evidence)
            once.setdefault((moved.evidence, one.holder, one.sign, one.target, one.about), moved)
    found = _sources(folder, corpus).values()
    coded = {sources[id] for ids in found for id in ids if id in sources}
    return Coding(
        coder=str(folder),
        statements=tuple(once.values()),
        sources=frozenset(coded),
        origins=corpus.origins,
    )


def _texts(corpus: Corpus) -> dict[str, str]:
    return {source.id: source.text for source in corpus.sources if source.text is not None}


def _sources(folder: Path, corpus: Corpus) -> dict[str, set[str]]:
    """Return which sources each coder coded: a coding file without statements counts too."""
    found: dict[str, set[str]] = {}
    read = set()
    for kind, statements in (("statement", corpus.statements), ("superseded", corpus.superseded)):
        for one in statements:
            sources, source = found.setdefault(one.coder, set()), one.evidence[0].source
            if source not in sources:
                sources.add(source)
                origin = corpus.origins.of(f"{kind}/{one.id}")
                read.add(origin.file if origin else "")
    for path in coding.files(folder):
        if str(path) not in read:
            data = yamlfile.read(path).data
            if isinstance(data, dict) and data.get("coder") and data.get("source"):
                found.setdefault(str(data["coder"]), set()).add(str(data["source"]))
    return found


def _adjudicators(folder: Path) -> set[str]:
    """Return whose coding stands for those of others, as ``superseded-by`` says."""
    found = set()
    for path in coding.files(folder):
        if "superseded-by" in yamlfile.read_text(path):
            data = yamlfile.read(path).data
            if isinstance(data, dict):
                found.add(str(data.get("superseded-by", "")))
    return found
