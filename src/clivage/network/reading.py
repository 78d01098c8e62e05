"""Signed networks from a corpus, a table, or a NetworkX graph."""

from __future__ import annotations

import csv
import datetime
import io
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from clivage import dates, yamlfile
from clivage.errors import DateError, NetworkError, Origin
from clivage.model import Corpus, Statement, UnevidencedTie
from clivage.network.columns import EVER, SignedNetwork, day_number
from clivage.network.merged import Merge, SignedGraph, merge
from clivage.ties import SIGNS

if TYPE_CHECKING:
    import networkx

    #: What the measures take: a network of any sort, or any NetworkX graph with signs.
    AnyGraph: TypeAlias = SignedGraph | SignedNetwork | networkx.Graph[Any]

#: Names of the columns of a table, the first that is there counts.
_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "holder": ("holder", "source", "from", "who"),
    "target": ("target", "to", "whom"),
    "sign": ("sign", "weight"),
    "weight": ("weight", "strength"),
    "when": ("when", "date"),
    "not_before": ("not_before",),
    "not_after": ("not_after",),
}
#: Weights are told apart to this many decimals.
_DECIMALS: Final = 6
#: What no weight of a network reaches, in its unit.
_TOO_HEAVY: Final = 2**31


def of(corpus: Corpus, *, unevidenced: bool = False) -> SignedNetwork:
    """Return the network of the statements that make a direct edge.

    Args:
        unevidenced: whether the ties without a quotation are rows too, after the statements; the
            column ``evidenced`` tells them apart. Where some of them weigh what is not whole,
            the unit of the network is a part of 1.

    Raises:
        NetworkError: when a statement is of or on what is not in the corpus, or the weights are
            too far apart.

    >>> empty = Corpus(id="e", base="https://w3id.org/e/", title={"en": "E"}, language="en")
    >>> of(empty).ties()
    ()
    """
    nodes = sorted([*corpus.actor, *corpus.issue])
    number = {id: at for at, id in enumerate(nodes)}
    rows: list[Statement | UnevidencedTie] = [
        statement for statement in corpus.statements if statement.makes_edge
    ]
    quoted = len(rows)
    rows += corpus.unevidenced if unevidenced else ()
    for id in {end for row in rows for end in (row.holder, row.target)} - number.keys():
        raise NetworkError(f"{id!r} is neither an actor nor an issue of the corpus")
    known = {when: _span(when) for when in {row.when for row in rows}}
    spans = [known[row.when] for row in rows]
    weight, unit = _weights(rows)
    return SignedNetwork.of_rows(
        nodes,
        (number[row.holder] for row in rows),
        (number[row.target] for row in rows),
        (row.sign.value for row in rows),
        weight=weight,
        not_before=(first for first, _ in spans),
        not_after=(last for _, last in spans),
        statements=(f"tie/{row.id}" if isinstance(row, UnevidencedTie) else row.id for row in rows),
        evidenced=(place < quoted for place in range(len(rows))),
        issues=(number[id] for id in corpus.issue),
        unit=unit,
    )


def _weights(rows: Sequence[Statement | UnevidencedTie]) -> tuple[list[int], Fraction]:
    """Return what rows weigh as multiples of a unit: 1, unless a tie weighs what is not whole."""
    exact = [row.weighs if isinstance(row, UnevidencedTie) else row.strength for row in rows]
    parts = math.lcm(*{weight.denominator for weight in exact})
    weights = [int(weight * parts) for weight in exact]
    if max(weights, default=0) >= _TOO_HEAVY:
        raise NetworkError("the weights of the ties are too far apart", remedy="round them")
    return weights, Fraction(1, parts)


def _span(when: str) -> tuple[int, int]:
    bounds = dates.bounds(when) if when else dates.Bounds(None, None)
    first = day_number(bounds.earliest) if bounds.earliest else -EVER
    last = day_number(bounds.latest) if bounds.latest else EVER
    return first, last


