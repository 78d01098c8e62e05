"""From suggestions to statements: made, grounded, written, decided, undone, remembered."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from clivage import coding, rdf
from clivage.cli.review import review as review_command
from clivage.cli.suggest import suggest as suggest_command
from clivage.errors import ClivageError, CorpusError
from clivage.model import ActorType, Modality, Sign
from clivage.suggest import (
    Cast,
    Document,
    Figure,
    Mention,
    Suggestion,
    decisions,
    engines,
    files,
    making,
)
from clivage.suggest.accepting import Newcomer, Wording
from clivage.suggest.decisions import Choice
from clivage.suggest.files import Suggested
from clivage.suggest.reviewing import Review, queue
from tests.proposing import AGAIN, BACK, HEADER, MOCKED, TEXT, THANKED, Told, corpus, said

BEA = {"bea": Newcomer("actors", {"label": "Bea Moss", "type": "person"})}
words = st.text("ab «:#-'\"", min_size=1).map(str.strip).filter(bool)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return corpus(tmp_path / "quay")


def made(folder: Path, *suggestions: Suggestion) -> making.Made:
    (one,) = making.make(folder, Told(*suggestions))
    return one


# What an engine may say


NOT_THERE = "its quotation is not in the text"
RANGE = "its score or its strength is out of range"
RELATION = "its relation is none, or of the other sign"
FLAWS = {
    NOT_THERE: (
        replace(THANKED, exact="The guild thanked the tailors!"),
        replace(THANKED, start=1, end=31),
        replace(THANKED, end=0, exact=""),
        replace(THANKED, source="other"),
    ),
    "who or what it names is not in the text": (
        replace(THANKED, holder=Mention(text="the crew", start=0, end=8)),
    ),
    "it names nobody": (replace(THANKED, holder=Mention(text=" ")),),
    "it refers to nothing that the corpus has": (
        replace(THANKED, target=Mention(text="x", figure="crew")),
    ),
    "its holder is its target": (replace(THANKED, target=THANKED.holder),),
    "the author is its target": (replace(THANKED, target=Mention(text="", figure="author")),),
    RELATION: (replace(THANKED, relation="accuses"), replace(THANKED, relation="hums")),
    "its mode is none": (replace(THANKED, mode="thought"),),
    RANGE: (replace(THANKED, score=1.5), replace(THANKED, strength=4)),
}


@pytest.mark.parametrize("why", FLAWS)
def test_what_the_text_does_not_bear_is_refused_and_counted(folder: Path, why: str) -> None:
    one = made(folder, *FLAWS[why], THANKED)
    assert [files.id_of(it) for it in one.suggested.suggestions] == [files.id_of(THANKED)]
    assert one.suggested.refused == {why: len(FLAWS[why])}
    assert one.grounding == 1 / (1 + len(FLAWS[why]))
    assert sum(map(len, FLAWS.values())) == 14


@given(st.integers(-5, len(TEXT) + 5), st.integers(-5, len(TEXT) + 5), st.text(max_size=8))
def test_no_offsets_bring_words_that_are_not_there(start: int, end: int, exact: str) -> None:
    names = {"guild": ActorType.ORGANIZATION, "ferrymen": ActorType.COLLECTIVE}
    cast = Cast(tuple(Figure(id=id, names=(id,), type=type) for id, type in names.items()))
    for words in (exact, TEXT[max(0, start) : max(0, end)]):
        one = replace(THANKED, start=start, end=end, exact=words)
        stands = 0 <= start < end <= len(TEXT) and TEXT[start:end] == words and words.strip()
        assert (not engines.flaw(one, Document("log", "en", TEXT), cast)) == bool(stands)


def test_an_engine_that_fails_is_one_line(folder: Path) -> None:
    class Failing(Told):
        def suggest(self, document: Document, cast: Cast) -> Iterable[Suggestion]:
            yield THANKED
            raise KeyError("model")

    with pytest.raises(
        ClivageError, match="engine 'told' failed on the text 'log': KeyError: 'model'"
    ):
        list(making.make(folder, Failing()))
    assert not (folder / files.FOLDER).exists()


def test_an_engine_is_found_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    points = {
        name: EntryPoint(name, f"tests.proposing:{what}", engines.GROUP)
        for name, what in {
            "told": "Told",
            "broken": "Nobody",
            "odd": "corpus.__name__.upper",
        }.items()
    }
    monkeypatch.setattr(engines, "available", lambda: points)
    assert engines.load("told").name == "told"
    for name, why in {
        "tolt": "did you mean 'told'",
        "broken": "cannot be loaded: AttributeError",
        "odd": "has no name, version or suggest",
    }.items():
        with pytest.raises(ClivageError, match=why):
            engines.load(name)


def test_texts_are_sent_nowhere_without_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Told, "sends_to", "api.example.org", raising=False)
    point = EntryPoint("told", "tests.proposing:Told", engines.GROUP)
    monkeypatch.setattr(engines, "available", lambda: {"told": point})
    with pytest.raises(ClivageError, match=r"nobody has allowed.*--send-to api\.example\.org"):
        engines.load("told", may_send_to=["elsewhere.example.org"])
    assert engines.load("told", may_send_to=["api.example.org"]).name == "told"


# Files


suggestions = st.builds(
    lambda one, score, cues, text, modality: replace(
        one,
        score=round(score, 3),
        cues=tuple(cues),
        voice=Mention(text=text),
        modality=modality,
    ),
    st.sampled_from([THANKED, MOCKED, BACK, AGAIN]),
    st.floats(0, 1),
    st.lists(words, max_size=3),
    words,
    st.sampled_from(Modality),
)


@given(st.lists(suggestions, max_size=4), st.dictionaries(words, st.integers(1, 99), max_size=2))
def test_what_is_written_is_read_again(these: list[Suggestion], refused: dict[str, int]) -> None:
    one = Suggested("log", "told", "1", "ab", tuple(these), refused)
    with tempfile.TemporaryDirectory() as place:
        path = Path(place, files.name_of("log", "told"))
        path.parent.mkdir()
        path.write_bytes(files.written(one).encode())
        (read,) = files.read(Path(place))
    assert replace(read, file="") == one


def test_a_file_that_is_none_is_one_line(folder: Path) -> None:
    made(folder, THANKED)
    (path,) = (folder / files.FOLDER).glob("*.yaml")
    whole = path.read_text(encoding="utf-8")
    faults = {
        whole.replace("at: 0-30", "at: 0 to 30"): ":7: the suggestion cannot be read",
        whole.replace("who:", "whom:"): ":7: the suggestion cannot be read: nobody is named",
        whole.replace("score: 0.500", "score: high"): ":7: the suggestion cannot be read",
        "- a list": ":1: no file of suggestions",
        "": ":1: no file of suggestions",
        "a: [": ":2: the line does not fit",
    }
    for text, why in faults.items():
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ClivageError, match=why):
            queue(folder)
    assert len(faults) == 6


# Made anew


def test_what_is_coded_is_not_suggested_again(folder: Path) -> None:
    review = Review(folder, "ann")
    made(folder, THANKED, MOCKED)
    review.accept(review.queue().pending[0])
    again = made(folder, THANKED, MOCKED)
    assert (len(again.suggested.suggestions), again.coded, again.settled) == (1, 1, 0)


def test_what_was_rejected_is_not_suggested_again_in_other_words(folder: Path) -> None:
    review = Review(folder, "ann")
    made(folder, THANKED, AGAIN)
    first, second = review.queue().pending
    review.reject(first)
    shorter = said("guild thanked the ferrymen", "guild", Sign.SUPPORT, "ferrymen")
    again = made(folder, shorter, AGAIN)
    assert (again.settled, [files.id_of(it) for it in again.suggested.suggestions]) == (
        1,
        [second.id],
    )


def test_a_text_without_suggestions_leaves_none_of_before(folder: Path) -> None:
    made(folder, THANKED)
    made(folder)
    assert queue(folder).pending == ()


def test_an_unknown_text_is_one_line(folder: Path) -> None:
    with pytest.raises(ClivageError, match=r"there is no text 'lok'\. did you"):
        list(making.make(folder, Told(), texts=["lok"]))


def test_suggestions_for_a_text_that_was_changed_wait_for_nobody(folder: Path) -> None:
    made(folder, THANKED)
    text = folder / "texts" / "log.txt"
    text.write_text("New. " + text.read_text(encoding="utf-8"), encoding="utf-8")
    found = queue(folder)
    assert (found.pending, found.stale) == ((), ("log",))


def test_two_engines_that_say_the_same_are_read_once(folder: Path) -> None:
    made(folder, THANKED, MOCKED)
    other = Told(THANKED, BACK)
    other.name = "other"
    list(making.make(folder, other))
    assert [one.engine for one in queue(folder).pending] == ["other/1", "other/1", "told/1"]


# Decided


def test_what_is_accepted_stands_in_the_coding_with_where_it_comes_from(folder: Path) -> None:
    made(folder, THANKED)
    review = Review(folder, "ann")
    accepted = review.accept(review.queue().pending[0])
    assert not accepted.is_edited
    (statement,) = coding.read(folder).statements
    assert (statement.holder, statement.target, statement.coder) == ("guild", "ferrymen", "ann")
    assert statement.evidence[0].exact == THANKED.exact
    assert statement.suggested_by == "told/1 told 0.50"
    assert rdf.to_corpus(rdf.to_graph(coding.read(folder))).statements == (statement,)


def test_quotations_that_stand_twice_get_their_place(folder: Path) -> None:
    second = replace(THANKED, start=TEXT.rindex(THANKED.exact), end=TEXT.rindex(THANKED.exact) + 30)
    made(folder, THANKED, second)
    review = Review(folder, "ann")
    for one in review.queue().pending:
        review.accept(one)
    places = [one.evidence[0].start for one in coding.read(folder).statements]
    assert places == [THANKED.start, second.start]


def test_somebody_new_enters_the_corpus_with_the_statement(folder: Path) -> None:
    made(folder, MOCKED, BACK)
    review = Review(folder, "ann")
    mocked, back = review.queue().pending
    with pytest.raises(CorpusError):  # the entry has no holder
        review.accept(mocked)
    review.accept(mocked, Wording(values={"who": "bea"}, newcomers=BEA))
    assert review.figure(back.suggestion.target) == "bea"
    review.accept(back, Wording(values={"opposes": "bea"}))
    assert [(one.holder, one.target) for one in coding.read(folder).statements] == [
        ("bea", "guild"),
        ("guild", "bea"),
    ]
    assert coding.read(folder).actor["bea"].type is ActorType.PERSON


def test_the_sign_can_be_turned_round_and_the_words_changed(folder: Path) -> None:
    made(folder, THANKED)
    review = Review(folder, "ben")
    wording = Wording(
        values={"opposes": "ferrymen", "certainty": "disputed", "note": "It may be mockery."},
        place=(0, 17),
    )
    accepted = review.accept(review.queue().pending[0], wording)
    assert accepted.is_edited
    (statement,) = coding.read(folder).statements
    assert (statement.sign, statement.coder) == (Sign.OPPOSITION, "ben")
    assert statement.evidence[0].exact == "The guild thanked"
    assert decisions.read(folder)[0].choice is Choice.EDITED


def test_fewer_words_are_an_edit_too(folder: Path) -> None:
    made(folder, THANKED)
    review = Review(folder, "ann")
    assert review.accept(review.queue().pending[0], Wording(place=(0, 17))).is_edited


def test_what_brings_an_error_is_not_written(folder: Path) -> None:
    made(folder, THANKED)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    review = Review(folder, "ann")
    for values in (
        {"who": "nobody"},
        {"relation": "accuses"},
        {"when": "in May"},
        {"colour": "red"},
    ):
        with pytest.raises(ClivageError):
            review.accept(review.queue().pending[0], Wording(values=values))
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert len(review.queue().pending) == 1


def test_everything_can_be_undone_in_turn(folder: Path) -> None:
    made(folder, THANKED, AGAIN, MOCKED)
    review = Review(folder, "ann")
    thanked, mocked, again = review.queue().pending
    review.accept(thanked)
    review.reject(mocked)
    review.skip(again)
    review.accept(again)
    assert review.queue().pending == ()
    undone = [review.undo().choice for _ in range(4)]
    assert undone == [Choice.ACCEPTED, Choice.SKIPPED, Choice.REJECTED, Choice.ACCEPTED]
    assert [one.id for one in review.queue().pending] == [thanked.id, mocked.id, again.id]
    with pytest.raises(ClivageError, match="nothing to undo"):
        review.undo()


def test_only_ones_own_decisions_are_undone(folder: Path) -> None:
    made(folder, THANKED, MOCKED)
    ann, ben = Review(folder, "ann"), Review(folder, "ben")
    ann.reject(ann.queue().pending[0])
    ben.reject(ben.queue().pending[0])
    ann.undo()
    assert [one.id for one in ann.queue().pending] == [files.id_of(THANKED)]


def test_an_entry_that_was_changed_is_not_withdrawn(folder: Path) -> None:
    made(folder, THANKED)
    review = Review(folder, "ann")
    path = folder / review.accept(review.queue().pending[0]).file
    path.write_text(path.read_text(encoding="utf-8") + "    note: mine\n", encoding="utf-8")
    with pytest.raises(ClivageError, match="was changed since it was accepted"):
        review.undo()
    assert coding.read(folder).statements[0].note == "mine"
    assert [one.choice for one in decisions.read(folder)] == [Choice.ACCEPTED]


def test_a_coding_file_of_ones_own_is_gone_on_with(folder: Path) -> None:
    (folder / "codings").mkdir()
    own = folder / "codings" / "mine.yaml"
    own.write_text(
        "# by hand\nsource: log\ncoder: ann\nstatements:\n  - quote: thanked the ferrymen again\n"
        "    who: guild\n    supports: ferrymen # twice\n", encoding="utf-8",
    )  # fmt: skip
    made(folder, THANKED)
    review = Review(folder, "ann")
    assert review.accept(review.queue().pending[0]).file == "codings/mine.yaml"
    assert own.read_text(encoding="utf-8").startswith("# by hand\n")
    assert len(coding.read(folder).statements) == 2


def test_what_was_skipped_comes_last_and_again_tomorrow(folder: Path) -> None:
    made(folder, THANKED, MOCKED)
    review = Review(folder, "ann")
    first, second = review.queue().pending
    review.skip(first)
    tomorrow = Review(folder, "ann").queue().pending
    assert [(one.id, one.was_skipped) for one in tomorrow] == [(second.id, False), (first.id, True)]


@pytest.mark.parametrize(
    ("by", "why"), [("", "2 coders: ann, ben. say with --by"), ("anne", "did you mean 'ann'")]
)
def test_who_decides_is_a_coder_of_the_corpus(folder: Path, by: str, why: str) -> None:
    with pytest.raises(ClivageError, match=why):
        Review(folder, by)


# The log


def test_a_line_that_was_broken_off_is_left_out(folder: Path) -> None:
    made(folder, THANKED, MOCKED)
    review = Review(folder, "ann")
    for one in review.queue().pending:
        review.reject(one)
    path = folder / decisions.NAME
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    assert len(decisions.read(folder)) == 1
    review.reject(review.queue().pending[0])
    assert [json.loads(line)["choice"] for line in path.read_bytes().splitlines()] == [
        "rejected"
    ] * 2


def test_a_log_saved_by_an_editor_without_its_last_line_end_loses_nothing(folder: Path) -> None:
    made(folder, THANKED, MOCKED)
    review = Review(folder, "ann")
    first, second = review.queue().pending
    review.reject(first)
    path = folder / decisions.NAME
    path.write_bytes(path.read_bytes().rstrip())
    review.reject(second)
    assert [one.id for one in decisions.read(folder)] == [first.id, second.id]


@pytest.mark.parametrize("line", ["{}", "[1]", "words", '{"choice": "liked"}'])
def test_a_line_that_is_no_decision_is_named(folder: Path, line: str) -> None:
    path = folder / decisions.NAME
    path.parent.mkdir()
    path.write_text(f"{line}\n\n", encoding="utf-8")
    with pytest.raises(ClivageError, match=r"decisions.jsonl:1: is no decision"):
        queue(folder)


# On the command line


def asked(folder: Path, keys: str, *more: str) -> Result:
    words = ["-c", str(folder), "--by", "ann", *more]
    return CliRunner().invoke(review_command, words, input=keys)


def test_a_walk_through_suggestions(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Told(THANKED, MOCKED, BACK, replace(THANKED, exact="invented"))
    monkeypatch.setattr(engines, "load", lambda name, may_send_to: engine)
    done = CliRunner().invoke(suggest_command, [str(folder)])
    assert done.exit_code == 0
    assert "log   3            0              0                1" in done.output
    keys = "?\na\na\nbea\nperson\n\nr\nu\ns\nq\n"
    walk = asked(folder, keys)
    assert walk.exit_code == 0
    assert "1 of 3" in walk.output and "“Bea Moss” (new) opposes guild" in walk.output
    assert "undone: it was rejected" in walk.output
    assert "guild (“guild”) opposes bea (“Bea Moss”)" in walk.output
    assert "2 accepted" in walk.output
    assert [one.holder for one in coding.read(folder).statements] == ["guild", "bea"]
    assert "that was the last" in walk.output


def test_an_edit_is_asked_field_by_field(folder: Path) -> None:
    made(folder, THANKED)
    fields = ["", "opposes", "", "", "ferrymen", "", "word", "", "3", "probable", "", "", "Dry."]
    walk = asked(folder, "\n".join(["e", *fields, "The guild thanked", "q", ""]))
    assert walk.exit_code == 0, walk.output
    (one,) = coding.read(folder).statements
    assert (one.sign, one.voice, one.strength, one.note) == (Sign.OPPOSITION, "ferrymen", 3, "Dry.")
    assert one.evidence[0].exact == "The guild thanked"


def test_what_cannot_be_accepted_stays(folder: Path) -> None:
    made(folder, MOCKED)
    walk = asked(folder, "a\nBea Moss\n\nq\n")
    assert "is no id: lower-case letters" in walk.output
    assert "nothing decided; 1 suggestion left" in walk.output


def test_the_end_of_what_is_typed_ends_the_walk(folder: Path) -> None:
    made(folder, THANKED)
    walk = asked(folder, "")
    assert walk.exit_code == 0 and "1 suggestion left" in walk.output


def test_the_list_can_be_chosen_from(folder: Path) -> None:
    made(folder, THANKED, MOCKED)
    listed = asked(folder, "", "--list", "--least", "0.7", "--order", "score")
    assert "Bea Moss mocked the guild" in listed.output and "1 suggestion\n" in listed.output
    assert asked(folder, "", "--text", "none").output == "nothing waits for a decision\n"


def test_a_corpus_without_actors_can_be_begun(tmp_path: Path) -> None:
    empty = HEADER[: HEADER.index("actors:")] + "actors: {}\n"
    folder = corpus(tmp_path / "new", header=empty)
    named = replace(MOCKED, target=Mention(text="the guild"))
    assert len(made(folder, named).suggested.suggestions) == 1
    walk = asked(folder, "a\nbea\nperson\n\nguild\norganization\n\nq\n")
    assert walk.exit_code == 0, walk.output
    assert [one.id for one in coding.read(folder).actors] == ["bea", "guild"]


def test_words_of_a_text_cannot_steer_the_terminal(tmp_path: Path) -> None:
    text = TEXT.replace(" Bea", " \x1b[2JBea", 1)
    folder = corpus(tmp_path / "quay", text=text)
    start = text.index("Bea Moss")
    noisy = replace(MOCKED, start=start - 4, end=start + 8, exact=text[start - 4 : start + 8])
    one = made(folder, THANKED, noisy)
    assert sum(one.suggested.refused.values()) == 1
    shown = asked(folder, "q\n").output
    assert "\x1b[2J" not in shown and "Bea Moss mocked" in shown
