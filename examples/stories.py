"""Fairlearn and AIF360 on rows that Headrace published, beside what its fairness jobs found: a table in Markdown.

Decisions come from the published table, outcomes and groups from the raw file, figures from ``headrace.fairness``.
"""

import logging
import pathlib
import sys
import warnings

import numpy as np
import pandas as pd
from deltalake import DeltaTable

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)
from aif360.datasets import BinaryLabelDataset  # noqa: E402
from aif360.metrics import BinaryLabelDatasetMetric, ClassificationMetric  # noqa: E402
from fairlearn import metrics as fairlearn  # noqa: E402

PROJECT, LAKE, DATA = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
UNKNOWN = "unknown"
EQUAL = 1e-9
MOST = 25
ODDS = "odds"
# Of the value jobs: the model, and what a hit, a false alarm and a miss are worth.
WORTH = {
    "german_credit": ("refusal", 0, -1, -5),
    "diabetes130": ("return", 950, -50, 0),
    "bank_marketing": ("list", 45, -5, 0),
}


def lines(raw):
    """The line of the file on which each row stands, below the header: what ``_row`` is."""
    return np.arange(2, len(raw) + 2)


def german_credit():
    """Applications with a sign of age and sex; the good decision is to accept."""
    raw = pd.read_csv(DATA / "german.csv")
    rows = pd.DataFrame(
        {
            "key": lines(raw),
            "label": raw["credit"] == 1,
            "age_group": np.where(raw["age"] <= 25, "to 25", "over 25"),
            "sex": np.where(raw["personal_status"].isin(["A92", "A95"]), "female", "male"),
        }
    )
    yield (
        "fairness-outcomes",
        decided(rows, "everybody", "application_id", accepted=False),
        {
            "age_group": "over 25",
            "sex": "male",
        },
    )
    yield (
        "fairness-refusal",
        decided(rows, "refusal", "application_id", accepted=False),
        {
            "age_group": "over 25",
            "sex": "male",
        },
    )


def diabetes130():
    """First stays of patients; the good decision is a call."""
    raw = pd.read_csv(DATA / "diabetic_data.csv.gz", dtype=str)
    age = raw["age"].str.extract(r"\[(\d+)-")[0].astype(int)
    rows = pd.DataFrame(
        {
            "key": raw["encounter_id"].astype(int),
            "label": raw["readmitted"] == "<30",
            "race": raw["race"].replace("?", UNKNOWN),
            "gender": raw["gender"].where(raw["gender"].isin(["Female", "Male"]), UNKNOWN),
            "age_band": np.select([age < 50, age < 70], ["below 50", "50 to 69"], "70 and over"),
        }
    )
    yield (
        "fairness-return",
        decided(rows, "return", "encounter_id"),
        {
            "race": "Caucasian",
            "gender": "Male",
            "age_band": "50 to 69",
        },
    )


def bank_marketing():
    """Calls of 2010; the good decision is to be on the list."""
    raw = pd.read_csv(DATA / "bank-additional-full.csv.gz", sep=";")
    rows = pd.DataFrame(
        {
            "key": lines(raw),
            "label": raw["y"] == "yes",
            "age_group": np.select([raw["age"] < 30, raw["age"] < 60], ["under 30", "30 to 59"], "60 and over"),
            "marital": raw["marital"],
        }
    )
    yield "fairness-list", decided(rows, "list", "call_id"), {"age_group": "30 to 59", "marital": "married"}


def decided(rows, table, key, accepted=True):
    """The rows that a table of scores has, with their decision."""
    scores = DeltaTable(LAKE / "scores" / table).to_pandas()
    found = scores[[key, "decision"]].merge(rows, left_on=key, right_on="key", validate="one_to_one")
    assert len(found) == len(scores) > 0, f"{len(found)} of {len(scores)} rows of scores.{table} are in the raw file"
    return found.assign(decision=found["decision"] == accepted)


def found_by(job):
    """The figures of the last run of a job, by kind, metric, form, columns and values."""
    rows = DeltaTable(LAKE / "headrace" / "fairness").to_pandas()
    rows = rows[rows["run_id"].str.startswith(job + "/")]
    rows = rows[
        (rows["logical_date"] == rows["logical_date"].max()) & rows["kind"].isin(["comparison", "gap", "entropy"])
    ]
    figures = {}
    for of in rows.rename(columns={"values": "group"}).itertuples():
        group = tuple(UNKNOWN if value is None else value for value in of.group)
        figures[(of.kind, of.metric, of.form, tuple(of.columns), group)] = of.value
    for columns in {key[3] for key in figures if key[0] == "gap"}:
        rates = [
            figures[("gap", rate, "difference", columns, ())] for rate in ("true_positive_rate", "false_positive_rate")
        ]
        figures[("gap", ODDS, "difference", columns, ())] = np.max(rates)
    return figures


def data_set(rows, column, codes, answer):
    """The rows as AIF360 takes them."""
    frame = pd.DataFrame({"group": rows[column].map(codes).astype(float), "answer": rows[answer].astype(float)})
    return BinaryLabelDataset(df=frame, label_names=["answer"], protected_attribute_names=["group"])


