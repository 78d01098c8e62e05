"""What one may want to know where a question has no answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from clivage import query, rdf
from clivage.answer import Answer, Rows
from clivage.model import Corpus
from clivage.query import Endpoint
from clivage.store import Store

_EVIDENCE: Final = "evidence"
_TIES: Final = """
SELECT ?sign ?provenance ?table
WHERE {
  VALUES (?class ?sign) {
    (clv:UnevidencedSupport "supports") (clv:UnevidencedOpposition "opposes")
  }
  ?tie a ?class ; clv:holder ?who ; clv:target ?target .
  OPTIONAL { ?tie dcterms:provenance ?provenance }
  OPTIONAL { ?tie clv:codeTable ?table }
}
ORDER BY ?sign ?provenance ?tie
LIMIT 5
"""


def hint(asked: Corpus | Endpoint, question: str, values: Sequence[str], given: Answer) -> str:
    """Return a line on an empty answer; an empty one where there is nothing to say.

    Evidence that is asked for may be missing because all that there is, is a tie from a table.

    >>> from clivage import coding
    >>> from pathlib import Path
    >>> bolivia = coding.read(Path("graph/bolivia-1971"))
    >>> asked = "evidence", ["army", "miners"]
    >>> hint(bolivia, *asked, Rows((), {}))
    ''
    """
    if question.strip() != _EVIDENCE or not isinstance(given, Rows) or len(given):
        return ""
    if isinstance(asked, Corpus):
        if not asked.unevidenced:
            return ""
        asked = Store.from_triples(rdf.ntriples(asked))
    ties = replace(query.named(_EVIDENCE), sparql=_TIES)
    found = asked.query(query.filled(asked, ties, values))
    if not isinstance(found, Rows) or not len(found):
        return ""
    said = (f"{row['sign']} ({_origin(row)})" for row in found)
    return f"there is no quotation, but an unevidenced tie: {', '.join(said)}"


def _origin(row: Mapping[str, object]) -> str:
    """Return where a tie comes from, in words."""
    said = [row.get("provenance"), "coded by a machine" if row.get("table") else None]
    return "; ".join(str(one) for one in said if one) or "of unknown origin"
