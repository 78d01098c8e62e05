"""A reconciliation service is asked as it is published, and its failures are told in one line."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest

from clivage.identity import answers
from clivage.identity import service as client
from clivage.identity.answers import Candidate
from clivage.identity.service import Query, Service, ServiceError
from tests.endpoints import Request, forget, saying
from tests.reconciling import (
    ENTITIES,
    JSON,
    Behaviour,
    answering,
    closing,
    cut,
    dripping,
    publishing,
    service,
    silent,
    stammering,
    then,
)


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use no proxy."""
    forget(monkeypatch)


def at_once(seconds: float) -> None:
    """Wait for nothing."""


def asked(
    url: str,
    *names: str,
    batch: int = 10,
    timeout: float = 30,
    wait: Callable[[float], None] = at_once,
) -> dict[str, tuple[Candidate, ...]]:
    """Ask a service for names."""
    found = Service(url, timeout=timeout, wait=wait)
    return dict(found.candidates({name: Query(name) for name in names}, batch=batch))


def refused(
    behaviour: Behaviour, *, timeout: float = 30, wait: Callable[[float], None] = at_once
) -> str:
    """Ask a service that fails, and return what is said of it after its address."""
    with service(behaviour) as (_, url), pytest.raises(ServiceError) as error:
        asked(url, "Mayor", timeout=timeout, wait=wait)
    said = str(error.value)
    assert said.startswith(f"{url}: ")
    assert "\n" not in said
    return said.removeprefix(f"{url}: ")


def test_candidates_come_best_first_with_what_the_service_says() -> None:
    with service() as (_, url):
        found = asked(url, "Mayor", "Shipowners", "Nobody")
    assert [one.id for one in found["Mayor"]] == ["P2", "P1"]
    assert found["Nobody"] == ()
    assert found["Mayor"][1] == Candidate(
        id="P1",
        iri="http://register.port-selle.net/id/P1",
        name="Mayor of Port-Selle",
        description="elected head: of the town since 1871",
        types=("human being", "T9"),
        score=71.5,
    )


def test_queries_go_in_batches_as_large_as_the_service_wants() -> None:
    names = [f"name {number}" for number in range(5)]
    for behaviour, batch, sizes in (
        (publishing(), 10, [5]),
        (publishing(), 2, [2, 2, 1]),
        (publishing(batchSize=3), 10, [3, 2]),
        (publishing(batchSize="many"), 10, [5]),
    ):
        with service(behaviour) as (server, url):
            assert set(asked(url, *names, batch=batch)) == set(names)
            posts = [one.form["queries"][0] for one in server.heard if one.command == "POST"]
        assert [len(json.loads(one)) for one in posts] == sizes


def test_types_are_asked_for_as_published() -> None:
    for types, said in (((), None), (("T1",), "T1"), (("T1", "T2"), ["T1", "T2"])):
        with service() as (server, url):
            list(Service(url).candidates({"a": Query("Mayor", types, 3)}))
            (query,) = json.loads(server.heard[-1].form["queries"][0]).values()
        assert query.get("type") == said
        assert (query["query"], query["limit"]) == ("Mayor", 3)


@pytest.mark.parametrize(
    ("manifest", "id", "iri"),
    [
        ({"identifierSpace": "http://a.net/id#"}, "1", "http://a.net/id#1"),
        ({"identifierSpace": "http://a.net/urn:x:"}, "1", "http://a.net/urn:x:1"),
        (
            {"identifierSpace": "http://a.net/about", "view": {"url": "http://b.net/{{id}}/"}},
            "1 2",
            "http://b.net/1%202/",
        ),
        ({"identifierSpace": "http://a.net/about", "view": None}, "1", ""),
        ({"identifierSpace": "urn:x:", "view": None}, "1", ""),
        ({"identifierSpace": "urn:x:", "view": None}, "http://c.net/1", "http://c.net/1"),
    ],
)
def test_an_iri_is_made_as_the_service_says_and_never_guessed(
    manifest: dict[str, object], id: str, iri: str
) -> None:
    entities = {"Mayor": [{"id": id, "name": "Mayor", "score": 1}]}
    with service(publishing(entities, **manifest)) as (_, url):
        ((found,),) = asked(url, "Mayor").values()
    assert found.iri == iri


# Failures


