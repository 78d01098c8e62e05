"""Spanish verbs: three conjugations, changes of spelling and stem, irregular ones.

``spanish.csv`` names what changes in a verb; a cell that is empty is regular. Its column
``change`` is what the last vowel of the stem becomes under stress.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from clivage.suggest.inflection.forms import Forms, Paradigm, Row, Tense, rows_of, table

_ACCENT = str.maketrans("aeiou", "áéíóú")
_NO_ACCENT = str.maketrans("áéíóú", "aeiou")

_PRESENT = {
    "a": ("o", "as", "a", "amos", "áis", "an"),
    "e": ("o", "es", "e", "emos", "éis", "en"),
    "i": ("o", "es", "e", "imos", "ís", "en"),
}
_PAST = {
    "a": ("é", "aste", "ó", "amos", "asteis", "aron"),
    "e": ("í", "iste", "ió", "imos", "isteis", "ieron"),
}
_STRONG_PAST = ("e", "iste", "o", "imos", "isteis", "ieron")  # tuve, puse
_SUBJUNCTIVE = {
    "a": ("e", "es", "e", "emos", "éis", "en"),
    "e": ("a", "as", "a", "amos", "áis", "an"),
}
_IMPERFECT = {
    "a": ("aba", "abas", "aba", "ábamos", "abais", "aban"),
    "e": ("ía", "ías", "ía", "íamos", "íais", "ían"),
}
_FUTURE = ("é", "ás", "á", "emos", "éis", "án")
_PRONOUNS = ("me", "te", "se", "nos", "os", "lo", "la", "los", "las", "le", "les")
_PAST_SUBJUNCTIVES = (
    ("ra", "ras", "ra", "ramos", "rais", "ran"),
    ("se", "ses", "se", "semos", "seis", "sen"),
    ("re", "res", "re", "remos", "reis", "ren"),  # the future subjunctive of old laws
)

_STRESSED_I = re.compile(  # envío, not envio
    r"^(?:al|ampl|amnist|ans|arr|atav|av|aver|chirr|(?:des)?conf|contrar|(?:mal)?cr|desaf|descarr"
    r"|desv|desvar|enfr|(?:re)?env|esp|esqu|estr|exp|extas|extrav|f|gu|hast|(?:des)?l|porf|resfr"
    r"|roc|vac|var|.*graf)iar$"
)
_STRESSED_U = re.compile(r"[^gcq]uar$")  # actúo, continúo
_EITHER = re.compile(r"(?:cuar|(?:ex|re)patriar)$")  # adecúo, adecuo
_HIATUS = {  # prohíbo; the accent is younger than 1959 where an h divides
    "ahijar": "ahíj/ahij",
    "ahumar": "ahúm/ahum",
    "airar": "aír",
    "aislar": "aísl",
    "aullar": "aúll",
    "aunar": "aún",
    "cohibir": "cohíb/cohib",
    "desairar": "desaír",
    "enraizar": "enraíz",
    "prohibir": "prohíb/prohib",
    "prohijar": "prohíj/prohij",
    "rehuir": "rehúy/rehuy",
    "rehusar": "rehús/rehus",
    "reunir": "reún",
}
_C_TO_Z = re.compile(r"(?:[^aeiou]|\bme|\bco|(?<![gq])ue)c$")  # venzo, cuezo, but conozco


@dataclass(frozen=True, slots=True)
class _Stems:
    """The stems of a verb; a slash divides spellings."""

    theme: str  # the vowel of the infinitive
    plain: str
    stressed: str
    weak: str  # of -ir verbs, before ió, ieron, iendo, amos


def verb(infinitive: str) -> Forms:
    """Return the forms of a verb; a reflexive one may come with its pronoun, oponerse.

    Infinitive and gerund also come with each pronoun that may hang on them (apoyarlo,
    apoyándolo), third persons of the past with ``se`` (opúsose).

    Raises:
        ValueError: where the word does not end like an infinitive.

    >>> sorted(form.person for form in verb("apoyar")["apoya"] if form.tense is Tense.PRESENT)
    [3]
    """
    bare = re.sub(r"(?<=[aeií]r)se$", "", infinitive)
    if not re.search(r"[aeií]r$", bare):
        raise ValueError(f"“{infinitive}” does not end like a Spanish infinitive")
    rows = rows_of(bare, _lines())
    row = rows[0] if rows else None
    paradigm = Paradigm()
    paradigm.add(Tense.INFINITIVE, bare)
    for pronoun in _PRONOUNS:
        paradigm.add(Tense.INFINITIVE, bare + pronoun)
    _conjugate(bare, row, _stems(bare, row["change"] if row else ""), paradigm)
    return paradigm.frozen()


@cache
def _lines() -> tuple[Mapping[str, str], ...]:
    return table("spanish.csv")


def _stems(infinitive: str, change: str) -> _Stems:
    plain, theme = infinitive[:-2], infinitive[-2].translate(_NO_ACCENT)
    stressed = _stressed(infinitive, plain, change)
    weak = plain
    if theme == "i" and change:
        weak = _changed(plain, {"ue": "u"}.get(change, "i"))
    return _Stems(theme, plain, stressed, weak)


def _stressed(infinitive: str, plain: str, change: str) -> str:
    if change:
        return _changed(plain, change)
    if infinitive in _HIATUS:
        return _HIATUS[infinitive]
    accented = plain[:-1] + plain[-1:].translate(_ACCENT)
    if _STRESSED_I.search(infinitive) or _STRESSED_U.search(infinitive):
        return accented
    if _EITHER.search(infinitive):
        return f"{accented}/{plain}"
    if re.search(r"[^gq]uir$", infinitive):
        return plain + "y"
    return plain


def _changed(stem: str, vowel: str) -> str:
    """Put another vowel for the last one of a stem, with the dots of avergüenza."""
    changed = re.sub(r"[aeiou](?=[^aeiou]*$|(?:gu|qu)$)", vowel, _shielded(stem)).replace("W", "u")
    return changed.replace("gue", "güe") if "go" in stem and vowel == "ue" else changed


def _shielded(stem: str) -> str:
    """Hide the u of -guir, which is no vowel: seguir becomes sigue."""
    return re.sub("(?<=[gq])u$", "W", stem)


def _joined(theme: str, stems: str, ending: str) -> str:
    """Join each spelling of a stem with an ending, so that the sound of the stem remains."""
    return "/".join(_joined_one(theme, stem, ending) for stem in stems.split("/"))


def _joined_one(theme: str, stem: str, ending: str) -> str:
    first = ending[0].translate(_NO_ACCENT)
    if theme == "a":
        return (_before_e(stem) if first in "ei" else stem) + ending
    if first in "ao":
        return _before_a(stem) + ending
    if re.search(r"(?:[aeo]|[^gq]u)$", stem):
        return stem + _after_vowel(stem, ending)
    if stem.endswith(("ñ", "ll")):
        ending = re.sub(r"^i(?=[eó])", "", ending)
    return stem + ending


def _before_e(stem: str) -> str:
    for end, written in (("gu", "gü"), ("c", "qu"), ("g", "gu"), ("z", "c")):
        if stem.endswith(end):
            return stem.removesuffix(end) + written
    return stem


def _before_a(stem: str) -> str:
    for end, written in (("gu", "g"), ("qu", "c"), ("g", "j")):
        if stem.endswith(end):
            return stem.removesuffix(end) + written
    if stem.endswith("c"):
        return stem[:-1] + ("z" if _C_TO_Z.search(stem) else "zc")
    return stem


def _after_vowel(stem: str, ending: str) -> str:
    if ending.startswith(("ió", "ie")):
        return "y" + ending[1:]
    if ending[0] == "i" and not stem.endswith("u"):  # leíste, but construiste
        return "í" + ending[1:]
    return ending


def _conjugate(infinitive: str, row: Row | None, stems: _Stems, paradigm: Paradigm) -> None:
    group = "a" if stems.theme == "a" else "e"
    cells = _Cells(row)
    present = _present(stems, cells)
    past = _past(stems, cells, group)
    subjunctive = _subjunctive(stems, cells, group)
    paradigm.six(Tense.PRESENT, present)
    imperfect = cells.words("imperfect") or [
        _joined(stems.theme, stems.plain, end) for end in _IMPERFECT[group]
    ]
    for words in (past, imperfect):
        paradigm.six(Tense.PAST, words)
        paradigm.add(Tense.PAST, _hung(words[2], "se"), 3, "s")
        paradigm.add(Tense.PAST, _hung(words[5], "se"), 3, "p")
    paradigm.six(Tense.SUBJUNCTIVE, subjunctive)
    _add_past_subjunctives(past[5], paradigm)
    regular = infinitive.translate(_NO_ACCENT) + "é"
    for first in cells.one("future", regular).split("/"):
        paradigm.six(Tense.FUTURE, [first[:-1] + end for end in _FUTURE])
        paradigm.six(Tense.CONDITIONAL, [first[:-1] + end for end in _IMPERFECT["e"]])
    _add_imperative(infinitive, cells, present, subjunctive, paradigm)
    _add_nominal(stems, cells, group, paradigm)


class _Cells:
    """A row that may be missing, as a regular verb has none."""

    def __init__(self, row: Row | None) -> None:
        self.row = row

    def words(self, column: str) -> tuple[str, ...]:
        return self.row.words(column) if self.row else ()

    def one(self, column: str, regular: str) -> str:
        return "".join(self.words(column)) or regular


def _present(stems: _Stems, cells: _Cells) -> Sequence[str]:
    given = cells.words("present")
    if len(given) == 6:
        return given
    bases = [stems.stressed] * 3 + [stems.plain] * 2 + [stems.stressed]
    ends = _PRESENT[stems.theme]
    forms = [_joined(stems.theme, base, end) for base, end in zip(bases, ends, strict=True)]
    return [*given, *forms[len(given) :]]


def _past(stems: _Stems, cells: _Cells, group: str) -> Sequence[str]:
    given = cells.words("past")
    if len(given) == 6:
        return given
    if given:
        stem = given[0][:-1]
        ends = (*_STRONG_PAST[:5], "eron" if stem.endswith("j") else "ieron")
        return [stem + end for end in ends]
    bases = [stems.plain, stems.plain, stems.weak, stems.plain, stems.plain, stems.weak]
    return [_joined(stems.theme, b, end) for b, end in zip(bases, _PAST[group], strict=True)]


def _subjunctive(stems: _Stems, cells: _Cells, group: str) -> Sequence[str]:
    given = cells.words("subjunctive")
    if len(given) == 6:
        return given
    if given:
        return [given[0][:-1] + end for end in _SUBJUNCTIVE["e"]]
    ours = stems.plain + "y" if stems.stressed.endswith("y") and group == "e" else stems.weak
    bases = [stems.stressed] * 3 + [ours] * 2 + [stems.stressed]
    ends = _SUBJUNCTIVE[group]
    return [_joined(stems.theme, base, end) for base, end in zip(bases, ends, strict=True)]


def _add_past_subjunctives(they: str, paradigm: Paradigm) -> None:
    stem = they.removesuffix("ron")
    for endings in _PAST_SUBJUNCTIVES:
        words = [stem + end for end in endings]
        words[3] = stem[:-1] + stem[-1].translate(_ACCENT) + endings[3]
        paradigm.six(Tense.SUBJUNCTIVE, words)


def _add_imperative(
    infinitive: str,
    cells: _Cells,
    present: Sequence[str],
    subjunctive: Sequence[str],
    paradigm: Paradigm,
) -> None:
    thou = cells.one("imperative", present[2])
    if cells.row and cells.row.prefix and thou.endswith("n"):  # ten, but mantén
        thou = thou[:-2] + thou[-2].translate(_ACCENT) + "n"
    paradigm.add(Tense.IMPERATIVE, thou, 2, "s")
    paradigm.add(Tense.IMPERATIVE, infinitive[:-1] + "d", 2, "p")
    for place, person, number in ((2, 3, "s"), (3, 1, "p"), (5, 3, "p")):
        paradigm.add(Tense.IMPERATIVE, subjunctive[place], person, number)


def _add_nominal(stems: _Stems, cells: _Cells, group: str, paradigm: Paradigm) -> None:
    done, doing = ("ado", "ando") if group == "a" else ("ido", "iendo")
    gerund = cells.one("gerund", _joined(stems.theme, stems.weak, doing))
    for word in (gerund, *(_hung(gerund, pronoun) for pronoun in _PRONOUNS)):
        paradigm.add(Tense.GERUND, word)
    regular = _joined(stems.theme, stems.plain, done)
    for participle in cells.one("participle", regular).split("/"):
        for ending, number in (("o", "s"), ("a", "s"), ("os", "p"), ("as", "p")):
            paradigm.add(Tense.PARTICIPLE, participle[:-1] + ending, 0, number)


def _hung(words: str, pronoun: str) -> str:
    """Hang a pronoun on a form that is stressed before its end: apoyando, apoyándolo.

    A form of one syllable without accent is left out: fue and se make fuese, another word.
    """
    hung = (_accented(word) + pronoun for word in words.split("/"))
    return "/".join(word for word in hung if re.search("[áéíóú]", word))


def _accented(word: str) -> str:
    if re.search("[áéíóú]", word):
        return word
    return re.sub(
        r"[aeo](?=[iu]?[^aeiou]+[aeiou]+[ns]?$)|[iu](?=[^aeiou]+[aeiou]+[ns]?$)",
        lambda match: match[0].translate(_ACCENT),
        word,
        count=1,
    )
