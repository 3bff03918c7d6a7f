package io.headrace.stats.value;

/** What is summed over the rows of a cell; a is the worth of a row that is acted on, b that of one that is spared. */
enum ValuePart {
    /** Σa. */
    ACTED,
    /** Σb. */
    SPARED,
    /** Σa². */
    ACTED_SQUARED,
    /** Σb². */
    SPARED_SQUARED,
    /** Σ(a − b)². */
    GAIN_SQUARED,
    /** Σmax(a − b, 0): what acting gains on the rows on which it gains. */
    GAIN_OF_PAYING,
    /** The variance of Σa by outcomes that are not known yet. */
    ACTED_LABEL,
    /** That of Σb. */
    SPARED_LABEL,
    /** That of Σ(a − b). */
    GAIN_LABEL;

    /**
     * The sum over rows of which some are, or are expected to be, positive.
     *
     * @param labelVariance of their number
     */
    double ofOutcomes(
            double hit,
            double falseAlarm,
            double miss,
            double rest,
            double positives,
            double negatives,
            double labelVariance) {
        return switch (this) {
            case ACTED_LABEL -> square(hit - falseAlarm) * labelVariance;
            case SPARED_LABEL -> square(miss - rest) * labelVariance;
            case GAIN_LABEL -> square(hit - miss - falseAlarm + rest) * labelVariance;
            default -> positives * ofRow(hit, miss) + negatives * ofRow(falseAlarm, rest);
        };
    }

    /** The part of a row whose worth is known. */
    double ofRow(double acted, double spared) {
        return switch (this) {
            case ACTED -> acted;
            case SPARED -> spared;
            case ACTED_SQUARED -> square(acted);
            case SPARED_SQUARED -> square(spared);
            case GAIN_SQUARED -> square(acted - spared);
            case GAIN_OF_PAYING -> Math.max(acted - spared, 0);
            case ACTED_LABEL, SPARED_LABEL, GAIN_LABEL -> 0;
        };
    }

    private static double square(double number) {
        return number * number;
    }
}
