"""Files of events of every format are recognised and read, and every row is accounted for."""

from __future__ import annotations

import datetime
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from clivage.errors import ClivageError
from tests.event_files import (
    ACLED,
    ICEWS,
    PLOVER,
    POLECAT,
    Row,
    dyads,
    gdelt,
    icews,
    made,
    manifest,
    parquet,
    table,
    written,
)

_DAY: Final = datetime.date(2018, 6, 1)
#: What each format says of one friendly event: Arun acts, Bek is acted on.
_GDELT: Final = {
    "GLOBALEVENTID": "7", "SQLDATE": "20180601", "Actor1Code": "ARU", "Actor1Name": "Arun",
    "Actor2Code": "BEK", "Actor2Name": "Bek", "EventCode": "051", "GoldsteinScale": "3.4",
    "SOURCEURL": "https://press.example/7",
}  # fmt: skip
_POLECAT: Final = {
    "Event ID": "7", "Event Date": "2018-06-01", "Event Type": "SUPPORT", "Actor Name": "Arun",
    "Recipient Name": "Bek", "Actor Country": "ARA", "Contexts": "military;peace",
}  # fmt: skip
_ACLED: Final = {
    "event_id_cnty": "ARA7", "event_date": "2018-06-01", "sub_event_type": "Agreement",
    "actor1": "Bek", "actor2": "Arun", "notes": 'They said "yes", and signed.\nNobody came.',
}  # fmt: skip
_PLOVER: Final = {
    "id": "7",
    "date": "2018-06-01",
    "actor": "Arun",
    "recipient": "Bek",
    "event": "AID",
}
_UPPER: Final = tuple(name.upper() for name in ACLED)

#: Name of the file, its text, the format it is, and who takes part.
_TABLES: Final = {
    "gdelt1-57": ("a.CSV", table(gdelt(57), [_GDELT], headings=False), "gdelt1", "ARU BEK"),
    "gdelt1": ("a.export.CSV", table(gdelt(58), [_GDELT], headings=False), "gdelt1", "ARU BEK"),
    "gdelt2": ("a.csv", table(gdelt(61), [_GDELT], headings=False), "gdelt2", "ARU BEK"),
    "gdelt1-headings": ("a.csv", table(gdelt(58), [_GDELT], ","), "gdelt1", "ARU BEK"),
    "gdelt2-headings": ("a.csv", table(gdelt(61), [_GDELT], ","), "gdelt2", "ARU BEK"),
    "gdelt-few": ("a.csv", table(tuple(_GDELT), [_GDELT], ","), "gdelt1", "ARU BEK"),
    "icews": ("a.tab", table(ICEWS, [icews()]), "icews", "Arun Bek"),
    "icews-r": (
        "a.csv",
        table(ICEWS, [icews()], ",").replace("Event ID", "event_id").replace("Event D", "event_d")
        .replace("Source Name", "source_name").replace("Target Name", "target_name")
        .replace("CAMEO Code", "cameo_code"),
        "icews",
        "Arun Bek",
    ),
    "icews-quoted": (
        "a.tsv",
        "\t".join(f'"{name}"' for name in ICEWS)
        + "\n"
        + "\t".join(f'"{icews().get(name, "")}"' for name in ICEWS)
        + "\n",
        "icews",
        "Arun Bek",
    ),
    "polecat": ("a.txt", table(POLECAT, [_POLECAT]), "polecat", "Arun Bek"),
    "acled": ("a.csv", table(ACLED, [_ACLED], ","), "acled", "Arun Bek"),
    "acled-upper": (
        "a.csv",
        table(_UPPER, [{key.upper(): said for key, said in _ACLED.items()}], ";"),
        "acled",
        "Arun Bek",
    ),
    "plover": ("a.tsv", table(PLOVER, [_PLOVER]), "plover", "Arun Bek"),
}  # fmt: skip


