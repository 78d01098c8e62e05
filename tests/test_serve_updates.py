"""Updates of a store: what is allowed, what is refused, and that nothing lies in between."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clivage import namespaces, rdf, shapes
from clivage.errors import ClivageError, CorpusError, OntologyError, OutputError, QueryError
from clivage.serve import operations
from clivage.serve.commits import Commits, OtherGraphError, faults
from clivage.store import Store
from clivage.storing import WritableStore
from tests import seeds
from tests.small import SOURCE, small
from tests.writing import ACTORS, BASE, CORPUS, DERIVED, PASSAGE, STATEMENTS, insert, make_store
from tests.writing import triples as statement

PREFIXES = "".join(f"PREFIX {name}: <{iri}> " for name, iri in seeds._PREFIXES.items())


@pytest.fixture
def commits(tmp_path: Path) -> Commits:
    """The toll bridge, to be written."""
    return Commits(make_store(tmp_path / "store"))


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Commits:
    """The corpus of the seeds, for updates that are refused."""
    folder = tmp_path_factory.mktemp("clean") / "store"
    Store.from_triples(seeds.CLEAN.read_bytes(), format=".ttl").save(folder)
    return Commits(folder)


def made(commits: Commits, sparql: str, using: operations.Using | None = None) -> bool:
    """Carry out an update, and say whether anything has changed."""
    draft = commits.update(sparql, using)
    changed = draft.state != commits.state
    if changed:
        commits.commit(draft)
        assert commits.state == draft.state
    return changed


def shown(commits: Commits, folder: Path) -> Store:
    """Return a snapshot of a store."""
    commits.snapshot(folder)
    return Store.open(folder)


#: Updates, and what must be true afterwards.
ALLOWED = {
    "insert data": (insert("one"), "statement:one clv:holder actor:guild"),
    "in small letters": (
        insert("one").replace("INSERT DATA", "insert\n# INSERT {\n data"),
        "actor:guild clv:opposes actor:council . statement:one a clv:Statement",
    ),
    "in a graph": (
        f"INSERT DATA {{ GRAPH <{STATEMENTS}> {{ {statement('one')} }} }}",
        "statement:one clv:holder actor:guild",
    ),
    "a new edge": (
        insert("one", "stranger", "orla-finn"),
        "actor:stranger clv:opposes actor:orla-finn . actor:orla-finn clv:opposedBy actor:stranger",
    ),
    "a mutual edge": (
        f"{insert('one', 'stranger', 'guild')} ; {insert('two', 'guild', 'stranger')}",
        "actor:stranger clv:inConflictWith actor:guild . actor:guild clv:inConflictWith"
        " actor:stranger",
    ),
    "a changed label": (
        """DELETE { ?a skos:prefLabel ?old } INSERT { ?a skos:prefLabel "The Guild"@en }
        WHERE { ?a skos:prefLabel ?old FILTER(?old = "Guild"@en) }""",
        'actor:guild skos:prefLabel "The Guild"@en',
    ),
    "with": (
        f"""WITH <{STATEMENTS}> DELETE {{ ?s clv:strength ?n }} INSERT {{ ?s clv:strength 1 }}
        WHERE {{ ?s clv:strength ?n }}""",
        "?s clv:strength 1 . FILTER NOT EXISTS { ?t clv:strength 3 }",
    ),
    "from the edges": (
        f"""WITH <{STATEMENTS}> INSERT {{ ?a rdfs:seeAlso ?b }}
        USING <{DERIVED}> WHERE {{ ?a clv:opposes ?b }}""",
        "actor:guild rdfs:seeAlso actor:council",
    ),
    "from a named graph": (
        f"""WITH <{STATEMENTS}> INSERT {{ ?a rdfs:seeAlso ?b }}
        WHERE {{ GRAPH <{DERIVED}> {{ ?a clv:opposes ?b }} }}""",
        "actor:guild rdfs:seeAlso actor:council",
    ),
    "delete where": (
        """DELETE WHERE { ?s clv:holder actor:ferry-woman ; clv:target actor:toll-keeper ;
        ?property ?value }""",
        "?s ?p ?o FILTER NOT EXISTS { actor:ferry-woman clv:opposes actor:toll-keeper }",
    ),
    "hostile words": (
        r"""INSERT DATA { actor:guild skos:note '} ; CLEAR ALL ; { " \\u0041 \u00e9 \t \\' }""",
        r"""actor:guild skos:note "} ; CLEAR ALL ; { \" \\u0041 é \t \\" """,
    ),
    "braces in a comment": (
        f"INSERT DATA {{ # }} ; DROP ALL\n {statement('one')} # {{\n }}",
        "statement:one clv:holder actor:guild",
    ),
    "another vocabulary": (
        "INSERT DATA { actor:guild <urn:note> 'a word' . <urn:a> a <urn:b> }",
        "actor:guild <urn:note> 'a word' . <urn:a> a <urn:b>",
    ),
}
#: Updates that change nothing.
EMPTY = [
    "DELETE DATA { <urn:not> <urn:there> 1 }",
    "CREATE GRAPH <urn:new>",
    "DROP SILENT GRAPH <urn:new>",
    "COPY DEFAULT TO <urn:new>",
    "DELETE { ?s ?p ?o } INSERT { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "PREFIX a: <urn:a>",
]
#: Updates that are refused: the error, and words of its message.
REFUSED: dict[str, tuple[type[ClivageError], str]] = {
    "LOAD <http://localhost/>": (QueryError, "loads a document"),
    f"LOAD SILENT <file:///etc/passwd> INTO GRAPH <{STATEMENTS}>": (QueryError, "LOAD"),
    "INSERT { ?a ?b ?c } WHERE { service <http://localhost/> { ?a ?b ?c } }": (
        QueryError,
        "another server",
    ),
    "INSERT DATA { <urn:a> <urn:b>": (QueryError, "cannot be run"),
    "SELECT * { ?a ?b ?c }": (QueryError, "cannot be run"),
    "INSERT DATA { <a> <b> <c> }": (QueryError, "cannot be run"),
    f"CLEAR GRAPH <{DERIVED}>": (OtherGraphError, "derived from the statements"),
    f"DROP GRAPH <{DERIVED}>": (OtherGraphError, "derived from the statements"),
    "CLEAR ALL": (OtherGraphError, "derived from the statements"),
    "DROP NAMED": (OtherGraphError, "derived from the statements"),
    f"MOVE <{STATEMENTS}> TO <urn:elsewhere>": (OtherGraphError, "the graph urn:elsewhere"),
    f"COPY <{STATEMENTS}> TO <{DERIVED}>": (OtherGraphError, "derived from the statements"),
    f"COPY <{STATEMENTS}> TO DEFAULT": (OtherGraphError, "without naming one"),
    "INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 1 } }": (OtherGraphError, "the graph urn:g"),
    f"INSERT DATA {{ GRAPH <{BASE}graph/findings> {{ <urn:a> <urn:b> 1 }} }}": (
        OtherGraphError,
        "graph/findings",
    ),
    "INSERT { GRAPH ?g { <urn:a> <urn:b> 1 } } WHERE { GRAPH ?g { ?a ?b ?c } }": (
        OtherGraphError,
        "derived from the statements",
    ),
    f"INSERT {{ ?a <urn:b> 1 }} WHERE {{ GRAPH <{DERIVED}> {{ ?a ?b ?c }} }}": (
        OtherGraphError,
        "say WITH or GRAPH",
    ),
    "CLEAR DEFAULT": (CorpusError, "another corpus"),
    "drop silent default": (CorpusError, "another corpus"),
    f"CLEAR GRAPH <{STATEMENTS}>": (CorpusError, "another corpus"),
    f"DELETE DATA {{ <{BASE}> a clv:Corpus }}": (CorpusError, "another corpus"),
    "INSERT DATA { <https://w3id.org/other/> a clv:Corpus }": (CorpusError, "another corpus"),
    "INSERT DATA { actor:guild <urn:knows> [] }": (CorpusError, "blank node"),
    "INSERT { ?a <urn:knows> _:b } WHERE { ?a a clv:Actor }": (CorpusError, "blank node"),
    "INSERT DATA { actor:guild clv:supports actor:council }": (CorpusError, "nobody may state"),
    "INSERT DATA { actor:guild clv:possibleAllyOf actor:council }": (
        CorpusError,
        "nobody may state",
    ),
    "INSERT DATA { <urn:camp> a clv:Camp , clv:Finding }": (CorpusError, "it was computed"),
    "INSERT DATA { clv:mode-deed skos:inScheme clv:kinds }": (CorpusError, "term of clivage"),
    "INSERT DATA { actor:guild <urn:says> <<( <urn:a> <urn:b> 1 )>> }": (CorpusError, "RDF 1.2"),
    "INSERT DATA { actor:guild <urn:says> 'a'@ar--rtl }": (CorpusError, "RDF 1.2"),
    "DELETE WHERE { ?s clv:modality ?m ; ?p ?o }": (CorpusError, "no statement"),
    insert("one", "nobody"): (CorpusError, "there is no actor 'nobody'"),
    insert("one", clv_strength="4"): (CorpusError, "is not 1, 2 or 3"),
    "DELETE WHERE { actor:guild ?p ?o }": (CorpusError, "there is no actor 'guild'"),
}


@pytest.mark.parametrize("case", ALLOWED)
def test_an_update_does_what_it_says(case: str, commits: Commits, tmp_path: Path) -> None:
    """It means the statements where it names no graph; edges follow, on the disk too."""
    update, then = ALLOWED[case]
    assert made(commits, update)
    store = shown(commits, tmp_path / "shown")
    assert store.query(f"ASK {{ {then} }}")
    statements = store.graph("statements")
    assert store.graph("derived") == Store.from_triples(statements).graph("derived")
    assert store.graphs == (DERIVED, STATEMENTS)
    assert commits.store.drafted().graphs == set()


def test_an_update_without_effect_is_no_commit(commits: Commits) -> None:
    """Six ways to change nothing."""
    assert [made(commits, update) for update in EMPTY] == [False] * 6


@pytest.mark.parametrize("update", REFUSED)
def test_a_refused_update_says_why_and_changes_nothing(
    update: str, commits: Commits, tmp_path: Path
) -> None:
    """In the draft neither: the next update starts from the store as it is."""
    kind, words = REFUSED[update]
    before = commits.state
    with pytest.raises(kind) as refused:
        commits.update(update)
    assert type(refused.value) is kind
    assert words in str(refused.value)
    assert commits.state == before
    assert commits.store.drafted().graphs == set()
    assert made(commits, insert("after"))


def test_a_refusal_lists_every_error_one_a_line(commits: Commits) -> None:
    """As `clivage check` does."""
    with pytest.raises(CorpusError) as refused:
        commits.update(f"{insert('one', 'nobody')} ; {insert('two', clv_strength='9')}")
    assert str(refused.value).splitlines() == [
        "statement/one: there is no actor 'nobody'. add it to corpus.yaml.",
        "statement/two: the strength 9 is not 1, 2 or 3. 1 is weak, 2 clear, 3 strong.",
    ]


def test_every_fault_that_the_shapes_find_is_refused_by_its_rule(clean: Commits) -> None:
    """Though only the part around it is looked at; a warning is none."""
    found = {}
    for seed, update in seeds.SEEDS.items():
        try:
            clean.update(PREFIXES + update)
            clean.discard()
        except CorpusError as error:
            found[seed] = {problem.rule for problem in error.problems}
    edges = {seed for seed in seeds.SEEDS if seeds.rule_of(seed) == "edge-evidence"}
    assert found == {
        seed: {seeds.rule_of(seed)} for seed in seeds.SEEDS if seed != "statement-self"
    }
    assert len(found) == 137 and edges


#: What no record holds, and only the shapes see: an update, and the rule that it breaks.
UNREAD = {
    f'INSERT DATA {{ source:{SOURCE} clv:text "another text" }}': "passage-text",
    f'INSERT DATA {{ source:{SOURCE} dcterms:date "1901" , "yesterday" }}': "source-date",
    f"INSERT DATA {{ <{BASE}> dcterms:license <https://w3id.org/other> }}": "corpus-licence",
    'INSERT DATA { actor:guild skos:exactMatch "https://w3id.org/a" }': "identity-link",
    "INSERT DATA { issue:bridge clv:partOf issue:bridge }": "actor-part-of",
    'INSERT DATA { issue:bridge clv:notBefore "1901-01-01"^^xsd:date }': "statement-bounds",
    f"""INSERT DATA {{ <urn:p> a clv:Passage ; oa:hasSource source:{SOURCE} ;
        oa:hasSelector <urn:q> , <urn:n> .
        <urn:q> a oa:TextQuoteSelector ; oa:exact "a word" .
        <urn:n> a oa:TextPositionSelector ; oa:start 1 ; oa:end 3 }}""": "passage-length",
    """DELETE { ?s clv:holder ?holder } INSERT { ?s clv:holder ?text }
        WHERE { ?s clv:holder ?holder BIND(STR(?holder) AS ?text)
                FILTER(?holder = actor:guild) }""": "statement-holder",
    """INSERT DATA { <urn:me> a <urn:Guildsman> .
        <urn:Guildsman> rdfs:subClassOf clv:Person , clv:Actor }""": "actor-label",
}


@pytest.mark.parametrize("update", UNREAD)
def test_the_shapes_are_asked_about_what_no_record_holds(update: str, commits: Commits) -> None:
    """A second value, a text in place of a name, a thing that nothing refers to."""
    with pytest.raises(CorpusError) as refused:
        commits.update(update)
    assert UNREAD[update] in {problem.rule for problem in refused.value.problems}


def test_findings_go_with_the_statements_that_they_rest_on(tmp_path: Path) -> None:
    """A number outlives no change of what it was computed from; a refused change keeps it."""
    Store.from_triples(seeds.CLEAN.read_bytes(), format=".ttl").save(tmp_path / "store")
    commits = Commits(tmp_path / "store")
    assert shown(commits, tmp_path / "before").graph("findings")
    with pytest.raises(CorpusError):
        commits.update("DELETE WHERE { ?s clv:strength ?n }")
    assert not made(commits, "DELETE DATA { <urn:a> <urn:b> 1 }")
    assert shown(commits, tmp_path / "between").graph("findings")
    assert made(commits, "INSERT DATA { <urn:a> <urn:b> 1 }")
    assert shown(commits, tmp_path / "after").graph("findings") == b""


def test_a_request_may_name_the_graphs_of_where(commits: Commits, tmp_path: Path) -> None:
    """using-graph-uri and using-named-graph-uri, unless the update names graphs itself."""
    copy = "INSERT { ?a <urn:x> ?b } WHERE { ?a clv:opposes ?b }"
    assert not made(commits, copy)
    assert made(commits, copy, ([DERIVED], []))
    named = "INSERT { ?g <urn:x> ?b } WHERE { GRAPH ?g { ?a clv:opposes ?b } }"
    with pytest.raises(QueryError, match="both the update and the request"):
        commits.update(named, ([], [DERIVED]))
    gone = "DELETE WHERE { ?s clv:holder actor:guild ; ?property ?value }"
    assert not made(commits, gone, ([DERIVED], []))
    store = shown(commits, tmp_path / "shown")
    assert store.query("ASK { actor:guild <urn:x> actor:council }")


# The Graph Store Protocol


def turtle() -> bytes:
    """Return the toll bridge with an actor more."""
    graph = rdf.to_graph(small())
    person = "<urn:new> a clv:Person , clv:Actor ; skos:prefLabel 'New'@en ."
    graph.parse(data=f"{PREFIXES.replace('PREFIX', '@prefix').replace('> ', '> . ')}{person}")
    return graph.serialize(format="turtle", encoding="utf-8")


def test_a_graph_is_replaced(commits: Commits, tmp_path: Path) -> None:
    """What was there and is not in the new one is gone; edges are left out, and derived."""
    made(commits, insert("one", "stranger", "guild"))
    edge = f"<{BASE}actor/stranger> <{namespaces.CLV}opposes> <{BASE}actor/guild> .\n"
    commits.commit(commits.put(edge.encode() + turtle(), format=".ttl", merge=False))
    store = shown(commits, tmp_path / "shown")
    assert store.query("ASK { <urn:new> a clv:Actor }")
    assert not store.query("ASK { actor:stranger clv:opposes actor:guild }")
    assert not store.query("ASK { statement:one ?p ?o }")
    again = commits.put(turtle(), format=".ttl", merge=False)
    assert again.state == commits.state


def test_a_graph_is_merged(commits: Commits, tmp_path: Path) -> None:
    """What was there stays."""
    made(commits, insert("one", "stranger", "guild"))
    commits.commit(commits.put(turtle(), format=".ttl", merge=True))
    store = shown(commits, tmp_path / "shown")
    assert store.query("ASK { <urn:new> a clv:Actor . statement:one clv:target actor:guild }")


def test_what_all_graphs_together_gave_can_be_put_back(tmp_path: Path) -> None:
    """With edges and findings in it, which are not taken for statements."""
    Store.from_triples(seeds.CLEAN.read_bytes(), format=".ttl").save(tmp_path / "store")
    commits = Commits(tmp_path / "store")
    everything = Store.open(tmp_path / "store").ntriples()
    assert commits.put(everything, format=".nt", merge=False).state == commits.state


@pytest.mark.parametrize(
    ("content", "format", "words"),
    [
        (b"<urn:a> <urn:b> \n <urn:c", ".ttl", "the body:2: not RDF"),
        (b"<urn:a> <b> <urn:c> .", ".ttl", "not RDF"),
        (b"\xff", ".nt", "not RDF"),
        (b"<a>", ".rdf", "not RDF"),
        (b'{"@context": "http://localhost/c", "a": 1}', ".jsonld", "on another server"),
    ],
)
def test_a_body_that_is_not_rdf_changes_nothing(
    content: bytes, format: str, words: str, commits: Commits
) -> None:
    """The draft neither."""
    with pytest.raises(OntologyError, match=words):
        commits.put(content, format=format, merge=False)
    assert commits.store.drafted().graphs == set()


def test_an_empty_graph_is_no_corpus(commits: Commits) -> None:
    """So the statements cannot be deleted."""
    with pytest.raises(CorpusError, match="another corpus"):
        commits.put(b"", format=".nt", merge=False)
    assert commits.store.drafted().graphs == set()


# Words


def default_graph(sparql: str, content: list[ox.Triple]) -> set[str]:
    """Run an update in an engine whose default graph has the triples."""
    engine = ox.Store()
    engine.extend(ox.Quad(one.subject, one.predicate, one.object) for one in content)
    engine.update(sparql)
    return {str(quad.triple) for quad in engine}


def named_graph(sparql: str, content: list[ox.Triple]) -> set[str]:
    """Run it in one where a named graph has them, and is meant."""
    engine, name = ox.Store(), ox.NamedNode("urn:g")
    engine.extend(ox.Quad(one.subject, one.predicate, one.object, name) for one in content)
    engine.update(operations.on_graph(sparql, "urn:g"))
    assert all(quad.graph_name == name for quad in engine)
    return {str(quad.triple) for quad in engine}


_terms = st.sampled_from(["<urn:a>", "<urn:b>", "<urn:c>", "'} {'", '"WHERE {"', "1"])
_names = st.sampled_from(["<urn:a>", "<urn:b>", "<urn:where>"])
_triples = st.builds("{} {} {} .".format, _names, _names, _terms)
_data = st.lists(_triples, max_size=3).map(" ".join)
_space = st.sampled_from([" ", "\n", " # DATA { \n", "\t"])
_operations = st.one_of(
    st.builds("INSERT{0}DATA{0}{{ {1} }}".format, _space, _data),
    st.builds("DELETE{0}DATA{0}{{ {1} }}".format, _space, _data),
    st.builds("delete where{0}{{ ?x {1} ?y }}".format, _space, _names),
    st.builds(
        "DELETE {{ ?x {0} ?y }}{2}INSERT {{ ?y {1} ?x }} WHERE{2}{{ ?x {0} ?y }}".format,
        _names,
        _names,
        _space,
    ),
    st.builds("INSERT {{ ?x {0} ?y }}{2}WHERE {{ ?x {1} ?y }}".format, _names, _names, _space),
    st.builds("DELETE {{ ?x {0} ?y }} WHERE {{ {{ ?x {0} ?y }} }}".format, _names),
    st.sampled_from(["CLEAR DEFAULT", "drop silent default"]),
)
_requests = st.builds(
    "{}{}".format,
    st.sampled_from(["", "PREFIX insert: <urn:data/> ", "# WITH <urn:h>\n"]),
    st.lists(_operations, min_size=1, max_size=4).map(" ;\n".join),
)


@settings(max_examples=300)
@given(_requests, st.lists(_triples, max_size=6))
def test_naming_the_graph_that_is_meant_changes_no_meaning(sparql: str, data: list[str]) -> None:
    """An update does to the named graph what the engine would do to its default graph."""
    content = [quad.triple for quad in ox.parse("\n".join(data), format=ox.RdfFormat.TURTLE)]
    assert named_graph(sparql, content) == default_graph(sparql, content)


@settings(max_examples=20)
@given(st.lists(st.text(), min_size=1, max_size=50))
def test_any_text_is_stored_as_it_is(texts: list[str]) -> None:
    """The lines that go to the disk are read there as they were meant."""
    lines = {f"<urn:a> <urn:b> {ox.Literal(text)} .\n" for text in texts}
    with tempfile.TemporaryDirectory() as folder:
        commits = Commits(_copied(Path(folder)))
        draft = commits.put("".join(lines).encode(), format=".nt", merge=True)
        commits.commit(draft)
        state = commits.state
        assert shown(commits, Path(folder) / "shown").columns(
            "SELECT ?text { <urn:a> <urn:b> ?text }"
        )
        del commits, draft
        again = Commits(Path(folder) / "store")
        assert again.state == state
        assert again.put("".join(lines).encode(), format=".nt", merge=True).state == state


# Any sequence


@pytest.fixture(scope="module", autouse=True)
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A store to copy: copying is quicker than making one."""
    _TEMPLATE.append(Commits(make_store(tmp_path_factory.mktemp("template") / "store")))
    yield
    _TEMPLATE.clear()


