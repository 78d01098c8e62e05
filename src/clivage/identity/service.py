"""A client of reconciliation services, version 0.2 of their API: who might be meant by a name?

Only the host that a person named is asked: a redirect elsewhere is told, and not followed. What
comes back is candidates, never an identity.
"""

from __future__ import annotations

import http.client
import json
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult, urlencode, urljoin, urlsplit
from urllib.request import ProxyHandler, Request, build_opener

from clivage import fetching
from clivage.address import Address
from clivage.errors import ClivageError
from clivage.identity.answers import Candidate, Manifest, cleaned, manifest, parsed, results
from clivage.watching import Watch

#: Seconds for which a service may be silent.
SILENCE: Final = 30.0
#: How often longer than that an answer may take as a whole.
_PATIENCE: Final = 4
#: Most bytes of an answer.
MOST_BYTES: Final = 16 << 20
#: Queries of one request, where the service does not want fewer.
BATCH: Final = 10
#: How often a service that is busy is asked, the seconds before it is asked for the second time
#: (then twice as many), and the most that it may ask for.
ATTEMPTS: Final = 5
_PAUSE: Final = 1.0
_LONGEST_PAUSE: Final = 60.0
_BUSY: Final = (429, 503)
_MOVES: Final = 3


class ServiceError(ClivageError):
    """A reconciliation service that cannot be reached, or does not answer as one."""


@dataclass(frozen=True, slots=True)
class Query:
    """What a service is asked.

    Attributes:
        text: a name.
        types: identifiers of types, as the service knows them; any where there is none.
        limit: most candidates.
    """

    text: str
    types: tuple[str, ...] = ()
    limit: int = 5

    def spelled(self) -> dict[str, Any]:
        """Return the query as the API spells it.

        >>> Query("Orla Finn", ("Q5",)).spelled()
        {'query': 'Orla Finn', 'limit': 5, 'type': 'Q5', 'type_strict': 'any'}
        """
        said: dict[str, Any] = {"query": self.text, "limit": self.limit}
        if self.types:
            said["type"] = self.types[0] if len(self.types) == 1 else list(self.types)
            said["type_strict"] = "any"
        return said


