"""Which statements of two coders are compared, what is counted, and what is said of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from clivage.agreement import (
    LEVELS,
    Coding,
    Comparison,
    Settings,
    agreement,
    compared,
    disagreements,
    of_coders,
    of_corpora,
)
from clivage.agreement.disagreements import agreed
from clivage.agreement.intervals import Bootstrap
from clivage.agreement.measures import Measure
from clivage.cli.agree import agree
from clivage.errors import ClivageError, CorpusError, Origins
from clivage.model import Passage, Sign, Statement
from tests.coders_corpus import CODINGS, INES, LEDGER, OTTO, ferry, letter

PLAIN = Settings(bootstrap=Bootstrap(samples=0))


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(agree, [str(word) for word in words])


def by_level(comparison: Comparison, settings: Settings = PLAIN) -> dict[str, Measure]:
    return {one.level: one for one in agreement(comparison, settings).measures}


def said(words: str, *, start: int = 0, end: int = 10, coder: str = "a") -> Statement:
    """Return a statement as in ``guild + council``."""
    holder, sign, target = words.split()
    passage = Passage(source="s", start=start, end=end, exact="x" * (end - start))
    made = Sign.SUPPORT if sign == "+" else Sign.OPPOSITION
    return Statement(
        id=f"{words}{start}", sign=made, holder=holder, target=target, evidence=(passage,),
        coder=coder,
    )  # fmt: skip


def between(*codings: Iterable[Statement], length: int = 100, overlap: float = 0.5) -> Comparison:
    """Compare coders who are called a, b and so on."""
    made = [
        Coding(
            coder="abc"[at],
            statements=tuple(statements),
            sources=frozenset("s"),
            origins=Origins(),
        )
        for at, statements in enumerate(codings)
    ]
    return compared("test", made, {"s": "x" * length}, overlap=overlap)


def tied(comparison: Comparison, level: str = "tie") -> list[list[str]]:
    """Return the units of a level, each as what its coders say."""
    return [
        [f"{one.holder} {'+' if one.sign.value > 0 else '-'} {one.target}"
         for one in unit.statements.values()]
        for unit in comparison.units(LEVELS[level])
    ]  # fmt: skip


# What is compared


def test_the_ferry_by_hand(tmp_path: Path) -> None:
    """Ines and Otto: five statements each that the other has too, one of them elsewhere."""
    found = by_level(of_coders(ferry(tmp_path)))
    assert {name: one.units for name, one in found.items()} == {
        "tie": 4, "sign": 4, "holder": 4, "target": 4, "relation": 2, "strength": 3,
    }  # fmt: skip
    # Three of four ties are the same. Of 8 values 6 are pairs and 2 stand alone.
    assert found["tie"].agreement == 0.75
    assert found["tie"].alpha.value == pytest.approx(1 - 7 * 2 / (64 - 3 * 4 - 2))
    # Kappa: 1, 2, 1 and a fifth: po = 3/4, pe = 3/16.
    assert found["tie"].kappa.value == pytest.approx((3 / 4 - 3 / 16) / (1 - 3 / 16))
    # Signs: Ines + - + -, Otto + - - -.
    assert found["sign"].kappa.value == pytest.approx((3 / 4 - 1 / 2) / (1 - 1 / 2))
    assert found["holder"].alpha.value == 1.0
    assert found["strength"].alpha.value is None  # all are 2: nothing to tell apart


def test_the_page_has_the_numbers_of_the_ferry(tmp_path: Path) -> None:
    """docs/agreement.md shows what the command says of this very corpus."""
    comparison = of_coders(ferry(tmp_path))
    plain, counted = by_level(comparison), by_level(comparison, replace(PLAIN, count_uncoded=True))
    shown = {"tie": plain["tie"], "sign": plain["sign"], "tie, `--count-uncoded`": counted["tie"]}
    page = Path("docs/agreement.md").read_text("utf-8")
    for name, one in shown.items():
        numbers = f"{one.agreement:.1%} | {one.alpha.value:.3f} | {one.kappa.value:.3f}"
        assert f"| {name} | {one.units} | {numbers} |" in page


def test_uncoded_text_does_not_count_unless_asked() -> None:
    """Not what nobody coded, nor what one of them did; with the option both do."""
    first = [said("u + v"), said("u - w", start=20, end=30)]
    second = [said("u + v", coder="b"), said("u + w", start=20, end=30, coder="b")]
    alone = [*first, said("x + y", start=50, end=60)]
    expected = by_level(between(first, second))
    for more in (between(first, second, length=9000), between(alone, second)):
        found = by_level(more)
        assert {name: one.alpha for name, one in found.items()} == {
            name: one.alpha for name, one in expected.items()
        }
    counting = replace(PLAIN, count_uncoded=True)
    counted = by_level(between(alone, second), counting)
    assert counted["tie"].units == 3
    assert counted["tie"].agreement == pytest.approx(1 / 3)
    assert agreement(between(alone, second), PLAIN).passages.continuum is None
    short, long = (
        agreement(between(alone, second, length=length), counting) for length in (100, 9000)
    )
    assert short.passages.characters == long.passages.characters
    assert short.passages.continuum
    assert long.passages.continuum
    assert (short.passages.continuum.value or 0) < (long.passages.continuum.value or 0) < 1


def test_a_source_that_one_of_them_did_not_code_is_not_missed(tmp_path: Path) -> None:
    """A coding file without statements says that it was read, and that nothing is there."""
    one = ("the guild supports you", "guild", "supports", "ada-bell")
    unread = of_coders(ferry(tmp_path / "a", {**CODINGS, "more": letter("ines", one)}))
    assert [*unread.texts] == ["ledger"]
    files = {**CODINGS, "more": letter("ines", one), "none": letter("otto")}
    read = of_coders(ferry(tmp_path / "b", files))
    assert [*read.texts] == ["ledger", "letter"]
    assert len(disagreements(read)) == len(disagreements(unread)) + 1
    assert disagreements(read)[-1].missed_by == ("otto",)


def test_the_same_ties_of_one_passage_are_paired_first() -> None:
    """Then those with the same actors, then those that share one, then what is left."""
    first = [said("u + v"), said("u - w"), said("x + v"), said("k + l")]
    second = [said("m + n"), said("x + v"), said("u + w"), said("u - z")]
    assert tied(between(first, second)) == [
        ["k + l", "m + n"],
        ["u - w", "u + w"],
        ["u + v", "u - z"],
        ["x + v", "x + v"],
    ]


def test_as_many_are_paired_as_can_be() -> None:
    """Where the first that fits would leave another without any."""
    first = [said("u + v", start=0, end=10), said("u + v", start=12, end=20)]
    second = [said("u + v", start=4, end=16), said("u + v", start=0, end=4)]
    found = between(first, second, overlap=0.3).units(LEVELS["tie"])
    assert [len(unit.statements) for unit in found] == [2, 2]


@pytest.mark.parametrize(("overlap", "pairs"), [(0.0, 1), (0.5, 1), (0.51, 0), (1.0, 0)], ids=str)
def test_how_much_two_passages_must_share(overlap: float, pairs: int) -> None:
    """As a part of the shorter one; here half of it."""
    comparison = between([said("u + v", end=10)], [said("u + v", start=5, end=40)], overlap=overlap)
    assert len(agreed(comparison)) == pairs


def test_a_level_takes_the_rest_as_given() -> None:
    """Who holds is compared where the target is the same, whatever else is on the passage."""
    first, second = [said("u + v"), said("k + l")], [said("w + v"), said("k + m")]
    comparison = between(first, second)
    assert tied(comparison, "holder") == [["k + l"], ["k + m"], ["u + v", "w + v"]]
    assert tied(comparison, "target") == [["k + l", "k + m"], ["u + v"], ["w + v"]]
    assert all(len(unit) == 1 for unit in tied(comparison, "sign"))


def test_three_coders_make_one_unit() -> None:
    """Of each at most one statement; the pairs of coders are told one by one."""
    comparison = between([said("u + v")], [said("u + v", end=12)], [said("u - v", start=1)])
    assert tied(comparison) == [["u + v", "u + v", "u - v"]]
    found = by_level(comparison)["tie"]
    assert [(one.coders, one.agreement) for one in found.pairs] == [
        (("a", "b"), 1.0), (("a", "c"), 0.0), (("b", "c"), 0.0),
    ]  # fmt: skip
    assert found.agreement == pytest.approx(1 / 3)


def drawn(holder: str, sign: str, target: str, start: int) -> Statement:
    return said(f"{holder} {sign} {target}", start=start, end=start + 6)


STATEMENTS = st.lists(
    st.builds(
        drawn,
        st.sampled_from("uv"),
        st.sampled_from("+-"),
        st.sampled_from("xyz"),
        st.integers(0, 20),
    ),
    max_size=5,
    unique_by=lambda one: one.id,
)


@settings(max_examples=50)
@given(codings=st.lists(STATEMENTS, min_size=2, max_size=3))
def test_the_order_of_coders_does_not_matter(codings: list[list[Statement]]) -> None:
    """Each statement is in one unit, and every number is the same the other way round."""
    comparison = between(*codings)
    reverse = replace(comparison, codings=comparison.codings[::-1])
    for name, one in by_level(comparison).items():
        other = by_level(reverse)[name]
        assert one.units == other.units
        assert one.agreement == pytest.approx(other.agreement)
        assert one.alpha.value == pytest.approx(other.alpha.value)
        assert one.kappa.value == pytest.approx(other.kappa.value)
        units = comparison.units(LEVELS[name])
        assert sum(len(unit.statements) for unit in units) == sum(map(len, codings))
    assert len(disagreements(comparison)) == len(disagreements(reverse))


@settings(max_examples=30)
@given(coding=STATEMENTS)
def test_whoever_codes_the_same_agrees(coding: Sequence[Statement]) -> None:
    comparison = between(coding, coding)
    found = agreement(comparison, PLAIN)
    assert not found.disagreements
    assert len(agreed(comparison)) == len(coding)
    assert all(one.agreement in (None, 1.0) for one in found.measures)
    assert all(one.alpha.value in (None, 1.0) for one in found.measures)
    assert found.passages.characters.value == (1.0 if coding else None)
    assert found.passages.statements.value == (1.0 if coding else None)


# Groups and disagreements


def test_who_and_what_they_agree_on(tmp_path: Path) -> None:
    found = agreement(of_coders(ferry(tmp_path)), PLAIN)
    rows = {
        name: {one.name: (one.statements, one.alone, one.units, one.agreement) for one in groups}
        for name, groups in found.groups.items()
    }
    assert rows["actor"]["ferrymen"] == (4, 0, 2, 0.5)
    assert rows["actor"]["millers"] == (1, 1, 0, None)
    assert "fare" not in rows["actor"]  # an issue
    assert rows["relation"]["praises"] == (2, 0, 1, 0.0)
    assert rows["coder"] == {"ines": (6, 2, 4, 0.75), "otto": (6, 2, 4, 0.75)}
    assert rows["source"] == {"ledger": (12, 4, 4, 0.75)}
    assert found.passages.statements.value == pytest.approx(8 / 12)


def test_the_disagreements_of_the_ferry(tmp_path: Path) -> None:
    """In reading order, each with what it is about and where either is written."""
    folder = ferry(tmp_path)
    comparison = of_coders(folder)
    found = disagreements(comparison)
    assert [one.kinds for one in found] == [
        ("sign", "relation"), ("relation",), ("passage",), ("missed",), ("missed",),
    ]  # fmt: skip
    first = found[0].statements
    assert {coder: str(comparison.coded[coder].origin(one)) for coder, one in first.items()} == {
        "ines": f"{folder}/codings/ines.yaml:12", "otto": f"{folder}/codings/otto.yaml:11",
    }  # fmt: skip
    assert [one.missed_by for one in found[3:]] == [("ines",), ("otto",)]


@pytest.mark.parametrize(
    "more", [{"voice": "k"}, {"about": "i"}, {"strength": 3}, {"when": "1901"}], ids=str
)
def test_a_detail_can_be_disagreed_on(more: dict[str, str]) -> None:
    comparison = between([said("u + v")], [replace(said("u + v"), **more)])  # type: ignore[arg-type]
    assert [one.kinds for one in disagreements(comparison)] == [tuple(more)]
    assert not agreed(comparison)


# Corpora


def test_two_corpora_on_the_same_texts(tmp_path: Path) -> None:
    """Each is the work of one coder; a source is known by its text, then by its id."""
    first = ferry(tmp_path / "first", {"ines": INES})
    second = ferry(tmp_path / "second", {"otto": OTTO})
    expected = by_level(of_coders(ferry(tmp_path / "both")))
    assert by_level(of_corpora([first, second])).keys() == expected.keys()
    for file in (second / "corpus.yaml", second / "codings" / "otto.yaml"):
        file.write_text(file.read_text("utf-8").replace("ledger", "book"), "utf-8")
    (second / "texts" / "ledger.txt").rename(second / "texts" / "book.txt")
    found = of_corpora([first, second])
    assert [*found.texts] == ["ledger"]
    assert {name: one.alpha for name, one in by_level(found).items()} == {
        name: one.alpha for name, one in expected.items()
    }


def test_corpora_on_different_texts_are_refused(tmp_path: Path) -> None:
    first, second = (ferry(tmp_path / name, {"ines": INES}) for name in ("first", "second"))
    (second / "texts" / "ledger.txt").write_text(LEDGER + "\n", "utf-8")
    with pytest.raises(ClivageError, match=r"corpus.yaml:12: the text of 'ledger' is not the same"):
        of_corpora([first, second])


# The command


def test_the_command_tells_and_writes(tmp_path: Path) -> None:
    """Text on the terminal, JSON by the ending of the output; the same bytes again."""
    folder = ferry(tmp_path / "ferry")
    told = run(folder, "--seed", "4")
    assert told.exit_code == 0
    assert told.stdout == run("-c", folder, "ines", "otto", "--seed", "4").stdout
    assert "tie           4   75.0%  0.720" in told.stdout
    assert f"otto, {folder}/codings/otto.yaml:11: ada-bell opposes ferrymen" in told.stdout
    assert "“praises the ferrymen”" in told.stdout
    output = tmp_path / "agreement.json"
    assert run(folder, "-o", output, "--count-uncoded", "--by-source").exit_code == 0
    data = json.loads(output.read_text("utf-8"))
    assert data["levels"]["tie"]["units"] == 8
    assert data["settings"]["resampled"] == "sources"
    assert data["continuum_alpha"]["value"] < 1
    assert len(data["disagreements"]) == 5
    assert data["disagreements"][0]["codings"]["otto"]["sign"] == -1


def test_a_level_alone(tmp_path: Path) -> None:
    told = run(ferry(tmp_path), "--level", "sign", "--bootstrap", "0")
    assert "sign" in told.stdout
    assert "holder  " not in told.stdout
    assert "[" not in told.stdout


def test_a_quotation_cannot_steer_the_terminal(tmp_path: Path) -> None:
    folder = ferry(tmp_path)
    for file in (folder / "texts" / "ledger.txt", folder / "codings" / "otto.yaml"):
        text = file.read_text("utf-8").replace("praises the", "praises\u202e the")
        file.write_text(text, "utf-8")
    assert "\u202e" not in run(folder).stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["ines", "oto"], "there is no coder 'oto'. did you mean 'otto'."),
        (["ines", "zzzzz"], "there is no coder 'zzzzz'. they are ines, otto, uma."),
        (["ines"], "'ines' is the only coder: agreement needs two. name another coder or corpus."),
        (["ines", "ines"], "'ines' is named twice. name each coder once."),
        (["ines", "uma"], "/corpus.yaml:9: 'uma' coded nothing. name another,"),
    ],
)
def test_coders_who_cannot_be_compared(words: list[str], message: str, tmp_path: Path) -> None:
    refused = run("-c", ferry(tmp_path), *words)
    assert refused.exit_code == 1
    assert message in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_nothing_in_common(tmp_path: Path) -> None:
    """Coders of different sources, and one coder only."""
    other = letter("otto", ("the guild supports you", "guild", "supports", "ada-bell"))
    refused = run(ferry(tmp_path / "a", {"ines": INES, "otto": other}))
    assert "'ines' and 'otto' coded no text in common" in refused.stderr
    refused = run(ferry(tmp_path / "b", {"ines": INES}))
    assert "'ines' is the only coder" in refused.stderr


def test_a_corpus_with_errors_is_refused(tmp_path: Path) -> None:
    folder = ferry(tmp_path, {**CODINGS, "bad": "a: *b\n", "worse": "source: ["})
    with pytest.raises(CorpusError) as raised:
        of_coders(folder)
    assert len(raised.value.problems) == 2
    assert run(folder).exit_code == 1


@pytest.mark.parametrize(
    "words",
    [["--level", "voice"], ["--overlap", "2"], ["--confidence", "1"], ["--bootstrap", "-1"]],
    ids=str,
)
def test_wrong_usage(words: list[str], tmp_path: Path) -> None:
    assert run(ferry(tmp_path), *words).exit_code == 2


def test_coders_and_corpora_are_not_mixed(tmp_path: Path) -> None:
    first, second = (ferry(tmp_path / name) for name in ("first", "second"))
    assert run(first, "ines").exit_code == 2
    assert run(first, second, "--disagreements", tmp_path / "sheet.yaml").exit_code == 2
    assert run(tmp_path / "none", second).exit_code in (1, 2)
    assert not (tmp_path / "sheet.yaml").exists()


def test_passages_of_one_coder_may_overlap(tmp_path: Path) -> None:
    """The second begins within the first, where no stretch of the text begins."""
    whole = "The millers back the guild at last"
    codings = {
        "ines": letter(
            "ines",
            ("The millers back the guild", "millers", "supports", "guild"),
            ("back the guild at last", "millers", "supports", "council"),
        ),
        "otto": letter("otto", (whole, "millers", "supports", "guild")),
    }
    folder = ferry(tmp_path, codings)
    (folder / "texts" / "letter.txt").write_text(whole)
    done = CliRunner().invoke(agree, ["-c", str(folder), "--bootstrap", "20"])
    assert done.exit_code == 0, done.output
