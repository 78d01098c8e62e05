"""A client of whatever answers as OpenAI's ``/chat/completions`` do.

It asks one host, follows nothing, waits no longer and reads no more than it may, and tries again
what may go well the next time. The key is in no message.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener

from clivage import fetching
from clivage.address import Address
from clivage.errors import ClivageError
from clivage.numerals import counted
from clivage.suggest.llm.settings import KEY, MODEL, RATE, TIMEOUT, URL, Settings
from clivage.suggest.llm.strangers import line, member
from clivage.watching import Watch

#: Most bytes of an answer.
MOST_BYTES: Final = 4 << 20
#: Most tokens of an answer, so that a model that repeats itself comes to an end.
_MOST_TOKENS: Final = 8192
#: How often a model is asked that is busy, or fails; and one that is silent, or talks nonsense.
ATTEMPTS: Final = 5
_FEW_ATTEMPTS: Final = 2
#: Seconds before it is asked for the second time, then twice as many; and the most it may want.
_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 120.0
#: How often longer than the longest silence a whole answer may take.
_PATIENCE: Final = 2
_LATER: Final = "run it again later; what was answered is kept"
_FORMATS: Final = ("json_schema", "json_object", "")
_MOST_OF_ERROR: Final = 1 << 16


class ModelError(ClivageError):
    """A language model that cannot be reached, or does not answer as one."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model answered.

    Attributes:
        content: its words.
        is_cut: whether it was stopped before it had finished.
        sent, received: tokens, as it counts them; None where it does not.
    """

    content: str
    is_cut: bool = False
    sent: int | None = None
    received: int | None = None


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a model is asked: not every one takes what makes an answer sure and the same again.

    >>> _Manner().plainer("unsupported: temperature").options
    ('seed', 'max_tokens')
    >>> _Manner().plainer("no such response format").format
    1
    """

    format: int = 0
    options: tuple[str, ...] = ("temperature", "seed", "max_tokens")

    def plainer(self, said: str) -> _Manner | None:
        """Return a manner without what a model refused; None where there is none left.

        Args:
            said: why it refused.
        """
        kept = tuple(one for one in self.options if one not in said)
        if kept != self.options:
            return replace(self, options=kept)
        is_last = self.format + 1 == len(_FORMATS)
        return None if is_last else replace(self, format=self.format + 1)

    def body(self, model: str, system: str, user: str, schema: Mapping[str, Any]) -> bytes:
        """Return a request, as UTF-8."""
        values = {"temperature": 0, "seed": 0, "max_tokens": _MOST_TOKENS}
        asked: dict[str, Any] = {
            "model": model,
            "messages": [
                {"role": "system", "content": system},
                {"role": "user", "content": user},
            ],
            "stream": False,
            **{name: values[name] for name in self.options},
        }
        if format := _FORMATS[self.format]:
            asked["response_format"] = {"type": format}
        if format == "json_schema":
            described = {"name": "stances", "strict": True, "schema": schema}
            asked["response_format"]["json_schema"] = described
        return json.dumps(asked).encode()


