package io.headrace.rollout;

import static io.headrace.spec.EngineColumn.AS_OF;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.headrace.groups.GroupRows;
import io.headrace.groups.Judged;
import io.headrace.groups.PolicyGate;
import io.headrace.metric.GateOutcome;
import io.headrace.run.Intent;
import io.headrace.run.RunContext;
import io.headrace.spec.Arms;
import io.headrace.spec.ExperimentSpec;
import io.headrace.spec.ExperimentSpec.Limits;
import io.headrace.spec.FairnessSpec;
import io.headrace.spec.RuleSql;
import io.headrace.spec.TableName;
import io.headrace.spec.TrainSpec;
import io.headrace.stats.WilsonInterval;
import io.headrace.stats.drift.PopulationStability;
import io.headrace.stats.drift.ScaledChiSquare;
import io.headrace.stats.drift.Smoothing;
import io.headrace.table.Lake;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** Holds the treated version's answers on the newest scores to the limits of an experiment; no outcome is waited for. */
final class ArmLimits {
    /** Fact: seconds that the last run of the score job took. */
    static final String SECONDS = "seconds";

    /** A limit is broken where a finding this far beyond it would be rarer than this if it held. */
    private static final double LEVEL = 0.001;

    private static final int DECILES = 10;
    private static final String ASSIGNED = "assigned_arm";
    private static final String CONTROL = "_control";
    private static final String TREATED = "_treated";
    private static final String NO_LABEL = "_label";

    private final ExperimentSpec spec;
    private final TrainSpec training;
    private final Lake lake;
    private final RunContext context;
    private final Intent intent;

    ArmLimits(ExperimentSpec spec, TrainSpec training, Lake lake, RunContext context, Intent intent) {
        this.spec = spec;
        this.training = training;
        this.lake = lake;
        this.context = context;
        this.intent = intent;
    }

    /**
     * What one limit says.
     *
     * @param limit its name
     * @param found the figure that is compared; NaN where it cannot be told
     * @param isBroken whether it is shown to be beyond the limit
     * @param words the figure, the limit and what they rest on
     */
    record LimitCheck(String limit, double found, boolean isBroken, String words) {}

    /** Each limit that can be told; none where the version scored nothing on the newest as-of. */
    List<LimitCheck> checks() {
        Limits limits = spec.limits();
        if (limits.equals(Limits.NONE)) {
            return List.of();
        }
        Dataset<Row> rows = newest().persist(StorageLevel.MEMORY_AND_DISK());
        try {
            if (rows.isEmpty()) {
                return List.of();
            }
            return Stream.of(
                            limits.unscored().flatMap(most -> unscored(rows, most)).stream(),
                            limits.psi().flatMap(most -> moved(rows, most)).stream(),
                            limits.seconds().flatMap(this::slow).stream(),
                            limits.fairness().stream().flatMap(job -> unfair(rows, job)))
                    .flatMap(found -> found)
                    .toList();
        } finally {
            rows.unpersist();
        }
    }

    /** The rows of the newest as-of that were given to the treated version. */
    private Dataset<Row> newest() {
        Dataset<Row> scores =
                lake.read(spec.scores(), intent.version(spec.scores().toString()));
        Instant begin = RunContext.asOf(spec.start(), context.zone());
        Dataset<Row> since =
                scores.where(col(AS_OF).between(lit(Timestamp.from(begin)), lit(Timestamp.from(context.asOf()))));
        Timestamp newest = since.agg(max(AS_OF)).first().getTimestamp(0);
        return since.where(col(AS_OF).equalTo(lit(newest)))
                .select(
                        col(RuleSql.name(training.view().entity())),
                        col(AS_OF),
                        col(ASSIGNED),
                        PairedOutcomes.answer(control()).as(CONTROL),
                        PairedOutcomes.answer(spec.treated()).as(TREATED))
                .where(col(TREATED).isNotNull());
    }

    /** Of the holdout no version says anything: its entities would be the champion's. */
    private String control() {
        return spec.control().equals(Arms.HOLDOUT) ? Arms.CHAMPION : spec.control();
    }

