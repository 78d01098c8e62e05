"""Text as XML can hold it."""

from __future__ import annotations

import re
from typing import Final
from xml.sax.saxutils import escape

#: What no XML 1.0 document may contain (https://www.w3.org/TR/xml/#charsets).
_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def escaped(text: str) -> str:
    """Return a text for the content or a quoted attribute of an element.

    Characters that XML cannot hold at all become U+FFFD, the replacement character.

    >>> escaped("a < b & 'c'\\x07")
    'a &lt; b &amp; &#39;c&#39;\ufffd'
    """
    return escape(_FORBIDDEN.sub("\ufffd", text), {'"': "&quot;", "'": "&#39;"})
