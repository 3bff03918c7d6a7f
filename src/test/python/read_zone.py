"""Reads a masked copy without Spark, in two ways, and tries what is not to be read; prints what it found as JSON."""

import json
import os
import sys

import duckdb
import pyarrow
from deltalake import DeltaTable, QueryBuilder

SQL = "select count(*) as n, count(distinct customer_id) as customers, sum(score) as total from people"


def delta_rs(path):
    return pyarrow.table(QueryBuilder().register("people", DeltaTable(path)).execute(SQL).read_all())


def with_duckdb(path):
    people = pyarrow.table(  # noqa: F841 (DuckDB finds it by name)
        QueryBuilder().register("people", DeltaTable(path)).execute("select * from people").read_all()
    )
    return duckdb.sql(SQL).to_arrow_table()


def tried(path):
    try:
        return int(delta_rs(path).to_pylist()[0]["n"])
    except Exception as refused:  # the readers' own kinds of failure differ
        return f"{type(refused).__name__}: {refused}"


def main(copy, others):
    found = {"user": os.getuid()}
    for name, read in (("delta-rs", delta_rs), ("duckdb", with_duckdb)):
        row = read(copy).to_pylist()[0]
        found[name] = [int(row["n"]), int(row["customers"]), float(row["total"])]
    found["others"] = {
        path: {"table": tried(path), "list": os.access(path, os.R_OK | os.X_OK), "write": os.access(path, os.W_OK)}
        for path in others
    }
    found["writes_copy"] = os.access(copy, os.W_OK)
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
