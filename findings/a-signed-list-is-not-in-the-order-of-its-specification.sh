#!/usr/bin/env bash
# model-signing 1.1.1 lists files in another order than its specification, names a single file otherwise, and signs an empty folder.
# Expected (OpenSSF Model Signing 1.0): resources are sorted by name in the order of Unicode code points (5.2.1), so "a-b", "a.txt", "a/b"; the
# resource of a single file bears its name (6.1.2); a model without files is rejected (6.1).
# Seen: the order is that of the parts of paths, "a/b", "a-b", "a.txt"; a single file is named "."; the empty folder is signed. The subject's
# digest goes over the digests in that order, so that two implementations give one folder two identities.
# What it means for us: Headrace signs in the order of the specification, and verifies lists in any order. The tool verifies both.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip -q install model-signing==1.1.1 sigstore==4.5.1 pyOpenSSL==26.4.0 cryptography==50.0.2 protobuf==7.36.2
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key 2> /dev/null
mkdir -p model/a empty
touch model/a/b model/a-b model/a.txt
for subject in model model/a.txt empty; do
    venv/bin/model_signing sign key "$subject" --private_key key --signature "$(basename "$subject").sig"
done
cat > names.py <<'PYTHON'
import base64
import json
from pathlib import Path


def names(signature):
    payload = json.loads(Path(signature).read_text())["dsseEnvelope"]["payload"]
    statement = json.loads(base64.b64decode(payload))
    return [resource["name"] for resource in statement["predicate"]["resources"]]


print(names("model.sig"), names("a.txt.sig"), names("empty.sig"))
assert sorted(names("model.sig")) == ["a-b", "a.txt", "a/b"]
assert names("model.sig") == ["a/b", "a-b", "a.txt"], "another order now"
assert names("a.txt.sig") == ["."], "another name now"
assert names("empty.sig") == []
PYTHON
venv/bin/python names.py
