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
model = {"trees": given["trees"], "base_offset": given["intercept"]}


def beside(explainer, ours):
    """The greatest difference, and rows a second."""
    compared = min(len(rows), len(ours))
    theirs = explainer.shap_values(rows[:compared], check_additivity=False).reshape(compared, -1)
    difference = float(np.abs(theirs - ours[:compared]).max())
    start = time.process_time()
    count = 0
    while time.process_time() - start < SECONDS:
        some = rows[count % len(rows)][None, :] if given["slow"] else rows[:1000]
        explainer.shap_values(some, check_additivity=False)
        count += len(some)
    return difference, count / (time.process_time() - start)


average = shap.TreeExplainer(model, feature_perturbation="tree_path_dependent")
background = shap.TreeExplainer(model, rows[: given["background"]], feature_perturbation="interventional")
print(*beside(average, np.array(given["contributions"])), *beside(background, np.array(given["against"])))