@pytest.mark.parametrize("name", _TABLES)
def test_a_table_is_recognised_by_its_columns(tmp_path: Path, name: str) -> None:
    file, text, format_, pair = _TABLES[name]
    counts = made(tmp_path / "out", written(tmp_path / file, text))
    assert manifest(tmp_path / "out")["format"] == format_
    assert counts.verdicts == {"used": 1}
    (found,) = dyads(tmp_path / "out")
    assert found[1:6] == (*pair.split(), 1, 0, 0)
    assert found[8] == _DAY


@pytest.mark.parametrize("name", ["gdelt1-57", "gdelt2", "gdelt2-headings", "icews-r", "acled"])
def test_a_table_is_read_by_the_name_of_its_format(tmp_path: Path, name: str) -> None:
    file, text, format_, _ = _TABLES[name]
    counts = made(tmp_path / "out", written(tmp_path / file, text), format=format_)
    assert counts.verdicts == {"used": 1}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("Event Date", "DATE '2018-06-01'"),
        ("Event Date", "TIMESTAMP '2018-06-01 23:30:00'"),
        ("Event Date", "TIMESTAMPTZ '2018-06-01 23:30:00+00'"),
        ("Event Date", "20180601"),
        ("Event Date", "CAST(17683.0 AS DOUBLE)"),
        ("Source Name", "'Arun'::BLOB"),
        ("Source Sectors", "['Army', 'Navy']"),
        ("Intensity", "CAST(3.4 AS DECIMAL(4, 1))"),
    ],
)
def test_a_parquet_is_read_whatever_types_its_columns_have(
    tmp_path: Path, column: str, value: str
) -> None:
    columns = {key: f"'{said}'" for key, said in icews().items()} | {column: value}
    counts = made(tmp_path / "out", parquet(tmp_path / "a.parquet", columns, rows=3))
    assert (counts.verdicts, counts.otherwise) == ({"used": 3}, 0)
    assert dyads(tmp_path / "out") == [
        ("2018-01-01", "Arun", "Bek", 3, 0, 0, 102, 0, _DAY, _DAY),
    ]


def test_parquets_whose_columns_have_other_types_and_places_are_read_together(
    tmp_path: Path,
) -> None:
    one = {key: f"'{said}'" for key, said in icews().items()}
    two = {**dict(reversed(one.items())), "Event Date": "DATE '2018-06-01'"}
    three = {**one, "Event Date": "20180601"}
    files = [parquet(tmp_path / f"{n}.parquet", each) for n, each in enumerate((one, two, three))]
    counts = made(tmp_path / "out", *files, parquet(tmp_path / "none.parquet", one, rows=0))
    assert counts.verdicts == {"used": 3}


def test_files_of_one_format_with_other_columns_are_read_together(tmp_path: Path) -> None:
    files = [
        written(tmp_path / "a.tab", table(ICEWS, [icews()])),
        written(tmp_path / "b.csv", table(ICEWS[:9], [icews(), icews()], ",")),
        written(tmp_path / "c.csv", table(ICEWS[::-1], [icews()], ";", end="\r\n")),
        parquet(tmp_path / "d.parquet", {key: f"'{said}'" for key, said in icews().items()}),
        written(tmp_path / "e.tab", ""),
    ]
    counts = made(tmp_path / "out", *files)
    assert counts.verdicts == {"used": 5}
    assert [one["empty"] for one in manifest(tmp_path / "out")["inputs"]] == [False] * 4 + [True]


def test_polecat_with_a_heading_too_many_or_cells_without_one_is_read(tmp_path: Path) -> None:
    text = table(POLECAT, [_POLECAT])
    more = text.replace("Event Mode", "Event Mode\tHeadline", 1)
    wide = text.replace("\n", "\t\t\n").replace("\t\t\n", "\n", 1)
    files = [written(tmp_path / "more.txt", more), written(tmp_path / "wide.txt", wide)]
    assert made(tmp_path / "out", *files).verdicts == {"used": 2}


