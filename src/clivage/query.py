"""Ask a store: SPARQL from a stranger, or one of the named questions of a historian.

A named question is a file of ``queries/``: its first comment line says what it asks, and each
line ``# $name (sort): meaning`` declares a parameter, which is a variable of the query. The
sort is ``actor``, ``issue``, ``target`` (either), ``source`` or ``date``; a ``?`` after the
sort makes the parameter optional.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from clivage import dates, identifiers, namespaces
from clivage.answer import Answer, Rows
from clivage.errors import QueryError

_FOLDER = Path(__file__).with_name("queries")
_PARAMETER = re.compile(r"# \$(?P<name>\w+) \((?P<sort>\w+)(?P<optional>\??)\): (?P<meaning>.+)")
#: The tokens of the query language, by their sorts, cut where the engine cuts them. What is none of
#: these is left out.
_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n\r]*)
    | (?P<string>\"\"\"(?:[^\\]|\\.)*?\"\"\"|'''(?:[^\\]|\\.)*?'''
               |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    | (?P<open>["'])
    | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
    | (?P<variable>[?$]\w+)
    | (?P<name>[\w.-]*:(?:(?:[\w:%]|\\.)(?:[\w:.%-]|\\.)*)?)
    | (?P<tag>@[\w-]+)
    | (?P<word>\w+)
    | (?P<brace>[{}])""",
    re.VERBOSE | re.DOTALL,
)
#: Words that `guard` looks for. A text without them, in whatever case, has no such token either.
_UPDATES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"])
#: Words by which the engine would reach out, or a query names its graphs.
_REACHING = ("SERVICE", "LOAD")
_WATCHED = (*_REACHING, "FROM", *sorted(_UPDATES))


class Endpoint(Protocol):
    """Whatever answers SPARQL about one corpus: a store here, or one elsewhere."""

    @property
    def base(self) -> str:
        """The base IRI of the corpus."""
        ...

    @property
    def graphs(self) -> tuple[str, ...]:
        """The names of the graphs that a query may name."""
        ...

    @property
    def prefixes(self) -> Mapping[str, str]:
        """Every prefix that a query may use without declaring it."""
        ...

    def query(self, sparql: str, *, union: bool = True) -> Answer:
        """Answer a query; see `clivage.store.Store.query`."""
        ...

    def ntriples(self) -> bytes:
        """Return all graphs as one, as sorted UTF-8 N-Triples."""
        ...


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a question asks for.

    Attributes:
        sort: ``actor``, ``issue``, ``target``, ``source`` or ``date``.
        optional: whether the question can be asked without it.
    """

    name: str
    sort: str
    meaning: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A named question.

    Attributes:
        asks: what it asks, as one sentence.
        sparql: the whole query, with its comments.
    """

    name: str
    asks: str
    parameters: tuple[Parameter, ...]
    sparql: str

    @property
    def usage(self) -> str:
        """How it is asked: its name and its parameters, optional ones in brackets."""
        words = (f"[{one.name}=]" if one.optional else f"{one.name}=" for one in self.parameters)
        return " ".join([self.name, *words])


@cache
def questions() -> Mapping[str, Question]:
    """Return the named questions by name.

    >>> questions()["supporters"].asks
    'Who supports an actor or an issue?'
    """
    return {path.stem: _question(path) for path in sorted(_FOLDER.glob("*.rq"))}


def named(name: str) -> Question:
    """Return one named question.

    Raises:
        QueryError: when there is none of that name.
    """
    question = questions().get(name)
    if question is None:
        remedy = identifiers.did_you_mean(name, questions(), "see clivage query --list")
        raise QueryError(f"there is no question {name!r}", remedy=remedy)
    return question


def ask(store: Endpoint, question: str, values: Sequence[str] = ()) -> Answer:
    """Answer SPARQL, or a named question with its values.

    Args:
        question: SPARQL, or the name of a question.
        values: for a named question, ``name=value`` or plain values in the order in which the
            question declares its parameters.

    Raises:
        QueryError: when the query is wrong, writes, calls another service or reads another
            graph; when the question, a parameter or an id is not known.
    """
    if re.fullmatch(r"[\w-]+", question.strip()):
        return _ask_named(store, question.strip(), values)
    if values:
        what = f"a value ({values[0]!r}) goes with the name of a question, not with SPARQL"
        raise QueryError(what, remedy="put the query in quotes, as one word")
    guard(question, store.graphs)
    return store.query(question, union=not names_graphs(question))


