"""The default engine of ``clivage suggest``: what coded texts teach, on what the rules understand.

The rules of `clivage.suggest.lexicon` read the sentences. `memory` keeps who was spoken of,
`themes` which issues the text is about, `placing` finds who stands where in a sentence (`places`),
`cues` which words hint at a side; all that is a `scene`. `pairs` lists who may stand how with
whom, `hints` says what speaks for it, in numbers with names, and `weights` adds them up: whether
the sentence takes a side, between whom, and which. `choosing` makes suggestions of what is likely.

The weights are a table that a person can read, ``weights.csv`` beside the lexicons. `learning`
makes it from corpora; nothing is learnt, and numpy is not loaded, when suggestions are made.
"""

from clivage.suggest.trained.engine import Trained

__all__ = ["Trained"]
