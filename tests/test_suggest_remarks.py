"""What a person is told of a text that the engine can hardly read."""

from __future__ import annotations

import random
import unicodedata
from pathlib import Path

import pytest

from clivage.suggest import Cast, Document
from clivage.suggest.lexicon import Lexicon
from clivage.suggest.lexicon.engine import remarks
from clivage.suggest.trained import Trained

EVALUATION = Path(__file__).parent / "evaluation"
#: Texts that rules were written on, or measured on as often as one likes; none that is sealed.
OPEN = ("development", "training*", "validation*")
LANGUAGES = ("en", "es", "fr")
FEW = "few words of the text are {!r}: is it badly recognised, or in another language?"
POLISH = "Rada portu nie chce nowej tamy, a rybacy mówią, że podatku nikt tu nie zapłaci. " * 15


def texts(language: str, *parts: str) -> list[str]:
    """Return texts of a language."""
    return [
        path.read_text(encoding="utf-8")
        for part in parts
        for path in sorted(EVALUATION.glob(f"{language}-{part}/texts/*.txt"))
    ]


def blurred(text: str) -> str:
    """Return a text as a bad scan has it: about one letter in four is another."""
    chance = random.Random(6)
    return "".join(
        chance.choice("abcdefghijklmnopqrstuvwxyz") if one.isalpha() and chance.random() < 0.25
        else one
        for one in text
    )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_badly_recognised_text_is_told(language: str) -> None:
    read = texts(language, "development")
    assert len(read) >= 3
    for text in read:
        document = Document("s", language, blurred(text))
        assert remarks(document) == (FEW.format(language),)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_told_of_a_text_that_can_be_read(language: str) -> None:
    read = texts(language, *OPEN)
    assert len(read) >= 30
    told = [remarks(Document("s", language, text)) for text in read]
    assert told == [()] * len(read)


@pytest.mark.parametrize("engine", [Lexicon(), Trained()])
def test_both_engines_tell_it_of_the_last_text_only(engine: Lexicon | Trained) -> None:
    (text, *_) = texts("fr", "development")
    told = []
    for one in (blurred(text), text):
        list(engine.suggest(Document("s", "fr", one), Cast()))
        told.append(engine.remarks)
    assert told == [(FEW.format("fr"),), ()]


def test_a_language_that_nobody_guesses_is_told() -> None:
    assert remarks(Document("s", "en", POLISH)) == (FEW.format("en"),)


def test_a_few_words_are_not_judged() -> None:
    assert remarks(Document("s", "en", "Orm, Finn, Vidal, Serre. " * 45)) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_tags_accents_in_two_signs_and_capitals_are_no_bad_recognition(language: str) -> None:
    for text in texts(language, "development"):
        tagged = " ".join(f'<w id="word">{word}</w>' for word in text.split())
        for one in (tagged, unicodedata.normalize("NFD", text), text.upper()):
            assert remarks(Document("s", language, one)) == ()
