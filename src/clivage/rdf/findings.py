"""What was computed from a corpus, as RDF: analyses, camps, measurements, hypotheses.

Sources: PROV-O: The PROV Ontology, W3C 2013; schema.org for the version of a program and for the
name and value of a parameter.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from urllib.parse import quote

from rdflib import RDF, XSD, Literal, URIRef

from clivage import identifiers
from clivage.model import Corpus, Labels, in_language
from clivage.rdf.terms import CLV, DCTERMS, FOAF, PROV, SCHEMA, SKOS, Triple
from clivage.rdf.turtle import Section, blocks
from clivage.rdf.writing import iri_of, lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Camp:
    """Actors that stand on one side; ``members`` are their ids."""

    number: int
    members: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """A number and its proof.

    Attributes:
        measure: code of the list *measures* (``frustration-index``); also its id.
        lower_bound: what the true value is proved not to be below, or None.
        statements: ids of the statements that it counts.
    """

    measure: str
    labels: Labels
    value: float
    lower_bound: float | None = None
    proved: bool = False
    statements: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """One run of clivage over a corpus, and what it found.

    Attributes:
        definition: in English, by which it was found.
        version: of the program.
        when: a day, or a moment with its time zone, or None.
    """

    id: str
    labels: Labels
    definition: str
    version: str
    when: datetime.date | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    camps: Sequence[Camp] = ()
    measurements: Sequence[Measurement] = ()


def findings_ntriples(corpus: Corpus, analyses: Iterable[Analysis]) -> bytes:
    """Return analyses and what they found as sorted UTF-8 N-Triples."""
    return _sorted(
        triple
        for analysis in analyses
        for part in (_analysis, _settings, _camps, _measurements)
        for triple in part(corpus, analysis)
    )


def findings_sections(corpus: Corpus, analyses: Sequence[Analysis]) -> list[Section]:
    """Return the same in sections, each camp and number with a sentence."""
    made = [triple for one in analyses for triple in _analysis(corpus, one)]
    made += [triple for one in analyses for triple in _settings(corpus, one)]
    camps = [triple for one in analyses for triple in _camps(corpus, one)]
    numbers = [triple for one in analyses for triple in _measurements(corpus, one)]
    said = {
        **{_finding(corpus, f"camp-{camp.number}"): _who(corpus, camp)
           for one in analyses for camp in one.camps},
        **{_finding(corpus, one.measure): _how_much(one)
           for analysis in analyses for one in analysis.measurements},
    }  # fmt: skip
    return [
        _section("What was computed, by which definition, from what, and how", made, said),
        _section("Camps", camps, said),
        _section("Measurements, and the statements that they count", numbers, said),
    ]


def hypotheses_ntriples(corpus: Corpus, pairs: Iterable[tuple[str, str]]) -> bytes:
    """Return possible allies, each pair both ways, as sorted UTF-8 N-Triples."""
    return _sorted(_allies(corpus, pairs))


def hypotheses_sections(corpus: Corpus, pairs: Iterable[tuple[str, str]]) -> list[Section]:
    """Return the same in a section."""
    title = "Hypotheses: the enemy of an enemy. No source says so"
    return [_section(title, sorted(_allies(corpus, pairs)), {})]


def _sorted(triples: Iterable[Triple]) -> bytes:
    return "".join(sorted(set(lines(triples)))).encode()


def _section(title: str, triples: Iterable[Triple], said: Mapping[URIRef, str]) -> Section:
    once = blocks(dict.fromkeys(triples))
    things = [(said.get(node, ""), node, block) for node, block in once.items()]
    return Section(title, things)


def _analysis(corpus: Corpus, analysis: Analysis) -> Iterator[Triple]:
    node = iri_of(corpus, "analysis", analysis.id)
    yield node, RDF.type, CLV.Analysis
    yield from _labelled(node, analysis.labels)
    yield node, SKOS.definition, Literal(analysis.definition, lang="en")
    yield node, PROV.used, URIRef(corpus.base)
    yield node, PROV.wasAssociatedWith, _software(corpus, analysis)
    yield from _when(node, analysis.when)
    for name in sorted(analysis.parameters):
        yield node, CLV.parameter, _parameter(node, name)


def _settings(corpus: Corpus, analysis: Analysis) -> Iterator[Triple]:
    """Yield the program and the parameters of an analysis."""
    software = _software(corpus, analysis)
    yield software, RDF.type, PROV.SoftwareAgent
    yield software, FOAF.name, Literal("clivage")
    yield software, SCHEMA.softwareVersion, Literal(analysis.version)
    for name, value in sorted(analysis.parameters.items()):
        node = _parameter(iri_of(corpus, "analysis", analysis.id), name)
        yield node, RDF.type, SCHEMA.PropertyValue
        yield node, SCHEMA.propertyID, Literal(name)
        yield node, SCHEMA.value, Literal(value)


def _when(node: URIRef, when: datetime.date | None) -> Iterator[Triple]:
    """Yield when an analysis was made: PROV wants a moment, and a day is not one."""
    if isinstance(when, datetime.datetime):
        utc = when.astimezone(datetime.UTC).replace(tzinfo=None)
        moment = f"{utc.isoformat(timespec='seconds')}Z"
        yield node, PROV.endedAtTime, Literal(moment, datatype=XSD.dateTime, normalize=False)
    elif when:
        yield node, DCTERMS.created, Literal(when.isoformat(), datatype=XSD.date)


def _camps(corpus: Corpus, analysis: Analysis) -> Iterator[Triple]:
    for camp in analysis.camps:
        node = _finding(corpus, f"camp-{camp.number}")
        yield node, RDF.type, CLV.Camp
        yield node, RDF.type, CLV.Finding
        words = {"en": "camp", "es": "bando", "fr": "camp"}
        yield from _labelled(node, {tag: f"{word} {camp.number}" for tag, word in words.items()})
        yield node, SCHEMA.position, Literal(camp.number)
        for member in camp.members:
            yield node, CLV.member, iri_of(corpus, "actor", member)
        yield node, PROV.wasGeneratedBy, iri_of(corpus, "analysis", analysis.id)


def _measurements(corpus: Corpus, analysis: Analysis) -> Iterator[Triple]:
    for one in analysis.measurements:
        node = _finding(corpus, one.measure)
        yield node, RDF.type, CLV.Measurement
        yield node, RDF.type, CLV.Finding
        yield from _labelled(node, one.labels)
        yield node, CLV.measure, CLV[f"measure-{one.measure}"]
        yield node, CLV.value, _decimal(one.value)
        if one.lower_bound is not None:
            yield node, CLV.lowerBound, _decimal(one.lower_bound)
        yield node, CLV.proved, Literal(one.proved)
        for statement in sorted(set(one.statements)):
            yield node, CLV.restsOn, iri_of(corpus, "statement", statement)
        yield node, PROV.wasGeneratedBy, iri_of(corpus, "analysis", analysis.id)


def _allies(corpus: Corpus, pairs: Iterable[tuple[str, str]]) -> Iterator[Triple]:
    for pair in pairs:
        one, other = (iri_of(corpus, "actor", id) for id in pair)
        yield one, CLV.possibleAllyOf, other
        yield other, CLV.possibleAllyOf, one


def _labelled(node: URIRef, labels: Labels) -> Iterator[Triple]:
    for language, text in sorted(labels.items()):
        yield node, SKOS.prefLabel, Literal(text, lang=language)


def _finding(corpus: Corpus, id: str) -> URIRef:
    return iri_of(corpus, "finding", id)


def _software(corpus: Corpus, analysis: Analysis) -> URIRef:
    return URIRef(identifiers.iri(corpus.base, "software", f"clivage-{analysis.version}"))


def _parameter(analysis: URIRef, name: str) -> URIRef:
    return URIRef(f"{analysis}/{quote(name, safe='')}")


def _decimal(value: float) -> Literal:
    """Return a number as XML Schema 1.1 writes it, which is how every store gives it back."""
    return Literal(f"{Decimal(str(value)).normalize():f}", datatype=XSD.decimal)


def _who(corpus: Corpus, camp: Camp) -> str:
    labels = (corpus.actor[member].labels for member in camp.members)
    return ", ".join(in_language(one, corpus.language) for one in labels)


def _how_much(one: Measurement) -> str:
    """Say a number in words: ``frustration index: 3, proved``."""
    proof = "proved" if one.proved else "not proved"
    if not one.proved and one.lower_bound is not None:
        proof += f": at least {one.lower_bound:g}"
    return f"{in_language(one.labels, 'en')}: {one.value:g}, {proof}"
