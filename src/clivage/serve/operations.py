"""What an update says, word by word: what it must not, and which graph it means.

An update that names no graph means the statements of the corpus. The engine takes it for its
default graph, which a store of clivage leaves empty; so the name is written in. An update that
names graphs is left as it is, and what it has changed is looked at afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from clivage import query
from clivage.errors import QueryError

#: The default graphs and the named ones of a WHERE.
Using: TypeAlias = tuple[Sequence[str], Sequence[str]]
#: Words that only stand where a graph is named, or several are meant.
_ABOUT_GRAPHS: Final = frozenset(
    ["GRAPH", "WITH", "USING", "NAMED", "ALL", "ADD", "MOVE", "COPY", "CREATE", "INTO"]
)
_FETCHING: Final = {
    "SERVICE": "the update asks another server (SERVICE), which clivage never does",
    "LOAD": "the update loads a document (LOAD), which clivage never does",
}


@dataclass(frozen=True, slots=True)
class _Token:
    sort: str
    text: str
    start: int
    end: int
    depth: int

    @property
    def word(self) -> str:
        return self.text.upper() if self.sort == "word" else ""


def guard(sparql: str) -> None:
    """Refuse an update that would reach another server or a file.

    Raises:
        QueryError: for SERVICE and LOAD.

    >>> guard("INSERT DATA { <urn:load> <urn:service> 'LOAD' }")
    """
    for token in _tokens(sparql):
        if token.word in _FETCHING:
            what = _FETCHING[token.word]
            raise QueryError(what, remedy="send the triples themselves, with INSERT DATA")


def on_graph(sparql: str, graph: str, using: Using | None = None) -> str:
    """Return an update in which the default graph is a named one, unless it names graphs itself.

    Args:
        graph: the name of the graph that is meant.
        using: the graphs that WHERE asks, as the request names them.

    Raises:
        QueryError: when the update and the request both name graphs.

    >>> on_graph("INSERT DATA { <urn:a> <urn:b> 1 }", "urn:g")
    'INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 1 } }'
    >>> on_graph("DELETE WHERE { ?a ?b 1 }", "urn:g")
    'WITH <urn:g> DELETE { ?a ?b 1 } WHERE { ?a ?b 1 }'
    """
    tokens = list(_tokens(sparql))
    if any(token.word in _ABOUT_GRAPHS for token in tokens):
        if using:
            what = "both the update and the request name graphs"
            raise QueryError(what, remedy="leave out using-graph-uri and using-named-graph-uri")
        return sparql
    for start, end, text in sorted(_edits(sparql, tokens, graph, _clauses(using)), reverse=True):
        sparql = sparql[:start] + text + sparql[end:]
    return sparql


def _edits(
    sparql: str, tokens: Sequence[_Token], graph: str, clauses: str
) -> Iterator[tuple[int, int, str]]:
    """Yield what to write into an update, and where: operation by operation."""
    top = [token for token in tokens if token.depth == 0]
    modifying = False  # between the first word of an operation and its WHERE
    for at, token in enumerate(top):
        following = top[at + 1].word if at + 1 < len(top) else ""
        if token.word in ("INSERT", "DELETE") and following == "DATA":
            block = _block(top, at + 2)
            if block:
                start, end = block
                yield start, start, f"{{ GRAPH <{graph}> "
                yield end, end, " }"
        elif token.word == "DELETE" and following == "WHERE":
            block = _block(top, at + 2)
            if block:
                pattern = sparql[slice(*block)]
                yield token.start, token.start, f"WITH <{graph}> "
                yield top[at + 1].start, top[at + 1].end, f"{pattern} {clauses}WHERE"
        elif token.word in ("INSERT", "DELETE") and not modifying:
            modifying = True
            yield token.start, token.start, f"WITH <{graph}> "
        elif token.word == "WHERE" and modifying:
            modifying = False
            yield token.start, token.start, clauses
        elif token.word == "DEFAULT":  # which is always there; a named graph may be gone
            silent = "" if at and top[at - 1].word == "SILENT" else "SILENT "
            yield token.start, token.end, f"{silent}GRAPH <{graph}>"


def _block(top: Sequence[_Token], at: int) -> tuple[int, int] | None:
    """Return where a block in braces begins and ends, or None where there is none."""
    if at + 1 < len(top) and (top[at].text, top[at + 1].text) == ("{", "}"):
        return top[at].start, top[at + 1].end
    return None


def _clauses(using: Using | None) -> str:
    default, named = using or ((), ())
    written = (*(f"USING <{one}> " for one in default), *(f"USING NAMED <{one}> " for one in named))
    return "".join(written)


def _tokens(sparql: str) -> Iterator[_Token]:
    """Yield what an update is made of, without comments; a brace is at the depth outside it."""
    depth = 0
    for sort, text, start in query.tokens(sparql):
        if text == "}" and sort == "brace":
            depth -= 1
        yield _Token(sort, text, start, start + len(text), depth)
        if text == "{" and sort == "brace":
            depth += 1
