package io.headrace.features;

import static io.headrace.spec.EngineColumn.AS_OF;

import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.job.JobKind;
import io.headrace.job.JobStage;
import io.headrace.job.TableSchemas;
import io.headrace.job.Workplace;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeaturesSpec;
import io.headrace.spec.JobHeader;
import io.headrace.spec.Layer;
import io.headrace.spec.hocon.Catalog;
import io.headrace.spec.hocon.FeaturesReader;
import io.headrace.spec.hocon.Section;
import io.headrace.table.PersonalLineage;
import io.headrace.table.TableDescription;
import java.util.List;
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

    @Override
    public Optional<FeatureView> sees(FeaturesSpec job) {
        return Optional.of(job.view());
    }

    @Override
    public List<TableDescription> tables(FeaturesSpec job, TableSchemas schemas) {
        FeatureView view = job.view();
        return schemas
                .of(view.table())
                .map(schema -> new ViewColumns(view)
                        .layout(schema.apply(view.entity()).dataType())
                        .withPersonal(PersonalLineage.marked(schema)))
                .map(layout ->
                        TableDescription.of(layout, job.header().owner(), Layer.FEATURES.row(), view.entity(), AS_OF))
                .stream()
                .toList();
    }
}
