package io.headrace.stats;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BinaryOperator;

/**
 * What is known about the values of one column, as a state that merges: the profile of two sets of rows together follows
 * from the profiles of each.
 *
 * <p>Exact, also after merging: rows, nulls, NaNs, least and greatest value, lengths, and the sum of whole numbers and
 * decimals. Distinct values, quantiles and frequent values come from sketches with a known error.
 *
 * @param column its name
 * @param kind what its values are
 * @param rows all rows
 * @param nulls rows without a value
 * @param nans rows whose value is not a number, of doubles
 * @param sum of the finite values of numbers, null for other kinds and where it does not fit 38 digits
 * @param squares sum of the squares of the finite values of numbers; 0 for other kinds
 * @param least the least value as text, null where there is none or it may be personal
 * @param greatest the greatest value as text, likewise
 * @param lengths of texts; empty for other kinds
 * @param sketches of distinct, ordered and frequent values
 */
public record ColumnProfile(
        String column,
        Kind kind,
        long rows,
        long nulls,
        long nans,
        BigDecimal sum,
        double squares,
        String least,
        String greatest,
        Lengths lengths,
        ValueSketches sketches)
        implements Serializable {
    /** What the values of a column are. */
    public enum Kind {
        /** Whole numbers, decimals and doubles. */
        NUMBER,
        /** Dates and timestamps, as text such as 2026-01-20 10:00:00; in sketches as microseconds since 1970. */
        TIME,
        /** Texts and truth values. */
        TEXT
    }

    /**
     * Lengths of texts in characters.
     *
     * @param shortest 0 or more; meaningless where there are no texts
     * @param total of all together
     */
    public record Lengths(long shortest, long longest, long total) implements Serializable {
        /** Of no text. */
        public static final Lengths NONE = new Lengths(Long.MAX_VALUE, 0, 0);

        Lengths merge(Lengths other) {
            return new Lengths(
                    Math.min(shortest, other.shortest), Math.max(longest, other.longest), total + other.total);
        }
    }

    public ColumnProfile {
        Objects.requireNonNull(column, "column");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(lengths, "lengths");
        Objects.requireNonNull(sketches, "sketches");
    }

    /** The profile of the rows of both. */
    public ColumnProfile merge(ColumnProfile other) {
        if (!column.equals(other.column) || kind != other.kind) {
            throw new IllegalArgumentException("profiles of " + column + " (" + kind + ") and " + other.column + " ("
                    + other.kind + ") do not merge");
        }
        Comparator<String> order = order();
        return new ColumnProfile(
                column,
                kind,
                rows + other.rows,
                nulls + other.nulls,
                nans + other.nans,
                sum == null || other.sum == null ? null : sum.add(other.sum),
                squares + other.squares,
                either(least, other.least, BinaryOperator.minBy(order)),
                either(greatest, other.greatest, BinaryOperator.maxBy(order)),
                lengths.merge(other.lengths),
                sketches.merge(other.sketches));
    }

    private static String either(String one, String other, BinaryOperator<String> choice) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return choice.apply(one, other);
    }

    /** Texts in the order of their UTF-8 bytes, as Spark has it. */
    private Comparator<String> order() {
        return kind == Kind.NUMBER
                ? Comparator.comparing(BigDecimal::new)
                : (one, other) -> java.util.Arrays.compareUnsigned(
                        one.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        other.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** Rows with a value. */
    public long values() {
        return rows - nulls;
    }

    /** Share of rows with a value, 0 to 1; empty where there are no rows. */
    public OptionalDouble completeness() {
        return rows == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) values() / rows);
    }

    /** Mean of the numbers. */
    public OptionalDouble mean() {
        long numbers = values() - nans;
        return kind != Kind.NUMBER || sum == null || numbers == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(sum.doubleValue() / numbers);
    }

    /** Standard deviation of the numbers, those being all there are. */
    public OptionalDouble deviation() {
        long numbers = values() - nans;
        return mean().isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        Math.sqrt(Math.max(0, squares / numbers - mean().getAsDouble() * mean().getAsDouble())));
    }

    /** Estimated number of distinct values, with a relative standard error of 1.6 %. */
    public long distinct() {
        return sketches.distinct();
    }

    /** The value below or at which the share of values lies, to within 1.7 % of the ranks; empty for texts. */
    public OptionalDouble quantile(double share) {
        return sketches.quantile(share);
    }

    /** Frequent values and about how often each comes, the most frequent first. */
    public List<Map.Entry<String, Long>> topValues(int most) {
        return sketches.frequent(most);
    }

    /** Frequent shapes of texts, likewise: letters are A or a, digits 9. */
    public List<Map.Entry<String, Long>> topShapes(int most) {
        return sketches.shapes(most);
    }

    /** Least value, where it is known and not personal. */
    public Optional<String> min() {
        return Optional.ofNullable(least);
    }

    /** Greatest value, where it is known and not personal. */
    public Optional<String> max() {
        return Optional.ofNullable(greatest);
    }
}