def names_graphs(sparql: str) -> bool:
    """Whether a query says by FROM which graphs it asks.

    >>> names_graphs("ASK FROM <urn:g> { ?from ?is 'FROM' }"), names_graphs("ASK { ?from ?a ?b }")
    (True, False)
    """
    if "FROM" not in sparql.upper():  # nearly always, and ten times as quick to see
        return False
    return any(sort == "word" and text.upper() == "FROM" for sort, text, _ in tokens(sparql))


def tokens(sparql: str) -> Iterator[tuple[str, str, int]]:
    """Yield what a query or an update is made of: the sort, the text and the place of each token.

    Raises:
        QueryError: at a string that is not closed; and where a word by which the engine reaches out
            may hide in another token, for the engine may cut tokens elsewhere: ``1SERVICE`` is two
            of them, and ``SERVICE:x`` too.

    >>> [text for _, text, _ in tokens("ASK { ?a :b 'c d' } # e")]
    ['ASK', '{', '?a', ':b', "'c d'", '}']
    """
    for match in _TOKEN.finditer(sparql):
        sort, text = match.lastgroup or "", match[0]
        if sort == "open":
            what = f"a string is opened by {text} and not closed"
            raise QueryError(what, remedy="close it, or put a backslash before what is no end")
        hidden = _hidden(sort, text.upper())
        if hidden:
            what = f"{hidden} stands within {text[:60]!r}, where it may be taken for the word"
            raise QueryError(what, remedy="put a space between them, or write the IRI out")
        if sort != "comment":
            yield sort, text, match.start()


def _hidden(sort: str, text: str) -> str:
    """Return the word by which the engine reaches out, and that another token may hide."""
    if sort == "word":
        looked, words = [text], [word for word in (*_REACHING, "FROM") if word != text]
    elif sort == "tag":
        looked, words = [text], [*_REACHING]
    elif sort == "name":  # a name may end at a dot, and what follows begin anew
        looked, words = [text.partition(":")[0], *text.split(".")[1:]], [*_REACHING]
        if text.partition(":")[0].endswith("FROM"):
            return "FROM"
    else:
        return ""
    return next((word for word in words for part in looked if word in part), "")


def guard(sparql: str, graphs: Sequence[str]) -> None:
    """Refuse what a query must not do: write, call another service, read another graph.

    The engine itself would open a network connection for SERVICE; this is why a query is
    looked through, word by word, before the engine sees it.

    Args:
        graphs: the names of the graphs that FROM may name.

    Raises:
        QueryError: for an update, SERVICE, or FROM with a graph that the store does not hold.

    >>> guard("SELECT ?service { ?service a <urn:LOAD> }", [])
    """
    text = sparql.upper()
    if not any(word in text for word in _WATCHED):  # nearly always, and quick to see
        return
    found = [(sort, text) for sort, text, _ in tokens(sparql) if sort != "brace"]
    for (sort, text), following in zip(found, [*found, ("", "")][1:], strict=True):
        word = text.upper()
        if sort != "word":
            continue
        if word == "SERVICE":
            what = "the query asks another server (SERVICE), which clivage never does"
            raise QueryError(what, remedy="ask this corpus alone")
        if word in _UPDATES:
            what = f"the query writes ({word}), and clivage query only reads"
            raise QueryError(what, remedy="edit the coding files, and build again")
        if word == "FROM":
            _refuse_foreign_graph(found, following, graphs)


def _refuse_foreign_graph(
    tokens: Sequence[tuple[str, str]], following: tuple[str, str], graphs: Sequence[str]
) -> None:
    sort, text = following
    if text.upper() == "NAMED":
        at = tokens.index(following)
        sort, text = tokens[at + 1] if at + 1 < len(tokens) else ("", "")
    name = text[1:-1] if sort == "iri" else _expanded(tokens, text)
    if name not in graphs:
        what = f"the query reads the graph {text} (FROM), which is not in the store"
        remedy = "leave FROM out"
        if graphs:
            remedy += f", or name one of {', '.join(graphs)}"
        raise QueryError(what, remedy=remedy)


