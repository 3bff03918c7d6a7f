package io.headrace.features;

import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.job.JobKind;
import io.headrace.job.JobStage;
import io.headrace.job.Workplace;
import io.headrace.spec.FeaturesSpec;
import io.headrace.spec.JobHeader;
import io.headrace.spec.hocon.Catalog;
import io.headrace.spec.hocon.FeaturesReader;
import io.headrace.spec.hocon.Section;
import java.util.Optional;

/** The features of a view at an as-of. */
public final class FeaturesKind implements JobKind<FeaturesSpec> {
    @Override
    public String word() {
        return FeaturesSpec.KIND;
    }

    @Override
    public Declared read(Section section, JobHeader header, Catalog catalog) {
        return FeaturesReader.read(section, header, catalog);
    }

    @Override
    public JobStage stage(FeaturesSpec job, Workplace place) {
        return new FeaturesStage(job, place.lake(), Tiles.of(place.places()));
    }

    @Override
    public Optional<String> definition(FeaturesSpec job) {
        return Optional.of(job.view().digest());
    }
}
