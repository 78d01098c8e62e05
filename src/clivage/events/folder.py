"""A folder of dyads that was made of events: what it holds, and its network."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeGuard

from clivage.errors import NetworkError, Origin
from clivage.events import duck
from clivage.events.duck_files import alone
from clivage.events.settings import FIRST, LAST, MANIFEST, UNFINISHED, VERSION
from clivage.events.statements import text
from clivage.network import SignedNetwork
from clivage.network.columns import Int32
from clivage.network.room import fits

if TYPE_CHECKING:
    import duckdb

#: What a weight of 1 in the network of a folder stands for.
_UNIT: Final = Fraction(1, 10)
#: What a manifest says.
_KEYS: Final = frozenset({
    "version", "clivage", "format", "directed", "codes", "window", "actor", "first", "last",
    "encoding", "base", "inputs", "counts",
})  # fmt: skip


def is_events(path: object) -> TypeGuard[Path]:
    """Whether a path is a folder that `clivage events` made."""
    return isinstance(path, Path) and (path / MANIFEST).is_file()


@dataclass(frozen=True, slots=True, kw_only=True)
class Actors:
    """Who takes part in the dyads, each column in the order of ``names``.

    Attributes:
        names: what tells actors apart.
        labels: what they are called.
        countries, types: what the events say of them; empty where they say nothing.
    """

    names: tuple[str, ...]
    labels: tuple[str, ...]
    countries: tuple[str, ...]
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventNetwork:
    """The network of the dyads of a folder.

    Attributes:
        folder: which.
        network: a row for each window, ordered pair and sign; weights are sums of Goldstein-like
            values, a tenth each.
        actors: the nodes of the network, in their order.
        events: how many events each row sums, int32, shape (rows,).
    """

    folder: EventFolder
    network: SignedNetwork
    actors: Actors
    events: Int32


class EventFolder:
    """An event folder that is there.

    Raises:
        NetworkError: when it is none, or not whole.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        origin = Origin(str(path))
        if not is_events(path):
            what = "is not a folder of events"
            if (path / UNFINISHED).is_dir():
                what = "is not finished: run the same 'clivage events' again, and it goes on"
            raise NetworkError(what, origin=origin)
        try:
            self.manifest: Mapping[str, Any] = json.loads(
                (path / MANIFEST).read_text(encoding="utf-8")
            )
        except (OSError, ValueError) as error:
            raise NetworkError(f"cannot be read: {error}", origin=origin) from None
        if not isinstance(self.manifest, dict) or not self.manifest.keys() >= _KEYS:
            what = f"{MANIFEST} is damaged"
            raise NetworkError(what, remedy="make it again from its files", origin=origin)
        if self.manifest["version"] != VERSION:
            what = "was made by another version of clivage"
            raise NetworkError(what, remedy="make it again from its files", origin=origin)

    @property
    def title(self) -> str:
        """What it is called: ``ICEWS events, 2018-06-01 to 2018-06-03``."""
        days = self.manifest["counts"]["days"]
        period = f", {' to '.join(dict.fromkeys(days))}" if days else ""
        return f"{self.manifest['format'].upper()} events{period}"

    @property
    def codes(self) -> str:
        """The table that says what codes mean, with its version: ``goldstein-icews 1``."""
        codes = self.manifest["codes"]
        return " ".join(filter(None, (codes["name"], codes["version"])))

    @property
    def base(self) -> str:
        """The base IRI of what it is in RDF."""
        return str(self.manifest["base"])

    @property
    def directed(self) -> bool:
        """Whether the events say who acts on whom."""
        return bool(self.manifest["directed"])

    @property
    def provenance(self) -> str:
        """Where the dyads come from, in words."""
        return f"{self.title}; what the codes say is from the table {self.codes}"

    def table(self, files: str) -> str:
        """Return what reads some of its Parquet files, in SQL: ``dyads/*.parquet``."""
        return f"read_parquet({text(f'{alone(str(self.path))}/{files}')})"

    def network(
        self,
        *,
        first: datetime.date = FIRST,
        last: datetime.date = LAST,
        least: int = 1,
    ) -> EventNetwork:
        """Return the network of its dyads.

        Args:
            first, last: windows that begin between these days, both included.
            least: events of either sign that a pair needs in a window.

        Raises:
            NetworkError: when the memory does not suffice, or nothing is left.
        """
        database = duck.connect()
        where = (
            f"window_start BETWEEN DATE {text(first.isoformat())} AND DATE {text(last.isoformat())}"
            f" AND support + opposition >= {int(least)}"
        )
        dyads = f"SELECT * FROM {self.table('dyads/*.parquet')} WHERE {where}"
        with duck.told(str(self.path)):
            database.execute(f"CREATE TEMP VIEW dyads AS {dyads}")
            actors = self._actors(database)
            ((rows,),) = database.execute(
                "SELECT CAST(SUM(CAST(support > 0 AS INT) + CAST(opposition > 0 AS INT)) AS BIGINT)"
                " FROM dyads"
            ).fetchall()
            if not rows:
                what = "no dyad is of this period, or has so many events"
                raise NetworkError(what, origin=Origin(str(self.path)))
            fits(rows, len(actors.names))
            columns = database.execute(_ROWS).fetchnumpy()
        network = SignedNetwork.of_arrays(
            actors.names,
            columns["holder"],
            columns["target"],
            columns["sign"],
            weight=columns["weight"],
            not_before=columns["first_day"],
            not_after=columns["last_day"],
            evidenced=columns["evidenced"],
            unit=_UNIT,
        )
        return EventNetwork(folder=self, network=network, actors=actors, events=columns["events"])

    def _actors(self, database: duckdb.DuckDBPyConnection) -> Actors:
        """Return the actors of the dyads, and number them in the database."""
        database.execute(
            "CREATE TEMP TABLE numbered AS SELECT *, CAST(ROW_NUMBER() OVER (ORDER BY actor) - 1"
            f" AS INTEGER) AS number FROM {self.table('actors.parquet')}"
            " WHERE actor IN (SELECT holder FROM dyads UNION SELECT target FROM dyads)"
        )
        found = database.execute(
            "SELECT actor, label, country, type FROM numbered ORDER BY number"
        ).fetchall()
        names, labels, countries, types = zip(*found, strict=True) if found else ((),) * 4
        return Actors(names=names, labels=labels, countries=countries, types=types)


#: A row for each sign of a dyad that has one, in an order of its own.
_ROWS: Final = """
SELECT
  one.number AS holder, two.number AS target, sides.sign,
  CAST(sides.weight AS INTEGER) AS weight, sides.events,
  CAST(sides.first_day - DATE '1970-01-01' AS INTEGER) AS first_day,
  CAST(sides.last_day - DATE '1970-01-01' AS INTEGER) AS last_day,
  FALSE AS evidenced
FROM (
  SELECT holder, target, window_start, CAST(1 AS TINYINT) AS sign, support_tenths AS weight,
    CAST(support AS INTEGER) AS events, first_day, last_day
  FROM dyads WHERE support > 0
  UNION ALL
  SELECT holder, target, window_start, CAST(-1 AS TINYINT) AS sign, opposition_tenths AS weight,
    CAST(opposition AS INTEGER) AS events, first_day, last_day
  FROM dyads WHERE opposition > 0
) AS sides
JOIN numbered AS one ON one.actor = sides.holder
JOIN numbered AS two ON two.actor = sides.target
ORDER BY 1, 2, sides.window_start, sides.sign DESC
"""
