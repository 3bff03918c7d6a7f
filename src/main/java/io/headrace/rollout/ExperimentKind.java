package io.headrace.rollout;

import io.headrace.job.JobKind;
import io.headrace.job.JobStage;
import io.headrace.job.Workplace;
import io.headrace.spec.ExperimentSpec;
import io.headrace.spec.JobHeader;
import io.headrace.spec.hocon.Catalog;
import io.headrace.spec.hocon.ExperimentReader;
import io.headrace.spec.hocon.Section;

/** What the arms of a score job do to outcomes. */
public final class ExperimentKind implements JobKind<ExperimentSpec> {
    @Override
    public String word() {
        return ExperimentSpec.KIND;
    }

    @Override
    public Declared read(Section section, JobHeader header, Catalog catalog) {
        return ExperimentReader.read(section, header, catalog);
    }

    @Override
    public JobStage stage(ExperimentSpec job, Workplace place) {
        return job.assigned().isPresent() ? new AssignedStage(job, place) : new ExperimentStage(job, place);
    }
}