BUSY = "the service is busy (503), and was asked 5 times. ask later, or for fewer at a time."
FAILURES: dict[str, tuple[Behaviour, str]] = {
    "a page": (saying(200, "text/html", b"<html>"), "a web page is here, not a reconciliation"),
    "not JSON": (saying(200, JSON, b'{"a'), "version 0.2: it is not JSON, from line 1 on"),
    "not UTF-8": (saying(200, JSON, b"\xff"), "it is not UTF-8"),
    "NaN": (answering(b'{"q0": NaN}'), "it holds NaN, which JSON does not know"),
    "deep": (answering(b"[" * 100_000), "the answer of the service is broken: it is "),
    "a list": (saying(200, JSON, b"[]"), "its manifest is not a JSON object"),
    "no versions": (publishing(versions=None), "does not say which 'versions' it speaks"),
    "old": (publishing(versions=["0.1"]), "it speaks version 0.1, and not 0.2"),
    "no name": (publishing(name=None), "its manifest has no 'name'"),
    "no space": (publishing(identifierSpace=3), "its manifest has no 'identifierSpace'"),
    "view": (
        publishing(view={"url": "http://a.net/"}),
        "a 'view' without a 'url' that holds {{id}}",
    ),
    "404": (saying(404, JSON, b"{}"), "there is no reconciliation service at this address (404)"),
    "403": (saying(403, JSON, b"{}"), "the service does not let everybody ask (403)"),
    "500": (then(publishing(), saying(500, JSON, b"{}")), "the service failed (500). ask later."),
    "503": (saying(503, JSON, b"{}"), BUSY),
    "cut": (cut, "the answer of the service broke off"),
    "closed": (closing, "the answer of the service broke off: Remote end closed"),
    "closed later": (then(publishing(), closing), "the answer of the service broke off"),
    "no answer": (answering({}), "it does not answer the query 'q0'"),
    "complaint": (
        answering({"status": "error", "message": "too\nmany"}),
        "it does not answer the query 'q0': too many",
    ),
    "no result": (answering({"q0": {}}), "'q0' has no list 'result'"),
    "result": (answering({"q0": {"result": {"id": "x"}}}), "'q0' has no list 'result'"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_is_one_clear_line(name: str) -> None:
    behaviour, said = FAILURES[name]
    assert said in refused(behaviour)


GOOD = {"id": "P1", "name": "Mayor", "score": 1}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("P1", "is not a JSON object"),
        ({"name": "Mayor", "score": 1}, "has no 'id'"),
        ({**GOOD, "id": 1}, "has no 'id', or one that is not a text"),
        ({**GOOD, "id": ""}, "has an 'id' that is empty"),
        ({**GOOD, "id": "P\x1b1"}, "not of printed signs"),
        ({**GOOD, "name": None}, "has no 'name'"),
        ({"id": "P1", "name": "Mayor"}, "has no 'score'"),
        ({**GOOD, "score": "1"}, "or one that is not a number"),
        ({**GOOD, "score": True}, "or one that is not a number"),
        ({**GOOD, "score": 10**400}, "or one that is not a number"),
        ({**GOOD, "match": "yes"}, "has a 'match' that is neither true nor false"),
        ({**GOOD, "type": "T1"}, "has a 'type' that is not a list"),
        ({**GOOD, "type": [{"name": "human being"}]}, "has a type without an 'id'"),
        ({**GOOD, "description": ["a"]}, "has a 'description' that is not a text"),
        ({**GOOD, "features": [1]}, "has 'features' that are not a list of objects"),
        ({**GOOD, "features": [{"id": "a", "value": "1"}]}, "has a feature that is neither"),
    ],
)
def test_a_candidate_of_another_shape_makes_the_answer_broken(wrong: object, said: str) -> None:
    found = refused(answering({"q0": {"result": [GOOD, wrong]}}))
    assert found.startswith("the answer of the service is broken: candidate 2 of 'q0' ")
    assert said in found


def test_a_service_that_is_busy_is_asked_again_after_as_long_as_it_wants() -> None:
    pauses: list[float] = []
    busy = saying(429, JSON, b"{}", **{"Retry-After": "7"})
    with service(then(busy, publishing(), times=2)) as (server, url):
        assert asked(url, "Mayor", wait=pauses.append)["Mayor"]
        assert len(server.heard) == 4
    assert pauses == [7, 7]


