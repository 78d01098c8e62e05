"""Which language model is asked, and how: from the environment, and from nowhere else."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urlsplit

from clivage.address import Address
from clivage.errors import ClivageError

URL: Final = "CLIVAGE_LLM_URL"
MODEL: Final = "CLIVAGE_LLM_MODEL"
KEY: Final = "CLIVAGE_LLM_KEY"
TIMEOUT: Final = "CLIVAGE_LLM_TIMEOUT"
RATE: Final = "CLIVAGE_LLM_RATE"
PRICE: Final = "CLIVAGE_LLM_PRICE"
CACHE: Final = "CLIVAGE_LLM_CACHE"
PLAIN: Final = "CLIVAGE_LLM_PLAIN_HTTP"

#: A model on this machine may think for minutes before it says a word.
_SECONDS: Final = 300.0
_PATH: Final = "/chat/completions"
_VISIBLE: Final = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A language model, and how it is asked.

    Attributes:
        url: where it answers, to the end of ``/chat/completions``.
        model: as its host calls it.
        key: what says who asks; empty where nobody is asked.
        timeout: seconds for which it may be silent.
        rate: requests a minute, at most; 0 for as many as it answers.
        price: of a million tokens that are sent, and of a million that come; None where not told.
        cache: folder of what it answered; None where nothing is kept.

    >>> Settings(url="https://llm.example.org:8443/v1/chat/completions", model="m", key="k").host
    'llm.example.org:8443'
    """

    url: str
    model: str
    key: str = field(default="", repr=False)
    timeout: float = _SECONDS
    rate: float = 0.0
    price: tuple[float, float] | None = None
    cache: Path | None = None

    @property
    def host(self) -> str:
        """The host that texts are sent to, with its port where that is not the usual one."""
        parts = urlsplit(self.url)
        name = parts.hostname or ""
        name = f"[{name}]" if ":" in name else name
        usual = {"http": 80, "https": 443}[parts.scheme]
        return name if parts.port in (None, usual) else f"{name}:{parts.port}"

    @property
    def is_here(self) -> bool:
        """Whether the model is on this machine."""
        return Address(self.url).is_here


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return what the environment says.

    Raises:
        ClivageError: when it does not say where the model is, or says something that cannot be.

    >>> from_environment({"CLIVAGE_LLM_MODEL": "small"})
    Traceback (most recent call last):
    ...
    clivage.errors.ClivageError: CLIVAGE_LLM_URL is not set, so no language model can be asked. \
set it, for example to http://127.0.0.1:11434/v1.
    """
    key = environment.get(KEY, "")
    if key and not _VISIBLE.fullmatch(key):
        raise ClivageError(f"{KEY} holds a space, or what is not ASCII", remedy="set it anew")
    return Settings(
        url=_url(environment, key),
        model=_model(environment),
        key=key,
        timeout=_number(environment, TIMEOUT, _SECONDS, "a number of seconds, such as 300"),
        rate=_number(environment, RATE, 0.0, "a number of requests a minute, such as 20"),
        price=_price(environment.get(PRICE, "")),
        cache=_cache(environment),
    )


def _url(environment: Mapping[str, str], key: str) -> str:
    given = environment.get(URL, "")
    if not given:
        what = f"{URL} is not set, so no language model can be asked"
        raise ClivageError(what, remedy="set it, for example to http://127.0.0.1:11434/v1")
    parts = _parts(given)
    path = parts.path.rstrip("/")
    url = parts._replace(path=path if path.endswith(_PATH) else path + _PATH).geturl()
    if parts.scheme == "http" and not Address(url).is_here:
        _refuse_plain(environment, url, key)
    return url


def _parts(given: str) -> SplitResult:
    """Return the parts of an address that may be used; what is said of another hides secrets."""
    shown = Address(given).origin
    try:
        parts = urlsplit(given)
        has_host = bool((parts.hostname or "").encode("idna")) and parts.port != 0
    except ValueError:
        parts, has_host = urlsplit(""), False
    if "@" in parts.netloc:
        what = f"the address in {URL} must not hold a user or a password"
        raise ClivageError(what, remedy=f"put the key into {KEY}", origin=shown)
    is_http = parts.scheme in ("http", "https") and has_host and not parts.fragment
    if not is_http or not _VISIBLE.fullmatch(given):
        remedy = "write it like https://host/v1, and what is not ASCII with %"
        raise ClivageError(f"{URL} is not an address", remedy=remedy, origin=shown)
    return parts


def _refuse_plain(environment: Mapping[str, str], url: str, key: str) -> None:
    """Refuse to send texts over plain http to another machine, unless that is meant."""
    shown = Address(url).origin
    if key:
        what = f"{KEY} would be sent over plain http, for anybody to read"
        raise ClivageError(what, remedy=f"write https:// in {URL}, or unset {KEY}", origin=shown)
    if environment.get(PLAIN) != "yes":
        what = "the texts would be sent over plain http, for anybody on the way to read"
        remedy = f"write https:// in {URL}, or set {PLAIN}=yes if you trust the way"
        raise ClivageError(what, remedy=remedy, origin=shown)


def _model(environment: Mapping[str, str]) -> str:
    model = environment.get(MODEL, "")
    if not model:
        what = f"{MODEL} is not set, so no language model can be asked"
        raise ClivageError(what, remedy="set it to a name that its host knows")
    if not _VISIBLE.fullmatch(model) or len(model) > 200:
        what = f"{MODEL} is no name of a model"
        raise ClivageError(what, remedy="write it as its host does, without spaces")
    return model


def _number(environment: Mapping[str, str], name: str, usual: float, meant: str) -> float:
    text = environment.get(name, "")
    if not text:
        return usual
    number = _positive(text)
    if not number:
        raise ClivageError(f"{name} is {text[:40]!r}", remedy=f"set it to {meant}, or unset it")
    return number


def _price(text: str) -> tuple[float, float] | None:
    """Return two prices.

    >>> _price("0.15 0.60"), _price("")
    ((0.15, 0.6), None)
    """
    if not text.strip():
        return None
    prices = [0.0 if one == "0" else _positive(one) for one in text.split()]
    if len(prices) != 2 or None in prices:
        remedy = "set it to two prices for a million tokens, sent and received, such as '0.15 0.60'"
        raise ClivageError(f"{PRICE} is {text[:40]!r}", remedy=remedy)
    return prices[0] or 0.0, prices[1] or 0.0


def _positive(text: str) -> float | None:
    """Return a number above nothing and below a million; None where a text is none.

    >>> _positive("20"), _positive("nan"), _positive("1_0"), _positive("-1")
    (20.0, None, None, None)
    """
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", text.strip()):
        return None
    return float(text) or None


def _cache(environment: Mapping[str, str]) -> Path | None:
    """Return where answers are kept: as told, or where the platform keeps such things.

    >>> _cache({"XDG_CACHE_HOME": "/tmp/kept"}).as_posix(), _cache({"CLIVAGE_LLM_CACHE": "off"})
    ('/tmp/kept/clivage/llm', None)
    """
    told = environment.get(CACHE, "")
    if told:
        return None if told.lower() == "off" else Path(told).expanduser()
    base = environment.get("XDG_CACHE_HOME") or environment.get("LOCALAPPDATA")
    try:
        usual = "Library/Caches" if sys.platform == "darwin" else ".cache"
        return (Path(base) if base else Path.home() / usual) / "clivage" / "llm"
    except RuntimeError:  # whoever runs this has no home
        return None
