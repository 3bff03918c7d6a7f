"""Reads metrics from standard input by two parsers, which must agree, and prints the samples.

The parsers are those of OpenMetrics and of Prometheus' text format.

Fails on what the textfile collector of node_exporter skips a file for: a timestamp, a name or label of other characters
than it knows.
"""

import json
import re
import sys

from prometheus_client.openmetrics.parser import text_string_to_metric_families as open_metrics
from prometheus_client.parser import text_string_to_metric_families as text_format

NAME = re.compile("[a-zA-Z_:][a-zA-Z0-9_:]*")
LABEL = re.compile("[a-zA-Z_][a-zA-Z0-9_]*")


def samples(families):
    found = {}
    for family in families:
        assert family.type == "gauge", family
        assert family.documentation, family
        for sample in family.samples:
            assert sample.timestamp is None, sample
            assert NAME.fullmatch(sample.name), sample
            assert all(LABEL.fullmatch(label) for label in sample.labels), sample
            key = sample.name + json.dumps(sample.labels, sort_keys=True, ensure_ascii=False)
            assert key not in found, key
            found[key] = sample.value
    return found


text = sys.stdin.buffer.read().decode("utf-8")
found = samples(open_metrics(text))
assert found == samples(text_format(text))
print(json.dumps(found, sort_keys=True, ensure_ascii=False))
