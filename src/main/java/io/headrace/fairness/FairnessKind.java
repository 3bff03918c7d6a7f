package io.headrace.fairness;

import io.headrace.job.JobKind;
import io.headrace.job.JobStage;
import io.headrace.job.Workplace;
import io.headrace.spec.FairnessSpec;
import io.headrace.spec.JobHeader;
import io.headrace.spec.hocon.Catalog;
import io.headrace.spec.hocon.FairnessReader;
import io.headrace.spec.hocon.Section;

/** What decisions did to groups of people. */
public final class FairnessKind implements JobKind<FairnessSpec> {
    @Override
    public String word() {
        return FairnessSpec.KIND;
    }

    @Override
    public Turn turn() {
        return Turn.GROUPS;
    }

    @Override
    public Declared read(Section section, JobHeader header, Catalog catalog) {
        return FairnessReader.read(section, header, catalog);
    }

    @Override
    public JobStage stage(FairnessSpec job, Workplace place) {
        return new FairnessStage(job, place);
    }
}