@dataclass
class _Table:
    """Rows as they are read, before they become columns."""

    nodes: list[str] = field(default_factory=list)
    rows: list[tuple[int, int, int, Fraction, int, int, str]] = field(default_factory=list)
    evidenced: list[bool] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.number = {id: at for at, id in enumerate(self.nodes)}

    def node(self, id: str) -> int:
        if id not in self.number:
            self.number[id] = len(self.nodes)
            self.nodes.append(id)
        return self.number[id]

    def add(
        self,
        holder: str,
        target: str,
        sign: int,
        weight: Fraction,
        first: int,
        last: int,
        id: str,
        *,
        evidenced: bool,
    ) -> None:
        self.rows.append((self.node(holder), self.node(target), sign, weight, first, last, id))
        self.evidenced.append(evidenced)

    def network(self, issues: Iterable[str] = ()) -> SignedNetwork:
        unit = Fraction(1, math.lcm(*{row[3].denominator for row in self.rows}))
        columns = list(zip(*self.rows, strict=True)) or [()] * 7
        return SignedNetwork.of_rows(
            self.nodes,
            columns[0],
            columns[1],
            columns[2],
            weight=(int(weight / unit) for weight in columns[3]),
            not_before=columns[4],
            not_after=columns[5],
            statements=columns[6],
            evidenced=self.evidenced,
            issues=(self.number[id] for id in issues),
            unit=unit,
        )


def from_csv(path: Path) -> SignedNetwork:
    """Read a table of signed edges; no quotation stands behind any of them.

    Its columns are ``source`` (or ``holder``, ``from``), ``target`` (or ``to``), ``sign`` (1, +,
    support; -1, -, opposition; that of the weight where there is no such column), and, where
    there are such, ``weight`` (to six decimals) and ``when`` (EDTF) or ``not_before`` and
    ``not_after``. Others are passed over.

    Raises:
        NetworkError: with the line of the first row that cannot be read.

    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp(), "edges.csv")
    >>> _ = file.write_text("source,target,sign,when\\nA,B,-1,1971\\n")
    >>> from_csv(file).nodes
    ('A', 'B')
    """
    reader = csv.reader(io.StringIO(yamlfile.read_text(path), newline=""))
    header = next(reader, [])
    at = _columns(header, Origin(str(path), 1))
    table = _Table()
    for row in reader:
        if row:
            _add_row(table, row, at, Origin(str(path), reader.line_num))
    return table.network()


def _columns(header: Sequence[str], origin: Origin) -> dict[str, int]:
    names = [name.strip().lower() for name in header]
    at: dict[str, int] = {}
    for column, choices in _COLUMNS.items():
        present = [name for name in choices if name in names]
        if present:
            at[column] = names.index(present[0])
        elif column in ("holder", "target", "sign"):
            what = f"the table has no column {choices[0]!r}"
            remedy = "a table of signed edges has columns source, target and sign"
            raise NetworkError(what, remedy=remedy, origin=origin)
    return at


def _add_row(table: _Table, row: Sequence[str], at: Mapping[str, int], origin: Origin) -> None:
    def cell(column: str) -> str:
        place = at.get(column, -1)
        return row[place].strip() if 0 <= place < len(row) else ""

    holder, target = cell("holder"), cell("target")
    if not holder or not target:
        raise NetworkError("the row names no two ends", remedy="complete it", origin=origin)
    sign = _sign(cell("sign"), origin)
    weight = _weight(cell("weight"), sign, origin)
    try:
        first, last = _span(cell("when"))
        if cell("not_before"):
            first = day_number(datetime.date.fromisoformat(cell("not_before")))
        if cell("not_after"):
            last = day_number(datetime.date.fromisoformat(cell("not_after")))
    except (DateError, ValueError) as error:
        raise NetworkError(f"a date cannot be read: {error}", origin=origin) from None
    table.add(holder, target, sign, weight, first, last, str(origin), evidenced=False)


