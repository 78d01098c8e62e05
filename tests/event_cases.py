"""Files of invented events, as odd as real ones are, that every engine has to count alike."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import duckdb

from clivage.events.statements import text
from tests.event_files import ACLED, ICEWS, Row, gdelt, icews, table, written

#: What is read, and how.
Case = tuple[list[str], dict[str, Any]]

#: Names that one engine or another could take for something else.
NAMES: Final = (
    "Arun", "arun", "Élan d'Ara", "Bor \\ Bek", "back\\nslash\\", '"Old" Ferry', "l''Union", "ß",
    "\N{NO-BREAK SPACE}Cem\N{NO-BREAK SPACE}", "  Dor  ", "NA", "None", "NULL", "nan", "0", "-1",
    "\N{HAMMER AND WRENCH}\N{VARIATION SELECTOR-16} Works", "\N{GRINNING FACE}", "e\u0301lan",
    "\uffff", "$first", "a;b -- c", "/* d */", "%_", "İnan", "مجلس", "委员会", "x" * 5_000, "",
    " ", "\ufffd", "Ara, Bor", "{a}", "`b`",
)  # fmt: skip
#: Days as files write them, some of which there are not.
DAYS: Final = (
    "2018-06-01", "2018-06-03", "2018-06-04", "2018-12-31 23:59:59", "2018-06-02T12:00:00Z",
    "20180630", "17683.0", "17683.75", "-120000", "1650-05-05", "1677-09-20", "2262-04-12",
    "1000-01-01", "0999-12-31", "2999-12-31", "3000-01-01", "2018-02-30", "2018-13-01", "20180230",
    "6/1/2018", "12/31/2017", "13/31/2017", "01 June 2018", "1 Jun 2018", "31 June 2018", "2018",
    "2018-06", "", "soon", "1e4", "0x10", "1_000", "17683d", "5.", ".5", "-", "--5",
    "1-2", "99999999999", "12345678901234567890", "nan", "inf", "2018_0601", "+2018061",
    " 2018-06-01 ", "1968-07-07", "０１-01-2018",
)  # fmt: skip
CODES: Final = ("051", "190", "010", "1233", "0841", "", "é", "o'k", "b\\c", "05 1", "-51")
VALUES: Final = (
    "3.4",
    "-9.0",
    "",
    "3.45",
    "-0.05",
    "1.5d",
    "0x10",
    "1_0",
    "nan",
    "inf",
    "1e1",
    "+2.5",
    ".5",
    "5.",
    "-",
    "1e999",
    "1e-9",
    "3,4",
    "--1",
)


def _events(seed: int, count: int) -> list[Row]:
    """Return events between names that are as unlike as can be, most of them usable."""
    chance = random.Random(seed)
    return [
        icews(
            number,
            holder=chance.choice(NAMES),
            target=chance.choice(NAMES),
            Event_Date=chance.choice(DAYS[:6] * 5 + DAYS),
            CAMEO_Code=chance.choice(CODES[:4] * 5 + CODES),
            Intensity=chance.choice(VALUES),
            Source_Country=chance.choice(NAMES),
            Source_Sectors=chance.choice(NAMES),
            Target_Sectors=chance.choice(NAMES),
            Target_Country=chance.choice(NAMES),
        )
        for number in range(count)
    ]


def _parquet(path: Path, rows: Sequence[Row], **types: str) -> str:
    """Write rows as Parquet, columns of text but for those whose type is given."""
    lines = written(path.with_suffix(".csv"), table(ICEWS, rows, ","))
    chosen = ", ".join(
        f"TRY_CAST(COALESCE(\"{name}\", '') AS {types.get(name.replace(' ', '_'), 'VARCHAR')})"
        f' AS "{name}"'
        for name in ICEWS
    )
    read = (
        f"read_csv({text(lines)}, header = true, all_varchar = true, quote = '\"', escape = '\"')"
    )
    with duckdb.connect() as database:
        database.execute(f"COPY (SELECT {chosen} FROM {read}) TO {text(str(path))}")
    return str(path)


def parquet_in_several_files(folder: Path) -> Case:
    """One of them has days and numbers of their own types, and another no rows."""
    rows = _events(1, 3_000)
    typed = {"Event_Date": "DATE", "Intensity": "DOUBLE", "Event_ID": "BIGINT"}
    found = [
        _parquet(folder / "a b.parquet", rows[:1_500]),
        _parquet(folder / "l'été.parquet", rows[1_500:2_500]),
        _parquet(folder / "typed.parquet", rows[2_500:], **typed),
        _parquet(folder / "none.parquet", []),
    ]
    return found, {"window": "week", "format": "icews"}


def quoted_tables(folder: Path) -> Case:
    """With commas, quotes and line feeds in cells; one is packed."""
    rows = _events(2, 600)
    rows += [icews(900, holder="two\nlines", target='"', Event_Text='say ""it""\n\nnow')]
    found = [
        written(folder / "plain.csv", table(ICEWS, rows[:300], ",")),
        written(folder / "packed.csv.gz", table(ICEWS, rows[300:], ",")),
    ]
    return found, {"window": "quarter", "actor": "country"}


def plain_tables(folder: Path) -> Case:
    """Without quotes or headings, and with lines that are no rows; an empty one among them."""
    chance = random.Random(3)
    names = [name.replace("\t", " ") for name in NAMES]
    rows = [
        {
            "GLOBALEVENTID": str(number),
            "SQLDATE": chance.choice(["20180601", "20171231", "20180230", "0", "16500101"]),
            "Actor1Code": chance.choice(names),
            "Actor1Name": chance.choice(names),
            "Actor2Code": chance.choice(names),
            "Actor2CountryCode": chance.choice(names),
            "EventCode": chance.choice(CODES),
            "GoldsteinScale": chance.choice(VALUES),
        }
        for number in range(500)
    ]
    whole = table(gdelt(58), rows, headings=False)
    lines = whole.splitlines(keepends=True)
    faulty = [*lines[:40], "too\tfew\n", "\n", lines[41].replace("\n", "\tone more\n"), *lines[42:]]
    found = [
        written(folder / "plain.tsv", whole),
        written(folder / "packed.tsv.gz", "".join(faulty)),
        written(folder / "ends.tsv", table(gdelt(58), rows[:20], headings=False, end="\r\n")),
        written(folder / "empty.tsv", ""),
    ]
    return found, {"window": "month"}


def pairs_without_direction(folder: Path) -> Case:
    """Days in words; a table of codes that somebody made."""
    chance = random.Random(4)
    kinds = ("Armed clash", "ARMED CLASH", "ﬁne", "fine", "ß", "o'k", "b\\c", "É", "é", "")
    rows: list[Mapping[str, str]] = [
        {
            "event_id_cnty": f"ARA{number}",
            "event_date": chance.choice(["01 June 2018", "1 March 1970", "31 June 2018", "June"]),
            "sub_event_type": chance.choice(kinds),
            "actor1": chance.choice(NAMES),
            "actor2": chance.choice(NAMES),
            "inter1": str(number % 8),
            "source": "Ara Post",
        }
        for number in range(400)
    ]
    own = written(
        folder / "own.csv", "code,sign\nArmed clash,-1\no'k,1\nb\\c,1\nÉ,0\nfine,1\nß,1\nss,1\n"
    )
    return [written(folder / "acled.csv", table(ACLED, rows, ","))], {
        "window": "all",
        "table": own,
        "least": 2,
    }


CASES: Final[Sequence[Callable[[Path], Case]]] = (
    parquet_in_several_files,
    plain_tables,
    pairs_without_direction,
)
