"""Write what coders agree on, and what was decided where they do not, as a coding of its own.

The originals stay as they are, but for one line that says what stands for them now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from clivage import editing, identifiers, quotation, trial
from clivage.agreement import drafting, spans
from clivage.agreement import sheet as sheets
from clivage.agreement.codings import Comparison, of_coders
from clivage.agreement.disagreements import agreed
from clivage.agreement.drafting import Draft, Kept
from clivage.agreement.sheet import Item
from clivage.errors import ClivageError, CorpusError, Origin, Problem
from clivage.model import Statement
from clivage.yamlfile import Value

_ALL: Final = frozenset(["both", "all"])
_NONE: Final = frozenset(["neither", "none"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjudicated:
    """What an adjudication made.

    Attributes:
        files: those that were written, by their paths in the corpus folder; none when all is
            there already.
        agreed: how many statements the coders have in common.
        decided: how many disagreements were decided.
        kept: how many statements came of that.
        left_open: how many disagreements were left out.
    """

    files: tuple[Path, ...]
    agreed: int
    decided: int
    kept: int
    left_open: int


def adjudicate(
    sheet: Path, folder: Path, *, adjudicator: str, name: str = "", leave_open: bool = False
) -> Adjudicated:
    """Write ``codings/<source>.<adjudicator>.yaml`` for each source, and mark the originals.

    Args:
        sheet: the decision sheet.
        folder: the corpus folder.
        adjudicator: id of who decided; described in ``corpus.yaml`` if it is not yet.
        name: the name that ``corpus.yaml`` gives then; the id when left out.
        leave_open: leave out what is not decided, instead of refusing.

    Raises:
        ClivageError: when texts, codings or the sheet have changed, something is not decided, or
            the adjudicator has coded these sources already; nothing is written then.
        CorpusError: when the corpus would have errors afterwards; nothing is written then.
    """
    given = sheets.read(sheet)
    comparison = of_coders(folder, given.coders, overlap=given.overlap)
    if comparison.name != given.corpus:
        what = f"the sheet is about the corpus {given.corpus!r}, this is {comparison.name!r}"
        raise ClivageError(what, remedy="name the right one with -c", origin=Origin(str(sheet)))
    _need_id(adjudicator, comparison)
    items = given.items(comparison)
    open_ = [item for item in items if item.decision in (None, "")]
    if open_ and not leave_open:
        count = f"{len(open_)} of {len(items)} disagreements are not decided"
        what = count if len(open_) > 1 else "1 disagreement is not decided"
        remedy = "decide, or leave what is open out with --leave-open"
        raise ClivageError(what, remedy=remedy, origin=open_[0].origin)
    common = [_common(comparison, unit.statements) for unit in agreed(comparison)]
    chosen = [kept for item in items for kept in _chosen(comparison, item)]
    drafted = Draft(folder, comparison, adjudicator, (*common, *chosen)).files(name)
    changed = {
        path: text
        for path, text in drafted.items()
        if drafting.content(folder / path) != text.encode()
    }
    try:
        if changed:
            trial.write(folder, changed)
    except CorpusError as error:
        raise CorpusError(_on_sheet(one, sheet) for one in error.problems) from None
    return Adjudicated(
        files=tuple(sorted(changed)),
        agreed=len(common),
        decided=len(items) - len(open_),
        kept=len(chosen),
        left_open=len(open_),
    )


def _on_sheet(problem: Problem, sheet: Path) -> Problem:
    """Point at the sheet, where a problem is in a file that is not written for it."""
    if problem.origin is None or Path(problem.origin.file).exists():
        return problem
    return replace(problem, origin=Origin(str(sheet)))


def _need_id(adjudicator: str, comparison: Comparison) -> None:
    if not identifiers.is_slug(adjudicator):
        near = identifiers.slug(adjudicator)
        remedy = "write lower-case letters, digits and hyphens" + (f": {near}" if near else "")
        raise ClivageError(f"{adjudicator!r} is not an id", remedy=remedy)
    if adjudicator in comparison.coders:
        what = f"{adjudicator!r} is one of the coders: what was agreed needs an id of its own"
        raise ClivageError(what, remedy=f"such as {adjudicator}-adjudicated")


def _common(comparison: Comparison, statements: Mapping[str, Statement]) -> Kept:
    """Return one of some statements that say the same: the one that quotes most."""
    coder = max(statements, key=lambda one: _quoted(statements[one]))
    return _kept(coder, statements[coder])


def _quoted(statement: Statement) -> int:
    return spans.length(spans.joined((one.start, one.end) for one in statement.evidence))


def _kept(coder: str, statement: Statement) -> Kept:
    first = statement.evidence[0]
    return Kept(first.source, (first.start, first.end), coder, statement)


def _chosen(comparison: Comparison, item: Item) -> Iterator[Kept]:
    """Yield what a decision lets stand."""
    decision, statements = item.decision, item.disagreement.statements
    if decision in (None, ""):
        return
    parts = decision if isinstance(decision, list) else [decision]
    for part in parts:
        if isinstance(part, dict):
            yield _own(comparison, item, part)
        elif not isinstance(part, str):
            raise _unclear(comparison, item, "a list in a list")
        elif part in _ALL:
            yield from (_kept(coder, one) for coder, one in statements.items())
        elif part not in _NONE:
            coder = _coder(comparison, item, part)
            if coder in statements:
                yield _kept(coder, statements[coder])


def _own(comparison: Comparison, item: Item, entry: dict[str, Value]) -> Kept:
    """Return an entry of the adjudicator; its quotation is looked for here, as the sheet has it."""
    source = item.disagreement.source
    quotes = entry.get("quote")
    occurrence = entry.get("occurrence")
    number = int(occurrence) if isinstance(occurrence, str) and occurrence.isdecimal() else None
    try:
        passages = [
            quotation.anchor(source, comparison.texts[source], quote, occurrence=number)
            for quote in (quotes if isinstance(quotes, list) else [quotes])
            if isinstance(quote, str)
        ]
        if not passages:
            raise ClivageError("the decision has no 'quote'", remedy="copy the words of the text")
        editing.coding_file(source, "", [entry])
    except ClivageError as error:
        raise error.at(item.origin) from None
    return Kept(source, (passages[0].start, passages[0].end), entry=entry)


def _coder(comparison: Comparison, item: Item, word: str) -> str:
    coders = comparison.coders
    words = {sheets.word(at): coder for at, coder in enumerate(coders)}
    found = word if word in coders else words.get(word, "")
    if found not in comparison.coders_of(item.disagreement.source):
        raise _unclear(comparison, item, repr(word))
    return found


def _unclear(comparison: Comparison, item: Item, what: str) -> ClivageError:
    places = range(len(comparison.coders))
    known = ", ".join([*(sheets.word(at) for at in places), "both", "neither", *comparison.coders])
    remedy = f"write one of {known}, or an entry"
    return ClivageError(f"{what} is no decision", remedy=remedy, origin=item.origin)
