"""Statements in words, as several formats show them to people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from clivage.model import AUTHOR, Corpus, Modality, Statement, in_language


def verb(statement: Statement) -> str:
    """Return what a statement says was done, with its modality where that is not plain fact.

    >>> from clivage.model import Sign
    >>> verb(Statement(id="s", sign=Sign.SUPPORT, holder="a", target="b", evidence=(), coder="c",
    ...                modality=Modality.NEGATED))
    'supports (negated)'
    """
    if statement.modality is Modality.ACTUAL:
        return statement.sign.verb
    return f"{statement.sign.verb} ({statement.modality.value})"


def label(corpus: Corpus, id: str) -> str:
    """Return what an actor or an issue is called in the language of the corpus."""
    thing = corpus.actor.get(id) or corpus.issue.get(id)
    return (in_language(thing.labels, corpus.language) if thing else "") or id


def said(corpus: Corpus, statement: Statement) -> str:
    """Return a statement as a sentence: ``World Bank opposes Bolivia``."""
    holder, target = label(corpus, statement.holder), label(corpus, statement.target)
    return f"{holder} {verb(statement)} {target}"


def told_apart(corpus: Corpus) -> Mapping[str, str]:
    """Return what each actor and issue is called, with its id where another is called so too."""
    names = {id: label(corpus, id) for id in (AUTHOR, *corpus.actor, *corpus.issue)}
    called = Counter(name.casefold() for name in names.values())
    return {
        id: f"{name} ({id})" if called[name.casefold()] > 1 else name for id, name in names.items()
    }
