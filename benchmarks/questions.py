"""Ten questions on a signed network of actors, in plain SPARQL 1.1 that every engine reads.

``{actor}`` and ``{other}`` stand for two actors that have an edge.
"""

from __future__ import annotations

PREFIXES = """PREFIX clv: <https://w3id.org/clivage/ns#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""

QUESTIONS = {
    "allies of allies, by edges": """
        SELECT DISTINCT ?c { <{actor}> clv:supports ?b . ?b clv:supports ?c }""",
    "allies of allies, by statements": """
        SELECT DISTINCT ?c {
          ?s a clv:Support ; clv:holder <{actor}> ; clv:target ?b .
          ?t a clv:Support ; clv:holder ?b ; clv:target ?c }""",
    "common enemies, by statements": """
        SELECT DISTINCT ?enemy {
          ?s a clv:Opposition ; clv:holder <{actor}> ; clv:target ?enemy .
          ?t a clv:Opposition ; clv:holder <{other}> ; clv:target ?enemy }""",
    "supports and oppositions by month": """
        SELECT ?month ?class (COUNT(?s) AS ?n) {
          VALUES ?class { clv:Support clv:Opposition }
          ?s a ?class ; clv:notBefore ?day . BIND(SUBSTR(STR(?day), 1, 7) AS ?month)
        } GROUP BY ?month ?class""",
    "triangles of two supports and an opposition": """
        SELECT (COUNT(*) AS ?n) {
          ?a clv:supports ?b . ?b clv:supports ?c . ?a clv:opposes ?c }""",
    "evidence of an edge": """
        SELECT ?words {
          ?s clv:holder <{actor}> ; clv:target <{other}> ; clv:evidence ?passage .
          ?passage oa:hasSelector ?selector . ?selector oa:exact ?words }""",
    "the ten actors with the most ties": """
        SELECT ?a (COUNT(DISTINCT ?b) AS ?n) { ?a clv:supports|clv:opposes ?b }
        GROUP BY ?a ORDER BY DESC(?n) ?a LIMIT 10""",
    "enemies of enemies that are allies": """
        SELECT DISTINCT ?c {
          <{actor}> clv:opposes ?b . ?b clv:opposes ?c . <{actor}> clv:supports ?c }""",
    "whom support reaches": """
        SELECT (COUNT(DISTINCT ?b) AS ?n) { <{actor}> clv:supports+ ?b }""",
    "statements in a year": """
        SELECT ?s {
          ?s clv:notBefore ?first ; clv:notAfter ?last .
          FILTER (?first >= "1950-01-01"^^xsd:date && ?last <= "1950-12-31"^^xsd:date) }""",
}


def filled(actor: str, other: str) -> dict[str, str]:
    """Return the questions, with two actors' IRIs in their places."""
    return {
        name: PREFIXES + sparql.replace("{actor}", actor).replace("{other}", other)
        for name, sparql in QUESTIONS.items()
    }
