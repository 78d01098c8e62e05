"""What a cell or an attribute may say, in the words that people use: names, dates, codes, signs."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import cache, lru_cache
from typing import Final, TypeVar

from clivage import codes
from clivage.codes import Codes
from clivage.importers.options import Options
from clivage.model import ActorType, Certainty, DateBasis, Modality, Mode, Sign

Member = TypeVar("Member", bound=Enum)

#: What stands between several values in one cell, besides a semicolon; our own exports write it.
BAR: Final = " | "
#: A number that a program has written as a decimal, such as a year.
_WHOLE: Final = re.compile(r"([+-]?\d+)\.0+", re.ASCII)
#: A day with a time, as ISO 8601 and most programs write it.
_MOMENT: Final = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-][\d:]+)?"
)
#: Words for codes besides the codes themselves and their labels, as `plain` has them.
_WORDS: Final[Mapping[type[Enum], Mapping[str, Enum]]] = {
    Certainty: {
        **dict.fromkeys(("sure", "certaine", "sur", "cierta", "seguro", "segura"),
                        Certainty.CERTAIN),
        **dict.fromkeys(("likely", "vraisemblable", "verosimil"), Certainty.PROBABLE),
        **dict.fromkeys(("contested", "doubtful", "contestee", "douteux", "controvertida",
                         "dudoso"), Certainty.DISPUTED),
    },
    Modality: {
        **dict.fromkeys(("real", "factual", "reel"), Modality.ACTUAL),
        **dict.fromkeys(("negative", "denied", "nie", "negation"), Modality.NEGATED),
        **dict.fromkeys(("conditional", "conditionnel", "condicional"), Modality.HYPOTHETICAL),
        **dict.fromkeys(("planned", "annoncee", "prevu", "anunciada", "previsto"),
                        Modality.ANNOUNCED),
    },
    Mode: {
        **dict.fromkeys(("words", "said", "verbal", "dire", "dit", "palabras", "dicho"), Mode.WORD),
        **dict.fromkeys(("act", "action", "done", "fait", "hecho", "accion"), Mode.DEED),
        **dict.fromkeys(("claim", "exigence", "demande", "demanda", "exigencia"), Mode.DEMAND),
    },
    DateBasis: {
        **dict.fromkeys(("passage", "text", "texte", "texto"), DateBasis.STATED),
        **dict.fromkeys(("contexte", "contexto"), DateBasis.CONTEXT),
        **dict.fromkeys(("editeur", "coder", "codeur", "codificador"), DateBasis.EDITOR),
    },
    ActorType: {
        **dict.fromkeys(("individual", "human", "personne", "individu", "persona"),
                        ActorType.PERSON),
        **dict.fromkeys(("organisation", "org", "institution", "organizacion", "institucion"),
                        ActorType.ORGANIZATION),
        **dict.fromkeys(("group", "collectif", "groupe", "colectivo", "grupo"),
                        ActorType.COLLECTIVE),
    },
}  # fmt: skip
_ISSUES: Final = frozenset(
    ("issue", "topic", "concept", "policy", "enjeu", "theme", "sujet", "asunto", "tema", "cuestion")
)
_STRENGTHS: Final = {
    **dict.fromkeys(("1", "weak", "faible", "debil"), 1),
    **dict.fromkeys(("2", "clear", "medium", "moyen", "net", "claro", "medio"), 2),
    **dict.fromkeys(("3", "strong", "fort", "fuerte"), 3),
}


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return a word without case, accents and marks, as names of columns are compared.

    >>> plain(" À_propos-de "), plain("Quién?")
    ('a propos de', 'quien')
    """
    bare = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(one for one in bare if not unicodedata.combining(one))
    return " ".join(re.sub(r"[\W_]+", " ", letters).split())


def several(text: str) -> list[str]:
    """Return the values of a cell that may hold several.

    >>> several("the guild; the toll keeper | the council")
    ['the guild', 'the toll keeper', 'the council']
    """
    return [value for one in text.replace(BAR, ";").split(";") if (value := one.strip())]