class Client:
    """Asks a model.

    Attributes:
        requests: how many were sent, with those that failed.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        wait: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Send nothing yet.

        Args:
            wait: how seconds are passed.
            clock: how they are counted.
        """
        self.requests = 0
        self._settings, self._wait, self._clock = settings, wait, clock
        self._origin = Address(settings.url).origin
        self._proxies = ProxyHandler({}) if settings.is_here else ProxyHandler()
        self._manner = _Manner()
        self._next = clock()

    def ask(self, system: str, user: str, schema: Mapping[str, Any]) -> Reply:
        """Return the answer of the model.

        Args:
            system: what it shall do.
            user: what it shall do it with.
            schema: JSON Schema of its answer, where it takes one.

        Raises:
            ModelError: when it cannot be reached, refuses, or does not answer as a model.
        """
        manner: _Manner | None = self._manner
        said = ""
        while manner:
            try:
                reply = self._persist(manner.body(self._settings.model, system, user, schema))
            except _RefusedError as refused:
                said, manner = refused.said, manner.plainer(refused.said)
            else:
                self._manner = manner
                return reply
        what = f"the model refuses what it is asked{': ' if said else ''}{said}"
        raise self._error(what, f"check {MODEL}")

    def _persist(self, body: bytes) -> Reply:
        """Ask again after a while, where that may help."""
        for attempt in range(1, ATTEMPTS + 1):
            self._keep_pace()
            try:
                return self._once(body)
            except _AgainError as again:
                pause = min(again.pause or _PAUSE * 2 ** (attempt - 1), LONGEST_PAUSE)
                if attempt >= again.attempts:
                    what = f"{again.what}; it was asked {counted(attempt, 'time')}"
                    raise self._error(what, again.remedy) from None
            self._wait(pause)
        raise AssertionError("the last attempt returns or raises")

    def _keep_pace(self) -> None:
        """Wait until the next request may be sent."""
        if not self._settings.rate:
            return
        early = self._next - self._clock()
        if early > 0:
            self._wait(early)
        self._next = max(self._next, self._clock()) + 60 / self._settings.rate

    def _once(self, body: bytes) -> Reply:
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/json",
            "User-Agent": "clivage",
        }
        if self._settings.key:
            headers["Authorization"] = f"Bearer {self._settings.key}"
        request = Request(self._settings.url, data=body, headers=headers, method="POST")
        patience = _PATIENCE * self._settings.timeout
        watch = Watch()
        opener = build_opener(fetching.NoRedirect, self._proxies, *watch.handlers)
        self.requests += 1
        try:
            with watch.within(patience):
                response = opener.open(request, timeout=self._settings.timeout)
            with response:
                content = fetching.body(response, most=MOST_BYTES, seconds=patience)
                type_ = response.headers.get_content_type()
        except HTTPError as error:
            with error:
                raise self._refusal(error) from None
        except fetching.TooLargeError:
            what = f"the answer has more than {MOST_BYTES:,} bytes"
            raise self._error(what, f"check that {URL} leads to a language model") from None
        except fetching.TooSlowError:
            raise self._silent() from None
        except (OSError, http.client.HTTPException) as error:
            is_slow = watch.has_ended
            raise self._broken_off(TimeoutError() if is_slow else error) from None
        return self._reply(content, type_)

    def _reply(self, content: bytes, type_: str) -> Reply:
        """Read a whole answer."""
        remedy = f"check that {URL} leads to the /v1 of a language model"
        try:
            found = json.loads(content)
        except (ValueError, RecursionError):
            if type_ == "text/html":
                what = "a web page is here, not a language model"
                raise self._error(what, remedy) from None
            raise _AgainError("the answer is no JSON", remedy, _FEW_ATTEMPTS) from None
        message = member(found, "choices", 0, "message")
        if not isinstance(message, dict):
            said = self._cleaned(_message(found))
            what = f"the answer holds no message{': ' if said else ''}{said}"
            raise _AgainError(what, remedy, _FEW_ATTEMPTS)
        words = _words(message.get("content"))
        return Reply(
            content=words.replace(self._settings.key, "…") if self._settings.key else words,
            is_cut=member(found, "choices", 0, "finish_reason") == "length",
            sent=_count(member(found, "usage", "prompt_tokens")),
            received=_count(member(found, "usage", "completion_tokens")),
        )

    def _refusal(self, error: HTTPError) -> Exception:
        """Say what the status of an answer means."""
        code = error.code
        if 300 <= code < 400:
            where = self._cleaned(str(Address(error.headers.get("Location") or "")))
            what = f"the model has moved to {where or 'a place that it does not say'}"
            return self._error(what, f"set {URL} to that, if you trust it")
        if code in (401, 403):
            remedy = f"check {KEY}" if self._settings.key else f"set {KEY}"
            return self._error(f"the host does not let you ask the model ({code})", remedy)
        if code in (404, 405, 410):
            what = f"there is no such model, or no model at this address ({code})"
            return self._error(what, f"check {URL} and {MODEL}")
        said = self._said(error)
        if code in (400, 422):
            return _RefusedError(said)
        told = f"({code}){': ' if said else ''}{said}"
        pause = fetching.retry_after(error.headers.get("Retry-After") or "")
        return self._failure(code, told, pause)

    def _failure(self, code: int, told: str, pause: float) -> Exception:
        if code == 429:
            remedy = f"run it again later, or set {RATE}; what was answered is kept"
            what = f"the host wants to be asked less often {told}"
            return _AgainError(what, remedy, pause=pause)
        if code >= 500 or code in (408, 425):
            return _AgainError(f"the host of the model failed {told}", _LATER, pause=pause)
        return self._error(f"the host of the model refuses the request {told}", f"check {URL}")

    def _said(self, error: HTTPError) -> str:
        """Return what an error says of itself; of a web page, nothing."""
        try:
            content = error.read(_MOST_OF_ERROR)
        except (OSError, http.client.HTTPException):
            return ""
        if error.headers.get_content_type() == "text/html":
            return ""
        words = content.decode(errors="replace")
        with contextlib.suppress(ValueError, RecursionError):
            words = _message(json.loads(words)) or words
        return self._cleaned(words)

    def _broken_off(self, error: OSError | http.client.HTTPException) -> Exception:
        reason = error.reason if isinstance(error, URLError) else error
        if isinstance(reason, TimeoutError):
            return self._silent()
        strerror = getattr(reason, "strerror", None)
        said = self._cleaned(strerror or str(reason) or type(reason).__name__)
        is_reached = isinstance(reason, (ConnectionError, http.client.HTTPException))
        if is_reached and not isinstance(reason, ConnectionRefusedError):
            return _AgainError(f"the answer broke off: {said}", _LATER)
        what = f"the model cannot be reached: {said}"
        return self._error(what, f"check {URL}, and that the model runs")

    def _silent(self) -> Exception:
        what = f"the model did not answer within {self._settings.timeout:g} seconds"
        return _AgainError(what, f"set {TIMEOUT} to more, or ask later", _FEW_ATTEMPTS)

    def _cleaned(self, text: str) -> str:
        """Return words of a stranger as a part of one line, without the key."""
        if self._settings.key:
            text = text.replace(self._settings.key, "…")
        return line(text)

    def _error(self, what: str, remedy: str) -> ModelError:
        return ModelError(what, remedy=remedy, origin=self._origin)


