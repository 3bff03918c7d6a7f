#!/usr/bin/env bash
# scikit-uplift 0.5.1: the uplift of the best half of rows that all have one score depends on the order in which the rows come.
# Expected: rows of one score cannot be told apart, so the uplift of any part of them is that of all of them: 4 of 6 treated less 5 of 6 others, -0.17.
# Seen: `uplift_at_k(strategy="overall", k=0.5)` on twelve rows of one score gives one value for one order of the same rows, and another for another order.
# What it means for us: rows of one score enter a curve together, and a cut among them takes an equal part of each; a test shuffles the rows.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip -q install scikit-uplift==0.5.1 numpy==2.4.6 pandas==3.1.1 scikit-learn==1.9.1
cat > ties.py <<'PYTHON'
import numpy as np
from sklift.metrics import uplift_at_k

treated = np.array([1, 0] * 6)
answered = np.array([1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 0])
score = np.full(12, 0.5)
found = set()
for seed in range(20):
    order = np.random.default_rng(seed).permutation(12)
    uplift = uplift_at_k(answered[order], score, treated[order], strategy="overall", k=0.5)
    found.add(round(float(uplift), 4))
all_rows = answered[treated == 1].mean() - answered[treated == 0].mean()
print(f"all rows: {all_rows:.4f}; the best half of equal rows, by order: {sorted(found)}")
assert len(found) > 1, "ties are treated alike now"
PYTHON
venv/bin/python -W ignore ties.py
