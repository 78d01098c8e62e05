"""What is imported is verified, merged with what is there, and nothing is lost in silence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from clivage import coding
from clivage.errors import ClivageError, CorpusError
from clivage.importers.options import Options
from clivage.importers.records import Claim, Document, Imported, Party, Quote, Topic
from clivage.importers.report import Report
from clivage.model import AUTHOR, ActorType, Corpus, Sign
from tests.brought import BACKS, OPPOSES, PARTIES, TEXT, bring, document, found, stance


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def imported(tmp_path: Path, what: Imported | None = None) -> tuple[Corpus, Report]:
    report = bring(what or found(), tmp_path / "ferry")
    return coding.read(tmp_path / "ferry"), report


def test_a_new_corpus_is_whole(tmp_path: Path) -> None:
    """Texts, actors, issues, coders and statements come over; each quotation is verified."""
    corpus, report = imported(tmp_path)
    assert [
        (one.holder, one.sign, one.target, one.voice, one.when) for one in corpus.statements
    ] == [
        ("ferrymen", Sign.SUPPORT, "guild", "", ""),
        ("town-council", Sign.OPPOSITION, "new-fare", "ada-bell", "1901-05"),
    ]
    assert [one.evidence[0].exact for one in corpus.statements] == [
        "The ferrymen back the guild",
        "The town council opposes the new fare",
    ]
    assert corpus.source["on-the-ferry"].text == TEXT
    assert corpus.actor["ada-bell"].part_of == "town-council"
    assert corpus.actor["guild"].kind == "union"
    assert [coder.name for coder in corpus.coders] == ["Ines"]
    assert dict(report.taken) == {
        "statement": 2, "text": 1, "actor": 4, "issue": 1, "coder": 1, "unevidenced tie": 0,
    }  # fmt: skip
    assert not report.refused


def test_importing_again_changes_nothing(tmp_path: Path) -> None:
    """The same file twice is the same corpus, byte for byte."""
    imported(tmp_path)
    before = files(tmp_path / "ferry")
    report = bring(found(), tmp_path / "ferry")
    assert files(tmp_path / "ferry") == before
    assert not report.changes
    assert report.known["statement"] == 2


def test_what_is_there_stays_as_it_is(tmp_path: Path) -> None:
    """More statements go behind those that are there; comments and hand-made lines stay."""
    imported(tmp_path, found(stances=(BACKS,)))
    folder = tmp_path / "ferry"
    coded = folder / "codings" / "on-the-ferry.ines.yaml"
    coded.write_text(coded.read_text() + "  # to be discussed\n")
    header = folder / "corpus.yaml"
    header.write_text("# By hand.\n" + header.read_text())
    report = bring(found(), folder)
    assert report.taken["statement"] == 1
    assert report.known["statement"] == 1
    assert "# to be discussed" in coded.read_text()
    assert header.read_text().startswith("# By hand.\n")
    assert len(coding.read(folder).statements) == 2


def test_actors_of_the_corpus_are_known_by_their_names(tmp_path: Path) -> None:
    """A name in another spelling is no new actor; the corpus's own id is used."""
    imported(tmp_path)
    other = (
        Party(key="a", label="FERRYMEN"),
        Party(key="b", label="council"),
    )
    more = stance("Ada Bell", "a", Sign.OPPOSITION, "b", coder="ines")
    report = bring(found(parties=other, topics=(), stances=(more,)), tmp_path / "ferry")
    statement = next(
        one for one in coding.read(tmp_path / "ferry").statements if one.holder == "ferrymen"
        and one.sign is Sign.OPPOSITION
    )  # fmt: skip
    assert (statement.target, statement.coder) == ("town-council", "ines")
    assert (report.taken["actor"], report.known["actor"]) == (0, 2)


