"""The written forms of a word: what a lexicon lists once, a text has in forty shapes.

Forms are lower-case and in Unicode's composed form (NFC). Elisions and pronouns are left to the
caller. A word that is in no table follows the pattern of its ending.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from clivage.suggest.inflection import english, french, french_names, spanish, spanish_names
from clivage.suggest.inflection.forms import Form, Forms, Tense

__all__ = ["Form", "Forms", "Tense", "adjective", "noun", "verb"]

_VERBS = {"fr": french.verb, "es": spanish.verb, "en": english.verb}
_NOUNS = {"fr": french_names.noun, "es": spanish_names.noun, "en": english.noun}
_ADJECTIVES = {
    "fr": french_names.adjective,
    "es": spanish_names.adjective,
    "en": english.adjective,
}


@cache
def verb(language: str, infinitive: str) -> Forms:
    """Return every written form of a verb, with its readings.

    Args:
        language: BCP 47 tag; French, Spanish and English are known.
        infinitive: the verb, with or without the pronoun of a reflexive one (s'opposer,
            oponerse); English without "to".

    Raises:
        ValueError: where the language is not known, or the word does not end like an infinitive.

    >>> sorted((form.tense.value, form.person) for form in verb("fr", "soutenir")["soutint"])
    [('past', 3)]
    """
    return _VERBS[_known(language)](_plain(infinitive))


@cache
def noun(language: str, word: str, plural: str = "") -> Forms:
    """Return singular and plural of a noun, or of a phrase that a noun heads.

    Args:
        language: as for `verb`.
        word: the singular.
        plural: the plural, where no rule gives it.

    Raises:
        ValueError: where the language is not known.

    >>> sorted(noun("fr", "syndicat"))
    ['syndicat', 'syndicats']
    """
    return _NOUNS[_known(language)](_plain(word), _plain(plural))


@cache
def adjective(language: str, word: str) -> Forms:
    """Return the forms of an adjective, given in the masculine singular.

    Raises:
        ValueError: where the language is not known.

    >>> sorted(adjective("fr", "hostile"))
    ['hostile', 'hostiles']
    """
    return _ADJECTIVES[_known(language)](_plain(word))


def _known(language: str) -> str:
    primary = language.partition("-")[0].lower()
    if primary not in _VERBS:
        raise ValueError(f"no word forms of the language “{language}”: known are fr, es and en")
    return primary


def _plain(word: str) -> str:
    return unicodedata.normalize("NFC", word).strip().lower()
