#!/usr/bin/env bash
# Evidently 0.7.23, freshly installed, cannot be imported: it asks for pandas 1.3.5 or newer, without an upper bound, gets pandas 3.1.1, and
# imports a private name that pandas no longer has.
# Expected: a package that was installed with all it asks for can be imported.
# Seen: ImportError: cannot import name 'infer_dtype_from_object' from 'pandas.core.dtypes.common'. With pandas 2.3.3 it works.
# What it means for us: the comparison pins both packages.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip -q install evidently==0.7.23 pandas==3.1.1
export DO_NOT_TRACK=1
venv/bin/pip check
! venv/bin/python -W ignore -c 'from evidently import Report' 2> error || { echo "it can be imported now"; exit 1; }
tail -n 1 error
grep -q "cannot import name 'infer_dtype_from_object'" error
venv/bin/pip -q install pandas==2.3.3
venv/bin/python -W ignore -c 'from evidently import Report'
echo "as found: evidently 0.7.23 with pandas 3.1.1, not with 2.3.3"
