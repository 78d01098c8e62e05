"""What is analysed, how, and every measure of it, each computed once and only when asked for."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from clivage import corpora, discourse, network
from clivage.address import Place
from clivage.analysis import (
    balance,
    blockmodel,
    brokerage,
    centrality,
    periods,
    position,
    scenarios,
    triads,
)
from clivage.analysis.camps import Camps, find_camps
from clivage.analysis.components import Components, components
from clivage.analysis.frustration import FrustrationIndex, frustration_index
from clivage.analysis.stability import Stability, find_stability
from clivage.analysis.windows import Period
from clivage.errors import NetworkError
from clivage.events.folder import EventFolder, EventNetwork, is_events
from clivage.events.settings import FIRST, LAST
from clivage.model import Actor, Corpus, Issue, in_language
from clivage.network import Merge, SignedGraph, SignedNetwork
from clivage.numerals import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a study is made; it is printed with the results.

    Attributes:
        rule: how several statements on one pair are merged.
        weighted: whether a tie weighs what its statements do together; else each counts once.
        most: how many camps there may be; any number when None.
        slack: how much more frustration than the least is nearly as good.
        time_limit: seconds for the frustration index; None for no limit.
        period: length of the windows of time.
        blocks: how many blocks a blockmodel has; as many as there are camps when None.
        evidenced_only: whether ties without a quotation are left out.
        seed: of every random start.
    """

    rule: Merge = Merge.SUM
    weighted: bool = True
    most: int | None = None
    slack: int = 1
    time_limit: float | None = 60.0
    period: Period = Period.YEAR
    blocks: int | None = None
    evidenced_only: bool = False
    seed: int = 0

    @classmethod
    def of_words(cls, *, rule: str, period: str, **more: Any) -> Options:  # noqa: ANN401
        """Return options as the command line names them.

        >>> Options.of_words(rule="drop", period="month", seed=3).rule
        <Merge.DROP: 'drop'>
        """
        return cls(rule=Merge(rule), period=Period(period), **more)


