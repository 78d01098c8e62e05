"""Named questions answered from the signed network as columns, without SPARQL.

A question of `clivage.query` that is only about the structure of the network has a twin here,
which gives the same rows in the same order as its SPARQL, many times faster where there are
many statements. `clivage.questions.links` holds who is tied to whom,
`clivage.questions.projection` the network as the twins read it, `clivage.questions.twins` the
twins themselves.
"""

from clivage.questions.asking import ask
from clivage.questions.hints import hint
from clivage.questions.projection import Projection
from clivage.questions.twins import TWINS, answer

__all__ = ["TWINS", "Projection", "answer", "ask", "hint"]
