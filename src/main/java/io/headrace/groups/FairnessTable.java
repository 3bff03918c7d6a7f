package io.headrace.groups;

import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.run.RunId;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import io.headrace.stats.Interval;
import io.headrace.stats.estimate.Side;
import io.headrace.stats.fairness.AcrossGroups;
import io.headrace.stats.fairness.FairnessPolicy;
import io.headrace.stats.fairness.FairnessPolicy.Form;
import io.headrace.stats.fairness.FairnessReport;
import io.headrace.stats.fairness.Group;
import io.headrace.stats.fairness.Group.Condition;
import io.headrace.stats.fairness.GroupComparison;
import io.headrace.stats.fairness.GroupFigure;
import io.headrace.stats.fairness.Reversal;
import io.headrace.table.Lake;
import io.headrace.table.PersonalLineage;
import io.headrace.table.RunTable;
import io.headrace.table.TableDescription;
import java.sql.Date;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** {@code headrace.fairness}: what decisions did to groups of people, and what policies say of it; nothing of single persons. */
public final class FairnessTable {
    /** The table. */
    static final TableName TABLE = Layer.SYSTEM.table("fairness");

    /** A figure of a group. */
    public static final String FIGURE = "figure";

    /** A group beside its reference. */
    public static final String COMPARISON = "comparison";

    /** The widest gap between any two groups. */
    public static final String GAP = "gap";

    /** Inequality among all persons. */
    static final String ENTROPY = "entropy";

    /** A comparison that turns round where another column is held fixed. */
    public static final String REVERSAL = "reversal";

    /** What a policy says of a group, or of all. */
    public static final String POLICY = "policy";

    /** Rows of one kind as readers see them: by policy, group, metric and form. */
    public static final Comparator<Row> ORDER = Comparator.comparing((Row row) -> row.<String>getAs("policy"))
            .thenComparing(row -> group(row))
            .thenComparing(row -> row.<String>getAs("metric"))
            .thenComparing(row -> row.<String>getAs("form"));

    private static final DataType TEXTS = DataTypes.createArrayType(DataTypes.StringType);

    private static final StructType SCHEMA = new StructType(new StructField[] {
        Lake.field(RUN_ID, DataTypes.StringType, "Run of the fairness job, or of the train job that names one"),
        Lake.field("logical_date", DataTypes.DateType, "Its logical date"),
        Lake.field("model", DataTypes.StringType, "Model"),
        Lake.field("model_versions", DataTypes.StringType, "Versions that scored the rows"),
        Lake.field("first_as_of", DataTypes.StringType, "First as-of of the window, in UTC"),
        Lake.field("last_as_of", DataTypes.StringType, "Its last as-of"),
        Lake.field("outcomes", DataTypes.StringType, "known, or open: then only selection and mean score can be told"),
        Lake.field("kind", DataTypes.StringType, "figure, comparison, gap, entropy, reversal or policy"),
        Lake.field("policy", DataTypes.StringType, "Of a policy: its name; else empty"),
        Lake.field("metric", DataTypes.StringType, "What it is a figure of, such as selection_rate"),
        Lake.field(
                "form",
                DataTypes.StringType,
                "value, difference (group minus reference), ratio (group over reference); of a reversal the column held fixed"),
        Lake.field("columns", TEXTS, "Columns that make the groups; none for everybody"),
        PersonalLineage.marked(Lake.field(
                "values", TEXTS, "Their values in the group, null where unknown; none in rows about all groups")),
        PersonalLineage.marked(Lake.field("reference", TEXTS, "Their values in the group compared with")),
        Lake.field("value", DataTypes.DoubleType, "The figure; null where rows are too few"),
        Lake.field(
                "lower",
                DataTypes.DoubleType,
                "Lower end of its interval; of a policy made wider for the number of pairs"),
        Lake.field("upper", DataTypes.DoubleType, "Upper end of it"),
        Lake.field("rows", DataTypes.LongType, "Rows of the group that make the figure, an entity once"),
        Lake.field("reference_rows", DataTypes.LongType, "Those of the reference"),
        Lake.field("insufficient", DataTypes.BooleanType, "Whether rows are too few to tell"),
        Lake.field("p", DataTypes.DoubleType, "Of a comparison: p value of no difference"),
        Lake.field("q", DataTypes.DoubleType, "The same adjusted over all comparisons of the run (false discovery)"),
        Lake.field("q_family", DataTypes.DoubleType, "The same so that any false one is rare (Holm)"),
        Lake.field("bound", DataTypes.DoubleType, "Of a policy: what must be kept"),
        Lake.field("verdict", DataTypes.StringType, "Of a policy: ok, unknown or breach; else empty"),
        Lake.field("reason", DataTypes.StringType, "Why nothing can be said, or what turns round; else empty"),
        Lake.field("legal_basis", DataTypes.StringType, "Of a policy: its ground"),
        Lake.field("owner", DataTypes.StringType, "Of a policy: who answers for it"),
        Lake.field(
                "favourable",
                DataTypes.StringType,
                "positive or negative: the side of decisions and labels that rates are of; null in rows from before it was recorded")
    });

