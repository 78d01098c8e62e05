"""What the inflection gives, against forms that were checked by hand."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from clivage.suggest import inflection
from clivage.suggest.inflection import Form, Tense, adjective, noun, verb
from tests.inflected import ADJECTIVES, ENGLISH, FRENCH, PLURALS, SPANISH, readings

TABLES = Path(inflection.__file__).parent

PERSONAL = (*(Tense.PRESENT, Tense.PAST, Tense.FUTURE, Tense.CONDITIONAL, Tense.SUBJUNCTIVE),)
REGULAR = {
    "fr": "manger placer jeter acheter céder broyer payer lever créer grogner",
    "es": "atacar pagar rezar santiguar coger vencer partir huir gruñir",
    "en": "oppose deny stop travel criticise favour attack",
}
PERSONS = {(person, number) for person in (1, 2, 3) for number in "sp"}


@pytest.mark.parametrize(
    ("language", "block", "at_least"),
    [("fr", FRENCH, 200), ("es", SPANISH, 100), ("en", ENGLISH, 45)],
)
def test_verbs_have_the_forms_of_a_grammar(language: str, block: str, at_least: int) -> None:
    cases = readings(block)
    wrong = [
        (word, surface, form)
        for word, surface, form in cases
        if form not in verb(language, word).get(surface, frozenset())
    ]
    assert wrong == []
    assert len(set(cases)) >= at_least


@pytest.mark.parametrize(
    ("language", "word", "never"),
    [
        ("fr", "manger", "mangons mangeions mangeèrent"),
        ("fr", "placer", "placons plaçions plaçez"),
        ("fr", "appeler", "appele appèle appellons"),
        ("fr", "acheter", "achette achete"),
        ("fr", "soutenir", "soutenissent soutenis soutienu"),
        ("fr", "répartir", "répartent répart"),
        ("fr", "dire", "disez"),
        ("fr", "élire", "éliés élisu"),
        ("fr", "nuire", "nuite nuie nuies"),
        ("fr", "falloir", "fauts faux fallons"),
        ("fr", "vaincre", "vaincons vainct"),
        ("es", "atacar", "atacé ataces"),
        ("es", "defender", "defendo defiendemos"),
        ("es", "ofender", "ofiende"),
        ("es", "sentir", "sentió sientamos"),
        ("es", "conocer", "conoco conozo"),
        ("es", "leer", "leió leido"),
        ("es", "compensar", "compiensa"),
        ("en", "visit", "visitted visitting"),
        ("en", "oppose", "opposeing opposeed"),
        ("en", "advise", "advize"),
        ("en", "take", "taked"),
    ],
)
def test_verbs_lack_the_forms_of_a_wrong_pattern(language: str, word: str, never: str) -> None:
    assert set(verb(language, word)).isdisjoint(never.split())


@pytest.mark.parametrize("language", ["fr", "es", "en"])
def test_plurals(language: str) -> None:
    pairs = PLURALS[language].split(", ")
    assert len(pairs) >= 15
    for pair in pairs:
        singular, plural = (word.replace("_", " ") for word in pair.split())
        forms = noun(language, singular)
        assert Form(Tense.NONE, 0, "s") in forms[singular], pair
        assert Form(Tense.NONE, 0, "p") in forms[plural], pair


def test_a_plural_that_is_given_replaces_the_rule() -> None:
    assert set(noun("fr", "porte-parole", "porte-parole")) == {"porte-parole"}
    assert set(noun("en", "staff", "staves")) == {"staff", "staves"}


@pytest.mark.parametrize("language", ["fr", "es", "en"])
def test_adjectives_have_just_these_forms(language: str) -> None:
    lines = [line.split() for line in ADJECTIVES[language].strip().splitlines()]
    assert len(lines) >= {"fr": 25, "es": 13, "en": 2}[language]
    for forms in lines:
        assert set(adjective(language, forms[0])) == set(forms)


def test_the_same_word_may_be_singular_and_plural() -> None:
    assert adjective("fr", "français")["français"] == {
        Form(Tense.NONE, 0, "s"),
        Form(Tense.NONE, 0, "p"),
    }


def _verbs_of_tables() -> Iterator[tuple[str, str]]:
    """Each line of each table, as a verb that follows it, and some that no table has."""
    for language, name in (("fr", "french"), ("es", "spanish"), ("en", "english")):
        with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for prefix in row["prefixes"].split():
                    yield language, {"*": "re", "-": ""}.get(prefix, prefix) + row["ending"]
    for language, words in REGULAR.items():
        yield from ((language, word) for word in words.split())


def test_whatever_the_verb_its_forms_are_plain_words() -> None:
    verbs = sorted(set(_verbs_of_tables()))
    assert len(verbs) > 600
    for language, word in verbs:
        forms = verb(language, word)
        for surface in forms:
            assert surface == unicodedata.normalize("NFC", surface).lower(), (word, surface)
            assert surface.replace("-", "").isalpha(), (word, surface)
            assert surface.strip("-") == surface, (word, surface)
        tenses = {form.tense for readings in forms.values() for form in readings}
        assert {Tense.INFINITIVE, Tense.PARTICIPLE, Tense.PRESENT} <= tenses, word
        assert Form(Tense.INFINITIVE) in forms[word], word


@pytest.mark.parametrize("language", ["fr", "es"])
def test_a_tense_has_its_six_persons(language: str) -> None:
    defective = {"falloir", "échoir"}
    for tongue, word in _verbs_of_tables():
        if tongue != language or word in defective:
            continue
        found = {form for readings in verb(language, word).values() for form in readings}
        for tense in PERSONAL:
            persons = {(form.person, form.number) for form in found if form.tense is tense}
            assert persons == PERSONS, (word, tense)


def test_tables_are_sorted_and_say_nothing_twice() -> None:
    for name in ("french", "spanish", "english"):
        with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = [(row["ending"], row["prefixes"]) for row in csv.DictReader(file)]
        assert rows == sorted(rows), name
        own = [
            (ending, prefix)
            for ending, prefixes in rows
            for prefix in prefixes.split()
            if ending != "asseoir"  # two conjugations live side by side
        ]
        assert len(own) == len(set(own)), name


def test_case_form_and_tag_of_the_question_do_not_matter() -> None:
    decomposed = unicodedata.normalize("NFD", "Répudier")
    assert verb("fr-CA", decomposed) == verb("fr", "répudier")
    assert "repudian" in verb("es-BO", "Repudiar")


def test_a_reflexive_verb_is_found_with_and_without_its_pronoun() -> None:
    assert verb("fr", "s'opposer") == verb("fr", "opposer") == verb("fr", "s’opposer")
    assert verb("fr", "se soulever") == verb("fr", "soulever")
    assert verb("es", "oponerse") == verb("es", "oponer")


def test_forms_cannot_be_changed_by_one_who_asks() -> None:
    with pytest.raises(TypeError):
        verb("fr", "appuyer")["x"] = frozenset()  # type: ignore[index]


@pytest.mark.parametrize(
    ("language", "word", "says"),
    [
        ("fr", "contre", "“contre” does not end like a French infinitive"),
        ("es", "contra", "“contra” does not end like a Spanish infinitive"),
        ("de", "helfen", "no word forms of the language “de”"),
    ],
)
def test_what_is_no_verb_is_refused(language: str, word: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        verb(language, word)
