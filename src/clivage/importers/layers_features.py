"""What the features, attributes and roles of an annotation are called, and what they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias, TypeVar

from clivage import codes
from clivage.errors import ImportFileError
from clivage.importers import values
from clivage.importers.options import Options
from clivage.importers.records import Remark, Stance
from clivage.model import Certainty, DateBasis, Modality, Mode, Sign

#: What an annotation says, by our names of the fields.
Said: TypeAlias = Mapping[str, str]
_Code = TypeVar("_Code", bound=Enum)

#: Our names, and what annotators call them, as `_plain` has it.
_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "who": ("who", "holder", "agent", "actor", "subject", "source", "governor", "arg1", "cause"),
    "target": ("target", "whom", "patient", "object", "recipient", "dependent", "arg2", "theme"),
    "about": ("about", "issue", "topic"),
    "voice": ("voice",),
    "sign": ("sign", "stance"),
    "type": ("type",),
    "who_type": ("whotype", "holdertype"),
    "target_type": ("targettype", "whomtype"),
    "relation": ("relation",),
    "mode": ("mode",),
    "modality": ("modality",),
    "negation": ("negation", "negated", "polarity"),
    "strength": ("strength",),
    "certainty": ("certainty", "confidence"),
    "when": ("when", "date"),
    "date_basis": ("datebasis",),
    "coder": ("coder", "annotator"),
    "note": ("note", "comment", "annotatornotes"),
}
_YES: Final = {"", "yes", "true", "1", "negated", "negative", "neg", "oui", "si"}
_NO: Final = {"no", "false", "0", "positive", "pos", "affirmative", "none", "non"}
#: Words of annotation schemes for how sure something is, besides ours.
_SURE: Final = {
    **dict.fromkeys(("high", "confident", "definite", "certain"), Certainty.CERTAIN),
    **dict.fromkeys(("possible", "medium", "uncertain", "speculative"), Certainty.PROBABLE),
    **dict.fromkeys(("low", "doubtful"), Certainty.DISPUTED),
}


class Names:
    """Tells our name of a field from that of an annotation.

    >>> names = Names(Options(fields={"who": "Thrower"}), "brat")
    >>> names.field("Thrower"), names.field("Holder2"), names.field("DateBasis"), names.field("X")
    ('who', 'who', 'date_basis', '')
    """

    def __init__(self, options: Options, format: str) -> None:
        """Take the names that a person has given over the usual ones.

        Raises:
            ImportFileError: when a person maps a field that there is none of.
        """
        if unknown := [name for name in options.fields if name not in _NAMES]:
            what = f"{format} has no field {unknown[0]!r} to map"
            raise ImportFileError(what, remedy=f"its fields are {', '.join(_NAMES)}")
        usual = {theirs: ours for ours, names in _NAMES.items() for theirs in names}
        self.mapped: Mapping[str, str] = {
            _plain(theirs): ours
            for ours, said in options.fields.items()
            for theirs in values.several(said)
        }
        self._names = {**usual, **self.mapped}

    def field(self, name: str) -> str:
        """Return our name of a field, or an empty string; a number behind it tells two apart."""
        plain = _plain(name)
        return self._names.get(plain) or self._names.get(plain.rstrip("0123456789"), "")


def _plain(name: str) -> str:
    return values.plain(name).replace(" ", "")


@dataclass
class _Reading:
    """One reading of what is said of a stance; ``left`` is what could not be read."""

    said: Said
    left: list[str]

    def member(self, of: type[_Code], field: str, known: codes.Codes) -> _Code | None:
        word = self.said.get(field, "")
        found = values.member(of, word, known) if word else None
        if word and found is None:
            self.left.append(field)
        return found

    def certainty(self) -> Certainty:
        known = _SURE.get(values.plain(self.said.get("certainty", "")))
        return known or self.member(Certainty, "certainty", codes.certainties()) or (
            Certainty.CERTAIN
        )  # fmt: skip

    def modality(self) -> Modality:
        """Return the modality; a negation is one, and never turns the sign around."""
        found = self.member(Modality, "modality", codes.modalities()) or Modality.ACTUAL
        if "negation" in self.said:
            word = values.plain(self.said["negation"])
            if word in _YES:
                return Modality.NEGATED
            if word not in _NO:
                self.left.append("negation")
        return found

    def strength(self) -> int:
        word = self.said.get("strength", "")
        found = values.strength(word) if word else None
        if word and found is None:
            self.left.append("strength")
        return found or 2


def stance(record: str, sign: Sign, relation: str, said: Said, repaired: list[Remark]) -> Stance:
    """Return a stance with all that is said of it besides who takes it, on whom and where.

    What is said in words that are none of ours stands in its note, and in ``repaired``.
    """
    reading = _Reading(said, [])
    mode = reading.member(Mode, "mode", codes.modes())
    basis = reading.member(DateBasis, "date_basis", codes.date_bases())
    certainty, modality, strength = reading.certainty(), reading.modality(), reading.strength()
    for field in reading.left:
        what = f"{said[field][:40]!r} is no {field.replace('_', ' ')}; it stands in the note"
        repaired.append(Remark(record, what))
    kept = (f"{field.replace('_', ' ')}: {said[field]}" for field in reading.left)
    when = values.edtf(said.get("when", ""))
    return Stance(
        record=record,
        sign=sign,
        holder="",
        target="",
        quotes=(),
        relation=values.relation(said.get("relation", "")) or relation,
        mode=mode,
        modality=modality,
        strength=strength,
        certainty=certainty,
        when=when,
        date_basis=basis if when else None,
        coder=said.get("coder", ""),
        note="; ".join([*filter(None, [said.get("note", "")]), *kept]),
    )
