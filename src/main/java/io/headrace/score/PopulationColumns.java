package io.headrace.score;

import static io.headrace.spec.EngineColumn.AS_OF;
import static io.headrace.spec.EngineColumn.FEATURE_VERSION;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.headrace.features.KeptViews;
import io.headrace.features.LakeViewColumns;
import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.registry.ModelVersion;
import io.headrace.run.Intent;
import io.headrace.run.RunContext;
import io.headrace.spec.FeatureView;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.table.OutsideTable.DataFile;
import io.headrace.table.Partitions;
import io.headrace.table.SqlClock;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * The features of those who are scored, by the definition that the model learnt from: those that the features job published, or where the
 * view was changed since, computed anew by the kept definition.
 */
final class PopulationColumns {
    private final ScoreSpec spec;
    private final Lake lake;
    private final Tiles tiles;

    PopulationColumns(ScoreSpec spec, Lake lake, Tiles tiles) {
        this.spec = spec;
        this.lake = lake;
        this.tiles = tiles;
    }

    /** What a run reads, and by which definition. */
    Choice choose(RunContext context, ModelVersion champion) {
        TableName published = spec.view().table();
        long version = lake.version(published);
        Map<String, Long> inputs = new TreeMap<>(Map.of(published.toString(), version));
        String learnt = champion.record().provenance().featureVersion();
        List<String> there = published(context, version)
                .select(FEATURE_VERSION)
                .distinct()
                .as(Encoders.STRING())
                .collectAsList();
        if (learnt.isEmpty() || there.isEmpty() || there.equals(List.of(learnt))) {
            return new Choice(inputs, Map.of(), there.isEmpty() ? "" : there.get(0));
        }
        FeatureView view = new KeptViews(lake)
                .find(spec.view().name(), learnt)
                .orElseThrow(() -> ScoreErrors.otherFeatures(
                        spec.name(), champion.number(), spec.view().name(), learnt, there.get(0)));
        inputs.putAll(LakeViewColumns.versions(view, lake, context.asOf()));
        return new Choice(inputs, Map.of(Intent.OWN_FEATURES, learnt), learnt);
    }

    /** Table to version, facts of the intent, and the definition of the features that are read; empty where it is not known. */
    record Choice(Map<String, Long> inputs, Map<String, String> facts, String definition) {}

    /**
     * The rows: entity, {@code as_of}, features and {@code feature_version}; in slices of whole files with about as many rows as the job asks
     * for, the same ones each time. Features that are computed anew are one slice.
     */
    List<Dataset<Row>> slices(RunContext context, Intent intent) {
        String own = intent.facts().get(Intent.OWN_FEATURES);
        if (own != null) {
            return List.of(chosen(context, computed(context, intent, own)));
        }
        TableName table = spec.view().table();
        long version = intent.version(table.toString());
        List<Set<String>> slices = slices(lake.files(table, version, Partitions.asOf(context.asOf())));
        return slices.size() < 2
                ? List.of(chosen(context, published(context, version)))
                : slices.stream()
                        .map(files -> chosen(context, lake.read(table, version, files)))
                        .toList();
    }

    private Dataset<Row> chosen(RunContext context, Dataset<Row> rows) {
        return SqlClock.of(lake.spark(), context.zone(), () -> rows.where(SqlClock.expr(spec.where())));
    }

    private List<Set<String>> slices(List<DataFile> files) {
        List<Set<String>> slices = new ArrayList<>();
        long rows = spec.work().rowsPerSlice();
        for (DataFile file : files) {
            if (rows >= spec.work().rowsPerSlice()) {
                slices.add(new HashSet<>());
                rows = 0;
            }
            slices.get(slices.size() - 1).add(file.path());
            rows += file.rows() < 0 ? spec.work().rowsPerSlice() : file.rows();
        }
        return slices;
    }

    private Dataset<Row> published(RunContext context, long version) {
        return lake.read(spec.view().table(), version).where(col(AS_OF).equalTo(lit(Timestamp.from(context.asOf()))));
    }

    private Dataset<Row> computed(RunContext context, Intent intent, String definition) {
        FeatureView view = new KeptViews(lake)
                .find(spec.view().name(), definition)
                .orElseThrow(() -> new IllegalStateException(definition + " was kept when the run was resolved"));
        return new LakeViewColumns(lake, view, context.zone(), intent.inputs(), tiles)
                .at(List.of(context.asOf()))
                .withColumn(FEATURE_VERSION, lit(definition));
    }
}
