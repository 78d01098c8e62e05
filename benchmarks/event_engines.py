"""Run SQL on an engine without clivage, in a process of its own: ``event_engines.py PLAN.json``.

It needs nothing but the engine, so that Spark and Sail run it in environments of theirs. A plan has
the ``engine`` (duckdb, spark or sail), the Parquet file ``source``, and ``steps``: what to do, a
name or a path, and a statement.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Do = Callable[[str, str, str], None]


@contextmanager
def duckdb(plan: dict[str, Any]) -> Iterator[Do]:
    """Run statements on DuckDB, set as clivage sets it."""
    import duckdb as library

    with library.connect() as database:
        database.execute("SET enable_progress_bar = false")
        for name, value in plan["settings"].items():
            database.execute(f"SET {name} = '{value}'")
        database.execute(f"CREATE TEMP VIEW source AS SELECT * FROM '{plan['source']}'")

        def do(what: str, name: str, sql: str) -> None:
            if what == "write":
                database.execute(f"COPY ({sql}) TO '{name}' (FORMAT parquet, COMPRESSION zstd)")
            elif what == "rows":
                database.execute(sql).fetchall()
            else:
                kind = "TABLE" if what == "keep" else "VIEW"
                database.execute(f"CREATE TEMP {kind} {name} AS {sql}")

        yield do


@contextmanager
def spark(plan: dict[str, Any]) -> Iterator[Do]:
    """Run statements on Apache Spark in two threads, and wait until Java has ended."""
    from pyspark import SparkContext  # type: ignore[import-not-found, unused-ignore]
    from pyspark.sql import SparkSession  # type: ignore[import-not-found, unused-ignore]

    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.driver.memory", "4g")
    session = builder.config("spark.log.level", "ERROR").getOrCreate()
    yield _on_spark(session, plan["source"])
    session.stop()
    java = SparkContext._gateway.proc  # what it took counts only once it is waited for
    java.stdin.close()
    java.wait()


@contextmanager
def sail(plan: dict[str, Any]) -> Iterator[Do]:
    """Run statements on Sail in this process, by Spark Connect."""
    from pysail.spark import SparkConnectServer  # type: ignore[import-not-found, unused-ignore]
    from pyspark.sql import SparkSession  # type: ignore[import-not-found, unused-ignore]

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    _, port = server.listening_address
    session = SparkSession.builder.remote(f"sc://127.0.0.1:{port}").getOrCreate()
    yield _on_spark(session, plan["source"])
    session.stop()
    server.stop()


def _on_spark(session: Any, source: str) -> Do:  # noqa: ANN401
    session.read.parquet(source).createOrReplaceTempView("source")

    def do(what: str, name: str, sql: str) -> None:
        frame = session.sql(sql)
        if what == "write":
            frame.write.option("compression", "zstd").parquet(name)
        elif what == "rows":
            frame.collect()
        else:
            (frame.cache() if what == "keep" else frame).createOrReplaceTempView(name)

    return do


ENGINES = {"duckdb": duckdb, "spark": spark, "sail": sail}


def main() -> None:
    """Run the steps of a plan."""
    plan = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    with ENGINES[plan["engine"]](plan) as do:
        for what, name, sql in plan["steps"]:
            do(what, name, sql)


if __name__ == "__main__":
    main()
