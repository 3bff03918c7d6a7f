"""What a task does after each way in which a submission can end, with a spark-submit that only pretends."""

import json
import sys
from pathlib import Path

import pendulum
import pytest
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException
from headrace_operator import HeadraceOperator, TryAgain

SUBMISSION = {
    "application": "headrace.jar",
    "mainClass": "io.headrace.cli.Main",
    "jars": ["delta.jar", "storage.jar"],
    "archives": [],
    "conf": {"spark.executor.extraJavaOptions": "-Da=b -Dc=d"},
    "arguments": ["job", "--env", "cluster"],
    "project": "/srv/shop",
    "projectAtDriver": "/srv/shop",
}
CONTEXT = {"params": {"jobs": []}, "data_interval_end": pendulum.datetime(2026, 2, 1)}


class Submissions:
    """A spark-submit of which a test says how it will end."""

    def __init__(self, folder):
        self.folder = folder

    def end(self, exit_code, **outcome):
        prepared = {"exit": exit_code, "outcome": outcome and {"status": "failed", **outcome}}
        (self.folder / "prepared.json").write_text(json.dumps(prepared))

    def calls(self):
        return [json.loads(line) for line in (self.folder / "calls.jsonl").read_text().splitlines()]


@pytest.fixture
def submissions(tmp_path, monkeypatch):
    program = tmp_path / "spark-submit"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} {Path(__file__).with_name("fake_spark_submit.py")} "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setenv("FAKE", str(tmp_path))
    connection = {"conn_type": "spark", "host": "yarn", "extra": {"deploy-mode": "client"}}
    monkeypatch.setenv("AIRFLOW_CONN_SPARK_DEFAULT", json.dumps(connection))
    return Submissions(tmp_path)


def execute(**context):
    task = HeadraceOperator(task_id="score", job="score-lapse", submission=SUBMISSION)
    return task.execute({**CONTEXT, **context})


def test_a_job_that_is_done_is_a_success(submissions):
    submissions.end(0, status="done", exitCode=0, verdict="published")
    assert execute()["verdict"] == "published"


def test_a_job_that_was_done_before_is_a_success(submissions):
    submissions.end(0, status="already-done", exitCode=0)
    assert execute()["status"] == "already-done"


def test_a_challenger_that_loses_is_a_success(submissions):
    submissions.end(0, status="done", exitCode=0, verdict="refused")
    assert execute()["verdict"] == "refused"


def test_a_job_that_is_not_due_is_skipped(submissions):
    submissions.end(0, status="not-due", exitCode=0, message="not due on 2026-01-31: @weekly")
    with pytest.raises(AirflowSkipException, match="@weekly"):
        execute()


def test_a_passing_fault_is_retried(submissions):
    submissions.end(75, exitCode=75, code="HEAD-RUN-001", message="held", next="Wait.")
    with pytest.raises(TryAgain, match="HEAD-RUN-001: held\n  next: Wait."):
        execute()


@pytest.mark.parametrize("code", [1, 2, 3])
def test_any_other_failure_is_final(submissions, code):
    submissions.end(code, exitCode=code, code="HEAD-SPEC-002", message="1 problem", next="Correct it.")
    with pytest.raises(AirflowFailException, match="HEAD-SPEC-002: 1 problem\n  next: Correct it."):
        execute()


def test_the_record_counts_where_the_exit_code_is_lost(submissions):
    submissions.end(0, exitCode=3, code="HEAD-QUALITY-001", message="refused", next="Look.")
    with pytest.raises(AirflowFailException, match="HEAD-QUALITY-001"):
        execute()


def test_a_driver_that_ends_badly_after_its_work_is_a_success(submissions):
    submissions.end(137, status="done", exitCode=0)
    assert execute()["status"] == "done"


@pytest.mark.parametrize("exit_code", [0, 1, 137])
def test_a_submission_without_record_is_retried_and_says_where_it_looked(submissions, exit_code):
    submissions.end(exit_code)
    with pytest.raises(TryAgain, match=f"no outcome record at {submissions.folder}/"):
        execute()


def test_the_record_of_another_call_is_not_taken(submissions):
    submissions.end(0, status="done", exitCode=0)
    execute()
    submissions.end(0)
    with pytest.raises(TryAgain, match="no outcome record"):
        execute()


def test_the_submission_is_what_headrace_printed(submissions):
    submissions.end(0, status="done", exitCode=0)
    execute()
    job, outcome = submissions.calls()
    invocation = job[job.index("--invocation") + 1]
    call = ["score-lapse", "--date", "2026-01-31", "--invocation", invocation, "--env", "cluster"]
    project = ["--project", "/srv/shop"]
    assert job[job.index("headrace.jar") :] == ["headrace.jar", "job", *call, "--if-due", *project]
    assert outcome[outcome.index("headrace.jar") :] == ["headrace.jar", "outcome", *call, *project]
    assert (job[job.index("--master") + 1], outcome[outcome.index("--master") + 1]) == ("yarn", "local[1]")
    for line in (job, outcome):
        assert line[line.index("--jars") + 1] == "delta.jar,storage.jar"
        assert line[line.index("--conf") + 1] == "spark.executor.extraJavaOptions=-Da=b -Dc=d"
        assert line[line.index("--class") + 1] == "io.headrace.cli.Main"


def test_specs_go_with_a_driver_that_starts_elsewhere(submissions):
    submissions.end(0, status="done", exitCode=0)
    elsewhere = {**SUBMISSION, "archives": ["/srv/shop/target/project.zip#project"], "projectAtDriver": "project"}
    HeadraceOperator(task_id="score", job="score-lapse", submission=elsewhere).execute(dict(CONTEXT))
    job, outcome = submissions.calls()
    assert job[job.index("--archives") + 1] == "/srv/shop/target/project.zip#project"
    assert job[-2:] == ["--project", "project"]
    assert "--archives" not in outcome
    assert outcome[-2:] == ["--project", "/srv/shop"]


def test_jobs_asked_for_run_whatever_their_schedule_says(submissions):
    submissions.end(0, status="done", exitCode=0)
    execute(params={"jobs": ["score-lapse"]})
    assert "--if-due" not in submissions.calls()[0]
    with pytest.raises(AirflowSkipException, match="asked for train-lapse only"):
        execute(params={"jobs": ["train-lapse"]})


def test_a_run_without_a_date_is_refused(submissions):
    with pytest.raises(AirflowFailException, match="trigger the DAG with a logical date"):
        execute(data_interval_end=None)
