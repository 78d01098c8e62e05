"""Bring gold and prediction together: the same texts, and the same names for the same actors."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from clivage import coding, corpora, identifiers, yamlfile
from clivage.address import Place
from clivage.errors import ClivageError, Origin
from clivage.evaluation.claims import Claim, Naming
from clivage.model import Corpus, Statement
from clivage.numerals import counted
from clivage.suggest import cast, engines, files
from clivage.suggest.files import Suggested
from clivage.suggest.records import Document, Suggester


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A corpus, and what it is called.

    Attributes:
        coded: ids of the sources that somebody coded, be it that nothing was found there.
    """

    name: str
    corpus: Corpus
    coded: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Gold and prediction on the same texts.

    Attributes:
        gold_name, predicted_name: what they are called.
        sources: ids of the sources that both have and the gold coded, as the gold has them.
        texts: those of the sources that are known.
        refused: suggestions that were not grounded in the text, and are not among those predicted.
        notes: what a reader of the scores should know, a line each.
    """

    gold_name: str
    predicted_name: str
    gold: tuple[Claim, ...]
    predicted: tuple[Claim, ...]
    sources: tuple[str, ...]
    texts: Mapping[str, str] = field(default_factory=dict)
    refused: int = 0
    notes: tuple[str, ...] = ()

    @property
    def grounding(self) -> float | None:
        """The share of predicted passages that stand in the text; None where there was none."""
        total = len(self.predicted) + self.refused
        return len(self.predicted) / total if total else None


def opened(place: Place) -> Side:
    """Read one side of a comparison; it may have no statement.

    Raises:
        CorpusError: when it has errors.
        ClivageError: when there is no corpus.
    """
    where = corpora.locate(place)
    if not isinstance(where, Path) or not corpora.is_corpus(where):
        corpus = corpora.load(where)
        return Side(name=str(place), corpus=corpus, coded=frozenset(corpus.source))
    corpus = coding.read(where, may_be_empty=True)
    return Side(name=str(place), corpus=corpus, coded=frozenset(_coded(where, corpus)))


def _coded(folder: Path, corpus: Corpus) -> Iterator[str]:
    """Yield which sources were coded: a coding file without statements counts too."""
    found = {one.evidence[0].source for one in (*corpus.statements, *corpus.superseded)}
    yield from found
    if found >= corpus.source.keys():
        return
    for path in coding.files(folder):
        data = yamlfile.read(path).data
        if isinstance(data, dict) and data.get("source") in corpus.source:
            yield str(data["source"])


def of_corpora(gold: Side, predicted: Side) -> Compared:
    """Compare the codings of one corpus with those of another on the same texts.

    Raises:
        ClivageError: when they have no text in common that the gold coded.
    """
    sources = _shared(gold, predicted)
    kept = {id: here for id, here in sources.items() if here in gold.coded}
    naming = _naming(gold, predicted.corpus, kept)
    notes = [*_notes(gold, predicted, sources), *_several(predicted)]
    if missing := sorted(here for id, here in kept.items() if id not in predicted.coded):
        names = ", ".join(missing)
        notes.append(f"not coded in {predicted.name}, so nothing was found there: {names}")
    claims = (naming.of_statement(one) for one in _within(predicted.corpus, kept))
    found = _compared(gold, predicted.name, dict.fromkeys(claims), kept, notes)
    # RDF may come without its texts, which the other side has.
    texts = {here: predicted.corpus.source[id].text for id, here in kept.items()}
    known = {here: text for here, text in texts.items() if text is not None}
    return replace(found, texts=known | dict(found.texts))


def of_suggestions(
    gold: Side, predicted: Side, suggested: Sequence[Suggested], *, engine: str = ""
) -> Compared:
    """Compare a corpus with suggestions for the same texts.

    Args:
        predicted: the corpus that the suggestions are for; it may be the gold.
        suggested: as `clivage.suggest.files.read` gives them.
        engine: only those of this one.

    Raises:
        ClivageError: when there are none, or of several engines, or for another text, or when
            no text is common.
    """
    chosen = _of_engine(predicted.name, suggested, engine)
    texts = {one.source: _text(predicted, one) for one in chosen}
    sources = _shared(gold, predicted)
    kept = {id: here for id, here in sources.items() if here in gold.coded}
    notes = _notes(gold, predicted, sources)
    read = {one.source for one in chosen}
    if missing := sorted(here for id, here in kept.items() if id not in read):
        notes.append(f"no suggestions for {', '.join(missing)}: nothing was found there")
    if any(one.evidence[0].source in read for one in predicted.corpus.statements):
        notes.append(
            f"{predicted.name} has codings, and what is coded is not suggested again: measure with"
            " --engine, or in a folder without codings"
        )
    naming = _naming(gold, predicted.corpus, kept)
    here = [one for one in chosen if one.source in kept]
    offered = [each for one in here for each in one.suggestions]
    stand = [each for each in offered if each.exact == texts[each.source][each.start : each.end]]
    claims = [naming.of_suggestion(each) for each in stand if each.exact]
    refused = sum(number for one in here for number in one.refused.values())
    refused += len(offered) - len(claims)
    return _compared(gold, predicted.name, claims, kept, notes, refused)


def of_engine(gold: Side, engine: Suggester) -> Compared:
    """Compare a corpus with what an engine suggests for its texts, as if they were not coded.

    The engine is given the actors and issues of the corpus, and nothing of its codings.

    Raises:
        ClivageError: when the engine fails, or no text is coded or known.
    """
    kept = {id: id for id in _shared(gold, gold) if id in gold.coded}
    if all(gold.corpus.source[id].text is None for id in kept):
        remedy = "name the folder of the corpus"
        raise ClivageError("its texts are not known", remedy=remedy, origin=Origin(gold.name))
    naming = _naming(gold, gold.corpus, kept)
    claims: list[Claim] = []
    refused = 0
    for source in gold.corpus.sources:
        if source.id in kept and source.text is not None:
            known = cast.cast_of(gold.corpus, source.language)
            document = Document(source.id, source.language, source.text)
            grounded = engines.Grounded(engine, document, known)
            once = {files.id_of(one): one for one in sorted(grounded, key=lambda it: it.score)}
            claims += map(naming.of_suggestion, once.values())
            refused += grounded.refused.total()
    name = f"{engine.name} {engine.version}"
    return _compared(gold, name, claims, kept, _notes(gold, gold, kept), refused)


def _text(side: Side, one: Suggested) -> str:
    """Return the text that suggestions are for."""
    source = side.corpus.source.get(one.source)
    text = source.text if source else None
    if text is None or hashlib.sha256(text.encode()).hexdigest() != one.text:
        what = f"the suggestions are not for the text {one.source!r} as it stands"
        remedy = "write them anew with 'clivage suggest'"
        raise ClivageError(what, remedy=remedy, origin=Origin(one.file or side.name))
    return text


def _of_engine(name: str, suggested: Sequence[Suggested], engine: str) -> list[Suggested]:
    known = sorted({one.engine for one in suggested})
    if not known:
        remedy = "write some with 'clivage suggest'"
        raise ClivageError("no suggestions", remedy=remedy, origin=Origin(name))
    if engine and engine not in known:
        remedy = f"there are some of {', '.join(known)}"
        raise ClivageError(f"no suggestions of {engine!r}", remedy=remedy, origin=Origin(name))
    if not engine and len(known) > 1:
        what = f"there are suggestions of {', '.join(known)}"
        raise ClivageError(what, remedy="name one with --engine", origin=Origin(name))
    return [one for one in suggested if one.engine == (engine or known[0])]


def _compared(
    gold: Side,
    name: str,
    predicted: Iterable[Claim],
    sources: Mapping[str, str],
    notes: Sequence[str],
    refused: int = 0,
) -> Compared:
    kept = sorted(sources.values())
    own = _naming(gold, gold.corpus, {id: id for id in kept})
    once = dict.fromkeys(own.of_statement(one) for one in _within(gold.corpus, kept))
    texts = {id: text for id in kept if (text := gold.corpus.source[id].text) is not None}
    return Compared(
        gold_name=gold.name,
        predicted_name=name,
        gold=tuple(once),
        predicted=tuple(predicted),
        sources=tuple(kept),
        texts=texts,
        refused=refused,
        notes=tuple(notes),
    )


def _within(corpus: Corpus, sources: Collection[str]) -> Iterator[Statement]:
    return (one for one in corpus.statements if one.evidence[0].source in sources)


def _shared(gold: Side, predicted: Side) -> dict[str, str]:
    """Return the sources of the prediction that the gold has too, with their ids there.

    Sources are the same whose texts are: of the same id if there is one, else of any.
    """
    left = dict(gold.corpus.source)
    found: dict[str, str] = {}
    others = []
    for one in predicted.corpus.sources:
        if one.id in left and left[one.id].sha256 == one.sha256:
            found[one.id] = left.pop(one.id).id
        else:
            others.append(one)
    for one in others:
        same = next((id for id, it in sorted(left.items()) if it.sha256 == one.sha256), None)
        if same is not None:
            found[one.id] = left.pop(same).id
    if not found:
        remedy = "name two corpora on the same texts, letter by letter"
        what = f"{gold.name} and {predicted.name} have no text in common"
        raise ClivageError(what, remedy=remedy)
    if not gold.coded.intersection(found.values()):
        remedy = "name the corpus with the codings first"
        raise ClivageError("no text in common is coded", remedy=remedy, origin=Origin(gold.name))
    return found


def _notes(gold: Side, predicted: Side, sources: Mapping[str, str]) -> list[str]:
    """Say what is left out."""
    here, there = gold.corpus.source, predicted.corpus.source
    kept = set(sources.values())
    alone, other = here.keys() - kept, there.keys() - sources.keys()
    apart = {
        "not the same text on both sides": alone & other,
        f"only in {gold.name}": alone - other,
        f"only in {predicted.name}": other - alone,
        f"not coded in {gold.name}": kept - gold.coded,
    }
    said = [f"{why}, left out: {', '.join(sorted(ids))}" for why, ids in apart.items() if ids]
    return [*said, *_several(gold)]


def _several(side: Side) -> Iterator[str]:
    """Say where several people coded one text: each of their statements counts."""
    coders: dict[str, set[str]] = {}
    for one in side.corpus.statements:
        coders.setdefault(one.evidence[0].source, set()).add(one.coder)
    if number := sum(len(each) > 1 for each in coders.values()):
        texts = counted(number, "text")
        yield f"{side.name} has {texts} of several coders; adjudicate, or each of them counts"


def _naming(gold: Side, other: Corpus, sources: Mapping[str, str]) -> Naming:
    here, there = _names(gold.corpus), _names(other)
    figures = {id: id for id in here.keys() & there.keys()}
    by_name = [_by_name({id: it[id] for id in it.keys() - figures.keys()}) for it in (here, there)]
    taken: set[str] = set()
    for name in sorted(by_name[0].keys() & by_name[1].keys()):
        mine, theirs = by_name[0][name], by_name[1][name]
        if mine not in taken and theirs not in figures:
            figures[theirs] = mine
            taken.add(mine)
    issues = {*gold.corpus.issue, *(id for id in other.issue if id not in gold.corpus.actor)}
    return Naming(sources=sources, figures=figures, names=_by_name(here), issues=issues)


def _names(corpus: Corpus) -> dict[str, set[str]]:
    """Return what each actor and issue is called, by its id."""
    called = {one.id: {*one.labels.values(), *one.names} for one in corpus.actors}
    called |= {one.id: {*one.labels.values()} for one in corpus.issues}
    return {id: {identifiers.plain(name) for name in names} for id, names in called.items()}


def _by_name(names: Mapping[str, Collection[str]]) -> dict[str, str]:
    """Return whom each name means, where it means one only."""
    found: dict[str, set[str]] = {}
    for id, each in names.items():
        for name in each:
            found.setdefault(name, set()).add(id)
    return {name: ids.pop() for name, ids in found.items() if len(ids) == 1}
