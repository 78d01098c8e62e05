"""Questions: what each answers on the founding corpus, and what is refused."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clivage import coding, query, rdf
from clivage.answer import Rows
from clivage.errors import ClivageError, QueryError
from clivage.store import Store


@pytest.fixture(scope="module")
def bolivia() -> Store:
    return Store.from_triples(rdf.ntriples(coding.read(Path("graph/bolivia-1971"))))


def column(store: Store, name: str, question: str, *values: str) -> set[str]:
    answer = query.ask(store, question, values)
    assert isinstance(answer, Rows)
    return {row[name] for row in answer if name in row}


def test_who_supports_and_who_opposes_torres(bolivia: Store) -> None:
    """The two first questions of a historian have the answers that stand in the text."""
    assert column(bolivia, "who", "supporters", "torres") == {
        "actor:miners",
        "actor:miners-federation",
        "actor:federation-leader",
    }
    assert column(bolivia, "who", "opponents", "target=torres") == {
        "actor:army",
        "actor:bus-users",
        "actor:masses",
        "actor:right",
    }


def test_the_evidence_of_an_edge_is_its_quotation_and_its_place(bolivia: Store) -> None:
    """Evidence leads to words and to offsets in the source."""
    (row,) = query.ask(bolivia, "evidence", ["world-bank", "bolivia"])  # type: ignore[misc]
    assert row["quotation"].startswith("la Banque Mondiale et la banque inter-américaine")
    assert row["passage"] == "source:bolivia-1970-71#char=1283,1436"


EXPECTED = {
    ("allies-of-allies", "banzer"): ("ally_of_ally", set()),
    ("allies-of-allies", "phalange"): ("ally_of_ally", {"actor:mnr", "actor:right"}),
    ("enemies-of-enemies", "torres"): (
        "enemy_of_enemy",
        {"actor:army", "actor:conspirators", "actor:peasants"},
    ),
    ("common-enemies", "first=idb"): ("second", {"actor:world-bank"}),
    ("ambivalent-pairs",): ("first", {"actor:bus-users", "actor:miners"}),
    ("actors-by-issue", "gas-pipeline-credit"): ("who", {"actor:idb", "actor:world-bank"}),
    ("edges-by-voice", "voice=federation-leader"): (
        "who",
        {"actor:federation-leader", "actor:miners-federation"},
    ),
    ("no-edge",): ("why", {"announced", "author's own stance"}),
    ("period", "1970-12", "1970-12"): ("target", {"actor:bolivia", "actor:debray"}),
    ("reach", "right"): ("reached", {"actor:army"}),
    ("sources",): ("source", {"source:bolivia-1970-71"}),
    ("contested",): (
        "target",
        {"actor:torres", "actor:masses", "actor:miners", "actor:conspirators", "issue:bus-fares"},
    ),
}


@pytest.mark.parametrize("asked", EXPECTED, ids=" ".join)
def test_a_named_question_answers_what_stands_in_the_text(
    asked: tuple[str, ...], bolivia: Store
) -> None:
    """Each answer was read off the text by hand."""
    name, expected = EXPECTED[asked]
    assert column(bolivia, name, *asked) == expected
    assert len(EXPECTED) == 12


SAMPLES = {"actor": "torres", "issue": "bus-fares", "target": "torres", "source": "bolivia-1970-71"}


@pytest.mark.parametrize("name", query.questions())
def test_every_question_runs_says_what_it_asks_and_answers_in_a_fixed_order(
    name: str, bolivia: Store
) -> None:
    """No named question is broken, and two runs give the same bytes."""
    question = query.questions()[name]
    assert question.asks.endswith(("?", ".)"))
    values = [
        f"{one.name}={'1971-01' if one.sort == 'date' else SAMPLES[one.sort]}"
        for one in question.parameters
        if not one.optional
    ]
    first, second = (query.ask(bolivia, name, values) for _ in range(2))
    assert isinstance(first, Rows) and isinstance(second, Rows)
    assert first.json == second.json
    assert "ORDER BY" in question.sparql
    assert len(query.questions()) == 25


def test_a_question_without_its_optional_value_covers_everything(bolivia: Store) -> None:
    """Leaving out the issue shows all of them."""
    assert len(column(bolivia, "issue", "actors-by-issue")) > 3


WRONG = {
    ("suporters", "torres"): "there is no question 'suporters'. did you mean 'supporters'",
    ("supporters",): r"'supporters' needs target \(the actor or issue that is supported\)",
    ("supporters", "tores"): "there is no actor or issue 'tores'. did you mean 'torres'",
    ("supporters", "torres", "army"): "has no place for 'army'",
    ("supporters", "who=torres"): "has no place for 'who=torres'. it takes target",
    ("period", "1971-13", "1972"): "'1971-13'",
    ("SELECT ?a { ?a a clv:Actor }", "torres"): "goes with the name of a question",
    ("SELECT ?a {",): "the query cannot be answered",
    ("SELECT ?a { ?a a nope:Actor }",): "the query cannot be answered",
}


@pytest.mark.parametrize("asked", WRONG, ids=" ".join)
def test_a_wrong_question_is_explained_in_one_line(asked: tuple[str, ...], bolivia: Store) -> None:
    """A slip in a question says what to do."""
    with pytest.raises(ClivageError, match=WRONG[asked]) as raised:
        query.ask(bolivia, asked[0], asked[1:])
    assert "\n" not in str(raised.value)
    assert len(WRONG) == 9


REFUSED = {
    "INSERT DATA { <urn:a> <urn:b> <urn:c> }": "writes",
    "PREFIX a: <urn:#>\ndelete where { ?s ?p ?o }": "writes",
    "LOAD <http://127.0.0.1/data.ttl>": "writes",
    "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }": "SERVICE",
    "SELECT * { # comment\n service SILENT <http://127.0.0.1/> { ?s ?p ?o } }": "SERVICE",
    "SELECT * { ?s ?p '''a\n' # ''' SERVICE <http://127.0.0.1/> {} }": "SERVICE",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }": "FROM",
    "SELECT * FROM NAMED <http://127.0.0.1/x> { GRAPH ?g { ?s ?p ?o } }": "FROM",
    "PREFIX x: <http://127.0.0.1/> SELECT * FROM x:y { ?s ?p ?o }": "FROM",
}


@pytest.mark.parametrize("sparql", REFUSED)
def test_a_query_that_would_do_more_than_read_this_corpus_is_refused(
    sparql: str, bolivia: Store
) -> None:
    """Update, SERVICE, LOAD and FROM never reach the engine."""
    with pytest.raises(QueryError, match=REFUSED[sparql]):
        query.ask(bolivia, sparql)
    assert len(REFUSED) == 9


#: How a word may hide from who cuts tokens elsewhere than the engine does.
HIDDEN = (
    "PREFIX : <{0}> ASK {{ SERVICE:x {{ ?x ?y ?z }} }}",
    "ASK {{ #\r SERVICE <{0}> {{ ?x ?y ?z }} }}",
    "PREFIX a: <urn:> ASK {{ ?s ?p a:.SERVICE<{0}> {{ ?x ?y ?z }} }}",
    "PREFIX a: <urn:> ASK {{ ?s ?p a:b.0.SERVICE<{0}> {{ ?x ?y ?z }} }}",
    "ASK {{ ?s ?p 1SERVICE <{0}> {{ ?x ?y ?z }} }}",
    "ASK {{ ?s ?p 1.0SERVICE <{0}> {{ ?x ?y ?z }} }}",
    "ASK {{ ?s ?p trueSERVICE <{0}> {{ ?x ?y ?z }} }}",
    "ASK {{ ?s ?p <urn:\\u0041#>SERVICE <{0}> {{ ?x ?y ?z }} }}",
    "ASK {{ ?s ?p <urn:\u00a0#>SERVICE <{0}> {{ ?x ?y ?z }} }}",
    "PREFIX : <{0}> ASK FROM:x {{ ?x ?y ?z }}",
    "ASK #\r FROM <{0}> \n {{ ?x ?y ?z }}",
)


@pytest.mark.parametrize("hidden", HIDDEN)
def test_a_word_hides_in_no_other_token(hidden: str) -> None:
    """The guard cuts where the engine cuts, or refuses what may be cut in two ways."""
    with pytest.raises(QueryError, match=r"SERVICE|FROM"):
        query.guard(hidden.format("http://127.0.0.1/"), [])
    assert len(HIDDEN) == 11


def test_what_is_not_closed_is_refused_at_once() -> None:
    """However many ends there might be: otherwise each would be looked for to the end."""
    for opening in ('"', "'", '"""'):
        with pytest.raises(QueryError, match="not closed"):
            query.guard("SERVICE " + opening + '\\"' * 100_000, [])