_TEMPLATE: list[Commits] = []


def _copied(folder: Path) -> Path:
    _TEMPLATE[0].snapshot(folder / "store")
    return folder / "store"


_actors = st.sampled_from(ACTORS)
_any_statement = st.sampled_from(["n-1", "n-2", "n-3"])
_updates = st.one_of(
    st.builds(insert, _any_statement, _actors, _actors),
    st.builds(
        lambda name, value: insert(name, clv_modality=f"clv:modality-{value}"),
        _any_statement,
        st.sampled_from(["negated", "announced", "certain"]),
    ),
    st.builds("DELETE WHERE {{ statement:{} ?p ?o }}".format, _any_statement),
    st.sampled_from(CORPUS.statements).map(
        lambda one: f"DELETE WHERE {{ <{BASE}statement/{one.id}> ?p ?o }}"
    ),
    st.builds("DELETE WHERE {{ ?s clv:holder actor:{} ; ?p ?o }}".format, _actors),
    st.builds("DELETE WHERE {{ actor:{} ?p ?o }}".format, _actors),
    st.builds("DELETE WHERE {{ actor:{} clv:partOf ?o }}".format, _actors),
    st.builds("INSERT DATA {{ actor:{} clv:partOf actor:{} }}".format, _actors, _actors),
    st.builds(
        """DELETE {{ ?s clv:strength ?n }} INSERT {{ ?s clv:strength {} }}
        WHERE {{ ?s clv:strength ?n ; clv:holder actor:{} }}""".format,
        st.sampled_from(["1", "3", "'2'"]),
        _actors,
    ),
    st.builds(
        "DELETE WHERE {{ <{}> {} ?o }}".format, st.just(PASSAGE), st.sampled_from(["?p", "a"])
    ),
    st.builds(
        "DELETE {{ ?q oa:exact ?e }} INSERT {{ ?q oa:exact {} }} WHERE {{ ?q oa:exact ?e }}".format,
        st.sampled_from(["?e", '"something else"']),
    ),
    st.builds(
        "DELETE WHERE {{ source:{} {} ?o }}".format, st.just(SOURCE), st.just("dcterms:rights")
    ),
    st.builds("INSERT DATA {{ actor:{} rdfs:comment 'a remark' }}".format, _actors),
    st.builds("INSERT DATA {{ issue:{} a clv:Issue ; skos:prefLabel 'x'@en }}".format, _actors),
)