def edtf(text: str) -> str:
    """Return a date as EDTF has it where that is only a matter of spelling.

    >>> edtf("1971.0"), edtf("1971-01-10T00:00:00"), edtf("10/1/1971")
    ('1971', '1971-01-10', '10/1/1971')
    """
    text = text.strip()
    if moment := _MOMENT.fullmatch(text):
        return moment[1]
    return whole(text)


def whole(text: str) -> str:
    """Return a number without decimals that say nothing.

    >>> whole("-1.0"), whole("4.5")
    ('-1', '4.5')
    """
    number = _WHOLE.fullmatch(text)
    return number[1] if number else text


def interval(first: str, last: str) -> str:
    """Return the EDTF interval of two dates of which one may be missing.

    >>> interval("1970-10-07", ""), interval("1971", "1971"), interval("", "")
    ('1970-10-07/..', '1971', '')
    """
    if first == last:
        return first
    return f"{first or '..'}/{last or '..'}"


def member(of: type[Member], text: str, known: Codes) -> Member | None:
    """Return the member of a closed list that a word stands for, or None.

    >>> member(Mode, "Revendication", codes.modes())
    <Mode.DEMAND: 'demand'>
    """
    word = plain(text)
    for one in of:
        if word == one.value or word in map(plain, known[one.value].labels.values()):
            return one
    found = _WORDS[of].get(word)
    return found if isinstance(found, of) else None


def strength(text: str) -> int | None:
    """Return the strength that a word or a number stands for, or None."""
    return _STRENGTHS.get(plain(whole(text.strip())))


def weight(text: str) -> tuple[int, bool] | None:
    """Return the strength of an edge that has a weight, and whether it says the same.

    None: it is not a finite number other than 0.

    >>> weight("3"), weight("-1.0"), weight("4.5"), weight("heavy")
    ((3, True), (1, True), (2, False), None)
    """
    number = finite(text)
    if not number:
        return None
    return (int(abs(number)), True) if abs(number) in (1, 2, 3) else (2, False)


def finite(text: str) -> float | None:
    """Return a finite number, or None.

    >>> finite("\\u22122"), finite("1e999"), finite("one")
    (-2.0, None, None)
    """
    try:
        number = float(text.strip().replace("\u2212", "-"))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def relation(text: str) -> str:
    """Return the notation of a relation that is named by it or by a label, else the text.

    >>> relation("Rejoint"), relation("is fond of")
    ('joins', 'is fond of')
    """
    known = text.strip().casefold()
    notation = known.replace(" ", "-").replace("_", "-")
    return notation if notation in codes.relations() else _relations().get(known, text.strip())


@cache
def _relations() -> Mapping[str, str]:
    return {
        label.casefold(): one.notation
        for one in codes.relations().values()
        for label in one.labels.values()
    }


def type_of(text: str, options: Options) -> tuple[ActorType | None, bool] | None:
    """Return the type of actor that a word stands for, and whether it is an issue instead.

    None: the word is unknown.

    >>> type_of("Personne", Options()), type_of("issue", Options()), type_of("?", Options())
    ((<ActorType.PERSON: 'person'>, False), (None, True), None)
    """
    known = text.strip().casefold()
    if known in options.types:
        type_ = options.types[known]
        return type_, type_ is None
    word = plain(text)
    if word in _ISSUES:
        return None, True
    found = next((one for one in ActorType if one.value == word), _WORDS[ActorType].get(word))
    return (found, False) if isinstance(found, ActorType) else None


def signs(
    values: Iterable[str], options: Options
) -> Callable[[str], tuple[Sign | None, str] | None]:
    """Return what gives the sign and the relation of a value among all that a file has there.

    Numbers besides 1 have the sign that they have. A zero is an opposition where signs are 0 and
    1; where some are negative, it takes no side.

    >>> signs(["0", "1"], Options())("0"), signs(["0", "-1"], Options())("0")
    ((<Sign.OPPOSITION: -1>, ''), (None, ''))
    """
    negative = any((finite(value) or 0) < 0 for value in set(values))

    def sign(value: str) -> tuple[Sign | None, str] | None:
        number = finite(value)
        if value.strip().casefold() in options.signs or number is None:
            return options.sign(value) or options.sign(relation(value))
        if number == 0:
            return (None if negative else Sign.OPPOSITION), ""
        return (Sign.SUPPORT if number > 0 else Sign.OPPOSITION), ""

    return sign
