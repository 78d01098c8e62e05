"""RDF that is made to harm its reader is refused before the parser sees it; honest RDF is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from clivage import store
from clivage.errors import OntologyError

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def xml(inner: str, *, declared: str = "") -> bytes:
    head = f"<!DOCTYPE rdf:RDF [{declared}]>" if declared else ""
    return f'{head}<rdf:RDF xmlns:rdf="{_RDF}" xmlns:e="urn:e:">{inner}</rdf:RDF>'.encode()


def described(value: str) -> str:
    return f'<rdf:Description rdf:about="urn:a"><e:p>{value}</e:p></rdf:Description>'


_LAUGHS = '<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)


@pytest.mark.parametrize(
    ("ending", "content", "says"),
    [
        (".jsonld", b'[{"@list": ' * 100_000, "nested more than 200 deep"),
        (".jsonld", b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "nested more than 200 deep"),
        (".rdf", xml("<e:a>" * 50_000), "nested more than 200 deep"),
        (".rdf", xml(described("&j;"), declared=_LAUGHS), "the entity 'b' grows"),
        (".rdf", xml(described("&a;"), declared=f'<!ENTITY a "{"x" * 9999}">'), "'a' grows"),
        (".rdf", xml(described("&a;"), declared='<!ENTITY a SYSTEM "/etc/hosts">'), "elsewhere"),
        (".ttl", b"<urn:a> <urn:b> " + b"(" * 300_000, "nested more than 5,000 deep"),
        (".trig", b"<urn:a> { <urn:b> <urn:c> " + b"[ <urn:d> " * 99_999, "more than 5,000 deep"),
    ],
)
def test_what_is_made_to_do_harm_is_refused(
    tmp_path: Path, ending: str, content: bytes, says: str
) -> None:
    """In one line that names the file; no crash, no minute of work."""
    file = tmp_path / f"a{ending}"
    file.write_bytes(content)
    with pytest.raises(OntologyError, match=says) as refused:
        store.read(file)
    assert str(refused.value).startswith(str(file))
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("ending", "content"),
    [
        (".ttl", f'<urn:a> <urn:b> "{"(" * 4_000}" .'.encode()),
        (".jsonld", b'{"@id": "urn:a", "urn:b": "' + b"[" * 9_000 + b'"}'),
        (".rdf", xml(described("&e;z"), declared='<!ENTITY e "urn:e:">')),
        (".nt", b'<urn:a> <urn:b> "' + b"(" * 9_000 + b'" .'),
    ],
)
def test_brackets_in_a_text_and_plain_entities_are_read(
    tmp_path: Path, ending: str, content: bytes
) -> None:
    """What looks deep but is not, is taken."""
    file = tmp_path / f"a{ending}"
    file.write_bytes(content)
    assert store.read(file).count(b"\n") == 1


def test_triples_in_triples_are_bounded_in_lines_too(tmp_path: Path) -> None:
    """N-Triples of RDF 1.2 nest as well."""
    file = tmp_path / "a.nt"
    file.write_bytes(b"<urn:a> <urn:b> " + b"<<( <urn:a> <urn:b> " * 60_000)
    with pytest.raises(OntologyError, match="nested more than 200 deep"):
        store.read(file)
