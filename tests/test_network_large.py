"""Networks of millions of rows: columns without a string a row, and what does not fit."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clivage.errors import NetworkError
from clivage.network import SignedNetwork, merge
from clivage.network.columns import EVER, Tie
from clivage.network.numbered import Numbered
from clivage.network.room import available_memory, fits

NODES = ("ash", "birch", "cedar", "dues", "elm")
ROW = st.tuples(
    st.integers(0, 4), st.integers(0, 4), st.sampled_from((1, -1)), st.integers(1, 9),
    st.integers(0, 99),
)  # fmt: skip
ROWS = st.lists(ROW, max_size=25)


def made(rows: list[tuple[int, int, int, int, int]], **more: object) -> SignedNetwork:
    """Make a network of rows of holder, target, sign, weight and day."""
    table = np.array(rows, np.int64).reshape(-1, 5)
    holder, target, sign, weight, day = table.T
    columns = {"weight": weight, "not_before": day, "not_after": day, "issues": [3], **more}
    return SignedNetwork.of_arrays(NODES, holder, target, sign, **columns)  # type: ignore[arg-type]


def told(network: SignedNetwork) -> list[list[object]]:
    """Return all that a network says, with its ids written out."""
    columns = (network.holder, network.target, network.sign, network.weight, network.not_before)
    return [list(network.nodes), list(network.statements), *(one.tolist() for one in columns)]


@given(ROWS)
@settings(max_examples=40)
def test_numbered_rows_are_rows_with_written_ids(
    rows: list[tuple[int, int, int, int, int]],
) -> None:
    """Every projection says the same whether the ids are strings or numbers."""
    lazy = made(rows, statements=Numbered.upto(len(rows), prefix="tie/"))
    written = replace(lazy, statements=tuple(lazy.statements))
    early = datetime.date(1970, 1, 1), datetime.date(1970, 2, 1)
    for one, other in (
        (lazy.where(lazy.sign > 0), written.where(written.sign > 0)),
        (lazy.window(*early), written.window(*early)),
        (lazy.between_actors(), written.between_actors()),
        (lazy.on_issues(), written.on_issues()),
    ):
        assert told(one) == told(other)
        assert isinstance(one.statements, Numbered)
    assert lazy.ties() == written.ties()
    one_graph, other_graph = merge(lazy), merge(written)
    pairs = range(len(one_graph))
    assert [one_graph.statements_of(pair) for pair in pairs] == [
        other_graph.statements_of(pair) for pair in pairs
    ]


@given(ROWS)
@settings(max_examples=40)
def test_ties_are_the_rows_of_a_pair_and_a_sign(rows: list[tuple[int, int, int, int, int]]) -> None:
    """Sorted by pair, support first; the columns say the same as the records."""
    expected: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for at, (holder, target, sign, *_) in enumerate(rows):
        expected[holder, target, -sign].append(at)
    network = made(rows)
    ties, columns = network.ties(), network.tie_columns()
    assert ties == tuple(
        Tie(key[0], key[1], -key[2], sum(rows[at][3] for at in some), tuple(map(str, some)))
        for key, some in sorted(expected.items())
    )
    assert columns.weight.tolist() == [tie.weight for tie in ties]
    assert columns.count.tolist() == [len(tie.statements) for tie in ties]


def test_arrays_of_the_right_type_are_not_copied() -> None:
    """They are seen through a column that nobody can write to; the caller's stays as it was."""
    holder = np.array([0, 1], np.int32)
    network = SignedNetwork.of_arrays(NODES, holder, np.array([1, 2]), np.array([1, -1]))
    assert np.shares_memory(network.holder, holder)
    assert holder.flags.writeable
    assert not network.holder.flags.writeable
    assert network.undated.all()
    assert network.evidenced.all()


