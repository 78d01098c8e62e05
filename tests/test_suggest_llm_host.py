"""A language model whose host fails; what asking it costs, what is kept, how it is chosen."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from clivage.errors import ClivageError
from clivage.suggest import Document
from clivage.suggest.llm import LanguageModel, ModelError, Settings, client, from_environment
from tests.language_models import (
    BACKS,
    CAST,
    KEY,
    TEXT,
    Asked,
    Behaviour,
    Run,
    closing,
    cut,
    endless,
    failing,
    finding,
    hosting,
    nobody,
    reading,
    saying,
    silent,
    stammering,
    telling,
)

__all__ = ["nobody"]


# What is done where a host fails


@pytest.mark.parametrize(
    ("first", "pause"),
    [
        (failing(429, "slow down", Retry_After="7"), 7.0),
        (failing(429, "slow down"), 1.0),
        (failing(503, "starting", Retry_After="86400"), client.LONGEST_PAUSE),
        (failing(500, "oops"), 1.0),
        (failing(502, "oops", Retry_After="soon"), 1.0),
        (closing, 1.0),
        (cut, 1.0),
        (saying(200, b"{]"), 1.0),
        (saying(200, b'{"error": {"message": "overloaded"}}'), 1.0),
    ],
)
def test_what_may_go_well_the_next_time_is_tried_again(first: Behaviour, pause: float) -> None:
    run = reading(first, finding(BACKS))
    assert len(run.found) == 1
    assert run.waited == [pause]


def test_a_host_that_stays_busy_is_asked_five_times_and_less_often_each_time() -> None:
    with hosting(failing(429, f"quota of {KEY} used up\nfor today")) as model:
        run = Run(model)
        said = run.error()
    assert run.waited == [1, 2, 4, 8]
    assert len(model.heard) == 5
    assert "(429): quota of … used up for today; it was asked 5 times" in said
    assert "what was answered is kept" in said


@pytest.mark.parametrize("behaviour", [silent, stammering])
def test_a_host_that_is_silent_is_asked_twice(behaviour: Behaviour) -> None:
    with hosting(behaviour) as model:
        run = Run(model, timeout=0.1)
        said = run.error()
    assert len(model.heard) == 2
    assert "did not answer within 0.1 seconds" in said and "CLIVAGE_LLM_TIMEOUT" in said


FINAL = [
    (failing(401, f"Incorrect API key provided: {KEY}"), "does not let you ask", "CLIVAGE_LLM_KEY"),
    (failing(403, f"{KEY} may not"), "does not let you ask", "CLIVAGE_LLM_KEY"),
    (failing(404, f"no model for {KEY}"), "there is no such model", "CLIVAGE_LLM_MODEL"),
    (failing(402, f"pay for {KEY}"), "(402): pay for …", "CLIVAGE_LLM_URL"),
    (saying(307, b"", Location=f"https://else.example/v1?key={KEY}"),
     "has moved to https://else.example/v1", "if you trust it"),
    (saying(302, b"", Location=f"https://{KEY}@else.example/"), "https://…@else.example/", ""),
    (endless, "more than 4,194,304 bytes", "CLIVAGE_LLM_URL"),
    (saying(200, b"<html>hello</html>", "text/html"), "a web page is here", "CLIVAGE_LLM_URL"),
]  # fmt: skip


@pytest.mark.parametrize(("behaviour", "what", "remedy"), FINAL)
def test_what_no_patience_mends_is_one_line_at_once(
    behaviour: Behaviour, what: str, remedy: str
) -> None:
    with hosting(behaviour) as model:
        run = Run(model)
        said = run.error()
    assert what in said and remedy in said
    assert (len(model.heard), run.waited) == (1, [])


def test_a_model_that_does_not_run_is_said_at_once() -> None:
    with hosting(silent) as model:
        run = Run(model)
    said = run.error()
    assert "cannot be reached" in said and "that the model runs" in said
    assert run.waited == []


@pytest.mark.parametrize("blanks", [0, 150, 190, 1_990, 65_530])
def test_an_error_that_echoes_the_key_in_a_long_text_shows_nothing_of_it(blanks: int) -> None:
    content = b"- " * (blanks // 2) + KEY.encode() * 4000
    with hosting(saying(500, content, "text/plain")) as model:
        said = Run(model).error()
    assert "(500): " in said and KEY[:4] not in said


def test_a_key_that_comes_back_in_an_answer_does_not_get_into_a_suggestion() -> None:
    with hosting(finding({**BACKS, "target": f"the {KEY}"})) as model:
        (one,) = Run(model).read()
    assert one.target.text == "the …"


def picky(asked: Asked) -> None:
    """Refuse every form of answer but words, and every seed."""
    format = asked.body.get("response_format", {}).get("type")
    if "seed" in asked.body:
        failing(400, "Unsupported parameter: seed")(asked)
    elif format:
        failing(422, f"{format} is unavailable")(asked)
    else:
        finding(BACKS)(asked)


def test_a_model_that_refuses_a_form_is_asked_more_plainly_and_that_is_remembered() -> None:
    with hosting(picky) as model:
        run = Run(model)
        assert len(run.read()) == len(run.read()) == 1
    assert run.waited == []
    forms = [asked.body.get("response_format", {}).get("type") for asked in model.heard]
    assert forms == ["json_schema", "json_schema", "json_object", None, None]
    assert ["seed" in asked.body for asked in model.heard] == [True, *[False] * 4]


def test_a_model_that_refuses_everything_says_why() -> None:
    with hosting(failing(400, f"context too long for {KEY}")) as model:
        said = Run(model).error()
    assert "the model refuses what it is asked: context too long for …" in said
    assert len(model.heard) == 3


def test_no_more_requests_a_minute_are_sent_than_are_allowed() -> None:
    text = "\n\n".join("The fishers wait. " * 200 for _ in range(3))
    with hosting(finding()) as model:
        run = Run(model, rate=20)
        run.read(Document("long", "en", text))
    assert len(model.heard) == 3
    assert run.waited == [3.0, 3.0]


# What it costs, and what is kept


def test_tokens_and_their_price_are_told() -> None:
    with hosting(finding(BACKS)) as model:
        run = Run(model, price=(0.15, 60.0))
        run.read()
        run.read()
    assert run.engine.summary == (
        "sent 2 requests, 2,000 tokens in, 400 out, 0.0243 (price as given)"
    )


def test_tokens_that_are_not_told_are_not_invented() -> None:
    content = json.dumps({"stances": []})
    bare = {"choices": [{"message": {"content": content}}], "usage": {"prompt_tokens": -3}}
    with hosting(saying(200, json.dumps(bare).encode())) as model:
        run = Run(model, price=(1.0, 1.0))
        run.read()
    assert run.engine.summary == "sent 1 request, tokens of 1 answer not told"


@pytest.fixture(name="cache")
def _cache(tmp_path: Path) -> Path:
    return tmp_path / "kept"


def test_what_was_answered_is_not_asked_again(cache: Path) -> None:
    with hosting(finding(BACKS)) as model:
        first = Run(model, cache=cache).read()
        run = Run(model, cache=cache)
        assert run.read() == first != []
    assert len(model.heard) == 1
    assert run.engine.summary == "sent 0 requests, 1 answer from before"
    (file,) = cache.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert KEY not in file.read_text(encoding="utf-8")


def test_an_interrupted_run_goes_on_where_it_stopped(cache: Path) -> None:
    paragraphs = ["The guild of Port-Selle backed the mayor. " * 90 for _ in range(3)]
    text = "\n\n".join(f"{number}. {one}" for number, one in enumerate(paragraphs))
    with hosting(finding(BACKS), finding(BACKS), failing(401, "expired"), finding(BACKS)) as model:
        with pytest.raises(ModelError):
            Run(model, cache=cache).read(Document("long", "en", text))
        found = Run(model, cache=cache).read(Document("long", "en", text))
    assert len(found) == 3
    assert len(model.heard) == 4


@pytest.mark.parametrize(
    ("other", "text"),
    [({"model": "large"}, TEXT), ({}, TEXT + " The end."), ({}, TEXT.replace("dyke", "salt"))],
)
def test_another_model_or_text_is_asked_anew(cache: Path, other: dict[str, str], text: str) -> None:
    with hosting(finding(BACKS)) as model:
        Run(model, cache=cache).read()
        url = f"{model.url}/chat/completions"
        settings = Settings(**{"url": url, "model": "small:1b", "cache": cache, **other})  # type: ignore[arg-type]
        list(LanguageModel(settings).suggest(Document("gazette", "en", text), CAST))
    assert len(model.heard) == 2


def test_answers_that_cannot_be_read_are_not_kept(cache: Path) -> None:
    with hosting(telling("sorry"), finding(BACKS)) as model:
        assert Run(model, cache=cache).read() == []
        assert len(Run(model, cache=cache).read()) == 1


@pytest.mark.parametrize("content", [b"", b"{", b'{"content": 7}', b"[]", b'{"content": "sorry"}'])
def test_a_damaged_file_of_what_is_kept_is_asked_anew(cache: Path, content: bytes) -> None:
    with hosting(finding(BACKS)) as model:
        Run(model, cache=cache).read()
        (file,) = cache.iterdir()
        file.write_bytes(content)
        assert len(Run(model, cache=cache).read()) == 1
    assert len(model.heard) == 2


def test_a_folder_that_cannot_be_written_stops_nothing_and_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with hosting(finding(BACKS)) as model:
        run = Run(model, cache=tmp_path / "file" / "kept")
        assert len(run.read()) == 1
    (said,) = run.engine.remarks
    assert "answers cannot be kept" in said and "CLIVAGE_LLM_CACHE" in said


# What the environment says

URL, MODEL = {"CLIVAGE_LLM_URL": "https://llm.example.org/v1/"}, {"CLIVAGE_LLM_MODEL": "small"}


def test_the_environment_says_all() -> None:
    more = {"RATE": "20", "PRICE": "0.15 0.60", "TIMEOUT": "9", "CACHE": "/kept", "KEY": KEY}
    given = from_environment(
        {**URL, **MODEL, **{f"CLIVAGE_LLM_{name}": one for name, one in more.items()}}
    )
    assert given.url == "https://llm.example.org/v1/chat/completions"
    assert (given.host, given.model, given.rate, given.timeout) == (
        "llm.example.org", "small", 20, 9,
    )  # fmt: skip
    assert (given.price, given.cache) == ((0.15, 0.6), Path("/kept"))
    assert KEY not in repr(given)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://127.0.0.1:11434/v1", "127.0.0.1:11434"),
        ("http://localhost/v1", "localhost"),
        ("http://[::1]:8080", "[::1]:8080"),
        ("https://LLM.example.org:443/v1", "llm.example.org"),
        ("https://llm.example.org:8443/v1/chat/completions", "llm.example.org:8443"),
    ],
)
def test_the_host_is_what_a_person_must_allow(url: str, host: str) -> None:
    given = from_environment({**MODEL, "CLIVAGE_LLM_URL": url, "CLIVAGE_LLM_KEY": KEY})
    assert given.host == host
    assert given.url.count("/chat/completions") == 1


def test_texts_go_over_plain_http_only_where_that_is_meant_and_a_key_never() -> None:
    plain = {**MODEL, "CLIVAGE_LLM_URL": "http://10.0.0.7:8080/v1"}
    meant = {**plain, "CLIVAGE_LLM_PLAIN_HTTP": "yes"}
    assert from_environment(meant).host == "10.0.0.7:8080"
    with pytest.raises(ClivageError, match="the texts would be sent over plain http"):
        from_environment(plain)
    with pytest.raises(ClivageError, match="CLIVAGE_LLM_KEY would be sent over plain http") as said:
        from_environment({**meant, "CLIVAGE_LLM_KEY": KEY})
    assert KEY not in str(said.value)


def wrong() -> Iterator[tuple[dict[str, str], str]]:
    """Yield environments that cannot be used, and what is said of each."""
    yield MODEL, "CLIVAGE_LLM_URL is not set"
    yield URL, "CLIVAGE_LLM_MODEL is not set"
    yield {**URL, "CLIVAGE_LLM_MODEL": "two words"}, "no name of a model"
    for url in ("ftp://a.org/v1", "a.org/v1", "https:///v1", "https://a.org/é", "https://a.org:0/"):
        yield {**MODEL, "CLIVAGE_LLM_URL": url}, "CLIVAGE_LLM_URL is not an address"
    yield {**MODEL, "CLIVAGE_LLM_URL": f"https://me:{KEY}@a.org/v1"}, "user or a password"
    for name, value in (("TIMEOUT", "soon"), ("TIMEOUT", "0"), ("RATE", "-1"), ("RATE", "nan")):
        yield {**URL, **MODEL, f"CLIVAGE_LLM_{name}": value}, f"CLIVAGE_LLM_{name} is '{value}'"
    for price in ("0.15", "0,15 0,60", "cheap", "1 2 3"):
        yield {**URL, **MODEL, "CLIVAGE_LLM_PRICE": price}, "CLIVAGE_LLM_PRICE is"
    yield {**URL, **MODEL, "CLIVAGE_LLM_KEY": f"{KEY}\n{KEY}"}, "CLIVAGE_LLM_KEY holds a space"


@pytest.mark.parametrize(("environment", "what"), list(wrong()))
def test_what_the_environment_says_wrongly_is_one_line_with_a_remedy(
    environment: dict[str, str], what: str
) -> None:
    with pytest.raises(ClivageError) as caught:
        from_environment(environment)
    said = str(caught.value)
    assert what in said and caught.value.remedy
    assert KEY not in said and "\n" not in said
