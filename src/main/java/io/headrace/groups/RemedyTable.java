package io.headrace.groups;

import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.run.RunId;
import io.headrace.spec.FairnessSpec;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import io.headrace.stats.Interval;
import io.headrace.stats.fairness.Frontier;
import io.headrace.stats.fairness.Group;
import io.headrace.stats.fairness.Remedy;
import io.headrace.stats.fairness.ThresholdMix;
import io.headrace.stats.value.Worth;
import io.headrace.table.Lake;
import io.headrace.table.PersonalLineage;
import io.headrace.table.RunTable;
import io.headrace.table.TableDescription;
import java.sql.Date;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** {@code headrace.remedies}: thresholds by group, and what they cost in value and accuracy. */
public final class RemedyTable {
    /** The table. */
    static final TableName TABLE = Layer.SYSTEM.table("remedies");

    private static final double CONFIDENCE = 0.95;
    private static final double THOUSAND = 1000;
    private static final DataType TEXTS = DataTypes.createArrayType(DataTypes.StringType);

    private static final StructType SCHEMA = new StructType(new StructField[] {
        Lake.field(RUN_ID, DataTypes.StringType, "Run of the fairness job"),
        Lake.field("logical_date", DataTypes.DateType, "Its logical date"),
        Lake.field("model", DataTypes.StringType, "Model"),
        Lake.field("model_versions", DataTypes.StringType, "Versions that scored the rows"),
        Lake.field(
                "aim",
                DataTypes.StringType,
                "one_threshold, best_of_each_group, demographic_parity or equalised_odds: what is asked of groups"),
        Lake.field(
                "step",
                DataTypes.IntegerType,
                "How far of " + Frontier.STEPS + " steps to the aim, from the best of each group"),
        Lake.field("columns", TEXTS, "Columns that make the groups"),
        PersonalLineage.marked(Lake.field(
                "values",
                TEXTS,
                "Of a threshold: the group's values, null where unknown; empty in the row of the point itself")),
        Lake.field(
                "threshold",
                DataTypes.DoubleType,
                "Of a threshold: a row of the group is acted on above it; 0 acts on all"),
        Lake.field(
                "share", DataTypes.DoubleType, "Of a threshold: the share of the group's rows for which it is drawn"),
        Lake.field("rows", DataTypes.LongType, "Labelled rows of groups that have rows enough"),
        Lake.field("left_out", DataTypes.IntegerType, "Groups with too few rows for thresholds of their own"),
        Lake.field("selection_gap", DataTypes.DoubleType, "Greatest minus least share of rows acted on"),
        Lake.field("true_positive_gap", DataTypes.DoubleType, "The same of positive rows"),
        Lake.field("false_positive_gap", DataTypes.DoubleType, "The same of negative rows"),
        Lake.field("value_per_1000", DataTypes.DoubleType, "What decisions on 1,000 rows are worth"),
        Lake.field("lower", DataTypes.DoubleType, "Lower end of its 95 % interval; null where not known"),
        Lake.field("upper", DataTypes.DoubleType, "Upper end of it"),
        Lake.field("currency", DataTypes.StringType, "What value is counted in"),
        Lake.field("accuracy", DataTypes.DoubleType, "Share of rows decided right"),
        Lake.field(
                "balanced_accuracy",
                DataTypes.DoubleType,
                "Mean of the shares of positive and of negative rows decided right: the AUC of decisions"),
        Lake.field("auc_of_scores", DataTypes.DoubleType, "AUC of the scores, all groups together"),
        Lake.field("auc_within_groups", DataTypes.DoubleType, "AUC if rows are ranked within their group")
    });

    /** What is known of the table. */
    static final TableDescription DESCRIPTION = TableDescription.system(
            TABLE, "thresholds by group, and what they cost", SCHEMA, RUN_ID, "aim", "step", "values", "threshold");

    private RemedyTable() {}

    /** The table in a lake. */
    public static RunTable in(Lake lake) {
        return new RunTable(lake, DESCRIPTION);
    }

