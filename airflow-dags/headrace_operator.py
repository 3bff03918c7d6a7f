"""Runs a Headrace job by spark-submit; how the task ends is decided by the outcome record, never by logs."""

from __future__ import annotations

import json
import os
import subprocess
import uuid
from datetime import date, timedelta
from typing import Any

from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

#: The exit code of a passing fault.
TRY_AGAIN = 75


class TryAgain(Exception):
    """A passing fault, or a submission of which nothing is known: Airflow's retries apply."""


class HeadraceOperator(SparkSubmitOperator):
    """
    Runs one job for the last day of the run's data interval.

    Every try names its call, so that it reads the outcome of that very call, in client and in cluster mode. It is safe
    to submit a job again: Headrace does the work once. So a retry does not look for the driver of an earlier try.

    :param job: the job's name
    :param submission: what ``headrace submit --json -- job ...`` printed; its arguments after ``job`` go to every call
    :param time_zone: the time zone in which the project's logical date is a day
    """

    def __init__(self, *, job: str, submission: dict[str, Any], time_zone: str = "UTC", **settings: Any) -> None:
        super().__init__(
            **{
                "application": submission["application"],
                "java_class": submission["mainClass"],
                "jars": ",".join(submission["jars"]),
                "archives": ",".join(submission["archives"]) or None,
                "conf": dict(submission["conf"]),
                "name": f"headrace {job}",
                "durable": False,
                **settings,
            }
        )
        self.job = job
        self.options = submission["arguments"][1:]
        self.project = submission["project"]
        self.project_at_driver = submission["projectAtDriver"]
        self.time_zone = time_zone

    def execute(self, context: Any) -> dict[str, Any]:
        wanted = context["params"].get("jobs") or []
        if wanted and self.job not in wanted:
            raise AirflowSkipException(f"this run is asked for {', '.join(wanted)} only")
        day = logical_date(context, self.time_zone)
        call = [self.job, "--date", day.isoformat(), "--invocation", uuid.uuid4().hex, *self.options]
        due = [] if wanted else ["--if-due"]
        self.application_args = ["job", *call, *due, "--project", self.project_at_driver]
        self._hook = self._get_hook()
        try:
            super().execute(context)
        except Exception as failure:
            # A driver may end badly after its work is done, and well without having done it: the record knows.
            self.log.warning("the submission failed: %s", failure)
        return conclude(self.read_outcome(call))

    def read_outcome(self, call: list[str]) -> dict[str, Any]:
        """Asks Headrace on this machine, which reaches every lake that a submission from here reaches."""
        command = [*self._hook._get_spark_binary_path(), "--master", "local[1]", "--class", self._java_class]
        command += ["--jars", self.jars]
        for key, value in self.conf.items():
            command += ["--conf", f"{key}={value}"]
        command += [self.application, "outcome", *call, "--project", self.project]
        environment = {**os.environ, **(self.env_vars or {})}
        asked = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if asked.returncode != 0:
            raise TryAgain(f"the submission left no outcome record that could be read:\n{asked.stderr[-2000:]}")
        return json.loads(asked.stdout)


def logical_date(context: Any, time_zone: str) -> date:
    """The last day of the data interval; the interval ends with the first moment after it."""
    end = context.get("data_interval_end")
    if end is None:
        raise AirflowFailException("Headrace runs for a date\n  next: trigger the DAG with a logical date.")
    return end.in_timezone(time_zone).date() - timedelta(days=1)


def conclude(outcome: dict[str, Any]) -> dict[str, Any]:
    """The outcome as the task's result, or the exception that makes Airflow skip, retry or give up."""
    if outcome["status"] == "not-due":
        raise AirflowSkipException(outcome["message"])
    if outcome["exitCode"] == 0:
        return outcome
    report = f"{outcome['code']}: {outcome['message']}\n  next: {outcome['next']}"
    raise TryAgain(report) if outcome["exitCode"] == TRY_AGAIN else AirflowFailException(report)
