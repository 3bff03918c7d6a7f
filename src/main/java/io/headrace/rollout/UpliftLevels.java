package io.headrace.rollout;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.xxhash64;

import io.headrace.experiment.UpliftEvidence;
import io.headrace.experiment.UpliftEvidence.Level;
import io.headrace.stats.trial.ArmTotals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Outcomes by level of the score and arm. Levels are hundredths of the entities of both arms, between exact percentiles of the score; entities of one
 * score are in one level.
 */
final class UpliftLevels {
    /** A number by which those who gain most should come first; null where there is none. */
    static final String SCORE = "_score";

    private static final int LEVELS = 100;
    private static final int TREATED_PLACE = 3;
    private static final int SCORE_PLACE = 4;

    /** Distinct scores that are ordered in memory; of more a part by hash. */
    private static final long MOST_ORDERED = 1_000_000;

    private UpliftLevels() {}

    /**
     * What is known of two arms.
     *
     * @param rows with {@link #SCORE}, {@link ArmTally#ARM} and {@link ArmTally#VALUE}
     */
    static Optional<UpliftEvidence> evidence(Dataset<Row> rows, String control, String treated) {
        Dataset<Row> known = rows.where(col(SCORE)
                        .isNotNull()
                        .and(col(ArmTally.VALUE).isNotNull())
                        .and(col(ArmTally.ARM).isin(control, treated)))
                .select(
                        col(ArmTally.VALUE),
                        lit(1.0),
                        lit(0.0),
                        col(ArmTally.ARM).equalTo(treated),
                        col(SCORE).cast("double").as(SCORE));
        double[] edges = edges(known);
        Map<String, ArmTotals> found = KeyedTotals.of(
                known, row -> key(level(row.getDouble(SCORE_PLACE), edges), row.getBoolean(TREATED_PLACE)));
        return UpliftEvidence.of(levels(found, edges));
    }

    /** Lower ends of all levels but the lowest, ascending. */
    private static double[] edges(Dataset<Row> known) {
        Column shares = array(IntStream.range(1, LEVELS)
                .mapToObj(level -> lit((double) level / LEVELS))
                .toArray(Column[]::new));
        long parts = 1 + known.count() / MOST_ORDERED;
        Row row = known.where(pmod(xxhash64(col(SCORE)), lit(parts)).equalTo(0))
                .agg(percentile(col(SCORE), shares))
                .first();
        return row.isNullAt(0)
                ? new double[0]
                : row.<Double>getList(0).stream()
                        .mapToDouble(edge -> edge == 0 ? 0.0 : edge)
                        .distinct()
                        .toArray();
    }

    private static String key(int level, boolean isTreated) {
        return level + (isTreated ? "t" : "c");
    }

    /** How many edges a score reaches; 0 for the lowest level. */
    private static int level(double score, double[] edges) {
        int at = Arrays.binarySearch(edges, score == 0 ? 0.0 : score);
        return at >= 0 ? at + 1 : -at - 1;
    }

    /** Those with entities, the highest first; the lowest has no lower end. */
    private static List<Level> levels(Map<String, ArmTotals> found, double[] edges) {
        List<Level> levels = new ArrayList<>();
        for (int at = edges.length; at >= 0; at--) {
            Level level = new Level(
                    at == 0 ? Double.NEGATIVE_INFINITY : edges[at - 1],
                    found.getOrDefault(key(at, false), ArmTotals.NONE),
                    found.getOrDefault(key(at, true), ArmTotals.NONE));
            if (level.control().entities() + level.treated().entities() > 0) {
                levels.add(level);
            }
        }
        return levels;
    }
}
