"""A session at a Spark Connect server, and what such a server says in words for a person."""

from __future__ import annotations

import logging
import re
import socket
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit
from urllib.request import getproxies

from clivage.errors import ClivageError, ImportFileError, OutputError

if TYPE_CHECKING:
    from pyspark.sql.connect.session import SparkSession

_PIP: Final = "pip install 'clivage[spark]'"
#: The oldest version of it that will do.
_OLDEST: Final = 4
_PORT: Final = 15002
#: Seconds for a machine to answer at all.
_PATIENCE: Final = 5.0
#: How often it is asked again: at first, and then, when work could be lost (17 seconds in all).
_TRIES: Final = 2
_TRIES_LATER: Final = 5
#: What the client warns of, besides failing.
_GIVEN_UP: Final = r"\[RETRIES_EXCEEDED\]"
#: What it says of files, by a few of its words; what that means, and what can be done.
_FILES: Final = (
    ("unexpected end of", "a packed file is cut off", "fetch or pack it again"),
    ("deflate stream", "a packed file is damaged or cut off", "fetch or pack it again"),
    ("gzip header", "a file is not packed with gzip", "check its name"),
    ("not in gzip format", "a file is not packed with gzip", "check its name"),
    ("not a parquet file", "a file is no Parquet, or cut off", "fetch it again"),
    ("invalid parquet file", "a file is no Parquet, or cut off", "fetch it again"),
    ("failed_read_file", "a file cannot be read", "check its name, and that it is whole"),
)  # fmt: skip
_GONE: Final = (
    "statuscode.unavailable", "session_not_found", "session_closed", "session_changed",
    "stopped sparkcontext", "sparkcontext was shut down",
)  # fmt: skip
_FULL: Final = ("no space left", "disk quota", "file too large")
_WIDTH: Final = re.compile(r"incorrect number of fields for line (\d+), expected (\d+) got (\d+)")


def connect(address: str) -> SparkSession:
    """Begin a session at ``sc://host:port``.

    Raises:
        ClivageError: when there is no client here, or no server there.
    """
    _reach(address)
    kind = _client()
    from pyspark.errors import PySparkException
    from pyspark.sql.connect.client.retries import DefaultPolicy

    try:
        session = kind.builder.remote(address).create()
    except PySparkException:
        raise _no_address(address) from None
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", _GIVEN_UP)
            session.client.set_retry_policies([DefaultPolicy(max_retries=_TRIES)])
            session.conf.set("spark.sql.session.timeZone", "UTC")
    except PySparkException as error:
        end(session)
        raise _nobody(address, _first(error)) from None
    session.client.set_retry_policies([DefaultPolicy(max_retries=_TRIES_LATER)])
    return session


def end(session: SparkSession) -> None:
    """End a session, whether its server is still there or not."""
    from pyspark.errors import PySparkException
    from pyspark.sql.connect.client.retries import DefaultPolicy

    session.client.set_retry_policies([DefaultPolicy(max_retries=0)])
    with suppress(PySparkException), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a session could not be ended
        session.stop()


@contextmanager
def telling(address: str) -> Iterator[None]:
    """Say in one line what goes wrong at a server.

    Raises:
        ClivageError: that line.
    """
    from pyspark.errors import PySparkException

    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", _GIVEN_UP)
            yield
    except PySparkException as error:
        raise said(error, address) from None


def said(error: Exception, address: str) -> ClivageError:
    """Return an error of a server in one line.

    >>> print(said(ValueError("[X] Cannot do it. SQLSTATE: 42K03; line 1\\n\\nJVM stacktrace"), ""))
    Spark: [X] Cannot do it.
    """
    low, first = str(error).lower(), _first(error)
    if any(words in low for words in _GONE):
        what = f"the Spark Connect server at {address} does not answer any more"
        return ClivageError(what, remedy="start it, and run the same again")
    if any(words in low for words in _FULL):
        remedy = "free some on the cluster, or write to another disk"
        return OutputError(f"the disk is full: {first}", remedy=remedy)
    if width := _WIDTH.search(low):
        what = f"line {width[1]} of a file has {width[3]} cells instead of {width[2]}"
        remedy = "take DuckDB or Apache Spark, which pass over it and count it; Sail cannot"
        return ImportFileError(what, remedy=remedy)
    for words, meaning, remedy in _FILES:
        if words in low:
            return ImportFileError(f"{meaning}: {first}", remedy=remedy)
    return ClivageError(f"Spark: {first}")


def _first(error: Exception) -> str:
    """Return the first line of what a server says, without a full stop."""
    whole = str(error).strip() or type(error).__name__
    told = re.search(r'details = "(.*)"', whole)
    line = told[1] if told else whole.splitlines()[0]
    return re.sub(r"\s*SQLSTATE: .*", "", line).strip().rstrip(".")


def _reach(address: str) -> None:
    """Make sure that something listens, since a client waits long for what does not answer."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port or _PORT
    except ValueError:
        host = None
    if not host:
        raise _no_address(address)
    if getproxies():
        return
    try:
        socket.create_connection((host, port), _PATIENCE).close()
    except OSError as error:
        raise _nobody(address, error.strerror or str(error)) from None


def _client() -> type[SparkSession]:
    """Import the client, which says much that is not for the person."""
    try:
        import pyspark

        if int(pyspark.__version__.split(".")[0]) < _OLDEST:
            what = f"pyspark {pyspark.__version__} is too old for --engine sc://..."
            raise ClivageError(what, remedy=f"take version {_OLDEST}: {_PIP}")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # pandas 3, of which nothing is used
            from pyspark.sql.connect.session import SparkSession
    except ImportError as error:
        what = f"--engine sc://... needs the client of Spark Connect: {_first(error)}"
        raise ClivageError(what, remedy=f"install it with: {_PIP}") from None
    for name in ("SQLQueryContextLogger", "DataFrameQueryContextLogger"):
        logging.getLogger(name).disabled = True
    found: type[SparkSession] = SparkSession
    return found


def _no_address(address: str) -> ClivageError:
    what = f"{address!r} is no address of a Spark Connect server"
    return ClivageError(what, remedy="write it like sc://localhost:15002")


def _nobody(address: str, why: str) -> ClivageError:
    what = f"no Spark Connect server answers at {address}: {why}"
    return ClivageError(what, remedy="check the address, and that the server runs")
