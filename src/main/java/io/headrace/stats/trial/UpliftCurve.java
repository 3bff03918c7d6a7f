package io.headrace.stats.trial;

import io.headrace.stats.ExactSum;
import io.headrace.stats.RandomisedTrial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What treating the entities of the highest predicted uplift first adds, against a random holdout.
 *
 * <p>After the k entities of the highest scores, with Y and N sums of outcomes and entities of the treated (t) and the holdout (c)
 * among them:
 *
 * <pre>
 *   uplift = (Yt/Nt − Yc/Nc) · k           qini = Yt − Yc · Nt/Nc
 * </pre>
 *
 * A quotient over no entities is 0. <b>Ties</b>: entities of one score enter together, and a cut among them takes an equal part of
 * each, as {@link io.headrace.stats.TreatmentPolicy#highest} does; the order of rows never matters. Areas are under straight lines
 * from point to point, from (0, 0), less the area under the line to the last point, which is treating in random order. The
 * definitions of scikit-uplift; H2O's "gain" is the uplift curve here.
 */
public final class UpliftCurve {
    /** Which curve. */
    public enum Kind {
        /** Difference of shares times entities. */
        UPLIFT {
            @Override
            double height(Level sum) {
                return (quotient(sum.treatedOutcomes, sum.treated) - quotient(sum.holdoutOutcomes, sum.holdout))
                        * sum.entities();
            }
        },
        /** More outcomes of the treated than the holdout's, brought to their number, would be (Radcliffe 2007). */
        QINI {
            @Override
            double height(Level sum) {
                return sum.treatedOutcomes - quotient(sum.holdoutOutcomes * sum.treated, sum.holdout);
            }
        };

        abstract double height(Level sum);

        private static double quotient(double dividend, long divisor) {
            return divisor == 0 ? 0 : dividend / divisor;
        }
    }

    /**
     * Entities of one score, or of one bin of scores.
     *
     * @param treated how many of them were treated
     * @param treatedOutcomes sum of their outcomes
     * @param holdout how many of them were held out
     * @param holdoutOutcomes sum of their outcomes
     */
    public record Level(long treated, double treatedOutcomes, long holdout, double holdoutOutcomes) {
        public Level {
            if (treated < 0 || holdout < 0 || treated + holdout == 0) {
                throw new IllegalArgumentException(
                        "a level must have entities, found " + treated + " treated and " + holdout + " held out");
            }
            if (!Double.isFinite(treatedOutcomes) || !Double.isFinite(holdoutOutcomes)) {
                throw new IllegalArgumentException(
                        "outcomes must be finite, found " + treatedOutcomes + " and " + holdoutOutcomes);
            }
        }

        long entities() {
            return treated + holdout;
        }

        Level plus(Level other) {
            return new Level(
                    treated + other.treated,
                    treatedOutcomes + other.treatedOutcomes,
                    holdout + other.holdout,
                    holdoutOutcomes + other.holdoutOutcomes);
        }
    }

    private final Kind kind;
    private final long[] entities;
    private final double[] heights;

    private UpliftCurve(Kind kind, List<Level> levels) {
        this.kind = Objects.requireNonNull(kind, "kind");
        entities = new long[levels.size() + 1];
        heights = new double[entities.length];
        Level sum = null;
        for (int i = 1; i < entities.length; i++) {
            sum = sum == null ? levels.get(0) : sum.plus(levels.get(i - 1));
            entities[i] = sum.entities();
            heights[i] = kind.height(sum);
        }
    }

    /**
     * The curve of counts.
     *
     * @param levels of descending score, one or more
     */
    public static UpliftCurve ofLevels(Kind kind, List<Level> levels) {
        if (levels.isEmpty()) {
            throw new IllegalArgumentException("a curve needs at least 1 level, found 0");
        }
        return new UpliftCurve(kind, levels);
    }

    /**
     * The curve of rows.
     *
     * @param trial every row must have had the same chance of treatment
     * @param scores predicted uplift, one per row, not NaN
     */
    public static UpliftCurve of(Kind kind, RandomisedTrial trial, double[] scores) {
        if (!trial.isOfOneChance()) {
            throw new IllegalArgumentException(
                    "every row must have had the same chance of treatment; of trials with several, take one curve each");
        }
        return ofLevels(kind, levels(trial, scores));
    }

    /**
     * The curve that no order of the rows exceeds where outcomes are 0 or 1: for qini treated with outcome 1 first and the holdout's with
     * outcome 1 last, for uplift as scikit-uplift has it.
     */
    public static UpliftCurve perfect(Kind kind, RandomisedTrial trial) {
        long holdoutResponders = 0;
        long treatedOthers = 0;
        for (int row = 0; row < trial.rows(); row++) {
            holdoutResponders += trial.value(row) == 1 && !trial.isTreated(row) ? 1 : 0;
            treatedOthers += trial.value(row) == 0 && trial.isTreated(row) ? 1 : 0;
        }
        boolean byOutcome = holdoutResponders > treatedOthers;
        double[] scores = new double[trial.rows()];
        for (int row = 0; row < scores.length; row++) {
            double treated = trial.isTreated(row) ? 1 : 0;
            double outcome = trial.value(row);
            scores[row] = kind == Kind.QINI
                    ? outcome * (2 * treated - 1)
                    : (outcome == treated ? 2 : 0) + (byOutcome ? outcome : treated);
        }
        return ofLevels(kind, levels(trial, scores));
    }

    private static List<Level> levels(RandomisedTrial trial, double[] scores) {
        if (scores.length != trial.rows()) {
            throw new IllegalArgumentException(
                    "scores and trial must have the same length, found " + scores.length + " and " + trial.rows());
        }
        double[] negated = negated(scores);
        double[] distinct = Arrays.stream(negated).sorted().distinct().toArray();
        long[] counts = new long[2 * distinct.length];
        ExactSum[] sums = new ExactSum[counts.length];
        Arrays.setAll(sums, i -> new ExactSum());
        for (int row = 0; row < scores.length; row++) {
            int at = 2 * Arrays.binarySearch(distinct, negated[row]) + (trial.isTreated(row) ? 0 : 1);
            counts[at]++;
            sums[at].add(trial.value(row));
        }
        List<Level> levels = new ArrayList<>();
        for (int i = 0; i < counts.length; i += 2) {
            levels.add(new Level(counts[i], sums[i].value(), counts[i + 1], sums[i + 1].value()));
        }
        return levels;
    }

    /** So that ascending order puts the highest score first; both zeros as one. */
    private static double[] negated(double[] scores) {
        for (int row = 0; row < scores.length; row++) {
            if (Double.isNaN(scores[row])) {
                throw new IllegalArgumentException("scores[" + row + "] must be a number, found NaN");
            }
        }
        return Arrays.stream(scores).map(score -> 0.0 - score).toArray();
    }

    /** Entities of all points, from 0. */
    public long[] entities() {
        return entities.clone();
    }

    /** Heights of all points, from 0. */
    public double[] heights() {
        return heights.clone();
    }

    /**
     * The height where a share of the entities is treated, along the straight line between points.
     *
     * @param share 0 to 1
     */
    public double heightAt(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share must lie between 0 and 1, found " + share);
        }
        double wanted = share * entities[entities.length - 1];
        int after = 1;
        while (entities[after] < wanted) {
            after++;
        }
        double part = (wanted - entities[after - 1]) / (entities[after] - entities[after - 1]);
        return heights[after - 1] + part * (heights[after] - heights[after - 1]);
    }

    /** The area under the curve less that of a random order, in outcomes times entities. */
    public double areaAboveRandom() {
        double area = 0;
        for (int i = 1; i < entities.length; i++) {
            area += (entities[i] - entities[i - 1]) * (heights[i] + heights[i - 1]) / 2;
        }
        int last = entities.length - 1;
        return area - entities[last] * heights[last] / 2;
    }

    /** The area above random over that of the perfect curve: 1 is perfect, 0 random; NaN where the perfect curve gains nothing. */
    public double normalisedBy(UpliftCurve perfect) {
        if (perfect.kind != kind) {
            throw new IllegalArgumentException("both must be of one kind, found " + kind + " and " + perfect.kind);
        }
        double best = perfect.areaAboveRandom();
        return best == 0 ? Double.NaN : areaAboveRandom() / best;
    }
}
