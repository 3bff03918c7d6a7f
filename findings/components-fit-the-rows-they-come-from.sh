#!/usr/bin/env bash
# NannyML 0.13.1: DataReconstructionDriftCalculator alerts on windows of the very law of the reference, on most of them with 20 columns and 10,000
# reference rows, on all with 50.
# Expected: about 1 alert in 300 windows without drift; alerts are values beyond the reference's mean plus or minus three standard deviations.
# Seen: with 20 independent columns of normal numbers and chunks of 1,000 rows 26 of 40 windows alert after 10,000 reference rows, and with 50
# columns 40 of 40. The components are those of the reference rows, and the band is that of the errors of the same rows: where columns have
# about equal variances, the components are chosen by these rows' chance and fit them better than any rows that come later.
# What it means for us: one half of the training rows gives the components, and the errors come from the other half.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip -q install nannyml==0.13.1 statsmodels==0.15.0 numpy==2.4.6 pandas==3.1.1 scipy==1.17.1 scikit-learn==1.9.1
cat > same.py <<'PYTHON'
import numpy as np
import pandas as pd
from nannyml import DataReconstructionDriftCalculator

dice = np.random.default_rng(1)
WINDOWS = 40


def alerts(columns, rows):
    names = [f"x{column}" for column in range(columns)]

    def frame(count):
        return pd.DataFrame(dice.normal(size=(count, columns)), columns=names)

    calculator = DataReconstructionDriftCalculator(column_names=names, chunk_size=1_000).fit(frame(rows))
    found = calculator.calculate(frame(WINDOWS * 1_000)).filter(period="analysis").to_df()
    return int(found["reconstruction_error"]["alert"].sum())


for columns in (5, 20, 50):
    for rows in (10_000, 30_000):
        count = alerts(columns, rows)
        print(f"{columns} columns, {rows} reference rows: {count} of {WINDOWS} windows of the same law alert")
        if rows == 10_000 and columns > 5:
            assert count > WINDOWS / 2, "windows without drift raise no alert now"
print("as found: nannyml 0.13.1")
PYTHON
NML_DISABLE_USAGE_LOGGING=1 venv/bin/python -W ignore same.py
