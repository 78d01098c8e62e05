"""``clivage network``: the command writes what the library makes, and refuses in one line."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import networkx
import pytest
from click.testing import CliRunner, Result

from clivage import coding, discourse
from clivage.cli import network as command
from clivage.discourse import Among, Duplicates, Kernel, Kind, Normal, Recipe, Unit

CORPUS = "graph/bolivia-1971"


def run(*options: str) -> Result:
    return CliRunner().invoke(command.network, [CORPUS, *options])


def test_the_names_of_options_are_those_of_the_library() -> None:
    assert set(command._KINDS) == {"affiliation", *(kind.value for kind in Kind)}
    assert tuple(one.value for one in Normal) == command._NORMAL
    assert tuple(one.value for one in Duplicates) == command._DUPLICATES
    assert tuple(one.value for one in Kernel) == command._KERNELS
    assert tuple(one.value.removesuffix("s") for one in Unit) == command._UNITS
    assert tuple(discourse.FORMATS) == command._FORMATS
    assert command._KEYS == discourse.KEYS


@pytest.mark.parametrize("kind", command._KINDS)
@pytest.mark.parametrize("among", ["actors", "issues"])
def test_every_kind_is_printed_as_the_library_makes_it(kind: str, among: str) -> None:
    level = Kind.SUBTRACT if kind == "affiliation" else Kind(kind)
    two_mode = kind in ("affiliation", "combine")
    recipe = Recipe(kind=level, among=None if two_mode else Among(among))
    matrix = discourse.network(coding.read(Path(CORPUS)), recipe)
    result = run("--kind", kind, "--among", among)
    if two_mode and among == "issues":
        assert result.exit_code == 2
        assert "has actors and issues" in result.output
        return
    assert result.exit_code == 0
    assert result.output == discourse.FORMATS["csv"].write(matrix)


@pytest.mark.parametrize("format_", command._FORMATS)
def test_a_file_has_the_format_of_its_ending(format_: str, tmp_path: Path) -> None:
    file = tmp_path / f"network{discourse.FORMATS[format_].ending}"
    result = run("-o", str(file))
    assert result.output == f"wrote {file}\n"
    matrix = discourse.network(coding.read(Path(CORPUS)))
    assert file.read_bytes() == discourse.FORMATS[format_].write(matrix).encode()


def test_an_ending_of_no_format_is_refused_and_none_is_csv(tmp_path: Path) -> None:
    """Where a format is named, the file may be called anything."""
    for name in ("network.xlsx", "network.csv.zip"):
        refused = run("-o", str(tmp_path / name))
        assert refused.exit_code == 2
        *most, last = (one.ending for one in discourse.FORMATS.values())
        assert refused.output.splitlines()[-1] == (
            f"Error: The name of the output ends in {', '.join(most)} or {last}."
        )
    assert not [*tmp_path.iterdir()]
    for words in (["network"], ["network.GRAPHML"], ["network.txt", "--format", "csv"]):
        assert run("-o", str(tmp_path / words[0]), *words[1:]).exit_code == 0
    assert (tmp_path / "network").read_text(encoding="utf-8") == run().output
    assert "<graphml" in (tmp_path / "network.GRAPHML").read_text(encoding="utf-8")
    assert (tmp_path / "network.txt").read_bytes() == (tmp_path / "network").read_bytes()


def test_each_window_is_a_file_or_all_are_one_table(tmp_path: Path) -> None:
    windows = ["--window", "month", "--about", "--kind", "affiliation"]
    result = run(*windows, "-o", str(tmp_path / "net.graphml"))
    made = sorted(file.name for file in tmp_path.iterdir())
    assert made == ["net-1-1970-10-16.graphml", "net-4-1971-01-16.graphml"]
    assert result.output.count("wrote ") == len(made)
    edges = 0
    for file in made:
        edges += networkx.read_graphml(tmp_path / file).number_of_edges()
    table = list(csv.DictReader(io.StringIO(run(*windows, "--format", "edges").output)))
    assert len(table) == edges > 0
    assert len({row["window"] for row in table}) == len(made)


def test_polarization_is_printed_with_its_proof_and_blocs() -> None:
    lines = run("--polarization").output.splitlines()
    assert lines[1].split() == ["polarization", "1.0000"]
    assert "no two blocs deviate less" in lines[3]
    assert any(line.startswith("bloc 1") for line in lines)


def test_polarization_over_time_is_a_table() -> None:
    lines = run("--polarization", "--window", "month", "--about").output.splitlines()
    assert lines[0].split() == ["window", "first", "last", "polarization", "proof"]
    assert [line.split()[1] for line in lines[1:]] == ["1970-10-01", "1971-01-01"]
    assert all(0 <= float(line.split()[3]) <= 1 for line in lines[1:])


def test_ids_stand_for_names_where_they_are_wanted() -> None:
    assert '"torres"' in run("--ids").output
    assert '"torres"' not in run().output


def test_exclusions_and_compat_reach_the_library() -> None:
    only = run("--kind", "affiliation", "--exclude", "actor=torres", "--invert", "actor", "--ids")
    assert len(only.output.splitlines()) == 2
    cosine = ["--kind", "conflict", "--normalize", "cosine"]
    assert run(*cosine).output != run(*cosine, "--compat", "dna").output


@pytest.mark.parametrize(
    ("options", "said", "code"),
    [
        (["--exclude", "actor=nobody"], "no actor is 'nobody'. there are", 1),
        (["--exclude", "party=x"], "is not KEY=VALUE with a key of", 2),
        (["--window", "fortnight"], "is not a length such as", 2),
        (["--step", "2"], "give --window", 2),
        (["--window", "2years", "--step", "3"], "leaves stances out between windows", 1),
        (["--window", "year"], "no stance on an issue has a date", 1),
        (["--window", "year", "--about"], "Windows are files: name them with -o", 2),
        (["--aggregate", "ignore"], "is of --kind affiliation", 2),
        (["--kind", "combine", "--normalize", "activity"], "combine is a code", 1),
        (["--from", "2001-01-01"], "none of the 5 stances on issues is left", 1),
        (["--polarization", "-o", "score.csv"], "--polarization is printed: leave out -o", 2),
        (["--kind", "combine", "--polarization"], "--polarization is of a network among", 2),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(options: list[str], said: str, code: int) -> None:
    result = run(*options)
    assert result.exit_code == code
    assert said in result.output
    if code == 1:
        assert len(result.output.splitlines()) == 1


def test_the_commands_of_the_page_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = str(Path(CORPUS).resolve())
    page = Path("docs/discourse.md").read_text(encoding="utf-8")
    typed = [line.split()[3:] for line in page.splitlines() if line.startswith("$ clivage network")]
    monkeypatch.chdir(tmp_path)
    for words in typed:
        result = CliRunner().invoke(command.network, [corpus, *words])
        assert result.exit_code == 0, result.output
    assert len(typed) == 4
    assert len([*tmp_path.iterdir()]) == 3
