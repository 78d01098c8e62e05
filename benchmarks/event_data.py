"""Generate machine-coded events as large as wanted, as ICEWS writes them: Parquet or CSV.

What is modelled, fitted to a real sample of ICEWS (4,993 events of three days of June 2018), whose
figures stand in `SAMPLE`; ``python -m benchmarks.events --only likeness`` compares them:

- Pairs: an event is of a pair of rank k with a weight that falls as a power of k without end, so
  that pairs come back, and new ones never stop coming (Heaps). So do actors.
- Actors: each end of a pair is an actor by its rank within a country, and countries have ranks too;
  nearly half of the pairs lie within a country, which makes triads as frequent as they are.
- Who acts: each pair has a direction it prefers, by more or less.
- Signs: each pair leans to support, opposition or neither, and most of its events go that way.
- Codes within a sign by a power of their rank, from the table of ICEWS, which also gives the
  intensity.
- Days in order at the rate of the sample (1,664 events a day, until the sample's last), one event
  in twenty written up to three days late. So more events are more years, and as dense.
- The columns of ICEWS, with texts about as long as there, and empty cells about as many.

What is not: actors that come and go and pairs that drift apart over the years (so a long stretch
has fewer pairs than a real one would, while a month has as many), waves of events, several events
out of one sentence, what the codes and the countries mean. Names are invented.

At 4,993 events the numbers of pairs, actors and triads, and the share of the hundred most frequent,
come within a tenth of the sample's; the ten most frequent pairs have 8 % of the events, and 11 % in
the sample, whose three days were about one meeting. 10 million events have some 39,000 actors and
2.5 million pairs by month.

Hard ones are the worst case instead: 20,000 actors, their logarithms uniform, who meet without
regard to each other, in no order of days, with a different address for each event. Eight events in
ten are then of a pair of their own in their month.

``python -m benchmarks.event_data PATH EVENTS [hard]`` writes them. Every number comes from the
number of the event through a hash that every machine has the same.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from clivage.events import codes

if TYPE_CHECKING:
    import duckdb
    import numpy as np

    Ranks = np.ndarray[tuple[int], np.dtype[np.int64]]
    Shares = np.ndarray[tuple[int], np.dtype[np.float64]]
    Keys = np.ndarray[tuple[int], np.dtype[np.uint64]]
    Columns = dict[str, Ranks]

#: Events of the sample, and what is counted in it: shares are of its events, or of its ends.
SAMPLE: Final = {
    "events": 4993,
    "ordered pairs an event": 2753 / 4993,
    "unordered pairs an event": 2238 / 4993,
    "actors an event": 1702 / 4993,
    "ends at the 10 most frequent actors": 0.235,
    "ends at the 100 most frequent actors": 0.552,
    "events of the 10 most frequent pairs": 0.112,
    "events of the 100 most frequent pairs": 0.307,
    "events within a country": 0.447,
    "events that support": 0.529,
    "events that oppose": 0.325,
    "triads an event": 645 / 4993,
}
A_DAY: Final = 1664
LAST_DAY: Final = datetime.date(2018, 6, 3)
#: Events that are made at a time.
_CHUNK: Final = 1_000_000
_COUNTRIES: Final = 200
_HARD_ACTORS: Final = 20_000
_HARD_DAYS: Final = 480 * 30
_LATE: Final = 0.05
#: How often an event of a pair goes the way that the pair leans; otherwise any way.
_LOYAL: Final = 0.884
_SUPPORT, _OPPOSITION = 0.529, 0.325
_SIGNS: Final = (1, -1, 0)


#: What actors are called besides their country, and the sectors that they are of.
_ROLES: Final = (
    ("Citizen", "General Population / Civilian / Social,Social"),
    ("Police", "Police,Government"),
    ("Head of Government", "Executive,Executive Office,Government"),
    ("Ministry", "Foreign Ministry,Executive,Government"),
    ("Member of Parliament", "Legislative / Parliamentary,Lower House,Government"),
    ("Military", "Military,Government,Defense / Security Ministry"),
    ("Media", "News,Business"),
    ("Labor Union", "Labor,Social"),
    ("Student Body", "Education,Social"),
    ("Party", "Parties,Ideological,Center Left,(National) Major Party,Government Major Party"),
    ("Armed Rebel Group", "Dissident,Rebel,Unidentified Forces"),
    ("Company", "Business"),
)


@dataclass(frozen=True, slots=True)
class Power:
    """Ranks from 0, whose weights fall as a power: of Lomax's law, rounded down.

    Attributes:
        offset: the greater, the more alike are the first ones.
        tail: exponent of the share that lies beyond a rank.
    """

    offset: float
    tail: float

    def ranks(self, shares: Shares) -> Ranks:
        """Return the ranks at shares between 0 and 1."""
        import numpy as np

        far = self.offset * ((1 - shares) ** (-1 / self.tail) - 1)
        return np.minimum(far, 2**31).astype(np.int64)


PAIRS: Final = Power(135, 0.39)
COUNTRIES: Final = Power(6.5, 0.77)
ACTORS: Final = Power(1, 0.76)
CODES: Final = Power(8, 2.3)
PUBLISHERS: Final = Power(12, 2)
WITHIN: Final = 0.46
REVERSED: Final = 0.876


def write(path: Path, events: int, *, hard: bool = False, seed: int = 0) -> Path:
    """Write events, as the ending of the path says: ``.parquet`` or ``.csv``.

    Args:
        hard: whether they are hard, as is said above, instead of like the sample.
    """
    import duckdb

    made = _hard if hard else _like_the_sample
    pieces = []
    with duckdb.connect() as database:
        database.execute("SET enable_progress_bar = false")
        _prepare(database)
        for number, columns in enumerate(_chunks(made, events, seed)):
            piece = path.with_name(f".{path.name}.{number:04}.parquet")
            database.register("numbers", columns)
            sql = _HARD_EVENTS if hard else _EVENTS
            database.execute(f"COPY ({sql}) TO '{piece}' (FORMAT parquet)")
            pieces.append(piece)
        listed = ", ".join(f"'{piece}'" for piece in pieces)
        form = "FORMAT csv, HEADER" if path.suffix == ".csv" else "FORMAT parquet, COMPRESSION zstd"
        database.execute(f"COPY (SELECT * FROM read_parquet([{listed}])) TO '{path}' ({form})")
    for piece in pieces:
        piece.unlink()
    return path


def _chunks(
    made: Callable[[Ranks, int, int], Columns], events: int, seed: int
) -> Iterator[Columns]:
    import numpy as np

    for first in range(0, events, _CHUNK):
        yield made(np.arange(first, min(first + _CHUNK, events)), events, seed)


def _share(keys: Ranks, salt: int) -> Shares:
    """Return for each key a number between 0 and 1 that looks drawn, the same whenever asked."""
    import numpy as np

    return _mixed(_mixed(keys.astype(np.uint64)) + np.uint64(salt)) / 2.0**32


def _mixed(keys: Keys) -> Keys:
    """Return a hash of 32 bits: shifts and multiplications, so that every machine has the same."""
    import numpy as np

    low = np.uint64(0xFFFFFFFF)
    mixed = keys & low
    for shift, factor in ((16, 0x7FEB352D), (15, 0x846CA68B)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor) & low
    return mixed ^ (mixed >> np.uint64(16))


def _like_the_sample(event: Ranks, events: int, seed: int) -> Columns:
    import numpy as np

    def own(salt: int) -> Shares:
        return _share(event, 1000 * seed + salt)

    pair = PAIRS.ranks(own(1))

    def of_pair(salt: int) -> Shares:
        return _share(pair, 1000 * seed + salt)

    first_country = COUNTRIES.ranks(of_pair(2)) % _COUNTRIES
    other = COUNTRIES.ranks(of_pair(4)) % _COUNTRIES
    second_country = np.where(of_pair(3) < WITHIN, first_country, other)
    first, second = ACTORS.ranks(of_pair(5)), ACTORS.ranks(of_pair(6))
    second += (first == second) & (first_country == second_country)
    turned = own(7) < REVERSED * of_pair(8)
    sign = _signs(np.where(own(9) < _LOYAL, of_pair(10), own(11)))
    return {
        "event": event,
        "day": _days(event, events, own(12), own(13)),
        "holder": np.where(turned, second, first),
        "holder_country": np.where(turned, second_country, first_country),
        "target": np.where(turned, first, second),
        "target_country": np.where(turned, first_country, second_country),
        "code": _codes(sign, CODES.ranks(own(14))),
        "publisher": PUBLISHERS.ranks(own(15)) % 300,
        "place": (own(16) * 40).astype(np.int64),
    }


def _signs(shares: Shares) -> Ranks:
    import numpy as np

    opposed = np.where(shares < _SUPPORT + _OPPOSITION, -1, 0)
    return np.where(shares < _SUPPORT, 1, opposed).astype(np.int64)


@cache
def _by_sign() -> dict[int, list[tuple[str, int]]]:
    """Return the codes and their values, by what they stand for."""
    known = codes.load("goldstein-icews").tenths.items()
    return {sign: [one for one in known if (one[1] > 0) - (one[1] < 0) == sign] for sign in _SIGNS}


def _codes(signs: Ranks, ranks: Ranks) -> Ranks:
    """Return places among all codes, those of a sign after those of another."""
    import numpy as np

    places, first = np.zeros_like(ranks), 0
    for sign in _SIGNS:
        alike = len(_by_sign()[sign])
        places = np.where(signs == sign, first + ranks % alike, places)
        first += alike
    return places


def _days(event: Ranks, events: int, late: Shares, how: Shares) -> Ranks:
    """Return days since 1970: those of the last events are the sample's last."""
    import numpy as np

    last = (LAST_DAY - datetime.date(1970, 1, 1)).days
    day = last - (events - 1 - event) // A_DAY
    return day - np.where(late < _LATE, (how * 4).astype(np.int64), 0)


