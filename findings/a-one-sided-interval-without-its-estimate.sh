#!/usr/bin/env bash
# gbstats 0.8.0 (the statistics of GrowthBook): an interval that does not hold its own estimate, and a check of shares that counts an unused arm.
# Expected: the one-sided interval of a decrease of 0.1 ends above -0.1; arms of 5,000 and 5,200 beside an arm of share 0 with nobody are one degree of
# freedom, p 0.0477 (Pearson), as without that arm.
# Seen: `OneSidedTreatmentLesserTTest` on means of 1.0 and 0.9, 1,000 each, gives the estimate -0.1 and an interval from minus infinity to -0.17: its half
# width is taken away where it should be added. `check_srm` gives 0.14, as it counts the unused arm as a degree of freedom.
# What it means for us: one-sided intervals are tested to hold their estimate, and degrees of freedom count arms of a positive share only.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip -q install gbstats==0.8.0
cat > arms.py <<'PYTHON'
from gbstats.frequentist.tests import FrequentistConfig, OneSidedTreatmentLesserTTest
from gbstats.models.statistics import SampleMeanStatistic
from gbstats.utils import check_srm


def arm(mean, n=1000, variance=1.0):
    return SampleMeanStatistic(n=n, sum=mean * n, sum_squares=variance * (n - 1) + mean * mean * n)


config = FrequentistConfig(difference_type="absolute", alpha=0.05)
test = OneSidedTreatmentLesserTTest(arm(1.0), arm(0.9), config)
result = test.compute_result()
print(f"estimate {result.expected:.4f}, interval {result.ci[0]} to {result.ci[1]:.4f}")
assert abs(result.expected + 0.1) < 1e-9, result.expected
assert result.ci[1] < result.expected, "the interval holds its estimate now"

unused = check_srm([5000, 5200, 0], [0.5, 0.5, 0])
plain = check_srm([5000, 5200], [0.5, 0.5])
print(f"shares of two arms: p {plain:.4f}; with an arm of share 0: p {unused:.4f}")
assert abs(plain - 0.0477) < 1e-3, plain
assert abs(unused - 0.1407) < 1e-3, "an arm of share 0 is left out now"
PYTHON
venv/bin/python -W ignore arms.py