    /** What is known of the table. */
    static final TableDescription DESCRIPTION = TableDescription.system(
            TABLE,
            "a figure of a group of people, or what a policy says of it",
            SCHEMA,
            RUN_ID,
            "kind",
            "policy",
            "metric",
            "form",
            "columns",
            "values");

    private final RunId run;
    private final String model;
    private final SeenRows seen;
    private final Side favourable;
    private final List<Row> rows = new ArrayList<>();

    private FairnessTable(RunId run, String model, SeenRows seen, Side favourable) {
        this.run = run;
        this.model = model;
        this.seen = seen;
        this.favourable = favourable;
    }

    /** The table in a lake. */
    public static RunTable in(Lake lake) {
        return new RunTable(lake, DESCRIPTION);
    }

    /** The rows of a run. */
    public static List<Row> rows(RunId run, String model, SeenRows seen, Judged judged) {
        FairnessReport report = judged.report();
        FairnessTable table = new FairnessTable(run, model, seen, report.rules().favourable());
        report.figures().forEach(table::add);
        report.comparisons().forEach(table::add);
        report.across().forEach(table::add);
        report.entropies().ifPresent(entropies -> {
            table.addEntropy("generalised_entropy", entropies.generalised());
            table.addEntropy("theil", entropies.theil());
        });
        judged.reversals().forEach(table::add);
        judged.policies().forEach(outcome -> table.add(outcome, report));
        return List.copyOf(table.rows);
    }

    private void add(GroupFigure figure) {
        add(new Cells(FIGURE, word(figure.metric()), "value")
                .of(figure.group())
                .value(figure.value(), figure.interval())
                .with("rows", figure.rows())
                .with("insufficient", figure.isInsufficient()));
    }

    private void add(GroupComparison found) {
        add(compared(found, "difference", found.difference(), found.differenceInterval()));
        if (found.metric().hasRatio()) {
            add(compared(found, "ratio", found.ratio(), found.ratioInterval()));
        }
    }

    private static Cells compared(
            GroupComparison found, String form, OptionalDouble value, Optional<Interval> interval) {
        return new Cells(COMPARISON, word(found.metric()), form)
                .of(found.group())
                .beside(found.reference())
                .value(value, interval)
                .with("rows", found.rows())
                .with("reference_rows", found.referenceRows())
                .with("insufficient", found.isInsufficient())
                .with("p", orNull(found.pValue()))
                .with("q", orNull(found.falseDiscovery()))
                .with("q_family", orNull(found.familyWise()));
    }

    private void add(AcrossGroups gap) {
        Cells difference = new Cells(GAP, word(gap.metric()), "difference")
                .ofAll(gap.columns())
                .value(gap.difference(), Optional.empty());
        add(difference.with("insufficient", gap.difference().isEmpty()));
        if (gap.metric().hasRatio()) {
            Cells ratio = new Cells(GAP, word(gap.metric()), "ratio")
                    .ofAll(gap.columns())
                    .value(gap.ratio(), Optional.empty());
            add(ratio.with("insufficient", gap.difference().isEmpty()));
        }
    }

    private void addEntropy(String metric, double value) {
        add(new Cells(ENTROPY, metric, "value")
                .of(Group.EVERYBODY)
                .value(OptionalDouble.of(value), Optional.empty())
                .with("insufficient", false));
    }

    private void add(Reversal found) {
        add(new Cells(REVERSAL, word(found.metric()), found.column())
                .of(found.group())
                .beside(found.reference())
                .value(OptionalDouble.of(found.adjusted()), Optional.of(found.adjustedInterval()))
                .with("insufficient", false)
                .with(
                        "reason",
                        String.format(
                                Locale.ROOT,
                                "in all rows %+.4f, with %s held fixed %+.4f: %s",
                                found.margin(),
                                found.column(),
                                found.adjusted(),
                                found.isClear() ? "more than chance" : "may be chance")));
    }