@settings(max_examples=20)
@given(st.lists(_updates, min_size=1, max_size=6))
def test_whatever_is_sent_the_store_stays_right(updates: list[str]) -> None:
    """What is refused is wrong as a whole, by the same rules; what is accepted is not."""
    with tempfile.TemporaryDirectory() as folder:
        commits = Commits(_copied(Path(folder)))
        statements = Store(commits.store._disk).graph("statements")
        for update in updates:
            after = _after(statements, update)
            try:
                made(commits, update)
            except CorpusError as error:
                assert {one.rule for one in error.problems} == {one.rule for one in faults(after)}
            else:
                statements = after
        store = shown(commits, Path(folder) / "shown")
        assert store.graph("statements") == statements
        assert faults(statements) == []
        assert store.graph("derived") == Store.from_triples(statements).graph("derived")


def _after(statements: bytes, update: str) -> bytes:
    """Return what an update makes of statements, whether right or wrong."""
    engine = ox.Store()
    engine.load(statements, format=ox.RdfFormat.N_TRIPLES)
    engine.update(update, prefixes=namespaces.prefixes(BASE))
    return "".join(sorted(f"{quad.triple} .\n" for quad in engine)).encode()


@pytest.mark.parametrize("update", [insert("one"), "INSERT DATA { actor:guild rdfs:comment 'x' }"])
def test_what_is_accepted_breaks_no_shape(update: str, commits: Commits, tmp_path: Path) -> None:
    """The whole of it, by the published shapes."""
    made(commits, update)
    whole = shown(commits, tmp_path / "shown").ntriples()
    assert [one.rule for one in shapes.check(rdf.from_ntriples(whole))] == []


