"""Spark Connect servers on the loopback: Sail, and Apache Spark with its workers."""

from __future__ import annotations

import functools
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

#: The interpreter that has ``pyspark``: not ours, as its files would overwrite those of the client.
SPARK_PYTHON = "CLIVAGE_SPARK_PYTHON"
#: Two workers of one core and 1 GiB each: processes of their own, as on a cluster.
TWO_WORKERS = "local-cluster[2,1,1024]"
#: What a client needs, with or without a server.
CLIENT = ("pyspark", "pyarrow", "pandas", "grpc", "grpc_status", "zstandard", "google.rpc")

#: It ends when its standard input does, so it cannot outlive us.
SAIL = """
import sys
from pysail.spark import SparkConnectServer
server = SparkConnectServer("127.0.0.1", 0)
server.start(background=True)
print("started at: %s:%s" % server.listening_address, flush=True)
sys.stdin.read()
server.stop()
"""
WHERE_SPARK_IS = """
from importlib.util import find_spec
print(*find_spec("pyspark").submodule_search_locations)
"""
#: What either says once it listens.
STARTED = re.compile(r"started at: 127\.0\.0\.1:(\d+)")


def missing_client() -> str:
    """Say why no Spark Connect server can be asked, or nothing."""
    lacking = [name for name in CLIENT if not _has(name)]
    return f"no {', '.join(lacking)}: pip install 'clivage[spark]'" if lacking else ""


def missing_sail() -> str:
    """Say why Sail cannot be asked, or nothing."""
    return missing_client() or ("" if _has("pysail") else "no pysail: pip install pysail")


def missing_spark() -> str:
    """Say why Apache Spark cannot be asked, or nothing."""
    if lacking := missing_client():
        return lacking
    python = os.environ.get(SPARK_PYTHON)
    if not python:
        return f"{SPARK_PYTHON} is not set: name an interpreter that has pyspark"
    if _spark_home(python) is None:
        return f"{SPARK_PYTHON}={python} has no pyspark 4 with its jars: pip install pyspark"
    if shutil.which("java") is None:
        return "no java: Apache Spark needs Java 17 or later"
    return ""


@contextmanager
def sail(python: str = sys.executable) -> Iterator[str]:
    """Start Sail, give its address (``sc://127.0.0.1:PORT``), and end it."""
    with TemporaryDirectory() as folder, _served([python, "-c", SAIL], Path(folder)) as address:
        yield address


@contextmanager
def spark(
    python: str, master: str = TWO_WORKERS, settings: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Start Apache Spark with Spark Connect, give its address, and end it with its workers.

    Args:
        python: an interpreter that has ``pyspark``.
        master: where it computes: ``local[2]`` (threads), or ``local-cluster[workers,cores,MiB]``.
        settings: settings of Spark in place of ours, which are for small data and a quick start.
    """
    home = _spark_home(python)
    assert home is not None, missing_spark()
    with TemporaryDirectory() as name:
        folder = Path(name)
        words = _spark_words(home, master, _spark_settings(folder) | dict(settings or {}))
        with _served(words, folder, _spark_names(home, folder)) as address:
            yield address


def _spark_settings(folder: Path) -> dict[str, str]:
    virtual_machine = f"-Djava.io.tmpdir={folder} -XX:TieredStopAtLevel=1"  # compiles quickly
    return {
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.connect.grpc.binding.port": "0",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.extraJavaOptions": virtual_machine,
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "1g",
        "spark.executor.extraJavaOptions": virtual_machine,
        "spark.executor.memory": "1g",
        "spark.sql.shuffle.partitions": "4",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.ui.enabled": "false",
    }


def _spark_words(home: Path, master: str, settings: Mapping[str, str]) -> list[str]:
    return [
        str(home / "bin/spark-submit"),
        *("--master", master),
        *("--class", "org.apache.spark.sql.connect.service.SparkConnectServer"),
        *(word for setting in settings.items() for word in ("--conf", "=".join(setting))),
        "spark-internal",  # no program of ours: the class is Spark's own
    ]


def _spark_names(home: Path, folder: Path) -> dict[str, str]:
    """Return the names that the server and its workers find their files and addresses by."""
    return {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_DIRS": str(folder),
        "SPARK_WORKER_DIR": str(folder / "work"),
    }


@contextmanager
def _served(
    words: Sequence[str], folder: Path, names: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Start a server in a process group of its own, give its address, and end the whole group."""
    be_importable()
    log = folder / "log"
    with log.open("w") as said:
        process = subprocess.Popen(
            words,
            cwd=folder,
            env={**os.environ, **(names or {})},
            stdin=subprocess.PIPE,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield f"sc://127.0.0.1:{_port(process, log)}"
    finally:
        _end(process)


def _port(process: subprocess.Popen[bytes], log: Path, patience: float = 300) -> int:
    """Wait for the line that says where the server listens."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        ended = process.poll() is not None
        if found := STARTED.search(log.read_text(errors="replace")):
            return int(found[1])
        if ended:
            break
        time.sleep(0.05)
    raise RuntimeError(f"the server did not start:\n{log.read_text(errors='replace')[-4000:]}")


def be_importable() -> None:
    """Let pyspark be imported: a program without a file is one of its doctests to it, and ended.

    The workers of pytest-xdist are such programs.
    """
    program = sys.modules["__main__"]
    if getattr(program, "__file__", None) is None:
        program.__file__ = __file__


def _end(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None
    process.stdin.close()
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(20)
    with suppress(ProcessLookupError):  # whatever is left of it
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@functools.cache
def _spark_home(python: str) -> Path | None:
    """Return where the interpreter keeps Spark: with the jars, which the client alone lacks."""
    try:
        asked = subprocess.run([python, "-c", WHERE_SPARK_IS], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    home = Path(os.fsdecode(asked.stdout).strip())
    return home if list(home.glob("jars/spark-connect_*.jar")) else None


def _has(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:  # not even its package
        return False
