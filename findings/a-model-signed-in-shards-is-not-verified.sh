#!/usr/bin/env bash
# model-signing 1.1.1 does not verify what it has itself signed in shards.
# Expected: a folder that is signed with shards of 1,000 bytes, and not touched, is verified; the specification (OpenSSF Model Signing 1.0,
# 6.3.2) has the verifier read shard_size and cut the files in the same way, and names the digest "sha256".
# Seen: the statement goes through a protobuf Struct, whose numbers are doubles, so shard_size comes back as 1000.0, and verifying ends with
# "'float' object cannot be interpreted as an integer". The digest is named "sha256-sharded-1000".
# What it means for us: Headrace signs by files, and refuses shards with a sentence.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip -q install model-signing==1.1.1 sigstore==4.5.1 pyOpenSSL==26.4.0 cryptography==50.0.2 protobuf==7.36.2
cat > shards.py <<'PYTHON'
import base64
import json
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from model_signing import hashing, signing, verifying

key = ec.generate_private_key(ec.SECP256R1())
Path("key").write_bytes(
    key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
)
Path("key.pub").write_bytes(
    key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
)
Path("model").mkdir()
Path("model/weights").write_bytes(bytes(2_500))

for name, config in {
    "files": hashing.Config().use_file_serialization(),
    "shards": hashing.Config().use_shard_serialization(shard_size=1_000),
}.items():
    signing.Config().use_elliptic_key_signer(private_key="key").set_hashing_config(
        config
    ).sign("model", f"{name}.sig")
    try:
        verifying.Config().use_elliptic_key_verifier(public_key="key.pub").verify(
            "model", f"{name}.sig"
        )
        print(f"{name}: verified")
        assert name == "files", "shards are verified now"
    except TypeError as error:
        print(f"{name}: {error}")
        assert name == "shards" and "'float' object" in str(error)

bundle = json.loads(Path("shards.sig").read_text())
predicate = json.loads(base64.b64decode(bundle["dsseEnvelope"]["payload"]))["predicate"]
print(predicate["serialization"]["shard_size"], predicate["resources"][0]["algorithm"])
assert predicate["resources"][0]["algorithm"] == "sha256-sharded-1000"
PYTHON
venv/bin/python shards.py
