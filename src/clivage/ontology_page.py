"""Everything that is generated from the ontology: the page, the context, the code lists.

``python -m clivage.ontology_page`` writes the files that `FILES` names into ``ontology/``; with
``--check`` it writes nothing and exits with 1 when one of them is stale.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Final

from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, Namespace, URIRef
from rdflib.term import Node

from clivage import namespaces, resources
from clivage.vocabulary import (
    CLV,
    ONTOLOGY,
    PROPERTIES,
    codes_json,
    concepts,
    context,
    graph,
    local,
    rule_ids,
    rule_of,
    schema,
    shape_graph,
    terms,
    text_in,
    values,
)

_VANN = Namespace(namespaces.VANN)


def page() -> str:
    """Return ``index.html``: the whole ontology on one page that needs nothing else.

    >>> page().startswith("<!doctype html>")
    True
    """
    title = text_in(graph(), ONTOLOGY, DCTERMS.title, "en")
    style = resources.ontology("page.css").read_text(encoding="utf-8")
    parts = {
        "classes": ("Classes", _articles(terms(OWL.Class))),
        "individuals": ("The author of a source", _articles(terms(OWL.NamedIndividual))),
        "properties": ("Properties", _articles(terms(*PROPERTIES))),
        "codes": ("Code lists", "".join(map(_list, terms(SKOS.ConceptScheme)))),
        "rules": ("Rules", _rules()),
        "shapes": ("Shapes", _shape_table()),
        "prefixes": ("Prefixes", _prefix_table()),
    }
    body = "".join(
        f'<section aria-labelledby="{id}"><h2 id="{id}">{heading}</h2>\n{content}</section>\n'
        for id, (heading, content) in parts.items()
    )
    return (
        "<!doctype html>\n"
        '<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">\n"
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(title)}</title>\n"
        f'<meta name="description" content="{escape(_about("en"))}">\n'
        '<link rel="alternate" type="text/turtle" href="clivage.ttl">\n'
        f"<style>\n{style}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#main">Skip to the terms</a>\n'
        f"{_header(title)}{_contents({id: heading for id, (heading, _) in parts.items()})}"
        f'<main id="main">\n{body}</main>\n</body>\n</html>\n'
    )


def _about(language: str) -> str:
    return text_in(graph(), ONTOLOGY, DCTERMS.description, language)


def _header(title: str) -> str:
    files = {
        "clivage.ttl": "the ontology in Turtle",
        "shapes.ttl": "the shapes, in SHACL",
        "context.jsonld": "the context for JSON-LD",
        "codes.json": "the code lists, for programs",
        "coding.schema.json": "the JSON Schema of a coding file",
    }
    links = ", ".join(f'<a href="{name}">{name}</a> ({what})' for name, what in files.items())
    said = {
        "Namespace": f"<code>{_one(_VANN.preferredNamespaceUri)}</code>",
        "Prefix": f"<code>{_one(_VANN.preferredNamespacePrefix)}:</code>",
        "Version": f"{_one(OWL.versionInfo)} ({_link(_first(OWL.versionIRI))})",
        "By": _one(DCTERMS.creator),
        "Licence": _link(_first(DCTERMS.license)),
        "Files": links,
    }
    return (
        f"<header>\n<h1>{escape(title)}</h1>\n<p>{escape(_about('en'))}</p>\n"
        f'<p lang="fr">{_typeset(_about("fr"), "fr")}</p>\n{_definitions(said)}</header>\n'
    )


def _first(property_: URIRef) -> Node:
    return values(ONTOLOGY, property_)[0]


def _one(property_: URIRef) -> str:
    return escape(str(_first(property_)))


def _definitions(said: Mapping[str, str]) -> str:
    """Return a description list of what there is to say; values are markup."""
    rows = "".join(f"<dt>{name}</dt><dd>{value}</dd>\n" for name, value in said.items() if value)
    return f"<dl>\n{rows}</dl>\n"


def _contents(headings: Mapping[str, str]) -> str:
    inside = {
        "classes": terms(OWL.Class),
        "individuals": terms(OWL.NamedIndividual),
        "properties": terms(*PROPERTIES),
        "codes": terms(SKOS.ConceptScheme),
    }
    items = []
    for id, heading in headings.items():
        links = " ".join(f'<a href="#{local(one)}">{local(one)}</a>' for one in inside.get(id, []))
        items.append(f'<li><a href="#{id}">{heading}</a> <span>{links}</span></li>\n')
    return f'<nav aria-label="Contents"><h2>Contents</h2>\n<ul>\n{"".join(items)}</ul></nav>\n'


def _link(node: Node) -> str:
    """Return a term as a link: to its place on this page, or to its home."""
    iri = str(node)
    if iri.startswith(namespaces.CLV):
        name = escape(local(node))
        return f'<a href="#{name}"><code>clv:{name}</code></a>'
    return f'<a href="{escape(iri)}"><code>{escape(_short(iri))}</code></a>'


def _short(iri: str) -> str:
    for prefix, namespace in graph().namespaces():
        if iri.startswith(str(namespace)):
            return f"{prefix}:{iri.removeprefix(str(namespace))}"
    return iri


def _links(nodes: Iterable[Node]) -> str:
    return ", ".join(map(_link, nodes))


def _articles(terms: Iterable[URIRef]) -> str:
    return "".join(map(_article, terms))


def _labels(term: URIRef, property_: URIRef) -> str:
    return " · ".join(
        f'<span lang="{language}">{escape(text)}</span>'
        for language in ("en", "fr", "es")
        if (text := text_in(graph(), term, property_, language))
    )


def _article(term: URIRef) -> str:
    said = {
        "Type": _links(values(term, RDF.type)),
        "Under": _links([*values(term, RDFS.subClassOf), *values(term, RDFS.subPropertyOf)]),
        "Above": _links([*_of(term, RDFS.subClassOf), *_of(term, RDFS.subPropertyOf)]),
        "Domain": _links(values(term, RDFS.domain)),
        "Range": _links(values(term, RDFS.range)),
        "In the domain of": _links(_of(term, RDFS.domain)),
        "In the range of": _links(_of(term, RDFS.range)),
        "Inverse": _links([*values(term, OWL.inverseOf), *_of(term, OWL.inverseOf)]),
        "Disjoint with": _links([*values(term, OWL.disjointWith), *_of(term, OWL.disjointWith)]),
        "Close to": _links(values(term, SKOS.closeMatch)),
        "Example": "".join(
            f"<code>{escape(str(example))}</code>" for example in values(term, SKOS.example)
        ),
    }
    name = escape(local(term))
    return (
        f'<article id="{name}" aria-label="{name}">\n'
        f'<h3><a href="#{name}">clv:{name}</a> <small>{_labels(term, RDFS.label)}</small></h3>\n'
        f"{_definition(term)}{_definitions(said)}</article>\n"
    )


def _of(term: URIRef, property_: URIRef) -> list[Node]:
    """Return what says ``property_`` of a term."""
    return sorted(graph().subjects(property_, term), key=str)


def _definition(term: URIRef, tag: str = "p") -> str:
    return "".join(
        f'<{tag} lang="{language}">{_typeset(text, language)}</{tag}>\n'
        for language in ("en", "fr")
        if (text := text_in(graph(), term, SKOS.definition, language))
    )


def _list(scheme: URIRef) -> str:
    name = escape(local(scheme))
    extra = any((concept, CLV.entails, None) in graph() for concept in concepts(name))
    columns = [
        "Code",
        "Labels",
        "Definition",
        '<span lang="fr">Définition</span>',
        *(["Entails", "PLOVER"] if extra else []),
    ]
    rows = []
    for concept in concepts(name):
        id = escape(local(concept))
        cells = [
            f'<th scope="row" id="{id}"><a href="#{id}">'
            f"<code>{escape(str(graph().value(concept, SKOS.notation)))}</code></a></th>",
            f"<td>{_labels(concept, SKOS.prefLabel)}</td>",
            _definition(concept, "td"),
        ]
        if extra:
            cells += [
                f"<td>{_links(values(concept, property_))}</td>"
                for property_ in (CLV.entails, SKOS.broadMatch)
            ]
        rows.append(f"<tr>{''.join(cells)}</tr>\n")
    return (
        f'<article id="{name}" aria-label="{name}">\n'
        f'<h3><a href="#{name}">clv:{name}</a> <small>{_labels(scheme, RDFS.label)}</small></h3>\n'
        f"{_definition(scheme)}{_table(columns, rows, label=name)}</article>\n"
    )


def _typeset(text: str, language: str) -> str:
    """Escape a text; in French, keep a double mark of punctuation on the line of its word."""
    if language == "fr":
        text = re.sub(r" (?=[:;?!»])|(?<=«) ", "\u00a0", text)
    return escape(text)


def _table(columns: Iterable[str], rows: Iterable[str], *, label: str) -> str:
    head = "".join(f'<th scope="col">{column}</th>' for column in columns)
    return (
        f'<div class="wide" role="region" tabindex="0" aria-label="Table: {label}"><table>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{''.join(rows)}</tbody>\n</table></div>\n"
    )


def _rules() -> str:
    """Return the CONSTRUCT rules, each under the first line of its comment."""
    parts = ["<p>What is derived from statements, in this order; never authored.</p>\n"]
    for path in sorted(resources.ontology("rules").glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        comment, _, query = text.partition("\n\nPREFIX")
        title, *more = re.sub(r"(?m)^# ?", "", comment).split("\n\n", maxsplit=1)
        parts.append(
            f'<article id="rule-{path.stem}" aria-label="Rule {path.stem}">\n'
            f'<h3><a href="#rule-{path.stem}">{path.name}</a></h3>\n<p>{escape(title)}</p>\n'
            + "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in more)
            + f'<pre tabindex="0">{escape("PREFIX" + query)}</pre></article>\n'
        )
    return "".join(parts)


def _shape_table() -> str:
    rows = []
    for rule in rule_ids():
        parts = _parts(rule)
        warns = any((part, SH.severity, SH.Warning) in shape_graph() for part in parts)
        messages = [
            f'<td lang="{language}">{_messages(parts, language)}</td>' for language in ("en", "fr")
        ]
        rows.append(
            f'<tr><th scope="row" id="{rule}"><a href="#{rule}"><code>{rule}</code></a></th>'
            f"{''.join(messages)}<td>{'warning' if warns else 'error'}</td></tr>\n"
        )
    columns = ("Rule", "Message", "Message (français)", "Severity")
    return (
        "<p>What RDF must satisfy to be a corpus. The command line checks the same rules, "
        "under the same names, but for those of findings and hypotheses, which it does not read."
        "</p>\n" + _table(columns, rows, label="rules")
    )


def _parts(rule: str) -> list[Node]:
    """Return the shapes of a rule; the queries inside them repeat their messages."""
    found = (
        shape
        for shape in shape_graph().subjects(SH.message)
        if rule_of(str(shape)) == rule
        and (shape, RDF.type, SH.SPARQLConstraint) not in shape_graph()
    )
    return sorted(set(found), key=str)


def _messages(parts: Iterable[Node], language: str) -> str:
    texts = (text_in(shape_graph(), part, SH.message, language) for part in parts)
    return "<br>".join(_typeset(text, language) for text in dict.fromkeys(texts))


def _prefix_table() -> str:
    rows = [
        f'<tr><th scope="row"><code>{escape(prefix)}:</code></th>'
        f"<td><code>{escape(str(namespace))}</code></td></tr>\n"
        for prefix, namespace in sorted(graph().namespaces())
    ]
    return _table(("Prefix", "Namespace"), rows, label="prefixes")


#: Each generated file of ``ontology/``, and what it should hold.
FILES: Final[Mapping[str, Callable[[], str]]] = {
    "codes.json": codes_json,
    "coding.schema.json": schema,
    "context.jsonld": context,
    "index.html": page,
}


def stale() -> list[str]:
    """Return the names of the generated files that are missing or out of date."""
    folder = resources.ontology()
    return [
        name
        for name, generate in FILES.items()
        if not (folder / name).exists() or (folder / name).read_bytes() != generate().encode()
    ]


def main(arguments: list[str]) -> int:
    """Write the files, or with ``--check`` name the stale ones; return the exit code."""
    names = stale()
    if "--check" in arguments:
        sys.stderr.writelines(f"ontology/{name} is stale: make it again.\n" for name in names)
        return 1 if names else 0
    for name in names:
        (resources.ontology() / name).write_bytes(FILES[name]().encode())
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
