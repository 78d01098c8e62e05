"""A Kumu blueprint, as JSON: the network that Kumu takes by its import of blueprints.

Source: https://docs.kumu.io/guides/import/blueprints. Ids tell apart what has the same label;
keys that Kumu does not know become fields of its own.
"""

from __future__ import annotations

import json
from typing import Any

from clivage.export.attributes import span, statements
from clivage.export.material import Material
from clivage.export.wording import label
from clivage.model import Corpus, UnevidencedTie, in_language
from clivage.network.columns import number_of
from clivage.view import Edge, Node, View


def kumu(material: Material) -> str:
    """Return the network as a blueprint: elements and signed, directed connections."""
    view = material.view
    blueprint = {
        "elements": [_element(view.corpus, node) for node in view.nodes],
        "connections": [
            *(_connection(view, edge) for edge in view.edges if edge.statements),
            *(_unevidenced(one) for one in view.corpus.unevidenced),
        ],
    }
    return json.dumps(blueprint, ensure_ascii=False, indent=1) + "\n"


def _element(corpus: Corpus, node: Node) -> dict[str, Any]:
    definition = in_language(node.definition, corpus.language)
    return _filled(
        {
            "id": node.id,
            "label": label(corpus, node.id),
            "type": node.type.capitalize(),
            "description": "\n\n".join(text for text in (definition, node.note) if text),
            "tags": [node.kind] if node.kind else [],
            "Part of": label(corpus, node.part_of) if node.part_of else "",
            "Aliases": list(node.names),
            "Camp": f"Camp {node.camp}" if node.camp else "",
            "IRI": node.iri,
        }
    )


def _connection(view: View, edge: Edge) -> dict[str, Any]:
    said = statements(view, edge)
    first, last = span(view, edge)
    quotations = dict.fromkeys(
        f"“{passage.exact}” ({passage.source}, {passage.start}-{passage.end})"
        for one in said
        for passage in one.evidence
    )
    return _filled(
        {
            "id": edge.id,
            "from": edge.holder,
            "to": edge.target,
            "direction": "directed",
            "type": edge.sign.verb,
            "description": "\n\n".join(quotations),
            "tags": sorted({one.relation for one in said if one.relation}),
            "Weight": edge.weight,
            "Sign": edge.sign.value,
            "First day": first,
            "Last day": last,
            "About": sorted({label(view.corpus, one.about) for one in said if one.about}),
            "Coders": sorted({one.coder for one in said}),
        }
    )


def _unevidenced(tie: UnevidencedTie) -> dict[str, Any]:
    return _filled(
        {
            "id": f"unevidenced.{tie.id}",
            "from": tie.holder,
            "to": tie.target,
            "direction": "directed",
            "type": f"{tie.sign.verb} (unevidenced)",
            "description": tie.note,
            "tags": ["unevidenced"],
            "Weight": number_of(tie.weighs),
            "Sign": tie.sign.value,
            "When": tie.when,
            "Provenance": tie.told_by,
        }
    )


def _filled(pairs: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in pairs.items() if value}