    /**
     * The last of some runs that has thresholds for an aim, by the columns that the job names now.
     *
     * @param runs of the job
     */
    public static Optional<String> lastRun(Lake lake, Set<String> runs, Frontier.Aim aim, FairnessSpec job) {
        List<String> columns = job.remedies().map(FairnessSpec.Remedies::groups).orElse(List.of());
        return wholly(lake, runs, aim).stream()
                .filter(row -> row.getList(row.fieldIndex("columns")).equals(columns))
                .map(row -> RunId.parse(row.<String>getAs(RUN_ID)))
                .max(Comparator.comparing(RunId::date).thenComparing(RunId::generation))
                .map(RunId::toString);
    }

    /** The thresholds of a run that reach an aim wholly. */
    public static SortedMap<Group, ThresholdMix> thresholds(Lake lake, String run, Frontier.Aim aim) {
        SortedMap<Group, List<ThresholdMix.Part>> parts = new TreeMap<>();
        wholly(lake, Set.of(run), aim).stream()
                .sorted(Comparator.comparing(row -> row.<Double>getAs("threshold")))
                .forEach(row -> parts.computeIfAbsent(FairnessTable.group(row), group -> new ArrayList<>())
                        .add(new ThresholdMix.Part(row.<Double>getAs("threshold"), row.<Double>getAs("share"))));
        SortedMap<Group, ThresholdMix> thresholds = new TreeMap<>();
        parts.forEach((group, mix) -> thresholds.put(group, new ThresholdMix(mix)));
        return thresholds;
    }

    private static List<Row> wholly(Lake lake, Set<String> runs, Frontier.Aim aim) {
        return runs.isEmpty()
                ? List.of()
                : in(lake).rows(Map.of(RUN_ID, runs, "aim", Set.of(word(aim)))).stream()
                        .filter(row -> row.getAs("threshold") != null && row.<Integer>getAs("step") == Frontier.STEPS)
                        .toList();
    }

    private static String word(Frontier.Aim aim) {
        return aim.name().toLowerCase(Locale.ROOT);
    }

    /** The rows of a run: for each point one, and one for each threshold. */
    public static List<Row> rows(RunId run, String model, SeenRows seen, List<String> columns, Frontier frontier) {
        List<Row> rows = new ArrayList<>();
        for (Frontier.Point point : frontier.points()) {
            Map<String, Object> cells = new LinkedHashMap<>();
            cells.put(RUN_ID, run.toString());
            cells.put("logical_date", Date.valueOf(run.date()));
            cells.put("model", model);
            cells.put("model_versions", seen.versions());
            cells.put("aim", word(point.aim()));
            cells.put("step", point.step());
            cells.put("columns", FairnessTable.texts(columns));
            rows.add(row(cells, costs(frontier, point.remedy())));
            point.remedy()
                    .thresholds()
                    .forEach((group, mix) -> mix.parts().forEach(part -> rows.add(row(cells, threshold(group, part)))));
        }
        return rows;
    }

    private static Map<String, Object> costs(Frontier frontier, Remedy remedy) {
        Worth worth = remedy.worth();
        double perThousand = THOUSAND / worth.rows();
        Map<String, Object> cells = new LinkedHashMap<>();
        cells.put("values", FairnessTable.texts(List.of()));
        cells.put("rows", worth.rows());
        cells.put("left_out", frontier.leftOut().size());
        cells.put("selection_gap", remedy.selectionGap());
        cells.put("true_positive_gap", remedy.truePositiveGap());
        cells.put("false_positive_gap", remedy.falsePositiveGap());
        cells.put("value_per_1000", worth.total() * perThousand);
        worth.standardError().ifPresent(error -> {
            Interval interval = Interval.normal(worth.total() * perThousand, error * perThousand, CONFIDENCE);
            cells.put("lower", interval.lower());
            cells.put("upper", interval.upper());
        });
        cells.put("currency", worth.currency());
        cells.put("accuracy", remedy.accuracy());
        cells.put("balanced_accuracy", remedy.balancedAccuracy());
        cells.put("auc_of_scores", frontier.aucOfScores());
        cells.put("auc_within_groups", frontier.aucWithinGroups());
        return cells;
    }

    private static Map<String, Object> threshold(Group group, ThresholdMix.Part part) {
        return Map.of("values", FairnessTable.values(group), "threshold", part.threshold(), "share", part.share());
    }

    private static Row row(Map<String, Object> common, Map<String, Object> own) {
        Map<String, Object> cells = new LinkedHashMap<>(common);
        cells.putAll(own);
        return RowFactory.create(Stream.of(SCHEMA.fieldNames()).map(cells::get).toArray());
    }
}
