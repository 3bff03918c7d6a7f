#!/usr/bin/env bash
# model-signing 1.1.1, freshly installed, cannot be imported: it imports OpenSSL, which it does not ask for and which came with older releases
# of sigstore.
# Expected: a package that was installed with all it asks for can be imported, and its command shows its help.
# Seen: ModuleNotFoundError: No module named 'OpenSSL', with sigstore 4.5.1. With pyOpenSSL beside it works.
# What it means for us: the environment of our tests pins pyOpenSSL.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip -q install model-signing==1.1.1 sigstore==4.5.1
venv/bin/pip check
! venv/bin/model_signing --help > /dev/null 2> error || { echo "it starts now"; exit 1; }
tail -n 1 error
grep -q "No module named 'OpenSSL'" error
venv/bin/pip -q install pyOpenSSL==26.4.0
venv/bin/model_signing --help > /dev/null
echo "as found: model-signing 1.1.1 with sigstore 4.5.1 needs pyOpenSSL beside"
