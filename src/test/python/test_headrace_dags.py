"""The DAG of a project says what its manifest says; the projects are those of HEADRACE_PROJECTS."""

import json
import os
from datetime import timedelta
from pathlib import Path

import pendulum
import pytest
from airflow.dag_processing.dagbag import DagBag
from airflow.sdk import TriggerRule
from headrace_dags import project_dag
from headrace_operator import logical_date

FOLDERS = [Path(folder) for folder in os.environ["HEADRACE_PROJECTS"].split(os.pathsep)]
DAGS = Path(__file__).parents[3] / "airflow-dags"


@pytest.fixture(params=FOLDERS, ids=lambda folder: folder.name)
def folder(request):
    return request.param


@pytest.fixture
def jobs(folder):
    return json.loads((folder / "manifest.json").read_text())["jobs"]


def test_the_folder_of_dags_has_no_import_errors():
    bag = DagBag(DAGS)
    assert bag.import_errors == {}
    assert set(bag.dags) == {folder.name for folder in FOLDERS}


def test_tasks_and_edges_are_those_of_the_manifest(folder, jobs):
    dag = project_dag(folder)
    assert {task.task_id: task.upstream_task_ids for task in dag.tasks} == {
        job["name"]: set(job["upstream"]) for job in jobs
    }


def test_a_task_says_what_its_job_says(folder, jobs):
    dag = project_dag(folder)
    for job in jobs:
        task = dag.get_task(job["name"])
        assert task.owner == job["owner"]
        assert [asset.uri for asset in task.outlets] == [f"headrace://{folder.name}/{table}" for table in job["writes"]]
        assert job["schedule"] in task.doc_md
        assert task.trigger_rule == TriggerRule.NONE_FAILED
        assert (task.retries, task.max_active_tis_per_dag) == (6, 1)


def test_settings_are_those_of_a_dag(folder, jobs):
    dag = project_dag(folder, dag_id="other", default_args={"retry_delay": timedelta(seconds=1)})
    assert dag.dag_id == "other"
    assert dag.max_active_runs == 1
    task = dag.get_task(jobs[0]["name"])
    assert (task.retries, task.retry_delay) == (6, timedelta(seconds=1))


@pytest.mark.parametrize(
    ("schedules", "monday", "last_day"),
    [
        (["@daily", "@monthly"], "2026-02-02", "2026-02-01"),
        (["@weekly", "@monthly"], "2026-02-02", "2026-02-01"),
        (["@weekly"], "2026-02-02", "2026-02-01"),
        (["@monthly"], "2026-02-01", "2026-01-31"),
    ],
)
def test_an_interval_ends_with_the_day_on_which_its_jobs_are_due(tmp_path, folder, jobs, schedules, monday, last_day):
    job = {**jobs[0], "upstream": []}
    made = [{**job, "name": schedule[1:], "schedule": schedule} for schedule in schedules]
    (tmp_path / "manifest.json").write_text(json.dumps({"jobs": made}))
    (tmp_path / "submission.json").write_text((folder / "submission.json").read_text())
    timetable = project_dag(tmp_path).timetable
    interval = timetable.infer_manual_data_interval(run_after=pendulum.parse("2026-02-02T06:00"))
    assert interval.end == pendulum.parse(monday)
    assert logical_date({"data_interval_end": interval.end}, "UTC").isoformat() == last_day


def test_a_day_is_one_of_the_projects_time_zone():
    midnight = pendulum.datetime(2026, 7, 1, tz="Europe/Helsinki").in_timezone("UTC")
    assert logical_date({"data_interval_end": midnight}, "Europe/Helsinki").isoformat() == "2026-06-30"
