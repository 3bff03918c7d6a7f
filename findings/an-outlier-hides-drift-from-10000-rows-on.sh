#!/usr/bin/env bash
# NannyML 0.13.1: from 10,000 reference rows on, one outlier in the reference hides any drift from its Kolmogorov-Smirnov statistic, and
# the setting that should prevent it goes unread.
# Expected: about D = 0.68 for 2,000 rows around 2 against a reference around 0, both of standard deviation 1, whatever one of many thousand
# reference rows is; "bins are quantile-based" and "exact: store the whole reference data", says the documentation of UnivariateDriftCalculator.
# Seen: with one value of 999,999 among 9,999 rows 0.68 and an alert; among 10,000 rows 0.0001 and none. The bins are of equal width from the
# least to the greatest value, so all others share one. With computation_params={"kolmogorov_smirnov": {"calculation_method": "exact"}}, as
# documented, the same: the key is looked up beside the method's name, not within.
# What it means for us: cut points are quantiles, so an outlier moves nothing, and a row says how much its bins can hide.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip -q install nannyml==0.13.1 statsmodels==0.15.0 numpy==2.4.6 pandas==3.1.1 scipy==1.17.1
cat > outlier.py <<'PYTHON'
import numpy as np
import pandas as pd
from nannyml import UnivariateDriftCalculator
from scipy.stats import ks_2samp

DOCUMENTED = {"kolmogorov_smirnov": {"calculation_method": "exact"}}
READ = {"kolmogorov_smirnov": {}, "calculation_method": "exact"}
dice = np.random.default_rng(1)
reference = dice.normal(0, 1, 10_000)
reference[0] = 999_999
now = dice.normal(2, 1, 2_000)
true = ks_2samp(reference, now).statistic


def found(rows, settings):
    calculator = UnivariateDriftCalculator(
        column_names=["x"], continuous_methods=["kolmogorov_smirnov"], chunk_size=2_000, computation_params=settings
    ).fit(pd.DataFrame({"x": reference[:rows]}))
    row = calculator.calculate(pd.DataFrame({"x": now})).filter(period="analysis").to_df()["x"]["kolmogorov_smirnov"].iloc[0]
    return float(row["value"]), bool(row["alert"])


print(f"by all rows: {true:.4f}")
for rows, settings in ((9_999, None), (10_000, None), (10_000, DOCUMENTED), (10_000, READ)):
    print(rows, settings, *found(rows, settings))
assert found(9_999, None)[1] and abs(found(9_999, None)[0] - true) < 0.01
assert found(10_000, None) == found(10_000, DOCUMENTED)
assert found(10_000, None)[0] < 0.001 and not found(10_000, None)[1], "the outlier hides nothing now"
assert abs(found(10_000, READ)[0] - true) < 1e-9
print("as found: nannyml 0.13.1")
PYTHON
NML_DISABLE_USAGE_LOGGING=1 venv/bin/python -W ignore outlier.py
