"""Spanish nouns and adjectives: plurals and feminines by rule, and the exceptions."""

from __future__ import annotations

import re

from clivage.suggest.inflection.forms import Forms, Paradigm, Tense, numbered, words

_ACCENT = str.maketrans("aeiou", "áéíóú")
_NO_ACCENT = str.maketrans("áéíóú", "aeiou")

_PLURALS = {
    "carácter": "caracteres",
    "espécimen": "especímenes",
    "régimen": "regímenes",
    "lord": "lores",
}
_HEAD_FIRST = re.compile(r" (?:a|al|con|contra|de|del|en|para|por|sobre)\b")

_ONE_GENDER = words("afín cortés descortés marrón mayor mejor menor montés")
_SHORT = {  # before a noun
    "alguno": "algún",
    "bueno": "buen",
    "grande": "gran",
    "malo": "mal",
    "ninguno": "ningún",
    "primero": "primer",
    "tercero": "tercer",
}


def noun(word: str, plural: str = "") -> Forms:
    """Return singular and plural; a plural that is given replaces the rule.

    >>> sorted(noun("nación")), sorted(noun("juez"))
    (['naciones', 'nación'], ['jueces', 'juez'])
    """
    return numbered(word, plural, _HEAD_FIRST, _plurals)


def adjective(word: str) -> Forms:
    """Return the forms, from the masculine singular.

    >>> sorted(adjective("opositor"))
    ['opositor', 'opositora', 'opositoras', 'opositores']
    """
    paradigm = Paradigm()
    for singular in (word, _SHORT.get(word, word), _feminine(word)):
        paradigm.add(Tense.NONE, singular, 0, "s")
    for plural in (*_plurals(word), *_plurals(_feminine(word))):
        paradigm.add(Tense.NONE, plural, 0, "p")
    return paradigm.frozen()


def _feminine(word: str) -> str:
    if word in _ONE_GENDER:
        return word
    if word.endswith("o"):
        return word[:-1] + "a"
    if re.search(r"(?:[^aeiou]or|[áéíó][ns])$", word):
        return word[:-2] + word[-2].translate(_NO_ACCENT) + word[-1] + "a"
    return word + "a" if word in ("andaluz", "español") else word


def _plurals(word: str) -> list[str]:
    if word in _PLURALS:
        return [_PLURALS[word]]
    if re.search(r"[íú]$", word):  # israelíes, israelís
        return [word + "es", word + "s"]
    if re.search(r"[aeiouáéóbcfgkmptw]$", word):
        return [word + "s"]
    if word.endswith(("s", "x")) and not _ends_stressed(word):
        return [word]
    return [re.sub("z$", "c", _restressed(word)) + "es"]


def _ends_stressed(word: str) -> bool:
    """Whether the last syllable of a word in -s has the stress: inglés, mes, but not crisis."""
    return bool(re.search(r"[áéíóú]s$|^[^aeiou]*[aeiou]+s$", word))


def _restressed(word: str) -> str:
    """Move the accent as the longer word needs it: nación, naciones; joven, jóvenes."""
    if re.search(r"[aeo][íú][^aeiou]$", word):  # país, países
        return word
    if re.search(r"[áéíóú][ns]$", word):
        return word[:-2] + word[-2].translate(_NO_ACCENT) + word[-1]
    if word.endswith("n") and not re.search("[áéíóú]", word):
        return re.sub(
            r"[aeiou](?=[^aeiou]+[aeiou]n$)", lambda match: match[0].translate(_ACCENT), word
        )
    return word
