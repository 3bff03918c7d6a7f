"""Stands in for spark-submit: a job leaves the outcome prepared for it, or none, and an outcome is read back."""

import json
import os
import sys
from pathlib import Path

folder = Path(os.environ["FAKE"])
words = sys.argv[1:]
with (folder / "calls.jsonl").open("a") as calls:
    calls.write(json.dumps(words) + "\n")
record = folder / (words[words.index("--invocation") + 1] + ".json")
if "outcome" in words:
    if not record.exists():
        sys.exit(f"HEAD-CLI-010: there is no outcome record at {record}")
    print(record.read_text())
else:
    prepared = json.loads((folder / "prepared.json").read_text())
    if prepared["outcome"]:
        record.write_text(json.dumps(prepared["outcome"]))
    sys.exit(prepared["exit"])
