"""Reads a published table without Spark, in three ways, and prints what each found as JSON."""

import json
import sys

import duckdb
import polars
import pyarrow
from deltalake import DeltaTable, QueryBuilder

SQL = (
    "select count(*) as n, sum(score) as total, count(distinct customer_id) as customers, "
    "sum(case when decision then 1 else 0 end) as chosen from scores"
)


def delta_rs(path):
    return pyarrow.table(QueryBuilder().register("scores", DeltaTable(path)).execute(SQL).read_all())


def with_polars(path):
    table = polars.read_delta(path)
    return polars.SQLContext(scores=table).execute(SQL, eager=True).to_arrow()


def with_duckdb(path):
    scores = polars.read_delta(path).to_arrow()  # noqa: F841 (DuckDB finds it by name)
    return duckdb.sql(SQL).to_arrow_table()


def main(path):
    found = {}
    for name, read in (("delta-rs", delta_rs), ("polars", with_polars), ("duckdb", with_duckdb)):
        row = read(path).to_pylist()[0]
        found[name] = [int(row["n"]), float(row["total"]), int(row["customers"]), int(row["chosen"])]
    reasons = polars.read_delta(path).select(polars.col("reasons").list.len().max()).item()
    print(json.dumps({"readers": found, "most_reasons": int(reasons)}))


if __name__ == "__main__":
    main(sys.argv[1])
