package io.headrace.rollout;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.headrace.experiment.Peek;
import io.headrace.stats.trial.ArmTotals;
import io.headrace.stats.trial.Exposure;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Counts entities and their outcomes by arm; what a look keeps of both ways of drawing them. */
final class ArmTally {
    /** The arm that an entity was drawn into first. */
    static final String ARM = "_arm";

    /** How many arms it was seen in. */
    static final String ARMS = "_arms";

    /** Its outcome; null where it is not known. */
    static final String VALUE = "_value";

    /** What a ratio is divided by. */
    static final String BASE = "_base";

    /** What was known of it before. */
    static final String COVARIATE = "_covariate";

    private static final int ARM_PLACE = 3;

    private final String primary;
    private final Map<String, Long> entities = new TreeMap<>();
    private final Map<String, Long> due = new HashMap<>();
    private final Map<String, Map<String, ArmTotals>> totals = new HashMap<>();
    private long several;

    /**
     * @param first entities with {@link #ARM} and {@link #ARMS}
     * @param primary name of the measure by which outcomes are missing or not
     */
    ArmTally(Dataset<Row> first, String primary) {
        this.primary = primary;
        for (Row row : first.groupBy(ARM)
                .agg(count(lit(1)), sum(col(ARMS).gt(1).cast("long")))
                .collectAsList()) {
            entities.put(row.getString(0), row.getLong(1));
            several += row.getLong(2);
        }
    }

    /** Entities of each arm. */
    Map<String, Long> entities() {
        return Map.copyOf(entities);
    }

    /** Counts those whose outcome should be known. */
    void addDue(Dataset<Row> rows) {
        rows.groupBy(ARM).count().collectAsList().forEach(row -> due.put(row.getString(0), row.getLong(1)));
    }

    /**
     * Counts outcomes of a measure.
     *
     * @param rows with {@link #ARM}, {@link #VALUE} and {@link #COVARIATE}
     * @param base of a ratio; empty for a mean
     */
    void add(String measure, Dataset<Row> rows, Optional<String> base) {
        Column divisor = base.map(functions::col).orElse(lit(1.0));
        Dataset<Row> values = rows.where(col(VALUE).isNotNull().and(divisor.isNotNull()))
                .select(col(VALUE), divisor, col(COVARIATE), col(ARM));
        KeyedTotals.of(values, row -> row.getString(ARM_PLACE))
                .forEach((arm, counted) ->
                        totals.computeIfAbsent(arm, name -> new TreeMap<>()).put(measure, counted));
    }

    /** A number as a double; null where it is none, or not finite. */
    static Column finite(Column number) {
        Column found = number.cast("double");
        return when(
                found.isNotNull().and(found.gt(Double.NEGATIVE_INFINITY)).and(found.lt(Double.POSITIVE_INFINITY)),
                found);
    }

    /** What was counted. */
    Peek peek(LocalDate date) {
        Map<String, Peek.Arm> arms = new TreeMap<>();
        entities.forEach((arm, drawn) -> {
            Map<String, ArmTotals> found = totals.getOrDefault(arm, Map.of());
            arms.put(
                    arm,
                    new Peek.Arm(
                            drawn,
                            due.getOrDefault(arm, 0L),
                            found.getOrDefault(primary, ArmTotals.NONE).entities(),
                            found));
        });
        long all = entities.values().stream().mapToLong(Long::longValue).sum();
        return new Peek(date, arms, new Exposure(all, several));
    }
}
