package io.headrace.export;

import io.headrace.job.JobKind;
import io.headrace.job.JobStage;
import io.headrace.job.Workplace;
import io.headrace.spec.ExportSpec;
import io.headrace.spec.JobHeader;
import io.headrace.spec.Places;
import io.headrace.spec.hocon.Catalog;
import io.headrace.spec.hocon.ExportReader;
import io.headrace.spec.hocon.Section;
import io.headrace.table.Publications;
import java.util.Map;

/** Published rows sent to another system. */
public final class ExportKind implements JobKind<ExportSpec> {
    @Override
    public String word() {
        return ExportSpec.KIND;
    }

    @Override
    public Declared read(Section section, JobHeader header, Catalog catalog) {
        return ExportReader.read(section, header, catalog);
    }

    @Override
    public JobStage stage(ExportSpec job, Workplace place) {
        Publications publications = new Publications(place.lake(), place.clock());
        return new ExportStage(job, place.places(), place.lake(), place.ledger(), publications);
    }

    @Override
    public Map<String, String> outside(ExportSpec job, Places places) {
        return job.target() instanceof ExportSpec.Target.Files ? Map.of("exports", places.exports()) : Map.of();
    }
}
