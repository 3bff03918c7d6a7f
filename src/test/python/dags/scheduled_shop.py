"""Two Airflow DAGs of the project in the variable SHOP: three days as they come, and later days to fill in."""

import os
from datetime import timedelta

import pendulum
from headrace_dags import project_dag

AT_ONCE = {"retries": 2, "retry_delay": timedelta(seconds=1), "retry_exponential_backoff": 0}
SETTINGS = {"default_args": AT_ONCE, "is_paused_upon_creation": False}

daily = project_dag(
    os.environ["SHOP"],
    dag_id="daily",
    start_date=pendulum.datetime(2026, 1, 31),
    end_date=pendulum.datetime(2026, 2, 2),
    catchup=True,
    **SETTINGS,
)
filled = project_dag(
    os.environ["SHOP"],
    dag_id="filled",
    start_date=pendulum.datetime(2026, 2, 27),
    end_date=pendulum.datetime(2026, 3, 1),
    **SETTINGS,
)
