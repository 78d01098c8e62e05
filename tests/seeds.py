"""One fault for each rule: SPARQL updates that break ``tests/data/clean.ttl`` in one place.

A rule with several ways to be broken has one more seed a way, under ``rule/way``.
"""

from __future__ import annotations

from pathlib import Path

from rdflib import Graph

CLEAN = Path(__file__).parent / "data" / "clean.ttl"
BASE = "https://w3id.org/clivage/test/"

_PREFIXES = {
    **{folder: f"{BASE}{folder}/" for folder in ("actor", "coder", "issue", "source", "statement")},
    **{folder: f"{BASE}{folder}/" for folder in ("analysis", "finding")},
    "clv": "https://w3id.org/clivage/ns#",
    "dcterms": "http://purl.org/dc/terms/",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_CORPUS = f"<{BASE}>"
_PASSAGE = f"<{BASE}source/chronicle#char=14,55>"
_QUOTE = f"<{BASE}source/chronicle#quote=14,55>"
_POSITION = f"<{BASE}source/chronicle#position=14,55>"
_SOFTWARE = f"<{BASE}software/counting-by-hand>"
_MOST = f"<{BASE}analysis/camps/most>"
_EVENT = f"<{BASE}event/47>"
_DYAD = f"<{BASE}tie/QUAY/supports/guild/all>"
_TABLE = "<https://w3id.org/clivage/codes/tolls/1>"
_TIE = f"<{BASE}tie/tolls.bargemen.supports.ferry-woman>"


def _delete(subject: str, property_: str) -> str:
    return f"DELETE WHERE {{ {subject} {property_} ?value }}"


def _insert(subject: str, property_: str, value: str) -> str:
    return f"INSERT DATA {{ {subject} {property_} {value} }}"


def _set(subject: str, property_: str, value: str) -> str:
    return f"{_delete(subject, property_)} ; {_insert(subject, property_, value)}"


#: Rule id, or rule id and way, to the update that breaks this rule and no other.
SEEDS: dict[str, str] = {
    "corpus-title": _delete(_CORPUS, "dcterms:title"),
    "corpus-licence": _set(_CORPUS, "dcterms:license", '"all rights reserved"'),
    "corpus-base": """
        INSERT DATA {
            <https://example.org/actor/nobody> a clv:Person , clv:Actor ;
                skos:prefLabel "nobody"@en }""",
    "corpus-base/statement": """
        DELETE { statement:bridge-asked ?property ?value }
        INSERT { <http://www.example.com/s1> ?property ?value }
        WHERE { statement:bridge-asked ?property ?value }""",
    "actor-type": _delete("actor:bargemen", "a") + " ; INSERT DATA { actor:bargemen a clv:Actor }",
    "actor-type/two": _insert("actor:bargemen", "a", "clv:Person"),
    "actor-type/unsorted": _insert("actor:bargemen", "a", "clv:UnsortedActor"),
    "actor-label": _delete("actor:ferry-woman", "skos:prefLabel"),
    "actor-label/language": _set("actor:ferry-woman", "skos:prefLabel", '"ferry woman"'),
    "actor-label/twice": _insert("actor:ferry-woman", "skos:prefLabel", '"boat woman"@en'),
    "actor-kind": _set("actor:guild", "clv:kind", "clv:kind-spaceship"),
    "actor-kind/scheme": _set("actor:guild", "clv:kind", "clv:mode-deed"),
    "actor-kind/two": _insert("actor:guild", "clv:kind", "clv:kind-party"),
    "actor-part-of": _insert("actor:council", "clv:partOf", "actor:toll-keeper"),
    "actor-part-of/itself": _insert("actor:council", "clv:partOf", "actor:council"),
    "actor-part-of/unknown": _set("actor:orla-finn", "clv:partOf", "actor:nowhere"),
    "actor-part-of/issue": _set("actor:orla-finn", "clv:partOf", "issue:bridge"),
    "actor-part-of/author": _set("actor:orla-finn", "clv:partOf", "clv:author"),
    "actor-part-of/two": _insert("actor:toll-keeper", "clv:partOf", "actor:council"),
    "issue-label": _delete("issue:bridge", "skos:prefLabel"),
    "issue-label/language": _set("issue:bridge", "skos:prefLabel", '"bridge"'),
    "identity-link": _insert("actor:guild", "skos:exactMatch", "<urn:isbn:0000000000>"),
    "identity-link/literal": _insert("issue:bridge", "skos:closeMatch", '"Q12280"'),
    "source-title": _delete("source:chronicle", "dcterms:title"),
    "source-language": _set("source:chronicle", "dcterms:language", '"plain English"'),
    "source-language/two": _insert("source:chronicle", "dcterms:language", '"fr"'),
    "source-rights": _delete("source:chronicle", "dcterms:rights"),
    "source-rights/blank": _set("source:chronicle", "dcterms:rights", '" "'),
    "source-digest": _set("source:chronicle", "schema:sha256", '"abc"'),
    "source-digest/none": _delete("source:chronicle", "schema:sha256"),
    "source-period": _set("source:chronicle", "clv:when", '"once upon a time"^^edtf:EDTF'),
    "source-period/two": _insert("source:chronicle", "clv:when", '"1902"^^edtf:EDTF'),
    "source-date": _set("source:chronicle", "dcterms:date", '"lately"^^edtf:EDTF'),
    "source-publication": """
        INSERT DATA { source:chronicle clv:publication "The Gazette" }""",
    "source-publication/iri": _set("source:chronicle", "clv:publication", "<urn:isbn:0>"),
    "source-publication/section": """
        INSERT DATA { source:chronicle clv:section "letters" }""",
    "source-publication/genre": """
        INSERT DATA { source:chronicle clv:genre "letter" }""",
    "passage-source": _delete(_PASSAGE, "oa:hasSource"),
    "passage-source/unknown": _set(_PASSAGE, "oa:hasSource", "source:lost"),
    "passage-source/two": _insert(_PASSAGE, "oa:hasSource", "source:zzz-lost"),
    "passage-quote": _delete(_QUOTE, "oa:exact"),
    "passage-quote/empty": _set(_QUOTE, "oa:exact", '""'),
    "passage-quote/two": _insert(_QUOTE, "oa:exact", '"zzz"'),
    "passage-quote/selectors": f"""
        INSERT DATA {{
            {_PASSAGE} oa:hasSelector <{BASE}z> .
            <{BASE}z> a oa:TextQuoteSelector }}""",
    "passage-position": _delete(_POSITION, "oa:start"),
    "passage-position/order": _set(_POSITION, "oa:end", "14"),
    "passage-position/negative": _set(_POSITION, "oa:start", "-3"),
    "passage-position/word": _set(_POSITION, "oa:start", '"fourteen"'),
    "passage-position/selectors": _delete(_PASSAGE, "oa:hasSelector")
    + " ; "
    + _insert(_PASSAGE, "oa:hasSelector", _QUOTE),
    "passage-length": _set(_POSITION, "oa:end", "56"),
    "passage-text": _set(_QUOTE, "oa:exact", '"the millers\' guild asked for a new mill!!"'),
    "passage-text/place": _set(_POSITION, "oa:start", "13")
    + " ; "
    + _set(_POSITION, "oa:end", "54"),
    "statement-sign": """
        DELETE DATA { statement:strike-feared a clv:Opposition }""",
    "statement-sign/both": _insert("statement:strike-feared", "a", "clv:Support")
    + " ; "
    + _delete("statement:strike-feared", "clv:relation"),
    "statement-holder": _delete("statement:strike-feared", "clv:holder"),
    "statement-holder/unknown": _set("statement:strike-feared", "clv:holder", "actor:nobody"),
    "statement-holder/issue": _set("statement:strike-feared", "clv:holder", "issue:bridge"),
    "statement-holder/two": _insert("statement:strike-feared", "clv:holder", "actor:orla-finn"),
    "statement-target": _delete("statement:strike-feared", "clv:target"),
    "statement-target/unknown": _set("statement:strike-feared", "clv:target", "actor:nobody"),
    "statement-target/author": _set("statement:strike-feared", "clv:target", "clv:author"),
    "statement-target/two": _insert("statement:strike-feared", "clv:target", "actor:orla-finn"),
    "statement-about": _set("statement:bridge-refused", "clv:about", "actor:council"),
    "statement-evidence": _delete("statement:strike-feared", "clv:evidence"),
    "statement-evidence/unknown": _insert("statement:strike-feared", "clv:evidence", f"<{BASE}z>"),
    "statement-voice": _set("statement:ferry-stands", "clv:voice", "actor:nobody"),
    "statement-voice/two": _insert("statement:ferry-stands", "clv:voice", "actor:guild"),
    "statement-suggested-by": _insert("statement:strike-feared", "clv:suggestedBy", "clv:author"),
    "statement-suggested-by/two": _insert("statement:strike-feared", "clv:suggestedBy", '"a"')
    + " ; "
    + _insert("statement:strike-feared", "clv:suggestedBy", '"b"'),
    "statement-author": _delete("statement:council-right", "clv:voice"),
    "statement-author/other": _set("statement:council-right", "clv:voice", "actor:guild"),
    "statement-relation": _set("statement:strike-feared", "clv:relation", "clv:relation-backs"),
    "statement-relation/support": _set(
        "statement:ferry-stands", "clv:relation", "clv:relation-strikes"
    ),
    "statement-relation/unknown": _set(
        "statement:ferry-stands", "clv:relation", "clv:relation-hums"
    ),
    "statement-relation/two": _insert(
        "statement:ferry-stands", "clv:relation", "clv:relation-praises"
    ),
    "statement-mode": _set("statement:strike-feared", "clv:mode", "clv:mode-thought"),
    "statement-mode/two": _insert("statement:strike-feared", "clv:mode", "clv:mode-word"),
    "statement-modality": _delete("statement:strike-feared", "clv:modality"),
    "statement-modality/unknown": _set("statement:strike-feared", "clv:modality", "clv:modality-x"),
    "statement-strength": _set("statement:strike-feared", "clv:strength", "4"),
    "statement-strength/none": _delete("statement:strike-feared", "clv:strength"),
    "statement-strength/word": _set("statement:strike-feared", "clv:strength", '"strong"'),
    "statement-certainty": _delete("statement:strike-feared", "clv:certainty"),
    "statement-certainty/two": _insert(
        "statement:strike-feared", "clv:certainty", "clv:certainty-disputed"
    ),
    "statement-when": _set("statement:strike-feared", "clv:when", '"in June"^^edtf:EDTF'),
    "statement-when/month": _set("statement:strike-feared", "clv:when", '"1901-13"^^edtf:EDTF'),
    "statement-when/type": _set("statement:strike-feared", "clv:when", '"1901-06/.."'),
    "statement-bounds": _insert(
        "statement:strike-feared", "clv:notAfter", '"1900-01-01"^^xsd:date'
    ),
    "statement-bounds/type": _set("statement:strike-feared", "clv:notBefore", '"1901-06-01"'),
    "statement-bounds/two": _insert(
        "statement:strike-feared", "clv:notBefore", '"1901-06-02"^^xsd:date'
    ),
    "statement-bounds/undated": _insert(
        "statement:ferry-stands", "clv:notAfter", '"1901-06-02"^^xsd:date'
    ),
    "statement-date-basis": _delete("statement:strike-feared", "clv:dateBasis"),
    "statement-date-basis/undated": _insert(
        "statement:ferry-stands", "clv:dateBasis", "clv:basis-stated"
    ),
    "statement-date-basis/unknown": _set("statement:strike-feared", "clv:dateBasis", "clv:basis-x"),
    "statement-coder": _delete("statement:strike-feared", "prov:wasAttributedTo"),
    "statement-coder/two": _insert(
        "statement:strike-feared", "prov:wasAttributedTo", "coder:other"
    ),
    "statement-self": _set("statement:strike-feared", "clv:target", "actor:bargemen"),
    "tie-sign": f"DELETE DATA {{ {_TIE} a clv:UnevidencedSupport }}",
    "tie-sign/both": _insert(_TIE, "a", "clv:UnevidencedOpposition"),
    "tie-apart": _insert(_TIE, "clv:evidence", _PASSAGE),
    "tie-holder": _delete(_TIE, "clv:holder"),
    "tie-holder/unknown": _set(_TIE, "clv:holder", "actor:nobody"),
    "tie-holder/issue": _set(_TIE, "clv:holder", "issue:bridge"),
    "tie-holder/author": _set(_TIE, "clv:holder", "clv:author"),
    "tie-holder/two": _insert(_TIE, "clv:holder", "actor:orla-finn"),
    "tie-target": _delete(_TIE, "clv:target"),
    "tie-target/unknown": _set(_TIE, "clv:target", "actor:nobody"),
    "tie-target/author": _set(_TIE, "clv:target", "clv:author"),
    "tie-target/two": _insert(_TIE, "clv:target", "actor:orla-finn"),
    "tie-self": _set(_TIE, "clv:target", "actor:bargemen"),
    "tie-strength": _set(_TIE, "clv:strength", "4"),
    "tie-strength/none": _delete(_TIE, "clv:strength"),
    "tie-when": _set(_TIE, "clv:when", '"lately"^^edtf:EDTF'),
    "tie-when/type": _set(_TIE, "clv:when", '"1902"'),
    "statement-bounds/tie": _insert(_TIE, "clv:notBefore", '"1902-12-31"^^xsd:date')
    + " ; "
    + _insert(_TIE, "clv:notAfter", '"1902-01-01"^^xsd:date'),
    "statement-bounds/dyad": _delete(_DYAD, "clv:when"),
    "tie-weight": _set(_EVENT, "clv:weight", "0.0"),
    "tie-weight/none": _delete(_DYAD, "clv:weight"),
    "tie-weight/integer": _set(_EVENT, "clv:weight", "5"),
    "tie-weight/fine": _set(_EVENT, "clv:weight", "5.1234567"),
    "tie-events": _delete(_DYAD, "clv:events"),
    "tie-events/none": _set(_DYAD, "clv:events", "0"),
    "tie-events/apart": _insert(_DYAD, "a", "clv:CodedEvent")
    + " ; "
    + _insert(_DYAD, "clv:eventCode", '"173"')
    + " ; "
    + _set(_DYAD, "clv:events", "1"),
    "tie-code": _delete(_EVENT, "clv:eventCode"),
    "tie-code/blank": _set(_EVENT, "clv:eventCode", '" "'),
    "tie-code/number": _set(_EVENT, "clv:eventCode", "173"),
    "tie-code/sum": _insert(_DYAD, "clv:eventCode", '"173"'),
    "tie-code-table": _delete(_DYAD, "clv:codeTable"),
    "tie-code-table/unknown": _set(_EVENT, "clv:codeTable", "actor:guild"),
    "tie-source": _set(_EVENT, "dcterms:source", '"the village paper"'),
    "tie-source/text": _set(_EVENT, "dcterms:source", f'"{BASE}elsewhere/report"'),
    "tie-directed": _set(_DYAD, "clv:directed", '"no"'),
    "code-table": _delete(_TABLE, "dcterms:title"),
    "code-table/version": _delete(_TABLE, "owl:versionInfo"),
    "code-table/source": _set(_TABLE, "dcterms:source", '"a book"'),
    "edge-evidence": _insert("actor:bargemen", "clv:opposes", "actor:council"),
    "edge-evidence/negated": _insert("actor:bargemen", "clv:supports", "actor:guild"),
    "edge-evidence/author": _insert("clv:author", "clv:supports", "actor:council"),
}

#: The same for findings and hypotheses, of which the shapes alone speak: to whoever reads a corpus
#: they are no part of it.
FINDING_SEEDS: dict[str, str] = {
    "analysis-provenance": _delete("analysis:camps", "prov:used"),
    "analysis-provenance/corpus": _set("analysis:camps", "prov:used", "actor:guild"),
    "analysis-provenance/software": _delete("analysis:camps", "prov:wasAssociatedWith"),
    "analysis-provenance/version": _delete(_SOFTWARE, "schema:softwareVersion"),
    "analysis-provenance/definition": _delete("analysis:camps", "skos:definition"),
    "analysis-provenance/moment": _set("analysis:camps", "prov:endedAtTime", '"lately"'),
    "analysis-provenance/day": _insert(
        "analysis:camps", "dcterms:created", '"1902-01-01"^^xsd:date'
    ),
    "analysis-parameter": _delete(_MOST, "schema:value"),
    "analysis-parameter/name": _delete(_MOST, "schema:propertyID"),
    "analysis-parameter/literal": _set("analysis:camps", "clv:parameter", '"most=1"'),
    "finding-analysis": _delete("finding:camp-1", "prov:wasGeneratedBy"),
    "finding-analysis/two": _insert("finding:camp-1", "prov:wasGeneratedBy", "analysis:other"),
    "finding-analysis/apart": _insert("finding:camps-frustration", "a", "clv:Issue"),
    "finding-statement": _insert("finding:camps-frustration", "clv:restsOn", "actor:guild"),
    "camp-member": "DELETE DATA { finding:camp-1 clv:member actor:ferry-woman }",
    "camp-member/issue": _insert("finding:camp-1", "clv:member", "issue:bridge"),
    "measurement-measure": _delete("finding:camps-frustration", "clv:measure"),
    "measurement-measure/scheme": _set("finding:camps-frustration", "clv:measure", "clv:mode-deed"),
    "measurement-value": _delete("finding:camps-frustration", "clv:value"),
    "measurement-value/word": _set("finding:camps-frustration", "clv:value", "0"),
    "measurement-proof": _delete("finding:camps-frustration", "clv:proved"),
    "measurement-proof/bound": _delete("finding:camps-frustration", "clv:lowerBound"),
    "measurement-proof/open": _set("finding:camps-frustration", "clv:value", "2.0"),
    "measurement-proof/above": _set("finding:camps-frustration", "clv:lowerBound", "1.0"),
    "hypothesis-pair": "DELETE DATA { actor:bargemen clv:opposes actor:guild }",
    "hypothesis-pair/tied": _insert("actor:guild", "clv:possibleAllyOf", "actor:ferry-woman")
    + " ; "
    + _insert("actor:ferry-woman", "clv:possibleAllyOf", "actor:guild"),
    "hypothesis-pair/one-way": """
        DELETE DATA { actor:bargemen clv:possibleAllyOf actor:toll-office }""",
    "hypothesis-pair/itself": _insert("actor:guild", "clv:possibleAllyOf", "actor:guild"),
    "hypothesis-pair/issue": _insert("actor:guild", "clv:possibleAllyOf", "issue:bridge"),
}

#: What else the shapes say of a seed; the native check looks at the first of two quotations only.
SIDE_EFFECTS: dict[str, set[str]] = {"passage-quote/two": {"passage-length"}}


def rule_of(name: str) -> str:
    """Return the rule that a seed breaks."""
    return name.partition("/")[0]


def clean() -> Graph:
    """Return the clean corpus."""
    return Graph().parse(CLEAN)


def seeded(name: str) -> Graph:
    """Return the clean corpus with one fault in it."""
    graph = clean()
    before = set(graph)
    graph.update({**SEEDS, **FINDING_SEEDS}[name], initNs=_PREFIXES)
    assert set(graph) != before, f"the seed {name} changes nothing"
    return graph