@pytest.mark.parametrize(
    ("file", "text", "options", "said"),
    [
        ("a.tab", table(ICEWS, [icews()]), {"format": "polecat"},
         "a.tab: polecat has a column 'event_type', and this file does not. check --format."),
        ("a.tab", table(ICEWS, [icews()]), {"format": "gdelt2"},
         "a.tab: gdelt2 has a column 'sqldate', and this file does not."),
        ("a.csv", table(gdelt(61), [_GDELT], headings=False), {"format": "acled"},
         "a.csv: acled has a column 'event_date'"),
        ("a.csv", "one,two\n1,2\n", {}, "a.csv: not a format that is known. name"),
        ("a.csv", "x", {}, "a.csv: not a format that is known."),
        ("a.csv", "", {}, "a.csv: there is nothing in it."),
        ("a.csv", "\n\r\n  \n", {}, "a.csv: there is nothing in it."),
        ("a.csv", b"\xff\xe9\n", {}, "a.csv: no line of it is utf-8. check --encoding."),
        ("a.zip", b"PK", {}, "a.zip: is packed with ZIP. unpack it first."),
        ("a.tab", table(ICEWS, [icews()]).encode("utf-16"), {}, "--encoding utf-16."),
        ("a.tab", table(ICEWS, [icews()]), {"encoding": "runes"},
         "no encoding is called 'runes'. choose utf-8, utf-16 or latin-1."),
        ("a.csv", table(ACLED, [_ACLED], ","), {"actor": "country"},
         "acled does not tell actors apart by country. choose name or type."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_one_line(
    tmp_path: Path, file: str, text: str | bytes, options: dict[str, str], said: str
) -> None:
    with pytest.raises(ClivageError) as refused:
        made(tmp_path / "out", written(tmp_path / file, text), **options)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"Event Date": "['2018-06-01']"}, "has a column 'event_date', and this file does not"),
        ({"CAMEO Code": "{'code': '051'}"}, "has a column 'cameo_code', and this file does not"),
    ],
)
def test_a_parquet_with_lists_where_values_are_due_is_refused(
    tmp_path: Path, columns: dict[str, str], said: str
) -> None:
    text = {key: f"'{value}'" for key, value in icews().items()} | columns
    with pytest.raises(ClivageError, match=said):
        made(tmp_path / "out", parquet(tmp_path / "a.parquet", text), format="icews")


def test_files_of_two_schemes_are_refused(tmp_path: Path) -> None:
    files = [
        written(tmp_path / "a.tab", table(ICEWS, [icews()])),
        written(tmp_path / "b.csv", table(ACLED, [_ACLED], ",")),
    ]
    with pytest.raises(
        ClivageError, match=r"several schemes: acled, cameo\. make a folder for each"
    ):
        made(tmp_path / "out", *files)


def test_files_are_named_by_patterns_and_each_counts_once(tmp_path: Path) -> None:
    for name in ("a'b", "a b", "a[1]", "Ä"):
        written(tmp_path / f"{name}.tab", table(ICEWS, [icews(holder=name)]))
    inside = tmp_path / "year=2018"
    inside.mkdir()
    written(inside / "a.tab", table(ICEWS, [icews(holder="inside")]))
    one = str(tmp_path / "a[1].tab")
    counts = made(tmp_path / "out", one, f"{tmp_path}/*.tab", f"{tmp_path}/**/*.tab", one)
    assert counts.verdicts == {"used": 5}
    assert {row[1] for row in dyads(tmp_path / "out")} == {"a'b", "a b", "a[1]", "Ä", "inside"}


@pytest.mark.parametrize(("name", "said"), [("in", "is a folder. name its files, such as"),
                                            ("*.nothing", "no such file")])  # fmt: skip
