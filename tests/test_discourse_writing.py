"""Matrices as files: what another program reads back is the matrix that was written."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clivage import discourse, network
from clivage.discourse import FORMATS, Among, Kind, Matrix, Normal, Recipe, Window
from clivage.discourse.writing import long_csv
from tests.debate import debate

#: Names that break careless formats: quotes, separators, markup, every script, a lone control.
HOSTILE = (
    'The "Party"', "l'armée", "a;b,c", "</node>", "שלום", "𝒯orres", "back\\slash\\", "two\nlines",
    "*Edges", "% comment", "", "=1+1", "data:",
)  # fmt: skip
_ACTORS = [f"a{at}" for at in range(4)]
_ISSUES = ["x", "y"]


@st.composite
def matrices(draw: st.DrawFn) -> Matrix:
    rows = draw(
        st.lists(
            st.tuples(st.sampled_from(_ACTORS), st.sampled_from(_ISSUES), st.sampled_from([1, -1])),
            min_size=1,
            max_size=10,
        )
    )
    labels = {id: draw(st.sampled_from(HOSTILE)) for id in (*_ACTORS, *_ISSUES)}
    among = draw(st.sampled_from([None, *Among]))
    normal = draw(st.sampled_from([Normal.NONE, Normal.ACTIVITY if not among else Normal.COSINE]))
    recipe = Recipe(among=among, normalize=normal, isolates=draw(st.booleans()))
    return discourse.network(debate(rows, labels=labels), recipe)


_SOME = settings(max_examples=40, deadline=None)


def read_csv(text: str) -> tuple[list[str], list[str], Any]:
    table = list(csv.reader(io.StringIO(text), delimiter=";"))
    values = np.array([[float(cell) for cell in row[1:]] for row in table[1:]])
    return [row[0] for row in table[1:]], table[0][1:], values


def read_dl(text: str) -> tuple[list[str], list[str], Any]:
    head, _, data = text.partition("\ndata:\n")
    labels = re.findall(r'^"(.*)"$', head, re.MULTILINE)
    values = np.array([[float(cell) for cell in row.split()] for row in data.splitlines()])
    first = head.splitlines()[0]
    if match := re.fullmatch(r"dl n = (\d+), format = fullmatrix", first):
        assert len(labels) == int(match[1])
        return labels, labels, values
    match = re.fullmatch(r"dl nr = (\d+), nc = (\d+), format = fullmatrix", first)
    assert match
    assert len(labels) == int(match[1]) + int(match[2])
    return labels[: int(match[1])], labels[int(match[1]) :], values


@_SOME
@given(matrices())
def test_matrices_come_back_from_csv_and_dl(matrix: Matrix) -> None:
    for name, reader, digits in (("csv", read_csv, 5e-7), ("dl", read_dl, 0)):
        rows, columns, values = reader(FORMATS[name].write(matrix))
        assert (len(rows), len(columns)) == matrix.shape
        assert len({*rows}) == len(rows)
        assert len({*columns}) == len(columns)
        assert values == pytest.approx(matrix.dense(), abs=digits or 1e-15)


def signed(graph: Any, attribute: str) -> dict[frozenset[str], float]:  # noqa: ANN401
    return {
        frozenset((one, other)): float(data[attribute])
        for one, other, data in graph.edges(data=True)
    }


def cells(matrix: Matrix) -> dict[frozenset[str], float]:
    return {
        frozenset((matrix.rows[row], matrix.columns[column])): float(value)
        for row, column, value in matrix.edges()
    }


@_SOME
@given(matrices())
def test_networks_come_back_from_graphml_and_gexf(matrix: Matrix) -> None:
    readers: dict[str, Any] = {"graphml": networkx.read_graphml, "gexf": networkx.read_gexf}
    for name, reader in readers.items():
        graph = reader(io.BytesIO(FORMATS[name].write(matrix).encode()))
        assert not graph.is_directed()
        assert signed(graph, "signed_weight") == cells(matrix)
        assert all(data["weight"] > 0 for *_, data in graph.edges(data=True))
        labels = dict(zip(matrix.rows, matrix.row_labels, strict=True))
        labels |= dict(zip(matrix.columns, matrix.column_labels, strict=True))
        assert dict(graph.nodes(data="label")) == labels
        stances = dict(zip(matrix.rows, matrix.row_counts.tolist(), strict=True))
        assert {id: graph.nodes[id]["stances"] for id in stances} == stances


def test_every_key_of_graphml_has_a_name_and_a_type() -> None:
    text = FORMATS["graphml"].write(discourse.network(debate([("a", "x", 1), ("b", "x", 1)])))
    keys = ElementTree.fromstring(text).findall("{http://graphml.graphdrawing.org/xmlns}key")
    assert len(keys) == 6
    assert all({"attr.name", "attr.type"} <= key.attrib.keys() for key in keys)


@_SOME
@given(matrices().filter(lambda matrix: matrix.among is not None))
def test_networks_come_back_from_pajek(matrix: Matrix) -> None:
    content = FORMATS["pajek"].write(matrix).encode()
    graph = networkx.read_pajek(io.BytesIO(content))
    ids = dict(zip(graph, matrix.rows, strict=True))
    found = {
        frozenset((ids[one], ids[other])): data["weight"]
        for one, other, data in graph.edges(data=True)
    }
    assert found == cells(matrix)


def test_pajek_marks_what_is_beyond_ascii_and_nothing_else() -> None:
    rows = [("a", "x", 1), ("b", "x", -1)]
    plain = discourse.network(debate(rows))
    accented = discourse.network(debate(rows, labels={"a": "l'armée"}))
    assert FORMATS["pajek"].write(plain).isascii()
    assert FORMATS["pajek"].write(accented).startswith("\ufeff% subtract")
    assert FORMATS["pajek"].write(accented.by_id()).isascii()
    two = FORMATS["pajek"].write(discourse.network(debate(rows), Recipe(among=None)))
    assert "*Vertices 3 2\n" in two
    assert two.endswith("*Edges\n1 3 1\n2 3 -1\n")


@_SOME
@given(matrices())
def test_the_table_of_edges_has_every_digit(matrix: Matrix) -> None:
    table = list(csv.DictReader(io.StringIO(FORMATS["edges"].write(matrix))))
    found = {frozenset((row["source"], row["target"])): float(row["value"]) for row in table}
    assert found == cells(matrix)
    assert all(float(row["weight"]) * int(row["sign"]) == float(row["value"]) for row in table)


def test_the_table_of_edges_is_read_as_a_signed_network(tmp_path: Path) -> None:
    rows = [("a", "x", 1, "2001"), ("b", "x", -1, "2001"), ("a", "x", 1, "2002"),
            ("b", "x", 1, "2002")]  # fmt: skip
    windows = discourse.networks(debate(rows), Recipe(window=Window()))
    file = tmp_path / "edges.csv"
    file.write_text(long_csv(windows), encoding="utf-8")
    read = network.from_csv(file)
    assert read.sign.tolist() == [-1, 1]
    assert read.not_before.astype("datetime64[D]").astype(str).tolist() == [
        "2001-01-01",
        "2002-01-01",
    ]


def test_a_conflict_is_an_opposition_and_a_combination_may_be_neither() -> None:
    rows = [("a", "x", 1), ("a", "x", -1), ("b", "x", -1), ("b", "y", 1)]
    conflict = discourse.network(debate(rows), Recipe(kind=Kind.CONFLICT))
    combined = discourse.network(debate(rows), Recipe(kind=Kind.COMBINE, among=None))
    signs = {
        kind: [row["sign"] for row in csv.DictReader(io.StringIO(FORMATS["edges"].write(matrix)))]
        for kind, matrix in (("conflict", conflict), ("combine", combined))
    }
    assert signs == {"conflict": ["-1"], "combine": ["0", "-1", "1"]}


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_matrix_gives_the_same_bytes_and_an_empty_one_a_file(name: str) -> None:
    rows = [("a", "x", 1), ("b", "x", -1)]
    once, again = (FORMATS[name].write(discourse.network(debate(rows))) for _ in range(2))
    assert once == again
    nobody = discourse.one_mode(discourse.of(debate([])), Kind.SUBTRACT)
    assert FORMATS[name].write(nobody).endswith("\n")


def test_matrix_csv_is_as_dna_writes_it() -> None:
    corpus = debate([("a", "x", 1), ("b", "x", 1)], labels={"a": 'The "A"'})
    whole = discourse.network(corpus)
    shares = discourse.network(corpus, Recipe(normalize=Normal.COSINE))
    assert FORMATS["csv"].write(whole) == '"";"The \'A\'";"b"\n"The \'A\'";0;1\n"b";1;0\n'
    assert '"b";1.000000;0.000000' in FORMATS["csv"].write(shares)
