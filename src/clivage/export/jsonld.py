"""JSON-LD with the published context inside, so that nothing has to be fetched to read it."""

from __future__ import annotations

import json
from typing import Any

from clivage import rdf, resources
from clivage.export.material import Material


def jsonld(material: Material) -> str:
    """Return the corpus as JSON-LD 1.1, compacted, sorted by identifier."""
    context = json.loads(resources.ontology("context.jsonld").read_text(encoding="utf-8"))
    graph = rdf.from_ntriples(material.store.ntriples())
    compact = json.loads(
        graph.serialize(format="json-ld", context=context["@context"], auto_compact=False)
    )
    document = {
        "@context": context["@context"],
        "@graph": [_sorted(node) for node in sorted(compact["@graph"], key=_identifier)],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _identifier(node: dict[str, Any]) -> str:
    return str(node.get("@id") or node.get("id"))


def _sorted(value: object) -> object:
    """Sort keys, and values of which there are several: a set has no order of its own."""
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return sorted(
            (_sorted(item) for item in value),
            key=lambda item: json.dumps(item, ensure_ascii=False, sort_keys=True),
        )
    return value
