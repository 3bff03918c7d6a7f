package io.headrace.maintain;

import io.headrace.job.JobKind;
import io.headrace.job.JobStage;
import io.headrace.job.Workplace;
import io.headrace.registry.Registry;
import io.headrace.spec.JobHeader;
import io.headrace.spec.MaintainSpec;
import io.headrace.spec.hocon.Catalog;
import io.headrace.spec.hocon.MaintainReader;
import io.headrace.spec.hocon.Section;
import io.headrace.table.Publications;

/** A lake kept small. */
public final class MaintainKind implements JobKind<MaintainSpec> {
    @Override
    public String word() {
        return MaintainSpec.KIND;
    }

    @Override
    public Declared read(Section section, JobHeader header, Catalog catalog) {
        return MaintainReader.read(section, header);
    }

    @Override
    public JobStage stage(MaintainSpec job, Workplace place) {
        Vacuum vacuum = new Vacuum(
                place.lake(),
                new Registry(place.lake(), place.clock()),
                new Publications(place.lake(), place.clock()),
                place.ledger(),
                place.clock().instant());
        return new MaintainStage(job, place.lake(), vacuum);
    }

    /** What has gone once is gone. */
    @Override
    public boolean isBackfilled() {
        return false;
    }
}
