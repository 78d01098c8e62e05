"""Run morph-kgc, in an environment of its own: ``python morph.py FOLDER MAPPING OUTPUT``."""

import sys
from pathlib import Path


def main(folder: Path, mapping: Path, output: Path) -> None:
    """Write the triples that a mapping makes of the tables in a folder."""
    import duckdb
    import morph_kgc  # type: ignore[import-not-found]

    database = output.with_suffix(".duckdb")
    with duckdb.connect(str(database)) as connection:
        for name, files in (("actors", "actors.parquet"), ("dyads", "dyads/*.parquet")):
            scan = f"read_parquet('{folder}/{files}')"
            connection.execute(f"CREATE VIEW {name} AS SELECT * FROM {scan}")
    found = morph_kgc.materialize_set(f"""
[CONFIGURATION]
logging_level = ERROR
number_of_processes = 1
[events]
mappings = {mapping}
db_url = duckdb:///{database}
""")
    output.write_text("".join(f"{triple} .\n" for triple in found), encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
