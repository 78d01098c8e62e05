"""The view: what every picture and table is drawn from."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings

from clivage import network, view
from clivage.model import Corpus
from tests import founding
from tests.small import small
from tests.strategies import corpora

BOLIVIA = founding.drawn()
_ANY = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)


@given(corpus=corpora())
@_ANY
def test_every_edge_leads_to_its_statements_and_back(corpus: Corpus) -> None:
    """Edges hold exactly the statements that make one, each in one edge of its pair and sign."""
    made = view.to_json(view.of(corpus))
    statements = {one["id"]: one for one in made["statements"]}
    ends = {node["id"] for node in made["nodes"]}
    held = []
    for edge in made["edges"]:
        assert {edge["from"], edge["to"]} <= ends
        for id in edge["statements"]:
            one = statements[id]
            said = (one["holder"], one["target"], one["sign"], one["edge"])
            assert said == (edge["from"], edge["to"], edge["sign"], edge["id"])
        assert edge["weight"] == sum(statements[id]["strength"] for id in edge["statements"])
        held += edge["statements"]
    assert sorted(held) == sorted(one.id for one in corpus.statements if one.makes_edge)
    assert len(made["edges"]) == len(network.of(corpus).ties())


@given(corpus=corpora())
@_ANY
def test_offsets_cut_the_quotation_out_of_the_text(corpus: Corpus) -> None:
    """Offsets count code points: a slice of the text is the quotation, letter by letter."""
    made = json.loads(view.dumps(view.of(corpus)))
    texts = {source["id"]: source["text"] for source in made["sources"]}
    passages = [passage for one in made["statements"] for passage in one["evidence"]]
    assert len(passages) >= len(corpus.statements)
    for passage in passages:
        text = texts[passage["source"]]
        assert text[passage["start"] : passage["end"]] == passage["exact"]
        assert text[: passage["start"]].endswith(passage["prefix"])
        assert text[passage["end"] :].startswith(passage["suffix"])


def test_camps_number_their_members_and_nobody_else() -> None:
    """A node's camp is the place of its camp in the list, from 1; issues have none."""
    camps = {node.id: node.camp for node in BOLIVIA.nodes}
    for number, members in enumerate(BOLIVIA.camps, 1):
        assert [camps[member] for member in members] == [number] * len(members)
    assert sum(camp is not None for camp in camps.values()) == sum(map(len, BOLIVIA.camps))
    assert all(node.camp is None for node in BOLIVIA.nodes if node.type == "issue")


def test_a_pair_may_support_and_oppose_at_once() -> None:
    """Ambivalence stands as two edges, not as their sum."""
    ids = {edge.id for edge in view.of(small()).edges}
    assert {"bargemen.supports.orla-finn", "bargemen.opposes.orla-finn"} <= ids


def test_the_authors_own_stance_and_what_was_denied_make_no_edge() -> None:
    """Both are in the data, and marked as outside the network."""
    made = view.to_json(view.of(small()))
    outside = [(one["holder"], one["modality"]) for one in made["statements"] if not one["edge"]]
    assert outside == [("council", "negated"), ("author", "actual")]


def test_languages_begin_with_that_of_the_corpus() -> None:
    """The corpus's own language first, then the others that anything is named in."""
    assert view.languages(BOLIVIA) == ["fr", "en", "es"]
    assert view.languages(view.of(small())) == ["fr", "en"]
