"""``clivage evaluate``: which corpora can be compared, and what is said of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from clivage import coding, evaluation, rdf
from clivage.cli.evaluate import evaluate
from clivage.errors import ClivageError
from clivage.evaluation import Compared, of_corpora, of_engine, of_suggestions, opened
from clivage.model import Sign
from clivage.suggest import Cast, Document, Mention, Suggestion
from clivage.suggest.files import Suggested, name_of, written
from tests.evaluated import GOLD, MILL, mill

WRONG = "{ quote: Rain fell, who: weir, supports: mill }"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(evaluate, [str(word) for word in words])


def said(compared: Compared) -> list[str]:
    return [f"{one.holder} {one.sign.verb} {one.target}" for one in compared.predicted]


def strict(compared: Compared) -> tuple[int, int, int]:
    """Return how many claims there are to find, how many were found, and how many are predicted."""
    one = evaluation.evaluate(compared).levels["sign"]
    return one.gold, one.found, one.predicted


def suggestion(quote: str, who: str, verb: str, whom: str, **more: Any) -> Suggestion:  # noqa: ANN401
    """Return a suggestion that names ids, or others by ``«their name»``."""
    start = MILL.index(quote)
    people = [
        Mention(text=one.strip("«»"), figure="" if one[0] == "«" else one) for one in (who, whom)
    ]
    sign = Sign.SUPPORT if verb == "supports" else Sign.OPPOSITION
    return Suggestion(
        source=more.pop("source", "day"), start=start, end=start + len(quote), exact=quote,
        holder=people[0], target=people[1], sign=sign, score=more.pop("score", 0.5), rule="test",
        **more,
    )  # fmt: skip


SUGGESTED = (
    suggestion("Orm backs the mill", "orm", "supports", "«The  Mill»", score=0.9),
    suggestion("The weir opposes Orm", "«rain»", "opposes", "orm", score=0.8),
    suggestion("Rain fell", "weir", "supports", "mill", score=0.2),
)


def suggest(
    folder: Path,
    suggestions: Iterable[Suggestion] = SUGGESTED,
    *,
    engine: str = "test",
    **more: Any,  # noqa: ANN401
) -> Path:
    """Write a file of suggestions into a corpus."""
    what = Suggested(
        source=more.pop("source", "day"),
        engine=engine,
        version="1",
        text=more.pop("text", hashlib.sha256(MILL.encode()).hexdigest()),
        suggestions=tuple(suggestions),
        refused=more.pop("refused", {}),
    )
    path = folder / name_of(what.source, engine)
    path.parent.mkdir(exist_ok=True)
    path.write_text(written(what), encoding="utf-8")
    return folder


# Two corpora


def test_sources_are_paired_by_text_and_actors_by_name(tmp_path: Path) -> None:
    """Another id of a source or of an actor does not matter; one the gold has not is wrong."""
    gold = opened(mill(tmp_path / "gold"))
    other = mill(tmp_path / "mine", GOLD[:2], source="jour", orm="a-man")
    text = (other / "corpus.yaml").read_text(encoding="utf-8")
    text = text.replace("a-man: { label: Orm", "a-man: { label: oRM").replace("weir", "dam")
    (other / "corpus.yaml").write_text(text.replace("The dam", "Dam"), encoding="utf-8")
    coded = (
        (other / "codings" / "ines.yaml")
        .read_text(encoding="utf-8")
        .replace("who: weir", "who: dam")
    )
    (other / "codings" / "ines.yaml").write_text(coded, encoding="utf-8")
    compared = of_corpora(gold, opened(other))
    assert compared.sources == ("day",)
    assert said(compared) == ["orm supports mill", "?dam opposes orm"]
    assert strict(compared) == (2, 1, 2)


def test_a_name_of_two_means_neither(tmp_path: Path) -> None:
    """The mill and the weir are both called that, so nobody knows which is meant."""
    gold = mill(tmp_path / "gold")
    text = (gold / "corpus.yaml").read_text(encoding="utf-8")
    text = text.replace("type: organization }", "type: organization, names: [the works] }")
    (gold / "corpus.yaml").write_text(text, encoding="utf-8")
    one = suggestion("Orm backs the mill", "orm", "supports", "«the works»")
    side = opened(gold)
    suggested = Suggested("day", "test", "1", hashlib.sha256(MILL.encode()).hexdigest(), (one,))
    compared = of_suggestions(side, opened(mill(tmp_path / "mine", None)), [suggested])
    assert said(compared) == ["orm supports ?the works"]


def test_what_is_left_out_is_said(tmp_path: Path) -> None:
    """A text of one side only, and one that nobody coded."""
    gold, mine = mill(tmp_path / "gold"), mill(tmp_path / "mine", [])
    for folder, id, text in ((gold, "noon", "A"), (mine, "noon", "B"), (mine, "dusk", "C")):
        header = (folder / "corpus.yaml").read_text(encoding="utf-8")
        added = f"  {id}: {{ title: T, language: en, rights: unknown }}\nactors:"
        (folder / "corpus.yaml").write_text(header.replace("actors:", added), encoding="utf-8")
        (folder / "texts" / f"{id}.txt").write_text(text, encoding="utf-8")
    compared = of_corpora(opened(gold), opened(mine))
    assert compared.notes == (
        "not the same text on both sides, left out: noon",
        f"only in {mine}, left out: dusk",
    )
    assert strict(compared) == (2, 0, 0)
    assert compared.grounding is None
    (mine / "codings" / "ines.yaml").unlink()
    missing = f"not coded in {mine}, so nothing was found there: day"
    assert missing in of_corpora(opened(gold), opened(mine)).notes


def test_a_corpus_as_rdf_will_do(tmp_path: Path) -> None:
    """Without its texts, which the other side has."""
    folder = mill(tmp_path / "gold")
    file = tmp_path / "gold.nt"
    file.write_bytes(rdf.ntriples(coding.read(folder)))
    done = run(file, folder)
    assert done.exit_code == 0, done.output
    assert f"gold: {file}, 2 actual claims in 1 source" in done.stdout
    assert "sentences: 5, with a claim 40.0%" in done.stdout
    assert "no text is known" in run(file, file).stdout
    assert strict(of_corpora(opened(folder), opened(file))) == (2, 2, 2)
    with pytest.raises(ClivageError, match="texts are not known"):
        of_engine(opened(file), Echo(()))


# Suggestions and engines


def test_suggestions_are_measured(tmp_path: Path) -> None:
    """One right, one on the passage with somebody unknown, one on nothing; one was refused."""
    gold = mill(tmp_path / "gold")
    mine = suggest(mill(tmp_path / "mine", None), refused={"its quotation is not in the text": 1})
    file = tmp_path / "scores.json"
    done = run(gold, mine, "--suggestions", "--json", file)
    assert done.exit_code == 0, done.output
    found = json.loads(file.read_text(encoding="utf-8"))
    assert found["levels"]["passage"]["precision"]["value"] == pytest.approx(2 / 3)
    assert found["levels"]["sign"]["recall"]["value"] == 1 / 2
    assert found["grounding"] == {"rate": 3 / 4, "refused": 1}
    assert [one["right"] for one in found["claims"]["predicted"]] == [
        ["passage", "pair", "direction", "sign"], ["passage"], [],
    ]  # fmt: skip
    assert found["claims"]["predicted"][1]["holder"] == "?rain"
    assert found["claims"]["gold"][0]["quoted"] == ["Orm backs the mill"]
    assert found["reading"]["curve"]["accepted"] == [1, 1, 1]
    assert "verbatim in the text: 75.0%, 1 of 4 refused" in done.stdout
    assert done.stdout.count("suggested again") == 0


def test_what_the_text_does_not_say_is_no_claim(tmp_path: Path) -> None:
    """A file may have been written by hand: it is counted as refused."""
    wrong = [
        replace(SUGGESTED[0], exact="Orm likes the mill"),
        replace(SUGGESTED[0], start=900, end=918),
    ]
    suggested = Suggested(
        "day", "test", "1", hashlib.sha256(MILL.encode()).hexdigest(), (*SUGGESTED, *wrong)
    )
    gold, mine = opened(mill(tmp_path / "gold")), opened(mill(tmp_path / "mine", None))
    compared = of_suggestions(gold, mine, [suggested])
    assert (len(compared.predicted), compared.refused, compared.grounding) == (3, 2, 3 / 5)


def test_who_measures_on_coded_texts_is_warned(tmp_path: Path) -> None:
    """What is coded is not suggested again, so it cannot be found."""
    folder = suggest(mill(tmp_path / "gold"))
    done = run(folder, folder, "--suggestions")
    assert done.exit_code == 0
    assert "what is coded is not suggested again" in done.stdout


class Echo:
    """Suggests what it was made with."""

    name = "echo"
    version = "2"

    def __init__(self, suggestions: Sequence[Suggestion]) -> None:
        self.suggestions = suggestions
        self.asked: list[tuple[Document, Cast]] = []

    def suggest(self, document: Document, cast: Cast) -> Sequence[Suggestion]:
        """Remember what it was asked."""
        self.asked.append((document, cast))
        return self.suggestions


def test_an_engine_is_run_on_the_texts_of_the_gold(tmp_path: Path) -> None:
    """It is told who there is, not what is coded; what it makes up is refused."""
    made_up = replace(SUGGESTED[0], exact="Orm hates the mill")
    engine = Echo([*SUGGESTED, replace(SUGGESTED[0], score=0.1), made_up])
    compared = of_engine(opened(mill(tmp_path / "gold")), engine)
    assert strict(compared) == (2, 1, 3)
    assert (compared.predicted_name, compared.refused, compared.grounding) == ("echo 2", 1, 3 / 4)
    assert max(one.score for one in compared.predicted) == 0.9
    ((document, cast),) = engine.asked
    assert document.text == MILL
    assert {one.id for one in cast.figures} == {"orm", "mill", "weir"}


# What is wrong


def test_nothing_predicted_and_nothing_to_find(tmp_path: Path) -> None:
    """Both are results: what is not defined is shown as a dash."""
    gold, empty = mill(tmp_path / "gold"), mill(tmp_path / "empty", [])
    nothing = run(gold, empty, "--bootstrap", "0")
    assert nothing.exit_code == 0
    assert "no actual claim is predicted: precision is not defined" in nothing.stdout
    row = next(line.split() for line in nothing.stdout.splitlines() if line.startswith("sign "))
    assert row[:8] == ["sign", "2", "0", "0", "0", "–", "0.000", "0.000"]
    unfound = run(empty, gold, "--bootstrap", "0")
    assert unfound.exit_code == 0
    assert "the gold has no actual claim" in unfound.stdout
    assert run(empty, empty).exit_code == 0


def test_what_cannot_be_compared_is_one_line(tmp_path: Path) -> None:
    """No corpus, no common text, no coding, no suggestion, or one for a text that was changed."""
    gold, uncoded = mill(tmp_path / "gold"), mill(tmp_path / "uncoded", None)
    other = mill(tmp_path / "other")
    (other / "texts" / "day.txt").write_text(MILL + "More.\n", encoding="utf-8")
    two = suggest(suggest(mill(tmp_path / "two", None)), engine="second")
    stale = suggest(mill(tmp_path / "stale", None), text="0" * 64)
    cases = {
        (gold, tmp_path / "none"): "no such corpus",
        (gold, other): "have no text in common",
        (uncoded, gold): "no text in common is coded",
        (gold, uncoded, "--suggestions"): "no suggestions",
        (gold, two, "--suggestions"): "there are suggestions of second, test",
        (gold, two, "--suggestions", "--engine", "third"): "no suggestions of 'third'",
        (gold, stale, "--suggestions"): "are not for the text 'day' as it stands",
        (gold, "--engine", "no such engine"): "there is no engine",
    }
    for words, why in cases.items():
        done = run(*words)
        assert done.exit_code == 1, words
        assert why in done.stderr, words
        assert done.stderr.count("\n") == 1, done.stderr
    assert run(gold, two, "--suggestions", "--engine", "second").exit_code == 0
    for called in ((gold,), (gold, "--suggestions"), (gold, two, "--engine", "second")):
        assert run(*called).exit_code == 2


def test_it_is_written_to_a_file(tmp_path: Path) -> None:
    """JSON where the name says so; the same numbers as on the terminal."""
    gold, mine = mill(tmp_path / "gold"), mill(tmp_path / "mine", [GOLD[0], WRONG])
    file = tmp_path / "scores.json"
    assert run(gold, mine, "-o", file).stdout == f"wrote {file}\n"
    found = json.loads(file.read_text(encoding="utf-8"))
    assert found == json.loads(run(gold, mine, "--format", "json").stdout)
    assert found["levels"]["sign"]["f1"]["value"] == 1 / 2
    assert found["settings"]["resampled"] == "places"
    shown = run(gold, mine, "--by-source").stdout
    assert "samples of whole sources (seed 0)" in shown
    assert "places" not in shown
