"""Reads events of OpenLineage from standard input, one a line, by its Python client, and prints how many there are.

Fails on a field that the client does not know, on a value that it does not take, and on a facet of another version
than its own.
"""

import json
import sys

from openlineage.client.event_v2 import InputDataset, Job, OutputDataset, Run, RunEvent, RunState
from openlineage.client.generated import (
    data_quality_assertions_dataset,
    data_quality_metrics_input_dataset,
    dataset_version_dataset,
    error_message_run,
    job_type_job,
    nominal_time_run,
    ownership_job,
    processing_engine_run,
    test_run,
)

PARTS = {
    "assertions": lambda parts: [data_quality_assertions_dataset.Assertion(**part) for part in parts],
    "tests": lambda parts: [test_run.TestExecution(**part) for part in parts],
    "owners": lambda parts: [ownership_job.Owner(**part) for part in parts],
    "columnMetrics": lambda parts: {
        name: data_quality_metrics_input_dataset.ColumnMetrics(**part) for name, part in parts.items()
    },
}
FACETS = {
    "version": dataset_version_dataset.DatasetVersionDatasetFacet,
    "dataQualityAssertions": data_quality_assertions_dataset.DataQualityAssertionsDatasetFacet,
    "dataQualityMetrics": data_quality_metrics_input_dataset.DataQualityMetricsInputDatasetFacet,
    "errorMessage": error_message_run.ErrorMessageRunFacet,
    "jobType": job_type_job.JobTypeJobFacet,
    "nominalTime": nominal_time_run.NominalTimeRunFacet,
    "ownership": ownership_job.OwnershipJobFacet,
    "processing_engine": processing_engine_run.ProcessingEngineRunFacet,
    "test": test_run.TestRunFacet,
}


def facets(found):
    read = {}
    for name, fields in found.items():
        own = dict(fields)
        assert own.pop("_producer").startswith("urn:headrace:"), fields
        assert own.pop("_schemaURL") == FACETS[name]._get_schema(), fields
        read[name] = FACETS[name](**{key: PARTS.get(key, lambda part: part)(value) for key, value in own.items()})
    return read


def dataset(kind, found):
    return kind(**{key: facets(value) if key.endswith("acets") else value for key, value in found.items()})


count = 0
for line in sys.stdin.buffer.read().decode("utf-8").splitlines():
    event = json.loads(line)
    assert event.pop("schemaURL") == RunEvent._get_schema(), line
    RunEvent(
        eventType=RunState(event.pop("eventType")),
        run=Run(runId=event["run"]["runId"], facets=facets(event.pop("run")["facets"])),
        job=Job(**{**event["job"], "facets": facets(event.pop("job")["facets"])}),
        inputs=[dataset(InputDataset, found) for found in event.pop("inputs")],
        outputs=[dataset(OutputDataset, found) for found in event.pop("outputs")],
        **event,
    )
    count += 1
print(count)
