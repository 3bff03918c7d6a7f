package io.headrace.groups;

import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.stats.fairness.Frontier;
import io.headrace.stats.fairness.Group;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.Ledger.Claim;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.sql.Row;

/**
 * What the last run of a fairness job found, or of a train job that names one.
 *
 * @param job its name
 * @param model the model
 * @param run the run; empty where there was none
 * @param modelVersions versions that scored, empty where nothing was judged
 * @param firstAsOf first as-of of the window, in UTC; empty where nothing was judged
 * @param lastAsOf its last as-of
 * @param outcomes known or open; empty where nothing was judged
 * @param favourable positive or negative: the side of decisions and labels that rates are of; empty where nothing was judged, or it was not recorded yet
 * @param policies what policies in force say, of all groups and then of each
 * @param figures of everybody, each group and intersection
 * @param comparisons of groups with their reference
 * @param reversals comparisons that turn round where a column is held fixed
 * @param remedies thresholds by group and what they cost; none where the job does not ask for them, or too few groups have rows enough
 */
public record FairnessStatus(
        String job,
        String model,
        String run,
        String modelVersions,
        String firstAsOf,
        String lastAsOf,
        String outcomes,
        String favourable,
        List<OfPolicy> policies,
        List<Figure> figures,
        List<Compared> comparisons,
        List<Compared> reversals,
        List<Remedied> remedies) {
    /** A group differs from its reference where q is below. */
    public static final double LEVEL = 0.05;

    /** The metrics that readers see first: the name in rows to a heading. */
    public static final List<Map.Entry<String, String>> SHOWN = List.of(
            Map.entry("selection_rate", "selected"),
            Map.entry("true_positive_rate", "true positives"),
            Map.entry("false_positive_rate", "false positives"),
            Map.entry("precision", "precision"),
            Map.entry("mean_score", "mean score"),
            Map.entry("auc", "AUC"));

    /** What is said where the negative side is favourable, as words such as "selected" then mean the other way round; else empty. */
    public static String turnedRound(String favourable) {
        return favourable.equals("negative")
                ? "The negative decision is the good one: selected are those who got it, true positives those of negative label who did."
                : "";
    }

    public FairnessStatus {
        policies = List.copyOf(policies);
        figures = List.copyOf(figures);
        comparisons = List.copyOf(comparisons);
        reversals = List.copyOf(reversals);
        remedies = List.copyOf(remedies);
    }

    /**
     * A point on the frontier of value and fairness.
     *
     * @param aim what is asked of groups
     * @param step how far of {@code steps} to it, from the best thresholds of each group
     * @param lower lower end of the value's interval; null where not known, as the upper
     * @param balancedAccuracy the AUC of the decisions
     * @param aucOfScores the AUC of the scores, and of ranks within groups
     * @param leftOut groups with too few rows for thresholds of their own
     */
    public record Remedied(
            String aim,
            int step,
            int steps,
            double selectionGap,
            double truePositiveGap,
            double falsePositiveGap,
            double valuePer1000,
            Double lower,
            Double upper,
            String currency,
            double accuracy,
            double balancedAccuracy,
            double aucOfScores,
            double aucWithinGroups,
            long rows,
            int leftOut,
            List<OfGroup> thresholds) {
        public Remedied {
            thresholds = List.copyOf(thresholds);
        }
    }

    /**
     * A threshold of a group.
     *
     * @param share of its rows for which the threshold is drawn
     */
    public record OfGroup(Map<String, String> group, double threshold, double share) {}

    /**
     * A figure of a group.
     *
     * @param group column to value, null where it is unknown; empty for everybody
     * @param value null where rows are too few, as its ends
     */
    public record Figure(
            String metric, Map<String, String> group, Double value, Double lower, Double upper, long rows) {}

    /**
     * A group beside its reference.
     *
     * @param form difference or ratio; of a reversal the column held fixed
     * @param q of a comparison: p value adjusted over all of them; null where rows are too few
     */
    public record Compared(
            String metric,
            String form,
            Map<String, String> group,
            Map<String, String> reference,
            Double value,
            Double lower,
            Double upper,
            Double q,
            String reason) {}

    /**
     * What a policy says.
     *
     * @param group empty for the verdict over all groups
     * @param reference empty where there is none
     * @param value null where rows are too few, as its ends
     */
    public record OfPolicy(
            String policy,
            String verdict,
            String metric,
            String form,
            double bound,
            Map<String, String> group,
            Map<String, String> reference,
            Double value,
            Double lower,
            Double upper,
            String reason,
            String legalBasis,
            String owner) {}

    /**
     * Reads it; starts no Spark.
     *
     * @param job a fairness job, or a train job that names one
     */
    public static FairnessStatus of(String job, String model, Lake lake, Ledger ledger) {
        Optional<String> run = ledger.claims(job).stream()
                .filter(Claim::isDone)
                .max(Comparator.comparing(Claim::date).thenComparing(Claim::claimedAt))
                .map(claim -> claim.run().toString());
        List<Row> rows = run.map(id -> FairnessTable.rows(lake, Set.of(id))).orElse(List.of());
        return new FairnessStatus(
                job,
                model,
                run.orElse(""),
                first(rows, "model_versions"),
                first(rows, "first_as_of"),
                first(rows, "last_as_of"),
                first(rows, "outcomes"),
                Objects.requireNonNullElse(first(rows, "favourable"), ""),
                of(rows, FairnessTable.POLICY, FairnessStatus::policy),
                of(rows, FairnessTable.FIGURE, FairnessStatus::figure),
                of(rows, FairnessTable.COMPARISON, FairnessStatus::compared),
                of(rows, FairnessTable.REVERSAL, FairnessStatus::compared),
                remedies(run.map(id -> RemedyTable.in(lake).rows(Map.of(RUN_ID, Set.of(id))))
                        .orElse(List.of())));
    }

    private static List<Remedied> remedies(List<Row> rows) {
        return rows.stream()
                .filter(row -> !isThreshold(row))
                .sorted(Comparator.comparing((Row row) ->
                                Frontier.Aim.valueOf(row.<String>getAs("aim").toUpperCase(Locale.ROOT)))
                        .thenComparing(row -> row.<Integer>getAs("step")))
                .map(point -> remedied(
                        point,
                        rows.stream()
                                .filter(row -> isThreshold(row)
                                        && row.getAs("aim").equals(point.getAs("aim"))
                                        && row.getAs("step").equals(point.getAs("step")))
                                .sorted(Comparator.comparing(FairnessTable::group)
                                        .thenComparing(row -> row.<Double>getAs("threshold")))
                                .map(row -> new OfGroup(
                                        values(FairnessTable.group(row)),
                                        row.<Double>getAs("threshold"),
                                        row.<Double>getAs("share")))
                                .toList()))
                .toList();
    }

    private static boolean isThreshold(Row row) {
        return row.getAs("threshold") != null;
    }

    private static Remedied remedied(Row row, List<OfGroup> thresholds) {
        return new Remedied(
                row.getAs("aim"),
                row.<Integer>getAs("step"),
                Frontier.STEPS,
                row.<Double>getAs("selection_gap"),
                row.<Double>getAs("true_positive_gap"),
                row.<Double>getAs("false_positive_gap"),
                row.<Double>getAs("value_per_1000"),
                row.getAs("lower"),
                row.getAs("upper"),
                row.getAs("currency"),
                row.<Double>getAs("accuracy"),
                row.<Double>getAs("balanced_accuracy"),
                row.<Double>getAs("auc_of_scores"),
                row.<Double>getAs("auc_within_groups"),
                row.<Long>getAs("rows"),
                row.<Integer>getAs("left_out"),
                thresholds);
    }

    private static String first(List<Row> rows, String column) {
        return rows.isEmpty() ? "" : rows.get(0).getAs(column);
    }

    private static <T> List<T> of(List<Row> rows, String kind, Function<Row, T> made) {
        return rows.stream()
                .filter(row -> row.getAs("kind").equals(kind))
                .sorted(FairnessTable.ORDER)
                .map(made)
                .toList();
    }

    private static Figure figure(Row row) {
        return new Figure(
                row.getAs("metric"),
                values(FairnessTable.group(row)),
                row.getAs("value"),
                row.getAs("lower"),
                row.getAs("upper"),
                row.<Long>getAs("rows"));
    }

    private static Compared compared(Row row) {
        return new Compared(
                row.getAs("metric"),
                row.getAs("form"),
                values(FairnessTable.group(row)),
                reference(row),
                row.getAs("value"),
                row.getAs("lower"),
                row.getAs("upper"),
                row.getAs("q"),
                row.getAs("reason"));
    }

    private static OfPolicy policy(Row row) {
        return new OfPolicy(
                row.getAs("policy"),
                row.getAs("verdict"),
                row.getAs("metric"),
                row.getAs("form"),
                row.<Double>getAs("bound"),
                values(FairnessTable.group(row)),
                reference(row),
                row.getAs("value"),
                row.getAs("lower"),
                row.getAs("upper"),
                row.getAs("reason"),
                row.getAs("legal_basis"),
                row.getAs("owner"));
    }

    private static Map<String, String> reference(Row row) {
        return FairnessTable.reference(row).map(FairnessStatus::values).orElse(Map.of());
    }

    private static Map<String, String> values(Group group) {
        Map<String, String> values = new LinkedHashMap<>();
        group.conditions()
                .forEach(condition ->
                        values.put(condition.column(), condition.value().orElse(null)));
        return Collections.unmodifiableMap(values);
    }
}
