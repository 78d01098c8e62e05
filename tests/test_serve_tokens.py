"""Who may write, and what cannot be written at all."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.requests import Request

from clivage.cli import main
from clivage.serve import protocol
from tests.serving import BOLIVIA, Served

AUTHORISED = {
    "nothing": ([], False),
    "the token": (["Bearer t0ken"], True),
    "another case of the scheme": (["bearer t0ken"], True),
    "another token": (["Bearer t0ke"], False),
    "more than the token": (["Bearer t0ken2"], False),
    "no token": (["Bearer "], False),
    "another scheme": (["Basic t0ken"], False),
    "no scheme": (["t0ken"], False),
    "two": (["Bearer t0ken", "Bearer t0ken"], False),
    "what is not ASCII": (["Bearer t\xf6ken"], False),
}


@pytest.mark.parametrize("name", AUTHORISED)
def test_who_has_the_token_may_write(name: str) -> None:
    """Nobody else, and nobody where there is none."""
    said, expected = AUTHORISED[name]
    headers = [(b"authorization", one.encode("latin-1")) for one in said]
    request = Request({"type": "http", "headers": headers})
    for token in ("t0ken", ""):
        if expected and token:
            protocol.authorised(request, token)
        else:
            with pytest.raises(protocol.Refusal) as refusal:
                protocol.authorised(request, token)
            assert refusal.value.status == 401
            assert refusal.value.headers["WWW-Authenticate"] == "Bearer"
    assert len(AUTHORISED) == 10


def test_a_token_is_printed_after_a_hash_where_none_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of the environment is not printed; each opens what may be written, and nothing else."""
    monkeypatch.delenv("CLIVAGE_SERVE_TOKEN", raising=False)
    shutil.copytree(BOLIVIA, tmp_path / "corpus")
    words = [sys.executable, "-c", "from clivage.cli import main; main()"]
    words += ["serve", str(tmp_path / "corpus"), "--port", "0", "--writable"]
    for given in ("", "a-token-of-my-own"):
        if given:
            monkeypatch.setenv("CLIVAGE_SERVE_TOKEN", given)
        with subprocess.Popen(
            words, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        ) as process:
            assert process.stdout
            line, more = process.stdout.readline(), process.stdout.readline()
            found = re.search(r"http://127.0.0.1:(\d+)/(?:#token=([\w-]{32}))?$", line)
            assert found
            assert bool(found[2]) == (not given)
            assert ("CLIVAGE_SERVE_TOKEN" in more) == bool(given)
            token = given or found[2]
            for said, status in ((f"Bearer {token}", 200), ("Bearer other", 401)):
                served = Served(process, int(found[1]), line)
                reply = served.ask("GET", "/api/codings", {"Authorization": said})
                assert reply.status == status
            assert served.ask("GET", "/api/server.json").json["writable"] == "corpus"
            update = {"Content-Type": "application/sparql-update", "Authorization": said}
            refused = served.ask("POST", "/sparql", update, b"CLEAR ALL")
            assert (refused.status, "folder of files" in refused.text) == (409, True)
            process.terminate()


def test_what_cannot_be_written_is_not_served_as_if_it_could(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line says what can be."""
    exported = "exports/bolivia-1971/bolivia-1971.ttl"
    result = CliRunner().invoke(main, ["serve", exported, "--port", "0", "--writable"])
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "clivage build --store" in result.stderr
    monkeypatch.setenv("CLIVAGE_SERVE_TOKEN", "two words")
    result = CliRunner().invoke(main, ["serve", str(BOLIVIA), "--port", "0", "--writable"])
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "CLIVAGE_SERVE_TOKEN" in result.stderr
