"""
Airflow DAGs of Headrace projects, one for each folder in HEADRACE_PROJECTS (separated as in PATH).

A folder holds ``manifest.json``, which ``headrace compile`` writes, and ``submission.json``, which ``headrace submit
--json`` prints. The folder's name is the DAG's.
"""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pendulum
from airflow.sdk import DAG, Asset, Param, TriggerRule
from airflow.timetables.interval import CronDataIntervalTimetable
from headrace_operator import HeadraceOperator

#: Intervals end where Headrace's do: a week with Sunday, a month with its last day.
INTERVALS = {"@weekly": "0 0 * * MON", "@monthly": "0 0 1 * *"}
DAILY = "0 0 * * *"

#: Outlasts a dead driver's lease of five minutes, and a live one that a lost worker has left behind.
RETRIES = {
    "retries": 6,
    "retry_delay": timedelta(minutes=1),
    "retry_exponential_backoff": 2,
    "max_retry_delay": timedelta(minutes=30),
}


def project_dag(folder: str | Path, *, time_zone: str = "UTC", **settings: Any) -> DAG:
    """
    The DAG of one project: a task for each job, an edge for each table that one writes and another reads.

    :param time_zone: the ``time-zone`` of the project's ``conf``
    :param settings: anything that a DAG takes; ``default_args`` are added to those made here
    """
    folder = Path(folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    submission = json.loads((folder / "submission.json").read_text())
    jobs = manifest["jobs"]
    made = {
        "dag_id": folder.name,
        "schedule": CronDataIntervalTimetable(interval(jobs), timezone=time_zone),
        "start_date": pendulum.datetime(2000, 1, 1, tz=time_zone),
        "catchup": False,
        "max_active_runs": 1,
        "tags": ["headrace"],
        "doc_md": "Jobs that are not due on a date are skipped; `jobs` runs those named, due or not.",
        "params": {"jobs": wanted(jobs)},
    }
    default_args = {**RETRIES, **settings.pop("default_args", {})}
    with DAG(**{**made, **settings}, default_args=default_args) as dag:
        tasks = {job["name"]: task(folder.name, job, submission, time_zone) for job in jobs}
        for job in jobs:
            tasks[job["name"]].set_upstream([tasks[needed] for needed in job["upstream"]])
    return dag


def interval(jobs: list[dict[str, Any]]) -> str:
    """The schedule that all jobs share; a day where they differ, as the shortest."""
    schedules = {job["schedule"] for job in jobs}
    return INTERVALS.get(schedules.pop(), DAILY) if len(schedules) == 1 else DAILY


def wanted(jobs: list[dict[str, Any]]) -> Param:
    names = [job["name"] for job in jobs]
    items = {"type": "string", "enum": names}
    return Param([], type="array", items=items, examples=names, title="Only these jobs, due or not")


def task(project: str, job: dict[str, Any], submission: dict[str, Any], time_zone: str) -> HeadraceOperator:
    """
    One job. It runs unless a job that it needs has failed: neither one that is not due nor a lost gate stops it.

    A backfill has its own limit of runs at once; of one job Headrace works on one date at a time.
    """
    return HeadraceOperator(
        task_id=job["name"],
        job=job["name"],
        submission=submission,
        time_zone=time_zone,
        owner=job["owner"],
        max_active_tis_per_dag=1,
        trigger_rule=TriggerRule.NONE_FAILED,
        outlets=[Asset(name=f"{project}/{table}", uri=f"headrace://{project}/{table}") for table in job["writes"]],
        doc_md=f"**{job['kind']}**, {job['schedule']}, answered for by {job['owner']}\n\n"
        f"reads {', '.join(job['reads']) or 'files'}\n\nwrites {', '.join(job['writes'])}\n\n"
        f"definition `{job['digest'][:12]}`",
    )


for project_folder in filter(None, os.environ.get("HEADRACE_PROJECTS", "").split(os.pathsep)):
    project = project_dag(project_folder)
    globals()[project.dag_id] = project
