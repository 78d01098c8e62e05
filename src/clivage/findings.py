"""Results written back as RDF: camps and measures with their provenance, and hypotheses.

Each stands in a named graph of its own, ``findings`` or ``hypotheses``, beside the statements and
never among them: a finding is no statement, a hypothesis no edge, and no edge is made from either.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from clivage import rdf
from clivage.analysis.camps import Camps
from clivage.analysis.frustration import FrustratedTie, FrustrationIndex
from clivage.errors import NetworkError
from clivage.model import Corpus, Labels, in_language

if TYPE_CHECKING:
    from clivage.network import SignedNetwork

_NONE: Final[Mapping[str, str]] = MappingProxyType({})
#: What the measures are called; the ontology says the same.
_INDEX: Final = {
    "en": "frustration index", "es": "índice de frustración", "fr": "indice de frustration"
}  # fmt: skip
_OF_CAMPS: Final = {
    "en": "frustration of the camps", "es": "frustración de los bandos",
    "fr": "frustration des camps",
}  # fmt: skip


def findings(
    corpus: Corpus,
    *,
    camps: Camps | None = None,
    frustration: FrustrationIndex | None = None,
    when: datetime.date | None = None,
    parameters: Mapping[str, str] = _NONE,
) -> bytes:
    """Return what was found as sorted UTF-8 N-Triples: the graph ``findings``.

    With the same arguments and the same clivage the bytes are the same.

    Args:
        camps: as `clivage.analysis.camps.find_camps` gives them, from this corpus.
        frustration: as `clivage.analysis.frustration_index` gives it, from this corpus.
        when: the day of the analysis, or its moment with a time zone; nothing says when it was
            made if left out.
        parameters: name to value of what was chosen, for both alike, such as the rule by which
            statements were merged. The limit on camps and the seed are added.

    Raises:
        NetworkError: when they speak of an actor or a statement that is not in the corpus.
        ValueError: when ``when`` is a moment without a time zone.

    >>> empty = Corpus(id="e", base="https://w3id.org/e/", title={"en": "E"}, language="en")
    >>> findings(empty)
    b''
    """
    return rdf.findings_ntriples(corpus, _analyses(corpus, camps, frustration, when, parameters))


def findings_turtle(
    corpus: Corpus,
    *,
    camps: Camps | None = None,
    frustration: FrustrationIndex | None = None,
    when: datetime.date | None = None,
    parameters: Mapping[str, str] = _NONE,
) -> str:
    """Return the same as Turtle for people, in sections with comments.

    Args:
        camps, frustration, when, parameters: as in `findings`.

    Raises:
        NetworkError: when they speak of an actor or a statement that is not in the corpus.
        ValueError: when ``when`` is a moment without a time zone.
    """
    analyses = _analyses(corpus, camps, frustration, when, parameters)
    about = [
        f"{in_language(corpus.title, corpus.language)}: what was computed from its statements",
        "No source says it, and no edge is made from it.",
    ]
    return rdf.dumps(about, [(None, rdf.findings_sections(corpus, analyses))], corpus.base)


def hypotheses(corpus: Corpus, network: SignedNetwork) -> bytes:
    """Return possible allies as sorted UTF-8 N-Triples: the graph ``hypotheses``.

    Args:
        network: that of the corpus, or a part of it, such as a window of time.

    Raises:
        NetworkError: when the network has an actor that is not in the corpus.
    """
    return rdf.hypotheses_ntriples(corpus, possible_allies(corpus, network))


def hypotheses_turtle(corpus: Corpus, network: SignedNetwork) -> str:
    """Return the same as Turtle, for a file of its own.

    Raises:
        NetworkError: when the network has an actor that is not in the corpus.
    """
    about = [f"{in_language(corpus.title, corpus.language)}: hypotheses of balance theory"]
    sections = rdf.hypotheses_sections(corpus, possible_allies(corpus, network))
    return rdf.dumps(about, [(None, sections)], corpus.base)


def possible_allies(corpus: Corpus, network: SignedNetwork) -> tuple[tuple[str, str], ...]:
    """Return the pairs of actors that oppose a same third, with no edge of the corpus between them.

    That the enemy of an enemy is a friend is what structural balance expects (F. Heider,
    "Attitudes and cognitive organization", Journal of Psychology 21, 1946), and what camps do not
    assume; here it is a question to the sources. Their directions count, unlike in balance: to be
    opposed by a same actor makes nobody an ally.

    Raises:
        NetworkError: when the network has an actor that is not in the corpus.

    >>> from clivage import network
    >>> empty = Corpus(id="e", base="https://w3id.org/e/", title={"en": "E"}, language="en")
    >>> possible_allies(empty, network.of(empty))
    ()
    """
    actors = network.between_actors()
    foes_of: dict[str, set[str]] = {}
    for tie in actors.ties():
        foe, enemy = actors.nodes[tie.holder], actors.nodes[tie.target]
        if tie.sign < 0 and foe != enemy:
            foes_of.setdefault(enemy, set()).add(foe)
    _known(corpus, itertools.chain(foes_of, *foes_of.values()), ())
    edges = {frozenset((one.holder, one.target)) for one in corpus.statements if one.makes_edge}
    pairs = {pair for foes in foes_of.values() for pair in itertools.combinations(sorted(foes), 2)}
    return tuple(sorted(pair for pair in pairs if frozenset(pair) not in edges))


def _analyses(
    corpus: Corpus,
    camps: Camps | None,
    frustration: FrustrationIndex | None,
    when: datetime.date | None,
    parameters: Mapping[str, str],
) -> list[rdf.Analysis]:
    if isinstance(when, datetime.datetime) and when.tzinfo is None:
        raise ValueError("a moment of an analysis has a time zone")
    made = []
    if camps:
        _known(corpus, itertools.chain(*camps.members), camps.frustrated_edges)
        made.append(_of_camps(camps, when, parameters))
    if frustration:
        _known(corpus, (), frustration.frustrated_edges)
        made.append(_of_index(frustration, when, parameters))
    return made


def _of_camps(
    camps: Camps, when: datetime.date | None, parameters: Mapping[str, str]
) -> rdf.Analysis:
    most = "any" if camps.most is None else str(camps.most)
    return rdf.Analysis(
        id="camps",
        labels={"en": "camps", "es": "bandos", "fr": "camps"},
        definition=camps.definition,
        version=version("clivage"),
        when=when,
        parameters={**parameters, "most": most},
        camps=[
            rdf.Camp(number=number, members=members)
            for number, members in enumerate(camps.members, start=1)
        ],
        measurements=[_measured("camps-frustration", _OF_CAMPS, camps, camps.frustration)],
    )


def _of_index(
    index: FrustrationIndex, when: datetime.date | None, parameters: Mapping[str, str]
) -> rdf.Analysis:
    return rdf.Analysis(
        id="frustration-index",
        labels=_INDEX,
        definition=index.definition,
        version=version("clivage"),
        when=when,
        parameters={**parameters, "seed": str(index.seed)},
        measurements=[_measured("frustration-index", _INDEX, index, index.value)],
    )


def _measured(
    measure: str, labels: Labels, found: Camps | FrustrationIndex, value: float
) -> rdf.Measurement:
    return rdf.Measurement(
        measure=measure,
        labels=labels,
        value=value,
        lower_bound=found.lower_bound,
        proved=found.optimal,
        statements=tuple(_statements(found.frustrated_edges)),
    )


def _statements(ties: Iterable[FrustratedTie]) -> Iterator[str]:
    return (statement for tie in ties for statement in tie.statements)


def _known(corpus: Corpus, actors: Iterable[str], ties: Iterable[FrustratedTie]) -> None:
    for id in actors:
        if id not in corpus.actor:
            raise NetworkError(f"{id!r} is not an actor of the corpus")
    for id in _statements(ties):
        if id not in corpus.statement:
            raise NetworkError(f"{id!r} is not a statement of the corpus")