def _hard(event: Ranks, events: int, seed: int) -> Columns:
    import numpy as np

    def own(salt: int) -> Shares:
        return _share(event, 1000 * seed + 500 + salt)

    last = (LAST_DAY - datetime.date(1970, 1, 1)).days
    return {
        "event": event,
        "day": last - (own(1) * _HARD_DAYS).astype(np.int64),
        "holder": (_HARD_ACTORS ** own(2)).astype(np.int64),
        "target": (_HARD_ACTORS ** own(3)).astype(np.int64),
        "code": _codes(_signs(own(4)), (own(5) * 2**31).astype(np.int64)),
    }


def _prepare(database: duckdb.DuckDBPyConnection) -> None:
    """Make what gives codes and actors their texts."""
    known = [one for sign in _SIGNS for one in _by_sign()[sign]]
    for name, values in (
        ("code_of", [f"'{code}'" for code, _ in known]),
        ("intensity_of", [str(tenths / 10) for _, tenths in known]),
    ):
        database.execute(f"CREATE MACRO {name}(nth) AS [{', '.join(values)}][1 + nth]")
    names = ", ".join(f"'{name}'" for name, _ in _ROLES)
    sectors = ", ".join(f"'{sectors}'" for _, sectors in _ROLES)
    database.execute(
        "CREATE MACRO called(rank, country) AS CASE WHEN rank = 0 THEN 'Country ' || country"
        f" ELSE [{names}][1 + rank % {len(_ROLES)}]"
        f" || CASE WHEN rank < {len(_ROLES)} THEN '' ELSE ' ' || rank // {len(_ROLES)} END"
        " || ' (Country ' || country || ')' END"
    )
    database.execute(
        f"CREATE MACRO sectors(rank) AS CASE WHEN rank <> 0 THEN [{sectors}]"
        f"[1 + rank % {len(_ROLES)}] || CASE WHEN rank % 5 < 2 THEN ',Regional' ELSE '' END END"
    )