def test_a_folder_or_no_file_is_refused_with_a_remedy(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(ClivageError, match=said):
        made(tmp_path / "out", str(tmp_path / name))


_DAYS: Final = {
    "2018-06-01": "used", "2018-06-01 23:59:59": "used", "2018-06-01T10:00:00Z": "used",
    "20180601": "used", "6/1/2018": "used", "06/01/2018": "used", "01 June 2018": "used",
    "1 Jun 2018": "used", "17683": "used", "17683.0": "used", "17683.9": "used",
    "2018-02-30": "day", "20189999": "day", "0000-00-00": "day", "9999-01-01": "day",
    "0999-12-31": "day", "2018-06-1": "day", "13/1/2018": "day", "123/1/2018": "day",
    "1/2/3/2018": "day", "116 June 2018": "day", "31 February 2018": "day", "2018": "day",
    "2018-06-01x": "day", "nan": "day", "inf": "day", "-999999": "day", "today": "day", "": "day",
    "-365.0": "period", "-0.5": "period", "2017-12-31": "period", "2019-01-01": "period",
}  # fmt: skip


def test_every_day_is_read_as_it_is_meant_or_counted_as_none(tmp_path: Path) -> None:
    rows = [icews(number, holder=day or "none", Event_Date=day) for number, day in enumerate(_DAYS)]
    period = {"first": datetime.date(2018, 1, 1), "last": datetime.date(2018, 12, 31)}
    file = written(tmp_path / "a.tab", table(ICEWS, rows))
    counts = made(tmp_path / "out", file, window="all", **period)
    assert counts.verdicts == Counter(_DAYS.values())
    assert {row[1] for row in dyads(tmp_path / "out")} == {
        day for day, verdict in _DAYS.items() if verdict == "used"
    }
    assert {row[8] for row in dyads(tmp_path / "out")} == {_DAY}


def test_days_before_1970_are_counted_downwards(tmp_path: Path) -> None:
    rows = [icews(1, Event_Date="-365"), icews(2, Event_Date="-0.5")]
    made(tmp_path / "out", written(tmp_path / "a.tab", table(ICEWS, rows)))
    ((_, *_, first, last),) = dyads(tmp_path / "out")
    assert (first, last) == (datetime.date(1969, 1, 1), datetime.date(1969, 12, 31))


def test_a_code_without_its_zero_is_unknown_and_a_blank_around_it_is_none(tmp_path: Path) -> None:
    said = ["051", " 051 ", "51", "9999", "", "NA"]
    rows = [icews(number, CAMEO_Code=code) for number, code in enumerate(said)]
    counts = made(tmp_path / "out", written(tmp_path / "a.tab", table(ICEWS, rows)))
    assert counts.verdicts == {"used": 2, "code": 4}
    assert counts.unknown == {"": 2, "51": 1, "9999": 1}


def test_codes_in_words_are_known_in_small_and_capital_letters(tmp_path: Path) -> None:
    rows = [{**_POLECAT, "Event Type": code} for code in ("SUPPORT", "support", "Support", "sup")]
    counts = made(tmp_path / "out", written(tmp_path / "a.txt", table(POLECAT, rows)))
    assert counts.verdicts == {"used": 3, "code": 1}
    assert counts.unknown == {"sup": 1}


def test_actors_are_kept_as_they_are_written(tmp_path: Path) -> None:
    names = ["Ðorđe Бел", "北京", "عمر", "x" * 100_000, "None", 'O\'Brien; "Bob"', "a\x07b", "\\N"]
    rows = [icews(holder=f" {name} ") for name in names]
    counts = made(tmp_path / "out", written(tmp_path / "a.tab", table(ICEWS, rows)))
    assert counts.verdicts == {"used": len(names)}
    assert {row[1] for row in dyads(tmp_path / "out")} == set(names)


def test_events_without_two_actors_are_counted_apart(tmp_path: Path) -> None:
    pairs = [("", "Bek"), ("Arun", "  "), ("NA", "Bek"), ("", ""), ("Arun", "Arun"), ("None", "na")]
    rows = [icews(holder=holder, target=target) for holder, target in pairs]
    counts = made(tmp_path / "out", written(tmp_path / "a.tab", table(ICEWS, rows)))
    assert counts.verdicts == {"actor": 4, "itself": 1, "used": 1}


@pytest.mark.parametrize("text", [table(ICEWS, []), table(ICEWS, [])[:-1]])
def test_headings_alone_make_a_folder_without_dyads(tmp_path: Path, text: str) -> None:
    counts = made(tmp_path / "out", written(tmp_path / "a.tab", text))
    assert (counts.rows, dyads(tmp_path / "out")) == (0, [])


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("a.tab.gz", lambda text: text),
        ("a.tab.zst", lambda text: text),
        ("a.tab", lambda text: text.replace("\n", "\r\n")),
        ("a.tab", lambda text: text.replace("\n", "\r\n", 1)),
        ("a.tab", lambda text: text[:-1]),
        ("a.tab", lambda text: "\ufeff" + text),
        ("a.tab.gz", lambda text: text.replace("\n", "\n\n") + "\r\n\n"),
    ],
)
def test_packing_and_ends_of_lines_change_nothing(
    tmp_path: Path, name: str, change: Callable[[str], str]
) -> None:
    text = table(ICEWS, [icews(1), icews(2, holder="Größe")])
    counts = made(tmp_path / "out", written(tmp_path / name, change(text)))
    assert (counts.verdicts, counts.malformed.rows) == ({"used": 2}, 0)
    assert {row[1] for row in dyads(tmp_path / "out")} == {"Arun", "Größe"}


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_another_encoding_is_read_by_its_name(tmp_path: Path, encoding: str) -> None:
    text = table(ICEWS, [icews(holder="Größe")])
    made(tmp_path / "out", written(tmp_path / "a.tab", text, encoding), encoding=encoding)
    assert [row[1] for row in dyads(tmp_path / "out")] == ["Größe"]


