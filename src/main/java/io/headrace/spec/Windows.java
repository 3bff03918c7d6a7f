package io.headrace.spec;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Aggregates of a table's rows over windows that end at the as-of; the view's SQL sees them in place of the rows, one row for each
 * entity and as-of.
 *
 * @param where SQL condition: the rows that count
 * @param delay how much later than its time a row may be used: windows end this long before the as-of
 * @param features what is computed
 */
public record Windows(String where, Duration delay, List<Feature> features) {
    /** The aggregate's value that stands for the row itself. */
    public static final String ROW = "*";

    /** The value of a row that counts whatever it holds. */
    public static final String ALWAYS = "true";

    private static final Pattern NAME = Pattern.compile("\\w+");

    public Windows {
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(delay, "delay");
        features = List.copyOf(features);
    }

    /**
     * One column.
     *
     * @param name of the column
     * @param aggregate what is made of the values
     * @param of SQL expression of a row's value; {@link #ROW} for the row itself
     * @param where SQL condition: the rows whose value counts
     * @param window how far back
     */
    public record Feature(String name, Aggregate aggregate, String of, String where, Window window) {
        public Feature {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(aggregate, "aggregate");
            Objects.requireNonNull(of, "of");
            Objects.requireNonNull(where, "where");
            Objects.requireNonNull(window, "window");
        }

        /** The value that enters the aggregate, null where the row does not count. */
        public String value() {
            String value = of.equals(ROW) ? ALWAYS : NAME.matcher(of).matches() ? of : "(" + of + ")";
            return where.equals(RowCheck.EVERY_ROW) ? value : "case when " + where + " then " + value + " end";
        }
    }

    /** The different values that enter aggregates, in the order in which they first come. */
    public List<String> values() {
        return features.stream().map(Feature::value).distinct().toList();
    }

    /** Where the longest window begins that ends at the as-of; empty where one of them takes all history. */
    public Optional<Instant> begin(Instant asOf, ZoneId zone) {
        return features.stream()
                .map(feature -> feature.window().from(asOf, zone))
                .min(Comparator.naturalOrder())
                .filter(begin -> !begin.equals(Instant.MIN));
    }
}
