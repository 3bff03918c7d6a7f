"""A project and its lake in a notebook, through Headrace's own code. Nothing here writes to the lake."""

import hashlib
from pathlib import Path

import polars as pl
from pyspark.sql import DataFrame, SparkSession

SETTINGS = {
    "spark.master": "local[*]",
    "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
    "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
    "spark.sql.catalog.headrace": "io.headrace.score.ModelCatalog",
    "spark.sql.session.timeZone": "UTC",
    "spark.databricks.delta.snapshotPartitions": "1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}


def session(home: Path) -> SparkSession:
    """Spark on this machine, with the Delta Lake and Headrace jars below HOME/target."""
    target = Path(home) / "target"
    jars = [*target.glob("headrace-[0-9]*.jar"), *target.glob("jars/*.jar")]
    if len(jars) < 2:
        raise FileNotFoundError(f"no jars below {target}: run mvn package -DskipTests first")
    builder = SparkSession.builder.appName("notebook").config(map=SETTINGS)
    return builder.config("spark.jars", ",".join(map(str, jars))).getOrCreate()


class Workbench:
    """Training sets and comparisons of a project, made by the code of the train job."""

    def __init__(self, spark: SparkSession, project: Path, lake: str, environment: str = "local"):
        self.spark = spark
        self.lake = lake
        spark.conf.set("spark.sql.catalog.headrace.lake", lake)
        opened = spark._jvm.io.headrace.workbench.Workbench.open
        self._java = opened(spark._jsparkSession, str(project), environment, [f"lake={lake}"])

    def training_set(self, job: str, date: str) -> DataFrame:
        """The training and test rows of the train job if it ran now for the date (yyyy-MM-dd)."""
        day = self.spark._jvm.java.time.LocalDate.parse(date)
        return DataFrame(self._java.trainingSet(job, day), self.spark)

    def features(self, job: str) -> list[str]:
        """The features that enter the model of the train job."""
        return list(self._java.features(job))

    def champion(self, job: str) -> int:
        """The version of the current champion."""
        return self._java.champion(job)

    def with_champion(self, job: str, rows: DataFrame) -> DataFrame:
        """The rows with champion_probability and, if the job has a baseline, baseline_score."""
        return DataFrame(self._java.withChampion(job, rows._jdf), self.spark)

    def figures(self, job: str, rows: DataFrame, candidate: str) -> pl.DataFrame:
        """The metrics that the train job would record for a column of scores: metric, value, lower, upper."""
        figures = self._java.evaluated(job, rows._jdf, candidate).figures()
        names = ["metric", "value", "lower", "upper"]
        rows = [[f.id().name(), f.value(), f.lower(), f.upper()] for f in figures]
        return pl.DataFrame(rows, schema=names, orient="row")


def fingerprint(lake: str) -> str:
    """A digest of the names, sizes and times of all files of a lake on local disk."""
    files = sorted(path for path in Path(lake).rglob("*") if path.is_file())
    seen = [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    return hashlib.sha256(repr(seen).encode()).hexdigest()
