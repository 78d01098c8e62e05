"""What every HTML page of ours has: templates that escape, colours, and a strict policy."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from clivage import resources

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup


def environment() -> Environment:
    """Return the templates of ``web/``; what they are given is escaped."""
    from jinja2 import Environment, FileSystemLoader

    loader = FileSystemLoader(resources.web())
    return Environment(loader=loader, autoescape=True, keep_trailing_newline=True)


def verbatim(text: str) -> Markup:
    """Let a text of our own, or of vis-network, into a page as it is.

    Raises:
        ValueError: when it would end its element before its end.
    """
    from markupsafe import Markup

    if "</script" in text or "</style" in text:
        raise ValueError("a script or style would end before its end")
    return Markup(text)


def policy(style: str, scripts: tuple[str, ...] = ()) -> str:
    """Return a content security policy that allows these texts and nothing else.

    >>> policy("")[:44]
    "default-src 'none'; script-src 'none'; style"
    """
    allowed = " ".join(_digest(script) for script in scripts) or "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_digest(style)};"
        " img-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def style(name: str) -> str:
    """Return a style sheet of ``web/``, the colours of both themes before it."""
    light, dark = "".join(_variables("light")), "".join(_variables("dark"))
    return (
        f":root{{color-scheme:light;{light}}}"
        f"@media screen and (prefers-color-scheme:dark)"
        f"{{:root:not([data-theme=light]){{color-scheme:dark;{dark}}}}}"
        f"@media screen{{:root[data-theme=dark]{{color-scheme:dark;{dark}}}}}\n"
    ) + resources.web(name).read_text(encoding="utf-8")


def _variables(scheme: str) -> Iterator[str]:
    from clivage import marks  # and layout with it, which who answers with a table does not need

    for name, value in marks.colours(scheme).items():
        if isinstance(value, str):
            yield f"--{name}:{value};"
        else:
            for number, one in enumerate(value, 1):
                yield f"--{name.removesuffix('s')}-{number}:{one};"
