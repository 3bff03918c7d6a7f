package io.headrace.stats.value;

import java.util.Objects;

/**
 * What a row is worth by what was done and what it turned out to be; a cost is negative.
 *
 * @param hit acted on, and positive; finite, as all
 * @param falseAlarm acted on, and negative
 * @param miss spared, and positive
 * @param rest spared, and negative
 * @param currency what is counted, such as EUR
 */
public record CostMatrix(double hit, double falseAlarm, double miss, double rest, String currency) {
    public CostMatrix {
        requireFinite("hit", hit);
        requireFinite("falseAlarm", falseAlarm);
        requireFinite("miss", miss);
        requireFinite("rest", rest);
        Objects.requireNonNull(currency, "currency");
        if (currency.isBlank()) {
            throw new IllegalArgumentException("currency must be named");
        }
    }

    private static void requireFinite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " must be finite, found " + value);
        }
    }

    /**
     * Right decisions are worth nothing, wrong ones cost.
     *
     * @param falseAlarm what it costs to act on a negative row, as a positive number
     * @param miss what it costs to spare a positive row, as a positive number
     */
    public static CostMatrix ofCosts(double falseAlarm, double miss, String currency) {
        return new CostMatrix(0, -falseAlarm, -miss, 0, currency);
    }

    /** What acting on a positive row is worth over sparing it. */
    public double gainOnPositive() {
        return hit - miss;
    }

    /** What acting on a negative row is worth over sparing it; a cost where negative. */
    public double gainOnNegative() {
        return falseAlarm - rest;
    }

    /** From which probability it pays to act. */
    public BreakEven breakEven() {
        return BreakEven.of(gainOnPositive(), gainOnNegative());
    }

    /** The expected worth of acting on a row that is positive with this probability. */
    public double acted(double probability) {
        return probability * hit + (1 - probability) * falseAlarm;
    }

    /** The expected worth of sparing a row that is positive with this probability. */
    public double spared(double probability) {
        return probability * miss + (1 - probability) * rest;
    }
}
