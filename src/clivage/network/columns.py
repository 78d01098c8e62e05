"""The table of statements: one row a statement that makes a direct edge, one column a property."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from clivage.errors import NetworkError
from clivage.network.numbered import Ids, Numbered, taken

Int8: TypeAlias = NDArray[np.int8]
Int32: TypeAlias = NDArray[np.int32]
Int64: TypeAlias = NDArray[np.int64]
Truths: TypeAlias = NDArray[np.bool_]

#: Days of a row whose first or last possible day is open: before and after every day.
EVER: Final = int(np.iinfo(np.int32).max)
_EPOCH: Final = datetime.date(1970, 1, 1)
#: The columns that are arrays.
_COLUMNS: Final = (
    "holder", "target", "sign", "weight", "not_before", "not_after", "evidenced",
)  # fmt: skip


def day_number(day: datetime.date) -> int:
    """Return a day as days since 1970-01-01.

    >>> day_number(datetime.date(1971, 1, 1))
    365
    """
    return (day - _EPOCH).days


def day_of(number: int) -> datetime.date | None:
    """Return the day of a number, or None where it is open.

    >>> day_of(365), day_of(EVER)
    (datetime.date(1971, 1, 1), None)
    """
    return None if abs(number) >= EVER else _EPOCH + datetime.timedelta(days=int(number))


def number_of(exact: Fraction | int) -> float:
    """Return a weight as an int where it is whole.

    >>> number_of(Fraction(4, 2)), number_of(Fraction(1, 2))
    (2, 0.5)
    """
    return int(exact) if exact == int(exact) else float(exact)


@dataclass(frozen=True, slots=True)
class Tie:
    """All statements of one ordered pair and one sign.

    Attributes:
        holder, target: positions in `SignedNetwork.nodes`.
        sign: +1 support, -1 opposition.
        weight: sum of the weights, at least 1.
        statements: ids, in the order of the network's columns.
    """

    holder: int
    target: int
    sign: int
    weight: int
    statements: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class TieColumns:
    """The ties of `SignedNetwork.ties` as columns, for networks of millions of rows.

    Attributes:
        holder, target, sign, weight: as in `Tie`; int32, int8, and int64 for the weight.
        starts, rows: the rows of the network as CSR: ``rows[starts[t]:starts[t + 1]]`` are those
            of tie *t*, in the order of the network.
    """

    holder: Int32
    target: Int32
    sign: Int8
    weight: Int64
    starts: Int64
    rows: Int64

    def __len__(self) -> int:
        return len(self.weight)

    @property
    def count(self) -> Int64:
        """How many rows each tie has, at least 1."""
        return np.diff(self.starts)


@dataclass(frozen=True, kw_only=True, eq=False)
class SignedNetwork:
    """An immutable columnar projection; row *k* of each column is one statement.

    Attributes:
        nodes: ids of actors and issues, sorted where they come from a corpus; positions in it
            are node numbers.
        issues: node numbers of the issues.
        holder, target: node numbers, int32, shape (statements,).
        sign: +1 or -1, int8.
        weight: whole multiples of ``unit``, at least 1, int32; the strength of a statement.
        not_before, not_after: first and last possible day since 1970-01-01, int32; `EVER`
            (negative for the first) where open.
        statements: statement ids; for a table, where each row is written; for an unevidenced tie
            of a corpus ``tie/`` and its id, which no statement can be called. A tuple, or, for
            millions of rows, `Numbered`.
        evidenced: whether a quotation stands behind each row, shape (statements,).
        unit: what a weight of 1 stands for; 1 unless a table had decimals.
    """

    nodes: tuple[str, ...]
    issues: frozenset[int]
    holder: Int32
    target: Int32
    sign: Int8
    weight: Int32
    not_before: Int32
    not_after: Int32
    statements: Ids
    evidenced: Truths
    unit: Fraction = Fraction(1)

    @classmethod
    def of_rows(  # noqa: PLR0913  (a column, an argument)
        cls,
        nodes: Sequence[str],
        holder: Iterable[int],
        target: Iterable[int],
        sign: Iterable[int],
        *,
        weight: Iterable[int] | None = None,
        not_before: Iterable[int] | None = None,
        not_after: Iterable[int] | None = None,
        statements: Iterable[str] | None = None,
        evidenced: Iterable[bool] | None = None,
        issues: Iterable[int] = (),
        unit: Fraction = Fraction(1),
    ) -> SignedNetwork:
        """Make a network of columns; what is left out is 1, undated, evidenced, and numbered.

        >>> ring = SignedNetwork.of_rows("abc", [0, 1], [1, 2], [1, -1])
        >>> ring.statements, ring.undated.tolist()
        (('0', '1'), [True, True])
        """
        signs = np.fromiter(sign, np.int8)
        rows = len(signs)
        numbered = map(str, range(rows)) if statements is None else statements
        return cls.of_arrays(
            nodes,
            np.fromiter(holder, np.int32, rows),
            np.fromiter(target, np.int32, rows),
            signs,
            # Wider than the column, so that one that is too heavy is told in words.
            weight=None if weight is None else np.fromiter(weight, np.int64, rows),
            not_before=None if not_before is None else np.fromiter(not_before, np.int32, rows),
            not_after=None if not_after is None else np.fromiter(not_after, np.int32, rows),
            statements=tuple(numbered),
            evidenced=None if evidenced is None else np.fromiter(evidenced, np.bool_, rows),
            issues=issues,
            unit=unit,
        )

    @classmethod
    def of_arrays(  # noqa: PLR0913  (a column, an argument)
        cls,
        nodes: Sequence[str],
        holder: NDArray[np.integer],
        target: NDArray[np.integer],
        sign: NDArray[np.integer],
        *,
        weight: NDArray[np.integer] | None = None,
        not_before: NDArray[np.integer] | None = None,
        not_after: NDArray[np.integer] | None = None,
        statements: Ids | None = None,
        evidenced: Truths | None = None,
        issues: Iterable[int] = (),
        unit: Fraction = Fraction(1),
    ) -> SignedNetwork:
        """Make a network of arrays, which are not copied where their type is that of the column.

        What is left out is as in `of_rows`. The arrays must not be written to afterwards.

        Raises:
            NetworkError: when the columns differ in length, or a value is outside its range.

        >>> import numpy as np
        >>> one = SignedNetwork.of_arrays(("a", "b"), np.array([0]), np.array([1]), np.array([-1]))
        >>> one.statements[0], one.weight.tolist()
        ('0', [1])
        """
        rows = len(sign)
        ids = Numbered.upto(rows) if statements is None else statements
        everywhere = np.ones(rows, np.bool_) if evidenced is None else evidenced
        if len(ids) != rows or len(everywhere) != rows:
            raise NetworkError(f"{len(ids)} ids and {len(everywhere)} marks for {rows} rows")
        last = len(nodes) - 1
        return cls(
            nodes=tuple(nodes),
            issues=frozenset(issues),
            holder=_column("holder", holder, rows, 0, last),
            target=_column("target", target, rows, 0, last),
            sign=_signs(sign, rows),
            weight=_column("weight", _or(weight, 1, rows), rows, 1, EVER),
            not_before=_column("not_before", _or(not_before, -EVER, rows), rows, -EVER, EVER),
            not_after=_column("not_after", _or(not_after, EVER, rows), rows, -EVER, EVER),
            statements=ids,
            evidenced=_unwritable(everywhere),
            unit=unit,
        )

    def __len__(self) -> int:
        return len(self.statements)

    @property
    def undated(self) -> NDArray[np.bool_]:
        """Which rows have no date at all, shape (statements,)."""
        found: NDArray[np.bool_] = (self.not_before == -EVER) & (self.not_after == EVER)
        return found

    @cached_property
    def number(self) -> dict[str, int]:
        """Node numbers by id."""
        return {id: number for number, id in enumerate(self.nodes)}

    @cached_property
    def by_holder(self) -> tuple[Int32, Int32]:
        """The rows of each holder as CSR: ``rows[starts[a]:starts[a + 1]]`` are those of *a*."""
        return grouped(self.holder, len(self.nodes))

    @cached_property
    def by_target(self) -> tuple[Int32, Int32]:
        """The rows of each target, as in `by_holder`."""
        return grouped(self.target, len(self.nodes))

    @cached_property
    def is_issue(self) -> NDArray[np.bool_]:
        """Whether each node is an issue, shape (nodes,)."""
        flags = np.zeros(len(self.nodes), np.bool_)
        flags[sorted(self.issues)] = True
        return flags

    def where(self, kept: NDArray[np.bool_]) -> SignedNetwork:
        """Return the network of some rows, all nodes kept.

        Args:
            kept: which rows stay, shape (statements,).
        """
        rows = np.flatnonzero(kept)
        columns: dict[str, Any] = {name: getattr(self, name)[rows] for name in _COLUMNS}
        return SignedNetwork(
            nodes=self.nodes,
            issues=self.issues,
            statements=taken(self.statements, rows),
            unit=self.unit,
            **columns,
        )

    def window(
        self, start: datetime.date, end: datetime.date, *, undated: bool = False
    ) -> SignedNetwork:
        """Return the statements that may fall between two days, both included.

        A statement counts where its interval of possible days meets the window, so one with an
        uncertain date can stand in several windows.

        Args:
            undated: whether statements without any date stay too.

        >>> import datetime
        >>> network = SignedNetwork.of_rows("ab", [0], [1], [1], not_before=[0], not_after=[30])
        >>> len(network.window(datetime.date(1970, 1, 20), datetime.date(1970, 2, 20)))
        1
        """
        meets = (self.not_before <= day_number(end)) & (self.not_after >= day_number(start))
        return self.where(meets & (~self.undated | undated))

    def between_actors(self) -> SignedNetwork:
        """Return the statements of an actor on an actor; issues are no nodes any more."""
        if not self.issues:
            return self
        actors = np.flatnonzero(~self.is_issue)
        new = np.full(len(self.nodes), -1, np.int32)
        new[actors] = np.arange(len(actors), dtype=np.int32)
        kept = self.where(~(self.is_issue[self.holder] | self.is_issue[self.target]))
        return SignedNetwork(
            nodes=tuple(self.nodes[actor] for actor in actors.tolist()),
            issues=frozenset(),
            holder=new[kept.holder],
            target=new[kept.target],
            sign=kept.sign,
            weight=kept.weight,
            not_before=kept.not_before,
            not_after=kept.not_after,
            statements=kept.statements,
            evidenced=kept.evidenced,
            unit=self.unit,
        )

    def on_issues(self) -> SignedNetwork:
        """Return the statements of an actor on an issue: the two-mode network."""
        return self.where(self.is_issue[self.target])

    def ties(self) -> tuple[Tie, ...]:
        """Merge the statements of each ordered pair and sign, sorted by pair, support first."""
        merged = self.tie_columns()
        columns = (merged.holder, merged.target, merged.sign, merged.weight, merged.starts[1:])
        rows, start, ties = merged.rows.tolist(), 0, []
        lists = (column.tolist() for column in columns)
        for holder, target, sign, weight, end in zip(*lists, strict=True):
            statements = tuple(self.statements[row] for row in rows[start:end])
            ties.append(Tie(holder, target, sign, weight, statements))
            start = end
        return tuple(ties)

    def tie_columns(self) -> TieColumns:
        """Merge as `ties` does, in the same order, into columns.

        >>> twice = SignedNetwork.of_rows("ab", [0, 0], [1, 1], [1, 1], weight=[2, 3])
        >>> twice.tie_columns().weight.tolist(), twice.tie_columns().count.tolist()
        ([5], [2])
        """
        pair = self.holder.astype(np.int64) * max(1, len(self.nodes)) + self.target
        key = 2 * pair + (self.sign < 0)
        rows = np.argsort(key, kind="stable")
        first = np.flatnonzero(np.diff(key[rows], prepend=-1))
        one = rows[first]
        weight = self.weight[rows].astype(np.int64)
        return TieColumns(
            holder=self.holder[one],
            target=self.target[one],
            sign=self.sign[one],
            weight=np.add.reduceat(weight, first) if len(first) else weight,
            starts=np.append(first, len(rows)),
            rows=rows,
        )


def _or(values: NDArray[np.integer] | None, otherwise: int, rows: int) -> NDArray[np.integer]:
    return np.full(rows, otherwise, np.int32) if values is None else values


def _column(
    name: str,
    values: NDArray[np.integer],
    rows: int,
    least: int,
    most: int,
    kind: type[np.signedinteger] = np.int32,
) -> NDArray[Any]:
    """Return values as a column, after checking how many they are and that each is allowed."""
    if values.shape != (rows,):
        raise NetworkError(f"the column {name!r} has {values.size} values for {rows} rows")
    if not np.issubdtype(values.dtype, np.integer):
        remedy = "round it, in a smaller unit where the decimals count"
        raise NetworkError(f"the column {name!r} is of {values.dtype}, not whole", remedy=remedy)
    if rows and not least <= values.min() <= values.max() <= most:
        row = int(np.flatnonzero((values < least) | (values > most))[0])
        what = f"row {row}: the {name} is {values[row]}"
        raise NetworkError(what, remedy=_remedy(name, least, most))
    return _unwritable(values.astype(kind, copy=False))


def _signs(values: NDArray[np.integer], rows: int) -> Int8:
    sign = _column("sign", values, rows, -1, 1, np.int8)
    if not sign.all():
        remedy = "1 is support and -1 opposition; leave out what is neither"
        raise NetworkError(f"row {int(np.argmin(sign != 0))}: the sign is 0", remedy=remedy)
    return sign


def _remedy(name: str, least: int, most: int) -> str:
    if name == "weight":
        return f"weights are from {least} to {most}; sum fewer events, or take a larger unit"
    return f"it is from {least} to {most}"


def _unwritable(values: NDArray[Any]) -> NDArray[Any]:
    column = values.view()
    column.setflags(write=False)
    return column


def grouped(key: Int32, groups: int) -> tuple[Int32, Int32]:
    """Return rows by group as CSR: ``rows[starts[g]:starts[g + 1]]`` are those of group *g*."""
    rows = np.argsort(key, kind="stable").astype(np.int32)
    starts = np.zeros(groups + 1, np.int32)
    np.cumsum(np.bincount(key, minlength=groups), out=starts[1:])
    return starts, rows
