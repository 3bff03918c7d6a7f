package io.headrace.train.search;

import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.metric.Metric;
import io.headrace.run.Json;
import io.headrace.run.RunId;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.table.StagedTable;
import io.headrace.table.TableDescription;
import io.headrace.table.TableLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Writes and reads what searches tried, in {@code headrace.trials}. */
public final class TrialEncoders {
    /** The table of what searches tried. */
    public static final TableName TABLE = Layer.SYSTEM.table("trials");

    private static final StructType SCHEMA = new StructType(new StructField[] {
        Lake.field(RUN_ID, DataTypes.StringType, "Training run"),
        Lake.field("model", DataTypes.StringType, "Model"),
        Lake.field("model_version", DataTypes.IntegerType, "Version"),
        Lake.field("trial", DataTypes.IntegerType, "Number of the trial, from 1"),
        Lake.field("share", DataTypes.DoubleType, "Share of the training rows that was used"),
        Lake.field("settings", DataTypes.StringType, "Settings of the learner, as JSON"),
        Lake.field("metric", DataTypes.StringType, "What was measured: auc, rmse or log_loss"),
        Lake.field("fold", DataTypes.IntegerType, "Validation fold from 1, 0 for the mean of all"),
        Lake.field("value", DataTypes.DoubleType, "The metric"),
        Lake.field("rows", DataTypes.LongType, "Validation rows of all folds"),
        Lake.field("chosen", DataTypes.BooleanType, "Whether the model was fitted with these settings")
    });

    /** The description of the table. */
    static final TableDescription DESCRIPTION = TableDescription.system(
            TABLE, "what a search found of one combination of settings, by fold", SCHEMA, RUN_ID, "trial", "fold");

    private TrialEncoders() {}

    /**
     * The mean over the folds of a trial.
     *
     * @param isChosen whether the model was fitted with these settings
     */
    public record Line(
            SortedMap<String, Double> settings,
            Metric metric,
            double value,
            double share,
            long rows,
            boolean isChosen) {}

    /** Stages the trials of a version. */
    public static StagedTable staged(Lake lake, RunId run, String model, int version, List<Trial> trials) {
        Trial best = SettingsSearch.best(trials);
        List<Row> rows = new ArrayList<>();
        for (int trial = 0; trial < trials.size(); trial++) {
            Trial found = trials.get(trial);
            for (int fold = 0; fold <= found.folds().size(); fold++) {
                rows.add(RowFactory.create(
                        run.toString(),
                        model,
                        version,
                        trial + 1,
                        found.share(),
                        Json.write(found.settings()),
                        found.metric().name(),
                        fold,
                        fold == 0 ? found.value() : found.folds().get(fold - 1),
                        found.rows(),
                        found.equals(best)));
            }
        }
        lake.ensure(TableLayout.plain(TABLE, SCHEMA));
        return lake.stage(TABLE)
                .append(lake.spark().createDataFrame(rows, SCHEMA).coalesce(1));
    }

    /** What the search of a run tried, the chosen settings first; nothing where it did not search. */
    public static List<Line> of(Lake lake, String runId) {
        return lake.rows(TABLE, SCHEMA, Map.of(RUN_ID, Set.of(runId))).stream()
                .filter(row -> row.<Integer>getAs("fold") == 0)
                .sorted(Comparator.comparing((Row row) -> row.<Boolean>getAs("chosen"))
                        .thenComparing(row -> row.<Double>getAs("share"))
                        .reversed()
                        .thenComparing(row -> row.<Integer>getAs("trial")))
                .map(row -> new Line(
                        settings(row.getAs("settings")),
                        Metric.named(row.getAs("metric")),
                        row.<Double>getAs("value"),
                        row.<Double>getAs("share"),
                        row.<Long>getAs("rows"),
                        row.<Boolean>getAs("chosen")))
                .toList();
    }

    private static SortedMap<String, Double> settings(String json) {
        SortedMap<String, Double> settings = new TreeMap<>();
        Map<?, ?> read = Json.read(json, Map.class);
        read.forEach((name, value) -> settings.put((String) name, ((Number) value).doubleValue()));
        return settings;
    }
}