class _AgainError(Exception):
    """What may go well the next time.

    Attributes:
        attempts: how often it is tried.
        pause: seconds that the host wants to pass before; 0 where it does not say.
    """

    def __init__(
        self, what: str, remedy: str, attempts: int = ATTEMPTS, *, pause: float = 0.0
    ) -> None:
        self.what, self.remedy, self.attempts, self.pause = what, remedy, attempts, pause


class _RefusedError(Exception):
    """The host does not understand the request as it is."""

    def __init__(self, said: str) -> None:
        self.said = said


def _message(found: object) -> str:
    """Return what an error in JSON says of itself.

    >>> _message({"error": {"message": "no such model"}}), _message({"detail": "too long"})
    ('no such model', 'too long')
    """
    for path in (("error", "message"), ("error",), ("message",), ("detail",)):
        words = member(found, *path)
        if isinstance(words, str):
            return words
    return ""


def _words(content: object) -> str:
    """Return the words of a message: some hosts send them in parts.

    >>> _words([{"type": "text", "text": "{"}, {"type": "text", "text": "}"}]), _words(None)
    ('{}', '')
    """
    if isinstance(content, list):
        parts = [member(one, "text") for one in content]
        return "".join(one for one in parts if isinstance(one, str))
    return content if isinstance(content, str) else ""


def _count(value: object) -> int | None:
    is_count = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 40
    return int(str(value)) if is_count else None
