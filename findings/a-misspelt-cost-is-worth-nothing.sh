#!/usr/bin/env bash
# empulse 0.13.1 takes no notice of a parameter that its profit metrics do not know: the value is that of the defaults, and nothing is said.
# Expected: a TypeError for an unknown keyword, as of any Python function; or a profit of 1.625, as a true positive earns 4 and a false one costs 1.
# Seen: `max_profit_score(..., tp_benefit=4, fp_cost=1)` is -0.0, as is one with `tp_cots=-4`; the right word is `tp_cost=-4` and gives 1.625.
# `empc_score` with `lifetime_value=20` is that of the standard customer, worth 200. The function's text says that costs may be instance-dependent, but a
# column of them is replaced by its mean (as the text of another class says): 62.5 whichever customers are worth much, where the best threshold
# earns 5.0 or 150.0. `lift_score` of ten equal scores is 0.0 or 10.0, by the order of the rows.
# What it means for us: unknown keys are refused with the nearest known one, values of each row are summed row by row, and rows of one score share
# what is cut between them.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip -q install empulse==0.13.1 numpy==2.4.6 pandas==3.1.1 scikit-learn==1.9.1 scipy==1.17.1
cat > profit.py <<'PYTHON'
import numpy as np
from empulse.metrics import empc_score, lift_score, max_profit_score

label = np.array([0, 1, 0, 1, 0, 1, 0, 1])
score = np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.8, 0.9])

right = max_profit_score(label, score, tp_cost=-4, fp_cost=1)
by_other_name = max_profit_score(label, score, tp_benefit=4, fp_cost=1)
misspelt = max_profit_score(label, score, tp_cots=-4, fp_cost=1)
print(f"maximum profit: {right:.3f} by the right name, {by_other_name:.3f} and {misspelt:.3f} by unknown ones")
assert abs(right - 1.625) < 1e-9, right
assert by_other_name == 0 and misspelt == 0, "unknown parameters are noticed now"

standard = empc_score(label, score)
unknown = empc_score(label, score, lifetime_value=20)
poor = empc_score(label, score, clv=20)
print(f"EMPC: {standard:.4f} by default, {unknown:.4f} with lifetime_value=20, {poor:.4f} with clv=20")
assert unknown == standard != poor, "unknown parameters are noticed now"

value = np.array([390, 10, 380, 20, 370, 30, 360, 40], dtype=float)


def best(values):
    earned = np.where(label == 1, values, -100)
    return max(earned[score >= threshold].sum() for threshold in (*score, 1)) / len(label)


low = max_profit_score(label, score, tp_cost=-value, fp_cost=100)
high = max_profit_score(label, score, tp_cost=-value[::-1], fp_cost=100)
print(f"maximum profit: {low} and {high}; row by row it is {best(value)} and {best(value[::-1])}")
assert low == high, "values of customers count one by one now"

first = lift_score(np.array([1, 0, 0, 0, 0, 0, 0, 0, 0, 0]), np.full(10, 0.5), fraction=0.1)
last = lift_score(np.array([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]), np.full(10, 0.5), fraction=0.1)
print(f"lift of ten equal scores: {first} with the positive first, {last} with it last")
assert (first, last) == (0.0, 10.0), "ties are treated otherwise now"
PYTHON
venv/bin/python -W ignore profit.py
