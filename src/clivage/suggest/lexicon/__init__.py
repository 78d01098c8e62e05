"""The engine of rules: lexicons and grammar; the default engine builds on what it understands.

Data flow one way: `masking` hides markup, `sentences` and `tokens` cut the text, `chunker` finds
noun phrases (`nounphrases`, with the actors of the corpus from `names`) and groups of verbs
(`verbgroups`, `englishverbs`). `constituents` says what belongs together, `clauses` who is subject
and object of what. `verbframes` (with `slots`), `nominals` and `predicates` lay the frames of the
lexicons (`entries`, `frames`) over that, and `general` what needs no entry; `modality` says whether
it happened, `speech` who says so, `traps` what is none. `parties` names the holder and the target,
with `issues` for demands and `discourse` for pronouns; `scoring` adds up. `reading` does all that
sentence by sentence.
"""

from clivage.suggest.lexicon.engine import Lexicon
from clivage.suggest.lexicon.languages import language_of

__all__ = ["Lexicon", "language_of"]
