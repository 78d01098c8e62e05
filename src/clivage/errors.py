"""What can go wrong, and where: every message reads ``file:line: what. remedy.``"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """The place in an authored file that something comes from.

    Attributes:
        file: path as the person knows it, relative to where the command runs.
        line: line number from 1, or 0 when the whole file is meant.

    >>> str(Origin("graph/demo/corpus.yaml", 12))
    'graph/demo/corpus.yaml:12'
    """

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


class Origins:
    """Where the things of a corpus are written; this one knows of none.

    RDF has no lines to point at; `clivage.coding` brings origins that know.
    """

    def of(self, subject: str, field: str = "") -> Origin | None:
        """Return where ``subject`` (``actor/torres``) is written, or its ``field`` (``kind``)."""
        return None


class Severity(Enum):
    """How much a problem weighs: an error stops a build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a corpus.

    Attributes:
        rule: the id of the rule that is broken, the same in the native check and
            in the SHACL shapes (``statement-holder``); see `clivage.constraints`.
        what: what is wrong, as one sentence without its full stop.
        remedy: what the author can do, as one sentence without its full stop.
        subject: the id or IRI of the thing that is wrong, where there is one.
        origin: where it is written, where that is known.

    >>> print(Problem("quotation", "the quotation is not in the text", "copy it again",
    ...               origin=Origin("a.yaml", 3)))
    a.yaml:3: the quotation is not in the text. copy it again.
    """

    rule: str
    what: str
    remedy: str = ""
    subject: str = ""
    origin: Origin | None = None
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        where = f"{self.origin}: " if self.origin else ""
        warning = "warning: " if self.severity is Severity.WARNING else ""
        remedy = f" {self.remedy}." if self.remedy else ""
        return f"{where}{warning}{self.what}.{remedy}"


class ClivageError(Exception):
    """The root of every error that clivage raises on purpose.

    >>> print(ClivageError("no such file", remedy="check the path", origin=Origin("x.ttl")))
    x.ttl: no such file. check the path.
    """

    def __init__(self, what: str, *, remedy: str = "", origin: Origin | None = None) -> None:
        self.what = what
        self.remedy = remedy
        self.origin = origin
        super().__init__(str(Problem("", what, remedy, origin=origin)))

    def at(self, origin: Origin) -> ClivageError:
        """Return the same error, with ``origin`` where it has none."""
        return type(self)(self.what, remedy=self.remedy, origin=self.origin or origin)


class DateError(ClivageError):
    """A date that is not EDTF level 0 or 1, or that cannot be."""


class QuotationError(ClivageError):
    """A quotation that does not stand in its text, or stands there more than once."""


class QueryError(ClivageError):
    """A query that is wrong, unknown or refused."""


class FormatError(QueryError):
    """An answer that cannot be written in any of the formats that were asked for."""


class OntologyError(ClivageError):
    """RDF that does not follow the clivage ontology."""


class EndpointError(ClivageError):
    """A SPARQL endpoint that cannot be reached, or does not answer as one."""


class NetworkError(ClivageError):
    """A table or graph that is not a signed network."""


class ImportFileError(ClivageError):
    """A file of another program that cannot be read as what it is said to be."""


class OutputError(ClivageError):
    """A file or folder that cannot be written."""


class CorpusError(ClivageError):
    """A corpus that is refused; ``problems`` says everything that is wrong with it.

    >>> error = CorpusError([Problem("a", "first thing"), Problem("b", "second thing")])
    >>> print(error)
    first thing.
    second thing.
    >>> [problem.rule for problem in error.problems]
    ['a', 'b']
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        super().__init__(first.what, remedy=first.remedy, origin=first.origin)

    def at(self, origin: Origin) -> CorpusError:
        """Return the same error, with ``origin`` for each problem that has none."""
        return CorpusError(
            replace(problem, origin=problem.origin or origin) for problem in self.problems
        )

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)
