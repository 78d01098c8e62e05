"""The default engine with a second reader: a dependency parse by spaCy.

The parse is evidence and never a gate: all that the default engine finds stays. `models` is the
only module that knows spaCy; it turns sentences into `trees`. `frames` lays the frames of the
lexicon over a tree, with the noun phrases of the rules (`phrases`); `reading` names who is meant,
`weighing` compares that with what the default engine says, `engine` does so sentence by sentence.
"""

from __future__ import annotations

from clivage.suggest.parsed.engine import Parsed

__all__ = ["Parsed", "engine"]


def engine() -> Parsed:
    """Return the engine, its models not loaded yet.

    Raises:
        ClivageError: when spaCy or the French model is not installed.
    """
    from clivage.suggest.parsed.models import installed

    return Parsed(installed())
