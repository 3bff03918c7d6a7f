package io.headrace.monitor;

import io.headrace.job.JobKind;
import io.headrace.job.JobStage;
import io.headrace.job.Workplace;
import io.headrace.spec.JobHeader;
import io.headrace.spec.MonitorSpec;
import io.headrace.spec.hocon.Catalog;
import io.headrace.spec.hocon.MonitorReader;
import io.headrace.spec.hocon.Section;

/** Drift and performance of a model, and what a policy makes of them. */
public final class MonitorKind implements JobKind<MonitorSpec> {
    @Override
    public String word() {
        return MonitorSpec.KIND;
    }

    @Override
    public Declared read(Section section, JobHeader header, Catalog catalog) {
        return MonitorReader.read(section, header, catalog);
    }

    @Override
    public JobStage stage(MonitorSpec job, Workplace place) {
        return new MonitorStage(job, place);
    }
}
