"""Run an engine over the texts of a corpus, and write what is new beside the codings."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from clivage import coding, identifiers, replacing
from clivage.errors import ClivageError
from clivage.model import Corpus, Source, Statement
from clivage.numerals import counted
from clivage.suggest import decisions, engines, files
from clivage.suggest.cast import cast_of
from clivage.suggest.decisions import Decision
from clivage.suggest.files import Suggested
from clivage.suggest.overlapping import Overlapping
from clivage.suggest.records import Document, Suggester, Suggestion, Teller

#: Told of each text before an engine reads it, and of its parts where the engine tells of them: how
#: many texts are done, of how many, and where it is.
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Made:
    """What came of one text.

    Attributes:
        coded: suggestions left out, as the corpus says the same of the same words already.
        settled: left out, as somebody has decided about them.
        remarks: what the person should know about the text, such as that it is in another language.
    """

    suggested: Suggested
    coded: int = 0
    settled: int = 0
    remarks: tuple[str, ...] = ()

    @property
    def grounding(self) -> float:
        """The share of what the engine returned whose words stand in the text; 1 of nothing."""
        refused = sum(self.suggested.refused.values())
        kept = len(self.suggested.suggestions) + self.coded + self.settled
        return kept / (kept + refused) if kept + refused else 1.0


class Known:
    """What needs no suggestion any more: what is coded, and what somebody has decided."""

    def __init__(self, corpus: Corpus, decided: Iterable[Decision]) -> None:
        self._statements = Overlapping[Statement]()
        self._settled = Overlapping[Suggestion]()
        for statement in corpus.statements:
            for passage in statement.evidence:
                self._statements.add(passage.source, passage.start, passage.end, statement)
        for decision in decisions.standing(decided).values():
            one = decision.suggestion
            if decision.choice.settles:
                self._settled.add(one.source, one.start, one.end, one)

    def is_coded(self, one: Suggestion) -> bool:
        """Whether a statement says the same of some of the same words."""
        said = one.holder.figure, one.sign, one.target.figure
        return any(
            (it.holder, it.sign, it.target) == said
            for it in self._statements.at(one.source, one.start, one.end)
        )

    def is_settled(self, one: Suggestion) -> bool:
        """Whether somebody has decided about it, or about one that says the same."""
        near = self._settled.at(one.source, one.start, one.end)
        return any(decisions.is_same(it, one) for it in near)


def make(
    folder: Path,
    engine: Suggester,
    *,
    texts: Iterable[str] = (),
    progress: Progress | None = None,
) -> Iterator[Made]:
    """Suggest statements for texts of a corpus, and write each file as its text is done.

    Args:
        texts: ids of sources; all when there are none.

    Raises:
        CorpusError: when ``corpus.yaml`` cannot be read.
        ClivageError: when there is no such text, or the engine fails; texts that are done stay
            written.
    """
    corpus = coding.inspect(folder).need()
    known = Known(corpus, decisions.read(folder))
    chosen = _chosen(corpus, texts)
    for done, source in enumerate(chosen):
        if progress:
            progress(done, len(chosen), source.id)
            if isinstance(engine, Teller):
                engine.progress = _Within(progress, done, len(chosen), source.id)
        made = _of_text(corpus, source, engine, known)
        path = files.name_of(source.id, engine.name)
        replacing.write_all({folder / path: files.written(made.suggested)})
        yield made


@dataclass(frozen=True, slots=True)
class _Within:
    """Tells of the parts of a text, within the step that the text is on the way through all."""

    progress: Progress
    done: int
    of: int
    source: str

    def __call__(self, parts: int, of_parts: int, cost: float | None) -> None:
        spent = "" if cost is None else f", cost {cost:,.4f} so far"
        where = f"{self.source}: {parts:,} of {counted(of_parts, 'part')}{spent}"
        self.progress(self.done, self.of, where)


def _chosen(corpus: Corpus, texts: Iterable[str]) -> list[Source]:
    wanted = list(dict.fromkeys(texts))
    for id in wanted:
        if id not in corpus.source:
            remedy = identifiers.did_you_mean(
                id, corpus.source, "see corpus.yaml for the ids of sources"
            )
            raise ClivageError(f"there is no text {id!r}", remedy=remedy)
    return [
        one for one in corpus.sources if one.text is not None and (not wanted or one.id in wanted)
    ]


def _of_text(corpus: Corpus, source: Source, engine: Suggester, known: Known) -> Made:
    document = Document(source.id, source.language, source.text or "")
    grounded = engines.Grounded(engine, document, cast_of(corpus, source.language))
    left_out: Counter[str] = Counter()
    kept: dict[str, Suggestion] = {}
    for one in grounded:
        if known.is_coded(one):
            left_out["coded"] += 1
        elif known.is_settled(one):
            left_out["settled"] += 1
        elif (id := files.id_of(one)) not in kept or kept[id].score < one.score:
            kept[id] = one
    ordered = sorted(kept.values(), key=lambda one: (one.start, one.end, -one.score))
    suggested = Suggested(
        source=source.id,
        engine=engine.name,
        version=engine.version,
        text=hashlib.sha256(document.text.encode()).hexdigest(),
        suggestions=tuple(ordered),
        refused=dict(grounded.refused),
    )
    remarks = tuple(getattr(engine, "remarks", ()))
    return Made(suggested, left_out["coded"], left_out["settled"], remarks)