_EVENTS: Final = """
SELECT
  10000000 + event AS event_id,
  DATE '1970-01-01' + CAST(day AS INTEGER) AS event_date,
  called(holder, holder_country) AS source_name,
  sectors(holder) AS source_sectors,
  'Country ' || holder_country AS source_country,
  'Act of the kind ' || code_of(code) AS event_text,
  code_of(code) AS cameo_code,
  intensity_of(code) AS intensity,
  called(target, target_country) AS target_name,
  sectors(target) AS target_sectors,
  'Country ' || target_country AS target_country,
  40000000 + event // 2 AS story_id,
  1 + event % 6 AS sentence_number,
  'News Agency of Town ' || publisher AS publisher,
  CASE WHEN place < 28 THEN 'Town ' || place || '-' || holder_country END AS city,
  CASE WHEN place < 6 THEN 'District ' || place END AS district,
  CASE WHEN place < 32 THEN 'Province ' || place % 9 || '-' || holder_country END AS province,
  'Country ' || holder_country AS country,
  ROUND(-60 + (holder_country * 37 % 120) + place / 40, 4) AS latitude,
  ROUND(-180 + (holder_country * 91 % 360) + place / 40, 4) AS longitude
FROM numbers"""
_HARD_EVENTS: Final = """
SELECT
  10000000 + event AS event_id,
  DATE '1970-01-01' + CAST(day AS INTEGER) AS event_date,
  'Actor ' || holder AS source_name,
  'Actor ' || target AS target_name,
  code_of(code) AS cameo_code,
  intensity_of(code) AS intensity,
  'https://news.invalid/' || md5(CAST(event AS VARCHAR)) AS publisher
FROM numbers"""


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]), hard=sys.argv[3:] == ["hard"])