def test_two_coders_keep_their_codings_apart(tmp_path: Path) -> None:
    """The same statement by another coder is another one, and the first keeps its id."""
    first, _ = imported(tmp_path, found(stances=(BACKS,)))
    second = replace(BACKS, coder="Abel")
    corpus, report = imported(tmp_path, found(stances=(second,)))
    assert report.taken["statement"] == 1
    ids = {one.coder: one.id for one in corpus.statements}
    assert ids == {"ines": first.statements[0].id, "abel": f"{first.statements[0].id}.abel"}


def test_the_same_stance_twice_in_a_file_is_two_statements(tmp_path: Path) -> None:
    """What another program counts twice is not dropped; again, it is known twice."""
    twice = found(stances=(BACKS, replace(BACKS, record="statement 9", certainty=BACKS.certainty)))
    corpus, report = imported(tmp_path, twice)
    assert len(corpus.statements) == report.taken["statement"] == 2
    assert bring(twice, tmp_path / "ferry").known["statement"] == 2


@pytest.mark.parametrize(
    ("quote", "says"),
    [
        (Quote(document="1", exact="The ferrymen hate the guild"), "hate"),
        (Quote(document="1", exact="the"), "stands"),
        (Quote(document="1", start=400, end=410), "offsets"),
        (Quote(document="1", start=9, end=9), "offsets"),
        (Quote(document="1", exact="   ", start=3, end=4), "words"),
        (Quote(document="9", exact="The ferrymen"), "no text '9'"),
    ],
)
def test_a_quotation_that_does_not_stand_there_is_refused(
    tmp_path: Path, quote: Quote, says: str
) -> None:
    """The record and the reason are told; the others are taken."""
    bad = replace(BACKS, quotes=(quote,))
    corpus, report = imported(tmp_path, found(stances=(bad, OPPOSES)))
    assert len(corpus.statements) == 1
    assert [one.record for one in report.refused] == ["statement 1"]
    assert says in report.refused[0].what


def test_words_count_more_than_offsets(tmp_path: Path) -> None:
    """Offsets that have slipped are put right, at the nearest place, and that is told."""
    slipped = replace(
        OPPOSES, quotes=(Quote(document="1", exact="the new fare", start=60, end=72),)
    )
    corpus, report = imported(tmp_path, found(stances=(slipped,)))
    start = TEXT.index("the new fare")
    assert corpus.statements[0].evidence[0].start == start
    assert f"stand at {start}" in report.repaired[0].what


def test_the_offsets_choose_among_several_places(tmp_path: Path) -> None:
    """A word that stands often is evidence where its offsets are given."""
    at = TEXT.index("The", 5)
    chosen = replace(BACKS, quotes=(Quote(document="1", exact="The", start=at, end=at + 3),))
    corpus, _ = imported(tmp_path, found(stances=(chosen,)))
    assert corpus.statements[0].evidence[0].start == at


def test_several_quotations_of_a_statement_are_all_found(tmp_path: Path) -> None:
    """One that stands once goes with the first of another; two of other counts are refused."""
    once = Quote(document="1", exact="new fare")
    first, second = (
        Quote(document="1", exact="The", start=at, end=at + 3) for at in (0, TEXT.index("The", 5))
    )
    good = replace(BACKS, quotes=(once, first))
    bad = replace(OPPOSES, quotes=(first, second, once))
    corpus, report = imported(tmp_path, found(stances=(good, bad)))
    assert [one.exact for one in corpus.statements[0].evidence] == ["The", "new fare"]
    assert [one.record for one in report.refused] == ["statement 2"]


def test_what_clivage_cannot_say_stands_in_the_note(tmp_path: Path) -> None:
    """A date in words, or a relation of the other sign, is kept and told, not lost."""
    odd = replace(BACKS, when="last May", relation="refuses", note="seen twice")
    corpus, report = imported(tmp_path, found(stances=(odd,)))
    assert corpus.statements[0].note == "seen twice; relation: refuses; when: last May"
    assert len(report.repaired) == 2


def test_what_check_would_refuse_is_refused_in_its_words(tmp_path: Path) -> None:
    """An author who takes sides speaks in his own voice."""
    voiceless = replace(BACKS, holder=AUTHOR)
    _, report = imported(tmp_path, found(stances=(voiceless, OPPOSES)))
    assert [one.record for one in report.refused] == ["statement 1"]