class Service:
    """A reconciliation service, found to be one.

    Attributes:
        url: where it is, as it said itself.
        manifest: how it describes itself.
    """

    def __init__(
        self,
        url: str,
        *,
        timeout: float = SILENCE,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        """Ask a service for its manifest.

        Args:
            timeout: seconds for which it may be silent.
            wait: how seconds are passed before a service that is busy is asked again.

        Raises:
            ServiceError: when the address cannot be used, or no such service answers there.
        """
        self._origin = Address(url).origin
        self._timeout, self._wait = timeout, wait
        self.url = url
        _checked(url)
        self._proxies = ProxyHandler({}) if Address(url).is_here else ProxyHandler()
        content = self._arrived(url)
        try:
            self.manifest: Manifest = manifest(parsed(content))
        except ValueError as error:
            what = f"not a reconciliation service of version 0.2: {error}"
            remedy = "check the address; a service has a manifest there"
            raise self._error(what, remedy) from None

    def candidates(
        self, queries: Mapping[str, Query], *, template: str = "", batch: int = BATCH
    ) -> Iterator[tuple[str, tuple[Candidate, ...]]]:
        """Yield the candidates for each query, in their order, asking for several at a time.

        Args:
            template: what makes an IRI of an identifier, where not what the service says.
            batch: most queries of one request.

        Raises:
            ServiceError: when the service fails, or an answer is not of the published shape.
        """
        most = max(1, min(batch, self.manifest.batch or batch))
        names = list(queries)
        for start in range(0, len(names), most):
            asked = names[start : start + most]
            yield from self._asked({name: queries[name] for name in asked}, template).items()

    def _asked(
        self, queries: Mapping[str, Query], template: str
    ) -> dict[str, tuple[Candidate, ...]]:
        # The names of the queries are ours: a service may not know what to do with an id.
        numbers = {f"q{number}": name for number, name in enumerate(queries)}
        said = {number: queries[name].spelled() for number, name in numbers.items()}
        body = urlencode({"queries": json.dumps(said, ensure_ascii=False)}).encode()
        content = self._exchange(self.url, body)
        try:
            found = results(parsed(content), numbers, template or self.manifest.template)
        except ValueError as error:
            what = f"the answer of the service is broken: {error}"
            raise self._error(what, "ask again, or tell those who run it") from None
        return {name: found[number] for number, name in numbers.items()}

    def _arrived(self, url: str) -> bytes:
        """Return the manifest, following redirects that stay on the host; remember where it was."""
        for _ in range(_MOVES + 1):
            try:
                content = self._exchange(url, None)
            except _MovedError as moved:
                url = self._followed(url, moved.where)
                continue
            self.url = url
            return content
        raise self._error("the service redirects in a circle", "check the address")

    def _followed(self, url: str, where: str) -> str:
        try:
            to, old, new = urljoin(url, where), urlsplit(url), urlsplit(urljoin(url, where))
            is_same = bool(where) and _place(new) in (_place(old), _secured(old))
        except ValueError:
            to, is_same = where, False
        if not is_same:
            raise self._elsewhere(where and to)
        _checked(to)
        return to

    def _elsewhere(self, where: str) -> ServiceError:
        shown = cleaned(str(Address(where))) or "a place that it does not say"
        remedy = "ask there, if you trust that place"
        return self._error(f"the service has moved to {shown}", remedy)

    def _exchange(self, url: str, body: bytes | None) -> bytes:
        """Send a request, again after a while when the service is busy, and return the answer."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._once(url, body)
            except _BusyError as busy:
                pause = min(busy.pause or _PAUSE * 2 ** (attempt - 1), _LONGEST_PAUSE)
                if attempt == ATTEMPTS:
                    what = f"the service is busy ({busy.code}), and was asked {ATTEMPTS} times"
                    raise self._error(what, "ask later, or for fewer at a time") from None
            except _MovedError as moved:
                if body is None:
                    raise
                raise self._elsewhere(moved.where and urljoin(url, moved.where)) from None
            self._wait(pause)
        raise AssertionError("the last attempt returns or raises")

    def _once(self, url: str, body: bytes | None) -> bytes:
        headers = {"Accept": "application/json", "User-Agent": "clivage"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        request = Request(url, data=body, headers=headers, method="GET" if body is None else "POST")
        watch = Watch()
        opener = build_opener(fetching.NoRedirect, self._proxies, *watch.handlers)
        try:
            with watch.within(_PATIENCE * self._timeout):
                response = opener.open(request, timeout=self._timeout)
            with response:
                content = self._content(response)
                if response.headers.get_content_type() == "text/html" and content[:1] != b"{":
                    what = "a web page is here, not a reconciliation service"
                    raise self._error(what, "check the address")
                return content
        except HTTPError as error:
            with error:
                raise self._refusal(error) from None
        except (OSError, http.client.HTTPException) as error:
            raise self._broken_off(TimeoutError() if watch.has_ended else error) from None

    def _content(self, response: http.client.HTTPResponse) -> bytes:
        patience = _PATIENCE * self._timeout
        try:
            return fetching.body(response, most=MOST_BYTES, seconds=patience)
        except fetching.TooLargeError:
            what = f"the answer has more than {MOST_BYTES:,} bytes"
            raise self._error(what, "ask for fewer at a time") from None
        except fetching.TooSlowError:
            what = f"the answer took more than {patience:g} seconds"
            raise self._error(what, "ask later, or give it more with --timeout") from None

    def _refusal(self, error: HTTPError) -> Exception:
        """Say what the status of an answer means."""
        if 300 <= error.code < 400:
            return _MovedError(error.headers.get("Location") or "")
        if error.code in _BUSY:
            pause = fetching.retry_after(error.headers.get("Retry-After") or "")
            return _BusyError(error.code, pause)
        if error.code in (401, 403):
            what = f"the service does not let everybody ask ({error.code})"
            return self._error(what, "ask those who run it for another address")
        if error.code in (404, 405, 410):
            what = f"there is no reconciliation service at this address ({error.code})"
            return self._error(what, "check its path")
        return self._error(f"the service failed ({error.code})", "ask later")

    def _broken_off(self, error: OSError | http.client.HTTPException) -> ServiceError:
        reason = error.reason if isinstance(error, URLError) else error
        if isinstance(reason, TimeoutError):
            what = f"the service did not answer within {self._timeout:g} seconds"
            return self._error(what, "ask later, or give it more with --timeout")
        said = cleaned(getattr(reason, "strerror", None) or str(reason) or type(reason).__name__)
        if reason is error:
            return self._error(f"the answer of the service broke off: {said}", "ask again")
        return self._error(f"the service cannot be reached: {said}", "check the address")

    def _error(self, what: str, remedy: str) -> ServiceError:
        return ServiceError(what, remedy=remedy, origin=self._origin)


class _MovedError(Exception):
    """The answer is a redirect."""

    def __init__(self, where: str) -> None:
        self.where = where


class _BusyError(Exception):
    """The answer is to ask later.

    Attributes:
        pause: seconds after which the service wants to be asked again; 0 where it does not say.
    """

    def __init__(self, code: int, pause: float) -> None:
        self.code, self.pause = code, pause


def _checked(url: str) -> None:
    """Refuse what is not the address of a service.

    Raises:
        ServiceError: saying what is wrong with it.
    """
    origin = Address(url).origin
    try:
        parts = urlsplit(url)
        has_host = bool((parts.hostname or "").encode("idna")) and parts.port != 0
    except ValueError:
        parts, has_host = urlsplit(""), False
    is_http = parts.scheme in ("http", "https") and has_host
    if not is_http or not re.fullmatch(r"[!-~]+", url) or parts.fragment:
        remedy = "write it like https://host/api, and what is not ASCII with %"
        raise ServiceError("not the address of a service", remedy=remedy, origin=origin)
    if "@" in parts.netloc:
        what = "an address must not hold a user or a password"
        raise ServiceError(what, remedy="ask a service that needs none", origin=origin)


def _place(parts: SplitResult) -> Sequence[object]:
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    return parts.scheme, parts.hostname, port


def _secured(parts: SplitResult) -> Sequence[object]:
    """Return the place of the same host that is reached over https.

    >>> _secured(urlsplit("http://a.net/x")), _secured(urlsplit("http://a.net:8080/x"))
    (('https', 'a.net', 443), ('http', 'a.net', 8080))
    """
    is_plain = _place(parts)[::2] == ("http", 80)
    return ("https", parts.hostname, 443) if is_plain else _place(parts)