    /** A row that the deciding version cannot score is not published, so rows about which the treated version decides tell nothing. */
    private Optional<LimitCheck> unscored(Dataset<Row> rows, double most) {
        Row counts = rows.where(not(coalesce(col(ASSIGNED).equalTo(spec.treated()), lit(false))))
                .agg(count(lit(1)), count(when(col(TREATED + ".score").isNull(), 1)))
                .first();
        long all = counts.getLong(0);
        if (all == 0) {
            return Optional.empty();
        }
        double share = (double) counts.getLong(1) / all;
        double least = WilsonInterval.of((double) counts.getLong(1), all, 1 - 2 * LEVEL)
                .lower();
        return Optional.of(new LimitCheck(
                "unscored",
                share,
                least > most,
                String.format(
                        Locale.ROOT,
                        "%s cannot score %.4f of %,d rows, limit %s",
                        spec.treated(),
                        share,
                        all,
                        number(most))));
    }

    private Optional<LimitCheck> moved(Dataset<Row> rows, double most) {
        Dataset<Row> both = rows.where(col(CONTROL + ".score")
                        .isNotNull()
                        .and(col(TREATED + ".score").isNotNull()))
                .select(
                        col(CONTROL + ".score").as(CONTROL),
                        col(TREATED + ".score").as(TREATED));
        Column tenths = array(IntStream.range(1, DECILES)
                .mapToObj(tenth -> lit((double) tenth / DECILES))
                .toArray(Column[]::new));
        List<Double> cuts = both.agg(percentile(col(CONTROL), tenths)).first().getList(0);
        if (cuts == null) {
            return Optional.empty();
        }
        List<Double> ends = List.copyOf(new TreeSet<>(cuts));
        long[] control = counts(both, CONTROL, ends);
        long[] treated = counts(both, TREATED, ends);
        long all = Arrays.stream(control).sum();
        int filled = (int) IntStream.range(0, control.length)
                .filter(bin -> control[bin] + treated[bin] > 0)
                .count();
        double psi = PopulationStability.of(control, treated, Smoothing.HALF_A_ROW);
        double p = ScaledChiSquare.ofStability(filled, all, all).toleratedPValue(psi, most);
        return Optional.of(new LimitCheck(
                "psi",
                psi,
                p <= LEVEL,
                String.format(
                        Locale.ROOT,
                        "scores of %s differ from those of %s on the same %,d rows by a stability index of %.4f, limit %s",
                        spec.treated(),
                        control(),
                        all,
                        psi,
                        number(most))));
    }

    /** Rows up to the first end, between the ends, and above the last. */
    private static long[] counts(Dataset<Row> rows, String column, List<Double> ends) {
        List<Column> sums = new ArrayList<>();
        for (int bin = 0; bin <= ends.size(); bin++) {
            Column above = bin == 0 ? lit(true) : col(column).gt(ends.get(bin - 1));
            Column within = bin == ends.size() ? above : above.and(col(column).leq(ends.get(bin)));
            sums.add(sum(within.cast("long")));
        }
        Row found = rows.agg(sums.get(0), sums.subList(1, sums.size()).toArray(Column[]::new))
                .first();
        return IntStream.range(0, sums.size()).mapToLong(found::getLong).toArray();
    }

    private Optional<LimitCheck> slow(double most) {
        return Optional.ofNullable(intent.facts().get(SECONDS))
                .map(Double::valueOf)
                .map(took -> new LimitCheck(
                        "seconds",
                        took,
                        took > most,
                        String.format(
                                Locale.ROOT,
                                "the last run of the score job took %.1f seconds, limit %s",
                                took,
                                number(most))));
    }

    /** The policies in force on what the version would decide about everyone; without labels, so some cannot be told. */
    private Stream<LimitCheck> unfair(Dataset<Row> rows, FairnessSpec job) {
        String entity = training.view().entity();
        TableName table = job.groups().table();
        GroupRows counted = GroupRows.of(
                job,
                entity,
                context.zone(),
                rows.select(
                        col(RuleSql.name(entity)),
                        col(AS_OF),
                        col(TREATED + ".probability").as("probability"),
                        col(TREATED + ".decision").as("decision"),
                        col(TREATED + ".model_version").as("model_version"),
                        lit(null).cast("boolean").as(NO_LABEL)),
                NO_LABEL,
                lake.read(table, intent.version(table.toString())));
        return Judged.of(counted.counts(), job.rules(), job.policies(), context.date()).policies().stream()
                .map(PolicyGate.LOST_BY_BREACH::of)
                .map(ArmLimits::ofPolicy);
    }

    private static LimitCheck ofPolicy(GateOutcome policy) {
        return new LimitCheck(policy.gate(), policy.value(), !policy.passed(), policy.gate() + ": " + policy.found());
    }

    private static String number(double number) {
        return String.format(Locale.ROOT, "%.4f", number);
    }
}