def test_a_dry_run_reports_and_writes_nothing(tmp_path: Path) -> None:
    """The numbers are those of the import."""
    report = bring(found(), tmp_path / "ferry", dry_run=True)
    assert report.taken["statement"] == 2
    assert not list(tmp_path.iterdir())


def test_texts_come_from_a_folder_where_the_file_has_none(tmp_path: Path) -> None:
    """And without one the stances are refused, with the remedy."""
    without = found(documents=(document(text=None, key="1", title="../ferry-text"),))
    report = bring(without, tmp_path / "a")
    assert not report.taken["statement"]
    assert any("--texts" in one.remedy for one in report.refused)
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "ferry-text.txt").write_text(TEXT)
    assert bring(without, tmp_path / "b", options=Options(texts=texts)).taken["statement"] == 2


def test_a_corpus_with_errors_is_left_alone(tmp_path: Path) -> None:
    """First the errors are corrected; nothing is written."""
    imported(tmp_path)
    broken = tmp_path / "ferry" / "codings" / "mine.yaml"
    broken.write_text("source: nowhere\ncoder: ines\nstatements: []\n")
    before = files(tmp_path / "ferry")
    with pytest.raises(CorpusError, match="nowhere"):
        bring(found(), tmp_path / "ferry")
    assert files(tmp_path / "ferry") == before


def test_something_else_is_not_overwritten(tmp_path: Path) -> None:
    """A folder that is no corpus keeps what it has."""
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(ClivageError, match="no corpus"):
        bring(found(), tmp_path)
    assert files(tmp_path) == {"notes.txt": b"mine"}


def test_edges_without_words_are_kept_apart(tmp_path: Path) -> None:
    """They become unevidenced ties, never statements, and again nothing new."""
    claims = (
        Claim(record="line 2", sign=Sign.SUPPORT, holder="ferrymen", target="guild"),
        Claim(record="line 3", sign=Sign.OPPOSITION, holder="guild", target="fare", on_topic=True),
        Claim(record="line 4", sign=Sign.OPPOSITION, holder="guild", target="guild"),
    )
    edges = found(stances=(BACKS,), claims=claims)
    corpus, report = imported(tmp_path, edges)
    assert [(one.holder, one.sign, one.target) for one in corpus.unevidenced] == [
        ("ferrymen", Sign.SUPPORT, "guild"),
        ("guild", Sign.OPPOSITION, "new-fare"),
    ]
    assert len(corpus.statements) == 1
    assert [one.record for one in report.refused] == ["line 4"]
    before = files(tmp_path / "ferry")
    assert bring(edges, tmp_path / "ferry").known["unevidenced tie"] == 2
    assert files(tmp_path / "ferry") == before


@pytest.mark.parametrize(
    "text",
    ["\ufeffThe ferrymen back the guild.", "The ferrymen \0 back the guild", "\ud800 the guild"],
)
def test_a_text_that_no_file_can_hold_is_refused(tmp_path: Path, text: str) -> None:
    """It is told which; other texts come over."""
    two = (document(text=text), Document(key="2", title="Else", text="A quiet day.\n"))
    _, report = None, bring(found(documents=two), tmp_path / "ferry")
    assert report.taken["text"] == 1
    assert report.refused[0].record == "text '1'"


@pytest.mark.parametrize("name", ["Народная ассамблея", "!!!", "人民", "a" * 300, "ACTOR"])
def test_every_name_gets_an_id(tmp_path: Path, name: str) -> None:
    """Whatever letters it has; the label keeps them."""
    parties = (replace(PARTIES[0], label=name), *PARTIES[1:])
    corpus, _ = imported(tmp_path, found(parties=parties))
    assert name in {label for one in corpus.actors for label in one.labels.values()}