def aif360(rows, column, reference):
    """What AIF360 says of each group beside the reference: metric, form, columns, values, name, value."""
    codes = {value: float(code) for code, value in enumerate(sorted(rows[column].unique()))}
    labels, decisions = data_set(rows, column, codes, "label"), data_set(rows, column, codes, "decision")
    for group in sorted(codes.keys() - {reference}):
        sides = {"unprivileged_groups": [{"group": codes[group]}], "privileged_groups": [{"group": codes[reference]}]}
        outcomes = BinaryLabelDatasetMetric(labels, **sides)
        metric = ClassificationMetric(labels, decisions, **sides)
        at = ((column,), (group,))
        yield "comparison", "base_rate", "difference", *at, "mean_difference of labels", outcomes.mean_difference()
        yield "comparison", "base_rate", "ratio", *at, "disparate_impact of labels", outcomes.disparate_impact()
        yield (
            "comparison",
            "selection_rate",
            "difference",
            *at,
            "statistical_parity_difference",
            metric.mean_difference(),
        )
        yield "comparison", "selection_rate", "ratio", *at, "disparate_impact", metric.disparate_impact()
        odds = metric.equal_opportunity_difference()
        yield "comparison", "true_positive_rate", "difference", *at, "equal_opportunity_difference", odds
        yield "comparison", "mean_odds", "difference", *at, "average_odds_difference", metric.average_odds_difference()


def entropies(rows, column):
    """Inequality among all rows, which no group enters."""
    codes = {value: float(code) for code, value in enumerate(sorted(rows[column].unique()))}
    labels, decisions = data_set(rows, column, codes, "label"), data_set(rows, column, codes, "decision")
    metric = ClassificationMetric(labels, decisions, [{"group": 0.0}], [{"group": 1.0}])
    yield "entropy", "theil", "value", (), (), "theil_index", metric.theil_index()
    yield (
        "entropy",
        "generalised_entropy",
        "value",
        (),
        (),
        "generalized_entropy_index",
        metric.generalized_entropy_index(),
    )


def of_fairlearn(rows, column):
    """What Fairlearn says of the widest gap between groups."""
    given = {"y_true": rows["label"], "y_pred": rows["decision"], "sensitive_features": rows[column]}
    at = ((column,), ())
    parity = fairlearn.demographic_parity_difference(**given)
    yield "gap", "selection_rate", "difference", *at, "demographic_parity_difference", parity
    yield "gap", "selection_rate", "ratio", *at, "demographic_parity_ratio", fairlearn.demographic_parity_ratio(**given)
    chances = fairlearn.equal_opportunity_difference(**given)
    yield "gap", "true_positive_rate", "difference", *at, "equal_opportunity_difference", chances
    odds = fairlearn.equalized_odds_difference(**given)
    yield "gap", ODDS, "difference", *at, "equalized_odds_difference", odds
    knowing = given | {"y_pred": rows["label"]}
    parity = fairlearn.demographic_parity_difference(**knowing)
    yield "gap", "base_rate", "difference", *at, "demographic_parity_difference of labels", parity
    parity = fairlearn.demographic_parity_ratio(**knowing)
    yield "gap", "base_rate", "ratio", *at, "demographic_parity_ratio of labels", parity


def said(value):
    return "" if np.isnan(value) else f"{value:.7f}"


def verdict(ours, theirs):
    """Whether both are equal, or why not."""
    if np.isnan(ours):
        return "insufficient here"
    if np.isnan(theirs):
        return "not a number there"
    return "equal" if abs(ours - theirs) < EQUAL else f"apart by {ours - theirs:+.7f}"


def line(ours, name, of, peer, value):
    """A row of the table."""
    cells = ["", ""]
    cells[peer] = said(value) or "NaN"
    return f"| `{name}` | {of} | {said(ours)} | {cells[0]} | {cells[1]} | {verdict(ours, value)} |"


def table(job, rows, references):
    """What peers say beside what the job found; of many equal figures only how many there are."""
    figures = found_by(job)
    asked = []
    for column, reference in references.items():
        asked += [(0, of) for of in aif360(rows, column, reference)]
        asked += [(1, of) for of in of_fairlearn(rows, column)]
    asked += [(0, of) for of in entropies(rows, next(iter(references)))]
    of_labels = job == "fairness-outcomes"
    lines = [
        line(figures[tuple(key)], name, " = ".join([*key[3], *key[4]]) or "all rows", peer, value)
        for peer, (*key, name, value) in asked
        if (key[1] == "base_rate") == of_labels
    ]
    apart = [of for of in lines if not of.endswith("| equal |")]
    print(f"`{job}`, {len(rows):,} rows: {len(lines) - len(apart)} of {len(lines)} figures are equal.\n")
    if len(lines) <= MOST or apart:
        print("| figure | of | Headrace | AIF360 | Fairlearn | |\n|---|---|---|---|---|---|")
        print("\n".join(lines if len(lines) <= MOST else apart) + "\n")


def valued(rows, is_turned):
    """What the decisions are worth, row by row, beside the sums of ``headrace.value``."""
    model, hit, false_alarm, miss = WORTH[PROJECT]
    positive, acted = (rows["label"] != is_turned).to_numpy(), (rows["decision"] != is_turned).to_numpy()
    one, all_rows = np.where(positive, hit, false_alarm), np.full(len(rows), True)
    plain = {
        name: float(np.where(on, one, np.where(positive, miss, 0)).sum())
        for name, on in (("earned", acted), ("none", ~all_rows), ("all", all_rows))
    }
    worth = DeltaTable(LAKE / "headrace" / "value").to_pandas()
    worth = worth[(worth["model"] == model) & (worth["basis"] == "realised")]
    found = {name: worth.loc[worth["figure"] == name, "value"].sum() for name in plain}
    is_equal = all(abs(found[name] - plain[name]) < EQUAL * max(1, abs(plain[name])) for name in plain)
    print(
        "Counted row by row from the raw file: " + ", ".join(f"{name} {value:,.2f}" for name, value in plain.items()),
        end="",
    )
    print("; `headrace.value` holds the same." if is_equal else f"; `headrace.value` holds {found}.")


def main():
    """Prints a table for each job; peers' functions by their names."""
    for job, rows, references in globals()[PROJECT]():
        table(job, rows, references)
    valued(rows, is_turned=PROJECT == "german_credit")


main()
