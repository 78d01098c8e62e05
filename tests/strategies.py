"""Hypothesis strategies for valid corpora: modest in size, hostile in content.

A corpus from here breaks no rule of `clivage.constraints`, uses every field, and is in the
order in which `clivage.coding` and `clivage.rdf` give it: things by id, statements as one
reads, names and links sorted. Its texts are built from words, so that a passage never begins
or ends in white space or emphasis, which matching leaves out.
"""

from __future__ import annotations

import datetime
import hashlib
import string

from hypothesis import strategies as st

from clivage import codes, identifiers, quotation
from clivage.model import (
    AUTHOR,
    Actor,
    ActorType,
    Certainty,
    Coder,
    Corpus,
    DateBasis,
    Issue,
    Labels,
    Modality,
    Mode,
    Passage,
    Sign,
    Source,
    Statement,
    UnevidencedTie,
    reading_order,
)

LANGUAGES = ("de", "en", "es", "fr", "grc", "pt-br")
#: Words that break careless programs: markup, escapes, both normal forms, astral, right to left.
HOSTILE = (
    "</script><script>alert(1)</script>",
    "<!--",
    "]]>",
    '"""',
    "'''",
    "l'armée",
    "l’arme\u0301e",
    "Torrès",
    "\\u0041",
    "\\",
    "{{name}}",
    "%s",
    "&amp;",
    "«\u00a0Président\u00a0»",
    "\u202eabc\u202c",
    "שלום",
    "𝒯orres",
    "👩‍🏭",
    "ﬁn",
    "İstanbul",
    "@prefix",
    "#char=1,2",
    "<urn:a>",
    "1970",
    "no",
    "null",
    "a:b",
)
DATES = (
    "1971",
    "1971-01",
    "1971-01-10",
    "197X",
    "19XX",
    "1971-XX",
    "1971-01-XX",
    "1971-01~",
    "1971?",
    "1971-01-10%",
    "1970-10/1971-08",
    "../1965",
    "/1965",
    "1971-01/..",
    "1971-01/",
    "1904-02-29",
)
_LINKS = (
    "http://www.wikidata.org/entity/Q750",
    "https://isni.org/isni/0000000404829086",
    "https://w3id.org/clivage/essai/été?a=1&b=2",
)

_plain = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S"), exclude_characters="*_…"),
    min_size=1,
    max_size=8,
)
words = st.sampled_from(HOSTILE) | _plain
#: One line of words: a label, a note, a title.
lines = st.lists(words, min_size=1, max_size=5).map(" ".join)
optional_lines = st.just("") | lines
slugs = st.lists(
    st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=5), min_size=1, max_size=3
).map("-".join)
_actor_slugs = slugs.filter(lambda slug: slug != AUTHOR)


def labels(*, least: int = 1) -> st.SearchStrategy[Labels]:
    """Give texts in ``least`` to three languages."""
    return st.dictionaries(st.sampled_from(LANGUAGES), lines, min_size=least, max_size=3).map(
        lambda texts: dict(sorted(texts.items()))
    )


