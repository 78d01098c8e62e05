"""``clivage review``: walk through suggestions on a terminal, and decide about each."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from clivage import console
from clivage.address import Place
from clivage.cli.options import placed, refusing
from clivage.errors import ClivageError
from clivage.numerals import counted

if TYPE_CHECKING:
    from clivage.suggest.accepting import Newcomer, Wording
    from clivage.suggest.records import Mention
    from clivage.suggest.reviewing import Pending, Review

_KEYS: Final = {
    "a": "accept",
    "e": "edit",
    "r": "reject",
    "s": "skip",
    "u": "undo",
    "q": "quit",
    "?": "help",
}
_HELP: Final = """  a  accept: it becomes an entry of your coding file
  e  edit: answer field by field, then accept
  r  reject: it is not suggested again
  s  skip: it comes again at the end
  u  undo your last decision, of this walk or an earlier one
  q  quit; what you decided is written already"""
#: What can be changed, in the order in which it is asked.
_FIELDS: Final = (
    "who", "sign", "target", "about", "voice", "relation", "mode", "modality", "strength",
    "certainty", "when", "date-basis", "note",
)  # fmt: skip
_NOTHING: Final = "-"
_WIDTH: Final = 240


@click.command()
@click.option(
    "-c",
    "--corpus",
    type=click.Path(),
    callback=placed,
    help="Folder of the corpus.  [default: the current folder or the only graph/*]",
)
@click.option("--text", "texts", multiple=True, metavar="ID", help="Only this text; repeatable.")
@click.option(
    "--by",
    default="",
    envvar="CLIVAGE_USER",
    show_envvar=True,
    help="Id of the coder who decides.  [default: the only one there is]",
)
@click.option(
    "--order",
    type=click.Choice(["text", "score"]),
    default="text",
    show_default=True,
    help="As one reads, or the most likely first.",
)
@click.option(
    "--least", type=click.FloatRange(0, 1), default=0.0, help="Leave out what scores less."
)
@click.option("--learning", is_flag=True, help="Say what was learnt from decisions, and stop.")
@click.option("--list", "only_list", is_flag=True, help="List what waits, and stop.")
@refusing
def review(
    *,
    corpus: Place | None,
    texts: tuple[str, ...],
    by: str,
    order: str,
    least: float,
    learning: bool,
    only_list: bool,
) -> None:
    """Walk through the suggestions of a corpus, and decide about each.

    Every decision is written at once: stop whenever you like, and go on another day. What you
    accept enters your coding file, with the engine and the rule that suggested it.

    \b
    clivage suggest graph/bolivia-1971
    clivage review -c graph/bolivia-1971 --by anna
    """
    from clivage import corpora
    from clivage.suggest.reviewing import Review

    folder = corpora.locate_folder(corpus)
    if learning:
        _learnt(folder)
        return
    walk = _Walk(Review(folder, by), texts, order, least)
    if only_list:
        walk.listed()
    else:
        walk.go()


@dataclass
class _Walk:
    """One walk through what waits."""

    review: Review
    texts: tuple[str, ...]
    order: str
    least: float

    def waiting(self) -> list[Pending]:
        """Return what waits, in the order that was asked for."""
        found = self.review.queue()
        for source in found.stale:
            what = f"the text of {source!r} has changed: run 'clivage suggest --text {source}'"
            click.echo(console.safe(what), err=True)
        kept = [
            one
            for one in found.pending
            if (not self.texts or one.suggestion.source in self.texts)
            and one.suggestion.score >= self.least
        ]
        return _likeliest(self.review.folder, kept) if self.order == "score" else kept

    def listed(self) -> None:
        """Print what waits."""
        rows = [
            (
                one.suggestion.source,
                f"{one.suggestion.score:.2f}",
                _sentence(self.review, one),
                " ".join(one.suggestion.exact.split()),
            )
            for one in self.waiting()
        ]
        console.table(("text", "score", "suggestion", "passage"), rows)
        click.echo(counted(len(rows), "suggestion"), err=True)

    def go(self) -> None:
        """Ask about one after the other."""
        left = self.waiting()
        total, counts = len(left), dict.fromkeys(("accepted", "edited", "rejected", "skipped"), 0)
        if not left:
            click.echo("nothing waits for a decision")
            return
        while True:
            if left:
                _show(self.review, left[0], total - len(left) + 1, total)
            else:
                click.echo("\nthat was the last")
            key = _asked("aersuq?" if left else "uq")
            if key == "q":
                break
            with _refusals():
                if key == "?":
                    click.echo(_HELP)
                elif key == "u":
                    self._undone(left)
                else:
                    counts[self._decided(key, left[0])] += 1
                    left.pop(0)
        said = ", ".join(f"{number} {name}" for name, number in counts.items() if number)
        click.echo(f"{said or 'nothing decided'}; {counted(len(left), 'suggestion')} left")

    def _decided(self, key: str, one: Pending) -> str:
        if key == "r":
            self.review.reject(one)
            return "rejected"
        if key == "s":
            self.review.skip(one)
            return "skipped"
        accepted = self.review.accept(one, _wording(self.review, one, edit=key == "e"))
        click.echo(console.safe(f"wrote it to {self.review.folder / accepted.file}"))
        return "edited" if accepted.is_edited else "accepted"

    def _undone(self, left: list[Pending]) -> None:
        last = self.review.undo()
        click.echo(f"undone: it was {last.choice.value}")
        waiting = {one.id: one for one in self.waiting()}
        if again := waiting.get(last.id):
            left[:] = [again, *(one for one in left if one.id != last.id)]


def _likeliest(folder: Path, waiting: list[Pending]) -> list[Pending]:
    """Return what waits, the most likely first: by what was learnt where that is better."""
    from clivage.suggest import decisions
    from clivage.suggest.ranking import Ranker, learnt

    found = learnt(decisions.read(folder))
    suggestions = [one.suggestion for one in waiting]
    if isinstance(found, Ranker):
        scores = list(found.scores(suggestions))
    else:
        scores = [one.score for one in suggestions]
    order = sorted(range(len(waiting)), key=lambda at: (waiting[at].was_skipped, -scores[at]))
    return [waiting[at] for at in order]


def _learnt(folder: Path) -> None:
    """Print what was learnt from decisions."""
    from clivage.suggest import decisions, ranking

    for line in ranking.told(ranking.learnt(decisions.read(folder))):
        click.echo(console.safe(line))


class _NotMeantError(Exception):
    """The person went back instead of answering."""


@contextmanager
def _refusals() -> Iterator[None]:
    """Print what cannot be done, and go on."""
    try:
        yield
    except ClivageError as error:
        console.refused(error)
    except _NotMeantError:
        pass
    except click.Abort:  # the end of what is typed, or Ctrl-C, in the middle of an answer
        click.echo()


def _show(review: Review, one: Pending, number: int, total: int) -> None:
    """Print a suggestion with the passage in its paragraph."""
    it = one.suggestion
    text = review.text(one)
    low = max(text.rfind("\n", 0, it.start) + 1, it.start - _WIDTH)
    end = text.find("\n", it.end)
    high = min(len(text) if end < 0 else end, it.end + _WIDTH)
    before, words, after = (
        console.safe(text[slice(*place)].replace("\n", " "))
        for place in ((low, it.start), (it.start, it.end), (it.end, high))
    )
    click.echo()
    click.secho(f"{number} of {total}  {it.source}  score {it.score:.2f}  {it.rule}", dim=True)
    click.echo(before + click.style(words, bold=True, underline=True) + after)
    click.echo(console.safe(f"  {_sentence(review, one)}"))


def _sentence(review: Review, one: Pending) -> str:
    """Return what a suggestion says, in one line."""
    it = one.suggestion
    parts = [f"{_named(review, it.holder)} {it.sign.verb} {_named(review, it.target)}"]
    if it.about:
        parts.append(f"about {_named(review, it.about)}")
    if it.modality.value != "actual":
        parts.append(it.modality.value)
    parts += [one for one in (it.relation, it.mode) if one]
    if it.voice:
        parts.append(f"says {_named(review, it.voice)}")
    return ", ".join(parts)


def _named(review: Review, mention: Mention) -> str:
    words = " ".join(mention.text.split())
    figure = review.figure(mention)
    if not figure:
        return f"“{words}” (new)"
    return f"{figure} (“{words}”)" if words else figure


def _asked(keys: str) -> str:
    """Return one of some keys: at once on a terminal, a line elsewhere."""
    prompt = "  ".join(f"[{key}]{_KEYS[key].removeprefix(key)}" for key in keys)
    click.echo(prompt + " ", nl=False)
    while True:
        if sys.stdin.isatty():
            key = click.getchar()
            if key in ("\x04", "\x1b"):  # the end of what is typed, and Escape
                key = "q"
        else:
            line = sys.stdin.readline()
            key = line.strip()[:1] if line else "q"
        if key and key.lower() in keys:
            click.echo(key.lower())
            return key.lower()


def _wording(review: Review, one: Pending, *, edit: bool) -> Wording:
    """Ask what the entry shall say, and who is meant where the corpus does not know it."""
    from clivage.suggest.accepting import Wording

    it, values, place = one.suggestion, dict[str, str](), None
    sign = it.sign.verb
    if edit:
        said = _fields(review, one)
        answers = {name: _field(name, said.get(name, "")) for name in _FIELDS}
        sign = answers.pop("sign")
        who, target = answers.pop("who"), answers.pop("target")
        values = {name: value for name, value in answers.items() if value != said.get(name, "")}
        place = _place(review, one)
    else:
        who, target = review.figure(it.holder), review.figure(it.target)
    newcomers: dict[str, Newcomer] = {}
    values["who"] = _meant(review, it.holder, who, newcomers, issue=False)
    values[sign] = _meant(review, it.target, target, newcomers, issue=True)
    for key, mention in (("about", it.about), ("voice", it.voice)):
        if mention and not mention.figure and not values.get(key):
            values[key] = review.figure(mention)
    return Wording(values=values, place=place, newcomers=newcomers)


def _place(review: Review, one: Pending) -> tuple[int, int] | None:
    """Ask for other words; None where they stay."""
    from clivage import quotation

    it = one.suggestion
    words = " ".join(it.exact.split())
    said = click.prompt("  quote", default=console.safe(words), show_default=False).strip()
    if said == words:
        return None
    places = quotation.text(review.text(one)).find(said)
    if not places:
        quotation.anchor(it.source, review.text(one), said)  # says what the nearest words are
    return min(places, key=lambda place: abs(place[0] - it.start))


def _fields(review: Review, one: Pending) -> dict[str, str]:
    it = one.suggestion
    return {
        "who": review.figure(it.holder),
        "sign": it.sign.verb,
        "target": review.figure(it.target),
        "about": review.figure(it.about) if it.about else "",
        "voice": review.figure(it.voice) if it.voice else "",
        "relation": it.relation,
        "mode": it.mode,
        "modality": it.modality.value,
        "strength": str(it.strength),
        "certainty": "certain",
    }


def _field(name: str, value: str) -> str:
    """Ask for a field; nothing typed keeps it, a hyphen empties it."""
    kind = click.Choice(["supports", "opposes"]) if name == "sign" else None
    said = click.prompt(f"  {name}", default=value, show_default=bool(value), type=kind)
    return "" if said.strip() == _NOTHING else str(said).strip()


def _meant(
    review: Review, mention: Mention, id: str, newcomers: dict[str, Newcomer], *, issue: bool
) -> str:
    """Return an id that the corpus has, or ask who is new; an empty answer goes back."""
    known: Mapping[str, object] = {**review.corpus.actor, **(review.corpus.issue if issue else {})}
    words = " ".join(mention.text.split())
    while not (id in known or id == "author" or id in newcomers):
        if not id:
            told = f"who or what is “{words}”? id, or a new one (empty to go back)"
            id = click.prompt(console.safe(f"  {told}"), default="", show_default=False).strip()
            if not id:
                raise _NotMeantError
            continue
        found = _newcomer(id, words, issue=issue)
        if found:
            newcomers[id] = found
        else:
            id = ""
    return id


def _newcomer(id: str, words: str, *, issue: bool) -> Newcomer | None:
    """Ask what somebody is whom the corpus does not have yet."""
    from clivage import identifiers
    from clivage.suggest.accepting import Newcomer

    if not identifiers.is_slug(id):
        click.echo(console.safe(f"  {id!r} is no id: lower-case letters, digits, hyphens"))
        return None
    kinds = ["person", "organization", "collective", *(["issue"] if issue else []), "back"]
    kind = click.prompt(f"  {id} is new: what is it", type=click.Choice(kinds), default="back")
    if kind == "back":
        return None
    label = click.prompt("  label", default=console.safe(words) or id)
    if kind == "issue":
        return Newcomer("issues", {"label": label})
    names = words if words != label else None
    return Newcomer("actors", {"label": label, "type": kind, "names": names})
