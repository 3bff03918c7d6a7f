"""
Waits until a DAG has so many runs and all have ended; prints day -> task -> [state, tries] as JSON.

Arguments: Airflow's SQLite file, DAG, number of runs, and the seconds after which it gives up.
"""

import json
import sqlite3
import sys
import time

RUNS = "select substr(logical_date, 1, 10), state, run_id from dag_run where dag_id = ?"
TASKS = "select task_id, state, try_number from task_instance where dag_id = ? and run_id = ? order by task_id"


def main(file, dag, count, seconds):
    database = sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=60)
    deadline = time.monotonic() + seconds
    while True:
        runs = database.execute(RUNS, (dag,)).fetchall()
        if len(runs) == count and all(state in ("success", "failed") for _, state, _ in runs):
            break
        if time.monotonic() > deadline:
            sys.exit(f"after {seconds} s the runs of {dag} are {runs}")
        time.sleep(1)
    found = {}
    for day, _, run in sorted(runs):
        found[day] = {task: [state, tries] for task, state, tries in database.execute(TASKS, (dag, run))}
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