def _sorted_subset(values: st.SearchStrategy[str], most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(values, unique=True, max_size=most).map(lambda chosen: tuple(sorted(chosen)))


@st.composite
def sources(draw: st.DrawFn, id: str) -> tuple[Source, tuple[tuple[int, int], ...]]:
    """Give a source, and the offsets of each word of its text."""
    text, places = draw(st.sampled_from(("", "\n", "  "))), []
    for word in draw(st.lists(words, min_size=6, max_size=30)):
        places.append((len(text), len(text) + len(word)))
        text += word + draw(st.sampled_from((" ", " ", "\n", "\r\n", "\n\n", "\u00a0", "\t")))
    source = Source(
        id=id,
        title=draw(labels()),
        language=draw(st.sampled_from(LANGUAGES)),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        creator=draw(optional_lines),
        date=draw(st.just("") | st.sampled_from(DATES)),
        period=draw(st.just("") | st.sampled_from(DATES)),
        publication=draw(optional_lines),
        section=draw(optional_lines),
        genre=draw(optional_lines),
        rights=draw(lines),
        provenance=draw(optional_lines),
        text=text,
    )
    return source, tuple(places)


@st.composite
def actors(draw: st.DrawFn, id: str, wholes: tuple[str, ...]) -> Actor:
    """Give an actor, part of one of ``wholes`` or of none."""
    return Actor(
        id=id,
        type=draw(st.sampled_from(ActorType)),
        labels=draw(labels()),
        kind=draw(st.sampled_from(("", *codes.kinds()))),
        names=draw(_sorted_subset(lines, 3)),
        part_of=draw(st.sampled_from(("", *wholes))),
        exact_match=draw(_sorted_subset(st.sampled_from(_LINKS), 2)),
        close_match=draw(_sorted_subset(st.sampled_from(_LINKS), 2)),
        note=draw(optional_lines),
    )


@st.composite
def issues(draw: st.DrawFn, id: str) -> Issue:
    """Give an issue."""
    return Issue(
        id=id,
        labels=draw(labels()),
        definition=draw(labels(least=0)),
        exact_match=draw(_sorted_subset(st.sampled_from(_LINKS), 1)),
        close_match=draw(_sorted_subset(st.sampled_from(_LINKS), 2)),
        note=draw(optional_lines),
    )


@st.composite
def passages(draw: st.DrawFn, source: Source, places: tuple[tuple[int, int], ...]) -> Passage:
    """Give a passage that begins and ends with a word of the source."""
    first = draw(st.integers(0, len(places) - 1))
    last = draw(st.integers(first, min(first + 5, len(places) - 1)))
    return quotation.cut(source.id, source.text or "", places[first][0], places[last][1])


@st.composite
def _evidence(
    draw: st.DrawFn, found: dict[str, tuple[Source, tuple[tuple[int, int], ...]]]
) -> tuple[Passage, ...]:
    """Give one or two passages of one source, in the order of the text."""
    source, places = found[draw(st.sampled_from(sorted(found)))]
    chosen = {draw(passages(source, places)) for _ in range(draw(st.integers(1, 2)))}
    return tuple(sorted(chosen, key=lambda one: (one.start, one.end)))


@st.composite
def statements(
    draw: st.DrawFn,
    *,
    evidence: tuple[Passage, ...],
    actor_ids: tuple[str, ...],
    issue_ids: tuple[str, ...],
    coder_ids: tuple[str, ...],
) -> Statement:
    """Give a statement between things of these ids; nobody supports or opposes itself."""
    sign = draw(st.sampled_from(Sign))
    holder = draw(st.sampled_from((*actor_ids, AUTHOR)))
    others = [id for id in (*actor_ids, *issue_ids) if id != holder]
    target = draw(st.sampled_from(others))
    fitting = [code.notation for code in codes.relations().values() if code.sign is sign]
    when = draw(st.sampled_from(("", *DATES)))
    default_id = identifiers.statement_id(holder, sign, target, evidence[0])
    return Statement(
        id=draw(st.just(default_id) | slugs),
        sign=sign,
        holder=holder,
        target=target,
        evidence=evidence,
        coder=draw(st.sampled_from(coder_ids)),
        about=draw(st.sampled_from(("", *issue_ids))),
        voice=AUTHOR if holder == AUTHOR else draw(st.sampled_from(("", AUTHOR, *actor_ids))),
        relation=draw(st.sampled_from(("", *fitting))),
        mode=draw(st.sampled_from((None, *Mode))),
        modality=draw(st.just(Modality.ACTUAL) | st.sampled_from(Modality)),
        strength=draw(st.integers(1, 3)),
        certainty=draw(st.sampled_from(Certainty)),
        when=when,
        date_basis=draw(st.sampled_from(DateBasis)) if when else None,
        note=draw(optional_lines),
        suggested_by=draw(optional_lines),
    )


@st.composite
def ties(
    draw: st.DrawFn, *, actor_ids: tuple[str, ...], issue_ids: tuple[str, ...]
) -> UnevidencedTie:
    """Give an unevidenced tie between things of these ids, called as its table calls it."""
    holder, sign = draw(st.sampled_from(actor_ids)), draw(st.sampled_from(Sign))
    target = draw(st.sampled_from([id for id in (*actor_ids, *issue_ids) if id != holder]))
    return UnevidencedTie(
        id=f"{draw(slugs)}.{holder}.{sign.verb}.{target}",
        sign=sign,
        holder=holder,
        target=target,
        strength=draw(st.integers(1, 3)),
        when=draw(st.sampled_from(("", *DATES))),
        provenance=draw(optional_lines),
        note=draw(optional_lines),
    )


@st.composite
def _actor_tuples(draw: st.DrawFn, ids: list[str]) -> tuple[Actor, ...]:
    """Give actors, each a part of one before it or of none: there is no circle."""
    ids = sorted(ids)
    return tuple(draw(actors(id, tuple(ids[:place]))) for place, id in enumerate(ids))


@st.composite
def corpora(
    draw: st.DrawFn, *, least_statements: int = 1, most_statements: int = 8, most_ties: int = 0
) -> Corpus:
    """Give a valid corpus; its base ends in its id, as the folder of a corpus does.

    Args:
        most_ties: how many unevidenced ties it may have.
    """
    id = draw(slugs)
    source_ids, coder_ids = (
        tuple(sorted(draw(st.lists(slugs, unique=True, min_size=1, max_size=most))))
        for most in (3, 2)
    )
    actor_ids = draw(st.lists(_actor_slugs, unique=True, min_size=2, max_size=6))
    issue_ids = draw(
        st.lists(_actor_slugs.filter(lambda id: id not in actor_ids), unique=True, max_size=3)
    )
    found = {source: draw(sources(source)) for source in source_ids}
    chosen = {}
    for _ in range(draw(st.integers(least_statements, most_statements))):
        one = draw(
            statements(
                evidence=draw(_evidence(found)),
                actor_ids=tuple(actor_ids),
                issue_ids=tuple(issue_ids),
                coder_ids=coder_ids,
            )
        )
        chosen[one.id] = one
    return Corpus(
        id=id,
        base=f"https://w3id.org/clivage/essai/{id}/",
        title=draw(labels()),
        language=draw(st.sampled_from(LANGUAGES)),
        licence=draw(st.sampled_from(("", "https://creativecommons.org/licenses/by/4.0/"))),
        description=draw(labels(least=0)),
        publisher=draw(optional_lines),
        issued=draw(st.none() | st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1))),
        coders=tuple(Coder(id=one, name=draw(lines)) for one in coder_ids),
        sources=tuple(source for source, _ in found.values()),
        actors=draw(_actor_tuples(actor_ids)),
        issues=tuple(draw(issues(one)) for one in sorted(issue_ids)),
        statements=tuple(sorted(chosen.values(), key=reading_order)),
        unevidenced=draw(_tie_tuples(tuple(actor_ids), tuple(issue_ids), most_ties)),
    )


@st.composite
def _tie_tuples(
    draw: st.DrawFn, actor_ids: tuple[str, ...], issue_ids: tuple[str, ...], most: int
) -> tuple[UnevidencedTie, ...]:
    chosen = st.lists(
        ties(actor_ids=actor_ids, issue_ids=issue_ids), max_size=most, unique_by=lambda tie: tie.id
    )
    return tuple(sorted(draw(chosen), key=lambda tie: tie.id))
