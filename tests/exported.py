"""What the tests of exports share: the founding corpus, and one of names that break formats."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import io
import zipfile
from pathlib import Path

from hypothesis import HealthCheck, settings

from clivage import coding, identifiers, quotation
from clivage.export import FORMATS, Material
from clivage.model import (
    AUTHOR,
    Actor,
    ActorType,
    Certainty,
    Coder,
    Corpus,
    DateBasis,
    Issue,
    Modality,
    Mode,
    Sign,
    Source,
    Statement,
    UnevidencedTie,
    reading_order,
)

FOLDER = Path("graph/bolivia-1971")
FOUNDING = coding.read(FOLDER)
DAY = datetime.date(2026, 1, 31)
#: The founding corpus with its texts and its folder: its network is drawn once for all tests.
MATERIAL = Material(FOUNDING, with_text=True, folder=FOLDER, published=DAY)
#: The formats that no build writes.
FOREIGN = ("webannotation", "nanopub", "crm", "kumu", "refi", "brat", "crate")
#: Few and quick: what is hostile is in `hostile` already.
FEW = settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow], deadline=None)

_BASE = "https://w3id.org/clivage/test/lighthouse/"
LETTER = "http://other.net/letters/1?a=b&c=d"
TEXT = (
    "The keepers 🗼 refuse the “council” & its <lamp>;\r\nthe council\tscolds the keepers.\r\n"
    'She said: "أهلا 🌊", and the fleet did not help her.\n'
    "Line one of praise\nand line two of it. The fleet backs the fleet's union\u2028for years."
)


def _said(id: str, holder: str, sign: Sign, target: str, *quotes: str, **more: object) -> Statement:
    places = [(TEXT.index(one), TEXT.index(one) + len(one)) for one in quotes]
    return Statement(
        id=id,
        sign=sign,
        holder=holder,
        target=target,
        evidence=tuple(quotation.cut(LETTER, TEXT, *place) for place in places),
        coder="ana",
        **more,  # type: ignore[arg-type]
    )


def _statements() -> tuple[Statement, ...]:
    supports, opposes = Sign.SUPPORT, Sign.OPPOSITION
    chosen = (
        _said("s1", "keepers", opposes, "lamp", "The keepers 🗼 refuse the “council” & its <lamp>",
              about="lamp", relation="refuses", mode=Mode.WORD, note="two\nlines | and a\ttab"),
        _said("s2", "council", opposes, "keepers", "<lamp>;\r\nthe council\tscolds the keepers",
              strength=1, certainty=Certainty.DISPUTED, when="1901-02",
              date_basis=DateBasis.EDITOR),
        _said("s3", "fleet", supports, "she", '"أهلا 🌊", and the fleet did not help her',
              modality=Modality.NEGATED, voice="she"),
        _said("s4", AUTHOR, supports, "keepers", "Line one of praise\nand line two of it",
              voice=AUTHOR, note="'quoted' & \"doubly\""),
        _said("s5", "fleet", supports, "http://other.net/union", "The fleet backs",
              "the fleet's union\u2028for years", strength=3, when="1901/..",
              date_basis=DateBasis.CONTEXT),
    )  # fmt: skip
    return tuple(sorted(chosen, key=reading_order))


def hostile() -> Corpus:
    """Return a corpus whose names and texts hold what some format cannot."""
    group = ActorType.ORGANIZATION
    return Corpus(
        id="lighthouse",
        base=_BASE,
        title={"en": 'The <lighthouse> & "more" | 🗼'},
        language="en",
        licence="https://creativecommons.org/licenses/by/4.0/",
        coders=(Coder(id="ana", name="Ana <ana@example.org> & co"), Coder(id="ben", name="Ben")),
        sources=(
            Source(
                id=LETTER,
                title={"en": "Letter “1” <copy> | two"},
                language="en",
                sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
                rights="unknown & <untold>",
                text=TEXT,
            ),
        ),
        actors=(
            Actor(id="council", type=group, labels={"en": "Keepers | “of” <order>"}),
            Actor(id="fleet", type=group, labels={"en": "Fleet"}, note="a\nb"),
            Actor(id="http://other.net/union", type=group, labels={"en": "FLEET"}, part_of="fleet"),
            Actor(id="keepers", type=ActorType.COLLECTIVE,
                  labels={"en": "Keepers' & Co | \u202ertl"},
                  names=("the \"keepers\"", "|")),
            Actor(id="she", type=ActorType.PERSON, labels={"en": "أهلا 🌊"}, part_of="keepers"),
        ),
        issues=(Issue(id="lamp", labels={"en": "A\tlamp"}, definition={"en": "<light> & dark"}),),
        statements=_statements(),
        unevidenced=(
            UnevidencedTie(id="t.1", sign=Sign.SUPPORT, holder="council", target="she",
                           provenance="a <table>"),
        ),
    )  # fmt: skip


def hashed() -> Corpus:
    """Return the same under a base that ends in a hash, where no IRI can get a fragment more."""
    return dataclasses.replace(hostile(), base="https://w3id.org/clivage/test/lighthouse#")


#: What the tests of one format over the three corpora are called.
NAMED = ["founding", "hostile", "hashed"]


def made(corpus: Corpus, format: str, *, with_text: bool = True) -> bytes:
    """Return a corpus in a format, freshly made."""
    return FORMATS[format].content(Material(corpus, with_text=with_text))


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return the files of an archive, which is whole."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        return {one: packed.read(one) for one in packed.namelist()}


def statement_iri(corpus: Corpus, one: Statement) -> str:
    """Return the IRI of a statement."""
    return identifiers.iri(corpus.base, "statement", one.id)