def test_an_actor_that_may_be_two_is_not_guessed(tmp_path: Path) -> None:
    """Its stances are refused until a person has told them apart."""
    imported(tmp_path)
    header = tmp_path / "ferry" / "corpus.yaml"
    header.write_text(header.read_text().replace("label: { und: Town council }",
                                                 "label: { und: Guild }"))  # fmt: skip
    report = bring(found(), tmp_path / "ferry")
    assert "may be any of" in report.refused[0].what


def test_spellings_of_one_name_in_a_file_are_one_actor(tmp_path: Path) -> None:
    """So importing again finds the same one, and adds nothing; a grown file adds its row."""
    spelt = (
        Party(key="Guild", label="Guild"),
        Party(key="GUILD ", label="GUILD "),
        Party(key="Council", label="Council"),
    )
    two = (
        stance("The ferrymen", "Guild", Sign.SUPPORT, "Council"),
        stance("Ada Bell", "GUILD ", Sign.OPPOSITION, "Council", record="statement 2"),
    )
    file = found(parties=spelt, topics=(), stances=two)
    corpus, report = imported(tmp_path, file)
    assert sorted(corpus.actor) == ["council", "guild"]
    assert any(str(one) == "actor 'GUILD ': taken for 'guild'." for one in report.repaired)
    before = files(tmp_path / "ferry")
    assert not bring(file, tmp_path / "ferry").refused
    assert files(tmp_path / "ferry") == before


def test_a_person_and_a_body_of_one_name_stay_two(tmp_path: Path) -> None:
    """Where the file gives their types; and again they are found each by its own."""
    bells = (
        Party(key="p", label="Bell", type=ActorType.PERSON),
        Party(key="o", label="Bell", type=ActorType.ORGANIZATION),
    )
    file = found(parties=bells, topics=(), stances=(stance("Ada Bell", "p", Sign.SUPPORT, "o"),))
    corpus, _ = imported(tmp_path, file)
    assert {one.type for one in corpus.actors} == {ActorType.PERSON, ActorType.ORGANIZATION}
    again = bring(file, tmp_path / "ferry")
    assert (again.changes, again.refused) == (False, [])


def test_a_type_that_was_corrected_by_hand_stays(tmp_path: Path) -> None:
    """As the report asks for; the actor is known again."""
    imported(tmp_path)
    header = tmp_path / "ferry" / "corpus.yaml"
    header.write_text(header.read_text().replace("type: collective", "type: organization"))
    assert not bring(found(), tmp_path / "ferry").changes


def test_whom_only_refused_stances_name_is_not_made(tmp_path: Path) -> None:
    """Nor its whole; an actor that no stance names at all is the file's own list, and taken."""
    bad = replace(OPPOSES, quotes=(Quote(document="1", exact="nowhere"),))
    corpus, report = imported(tmp_path, found(stances=(BACKS, bad)))
    assert sorted(corpus.actor) == ["ferrymen", "guild"]
    assert (report.taken["actor"], report.taken["issue"]) == (2, 0)
    other = replace(BACKS, coder="Noor", holder=AUTHOR, record="statement 3")
    corpus, report = imported(tmp_path, found(stances=(BACKS, replace(bad, coder="Oda"), other)))
    assert [one.name for one in corpus.coders] == ["Ines"]
    assert len(report.refused) == 2
    listed = (*PARTIES, Party(key="x", label="Mill", type=ActorType.ORGANIZATION))
    corpus, _ = imported(tmp_path, found(parties=listed, stances=(BACKS, bad)))
    assert sorted(corpus.actor) == ["ferrymen", "guild", "mill"]


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_corpus_that_is_left_without_a_statement_is_told(tmp_path: Path, dry_run: bool) -> None:
    said = "the corpus has no statement yet: 'clivage check' will say so until it has one"
    bad = replace(BACKS, quotes=(Quote(document="1", exact="nowhere"),))
    report = bring(found(stances=(bad,)), tmp_path / "ferry", dry_run=dry_run)
    assert report.taken["text"] == 1
    assert said in report.lines()
    nothing = bring(found(stances=(), documents=(), parties=(), topics=()), tmp_path / "none")
    assert said not in nothing.lines()
    assert not (tmp_path / "none").exists()
    if not dry_run:
        assert said in bring(found(stances=(bad,)), tmp_path / "ferry").lines()
        assert said not in bring(found(), tmp_path / "ferry").lines()
        assert coding.inspect(tmp_path / "ferry").errors == ()


