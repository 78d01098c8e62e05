"""The rules that every corpus must satisfy, each with an id.

The same rules stand in ``ontology/shapes.ttl`` as SHACL shapes, for RDF that comes from
elsewhere; a rule and its shape have the same id, and a test holds both to the same verdict on
every seeded fault. Here they run natively, in milliseconds, and know the line to point at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Final

from clivage import codes, dates, identifiers
from clivage.errors import DateError, Problem, Severity
from clivage.model import (
    AUTHOR,
    Actor,
    CodeTable,
    Corpus,
    Issue,
    Passage,
    Source,
    Statement,
    UnevidencedTie,
)

_LANGUAGE = re.compile(r"[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_EXAMPLE = re.compile(r"https?://([^/?#]*\.)?example\.(org|com|net)([:/?#].*)?", re.IGNORECASE)

#: The rule that a corpus without any statement breaks: no obstacle to who begins one.
EMPTY: Final = "corpus-empty"
#: Weights are told apart to this many decimals.
_DECIMALS: Final = 6


def check(corpus: Corpus) -> list[Problem]:
    """Return every broken rule of a corpus, errors and warnings.

    >>> from clivage.model import Corpus
    >>> empty = Corpus(id="e", base="https://example.org/", title={}, language="en")
    >>> [problem.rule for problem in check(empty)]
    ['corpus-title', 'corpus-base', 'corpus-empty']
    """
    return [
        *_corpus(corpus),
        *(problem for actor in corpus.actors for problem in _actor(corpus, actor)),
        *(problem for issue in corpus.issues for problem in _issue(corpus, issue)),
        *(problem for source in corpus.sources for problem in _source(corpus, source)),
        *_passages(corpus),
        *_statements(corpus),
        *(problem for table in corpus.code_tables for problem in _code_table(corpus, table)),
        *_ties(corpus),
    ]


def _problem(
    corpus: Corpus, rule: str, subject: str, what: str, remedy: str = "", field: str = ""
) -> Problem:
    origin = corpus.origins.of(subject, field)
    return Problem(rule, what, remedy, subject, origin)


def _corpus(corpus: Corpus) -> Iterator[Problem]:
    if not any(corpus.title.values()):
        yield _problem(corpus, "corpus-title", "corpus", "the corpus has no title", "add 'title'")
    if wrong := wrong_base(corpus.base):
        yield _problem(corpus, "corpus-base", "corpus", *wrong, "base")
    if corpus.licence and not identifiers.is_http(corpus.licence):
        what = f"the licence {corpus.licence!r} is not an IRI"
        remedy = "give its address, such as https://creativecommons.org/licenses/by/4.0/"
        yield _problem(corpus, "corpus-licence", "corpus", what, remedy, "licence")
    if not corpus.statements and not corpus.unevidenced:
        what = "the corpus has no statement yet"
        remedy = "code a first one in a file of its folder codings/"
        yield _problem(corpus, EMPTY, "corpus", what, remedy)
    both = sorted(corpus.actor.keys() & corpus.issue.keys())
    for id in both:
        what = f"{id!r} is an actor and an issue"
        yield _problem(corpus, "corpus-id", f"issue/{id}", what, "give one another id")
    sorts: Mapping[str, Iterable[str]] = {
        "actor": corpus.actor,
        "issue": corpus.issue,
        "source": corpus.source,
        "coder": [coder.id for coder in corpus.coders],
    }
    for sort, ids in sorts.items():
        for id in ids:
            yield from _id(corpus, sort, id)


def is_example(iri: str) -> bool:
    """Whether an IRI is on a domain that is reserved for examples, and so belongs to nobody.

    >>> is_example("https://example.org/me/"), is_example("https://example.museum/")
    (True, False)
    """
    return _EXAMPLE.fullmatch(iri) is not None


def wrong_base(base: str) -> tuple[str, str] | None:
    """Return what is wrong with the base of a corpus, and the remedy.

    >>> wrong_base("https://w3id.org/you/your-corpus/") is None
    True
    """
    if not identifiers.is_base(base):
        what = f"the base {base!r} is not an IRI that ends in / or #"
        return what, "such as https://w3id.org/you/your-corpus/"
    if is_example(base):
        what = f"the base {base!r} belongs to nobody: linked data there can never resolve"
        return what, "take a domain of your own, or https://w3id.org/"
    return None


def _id(corpus: Corpus, sort: str, id: str) -> Iterator[Problem]:
    if id == AUTHOR and sort == "actor":
        what = "'author' is reserved for the author of a source"
        yield _problem(corpus, "corpus-id", f"{sort}/{id}", what, "give the actor another id")
    elif not identifiers.is_slug(id) and not identifiers.is_absolute(id):
        what = f"the id {id!r} is not of lower-case letters, digits and hyphens"
        yield _problem(corpus, "corpus-id", f"{sort}/{id}", what, "such as world-bank")


def _named(corpus: Corpus, sort: str, thing: Actor | Issue) -> Iterator[Problem]:
    subject = f"{sort}/{thing.id}"
    if not thing.labels or not all(text.strip() for text in thing.labels.values()):
        what = f"the {sort} {thing.id!r} has no label"
        yield _problem(corpus, f"{sort}-label", subject, what, "add 'label'", "label")
    elif not all(_LANGUAGE.fullmatch(language) for language in thing.labels):
        what = f"a label of {thing.id!r} has no language"
        yield _problem(corpus, f"{sort}-label", subject, what, "such as fr or en", "label")
    for link in (*thing.exact_match, *thing.close_match):
        if not identifiers.is_http(link):
            what = f"the identity link {link!r} is not an http IRI"
            remedy = "such as http://www.wikidata.org/entity/Q7164"
            yield _problem(corpus, "identity-link", subject, what, remedy)


def _actor(corpus: Corpus, actor: Actor) -> Iterator[Problem]:
    subject = f"actor/{actor.id}"
    yield from _named(corpus, "actor", actor)
    if actor.kind and actor.kind not in codes.kinds():
        what = f"the kind {actor.kind!r} is not in the list"
        yield _problem(
            corpus, "actor-kind", subject, what, _one_of(actor.kind, codes.kinds()), "kind"
        )
    if actor.part_of and actor.part_of not in corpus.actor:
        what = f"there is no actor {actor.part_of!r}"
        remedy = _did_you_mean(actor.part_of, corpus.actor)
        yield _problem(corpus, "actor-part-of", subject, what, remedy, "part-of")
    elif _is_part_of_itself(corpus, actor):
        what = f"{actor.id!r} is part of itself"
        yield _problem(corpus, "actor-part-of", subject, what, "break the circle", "part-of")


def _is_part_of_itself(corpus: Corpus, actor: Actor) -> bool:
    seen: set[str] = set()
    whole = actor.part_of
    while whole and whole not in seen:
        if whole == actor.id:
            return True
        seen.add(whole)
        whole = corpus.actor[whole].part_of if whole in corpus.actor else ""
    return False


def _issue(corpus: Corpus, issue: Issue) -> Iterator[Problem]:
    yield from _named(corpus, "issue", issue)


def _source(corpus: Corpus, source: Source) -> Iterator[Problem]:
    subject = f"source/{source.id}"
    if not any(source.title.values()):
        what = f"the source {source.id!r} has no title"
        yield _problem(corpus, "source-title", subject, what, "add 'title'", "title")
    if not _LANGUAGE.fullmatch(source.language):
        what = f"{source.language!r} is not a language tag"
        yield _problem(corpus, "source-language", subject, what, "such as fr", "language")
    if not source.rights.strip():
        what = f"the rights in the source {source.id!r} are not given"
        remedy = "'unknown' is an answer"
        yield _problem(corpus, "source-rights", subject, what, remedy, "rights")
    if not _DIGEST.fullmatch(source.sha256):
        what = f"the source {source.id!r} has no SHA-256 digest"
        yield _problem(corpus, "source-digest", subject, what)
    for rule, field, date in (
        ("source-period", "period", source.period),
        ("source-date", "date", source.date),
    ):
        if date and (wrong := _wrong_date(date)):
            yield _problem(corpus, rule, subject, wrong.what, wrong.remedy, field)


def _wrong_date(date: str) -> DateError | None:
    try:
        dates.bounds(date)
    except DateError as error:
        return error
    return None


def _passages(corpus: Corpus) -> Iterator[Problem]:
    """Check each passage once, however many statements rest on it."""
    seen: set[tuple[str, int, int, str]] = set()
    for subject, statement in _coded(corpus):
        for passage in statement.evidence:
            key = (passage.source, passage.start, passage.end, passage.exact)
            if key not in seen:
                seen.add(key)
                yield from _passage(corpus, passage, subject)


def _passage(corpus: Corpus, passage: Passage, subject: str) -> Iterator[Problem]:
    source = corpus.source.get(passage.source)
    where = f"{passage.source}, {passage.start} to {passage.end}"
    if source is None:
        what = f"a passage stands in {passage.source!r}, which is no source of the corpus"
        yield _problem(corpus, "passage-source", subject, what)
    if not passage.exact:
        yield _problem(corpus, "passage-quote", subject, f"the passage ({where}) quotes nothing")
    if not 0 <= passage.start < passage.end:
        what = f"the passage ({where}) does not end after it begins"
        yield _problem(corpus, "passage-position", subject, what)
    elif passage.exact and len(passage.exact) != passage.end - passage.start:
        what = f"the passage ({where}) quotes {len(passage.exact)} code points"
        yield _problem(corpus, "passage-length", subject, what)
    elif passage.exact and not _stands(passage, source):
        what = f"the text of {passage.source!r} does not read so at the passage ({where})"
        yield _problem(corpus, "passage-text", subject, what, "quote it as it stands")


def _stands(passage: Passage, source: Source | None) -> bool:
    """Whether a passage stands in its source, as far as the text is there to tell."""
    if source is None or source.text is None:
        return True
    return source.text[passage.start : passage.end] == passage.exact


def _statements(corpus: Corpus) -> Iterator[Problem]:
    coders = {coder.id for coder in corpus.coders}
    for subject, statement in _coded(corpus):
        yield from _statement(corpus, statement, subject)
        if statement.coder not in coders:
            what = f"there is no coder {statement.coder!r}"
            yield _problem(corpus, "statement-coder", subject, what, "name it under 'coders'")


def _coded(corpus: Corpus) -> Iterator[tuple[str, Statement]]:
    """Yield every statement that somebody coded, with what messages call it."""
    for statement in corpus.statements:
        yield f"statement/{statement.id}", statement
    for statement in corpus.superseded:
        yield f"superseded/{statement.id}", statement


def _statement(corpus: Corpus, statement: Statement, subject: str) -> Iterator[Problem]:
    yield from _parties(corpus, statement, subject)
    if not statement.evidence:
        what = "the statement rests on no quotation"
        yield _problem(corpus, "statement-evidence", subject, what, "add 'quote'")
    elif not (identifiers.is_statement_id(statement.id) or identifiers.is_absolute(statement.id)):
        what = f"the id {statement.id!r} is not of letters, digits, dots and hyphens"
        yield _problem(corpus, "statement-id", subject, what, "choose another", "id")
    if not 1 <= statement.strength <= 3:
        what = f"the strength {statement.strength} is not 1, 2 or 3"
        remedy = "1 is weak, 2 clear, 3 strong"
        yield _problem(corpus, "statement-strength", subject, what, remedy, "strength")
    yield from _relation(corpus, statement, subject)
    yield from _when(corpus, statement, subject)


def _parties(corpus: Corpus, statement: Statement, subject: str) -> Iterator[Problem]:
    actors, verb = corpus.actor, statement.sign.verb
    if statement.holder not in actors and statement.holder != AUTHOR:
        what = f"there is no actor {statement.holder!r}"
        remedy = _did_you_mean(statement.holder, actors)
        yield _problem(corpus, "statement-holder", subject, what, remedy, "who")
    if statement.target not in actors and statement.target not in corpus.issue:
        what = f"there is no actor or issue {statement.target!r}"
        remedy = _did_you_mean(statement.target, [*actors, *corpus.issue])
        yield _problem(corpus, "statement-target", subject, what, remedy, verb)
    if statement.about and statement.about not in corpus.issue:
        what = f"there is no issue {statement.about!r}"
        remedy = _did_you_mean(statement.about, corpus.issue)
        yield _problem(corpus, "statement-about", subject, what, remedy, "about")
    if statement.voice and statement.voice not in actors and statement.voice != AUTHOR:
        what = f"there is no actor {statement.voice!r} to speak"
        remedy = _did_you_mean(statement.voice, actors)
        yield _problem(corpus, "statement-voice", subject, what, remedy, "voice")
    if statement.holder == AUTHOR and statement.voice != AUTHOR:
        what = "a stance of the author is in the author's voice"
        yield _problem(corpus, "statement-author", subject, what, "add 'voice: author'", "who")
    if statement.holder == statement.target:
        what = f"{statement.holder!r} {verb} itself"
        remedy = "right only where the source says that a body is divided"
        origin = corpus.origins.of(subject, "who")
        yield Problem("statement-self", what, remedy, subject, origin, Severity.WARNING)


def _relation(corpus: Corpus, statement: Statement, subject: str) -> Iterator[Problem]:
    if not statement.relation:
        return
    code = codes.relations().get(statement.relation)
    if code is None:
        what = f"the relation {statement.relation!r} is not in the list"
        remedy = _one_of(statement.relation, codes.relations())
        yield _problem(corpus, "statement-relation", subject, what, remedy, "relation")
    elif code.sign is not statement.sign:
        what = f"{statement.relation!r} does not go with {statement.sign.verb!r}"
        remedy = "choose another relation, or the other sign"
        yield _problem(corpus, "statement-relation", subject, what, remedy, "relation")


def _when(corpus: Corpus, statement: Statement, subject: str) -> Iterator[Problem]:
    if statement.when:
        if wrong := _wrong_date(statement.when):
            yield _problem(corpus, "statement-when", subject, wrong.what, wrong.remedy, "when")
        if statement.date_basis is None:
            what = f"nothing says where the date {statement.when!r} comes from"
            remedy = "add 'date-basis: stated', 'context' or 'editor'"
            yield _problem(corpus, "statement-date-basis", subject, what, remedy, "when")
    elif statement.date_basis is not None:
        what = "there is a date-basis but no date"
        remedy = "add 'when', or delete it"
        yield _problem(corpus, "statement-date-basis", subject, what, remedy, "date-basis")


def _code_table(corpus: Corpus, table: CodeTable) -> Iterator[Problem]:
    subject = f"code-table/{table.id}"

    def wrong(what: str, remedy: str) -> Problem:
        return _problem(corpus, "code-table", subject, what, remedy)

    if not any(table.title.values()):
        yield wrong(f"the code table {table.id!r} has no title", "say which it is")
    if not table.version.strip():
        yield wrong(f"the code table {table.id!r} has no version", "such as 1")
    if table.source and not identifiers.is_http(table.source):
        yield wrong(
            f"where it was taken from, {table.source!r}, is no address", "such as https://…"
        )
    if table.sha256 and not _DIGEST.fullmatch(table.sha256):
        yield wrong(f"the digest {table.sha256!r} is not of 64 digits", "make it again")


def _ties(corpus: Corpus) -> Iterator[Problem]:
    tables = {table.id for table in corpus.code_tables}
    for tie in corpus.unevidenced:
        yield from _tie(corpus, tie)
        yield from _coding(corpus, tie, tables)


def _coding(corpus: Corpus, tie: UnevidencedTie, tables: Set[str]) -> Iterator[Problem]:
    """Check what a tie weighs, and what it says of the events that a program coded."""

    def wrong(rule: str, what: str, remedy: str) -> Problem:
        return _problem(corpus, rule, f"tie/{tie.id}", what, remedy)

    if tie.weight is None:
        if tie.is_coded:
            yield wrong("tie-weight", "what was coded has no weight", "take it from the code table")
    elif tie.weight <= 0 or (tie.weight * 10**_DECIMALS).denominator != 1:
        remedy = f"a weight is above 0 and has {_DECIMALS} decimals at most"
        yield wrong("tie-weight", f"the weight is {tie.weight}", remedy)
    if tie.events < 0:
        yield wrong("tie-events", f"it sums {tie.events} events", "0 where no program coded it")
    if tie.code and tie.events != 1:
        what = f"the code {tie.code!r} is that of one event, and here are {tie.events}"
        yield wrong("tie-code", what, "leave out the code of a sum")
    elif tie.code and not tie.code.strip():
        yield wrong("tie-code", "the code of the event is blank", "give it as the data have it")
    if tie.code_table not in tables and (tie.code_table or tie.is_coded):
        what = f"there is no code table {tie.code_table!r}"
        yield wrong("tie-code-table", what, "name the one that gave the sign and the weight")
    if tie.source and not identifiers.is_http(tie.source):
        what = f"the report {tie.source!r} is no address"
        yield wrong("tie-source", what, "say it in the provenance")


def _tie(corpus: Corpus, tie: UnevidencedTie) -> Iterator[Problem]:
    subject = f"tie/{tie.id}"
    if tie.holder not in corpus.actor:
        what = f"there is no actor {tie.holder!r}"
        yield _problem(corpus, "tie-holder", subject, what, _did_you_mean(tie.holder, corpus.actor))
    if tie.target not in corpus.actor and tie.target not in corpus.issue:
        what = f"there is no actor or issue {tie.target!r}"
        remedy = _did_you_mean(tie.target, [*corpus.actor, *corpus.issue])
        yield _problem(corpus, "tie-target", subject, what, remedy)
    if tie.holder == tie.target:
        what = f"{tie.holder!r} {tie.sign.verb} itself"
        remedy = "only a statement, with its quotation, can say so"
        yield _problem(corpus, "tie-self", subject, what, remedy)
    if not 1 <= tie.strength <= 3:
        what = f"the strength {tie.strength} is not 1, 2 or 3"
        remedy = "1 is weak, 2 clear, 3 strong"
        yield _problem(corpus, "tie-strength", subject, what, remedy)
    if tie.when and (wrong := _wrong_date(tie.when)):
        yield _problem(corpus, "tie-when", subject, wrong.what, wrong.remedy)


def _did_you_mean(id: str, known: Iterable[str]) -> str:
    return identifiers.did_you_mean(id, known, "add it to corpus.yaml")


def _one_of(code: str, known: Iterable[str]) -> str:
    return identifiers.did_you_mean(code, known, f"it is one of {', '.join(sorted(known))}")