def _expanded(tokens: Sequence[tuple[str, str]], name: str) -> str:
    """Expand a prefixed name by the PREFIX declarations of the query itself."""
    prefix, _, local = name.partition(":")
    for before, declared, iri in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if before[1].upper() == "PREFIX" and declared[1] == f"{prefix}:" and iri[0] == "iri":
            return iri[1][1:-1] + local
    return name


def _question(path: Path) -> Question:
    sparql = path.read_text(encoding="utf-8")
    asks = sparql.partition("\n")[0].removeprefix("# ")
    parameters = tuple(
        Parameter(match["name"], match["sort"], match["meaning"], bool(match["optional"]))
        for match in _PARAMETER.finditer(sparql)
    )
    return Question(path.stem, asks, parameters, sparql)


def _ask_named(store: Endpoint, name: str, values: Sequence[str]) -> Answer:
    return store.query(filled(store, named(name), values))


def filled(store: Endpoint, question: Question, values: Sequence[str]) -> str:
    """Return a question as SPARQL, with values in the places of its parameters.

    Raises:
        QueryError: when a parameter or an id is not known.
    """
    found = given(question, values)
    bound = "".join(
        f" VALUES ?{one.name} {{ {_value(store, one, found[one.name])} }}"
        for one in question.parameters
        if one.name in found
    )
    return question.sparql.replace("WHERE {", "WHERE {" + bound, 1)


def given(question: Question, values: Sequence[str]) -> dict[str, str]:
    """Match values to parameters, by name or by place, and refuse what does not fit.

    Raises:
        QueryError: for a value that has no place, and a parameter that has no value.

    >>> given(questions()["evidence"], ["target=army", "right"])
    {'target': 'army', 'who': 'right'}
    """
    names = [one.name for one in question.parameters]
    found: dict[str, str] = {}
    for value in values:
        name, equals, rest = value.partition("=")
        if not equals:
            free = [one for one in names if one not in found]
            name, rest = (free[0], value) if free else ("", value)
        if name not in names:
            takes = f"it takes {', '.join(names)}" if names else "it takes none"
            raise QueryError(f"{question.name!r} has no place for {value!r}", remedy=takes)
        found[name] = rest
    for one in question.parameters:
        if not one.optional and one.name not in found:
            what = f"{question.name!r} needs {one.name} ({one.meaning})"
            raise QueryError(what, remedy=f"such as: clivage query {question.name} {one.name}=ID")
    return found


def _value(store: Endpoint, parameter: Parameter, text: str) -> str:
    """Return a value as SPARQL: an IRI that the store holds, or a day."""
    if parameter.sort == "date":
        bounds = dates.bounds(text)
        day = bounds.latest if parameter.name == "to" else bounds.earliest
        if day is None:
            raise QueryError(f"the date {text!r} is open on the side that is asked for")
        return f'"{day.isoformat()}"^^xsd:date'
    folders = ("actor", "issue") if parameter.sort == "target" else (parameter.sort,)
    return f"<{thing(dict(_things(store, folders)), folders, text)}>"


def thing(known: Mapping[str, str], folders: Sequence[str], id: str) -> str:
    """Return the IRI of a thing by its id, its IRI or its prefixed name.

    Args:
        known: IRIs by id.
        folders: the sorts of things that are meant, such as ``actor``.

    Raises:
        QueryError: when it is not known; the nearest id is named.

    >>> thing({"torres": "urn:t"}, ["actor"], "actor:torres")
    'urn:t'
    """
    short = id.partition(":")[2] if id.partition(":")[0] in folders else id
    if short in known:
        return known[short]
    if id in known.values():
        return id
    kind = " or ".join(folders)
    remedy = identifiers.did_you_mean(short, known, f"see clivage query {folders[0]}s")
    raise QueryError(f"there is no {kind} {id!r}", remedy=remedy)


def _things(store: Endpoint, folders: Sequence[str]) -> Iterator[tuple[str, str]]:
    if "actor" in folders:
        yield "author", f"{namespaces.CLV}author"
    for folder in folders:
        found = store.query(f"SELECT DISTINCT ?thing {{ ?thing a clv:{folder.capitalize()} }}")
        assert isinstance(found, Rows)
        for (term,) in found.rows:
            if term is not None:
                yield identifiers.id_of(store.base, folder, term.value), term.value
