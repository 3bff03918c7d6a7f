"""Drift and estimated performance by Evidently or NannyML: their values, and their time to a verdict.

Prints lines ``value COLUMN STATISTIC NUMBER``, ``time WHAT SECONDS CPU-SECONDS`` and ``said WORDS``.
"""

import pathlib
import sys
import time
import warnings

import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")
PEER, FOLDER, COLUMNS, DAYS, ROUNDS = sys.argv[1], pathlib.Path(sys.argv[2]), *map(int, sys.argv[3:6])
NAMES = [f"c{i}" for i in range(COLUMNS)]
TEXTS = NAMES[4::5]
NUMBERS = [name for name in NAMES if name not in TEXTS]
SCORED = {"y_true": "label", "y_pred": "decided", "y_pred_proba": "score", "problem_type": "classification_binary"}
LEVELS = np.array([f"level {i}" for i in range(8)], dtype=object)


def rows(name):
    """A file of columns of doubles as a frame."""
    columns = np.fromfile(FOLDER / f"{name}.raw", "<f8").reshape(COLUMNS + 2, -1)
    frame = {each: LEVELS[columns[i].astype(int)] if each in TEXTS else columns[i] for i, each in enumerate(NAMES)}
    frame["score"] = columns[COLUMNS]
    frame["label"] = columns[COLUMNS + 1].astype(int)
    frame["decided"] = (frame["score"] >= 0.5).astype(int)
    return pd.DataFrame(frame)


def timed(what, work, rounds):
    """Prints the time of each round but the first, which warms up."""
    for repetition in range(rounds + 1):
        start, cpu = time.perf_counter(), time.process_time()
        work()
        if repetition > 0:
            print("time", what, time.perf_counter() - start, time.process_time() - cpu, flush=True)


def evidently(reference, day, _):
    """Evidently's values and its preset of drift on a day; a month takes minutes, and it estimates no performance."""
    from evidently import DataDefinition, Dataset, Report
    from evidently.metrics import ValueDrift
    from evidently.presets import DataDriftPreset

    definition = DataDefinition(numerical_columns=NUMBERS, categorical_columns=TEXTS)
    known, now = (Dataset.from_pandas(each[NAMES], data_definition=definition) for each in (reference, day))
    asked = [(each, "wasserstein") for each in NUMBERS]
    asked += [(each, method) for each in TEXTS for method in ("psi", "jensenshannon", "chisquare")]
    found = Report([ValueDrift(column=column, method=method) for column, method in asked]).run(now, known).dict()
    for (column, method), metric in zip(asked, found["metrics"], strict=True):
        print("value", column, method, repr(float(metric["value"])))

    def verdict():
        return Report([DataDriftPreset()]).run(now, known).dict()

    print("said", int(verdict()["metrics"][0]["value"]["count"]), "columns drifted")
    timed("day", verdict, ROUNDS)


def nannyml(reference, day, month):
    """NannyML's values, its drift by its own choice of methods, and the estimated AUC; both are fitted beforehand."""
    import nannyml as nml

    numbers, texts = ["kolmogorov_smirnov", "wasserstein"], ["jensen_shannon", "chi2", "hellinger", "l_infinity"]
    drift = nml.UnivariateDriftCalculator(
        column_names=NAMES,
        chunk_size=len(day),
        continuous_methods=numbers,
        categorical_methods=texts,
        # 0.13.1 reads the setting beside the method's name; within it, as its docs have it, it goes unread.
        computation_params={**dict.fromkeys(numbers), "calculation_method": "exact"},
    ).fit(reference)
    found = drift.calculate(day).filter(period="analysis").to_df()
    for column in NAMES:
        for method in texts if column in TEXTS else numbers:
            print("value", column, method, repr(float(found[(column, method, "value")].iloc[0])))
    figures = ["roc_auc", "f1", "accuracy"]
    estimate = nml.CBPE(metrics=figures, chunk_size=len(day), **SCORED).fit(reference)
    assert estimate.needs_calibration, "scores that are not calibrated were taken as calibrated"
    found = estimate.estimate(day).filter(period="analysis").to_df()
    for figure in figures:
        print("value", "score", figure, repr(float(found[(figure, "value")].iloc[0])))
    verdict(reference, "day", day)
    verdict(reference, "month", month)


def verdict(reference, what, window):
    """NannyML's time to a verdict on a window, once it knows the reference."""
    import nannyml as nml

    drift = nml.UnivariateDriftCalculator(column_names=NAMES, chunk_size=len(window)).fit(reference)
    estimate = nml.CBPE(metrics=["roc_auc"], chunk_size=len(window), **SCORED).fit(reference)
    alerts = drift.calculate(window).filter(period="analysis").to_df()
    alerting = sum(int(alerts[(each, "jensen_shannon", "alert")].sum()) for each in NAMES)
    print("said", alerting, "columns alert in a", what)
    timed(what, lambda: (drift.calculate(window).to_df(), estimate.estimate(window).to_df()), ROUNDS)


reference_rows = rows("reference")
days = [rows(f"day-{i}") for i in range(DAYS)]
{"evidently": evidently, "nannyml": nannyml}[PEER](reference_rows, days[0], pd.concat(days, ignore_index=True))
