package io.headrace.score;

import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.job.JobKind;
import io.headrace.job.JobStage;
import io.headrace.job.TableSchemas;
import io.headrace.job.Workplace;
import io.headrace.metric.Target;
import io.headrace.registry.Registry;
import io.headrace.spec.JobHeader;
import io.headrace.spec.Project;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.TableName;
import io.headrace.spec.TrainSpec;
import io.headrace.spec.hocon.Catalog;
import io.headrace.spec.hocon.ScoreReader;
import io.headrace.spec.hocon.Section;
import io.headrace.table.Publications;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/** Published scores of a population. */
public final class ScoreKind implements JobKind<ScoreSpec> {
    @Override
    public String word() {
        return ScoreSpec.KIND;
    }

    @Override
    public Declared read(Section section, JobHeader header, Catalog catalog) {
        return ScoreReader.read(section, header, catalog);
    }

    @Override
    public JobStage stage(ScoreSpec job, Workplace place) {
        Registry registry = new Registry(place.lake(), place.clock());
        Publications publications = new Publications(place.lake(), place.clock());
        return new ScoreStage(job, place.lake(), place.ledger(), registry, publications, Tiles.of(place.places()));
    }

    @Override
    public Optional<StructType> schema(ScoreSpec job, TableName table, TableSchemas schemas) {
        return schemas.of(job.view().table())
                .filter(features -> table.equals(job.table()))
                .map(features -> features.apply(job.view().entity()).dataType())
                .map(entity -> new ScoreColumns(job)
                        .scores(entity, hasClasses(job.model(), schemas.project()))
                        .schema());
    }

    private static boolean hasClasses(String model, Project project) {
        return project.jobs().values().stream()
                .anyMatch(job -> job instanceof TrainSpec train
                        && train.model().equals(model)
                        && train.target() == Target.MULTICLASS);
    }
}