def _sign(value: object, origin: Origin | None = None, what: str = "the sign") -> int:
    """Return +1 or -1; a number other than 0 has the sign that it has."""
    if isinstance(value, str) and value.lower() in SIGNS:
        return SIGNS[value.lower()]
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        number = math.nan
    if number == 0 or math.isnan(number):
        remedy = "write 1 for support and -1 for opposition, and leave out what is neither"
        raise NetworkError(f"{what} is {value!r}", remedy=remedy, origin=origin)
    return 1 if number > 0 else -1


def _weight(value: object, sign: int, origin: Origin | None = None) -> Fraction:
    """Return a weight as an exact multiple of a millionth."""
    if value in ("", None):
        return Fraction(1)
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number) or number == 0 or (number < 0 < sign):
        remedy = "a weight is a finite number other than 0; the sign stands in the column 'sign'"
        raise NetworkError(f"the weight is {value!r}", remedy=remedy, origin=origin)
    exact = Fraction(round(abs(number) * 10**_DECIMALS), 10**_DECIMALS)
    if not exact or exact >= _TOO_HEAVY:
        remedy = f"weights are from 1e-{_DECIMALS} to 2147483647"
        raise NetworkError(f"the weight is {value!r}", remedy=remedy, origin=origin)
    return exact


def from_networkx(
    graph: networkx.Graph[Any], *, sign: str = "sign", weight: str | None = None
) -> SignedNetwork:
    """Return a NetworkX graph of any sort, directed or not, as a network.

    Args:
        sign: attribute of the edges that holds the sign: a number other than 0, or a word such
            as ``support``; ``weight`` will do where weights are negative.
        weight: attribute that holds a weight; each edge weighs 1 when left out.

    Raises:
        NetworkError: when an edge has no sign, or a weight that is not a finite number.

    >>> import networkx
    >>> graph = networkx.Graph()
    >>> graph.add_edge("miners", "army", sign=-1)
    >>> from_networkx(graph).sign.tolist()
    [-1]
    """
    table = _Table([str(node) for node in graph])
    if len(table.number) < len(table.nodes):
        what = "two nodes of the graph have the same name as text"
        raise NetworkError(what, remedy="relabel them with networkx.relabel_nodes")
    for holder, target, row in _edges_of(graph):
        where = f"the sign of the edge {holder!r}, {target!r}"
        value = _sign(row.get(sign), what=where)
        weighs = _weight(row.get(weight), value) if weight else Fraction(1)
        bounds = [row.get(name) for name in ("not_before", "not_after")]
        first, last = (day_number(datetime.date.fromisoformat(day)) if day else None
                       for day in bounds)  # fmt: skip
        table.add(
            str(holder),
            str(target),
            value,
            weighs,
            -EVER if first is None else first,
            EVER if last is None else last,
            str(row.get("id") or f"{holder}–{target}"),
            evidenced=bool(row.get("evidenced", True)),
        )
    return table.network()


def _edges_of(graph: networkx.Graph[Any]) -> Iterator[tuple[Any, Any, dict[str, Any]]]:
    import networkx

    if isinstance(graph, networkx.MultiGraph):
        for holder, target, key, row in graph.edges(keys=True, data=True):
            yield holder, target, {"id": key if isinstance(key, str) else "", **row}
    else:
        yield from graph.edges(data=True)


def signed_graph(
    graph: AnyGraph,
    *,
    rule: Merge = Merge.SUM,
    weighted: bool = True,
    sign: str = "sign",
    weight: str | None = None,
) -> SignedGraph:
    """Return whatever has signed edges as an undirected signed graph.

    Args:
        graph: a `SignedGraph`, which stays as it is; a `SignedNetwork`; or a NetworkX graph.
        rule, weighted: how statements are merged; see `clivage.network.merge`.
        sign, weight: attributes of the edges of a NetworkX graph; see `from_networkx`.
    """
    if isinstance(graph, SignedGraph):
        return graph
    if not isinstance(graph, SignedNetwork):
        graph = from_networkx(graph, sign=sign, weight=weight)
    return merge(graph, rule, weighted=weighted)