def test_an_edge_to_a_known_issue_is_no_new_actor(tmp_path: Path) -> None:
    """By its id or its label."""
    imported(tmp_path)
    parties = (PARTIES[1], Party(key="n", label="new-fare", id="new-fare"))
    claims = (Claim(record="line 2", sign=Sign.SUPPORT, holder="guild", target="n"),)
    edges = found(documents=(), parties=parties, topics=(), stances=(), claims=claims)
    corpus, _ = imported(tmp_path, edges)
    assert [one.target for one in corpus.unevidenced] == ["new-fare"]
    assert "new-fare-2" not in corpus.actor


def test_the_current_folder_can_be_the_corpus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The draft lies beside it, not in it."""
    imported(tmp_path, found(stances=(BACKS,)))
    monkeypatch.chdir(tmp_path / "ferry")
    assert bring(found(), Path()).taken["statement"] == 1
    assert len(coding.read(Path()).statements) == 2


def test_another_spelling_of_words_is_told(tmp_path: Path) -> None:
    """The text's own spelling is kept."""
    spelt = replace(BACKS, quotes=(Quote(document="1", exact="The  ferrymen back\nthe guild"),))
    corpus, report = imported(tmp_path, found(stances=(spelt,)))
    assert corpus.statements[0].evidence[0].exact == "The ferrymen back the guild"
    assert "spelt otherwise" in report.repaired[0].what


def test_a_text_that_lies_there_is_not_written_over(tmp_path: Path) -> None:
    """Texts may come first and be described later."""
    imported(tmp_path)
    mine = tmp_path / "ferry" / "texts" / "on-the-ferry-2.txt"
    mine.write_text("Mine.\n")
    other = document(key="2", title="On the ferry", text="The guild is quiet.\n")
    report = bring(found(documents=(document(), other)), tmp_path / "ferry")
    assert report.taken["text"] == 1
    assert mine.read_text() == "Mine.\n"
    assert (tmp_path / "ferry" / "texts" / "on-the-ferry-3.txt").exists()


def test_a_file_that_has_grown_adds_what_is_new_wherever_it_stands(tmp_path: Path) -> None:
    """What is there word for word is known first, so nothing new is taken for it."""
    fare = replace(BACKS, about="fare")
    pier = replace(BACKS, about="pier", record="statement 0")
    topics = (Topic(key="fare", label="New fare"), Topic(key="pier", label="Pier"))
    imported(tmp_path, found(topics=topics, stances=(fare,)))
    corpus, report = imported(tmp_path, found(topics=topics, stances=(pier, fare)))
    assert sorted(one.about for one in corpus.statements) == ["new-fare", "pier"]
    assert report.taken["statement"] == 1
    dated = replace(fare, when="1901-05")
    corpus, report = imported(tmp_path, found(topics=topics, stances=(dated, pier)))
    assert len(corpus.statements) == 2
    assert "with other details" in report.left_out[0].what


def test_an_edge_list_that_has_grown_adds_its_row_alone(tmp_path: Path) -> None:
    """Even where a row was put in above, and the lines have moved."""
    first = Claim(record="line 2", sign=Sign.SUPPORT, holder="ferrymen", target="guild")
    above = Claim(record="line 2", sign=Sign.OPPOSITION, holder="guild", target="council")
    imported(tmp_path, found(stances=(BACKS,), claims=(first,)))
    moved = replace(first, record="line 3")
    corpus, _ = imported(tmp_path, found(stances=(BACKS,), claims=(above, moved)))
    assert [(one.holder, one.target) for one in corpus.unevidenced] == [
        ("ferrymen", "guild"),
        ("guild", "town-council"),
    ]


