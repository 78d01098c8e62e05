"""The sections of a report, each a function from a study to sentences, tables and quotations."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

import numpy as np

from clivage.analysis.changes import Step
from clivage.analysis.frustration import FrustratedTie
from clivage.analysis.periods import Window
from clivage.analysis.scenarios import HEADER as SURVIVAL
from clivage.analysis.triads import TYPES
from clivage.numerals import counted, shown
from clivage.report.section import MOST, Claim, Section, Table, listed, most
from clivage.report.study import Quotation, Study, Subject

#: How many rows the table of positions has at most.
_MOST_ROWS: Final = 20
#: How many changes are told one by one.
_MOST_CHANGES: Final = 200


def overview(study: Study) -> Section:
    """Say what was analysed."""
    network, graph = study.subject.network, study.graph
    undated = int(network.undated.sum())
    on_issues = int(network.is_issue[network.target].sum())
    unquoted = len(network) - int(network.evidenced.sum())
    mixed = unquoted > 0 and study.subject.corpus is not None
    noun = ("statement or tie", "statements and ties") if mixed else study.subject.rows
    if study.subject.graph is not None:
        noun = ("tie that was computed", "ties that were computed")
    sentences = [
        f"{counted(len(network), *noun)} make the network, of"
        f" {counted(len(graph.nodes), 'actor')} and {counted(len(network.issues), 'issue')};"
        f" {shown(on_issues)} are on an issue, {shown(len(network) - on_issues)} on an actor.",
        f"Between actors that leaves {counted(len(graph), 'tie')}, directions left out:"
        f" {counted(int((graph.weight > 0).sum()), 'support')},"
        f" {counted(int((graph.weight < 0).sum()), 'opposition')}.",
    ]
    if len(parts := study.components.sizes) > 1:
        sentences.append(
            f"They fall into {shown(len(parts))} parts that no tie joins; the largest has"
            f" {counted(parts[0], 'actor')}."
        )
    if on_issues and not len(graph):
        sentences.append("Who stands alike or apart on issues is tied with --network subtract.")
    if undated and study.subject.graph is None:
        sentences.append(f"{counted(undated, *noun)} have no date.")
    if graph.loops:
        sentences.append(f"{counted(graph.loops, 'statement')} of an actor on itself make no tie.")
    if study.left_out:
        verb = "is" if study.left_out == 1 else "are"
        sentences.append(f"{counted(study.left_out, 'tie')} without a quotation {verb} left out.")
    if not (study.subject.quotations or study.subject.corpus):
        sentences.append(study.subject.basis)
    elif mixed:
        sentences.insert(0, _unquoted(unquoted, len(network)))
    return Section(
        name="overview",
        title="What was analysed",
        sentences=tuple(sentences),
        definitions=(f"Statements on one pair are merged by {graph.definition}.",),
    )


def _unquoted(unquoted: int, rows: int) -> str:
    verb = "has" if unquoted == 1 else "have"
    return (
        f"{shown(unquoted)} of {counted(rows, 'tie')} {verb} no quotation behind"
        f" {'it' if unquoted == 1 else 'them'}: a table says so, and nobody can check it. With"
        " --evidenced-only such ties are left out."
    )


def camps(study: Study) -> Section:
    """Say who stands with whom, and how firmly."""
    found, firm = study.camps, study.stability
    name = study.subject.name
    rows = [
        (str(number), listed([name(id) for id in camp]))
        for number, camp in enumerate(found.members[:MOST], 1)
    ]
    if len(found.members) > MOST:
        rows.append(
            ("…", f"{counted(len(found.members) - MOST, 'more camp')}, each as small or smaller")
        )
    proof = (
        "no partition has less, which is proved"
        if found.optimal
        else (f"the least is at least {shown(found.lower_bound)}, which is proved")
    )
    sentences = [
        f"{counted(len(found.members), 'camp')}: they leave ties of weight"
        f" {shown(found.frustration)} unexplained; {proof}.",
        f"Without a camp: {listed([name(id) for id in found.unaligned])}.",
        _firmness(study),
    ]
    loose = [(name(one.first), name(one.second), f"{one.share:.0%}") for one in firm.loose]
    tables = [Table("Camps", ("camp", "members"), tuple(rows))]
    if loose:
        header = ("actor", "actor", "together in")
        tables.append(Table("Pairs that are not firm", header, tuple(loose[:_MOST_ROWS])))
    return Section(
        name="camps",
        title="Who stands with whom",
        sentences=tuple(sentences),
        tables=tuple(tables),
        definitions=(found.definition, firm.definition),
    )


def _firmness(study: Study) -> str:
    firm = study.stability
    if not firm.pairs:
        return "There is no camp that could be firm or loose."
    together = sum(pair.share == 1 for pair in firm.pairs)
    sort = "partition is" if firm.partitions == 1 else "partitions are"
    nearly = "as good" if not firm.slack else f"within {shown(firm.slack)} of the best"
    sample = "" if firm.complete else " (a sample)"
    return (
        f"{shown(firm.partitions)} {sort} {nearly}{sample}:"
        f" {counted(together, 'pair')} stand together in all of them,"
        f" {counted(len(firm.loose), 'pair')} in some."
    )


def tension(study: Study) -> Section:
    """Say how far two sides are from explaining everything."""
    index, triangle, walk = study.frustration, study.triangle_balance, study.walk_balance
    between = study.frustration_balance
    value = f"The frustration index is {shown(index.value)}; {index.status.meaning}."
    if not index.optimal:
        value = (
            f"The frustration index lies between {shown(index.lower_bound)} and"
            f" {shown(index.value)} ({index.gap:.1%} apart); {index.status.meaning}."
        )
    sentences = [
        f"{value} The ties weigh {shown(index.ties_weight)} together.",
        _uniqueness(index.unique),
    ]
    rows = (
        ("by triangles", _degree(triangle.value, triangle.reason), "0–1"),
        ("by triangles, weakly", _degree(triangle.weak, triangle.reason), "0–1"),
        ("by closed walks", _degree(walk.value, walk.reason), "0–1"),
        ("by frustration", _interval(between.low, between.high, between.reason), "0–1"),
    )
    sides = tuple(
        (str(number), listed([study.subject.name(id) for id in side]))
        for number, side in enumerate(index.factions, 1)
    )
    return Section(
        name="frustration",
        title="How tense it is",
        sentences=tuple(one for one in sentences if one),
        tables=(
            Table("Degree of balance", ("measure", "value", "range"), rows),
            Table("The best two sides", ("side", "actors"), sides),
        ),
        claims=most(list(_claims(study.subject, index.frustrated_edges))),
        definitions=(index.definition, triangle.definition, walk.definition, between.definition),
    )


def _uniqueness(unique: bool | None) -> str:
    if unique is None:
        return ""
    if unique:
        return "No other two sides are as good."
    return "Other two sides are as good: who stands opposite whom is not settled by this number."


def _degree(value: float | None, reason: str) -> str:
    return shown(value) if value is not None else f"not defined: {reason}"


def _interval(low: float | None, high: float | None, reason: str) -> str:
    if low is None or high is None:
        return f"not defined: {reason}"
    return shown(low) if low == high else f"{shown(low)} to {shown(high)}"


def _claims(subject: Subject, ties: Iterable[FrustratedTie]) -> Iterator[Claim]:
    for tie in ties:
        one, other = subject.name(tie.first), subject.name(tie.second)
        what = "support" if tie.sign > 0 else "opposition"
        across = "on opposite sides" if tie.sign > 0 else "on the same side"
        yield Claim(
            f"{one} and {other}: {what}, though they stand {across}.",
            tie.sign,
            _quoted(subject, tie.statements),
        )


def _quoted(subject: Subject, ids: Iterable[str]) -> tuple[tuple[int, Quotation], ...]:
    """Return what some rows rest on, each quotation once for a sign."""
    sign = subject.sign_of
    found = ((sign[id], quote) for id in ids for quote in subject.quoted(id))
    return tuple(dict.fromkeys(found))


def ambivalence(study: Study) -> Section:
    """Name the pairs between which support and opposition both stand in the sources."""
    found = list(_ambivalent(study.subject))
    return Section(
        name="ambivalence",
        title="Where support and opposition meet",
        sentences=(
            f"{counted(len(found), 'pair')} of actors have both."
            if found
            else "No two actors have both.",
        ),
        claims=most(found),
        definitions=("pairs of actors with statements of both signs, in either direction",),
    )


def _ambivalent(subject: Subject) -> Iterator[Claim]:
    network = subject.network.between_actors()
    pairs: dict[tuple[int, int], list[int]] = {}
    for row in range(len(network)):
        ends = sorted((int(network.holder[row]), int(network.target[row])))
        pairs.setdefault((ends[0], ends[1]), []).append(row)
    for (one, other), rows in sorted(pairs.items()):
        if one != other and len(np.unique(network.sign[rows])) == 2:
            names = subject.name(network.nodes[one]), subject.name(network.nodes[other])
            ids = [network.statements[row] for row in rows]
            yield Claim(
                f"{names[0]} and {names[1]}: support and opposition both stand in the source.",
                0,
                _quoted(subject, ids),
            )


def triads(study: Study) -> Section:
    """Count triangles by their signs."""
    census, directed = study.census, study.directed_census
    meanings = ("all support", "one opposition", "two oppositions", "all opposition")
    rows = tuple(zip(TYPES, meanings, map(shown, census.counts), strict=True))
    cyclic = tuple(zip(TYPES, map(shown, directed.cyclic), strict=True))
    return Section(
        name="triads",
        title="Triangles",
        sentences=(f"{counted(census.triangles, 'triangle')}.",),
        tables=(
            Table("Triangles by sign", ("type", "ties", "count"), rows),
            Table("Directed circles of three by sign", ("type", "count"), cyclic),
        ),
        definitions=(census.definition, directed.definition),
    )


def positions(study: Study) -> Section:
    """Say who holds the network together, and who stands between."""
    name, degrees = study.subject.name, study.degrees
    status = dict(zip(study.pn_index.actors, study.pn_index.scores, strict=True))
    broker = {one.id: one.score for one in study.brokers.actors}
    edge = {one.id: one.weight for one in study.frontier.actors}
    rows = [
        (allies + opponents, id, allies, opponents)
        for id, allies, opponents in zip(
            degrees.actors, degrees.allies, degrees.opponents, strict=True
        )
    ]
    rows.sort(key=lambda row: (-row[0], row[1]))
    table = tuple(
        (name(id), str(allies), str(opponents), shown(status.get(id)), shown(broker.get(id, 0)),
         shown(edge.get(id, 0)))
        for _, id, allies, opponents in rows[:_MOST_ROWS]
    )  # fmt: skip
    header = ("actor", "allies", "opponents", "PN index", "broker", "against the camps")
    between = [name(one.id) for one in study.brokers.actors[:3]]
    sentences = [
        f"Between the camps by ways of support: {listed(between)}.",
        f"Without a tie: {listed([name(id) for id in study.isolates.actors])}.",
    ]
    return Section(
        name="positions",
        title="Who holds it together, who stands between",
        sentences=tuple(sentences),
        tables=(Table("Actors with the most ties", header, table),),
        definitions=(
            degrees.definition,
            study.pn_index.definition,
            study.brokers.definition,
            study.frontier.definition,
        ),
    )


def periods(study: Study) -> Section:
    """Say how balance and camps change, and by which statements."""
    if study.subject.graph is not None:
        said = (
            "A network that was computed has no dates; 'clivage network --window' cuts it in time."
        )
        return Section(name="periods", title="Over time", sentences=(said,))
    found = study.over_time
    rows = tuple(
        (
            one.label,
            str(len(one.statements)),
            str(one.ties),
            _interval(one.frustration.lower_bound, one.frustration.value, ""),
            "; ".join(
                f"{camp.number}: {listed([study.subject.name(id) for id in camp.members])}"
                for camp in one.camps[:MOST]
            ),
        )
        for one in found.windows
    )
    sentences = [
        f"{counted(len(found.windows), 'window')} of a {study.options.period.value}."
        if found.windows
        else f"No window of time: {found.reason}.",
        f"{counted(len(found.undated), 'statement')} have no date and stand in none;"
        f" {shown(len(found.several))} stand in several, as their dates are uncertain.",
    ]
    header = ("window", "statements", "ties", "frustration", "camps")
    tables = [Table("Windows of time", header, rows)]
    changed = tuple(row for one in found.windows for row in _changes(study.subject, one))
    if len(changed) > _MOST_CHANGES:
        more = f"{counted(len(changed) - _MOST_CHANGES, 'more change')}: --format json has them all"
        changed = (*changed[:_MOST_CHANGES], ("…", more, ""))
    if changed:
        tables.append(
            Table("What changed, and by which statements", ("window", "change", "by"), changed)
        )
    return Section(
        name="periods",
        title="Over time",
        sentences=tuple(sentences),
        tables=tuple(tables),
        definitions=(found.definition,),
    )


def _changes(subject: Subject, window: Window) -> Iterator[tuple[str, str, str]]:
    """Yield a row for each tie that changed and each actor that moved."""
    if window.changes is None:
        return
    for tie in window.changes.ties:
        names = f"{subject.name(tie.first)} and {subject.name(tie.second)}"
        sort = "support" if (tie.after or tie.before) > 0 else "opposition"
        yield window.label, f"{names}: {sort} {tie.turn.value}", _by(subject, tie.gained, tie.lost)
    for move in window.changes.moves:
        where = {Step.JOINED: f"camp {move.after}", Step.LEFT: f"camp {move.before}"}
        camp = where.get(move.step, f"from camp {move.before} to camp {move.after}")
        choice = " (as good where it was)" if move.by_choice else ""
        what = f"{subject.name(move.actor)} {move.step.value} {camp}{choice}"
        yield window.label, what, _by(subject, move.gained, move.lost)


def _by(subject: Subject, gained: tuple[str, ...], lost: tuple[str, ...]) -> str:
    """Return the statements that came and went, by their first words where they quote any."""
    came = [f"+{_words(subject, id)}" for id in gained]
    return ", ".join([*came, *(f"−{_words(subject, id)}" for id in lost)])


def _words(subject: Subject, id: str) -> str:
    if id in subject.provenance:
        return f"no quotation ({id.removeprefix('tie/')})"
    quotations = subject.quotations.get(id)
    return f"“{textwrap.shorten(quotations[0].words, 60, placeholder='…')}”" if quotations else id


def scenarios(study: Study) -> Section:
    """Say which conclusions survive when something is left out."""
    found = study.what_if
    if found is None:
        return Section(
            name="scenarios",
            title="What if",
            sentences=(
                "A network that was computed is left as it is."
                if study.subject.graph is not None
                else "A table has no sources, coders or voices to leave out.",
            ),
        )
    skipped = tuple((one.label, one.reason) for one in found.skipped)
    verdicts = [f"{one.label}: {one.verdict}" for one in found.scenarios]
    if not study.subject.network.evidenced.all():
        verdicts.append("Ties without a quotation take no part in this.")
    tables = [Table("What survives", SURVIVAL[:-1], tuple(row[:-1] for row in found.table))]
    if skipped:
        tables.append(Table("Nothing to leave out", ("scenario", "reason"), skipped))
    return Section(
        name="scenarios",
        title="What if something is left out",
        sentences=tuple(verdicts) or ("There is nothing to leave out.",),
        tables=tuple(tables),
        definitions=(found.definition,),
    )


def blockmodel(study: Study) -> Section:
    """Part the actors into blocks that contradict each other's signs least."""
    found, name = study.blocks, study.subject.name
    if found is None:
        what = "There are too few actors with ties for blocks."
        return Section(name="blockmodel", title="Blocks", sentences=(what,))
    proof = "proved to be the least" if found.optimal else "the least that was found"
    members = tuple(
        (str(number), listed([name(id) for id in block]))
        for number, block in enumerate(found.blocks, 1)
    )
    signs = tuple(
        (str(number), *({1: "+", -1: "−", 0: "·"}[sign] for sign in row))
        for number, row in enumerate(found.signs, 1)
    )
    header = ("block", *(str(number) for number in range(1, len(found.blocks) + 1)))
    return Section(
        name="blockmodel",
        title="Blocks",
        sentences=(
            f"{len(found.blocks)} blocks, inconsistency {shown(found.objective)}: {proof}.",
        ),
        tables=(
            Table("Blocks", ("block", "members"), members),
            Table("What prevails between blocks", header, signs),
        ),
        definitions=(found.definition,),
    )


#: Every section by the name that ``clivage analyze --measure`` knows, in the order of a report.
SECTIONS: Final[Mapping[str, Callable[[Study], Section]]] = {
    "overview": overview,
    "camps": camps,
    "frustration": tension,
    "ambivalence": ambivalence,
    "triads": triads,
    "positions": positions,
    "periods": periods,
    "scenarios": scenarios,
    "blockmodel": blockmodel,
}
#: The sections of a report when none is named.
WHOLE: Final = tuple(name for name in SECTIONS if name != "blockmodel")
