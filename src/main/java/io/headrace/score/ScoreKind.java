package io.headrace.score;

import static io.headrace.spec.EngineColumn.AS_OF;

import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.job.JobKind;
import io.headrace.job.JobStage;
import io.headrace.job.TableSchemas;
import io.headrace.job.Workplace;
import io.headrace.metric.Target;
import io.headrace.registry.ModelTrust;
import io.headrace.registry.Registry;
import io.headrace.spec.FeatureView;
import io.headrace.spec.JobHeader;
import io.headrace.spec.Layer;
import io.headrace.spec.Project;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.TableName;
import io.headrace.spec.TrainSpec;
import io.headrace.spec.hocon.Catalog;
import io.headrace.spec.hocon.ScoreReader;
import io.headrace.spec.hocon.Section;
import io.headrace.table.PersonalLineage;
import io.headrace.table.Publications;
import io.headrace.table.TableDescription;
import io.headrace.table.TableLayout;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructField;
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
        Registry registry = new Registry(
                place.lake(), place.clock(), ModelTrust.of(place.places().trust()));
        Publications publications = new Publications(place.lake(), place.clock());
        return new ScoreStage(job, place.lake(), place.ledger(), registry, publications, Tiles.of(place.places()));
    }

    @Override
    public Optional<StructType> schema(ScoreSpec job, TableName table, TableSchemas schemas) {
        return schemas.of(job.view().table())
                .filter(features -> table.equals(job.table()))
                .map(features -> features.apply(job.view().entity()).dataType())
                .map(entity -> new ScoreColumns(job)
                        .scores(entity, target(job.model(), schemas.project()))
                        .schema());
    }

    @Override
    public Optional<FeatureView> sees(ScoreSpec job) {
        return Optional.of(job.view());
    }

    @Override
    public List<TableDescription> tables(ScoreSpec job, TableSchemas schemas) {
        return schemas.of(job.view().table()).stream()
                .flatMap(view -> described(job, view, target(job.model(), schemas.project())))
                .toList();
    }

    private static Stream<TableDescription> described(ScoreSpec job, StructType view, Target target) {
        ScoreColumns columns = new ScoreColumns(job);
        StructField entity = view.apply(job.view().entity());
        Set<String> personal = PersonalLineage.isMarked(entity) ? Set.of(entity.name()) : Set.of();
        TableLayout scores = columns.scores(entity.dataType(), target).withPersonal(personal);
        String owner = job.header().owner();
        return Stream.of(
                TableDescription.of(scores, owner, Layer.SCORES.row(), entity.name(), AS_OF, "arm"),
                TableDescription.of(
                        columns.errors(entity.dataType()).withPersonal(personal),
                        owner,
                        Layer.SCORE_ERRORS.row(),
                        entity.name(),
                        AS_OF));
    }

    /** What a model predicts; of one that no job trains nothing but the columns of all scores is known. */
    private static Target target(String model, Project project) {
        return project.jobs().values().stream()
                .filter(job -> job instanceof TrainSpec train && train.model().equals(model))
                .map(job -> ((TrainSpec) job).target())
                .findFirst()
                .orElse(Target.BINARY);
    }
}