@dataclass(frozen=True, slots=True)
class Quotation:
    """What a statement rests on: the words, and the place they stand at.

    An unevidenced tie has no words; its place says that, and where it comes from.
    """

    words: str
    place: str


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A network to study, with the names and the words that a reader wants to see.

    Attributes:
        title: what it is called.
        labels: what each actor and issue is called; its id where it has no label.
        quotations: for each statement id the passages that it rests on; none for a bare table.
        provenance: for the row of each unevidenced tie where it comes from, in words.
        corpus: where it comes from, or None for a table.
        graph: what is studied as it is, instead of rows that a rule merges.
        rows: what a row of the network is called, one and several.
        basis: what the rows rest on, where it is no quotation.
    """

    title: str
    network: SignedNetwork
    labels: Mapping[str, str] = field(default_factory=dict)
    quotations: Mapping[str, tuple[Quotation, ...]] = field(default_factory=dict)
    provenance: Mapping[str, str] = field(default_factory=dict)
    corpus: Corpus | None = None
    graph: SignedGraph | None = None
    rows: tuple[str, str] = ("statement", "statements")
    basis: str = "The edges come from a table and rest on no quotation."

    @cached_property
    def sign_of(self) -> dict[str, int]:
        """The sign of each statement."""
        return dict(zip(self.network.statements, self.network.sign.tolist(), strict=True))

    def quoted(self, id: str) -> tuple[Quotation, ...]:
        """Return what a row rests on; of an unevidenced tie, that it rests on nothing."""
        if id in self.provenance:
            return (Quotation("", f"no quotation; {self.provenance[id] or 'from a table'}"),)
        return self.quotations.get(id, ())

    def name(self, id: str) -> str:
        """Return what an actor or issue is called."""
        return self.labels.get(id, id)


def of_corpus(corpus: Corpus, *, language: str = "") -> Subject:
    """Return a corpus as a subject, its names in a language, unevidenced ties among its rows."""
    spoken = language or "en"  # as the sentences of a report
    things: dict[str, Actor | Issue] = {**corpus.actor, **corpus.issue}
    return Subject(
        title=in_language(corpus.title, spoken),
        network=network.of(corpus, unevidenced=True),
        labels={id: in_language(thing.labels, spoken) for id, thing in things.items()},
        quotations={
            one.id: tuple(
                Quotation(passage.exact, f"{passage.source}, {passage.start}–{passage.end}")
                for passage in one.evidence
            )
            for one in corpus.statements
        },
        provenance={f"tie/{one.id}": one.told_by for one in corpus.unevidenced},
        corpus=corpus,
    )


def of_discourse(corpus: Corpus, recipe: discourse.Recipe, *, language: str = "") -> Subject:
    """Return a discourse network as a subject; behind a tie stand the quotations of both ends.

    Raises:
        NetworkError: when no statement of the corpus is on an issue.
    """
    stances = discourse.chosen(corpus, recipe)
    matrix = discourse.matrix_of(stances, recipe)
    whole = of_corpus(corpus, language=language)
    return Subject(
        title=f"{whole.title} ({recipe.kind.value} network)",
        network=discourse.signed_network(matrix),
        graph=discourse.signed_graph(matrix),
        labels=whole.labels,
        quotations={
            tie: tuple(quote for id in ids for quote in whole.quotations[id])
            for tie, ids in discourse.behind(stances, matrix).items()
        },
    )


def subject_at(
    path: Place | None,
    *,
    language: str = "",
    recipe: discourse.Recipe | None = None,
    first: datetime.date = FIRST,
    last: datetime.date = LAST,
    least: int = 1,
) -> Subject:
    """Return what is at a path as a subject: a corpus, wherever it is, or a table (``.csv``).

    Args:
        recipe: study this discourse network of the corpus, not its direct ties.
        first, last, least: windows, and events of dyads, of a folder of events.

    Raises:
        CorpusError, OntologyError, EndpointError: as `clivage.corpora.load`.
        NetworkError: when a table cannot be read, or has no issues where a recipe needs them.
    """
    if isinstance(path, Path) and (path.suffix.lower() == ".csv" or is_events(path)):
        if recipe:
            what = "a table has no stances on issues, nor have events"
            raise NetworkError(what, remedy="give a corpus")
        if path.is_dir():
            return of_events(EventFolder(path).network(first=first, last=last, least=least))
        return of_table(path)
    corpus = corpora.load(corpora.locate(path))
    if recipe:
        return of_discourse(corpus, recipe, language=language)
    return of_corpus(corpus, language=language)


def of_table(path: Path) -> Subject:
    """Return a table of signed edges as a subject; its edges rest on no quotation."""
    return Subject(title=path.name, network=network.from_csv(path))


def of_events(made: EventNetwork) -> Subject:
    """Return the dyads of a folder of events as a subject; they rest on no quotation."""
    folder = made.folder
    labels = dict(zip(made.actors.names, made.actors.labels, strict=True))
    events = counted(int(made.events.sum()), "event")
    return Subject(
        title=folder.title,
        network=made.network,
        labels=labels,
        rows=("signed dyad of a window", "signed dyads of windows"),
        basis=f"They sum {events} that a program coded, and rest on no quotation. What codes say is"
        f" from the table {folder.codes}.",
    )


class Study:
    """Every measure of a subject."""

    def __init__(self, subject: Subject, options: Options) -> None:
        rows = subject.network
        if options.evidenced_only:
            subject = replace(subject, network=rows.where(rows.evidenced))
        self.subject = subject
        self.options = options
        #: How many ties are left out for having no quotation.
        self.left_out = len(rows) - len(subject.network)

    def quoted(self) -> Study:
        """Return the study of what quotations stand behind: itself where that is everything."""
        if self.subject.network.evidenced.all():
            return self
        return Study(self.subject, replace(self.options, evidenced_only=True))

    @cached_property
    def graph(self) -> SignedGraph:
        """The actors with at most one tie a pair."""
        if self.subject.graph is not None:
            return self.subject.graph
        return network.merge(
            self.subject.network, self.options.rule, weighted=self.options.weighted
        )

    @cached_property
    def frustration(self) -> FrustrationIndex:
        """How far two sides are from explaining all ties."""
        limit, seed = self.options.time_limit, self.options.seed
        return frustration_index(self.graph, time_limit=limit, seed=seed)

    @cached_property
    def camps(self) -> Camps:
        """Who stands with whom."""
        return find_camps(self.graph, most=self.options.most)

    @cached_property
    def stability(self) -> Stability:
        """How firm the camps are."""
        return find_stability(self.graph, slack=self.options.slack, seed=self.options.seed)

    @cached_property
    def census(self) -> triads.TriadCensus:
        """Triangles by sign."""
        return triads.triad_census(self.graph)

    @cached_property
    def directed_census(self) -> triads.DirectedTriadCensus:
        """Directed triples by sign."""
        rule = self.options.rule
        return triads.directed_triad_census(self.subject.network, rule=rule)

    @cached_property
    def triangle_balance(self) -> balance.TriangleBalance:
        """Share of balanced triangles."""
        return balance.balance_by_triangles(self.graph)

    @cached_property
    def walk_balance(self) -> balance.WalkBalance:
        """Balance by closed walks."""
        return balance.balance_by_walks(self.graph, seed=self.options.seed)

    @cached_property
    def frustration_balance(self) -> balance.FrustrationBalance:
        """Balance by frustration."""
        return balance.balance_by_frustration(self.frustration)

    @cached_property
    def degrees(self) -> position.Degrees:
        """Ties of each actor by sign and direction."""
        return position.degrees(self.subject.network, rule=self.options.rule)

    @cached_property
    def pn_index(self) -> centrality.Scores:
        """Status with opposition."""
        return centrality.pn_index(self.graph)

    @cached_property
    def brokers(self) -> brokerage.Brokers:
        """Who stands between the camps."""
        return brokerage.brokers(self.graph, self.camps.members)

    @cached_property
    def frontier(self) -> position.Frontier:
        """Whose ties contradict the camps most."""
        return position.frontier(self.graph, self.camps.members)

    @cached_property
    def components(self) -> Components:
        """The parts of the network between which nothing is said."""
        return components(self.graph)

    @cached_property
    def isolates(self) -> position.Isolates:
        """Who has no tie."""
        return position.isolates(self.subject.network, rule=self.options.rule)

    @cached_property
    def over_time(self) -> periods.OverTime:
        """How all this changes."""
        return periods.over_time(
            self.subject.network,
            period=self.options.period,
            rule=self.options.rule,
            weighted=self.options.weighted,
        )

    @cached_property
    def what_if(self) -> scenarios.WhatIf | None:
        """Which conclusions survive when something is left out; None for a table."""
        corpus = self.subject.corpus
        return (
            scenarios.what_if(corpus, rule=self.options.rule, weighted=self.options.weighted)
            if corpus
            else None
        )

    @cached_property
    def blocks(self) -> blockmodel.Blockmodel | None:
        """Blocks of actors; None where fewer than two actors have ties."""
        tied = len(set(self.graph.first.tolist()) | set(self.graph.second.tolist()))
        if tied < 2:
            return None
        blocks = self.options.blocks or min(tied, max(2, len(self.camps.members)))
        return blockmodel.signed_blockmodel(self.graph, blocks, seed=self.options.seed)