_NAMES: Final = st.sampled_from(["Arun", "Bek", "Cato", "", "NA", " Bek ", "Дан"])
_ROWS: Final = st.lists(
    st.builds(
        icews,
        number=st.integers(1, 9),
        holder=_NAMES,
        target=_NAMES,
        Event_Date=st.sampled_from(
            ["2018-06-01", "1/2/2018", "20170304", "2018-02-30", "x", "17683.0"]
        ),
        CAMEO_Code=st.sampled_from(["051", "190", "010", "51", "0", ""]),
        Intensity=st.sampled_from(["3.4", "-10.0", "", "much"]),
    ),
    min_size=1,
    max_size=20,
)
#: Lines that are no rows, and how many records they are.
_FAULTS: Final = st.sampled_from(
    [b"1\t2\n", b"x\t" * 25 + b"\n", b"1\t\xe9" + b"\t" * 18 + b"\n", b"\n"]
)


# No phase of shrinking: it would write some thousands of files.
@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=_ROWS, faults=st.lists(_FAULTS, max_size=4), data=st.data())
def test_no_row_is_lost_however_the_rows_are_divided(
    tmp_path: Path, rows: list[Row], faults: list[bytes], data: st.DataObject
) -> None:
    shutil.rmtree(tmp_path)
    tmp_path.mkdir()
    lines = [table(ICEWS, [row], headings=False).encode() for row in rows] + faults
    heading = table(ICEWS, []).encode()
    whole = written(tmp_path / "whole.tab", heading + b"".join(lines))
    mixed = data.draw(st.permutations(lines))
    at = data.draw(st.integers(0, len(mixed)))
    halves = [
        written(tmp_path / "one.tab.gz", heading + b"".join(mixed[:at])),
        written(tmp_path / "two.tab", heading + b"".join(mixed[at:])),
    ]
    counts = made(tmp_path / "out", whole, threads=1)
    again = made(tmp_path / "again", *halves, memory=200_000_000)
    assert counts.rows == len(rows) + sum(line != b"\n" for line in faults)
    assert counts.malformed.rows == sum(line != b"\n" for line in faults)
    found = dyads(tmp_path / "out")
    assert counts.verdicts.get("used", 0) == sum(sum(row[3:6]) for row in found)
    assert found == dyads(tmp_path / "again")
    assert (counts.verdicts, counts.otherwise, counts.malformed.rows, counts.unknown) == (
        again.verdicts, again.otherwise, again.malformed.rows, again.unknown)  # fmt: skip
