package io.headrace.registry;

import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.policy.Alert;
import io.headrace.policy.Change;
import io.headrace.policy.Decision;
import io.headrace.policy.Step;
import io.headrace.run.RunId;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.table.RunTable;
import io.headrace.table.TableDescription;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** {@code headrace.decisions}: what a policy made of a day: alerts, and what is done about the model. */
public final class DecisionTable {
    /** The table. */
    public static final TableName TABLE = Layer.SYSTEM.table("decisions");

    /** The kind of rows that decide about the model. */
    static final String DECISION = "decision";

    private static final String ALERT = "alert";

    private static final StructType SCHEMA = new StructType(new StructField[] {
        Lake.field(RUN_ID, DataTypes.StringType, "Run that decided"),
        Lake.field("logical_date", DataTypes.DateType, "Its logical date"),
        Lake.field("model", DataTypes.StringType, "Model"),
        Lake.field("kind", DataTypes.StringType, "decision or alert"),
        Lake.field("id", DataTypes.StringType, "Of an alert: the same whenever the same day is judged again"),
        Lake.field(
                "action",
                DataTypes.StringType,
                "retrain, hold or roll_back; of an alert drift, unjudged or performance"),
        Lake.field("severity", DataTypes.StringType, "Of an alert: ticket or page; else empty"),
        Lake.field("version", DataTypes.StringType, "Version in force; empty where there is none"),
        Lake.field("target", DataTypes.StringType, "Of a rollback: the version to go back to"),
        Lake.field("subjects", DataTypes.createArrayType(DataTypes.StringType), "Columns or measures, gravest first"),
        Lake.field("text", DataTypes.StringType, "Reasons, for readers"),
        Lake.field("causes", DataTypes.createArrayType(DataTypes.StringType), "What else changed, latest first"),
        Lake.field("evidence", DataTypes.createArrayType(DataTypes.StringType), "Rows of statistics that say so"),
        Lake.field("policy", DataTypes.StringType, "Digest of the job, which holds the policy"),
        Lake.field("facts", DataTypes.StringType, "Of a decision: what else was known of the day, as JSON"),
        Lake.field("state", DataTypes.StringType, "Of a decision: what the policy keeps for the next day, as JSON")
    });

    /** What is known of the table. */
    static final TableDescription DESCRIPTION = TableDescription.chained(
            TABLE, "an alert, or what was decided about a model", SCHEMA, RUN_ID, "kind", "id");

    private DecisionTable() {}

    /** The table in a lake. */
    public static RunTable in(Lake lake) {
        return new RunTable(lake, DESCRIPTION);
    }

    /**
     * The rows of a day.
     *
     * @param facts what else was known of it, as JSON
     * @param state what the policy keeps for the next day, as JSON
     * @param policy digest of the job
     */
    public static List<Row> rows(RunId run, String model, Step step, String facts, String state, String policy) {
        Decision decision = step.decision();
        List<Row> rows = new ArrayList<>();
        step.alerts().forEach(alert -> rows.add(row(run, model, decision.version(), alert, policy)));
        rows.add(RowFactory.create(
                run.toString(),
                Date.valueOf(run.date()),
                model,
                DECISION,
                "",
                word(decision.action()),
                "",
                decision.version(),
                decision.target().orElse(""),
                seq(List.of()),
                String.join("; ", decision.reasons()),
                seq(List.of()),
                seq(decision.evidence()),
                policy,
                facts,
                state));
        return rows;
    }

    private static Row row(RunId run, String model, String version, Alert alert, String policy) {
        return RowFactory.create(
                run.toString(),
                Date.valueOf(run.date()),
                model,
                ALERT,
                alert.id(),
                word(alert.kind()),
                word(alert.severity()),
                version,
                "",
                seq(alert.subjects()),
                alert.text(),
                seq(alert.causes().stream().map(DecisionTable::words).toList()),
                seq(alert.evidence()),
                policy,
                null,
                null);
    }

    /** The alerts of some runs, in any order. */
    public static List<Row> alerts(Lake lake, Set<String> runs) {
        return runs.isEmpty() ? List.of() : in(lake).rows(Map.of(RUN_ID, runs, "kind", Set.of(ALERT)));
    }

    /** What was known of the days of some runs: run to facts. */
    public static Map<String, String> facts(Lake lake, Set<String> runs) {
        Map<String, String> facts = new TreeMap<>();
        forEachDecision(lake, Map.of(RUN_ID, runs), row -> facts.put(row.getAs(RUN_ID), row.getAs("facts")), "facts");
        return facts;
    }

    /** What was decided about the model in some runs, by run. */
    public static Map<String, Decision.Action> actions(Lake lake, Set<String> runs) {
        Map<String, Decision.Action> actions = new TreeMap<>();
        forEachDecision(
                lake,
                Map.of(RUN_ID, runs),
                row -> actions.put(
                        row.getAs(RUN_ID),
                        Decision.Action.valueOf(row.<String>getAs("action").toUpperCase(Locale.ROOT))),
                "action");
        return actions;
    }

    /**
     * What the policy kept after a day; empty where nothing was, as runs of earlier releases did.
     *
     * @param run that of the day; empty for none
     */
    public static Optional<String> state(Lake lake, String run) {
        List<String> states = new ArrayList<>();
        if (!run.isEmpty()) {
            forEachDecision(
                    lake,
                    Map.of(RUN_ID, Set.of(run)),
                    row -> Optional.ofNullable(row.<String>getAs("state")).ifPresent(states::add),
                    "state");
        }
        return states.stream().findFirst();
    }

    /** Looks at rows that decide in some columns only: others may be long. */
    private static void forEachDecision(
            Lake lake, Map<String, Set<String>> wanted, Consumer<Row> use, String... columns) {
        Map<String, Set<String>> decisions = new HashMap<>(wanted);
        decisions.put("kind", Set.of(DECISION));
        lake.forEachRow(
                TABLE,
                new StructType(Stream.concat(Stream.of(RUN_ID, "model", "kind", "logical_date"), Stream.of(columns))
                        .map(SCHEMA::apply)
                        .toArray(StructField[]::new)),
                decisions,
                use);
    }

    /**
     * The last decision to train a model that is of a day before a date, and not before that of its last training.
     *
     * @param trained date of the last training; empty where there is none
     * @return its reasons
     */
    public static Optional<String> toTrain(Lake lake, String model, Optional<LocalDate> trained, LocalDate date) {
        Map<String, Row> newest = new TreeMap<>();
        forEachDecision(
                lake,
                Map.of("model", Set.of(model)),
                row -> newest.merge(day(row), row, DecisionTable::later),
                "action",
                "text");
        return newest.entrySet().stream()
                .filter(day -> day.getKey().compareTo(date.toString()) < 0)
                .filter(day -> trained.map(last -> day.getKey().compareTo(last.toString()) >= 0)
                        .orElse(true))
                .map(Map.Entry::getValue)
                .filter(row -> row.getAs("action").equals(word(Decision.Action.RETRAIN)))
                .reduce((first, last) -> last)
                .map(row -> row.getAs("text"));
    }

    private static String day(Row row) {
        return row.<Date>getAs("logical_date").toString();
    }

    /** A later generation takes the place of an earlier one. */
    private static Row later(Row one, Row other) {
        return generation(one) >= generation(other) ? one : other;
    }

    private static int generation(Row row) {
        return RunId.parse(row.getAs(RUN_ID)).generation();
    }

    private static String words(Change change) {
        return change.day() + ": " + change.what();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Object seq(List<String> values) {
        return scala.jdk.javaapi.CollectionConverters.asScala(values).toSeq();
    }
}
