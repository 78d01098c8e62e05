"""The languages that the engine reads, and a guess at which one a text is in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Final

from clivage.errors import ClivageError
from clivage.suggest.lexicon.closed import Closed, words
from clivage.suggest.lexicon.masking import masked

#: The languages that the engine reads.
READ: Final = ("en", "es", "fr")
#: Words that are frequent in a language and rare in the others.
_FREQUENT: Final[Mapping[str, frozenset[str]]] = {
    "fr": words("le les des du et est dans une qui que pour pas sur au aux il elle ne se ce par"),
    "es": words("el los las y es del en una que por no con su para como más lo al se pero"),
    "en": words("the of and to in is was that for it with as his on be at by this had not are"),
    "de": words("der die das und ist nicht ein eine zu den von mit sich auf für dem des im auch"),
    "it": words("il di che è e un una per non sono della del nel si con gli i alla dei da"),
    "pt": words("o os as e do da não um uma para com em no na que se por mais dos ao"),
    "nl": words("de het een en van is dat niet op te zijn voor met die in er aan ook"),
}
_SAMPLE: Final = 20_000


@cache
def closed_words(language: str) -> Closed:
    """Return the closed words of a language.

    Raises:
        ClivageError: when the engine does not read it.
    """
    if language == "fr":
        from clivage.suggest.lexicon.french import FRENCH

        return FRENCH
    if language == "es":
        from clivage.suggest.lexicon.spanish import SPANISH

        return SPANISH
    if language == "en":
        from clivage.suggest.lexicon.english import ENGLISH

        return ENGLISH
    what = f"the lexicon engine does not read the language {language!r}"
    raise ClivageError(what, remedy="it reads en, es and fr")


def first_words(text: str) -> list[str]:
    """Return the words that a text begins with, in small letters: enough to tell its language.

    >>> first_words("<p>L'an 1871, Paris.</p>")
    ['l', 'an', 'paris']
    """
    prose = unicodedata.normalize("NFC", masked(text[:_SAMPLE]))
    return re.findall(r"[^\W\d_]+", prose.lower())


def language_of(text: str) -> str:
    """Guess the language of a text by its most frequent words; empty where nothing tells.

    >>> language_of("Les mineurs soutiennent le président et les paysans ne le font pas.")
    'fr'
    >>> language_of("Der Minister ist nicht mit dem König und der Stadt.")
    'de'
    >>> language_of("Zzz.")
    ''
    """
    found = first_words(text)
    shares = {tag: sum(word in known for word in found) for tag, known in _FREQUENT.items()}
    best = max(shares, key=lambda tag: shares[tag])
    ordered = sorted(shares.values(), reverse=True)
    enough = shares[best] >= 3 and shares[best] >= 0.08 * len(found)
    return best if enough and ordered[0] > 1.15 * ordered[1] else ""
