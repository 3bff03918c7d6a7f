#!/usr/bin/env bash
# Fairlearn 0.15.0 and AIF360 0.6.1 give three answers for a model without a single error, where one group has no positive rows.
# Expected: no gap between the groups, or none that can be told: of a group without positives no true positive rate is known.
# Seen: Fairlearn takes that rate as 0, so the equalized odds and equal opportunity differences are 1.0, the worst there is, and both ratios 0.0.
# AIF360's equal opportunity and average odds differences are NaN, which is neither above nor below any bound, and its equalized odds difference is 0.0:
# the NaN is lost in a maximum. With few rows in a group, as of an intersection, this is common.
# What it means for us: a rate of fewer rows than the policy asks for is `insufficient`, with their number; a verdict of it is unknown, never a
# breach and never ok.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip -q install fairlearn==0.15.0 aif360==0.6.1 numpy==2.4.6 pandas==3.1.1 scikit-learn==1.9.1 scipy==1.17.1
cat > perfect.py <<'PYTHON'
import math

import numpy as np
import pandas as pd
from aif360.datasets import BinaryLabelDataset
from aif360.metrics import ClassificationMetric
from fairlearn import metrics as fairlearn

label = np.array([0, 0, 0, 0, 1, 0, 1, 0])
decision = label
group = np.array([0, 0, 0, 0, 1, 1, 1, 1])

gaps = {
    name: getattr(fairlearn, name)(label, decision, sensitive_features=group)
    for name in (
        "equalized_odds_difference",
        "equal_opportunity_difference",
        "equalized_odds_ratio",
        "equal_opportunity_ratio",
    )
}
rows = BinaryLabelDataset(
    df=pd.DataFrame({"group": group.astype(float), "label": label.astype(float)}),
    label_names=["label"],
    protected_attribute_names=["group"],
)
metric = ClassificationMetric(rows, rows.copy(), [{"group": 0}], [{"group": 1}])
others = {
    name: getattr(metric, name)()
    for name in ("equal_opportunity_difference", "average_odds_difference", "equalized_odds_difference")
}
print("Fairlearn", {name: float(value) for name, value in gaps.items()})
print("AIF360", {name: float(value) for name, value in others.items()})
assert list(gaps.values()) == [1.0, 1.0, 0.0, 0.0], "Fairlearn has other values now"
assert math.isnan(others["equal_opportunity_difference"]), "AIF360 knows a difference now"
assert math.isnan(others["average_odds_difference"]), "AIF360 knows a difference now"
assert others["equalized_odds_difference"] == 0.0, "AIF360 no longer loses the missing rate"
PYTHON
venv/bin/python -W ignore perfect.py