    private void add(FairnessPolicy.Outcome outcome, FairnessReport report) {
        FairnessPolicy policy = outcome.policy();
        add(judged(policy, outcome.verdict())
                .ofAll(policy.columns())
                .with("insufficient", outcome.reference().isEmpty()));
        for (FairnessPolicy.Pair pair : outcome.pairs()) {
            Cells cells = judged(policy, pair.verdict())
                    .of(pair.group())
                    .value(value(policy, pair, outcome.reference(), report), pair.interval())
                    .with("rows", pair.rows())
                    .with("reference_rows", pair.referenceRows())
                    .with("insufficient", pair.interval().isEmpty())
                    .with("reason", pair.reason());
            outcome.reference().ifPresent(cells::beside);
            add(cells);
        }
    }

    private static Cells judged(FairnessPolicy policy, FairnessPolicy.Verdict verdict) {
        return new Cells(POLICY, word(policy.metric()), policy.form() == Form.RATIO_AT_LEAST ? "ratio" : "difference")
                .with("policy", policy.name())
                .with("bound", policy.bound())
                .with("verdict", word(verdict))
                .with("legal_basis", policy.legalBasis())
                .with("owner", policy.owner());
    }

    private static OptionalDouble value(
            FairnessPolicy policy, FairnessPolicy.Pair pair, Optional<Group> reference, FairnessReport report) {
        if (pair.interval().isEmpty()) {
            return OptionalDouble.empty();
        }
        double own = report.figure(policy.metric(), pair.group()).value().orElse(Double.NaN);
        double other =
                report.figure(policy.metric(), reference.orElseThrow()).value().orElse(Double.NaN);
        double value = policy.form() == Form.RATIO_AT_LEAST ? own / other : own - other;
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    private void add(Cells cells) {
        Map<String, Object> all = cells.cells();
        all.put(RUN_ID, run.toString());
        all.put("logical_date", Date.valueOf(run.date()));
        all.put("model", model);
        all.put("model_versions", seen.versions());
        all.put("first_as_of", seen.firstAsOf());
        all.put("last_as_of", seen.lastAsOf());
        all.put("outcomes", seen.outcomes());
        all.put("favourable", word(favourable));
        rows.add(RowFactory.create(Stream.of(SCHEMA.fieldNames()).map(all::get).toArray()));
    }

    /** Rows of some runs, in any order; starts no Spark. */
    public static List<Row> rows(Lake lake, Set<String> runs) {
        return runs.isEmpty() ? List.of() : in(lake).rows(Map.of(RUN_ID, runs));
    }

    /** The group of a row. */
    public static Group group(Row row) {
        List<String> columns = row.getList(row.fieldIndex("columns"));
        List<String> values = row.getList(row.fieldIndex("values"));
        return group(columns, values);
    }

    /** The reference of a row; empty where there is none. */
    public static Optional<Group> reference(Row row) {
        return row.getAs("reference") == null
                ? Optional.empty()
                : Optional.of(group(row.getList(row.fieldIndex("columns")), row.getList(row.fieldIndex("reference"))));
    }

    private static Group group(List<String> columns, List<String> values) {
        List<Condition> conditions = new ArrayList<>();
        for (int place = 0; place < values.size(); place++) {
            conditions.add(new Condition(columns.get(place), Optional.ofNullable(values.get(place))));
        }
        return new Group(conditions);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Double orNull(double value) {
        return Double.isNaN(value) ? null : value;
    }

    /** What is known of a row; what is not stays null, texts empty. */
    private record Cells(Map<String, Object> cells) {
        Cells(String kind, String metric, String form) {
            this(new LinkedHashMap<>(Map.of(
                    "kind", kind,
                    "metric", metric,
                    "form", form,
                    "policy", "",
                    "verdict", "",
                    "reason", "",
                    "legal_basis", "",
                    "owner", "")));
        }

        Cells with(String column, Object value) {
            cells.put(column, value);
            return this;
        }

        Cells of(Group group) {
            return with("columns", texts(group.columns())).with("values", values(group));
        }

        Cells ofAll(List<String> columns) {
            return with("columns", texts(columns)).with("values", texts(List.of()));
        }

        Cells beside(Group reference) {
            return with("reference", values(reference));
        }

        Cells value(OptionalDouble value, Optional<Interval> interval) {
            return with("value", value.isPresent() ? value.getAsDouble() : null)
                    .with("lower", interval.map(Interval::lower).orElse(null))
                    .with("upper", interval.map(Interval::upper).orElse(null));
        }
    }

    /** The values of a group as rows of Spark hold them, null where one is unknown. */
    static Object values(Group group) {
        return texts(Arrays.asList(group.conditions().stream()
                .map(condition -> condition.value().orElse(null))
                .toArray(String[]::new)));
    }

    /** As rows of Spark hold lists. */
    static Object texts(List<String> texts) {
        return scala.jdk.javaapi.CollectionConverters.asScala(texts).toSeq();
    }
}
