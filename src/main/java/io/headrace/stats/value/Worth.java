package io.headrace.stats.value;

import io.headrace.stats.Interval;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What decisions on some rows are worth in total, and how sure that is.
 *
 * @param rows that are decided on, 1 or more
 * @param total in the currency
 * @param standardError of the total if as many rows were drawn again, with their outcomes; empty for a single row
 * @param labelError for a total that is expected before outcomes are known: how far the total of these very rows may come to
 *     lie from it, if the probabilities are right. Empty where outcomes are known
 * @param least the total if the rows of a bin that is acted on in part were chosen as badly as can be
 * @param most the same if as well as can be; both equal the total where no bin is cut
 * @param currency what is counted
 */
public record Worth(
        long rows,
        double total,
        OptionalDouble standardError,
        OptionalDouble labelError,
        double least,
        double most,
        String currency) {
    private static final double THOUSAND = 1000;

    public Worth {
        if (rows < 1) {
            throw new IllegalArgumentException("rows must be 1 or more, found " + rows);
        }
        if (!Double.isFinite(total)) {
            throw new IllegalArgumentException("total must be finite, found " + total);
        }
        Objects.requireNonNull(currency, "currency");
    }

    /**
     * From sums over rows.
     *
     * @param sum of the rows' values
     * @param sumOfSquares of the same values
     */
    public static Worth ofSums(long rows, double sum, double sumOfSquares, String currency) {
        return new Worth(rows, sum, sampleError(rows, sum, sumOfSquares), OptionalDouble.empty(), sum, sum, currency);
    }

    /** {@code √(n·s²)}, s² the sample variance of a row's value. */
    static OptionalDouble sampleError(long rows, double sum, double sumOfSquares) {
        return rows < 2
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.sqrt(Math.max(0, sumOfSquares - sum * sum / rows) * rows / (rows - 1)));
    }

    /** This and the worth of other rows together. */
    public Worth plus(Worth other) {
        requireSameCurrency(other);
        return new Worth(
                rows + other.rows,
                total + other.total,
                hypot(standardError, other.standardError),
                hypot(labelError, other.labelError),
                least + other.least,
                most + other.most,
                currency);
    }

    private void requireSameCurrency(Worth other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("values in " + currency + " and in " + other.currency
                    + " cannot be reckoned together; change one into the other first");
        }
    }

    private static OptionalDouble hypot(OptionalDouble one, OptionalDouble two) {
        return one.isPresent() && two.isPresent()
                ? OptionalDouble.of(Math.hypot(one.getAsDouble(), two.getAsDouble()))
                : OptionalDouble.empty();
    }

    /** What a thousand rows like these are worth, with errors in the same unit. */
    public Worth perThousand() {
        return times(THOUSAND / rows);
    }

    private Worth times(double factor) {
        return new Worth(
                rows,
                total * factor,
                times(standardError, factor),
                times(labelError, factor),
                least * factor,
                most * factor,
                currency);
    }

    private static OptionalDouble times(OptionalDouble error, double factor) {
        return error.isPresent() ? OptionalDouble.of(error.getAsDouble() * factor) : error;
    }

    /**
     * The normal interval of the total, for rows drawn again; there must be two rows.
     *
     * @param confidence strictly between 0 and 1
     */
    public Interval interval(double confidence) {
        return Interval.normal(total, standardError.orElseThrow(), confidence);
    }

    /**
     * Where the total of these very rows should come to lie once their outcomes are known; only for an expected one.
     *
     * @param confidence strictly between 0 and 1
     */
    public Interval labelInterval(double confidence) {
        return Interval.normal(total, labelError.orElseThrow(), confidence);
    }
}
