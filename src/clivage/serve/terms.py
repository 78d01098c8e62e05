"""What a query can name, for an editor that completes words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from clivage import namespaces, vocabulary

_LABELS: Final = (f"{namespaces.RDFS}label", f"{namespaces.SKOS}prefLabel")
_COMMENT: Final = f"{namespaces.SKOS}definition"
#: The sorts of terms, and the list that each goes into.
_SORTS: Final[Mapping[str, str]] = {
    f"{namespaces.OWL}Class": "classes",
    f"{namespaces.OWL}ObjectProperty": "properties",
    f"{namespaces.OWL}DatatypeProperty": "properties",
    f"{namespaces.OWL}AnnotationProperty": "properties",
    f"{namespaces.SKOS}Concept": "codes",
}


@cache
def listed() -> dict[str, list[dict[str, Any]]]:
    """Return the classes, properties and codes of the ontology, and what it takes from others.

    >>> [one["label"]["fr"] for one in listed()["classes"] if one["name"] == "clv:Actor"]
    ['acteur']
    """
    found: dict[str, list[dict[str, Any]]] = {"classes": [], "properties": [], "codes": []}
    for sort, term in sorted(_own(), key=lambda one: str(one[1]["name"])):
        found[sort].append(term)
    for name, _ in sorted(vocabulary.REUSED.values()):
        sort = "classes" if name.partition(":")[2][0].isupper() else "properties"
        found[sort].append({"name": name, "label": {}, "comment": {}})
    return found


def _own() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the terms of the ontology, each with the list that it goes into."""
    said: dict[str, dict[str, list[Any]]] = {}
    for subject, property_, value in vocabulary.graph():
        said.setdefault(str(subject), {}).setdefault(str(property_), []).append(value)
    for iri, values in said.items():
        types = {str(one) for one in values.get(f"{namespaces.RDF}type", ())}
        sorts = {_SORTS[one] for one in types if one in _SORTS}
        if iri.startswith(namespaces.CLV) and sorts:
            labels = [text for name in _LABELS for text in values.get(name, ())]
            term = {
                "name": f"clv:{iri.removeprefix(namespaces.CLV)}",
                "label": _by_language(labels),
                "comment": _by_language(values.get(_COMMENT, [])),
            }
            yield min(sorts), term


def _by_language(texts: list[Any]) -> dict[str, str]:
    return dict(sorted((str(text.language), str(text)) for text in texts))
