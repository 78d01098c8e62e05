"""French nouns and adjectives: plurals and feminines by rule, and the exceptions."""

from __future__ import annotations

import re

from clivage.suggest.inflection.forms import Forms, Paradigm, Tense, numbered, words

_PLURALS = {
    "bonhomme": "bonshommes",
    "ciel": "cieux",
    "gentilhomme": "gentilshommes",
    "madame": "mesdames",
    "mademoiselle": "mesdemoiselles",
    "monsieur": "messieurs",
    "œil": "yeux",
}
_AUX = words("bail corail émail soupirail travail vantail vitrail")
_ALS = words(
    "aval bal banal bancal cal carnaval cérémonial chacal étal fatal festival natal naval récital "
    "régal"
)
_BOTH_AL = words("austral boréal final glacial idéal pascal tribal")
_OUX = words("bijou caillou chou genou hibou joujou pou")
_NO_X = words("bleu émeu landau pneu sarrau")
# Before 1835 -ant and -ent lost their t in the plural of longer words: les habitans.
_OLD_PLURAL = re.compile(r"[aeiouyéè].*[ae]nt$")

_HEAD_FIRST = re.compile(r" (?:à|au|aux|de|des|du|en|pour|sur)\b| d['’]")

_FEMININES = {
    "andalou": "andalouse",
    "bas": "basse",
    "beau": "belle",
    "blanc": "blanche",
    "bref": "brève",
    "caduc": "caduque",
    "chef": "cheffe",
    "doux": "douce",
    "dû": "due",
    "épais": "épaisse",
    "exprès": "expresse",
    "faux": "fausse",
    "favori": "favorite",
    "fou": "folle",
    "frais": "fraîche",
    "franc": "franche",
    "gentil": "gentille",
    "gras": "grasse",
    "grec": "grecque",
    "gros": "grosse",
    "jumeau": "jumelle",
    "las": "lasse",
    "long": "longue",
    "maître": "maîtresse",
    "malin": "maligne",
    "métis": "métisse",
    "mou": "molle",
    "nouveau": "nouvelle",
    "nul": "nulle",
    "oblong": "oblongue",
    "paysan": "paysanne",
    "roux": "rousse",
    "sec": "sèche",
    "sot": "sotte",
    "tiers": "tierce",
    "traître": "traîtresse",
    "turc": "turque",
    "vengeur": "vengeresse",
    "vieux": "vieille",
}
# Before a vowel: un bel appui, un vieil ennemi.
_BEFORE_VOWEL = {
    "beau": "bel",
    "fou": "fol",
    "mou": "mol",
    "nouveau": "nouvel",
    "vieux": "vieil",
}
_GRAVE_ET = words("complet concret désuet discret incomplet indiscret inquiet replet secret")
_EURE = words(
    "antérieur extérieur inférieur intérieur majeur meilleur mineur postérieur supérieur ultérieur"
)
# Nouns of this kind have two feminines in use, so both are accepted: défenseuse, défenseure.
_TWO_FEMININES = re.compile(r"[ns]seur$")
_TEUSE = re.compile(r"(?:ache|chan|con|émeu|exploi|flat|lut|men|plan|por|profi|sabo|sau)teur$")

_ENDINGS = (  # the first that fits
    (r"e$", "e"),
    (r"([iï])c$", r"\1que"),
    (r"(?<=[iïy])en$", "enne"),
    (r"éen$", "éenne"),
    (r"on$", "onne"),
    (r"el$", "elle"),
    (r"eil$", "eille"),
    (r"et$", "ette"),
    (r"er$", "ère"),
    (r"f$", "ve"),
    (r"teur$", "trice"),
    (r"eur$", "euse"),
    (r"x$", "se"),
    (r"eau$", "elle"),
    (r"gu$", "guë"),
    (r"$", "e"),
)


def noun(word: str, plural: str = "") -> Forms:
    """Return singular and plural; a plural that is given replaces the rule.

    >>> sorted(noun("journal")), sorted(noun("prise de position"))
    (['journal', 'journaux'], ['prise de position', 'prises de position'])
    """
    return numbered(word, plural, _HEAD_FIRST, _plurals)


def adjective(word: str) -> Forms:
    """Return the four forms, from the masculine singular.

    >>> sorted(adjective("hostile")), sorted(adjective("loyal"))
    (['hostile', 'hostiles'], ['loyal', 'loyale', 'loyales', 'loyaux'])
    """
    paradigm = Paradigm()
    feminines = _feminines(word)
    for singular in (word, _BEFORE_VOWEL.get(word, word), *feminines):
        paradigm.add(Tense.NONE, singular, 0, "s")
    second = [word + "s"] if word in _BOTH_AL else []
    for plural in (*_plurals(word), *second, *(feminine + "s" for feminine in feminines)):
        paradigm.add(Tense.NONE, plural, 0, "p")
    return paradigm.frozen()


def _plurals(word: str) -> list[str]:
    if word in _PLURALS:
        return [_PLURALS[word]]
    if word.endswith(("s", "x", "z")):
        return [word]
    if word in _AUX or (word.endswith("al") and word not in _ALS):
        return [re.sub("ai?l$", "aux", word)]
    if word in _OUX or (word.endswith(("au", "eu")) and word not in _NO_X):
        return [word + "x"]
    old = [word.removesuffix("t") + "s"] if _OLD_PLURAL.search(word) else []
    return [word + "s", *old]


def _feminines(word: str) -> list[str]:
    if word in _FEMININES:
        return [_FEMININES[word]]
    if word in _GRAVE_ET:
        return [word.removesuffix("et") + "ète"]
    if word in _EURE:
        return [word + "e"]
    if _TWO_FEMININES.search(word):
        return [word.removesuffix("r") + "se", word + "e"]
    if _TEUSE.search(word):
        return [word.removesuffix("r") + "se"]
    pattern, ending = next(pair for pair in _ENDINGS if re.search(pair[0], word))
    return [re.sub(pattern, ending, word)]
