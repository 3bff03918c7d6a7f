#!/usr/bin/env bash
# DuckDB 1.5.5 and Spark 4.1.0 read a local time that exists twice as two different instants, and neither says so.
# Expected: the same instant from both, or an error, as Polars 2.1.0 and pyarrow 26.0.1 raise for such a time.
# Seen: 2026-11-01 01:30 in New York is 05:30 UTC for Spark (the earlier) and 06:30 UTC for DuckDB (the later). A time that does not exist
# (2026-03-08 02:30) is moved on by an hour in both.
# What it means for us: a column of instants, not local times, goes into published tables, and ingest has a stated rule for both kinds.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip -q install duckdb==1.5.5 polars==2.1.0 pyarrow==26.0.1 pyspark==4.1.0 tzdata
cat > times.py <<'PYTHON'
import datetime

import duckdb
import polars
import pyarrow
import pyarrow.compute
from pyspark.sql import SparkSession

ZONE = "America/New_York"
TIMES = {"twice": "2026-11-01 01:30:00", "never": "2026-03-08 02:30:00"}


def shown(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%H:%M")


def refused(read):
    try:
        return shown(read())
    except Exception as problem:
        return type(problem).__name__


spark = (
    SparkSession.builder.master("local[1]")
    .config("spark.ui.enabled", "false")
    .config("spark.driver.host", "127.0.0.1")
    .config("spark.driver.bindAddress", "127.0.0.1")
    .config("spark.sql.session.timeZone", ZONE)
    .getOrCreate()
)
duck = duckdb.connect()
duck.execute("load icu")
for name, text in TIMES.items():
    local = datetime.datetime.fromisoformat(text)
    by = {
        "spark": lambda: spark.sql(f"select unix_seconds(timestamp '{text}')").first()[0],
        "duckdb": lambda: duck.execute(f"select epoch(timestamp '{text}' at time zone '{ZONE}')").fetchone()[0],
        "polars": lambda: polars.Series([local]).dt.replace_time_zone(ZONE).dt.epoch("s")[0],
        "pyarrow": lambda: pyarrow.compute.assume_timezone(pyarrow.array([local], pyarrow.timestamp("s")), ZONE)
        .cast(pyarrow.int64())[0]
        .as_py(),
    }
    for reader, read in by.items():
        print(name, reader, refused(read))
spark.stop()
PYTHON
SPARK_LOCAL_IP=127.0.0.1 venv/bin/python times.py 2> log > seen || { cat log; exit 1; }
cat > expected <<'END'
twice spark 05:30
twice duckdb 06:30
twice polars ComputeError
twice pyarrow ArrowInvalid
never spark 07:30
never duckdb 07:30
never polars ComputeError
never pyarrow ArrowInvalid
END
diff expected seen
echo "as recorded: Spark takes the earlier instant, DuckDB the later"
