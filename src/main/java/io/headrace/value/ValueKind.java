package io.headrace.value;

import io.headrace.job.JobKind;
import io.headrace.job.JobStage;
import io.headrace.job.Workplace;
import io.headrace.spec.JobHeader;
import io.headrace.spec.ValueJobSpec;
import io.headrace.spec.hocon.Catalog;
import io.headrace.spec.hocon.Section;
import io.headrace.spec.hocon.ValueReader;

/** What the decisions of score jobs are worth. */
public final class ValueKind implements JobKind<ValueJobSpec> {
    @Override
    public String word() {
        return ValueJobSpec.KIND;
    }

    @Override
    public Declared read(Section section, JobHeader header, Catalog catalog) {
        return ValueReader.read(section, header, catalog);
    }

    @Override
    public JobStage stage(ValueJobSpec job, Workplace place) {
        return new ValueStage(job, place);
    }
}