# On the disk


def test_who_opens_the_store_again_finds_every_commit(tmp_path: Path) -> None:
    """Its state too, which is a digest of what is there."""
    folder = make_store(tmp_path / "store")
    commits, states = Commits(folder), []
    for number in range(20):
        made(commits, insert(f"n-{number}", ACTORS[number % 3], ACTORS[3 + number % 4]))
        states.append(commits.state)
    assert len(set(states)) == 20
    del commits
    assert Commits(folder).state == states[-1]


def test_a_snapshot_keeps_what_it_was(commits: Commits, tmp_path: Path) -> None:
    """Whoever reads one never sees a later commit, nor half of one."""
    before = shown(commits, tmp_path / "before")
    content = before.ntriples()
    made(commits, insert("one"))
    assert before.ntriples() == content
    assert shown(commits, tmp_path / "after").ntriples() != content


def test_a_store_has_one_writer(commits: Commits, tmp_path: Path) -> None:
    """A second one, and whoever would put another store in its place, is told so in one line."""
    folder = tmp_path / "store"
    attempts: list[Callable[[], object]] = [
        lambda: WritableStore(folder),
        lambda: Store.from_triples(rdf.ntriples(CORPUS)).save(folder),
    ]
    for attempt in attempts:
        with pytest.raises(OutputError) as refused:
            attempt()
        assert str(refused.value) == (
            f"{folder}: another process has the store open to write it."
            " end the 'clivage serve --writable' that serves it."
        )
    assert made(commits, insert("one"))


def test_a_store_with_blank_nodes_is_not_written(tmp_path: Path) -> None:
    """No update can name one, so that none could be taken back."""
    blank = b"<urn:a> <urn:b> [ <urn:c> 1 ] ."
    store = Store.from_triples(seeds.CLEAN.read_bytes() + blank, format=".ttl")
    store.save(tmp_path / "store")
    with pytest.raises(OntologyError, match="blank nodes"):
        Commits(tmp_path / "store")


@pytest.mark.parametrize("there", ["nothing", "a folder", "a damaged store"])
def test_what_is_no_store_is_not_written(there: str, tmp_path: Path) -> None:
    """And not made either."""
    folder = tmp_path / "store"
    if there == "a folder":
        folder.mkdir()
    if there == "a damaged store":
        make_store(folder)
        (folder / "CURRENT").write_text("nonsense\n", encoding="ascii")
    with pytest.raises(OntologyError, match="store"):
        Commits(folder)
    assert folder.exists() == (there != "nothing")
