"""Text as XML can hold it."""

from __future__ import annotations

import re
from typing import Final
from xml.sax.saxutils import escape

#: What no XML 1.0 document may contain (https://www.w3.org/TR/xml/#charsets).
_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_BY_NAME: Final = {'"': "&quot;", "'": "&#39;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}


def escaped(text: str) -> str:
    """Return a text for the content or a quoted attribute of an element.

    Line breaks and tabs are written by number, since parsers make spaces of them otherwise.
    Characters that XML cannot hold at all become U+FFFD, the replacement character.

    >>> escaped("a < b & 'c'\\x07")
    'a &lt; b &amp; &#39;c&#39;\ufffd'
    """
    return escape(_FORBIDDEN.sub("\ufffd", text), _BY_NAME)
