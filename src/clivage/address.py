"""Where a SPARQL endpoint is, and who asks it: addresses, and credentials of the environment."""

from __future__ import annotations

import base64
import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias
from urllib.parse import SplitResult, urlsplit

from clivage.errors import ClivageError, EndpointError, Origin

USER: Final = "CLIVAGE_STORE_USER"
PASSWORD: Final = "CLIVAGE_STORE_PASSWORD"
TOKEN: Final = "CLIVAGE_STORE_TOKEN"


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a SPARQL endpoint, as somebody typed it.

    As a text it is without what may be secret or long: user, password, query and fragment.

    >>> str(Address("https://ada:secret@example.org/sparql?key=1"))
    'https://…@example.org/sparql'
    """

    url: str

    def __str__(self) -> str:
        return re.split("[?#]", re.sub("(?<=//)[^@]*@", "…@", self.url))[0]

    @property
    def origin(self) -> Origin:
        """The address as the place of an error."""
        return Origin(str(self))

    def split(self) -> SplitResult:
        """Return the parts of the address, once it is found to be one that may be used.

        Raises:
            EndpointError: when it is no address, or holds a password.
        """
        what = remedy = ""
        try:
            parts = urlsplit(self.url)
            has_host = bool((parts.hostname or "").encode("idna")) and parts.port != 0
        except ValueError:
            parts, has_host = urlsplit("http:"), False
        if not re.fullmatch(r"[!-~]+", self.url) or not has_host:
            what = "not the address of a SPARQL endpoint"
            remedy = "write it like https://host/sparql, and what is not ASCII with %"
        if "@" in parts.netloc:
            what = "an address must not hold a user or a password"
            remedy = f"put them into {USER} and {PASSWORD}, or a token into {TOKEN}"
        if what:
            raise EndpointError(what, remedy=remedy, origin=self.origin)
        return parts

    @property
    def is_here(self) -> bool:
        """Whether the endpoint is on this machine, so that nobody can listen in between."""
        host = self.split().hostname or ""
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    def authorization(self, environment: Mapping[str, str] = os.environ) -> str | None:
        """Return what says who asks, as the value of an HTTP header; None without credentials.

        Raises:
            EndpointError: when the credentials are incomplete, or would be sent in the clear.

        >>> Address("https://example.org/sparql").authorization({"CLIVAGE_STORE_TOKEN": "t0"})
        'Bearer t0'
        """
        try:
            value = _credentials(environment)
        except ClivageError as error:
            raise error.at(self.origin) from None
        if value and self.split().scheme != "https" and not self.is_here:
            what = "the credentials would be sent over plain http, for anybody to read"
            remedy = "write https://, or unset the variables CLIVAGE_STORE_*"
            raise EndpointError(what, remedy=remedy, origin=self.origin)
        return value


#: Where a corpus to read can be: a folder, a file, a store on disk, or an endpoint.
Place: TypeAlias = Path | Address


def place(text: str | os.PathLike[str]) -> Place:
    """Return a path, or an address where it begins like one.

    >>> place("https://example.org/sparql"), str(place("graph"))
    (Address(url='https://example.org/sparql'), 'graph')
    """
    if isinstance(text, str) and re.match("https?://", text, re.IGNORECASE):
        return Address(text)
    return Path(text)


def _credentials(environment: Mapping[str, str]) -> str | None:
    user, password, token = (environment.get(name, "") for name in (USER, PASSWORD, TOKEN))
    if token and (user or password):
        what = f"there are both a {TOKEN} and a {USER} or {PASSWORD}"
        raise EndpointError(what, remedy="unset the one or the others")
    if bool(user) != bool(password):
        given, other = (USER, PASSWORD) if user else (PASSWORD, USER)
        raise EndpointError(f"{given} is set, and {other} is not", remedy="set both")
    if token:
        if not re.fullmatch(r"[!-~]+", token):
            raise EndpointError(
                f"{TOKEN} holds a space, or what is not ASCII", remedy="set it anew"
            )
        return f"Bearer {token}"
    if ":" in user:
        raise EndpointError(f"{USER} holds a colon, which no user name may", remedy="set it anew")
    pair = base64.b64encode(f"{user}:{password}".encode()).decode()
    return f"Basic {pair}" if user else None
