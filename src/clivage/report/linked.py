"""The findings of a study as linked data: beside the statements, and never among them.

A finding in RDF leads to statements, and a hypothesis is about edges. So both are made of what
quotations stand behind, whatever the report counts.
"""

from __future__ import annotations

import datetime

from clivage import rdf
from clivage.errors import NetworkError
from clivage.findings import findings, findings_turtle, hypotheses, hypotheses_turtle
from clivage.model import Corpus
from clivage.report.study import Study
from clivage.store import Store


def turtle(study: Study, *, when: datetime.date | None = None) -> str:
    """Return camps and frustration index with their provenance, as Turtle.

    Args:
        when: the day to give as that of the analysis; none when left out, so that the same
            corpus gives the same bytes.

    Raises:
        NetworkError: when what is studied is a table, which has no names in RDF.
    """
    study = study.quoted()
    return findings_turtle(
        _corpus(study),
        camps=study.camps,
        frustration=study.frustration,
        when=when,
        parameters=_parameters(study),
    )


def guesses(study: Study) -> str:
    """Return who might be allies, for having an enemy in common, as Turtle.

    Raises:
        NetworkError: when what is studied is a table.
    """
    return hypotheses_turtle(_corpus(study), study.quoted().subject.network)


def store(study: Study, *, when: datetime.date | None = None, guessing: bool = False) -> Store:
    """Return the corpus as a store in which the findings stand in a graph of their own.

    Args:
        guessing: whether the hypotheses stand there too, in another graph.

    Raises:
        NetworkError: when what is studied is a table.
    """
    corpus, study = _corpus(study), study.quoted()
    found = findings(
        corpus,
        camps=study.camps,
        frustration=study.frustration,
        when=when,
        parameters=_parameters(study),
    )
    made = Store.from_triples(rdf.ntriples(corpus)).with_graph("findings", found)
    if guessing:
        made = made.with_graph("hypotheses", hypotheses(corpus, study.subject.network))
    return made


def _corpus(study: Study) -> Corpus:
    if study.subject.corpus is None:
        what = "a table of edges has no names in RDF"
        if study.subject.graph is not None:
            what = "a network that was computed rests on no statements of its own, as RDF asks"
        raise NetworkError(what, remedy="make a corpus of it: see docs/coding-guide.md")
    return study.subject.corpus


def _parameters(study: Study) -> dict[str, str]:
    return {"rule": study.options.rule.value}