def test_no_query_opens_a_connection(bolivia: Store) -> None:
    """A canary on the loopback hears nothing, however SERVICE is spelt."""
    heard = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.2)
        address = f"http://127.0.0.1:{canary.getsockname()[1]}/sparql"
        spellings = ["SERVICE", "service", "SeRvIcE", "SERVICE SILENT", "\\u0053ERVICE"]
        for spelling in spellings:
            with pytest.raises(QueryError):
                query.ask(bolivia, f"SELECT * {{ {spelling} <{address}> {{ ?s ?p ?o }} }}")
        for hidden in HIDDEN:
            with pytest.raises(QueryError):
                query.ask(bolivia, hidden.format(address))
        try:
            canary.accept()
            heard.set()
        except TimeoutError:
            pass
    assert not heard.is_set()


def test_words_of_update_are_harmless_as_names_and_in_quotations(bolivia: Store) -> None:
    """A query may speak of services and deletions."""
    query.guard("SELECT ?service { ?service <urn:LOAD> 'DELETE', \"it's\" ; ex:insert ?from }", [])
    query.guard("ASK { actor:secret-service clv:opposes ?a } # SERVICE", [])
    answer = query.ask(bolivia, "SELECT ?a { ?a skos:note 'INSERT # DELETE' }")
    assert isinstance(answer, Rows)
    assert len(answer) == 0


