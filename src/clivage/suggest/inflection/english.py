"""English verbs, nouns and adjectives, in British and American spelling.

Irregular verbs are lines of ``english.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from clivage.suggest.inflection.forms import (
    PERSONS,
    Forms,
    Paradigm,
    Tense,
    rows_of,
    table,
    words,
)

_DOUBLING = re.compile(  # verbs whose stress is on the end, and some that double without it
    r"^(?:abet|abhor|acquit|admit|allot|begin|beget|beset|commit|compel|concur|confer|control"
    r"|debar|defer|demur|deter|disbar|dispel|embed|emit|enrol|entrap|equip|excel|expel|extol"
    r"|fulfil|handicap|impel|incur|infer|inter|kidnap|occur|omit|outwit|patrol"
    r"|permit|prefer|propel|rebel|rebut|recur|refer|regret|remit|repel|submit|transfer|transmit"
    r"|unplug|zigzag|abut|debug|eavesdrop|outstrip|over(?:lap|step|top)|(?:be|out|re)fit"
    r"|(?:for|in|off|out|over|re|sub|under|up)(?:bid|cut|get|let|put|run|set|sit|win))$"
)
_SOMETIMES = re.compile(
    r"(?:[^aeiou]|[dfq]u|di)[aeiou]l$|^(?:bias|benefit|combat|focus|program|worship)$"
)
_ONE_SYLLABLE = re.compile(r"^(?:[^aeiou]*|.*qu)[aeiou][bdfgklmnprtvz]$|^(?:bus|gas)$")
_OUR = re.compile(
    r"^((?:clam|col|disfav|dishon|endeav|fav|harb|hon|lab|rum|sav)o)u?(r(?:able|er|ite)?)$"
)

_ALWAYS_ISE = words(
    "advertise advise appraise arise braise bruise chastise circumcise comprise compromise cruise "
    "demise despise devise disguise excise exercise franchise disfranchise enfranchise improvise "
    "incise merchandise praise premise promise raise revise rise supervise surmise surprise "
    "televise uprise"
)

_PLURALS = {
    "child": "children",
    "criterion": "criteria",
    "foot": "feet",
    "goose": "geese",
    "ox": "oxen",
    "person": "people/persons",
    "phenomenon": "phenomena",
    "tooth": "teeth",
}
_SAME = words("aircraft cattle clergy headquarters people police series sheep species")
_F_TO_V = re.compile(r"(?:cal|hal|kni|lea|\bli|loa|sel|shel|thie|wi|wol)fe?$")
_OES = words("echo embargo hero mosquito negro potato tomato torpedo veto")
_MANS = words("german human norman roman shaman talisman ottoman")
_HEAD_FIRST = re.compile(r" (?:against|at|for|from|in|of|on|to|with)\b|-(?:in|of)-")


def verb(infinitive: str) -> Forms:
    """Return the forms of a verb.

    >>> sorted(verb("oppose"))
    ['oppose', 'opposed', 'opposes', 'opposing']
    """
    paradigm = Paradigm()
    for spelling in _spellings(infinitive):
        _conjugate(spelling, paradigm)
    return paradigm.frozen()


def noun(word: str, plural: str = "") -> Forms:
    """Return singular and plural; a plural that is given replaces the rule.

    >>> sorted(noun("ally")), sorted(noun("call to arms"))
    (['allies', 'ally'], ['call to arms', 'calls to arms'])
    """
    paradigm = Paradigm()
    for spelling in _spellings(word):
        paradigm.add(Tense.NONE, spelling, 0, "s")
        paradigm.add(Tense.NONE, plural or _phrase_plural(spelling), 0, "p")
    return paradigm.frozen()


def adjective(word: str) -> Forms:
    """Return the one form that an adjective has."""
    paradigm = Paradigm()
    for spelling in _spellings(word):
        paradigm.add(Tense.NONE, spelling)
    return paradigm.frozen()


@cache
def _lines() -> tuple[Mapping[str, str], ...]:
    return table("english.csv")


def _spellings(word: str) -> list[str]:
    """Return the word, and how it is written on the other side of the ocean."""
    if word.endswith("ize") and len(word) > len("prize"):
        return [word, word.removesuffix("ize") + "ise"]
    if word.endswith("ise") and len(word) > len("noise") and word not in _ALWAYS_ISE:
        return [word, word.removesuffix("ise") + "ize"]
    if found := _OUR.search(word):
        return [found[1] + "u" + found[2], found[1] + found[2]]
    return [word]


def _conjugate(infinitive: str, paradigm: Paradigm) -> None:
    stems = _doubled(infinitive)
    paradigm.add(Tense.INFINITIVE, infinitive)
    for person, number in ((2, "s"), (2, "p")):
        paradigm.add(Tense.IMPERATIVE, infinitive, person, number)
    paradigm.six(Tense.PRESENT, _present(infinitive))
    past, participle = _past(infinitive, stems)
    paradigm.six(Tense.PAST, past)
    paradigm.add(Tense.PARTICIPLE, participle)
    for stem in stems:
        paradigm.add(Tense.GERUND, _with_ing(stem))


def _present(infinitive: str) -> Sequence[str]:
    if infinitive == "be":
        return ("am", "are", "is", "are", "are", "are")
    he = "has" if infinitive == "have" else _with_s(infinitive)
    return [he if person == (3, "s") else infinitive for person in PERSONS]


def _past(infinitive: str, stems: Sequence[str]) -> tuple[Sequence[str], str]:
    for row in rows_of(infinitive, _lines()):
        past = row.words("past")
        return past if len(past) == 6 else past * 6, "".join(row.words("participle"))
    regular = "/".join(_with_ed(stem) for stem in stems)
    return [regular] * 6, regular


def _doubled(infinitive: str) -> list[str]:
    """Return what -ing is put to: stop, stopp; travel, both travel and travell."""
    if _ONE_SYLLABLE.search(infinitive) or _DOUBLING.search(infinitive):
        return [infinitive + infinitive[-1]]
    if _SOMETIMES.search(infinitive):
        return [infinitive, infinitive + infinitive[-1]]
    return [infinitive]


def _with_s(word: str) -> str:
    if re.search(r"(?:[sxzo]|[cs]h)$", word) and not word.endswith("oo"):
        return re.sub("iz$", "izz", word) + "es"
    return re.sub(r"(?<=[^aeiou])y$", "ie", word) + "s"


def _with_ed(stem: str) -> str:
    if stem.endswith("e"):
        return stem + "d"
    return re.sub(r"(?<=[^aeiou])y$", "i", re.sub("(?<=[aei])c$", "ck", stem)) + "ed"


def _with_ing(stem: str) -> str:
    stem = re.sub("(?<=[aei])c$", "ck", re.sub("ie$", "y", stem))
    return re.sub(r"(?<=[^eoy])e$", "", stem) + "ing" if len(stem) > 2 else stem + "ing"


def _phrase_plural(phrase: str) -> str:
    """Return the plural of a phrase: its last word changes, or the one before a preposition."""
    found = _HEAD_FIRST.search(phrase)
    end = found.start() if found else len(phrase)
    before, space, head = phrase[:end].rpartition(" ")
    return "/".join(before + space + plural + phrase[end:] for plural in _plural(head).split("/"))


def _plural(word: str) -> str:
    if word in _PLURALS:
        return _PLURALS[word]
    if word in _SAME:
        return word
    if word.endswith("man") and word not in _MANS:
        return word.removesuffix("man") + "men"
    if _F_TO_V.search(word):
        return re.sub("fe?$", "ves", word)
    if word.endswith("sis"):
        return word.removesuffix("is") + "es"
    return word + "s" if word.endswith("o") and word not in _OES else _with_s(word)
