"""Signed dyads of machine-coded events, against a count of the same events in plain Python."""

from __future__ import annotations

import csv
import datetime
import json
import re
import subprocess
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import duckdb
import pytest
from click.testing import CliRunner

from clivage import corpora
from clivage.analysis.triads import triad_census
from clivage.cli import main
from clivage.errors import ClivageError
from clivage.events import codes, formats, making
from clivage.events.folder import EventFolder, is_events
from clivage.events.settings import WINDOWS
from clivage.network import SignedNetwork
from tests.shared_data import path as shared

_EPOCH = datetime.date(1970, 1, 1)


@dataclass
class Dyad:
    """What plain Python counts of a pair."""

    support: int = 0
    opposition: int = 0
    neutral: int = 0
    support_tenths: int = 0
    opposition_tenths: int = 0
    first_day: datetime.date = datetime.date.max
    last_day: datetime.date = datetime.date.min

    def add(self, tenths: int, day: datetime.date) -> None:
        """Count an event."""
        self.support += tenths > 0
        self.opposition += tenths < 0
        self.neutral += tenths == 0
        self.support_tenths += max(0, tenths)
        self.opposition_tenths += max(0, -tenths)
        self.first_day = min(self.first_day, day)
        self.last_day = max(self.last_day, day)


def _counted(table: str, actor: str = "name") -> dict[tuple[Any, ...], Dyad]:
    """Count the sample by day and pair."""
    tenths = codes.load(table).tenths
    dyads: dict[tuple[Any, ...], Dyad] = defaultdict(Dyad)
    with shared("events/icews_sample.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            ends = row[f"source_{actor}"].strip(), row[f"target_{actor}"].strip()
            day = _EPOCH + datetime.timedelta(days=int(float(row["event_date"])))
            if all(ends) and ends[0] != ends[1]:
                dyads[day, *ends].add(tenths[row["cameo_code"]], day)
    return dyads


def _rows(path: str) -> list[tuple[Any, ...]]:
    return duckdb.connect().execute(f"SELECT * FROM read_parquet('{path}')").fetchall()


def _made(folder: Path) -> dict[tuple[Any, ...], Dyad]:
    return {
        (start, holder, target): Dyad(*numbers)
        for start, holder, target, _, *numbers in _rows(f"{folder}/dyads/*.parquet")
    }


@pytest.mark.parametrize(
    ("table", "actor"),
    [("goldstein-icews", "name"), ("quadclass", "name"), ("goldstein-icews", "country")],
)
def test_dyads_of_the_sample_are_those_that_plain_python_counts(
    tmp_path: Path, table: str, actor: str
) -> None:
    files = [str(shared("events/icews_sample.csv"))]
    counts = making.make(files, tmp_path / "out", table=table, actor=actor, window="day")
    expected = _counted(table, actor)
    assert counts.rows == 4993
    assert len(expected) > 600
    assert _made(tmp_path / "out") == expected


def test_actors_of_a_folder_are_all_who_take_part_with_their_events(tmp_path: Path) -> None:
    out = tmp_path / "out"
    making.make([str(shared("events/icews_sample.csv"))], out, window="all")
    events: Counter[str] = Counter()
    for (_, holder, target), dyad in _counted("goldstein-icews").items():
        number = dyad.support + dyad.opposition + dyad.neutral
        events.update({holder: number, target: number})
    found = {actor: (label, country, number) for actor, label, country, _, number, *_ in
             _rows(f"{out}/actors.parquet")}  # fmt: skip
    assert {actor: number for actor, (_, _, number) in found.items()} == events
    assert found["Donald Trump"][:2] == ("Donald Trump", "United States")


@pytest.mark.parametrize("least", [1, 2])
def test_triads_in_sql_are_those_of_the_analysis(tmp_path: Path, least: int) -> None:
    out = tmp_path / "out"
    making.make([str(shared("events/icews_sample.csv"))], out, window="all", least=least)
    totals: Counter[tuple[str, str]] = Counter()
    events: Counter[tuple[str, str]] = Counter()
    for (_, *ends), dyad in _counted("goldstein-icews").items():
        one, other = sorted(ends)
        totals[one, other] += dyad.support_tenths - dyad.opposition_tenths
        events[one, other] += dyad.support + dyad.opposition
    pairs = [pair for pair in totals if totals[pair] and events[pair] >= least]
    nodes = sorted({end for pair in pairs for end in pair})
    network = SignedNetwork.of_rows(
        nodes,
        (nodes.index(one) for one, _ in pairs),
        (nodes.index(other) for _, other in pairs),
        (1 if totals[pair] > 0 else -1 for pair in pairs),
    )
    ((_, positive, negative, *triads, balanced),) = _rows(f"{out}/balance.parquet")
    assert positive + negative == len(pairs)
    assert tuple(triads) == triad_census(network).counts
    assert sum(triads) > 20
    assert balanced == (triads[0] + triads[2]) / sum(triads)


def test_a_folder_says_what_it_was_made_of(tmp_path: Path) -> None:
    out = tmp_path / "out"
    making.make([str(shared("events/icews_sample.csv"))], out)
    said = json.loads((out / "events.json").read_text(encoding="utf-8"))
    assert said["format"] == "icews"
    table = codes.load("goldstein-icews")
    assert said["codes"] == {
        "name": "goldstein-icews",
        "version": "1",
        "title": table.title,
        "source": table.source,
        "sha256": table.sha256,
    }
    assert said["counts"]["rows"] == 4993
    assert said["counts"]["otherwise"] == 0
    assert is_events(out)
    assert {path.name for path in out.iterdir()} == {
        "actors.parquet", "balance.parquet", "dyads", "events.json", "mapping.ttl",
    }  # fmt: skip


def test_the_network_of_a_folder_has_the_weights_of_its_dyads(tmp_path: Path) -> None:
    out = tmp_path / "out"
    making.make([str(shared("events/icews_sample.csv"))], out, window="day")
    made = EventFolder(out).network()
    network, expected = made.network, _counted("goldstein-icews")
    signed = sum((dyad.support > 0) + (dyad.opposition > 0) for dyad in expected.values())
    assert len(network) == signed
    weights = sum(dyad.support_tenths + dyad.opposition_tenths for dyad in expected.values())
    assert int(network.weight.sum()) == weights
    assert network.unit * 10 == 1
    assert int(made.events.sum()) == sum(d.support + d.opposition for d in expected.values())
    assert not network.evidenced.any()


def test_what_is_no_folder_of_events_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ClivageError, match="is not a folder of events"):
        EventFolder(tmp_path)
    (tmp_path / "mine.txt").write_text("a person's own")
    with pytest.raises(ClivageError, match="is no folder of events"):
        making.make([str(shared("events/icews_sample.csv"))], tmp_path)
    assert (tmp_path / "mine.txt").read_text() == "a person's own"


