#!/usr/bin/env bash
# spotify-confidence 4.1.0, group-sequential bounds: a look beyond the planned number of entities moves the bounds of the looks before it.
# Expected: a bound at a look depends on what was known then (alpha is spent by the share of the plan that has come), so it stays when more data come;
# beyond the plan nothing is left to spend.
# Seen: 300 entities an arm were planned, looks at 100, 200 and 300 have the bounds 2.773, 2.347 and 2.062 standard errors. With a fourth look at 400, and no
# warning, they are 2.955, 2.559, 2.301 and 2.092: what was significant at the second look is so no more, and who acts at each look spends more than alpha.
# What it means for us: our bounds for planned looks refuse a look beyond the plan; verdicts use intervals that hold at every look, without a plan.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip -q install spotify-confidence==4.1.0
cat > looks.py <<'P'
import warnings

warnings.filterwarnings("ignore")
import pandas
from spotify_confidence import ZTest


def bounds(looks):
    rows = [
        {"look": i, "arm": arm, "hits": n // 2, "entities": n, "planned": 600}
        for i, n in enumerate(looks)
        for arm in ("control", "treated")
    ]
    test = ZTest(
        pandas.DataFrame(rows),
        numerator_column="hits",
        numerator_sum_squares_column="hits",
        denominator_column="entities",
        categorical_group_columns=["arm"],
        ordinal_group_column="look",
        interval_size=0.95,
    )
    found = test.difference("control", "treated", groupby="look", final_expected_sample_size_column="planned")
    return [round(1.959964 * wide / one, 3) for wide, one in zip(found["adjusted ci_upper"], found["ci_upper"])]


planned = bounds([100, 200, 300])
beyond = bounds([100, 200, 300, 400])
print("as planned:", planned)
print("one more:  ", beyond)
assert bounds([100, 200]) == planned[:2], "within the plan a bound stays"
assert planned == [2.773, 2.347, 2.062], planned
assert beyond == [2.955, 2.559, 2.301, 2.092], beyond
P
venv/bin/python looks.py
echo "as found: spotify-confidence 4.1.0"
