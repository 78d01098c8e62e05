"""JSON-LD with the published context inside, so that nothing has to be fetched to read it."""

from __future__ import annotations

import json

from clivage import rdf, resources
from clivage.export.material import Material


def jsonld(material: Material) -> str:
    """Return the corpus as JSON-LD 1.1, compacted, sorted by identifier."""
    published = json.loads(resources.ontology("context.jsonld").read_text(encoding="utf-8"))
    context = published["@context"]
    nodes = rdf.compacted([*material.asserted, *material.derived], context)
    return json.dumps({"@context": context, "@graph": nodes}, ensure_ascii=False, indent=1) + "\n"
