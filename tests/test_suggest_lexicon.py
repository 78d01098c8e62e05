"""The lexicons of the engine of rules: each row's example is a case, and a bad row is told of."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from clivage.errors import ClivageError
from clivage.model import ActorType
from clivage.suggest import Cast, Document, Figure
from clivage.suggest.lexicon import Lexicon, language_of
from clivage.suggest.lexicon.closed import Closed
from clivage.suggest.lexicon.entries import FILES, FOLDER, Entry, vocabulary
from clivage.suggest.lexicon.frames import FrameError, Slot, parsed
from clivage.suggest.lexicon.languages import closed_words

LANGUAGES = ("fr", "es", "en")
FRENCH = closed_words("fr")
#: Of a hundred examples, how many the engine may miss: with the two parties known, and not.
MISSED, MISSED_UNNAMED = 6, 14
LEAST = {"verbs": 500, "nouns": 100, "adjectives": 50, "phrases": 30}

Spans = list[tuple[int, int]]


def marked(example: str) -> tuple[str, Spans, Spans]:
    """Return the words of an example, and where the holders and the targets stand in them."""
    text, spans, opened = "", {"{": Spans(), "<": Spans()}, 0
    for sign in example:
        if sign in "{<":
            opened = len(text)
        elif sign in "}>":
            spans["{" if sign == "}" else "<"].append((opened, len(text)))
        else:
            text += sign
    return text, spans["{"], spans["<"]


def named(example: str) -> Cast:
    """Return a cast of the two parties of an example."""
    text, holders, targets = marked(example)
    return Cast(
        tuple(
            Figure(id=f"{role}-{at}", names=(text[start:end],), type=ActorType.COLLECTIVE)
            for role, spans in (("holder", holders), ("target", targets))
            for at, (start, end) in enumerate(spans)
        )
    )


def is_found(entry: Entry, language: str) -> bool:
    text, holders, _ = marked(entry.example)
    return any(
        (one.holder.figure.startswith("holder") or (not holders and one.holder.is_author))
        and one.target.figure.startswith("target")
        and one.sign is entry.sign
        for one in Lexicon().suggest(Document("x", language, text), named(entry.example))
    )


def is_found_unnamed(entry: Entry, language: str) -> bool:
    text, holders, targets = marked(entry.example)

    def on(start: int, end: int, spans: Spans) -> bool:
        return any(start < last and first < end for first, last in spans)

    return any(
        (on(one.holder.start, one.holder.end, holders) or (not holders and one.holder.is_author))
        and on(one.target.start, one.target.end, targets)
        and one.sign is entry.sign
        for one in Lexicon().suggest(Document("x", language, text), Cast())
    )


def rows(language: str, kind: str) -> list[Entry]:
    name = f"{language}/{kind}.csv"
    return [one for one in vocabulary(language).entries if one.origin.file == name]


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_of_each_row_is_found(language: str, kind: str) -> None:
    entries = rows(language, kind)
    missed = [f"{one.origin} {one.example}" for one in entries if not is_found(one, language)]
    assert len(entries) >= LEAST[kind]
    assert len(missed) <= len(entries) * MISSED / 100, "\n".join(missed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_examples_are_found_where_nobody_is_known_as_well(language: str) -> None:
    entries = vocabulary(language).entries[::5]
    missed = [str(one.origin) for one in entries if not is_found_unnamed(one, language)]
    assert len(entries) >= 200
    assert len(missed) <= len(entries) * MISSED_UNNAMED / 100, "\n".join(missed)


def test_the_same_words_with_negation_are_not_said_to_have_happened() -> None:
    cast = named("{Les mineurs} <le maire>")
    for said in ("ne soutiennent pas", "n'ont jamais soutenu", "ne combattent plus"):
        text = f"Les mineurs {said} le maire."
        found = list(Lexicon().suggest(Document("x", "fr", text), cast))
        assert [one.modality.value for one in found] == ["negated"], text


# What a frame says


@pytest.mark.parametrize(
    ("frame", "slot"),
    [
        ("H V T", Slot("T")),
        ("H se V contre T", Slot("T", ("contre",))),
        ("N de H contre|envers T", Slot("T", ("contre", "envers"))),
        ("N de H à-l'égard-de T", Slot("T", ("à l' égard de",))),
        ("H V le dos à T", Slot("T", ("à",))),
    ],
)
def test_a_frame_says_where_the_target_stands(frame: str, slot: Slot) -> None:
    assert parsed(frame, FRENCH).slot("T") == slot


@pytest.mark.parametrize("frame", ["H T", "H V", "H V N T", ""])
def test_a_frame_needs_one_anchor_and_a_target(frame: str) -> None:
    with pytest.raises(FrameError):
        parsed(frame, FRENCH)


# A broken lexicon

GOOD = "soutenir,H V T,supports,backs,,2,{A} soutient <B>."
BAD = {
    "soutenir,H T,supports,backs,,2,x": "needs one of V, N, J or P",
    "soutenir,H V T,likes,backs,,2,x": "the sign 'likes' is none of supports, opposes",
    "soutenir,H V T,supports,attacks,,2,x": "the relation 'attacks' is none, or of the other sign",
    "soutenir,H V T,supports,backs,song,2,x": "the mode 'song' is none",
    "soutenir,H V T,supports,backs,,4,x": "the strength '4' is none of 1, 2, 3",
    "soutenir,N de H à T,supports,backs,,2,x": "has no V",
    "soutenir,H V T,supports,backs,,2": "the row has no example",
    "soutenir,H V T,supports,backs,,2,x,y": "the row has too many fields",
}


@pytest.mark.parametrize("row", BAD)
def test_a_bad_row_is_told_with_its_file_and_line(row: str, tmp_path: Path) -> None:
    folder = tmp_path / "fr"
    folder.mkdir()
    header = "word,frame,sign,relation,mode,strength,example"
    (folder / "verbs.csv").write_text(f"{header}\n{GOOD}\n{row}\n", encoding="utf-8")
    with pytest.raises(ClivageError, match=BAD[row].replace("|", r"\|")) as told:
        vocabulary("fr", tmp_path)
    assert str(told.value).startswith("fr/verbs.csv:3: ")


def test_a_lexicon_with_verbs_alone_is_one(tmp_path: Path) -> None:
    (tmp_path / "fr").mkdir()
    shutil.copy(FOLDER / "fr" / "verbs.csv", tmp_path / "fr" / "verbs.csv")
    assert {one.frame.anchor for one in vocabulary("fr", tmp_path).entries} == {"V"}


def test_a_language_without_a_lexicon_is_told() -> None:
    with pytest.raises(ClivageError, match="does not read the language 'de'"):
        vocabulary("de")


# Which language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le maire a dit que les mineurs ne sont pas pour la grève.", "fr"),
        ("El alcalde dijo que los mineros no están con el gobierno y se van.", "es"),
        ("The mayor said that the miners are not for the strike, and he was right.", "en"),
        ("Der Bürgermeister ist nicht mit den Arbeitern, und die Stadt ist es auch nicht.", "de"),
        ("", ""),
        ("1 2 3 …", ""),
        ("Torres Banzer Ovando", ""),
    ],
)
def test_a_text_gives_its_language_away(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_closed_words_do_not_contradict_themselves(language: str) -> None:
    closed: Closed = closed_words(language)
    assert not closed.who & closed.coordinators
    assert not set(closed.subjects) & closed.prepositions
    assert closed.agents <= closed.prepositions
