"""Shapley values by shap of the trees in a JSON file; compares them with those beside it and prints rows a second of one core."""

import json
import sys
import time

import numpy as np
import shap

SECONDS = 5

place = sys.argv[1]
with open(place, encoding="utf-8") as file:
    given = json.load(file)
for tree in given["trees"]:
    for key in ("children_left", "children_right", "children_default", "features"):
        tree[key] = np.array(tree[key], dtype=np.int32)
    for key in ("thresholds", "node_sample_weight"):
        tree[key] = np.array(tree[key], dtype=np.float64)
    tree["values"] = np.array(tree["values"], dtype=np.float64).reshape(-1, 1)
rows = np.array(given["rows"], dtype=np.float64)
ours = np.array(given["contributions"], dtype=np.float64)
explainer = shap.TreeExplainer({"trees": given["trees"], "base_offset": given["intercept"]}, feature_perturbation="tree_path_dependent")
compared = min(len(rows), len(ours))
theirs = explainer.shap_values(rows[:compared], check_additivity=False).reshape(compared, -1)
difference = float(np.abs(theirs - ours[:compared]).max())
start = time.process_time()
count = 0
while time.process_time() - start < SECONDS:
    some = rows[count % len(rows)][None, :] if given["slow"] else rows[:1000]
    explainer.shap_values(some, check_additivity=False)
    count += len(some)
print(difference, count / (time.process_time() - start))