def test_a_table_of_ties_with_other_columns_is_left_as_it_is(tmp_path: Path) -> None:
    """New ties go into a table of their own: none is read the wrong way round."""
    imported(tmp_path)
    ties = tmp_path / "ferry" / "ties"
    ties.mkdir()
    (ties / "ferry.csv").write_text("target,holder,sign\nguild,ferrymen,support\n")
    claim = Claim(record="line 2", sign=Sign.SUPPORT, holder="council", target="guild")
    corpus, _ = imported(tmp_path, found(claims=(claim,)))
    said = {(one.holder, one.target) for one in corpus.unevidenced}
    assert said == {("ferrymen", "guild"), ("town-council", "guild")}
    assert (ties / "ferry.csv").read_text().count("\n") == 2


def test_a_file_that_changes_meanwhile_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The author saves while the draft is checked: the import gives way."""
    imported(tmp_path, found(stances=(BACKS,)))
    coded = tmp_path / "ferry" / "codings" / "on-the-ferry.ines.yaml"
    inspect = coding.inspect

    def slowly(folder: Path, **more: bool) -> coding.Reading:
        if folder.parent.name.startswith("clivage-"):
            coded.write_text(coded.read_text() + "    note: by hand\n")
        return inspect(folder, **more)

    monkeypatch.setattr(coding, "inspect", slowly)
    with pytest.raises(ClivageError, match="was changed while"):
        bring(found(), tmp_path / "ferry")
    assert "by hand" in coded.read_text()


def test_quotations_that_begin_together_are_known_again(tmp_path: Path) -> None:
    """Their order does not depend on chance."""
    quotes = tuple(
        Quote(document="1", exact=TEXT[:end], start=0, end=end) for end in (12, 17, 27, 3)
    )
    nested = found(stances=(replace(BACKS, quotes=quotes),))
    corpus, _ = imported(tmp_path, nested)
    ends = [one.end for one in corpus.statements[0].evidence]
    assert ends == sorted(ends)
    assert not bring(nested, tmp_path / "ferry").changes


def test_links_modes_and_hidden_files_of_a_folder_are_respected(tmp_path: Path) -> None:
    """What a link leads to is written; what an editor leaves behind is no coding file."""
    imported(tmp_path, found(stances=(BACKS,)))
    folder, codings = tmp_path / "ferry", tmp_path / "ferry" / "codings"
    (tmp_path / "shared").mkdir()
    kept = tmp_path / "shared" / "ines.yaml"
    (codings / "on-the-ferry.ines.yaml").rename(kept)
    kept.chmod(0o600)
    (codings / "on-the-ferry.ines.yaml").symlink_to("../../shared/ines.yaml")
    (codings / ".#mine.yaml").symlink_to("nobody@nowhere.1")
    assert bring(found(), folder).taken["statement"] == 1
    assert (codings / "on-the-ferry.ines.yaml").is_symlink()
    assert kept.read_text().count("quote:") == 2
    assert kept.stat().st_mode & 0o777 == 0o600


def test_what_is_superseded_is_not_made_longer(tmp_path: Path) -> None:
    """New statements go into a file beside it, and the next ones into that."""
    imported(tmp_path, found(stances=(BACKS,)))
    codings = tmp_path / "ferry" / "codings"
    first = codings / "on-the-ferry.ines.yaml"
    first.write_text(first.read_text().replace("statements:", "superseded-by: ines\nstatements:"))
    before = first.read_bytes()
    bring(found(), tmp_path / "ferry")
    third = stance("Ada Bell", "bell", Sign.SUPPORT, "guild", record="statement 3")
    bring(found(stances=(BACKS, OPPOSES, third)), tmp_path / "ferry")
    assert sorted(path.name for path in codings.iterdir()) == [
        "on-the-ferry.ines.2.yaml",
        "on-the-ferry.ines.yaml",
    ]
    assert first.read_bytes() == before
    assert len(coding.read(tmp_path / "ferry").statements) == 2
