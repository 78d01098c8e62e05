"""Suggest statements from raw texts: an engine proposes, a person decides.

Nothing in here makes a statement by itself: suggestions lie beside the codings, in
``suggestions/``, until somebody accepts them.
"""

from clivage.suggest.cast import Cast, Figure, cast_of
from clivage.suggest.records import Document, Mention, Suggester, Suggestion

__all__ = ["Cast", "Document", "Figure", "Mention", "Suggester", "Suggestion", "cast_of"]
