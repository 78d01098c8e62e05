r"""brat standoff, as a zip of ``.txt`` and ``.ann`` files and a configuration.

Source: https://brat.nlplab.org/standoff.html. Offsets are code points. In brat a text-bound
annotation is typed by the sign; who takes it and on whom, which are no words of the text in
clivage, are attributes of it. A passage that runs over the end of a line is written in
fragments, as brat wants it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Final

from clivage.export.archive import archive, file_names
from clivage.export.material import Material
from clivage.export.wording import label
from clivage.model import AUTHOR, Certainty, Corpus, Modality, Passage, Sign, Statement

#: What no field of a line can hold: tabs, and all that some reader takes for the end of a line.
_BREAK: Final = re.compile("[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_TYPES: Final = {Sign.SUPPORT: "Support", Sign.OPPOSITION: "Opposition"}


def brat(material: Material) -> bytes:
    """Return the corpus as a folder of brat, packed.

    Raises:
        ClivageError: when the texts are not to travel, or one is not there.
    """
    corpus = material.corpus
    names = file_names(corpus.source)
    files: dict[str, str] = {
        "annotation.conf": _configuration(corpus),
        "visual.conf": _labels(corpus),
    }
    for id, text in material.full_texts("brat standoff").items():
        files[f"{names[id]}.txt"] = text
        files[f"{names[id]}.ann"] = _annotations(corpus, material.cited[id], text)
    return archive({name: text.encode() for name, text in files.items()})


def _annotations(corpus: Corpus, cited: Sequence[tuple[Statement, Passage]], text: str) -> str:
    lines: list[str] = []
    attributes, notes = count(1), count(1)
    for number, (one, passage) in enumerate(cited, 1):
        places = list(fragments(text, passage))
        where = ";".join(f"{start} {end}" for start, end in places)
        words = " ".join(text[start:end] for start, end in places)
        lines.append(f"T{number}\t{_TYPES[one.sign]} {where}\t{words}")
        for name, value in _attributes(corpus, one):
            lines.append(f"A{next(attributes)}\t{name} T{number} {value}")
        for name, value in _notes(one):
            lines.append(f"#{next(notes)}\t{name} T{number}\t{value}")
    return "".join(f"{line}\n" for line in lines)


def fragments(text: str, passage: Passage) -> Iterator[tuple[int, int]]:
    r"""Yield the parts of a passage between the ends of lines and tabs.

    >>> list(fragments("we\nrefuse", Passage(source="s", start=0, end=9, exact="we\nrefuse")))
    [(0, 2), (3, 9)]
    """
    start = passage.start
    for gap in _BREAK.finditer(text, passage.start, passage.end):
        if start < gap.start():
            yield start, gap.start()
        start = gap.end()
    if start < passage.end:
        yield start, passage.end


def _attributes(corpus: Corpus, one: Statement) -> Iterator[tuple[str, str]]:
    """Yield what is known of a statement, and is not as it usually is."""
    pairs = (
        ("Holder", one.holder),
        ("HolderType", _type(corpus, one.holder)),
        ("Target", one.target),
        ("TargetType", _type(corpus, one.target)),
        ("About", one.about),
        ("Voice", one.voice),
        ("Relation", one.relation),
        ("Mode", one.mode.value if one.mode else ""),
        ("Modality", one.modality.value if one.modality is not Modality.ACTUAL else ""),
        ("Strength", str(one.strength) if one.strength != 2 else ""),
        ("Certainty", one.certainty.value if one.certainty is not Certainty.CERTAIN else ""),
        ("When", one.when),
        ("DateBasis", one.date_basis.value if one.date_basis else ""),
        ("Coder", one.coder),
    )
    yield from ((name, value) for name, value in pairs if value)


def _type(corpus: Corpus, id: str) -> str:
    if id == AUTHOR:
        return ""
    return corpus.actor[id].type.value if id in corpus.actor else "issue"


def _notes(one: Statement) -> Iterator[tuple[str, str]]:
    yield "Statement", one.id
    if one.note:
        yield "AnnotatorNotes", _BREAK.sub(" ", one.note)


def _configuration(corpus: Corpus) -> str:
    """Return what brat must know to show the annotations, with the values that occur."""
    values: dict[str, dict[str, None]] = {}
    for one in corpus.statements:
        for name, value in _attributes(corpus, one):
            values.setdefault(name, {}).setdefault(value)
    lines = ["[entities]", *_TYPES.values(), "", "[relations]", "", "[events]", "", "[attributes]"]
    lines += [
        f"{name}\tArg:<ENTITY>, Value:{'|'.join(sorted(known))}" for name, known in values.items()
    ]
    return "".join(f"{line}\n" for line in lines)


def _labels(corpus: Corpus) -> str:
    """Return what the ids of actors and issues are called."""
    names: Mapping[str, str] = {id: label(corpus, id) for id in (*corpus.actor, *corpus.issue)}
    lines = [f"{id} | {_BREAK.sub(' ', name).replace('|', ' ')}" for id, name in names.items()]
    return "".join(f"{line}\n" for line in ["[labels]", *lines, "", "[drawing]"])