@pytest.mark.parametrize(
    ("headers", "pauses"),
    [
        ({}, [1, 2, 4, 8]),
        ({"Retry-After": "86400"}, [60, 60, 60, 60]),
        ({"Retry-After": "Fri, 01 Jan 2100 00:00:00 GMT"}, [60, 60, 60, 60]),
        ({"Retry-After": "Thu, 01 Jan 1970 00:00:00 GMT"}, [1, 2, 4, 8]),
        ({"Retry-After": "when the tide is out"}, [1, 2, 4, 8]),
    ],
)
def test_it_is_not_asked_for_ever(headers: dict[str, str], pauses: list[float]) -> None:
    waited: list[float] = []
    assert refused(saying(503, JSON, b"{}", **headers), wait=waited.append) == BUSY
    assert waited == pauses


def test_silence_and_dripping_end() -> None:
    began = time.monotonic()
    assert "did not answer within 0.1 seconds" in refused(silent(0.5), timeout=0.1)
    assert "the answer took more than 0.4 seconds" in refused(dripping(0.02), timeout=0.1)
    assert "did not answer within 0.1 seconds" in refused(stammering(0.02), timeout=0.1)
    assert time.monotonic() - began < 30  # it does end


def test_an_answer_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "MOST_BYTES", 100_000)
    assert "the answer has more than 100,000 bytes" in refused(answering(b" " * 100_001))


def test_a_redirect_on_the_same_host_is_followed_once_for_all() -> None:
    def moved(request: Request) -> None:
        if request.path == "/reconcile":
            request.say(301, JSON, b"", Location="/api")
        else:
            publishing()(request)

    with service(moved) as (server, url):
        assert asked(url, "Mayor")["Mayor"]
        assert [one.path for one in server.heard] == ["/reconcile", "/api", "/api"]


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        (
            saying(302, JSON, b"", Location="http://elsewhere.net/?key=1"),
            "moved to http://elsewhere.net/.",
        ),
        (saying(302, JSON, b"", Location="http://127.0.0.1:1/"), "moved to http://127.0.0.1:1/."),
        (saying(302, JSON, b"", Location="file:///etc/passwd"), "moved to file:///etc/passwd."),
        (saying(302, JSON, b"", Location="http://[/"), "moved to http://[/."),
        (saying(302, JSON, b""), "moved to a place that it does not say."),
        (saying(302, JSON, b"", Location="/again"), "the service redirects in a circle"),
        (
            then(publishing(), saying(307, JSON, b"", Location="/elsewhere")),
            "/elsewhere. ask there",
        ),
    ],
)
def test_no_other_host_is_asked(behaviour: Behaviour, said: str) -> None:
    assert said in refused(behaviour)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("wikidata.reconci.link", "not the address of a service"),
        ("ftp://a.net/", "not the address of a service"),
        ("http://a.net:x/", "not the address of a service"),
        ("http:///api", "not the address of a service"),
        ("http://a.net/é", "not the address of a service"),
        ("http://a.net/#x", "not the address of a service"),
        ("http://me:secret@a.net/", "must not hold a user or a password"),
    ],
)
def test_what_is_no_address_is_refused_and_no_secret_shown(url: str, said: str) -> None:
    with pytest.raises(ServiceError, match=said) as error:
        Service(url)
    assert "secret" not in str(error.value)


def test_nobody_there_is_told() -> None:
    with service() as (_, url):
        pass
    with pytest.raises(ServiceError, match="the service cannot be reached: Connection refused"):
        Service(url)


def test_a_service_that_does_not_speak_https_is_told() -> None:
    with service() as (_, url), pytest.raises(ServiceError, match="cannot be reached: ") as error:
        Service(url.replace("http:", "https:"), timeout=5)
    assert "\n" not in str(error.value)


def test_words_of_strangers_are_one_short_line() -> None:
    entities = {"Mayor": [{**GOOD, "name": "a\u202eb\ud800\n" + "c" * 5000}]}
    with service(publishing(entities)) as (_, url):
        ((found,),) = asked(url, "Mayor").values()
    assert found.name.startswith("a b c")
    assert len(found.name) == 300
    assert found.name.isprintable()


def test_the_entities_of_the_tests_follow_the_schema() -> None:
    """What the service sends is read by the reader that refuses all above."""
    data = {name: {"result": one} for name, one in ENTITIES.items()}
    assert len(answers.results(data, data, "")) == 2