@pytest.mark.parametrize(
    ("column", "values", "message"),
    [
        ("weight", [1, 2**31], "row 1: the weight is 2147483648. weights are from 1 to 2147483647"),
        ("weight", [0, 1], "row 0: the weight is 0"),
        ("weight", [1.5, 1], "the column 'weight' is of float64, not whole"),
        ("weight", [1], "the column 'weight' has 1 values for 2 rows"),
        ("holder", [0, 5], "row 1: the holder is 5. it is from 0 to 4"),
        ("sign", [1, 0], "row 1: the sign is 0. 1 is support and -1 opposition"),
        ("statements", ("one",), "1 ids and 2 marks for 2 rows"),
    ],
)
def test_a_column_that_cannot_be_is_refused(
    column: str, values: list[float] | tuple[str], message: str
) -> None:
    """In one line, with the row where there is one."""
    columns = {"holder": np.array([0, 1]), "target": np.array([1, 2]), "sign": np.array([1, 1])}
    given_ = values if column == "statements" else np.array(values)
    with pytest.raises(NetworkError) as error:
        SignedNetwork.of_arrays(NODES, **{**columns, column: given_})  # type: ignore[arg-type]
    assert str(error.value).startswith(message)
    assert "\n" not in str(error.value)


def test_a_weight_too_large_for_its_column_is_told_of_rows_too() -> None:
    """Python's whole numbers have no end, the column's have."""
    with pytest.raises(NetworkError, match="row 0: the weight is 3000000000"):
        SignedNetwork.of_rows("ab", [0], [1], [1], weight=[3_000_000_000])


def test_weights_are_added_up_beyond_the_width_of_their_column() -> None:
    """A tie of many heavy rows weighs what they do together, exactly."""
    network = SignedNetwork.of_rows("ab", [0] * 3, [1] * 3, [1] * 3, weight=[EVER] * 3)
    assert network.tie_columns().weight.tolist() == [3 * EVER]
    assert merge(network).weight.tolist() == [3 * EVER]


def test_numbered_ids_are_a_sequence() -> None:
    """They slice, compare and hash by what they say."""
    ids = Numbered(np.array([4, 7, 9]), prefix="tie/")
    assert list(ids) == ["tie/4", "tie/7", "tie/9"]
    assert ids[1:] == Numbered(np.array([7, 9], np.int32), prefix="tie/")
    assert hash(ids[1:]) == hash(Numbered(np.array([7, 9], np.int32), prefix="tie/"))
    assert ids != Numbered(np.array([4, 7, 9]))
    assert ids != ("tie/4", "tie/7", "tie/9")
    assert "tie/7" in ids
    assert "tie/5" not in ids


def test_what_does_not_fit_is_refused_with_what_to_do() -> None:
    """Before anything is read."""
    fits(10_000_000, 200_000, available=16_000_000_000)
    with pytest.raises(NetworkError, match=r"10,000,000 rows .* 1\.0 GB is free\. aggregate") as no:
        fits(10_000_000, 200_000, available=1_000_000_000)
    for option in ("--actors country", "--from", "--until", "--least"):
        assert option in str(no.value)


def wrote(root: Path, files: dict[str, str]) -> Path:
    """Write files into a folder."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


MEMINFO = {"proc/meminfo": "MemTotal: 9000 kB\nMemAvailable: 8000 kB\n"}
V2 = {
    "proc/self/cgroup": "0::/inner\n",
    "sys/fs/cgroup/inner/memory.max": "max\n",
    "sys/fs/cgroup/inner/memory.current": "700\n",
    "sys/fs/cgroup/memory.max": "5000\n",
    "sys/fs/cgroup/memory.current": "1000\n",
    "sys/fs/cgroup/memory.stat": "anon 600\ninactive_file 300\n",
}
V1 = {
    "proc/self/cgroup": "4:cpu,memory:/jobs\n0::/\n",
    "sys/fs/cgroup/memory/jobs/memory.limit_in_bytes": "2000\n",
    "sys/fs/cgroup/memory/jobs/memory.usage_in_bytes": "2500\n",
}


@pytest.mark.parametrize(
    ("files", "free"),
    [
        ({}, None),
        (MEMINFO, 8_192_000),
        (MEMINFO | V2, 4300),
        (MEMINFO | V1, 0),
    ],
    ids=["unknown", "machine", "group 2", "group 1"],
)
def test_the_tightest_limit_counts(tmp_path: Path, files: dict[str, str], free: int | None) -> None:
    """Of the machine and of the group of processes; what is cached can be had back."""
    assert available_memory(wrote(tmp_path, files)) == free
