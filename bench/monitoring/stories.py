"""NannyML on the windows of drift_california, a line for each: ``ESTIMATED LOWER UPPER ALERTS DRIFTED``.

The last line says whether it calibrated.
"""

import pathlib
import sys
import warnings

import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")
import nannyml as nml  # noqa: E402

FOLDER, ROWS = pathlib.Path(sys.argv[1]), int(sys.argv[2])
FEATURES = ["MedInc", "HouseAge", "AveRooms", "AveBedrms", "Population", "AveOccup", "Latitude", "Longitude"]
reference = pd.read_csv(FOLDER / "california_housing_reference.csv.gz")
now = pd.read_csv(FOLDER / "california_housing_analysis.csv.gz")
estimate = nml.CBPE(
    metrics=["roc_auc"],
    y_true="clf_target",
    y_pred="y_pred",
    y_pred_proba="y_pred_proba",
    problem_type="classification_binary",
    chunk_size=ROWS,
).fit(reference)
areas = estimate.estimate(now).filter(period="analysis").to_df()["roc_auc"]
drift = nml.UnivariateDriftCalculator(column_names=FEATURES, chunk_size=ROWS).fit(reference)
alerts = drift.calculate(now).filter(period="analysis").to_df()
drifted = np.sum([alerts[(each, "jensen_shannon", "alert")].to_numpy() for each in FEATURES], axis=0)
for i in range(len(areas)):
    row = areas.iloc[i]
    print(row["value"], row["lower_threshold"], row["upper_threshold"], int(row["alert"]), drifted[i])
print("calibrated" if estimate.needs_calibration else "not calibrated")
