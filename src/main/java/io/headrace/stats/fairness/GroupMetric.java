package io.headrace.stats.fairness;

import io.headrace.stats.AucEstimate;
import io.headrace.stats.DeLong;
import io.headrace.stats.DecisionCounts;
import io.headrace.stats.DecisionCounts.Share;
import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.stats.estimate.ScoreBins;
import io.headrace.stats.estimate.ScoreCounts;
import io.headrace.stats.estimate.Side;
import java.util.Set;

/**
 * What is compared between groups.
 *
 * <p>Rates are of the outcome that is good for a person, {@code favourable}: of a loan the positive side, of an alarm the negative one; then
 * "positive" is that side for decisions and labels alike. Score, calibration and AUC stay those of the model's positive class.
 */
public enum GroupMetric {
    /** Share of the rows decided favourably: labels need not be known. Difference: AIF360's statistical parity difference; ratio: disparate impact. */
    SELECTION_RATE,
    /** Of the rows that deserve it the share decided favourably (recall). Difference: AIF360's equal opportunity difference. */
    TRUE_POSITIVE_RATE,
    /** Of the rows that do not deserve it the share decided favourably. */
    FALSE_POSITIVE_RATE,
    /** Mean of both: its difference is AIF360's average odds difference. */
    MEAN_ODDS,
    /** Of the rows decided favourably the share that deserves it (predictive parity). */
    PRECISION,
    /** Share of the rows decided right. */
    ACCURACY,
    /** Share of the rows whose label is the favourable one, whatever was decided. */
    BASE_RATE,
    /** Mean of the scores; labels need not be known. */
    MEAN_SCORE,
    /** Mean of score minus outcome: above 0 where scores are too high. */
    CALIBRATION_GAP,
    /** How scores rank positives above negatives within the group; rows of one score bin are ties. */
    AUC;

    private static final Set<GroupMetric> WITHOUT_RATIO = Set.of(MEAN_ODDS, CALIBRATION_GAP);

    /** Whether a ratio of it means anything. */
    public boolean hasRatio() {
        return !WITHOUT_RATIO.contains(this);
    }

    /** The figure of a group; without rows its value is not a number. */
    GroupSample sample(GroupTally tally, Side favourable) {
        LabelledCounts labelled = tally.labelled();
        DecisionCounts rows = oriented(labelled.decisions(), favourable);
        return switch (this) {
            case SELECTION_RATE ->
                new GroupSample.OfShare(new Share(
                        rows.hits() + rows.falseAlarms() + tally.open().rows(favourable), tally.rows()));
            case TRUE_POSITIVE_RATE -> new GroupSample.OfShare(rows.recall());
            case FALSE_POSITIVE_RATE -> new GroupSample.OfShare(falseAlarmRate(rows));
            case MEAN_ODDS -> new GroupSample.OfOdds(rows.recall(), falseAlarmRate(rows));
            case PRECISION -> new GroupSample.OfShare(rows.precision());
            case ACCURACY -> new GroupSample.OfShare(rows.accuracy());
            case BASE_RATE -> new GroupSample.OfShare(new Share(rows.hits() + rows.misses(), labelled.rows()));
            case MEAN_SCORE -> meanScore(tally);
            case CALIBRATION_GAP -> calibrationGap(labelled);
            case AUC -> auc(labelled);
        };
    }

    static DecisionCounts oriented(DecisionCounts rows, Side favourable) {
        return favourable == Side.POSITIVE
                ? rows
                : new DecisionCounts(
                        /* hits= */ rows.rest(),
                        /* falseAlarms= */ rows.misses(),
                        /* misses= */ rows.falseAlarms(),
                        /* rest= */ rows.hits());
    }

    private static Share falseAlarmRate(DecisionCounts rows) {
        return new Share(rows.falseAlarms(), rows.falseAlarms() + rows.rest());
    }

    private static GroupSample meanScore(GroupTally tally) {
        Sums all = Sums.of(tally.labelled().scores().merge(tally.open()));
        return mean(all.rows, all.sum, all.squares, true);
    }

    /** The squares of p − y: of a negative row p², of a positive one (1 − p)². */
    private static GroupSample calibrationGap(LabelledCounts labelled) {
        Sums positives = Sums.of(labelled.positives());
        Sums negatives = Sums.of(labelled.negatives());
        return mean(
                positives.rows + negatives.rows,
                positives.sum + negatives.sum - positives.rows,
                negatives.squares + positives.rows - 2 * positives.sum + positives.squares,
                false);
    }

    private static GroupSample mean(long rows, double sum, double squares, boolean isScore) {
        double mean = sum / rows;
        double variance = rows < 2 ? Double.NaN : Math.max(0, squares - sum * mean) / (rows - 1);
        return new GroupSample.OfEstimate(rows, mean, Math.sqrt(variance / rows), isScore ? 0 : -1, isScore);
    }

    private static GroupSample auc(LabelledCounts labelled) {
        long fewer = Math.min(labelled.positives().rows(), labelled.negatives().rows());
        if (fewer < 2) {
            return new GroupSample.OfEstimate(fewer, Double.NaN, Double.NaN, 0, true);
        }
        AucEstimate estimate = DeLong.estimate(labelled.binned());
        return new GroupSample.OfEstimate(fewer, estimate.auc(), estimate.standardError(), 0, true);
    }

    /** Rows, Σp and Σp² of counts. */
    private record Sums(long rows, double sum, double squares) {
        static Sums of(ScoreCounts counts) {
            double sum = 0;
            double spread = 0;
            for (Side decision : Side.values()) {
                for (int bin = 0; bin < ScoreBins.COUNT; bin++) {
                    sum += counts.sumUnits(bin, decision) * ScoreCounts.UNIT;
                    spread += counts.spreadUnits(bin, decision) * ScoreCounts.UNIT;
                }
            }
            return new Sums(counts.rows(), sum, sum - spread);
        }
    }
}
