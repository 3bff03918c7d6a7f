package io.headrace.privacy;

import io.headrace.job.JobKind;
import io.headrace.job.JobStage;
import io.headrace.job.Workplace;
import io.headrace.spec.JobHeader;
import io.headrace.spec.RetentionSpec;
import io.headrace.spec.hocon.Catalog;
import io.headrace.spec.hocon.RetentionReader;
import io.headrace.spec.hocon.Section;
import io.headrace.table.Publications;
import io.headrace.zones.MaskedCopies;

/** Rows that have been kept long enough, removed. */
public final class RetentionKind implements JobKind<RetentionSpec> {
    @Override
    public String word() {
        return RetentionSpec.KIND;
    }

    @Override
    public Declared read(Section section, JobHeader header, Catalog catalog) {
        return RetentionReader.read(section, header, catalog);
    }

    @Override
    public JobStage stage(RetentionSpec job, Workplace place) {
        return new RetentionStage(
                job,
                place.lake(),
                new Publications(place.lake(), place.clock()),
                new MaskedCopies(place.places(), place.lake(), place.clock(), place.jobs()));
    }

    /** What has gone once is gone. */
    @Override
    public boolean isBackfilled() {
        return false;
    }
}