def test_from_may_name_a_graph_of_the_store(bolivia: Store) -> None:
    """One can ask the derived edges alone."""
    name = f"{bolivia.base}graph/derived"
    assert query.ask(bolivia, f"ASK FROM <{name}> {{ ?a clv:supports ?b }}")
    assert query.ask(
        bolivia, f"PREFIX g: <{bolivia.base}graph/> ASK FROM g:derived {{ ?a clv:supports ?b }}"
    )


def test_from_leaves_the_other_graphs_out(bolivia: Store) -> None:
    """The graphs that are named are asked, and no others; a variable may be called ?from."""
    everything, derived, asserted = (
        column(bolivia, "from", f"SELECT (COUNT(*) AS ?from) {named} {{ ?s ?p ?o }}").pop()
        for named in ("", *(f"FROM <{graph}>" for graph in bolivia.graphs))
    )
    assert int(everything) == int(derived) + int(asserted)
    assert int(derived) > 0


@given(st.text(), st.sampled_from(["#{}\n", "'{}'", '"{}"', "'''{}'''", '"""{}"""']))
def test_what_stands_in_a_string_or_a_comment_never_matters(text: str, form: str) -> None:
    """The guard looks at words of the language only."""
    for character in "\\'\"\n\r":
        text = text.replace(character, " ")
    query.guard(f"SELECT * {{ ?s ?p ?o }} {form.format(text + ' SERVICE DROP')}", [])


@given(st.text(alphabet="aé '\"#<>?:@{}\n", max_size=30))
def test_service_after_anything_that_is_closed_is_refused(before: str) -> None:
    """Whatever stands in a comment or a closed string before it, SERVICE is seen."""
    closed = before.replace("\n", " ")
    with pytest.raises(QueryError):
        query.guard(f"SELECT * {{ #{closed}\n SERVICE <urn:x> {{}} }}", [])
