package io.headrace.features;

import static io.headrace.spec.EngineColumn.AS_OF;
import static io.headrace.spec.EngineColumn.FEATURE_VERSION;
import static io.headrace.spec.EngineColumn.RUN_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.job.JobStage;
import io.headrace.job.TableOutput;
import io.headrace.run.Intent;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.run.Verdict;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.KnownBy;
import io.headrace.spec.FeaturesSpec;
import io.headrace.table.Lake;
import io.headrace.table.Partitions;
import io.headrace.table.PersonalLineage;
import io.headrace.table.SparkFailures;
import io.headrace.table.StagedTable;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Computes a view at the run's as-of and publishes it as one partition of {@code features.VIEW}. */
public final class FeaturesStage implements JobStage {
    private final FeatureView view;
    private final ViewColumns columns;
    private final Lake lake;
    private final Tiles tiles;

    public FeaturesStage(FeaturesSpec spec, Lake lake, Tiles tiles) {
        this.view = spec.view();
        this.columns = new ViewColumns(view);
        this.lake = lake;
        this.tiles = tiles;
    }

    @Override
    public Resolved resolve(RunContext context, Optional<Intent> before) {
        Map<String, String> facts = new TreeMap<>(Map.of(Intent.DEFINITION, view.digest()));
        if (view.knownBy() == KnownBy.COMMIT) {
            facts.put(Intent.KNOWN_BY_COMMIT, "true");
        }
        return new Resolved(LakeViewColumns.versions(view, lake, context.asOf()), List.of(), facts);
    }

    @Override
    public Prepared prepare(RunContext context, RunId run, Intent intent) {
        requireEntity();
        Instant asOf = context.asOf();
        Dataset<Row> rows = new LakeViewColumns(lake, view, context.zone(), intent.inputs(), tiles)
                .at(List.of(asOf))
                .withColumn(FEATURE_VERSION, lit(view.digest()))
                .withColumn(RUN_ID, lit(run.toString()));
        new KeptViews(lake).keep(view);
        lake.ensure(columns.layout(rows.schema().apply(view.entity()).dataType())
                .withPersonal(PersonalLineage.columns(rows)));
        StagedTable staged = lake.stage(view.table());
        try {
            staged.replacePartition(Partitions.asOf(asOf), rows);
        } catch (RuntimeException e) {
            throw explained(e);
        }
        requireOneRowEach(view, staged.read());
        String message = String.format(Locale.ROOT, "%,d entities as of %s", staged.rows(), asOf);
        return new Prepared(
                List.of(new TableOutput(staged)),
                List.of(),
                Verdict.PUBLISHED,
                Map.of("rows", Long.toString(staged.rows())),
                message);
    }

    /** The keys that are null or have more than one row, with {@code _rows}: entity and as-of each. */
    public static Dataset<Row> repeated(FeatureView view, Dataset<Row> rows) {
        return rows.groupBy(view.entity(), AS_OF)
                .agg(count(lit(1)).as("_rows"))
                .where(col("_rows").gt(1).or(col(view.entity()).isNull()));
    }

    private void requireEntity() {
        if (lake.has(view.table())
                && !List.of(lake.read(view.table()).columns()).contains(view.entity())) {
            throw FeatureErrors.entityChanged(view.name(), view.entity());
        }
    }

    /** Refuses rows without entity and more than one row for an entity and as-of. */
    public static void requireOneRowEach(FeatureView view, Dataset<Row> rows) {
        repeated(view, rows)
                .orderBy(col(view.entity()).asc_nulls_first())
                .limit(1)
                .collectAsList()
                .forEach(row -> {
                    throw row.isNullAt(0)
                            ? FeatureErrors.noEntity(
                                    view,
                                    rows.where(col(view.entity()).isNull()).count())
                            : FeatureErrors.notUnique(view, String.valueOf(row.get(0)), row.getLong(2));
                });
    }

    private RuntimeException explained(RuntimeException e) {
        return SparkFailures.dataFault(e)
                .<RuntimeException>map(fault -> FeatureErrors.badData(view.name(), fault, e))
                .orElse(e);
    }
}