def test_a_folder_of_events_is_told_from_a_corpus(tmp_path: Path) -> None:
    """Whoever asks it as a corpus learns what takes it, and how one that is not whole goes on."""
    out = tmp_path / "out"
    making.make([str(shared("events/icews_sample.csv"))], out)
    with pytest.raises(ClivageError, match="analyze, render and export take it"):
        corpora.locate(out)
    (out / "events.json").unlink()
    (out / ".unfinished").mkdir()
    with pytest.raises(ClivageError, match="run the same 'clivage events' again"):
        corpora.locate(out)


def test_the_command_draws_a_part_of_its_folder_and_says_what_is_left_out(tmp_path: Path) -> None:
    out, page = tmp_path / "out", tmp_path / "page.html"
    run = CliRunner().invoke
    made = run(main, ["events", str(shared("events/icews_sample.csv")), "-o", str(out)])
    assert made.exit_code == 0, made.output
    assert "4,993" in made.stdout
    drawn = run(
        main, ["render", str(out), "--by", "country", "--backbone", "0.05", "-o", str(page)]
    )
    assert drawn.exit_code == 0, drawn.output
    assert "691 of 1,432 actors and 47 of 718 ties are drawn." in drawn.stderr
    assert "signed disparity filter" in drawn.stderr
    found = re.search(r'id="data">(.*?)</script>', page.read_text("utf-8"))
    assert found
    data = json.loads(found[1])
    assert len(data["edges"]) == 47
    assert all(edge["events"] and not edge["evidenced"] for edge in data["edges"])
    assert data["leftOut"]["sentences"][0]["values"]["all-actors"] == 1432
    whole = run(main, ["export", str(out), "--format", "edges"])
    assert len(whole.stdout.splitlines()) == 1 + 2361


def test_the_command_names_what_there_is() -> None:
    """The names stand in the command too, so that its help loads nothing."""
    types = {one.name: one.type for one in main.commands["events"].params}
    choices = {name: of.choices for name, of in types.items() if isinstance(of, click.Choice)}
    known = formats.formats().values()
    assert set(choices["format_"]) == {"auto", *(one.name for one in known)}
    assert set(choices["window"]) == set(WINDOWS)
    assert set(choices["actor"]) == {key for one in known for key in one.apart()}


def test_the_web_app_draws_a_part_of_a_store_of_dyads(tmp_path: Path) -> None:
    out, store, drawn = tmp_path / "out", tmp_path / "store", tmp_path / "drawn"
    words = [
        "events",
        str(shared("events/icews_sample.csv")),
        "-o",
        str(out),
        "--store",
        str(store),
    ]
    assert CliRunner().invoke(main, words).exit_code == 0
    drawn.mkdir()
    command = [sys.executable, "-P", "-m", "clivage.serve.drawing", str(store), str(drawn)]
    with subprocess.Popen(command) as process:
        while not (drawn / "network.html").exists():  # what it finds comes later, and takes longer
            assert process.poll() is None
            time.sleep(0.05)
        process.kill()
    data = json.loads((drawn / "network.json").read_text("utf-8"))
    assert data["leftOut"]["actors"] == {"shown": len(data["nodes"]), "total": 1702}
    assert 100 < len(data["nodes"]) <= 150
