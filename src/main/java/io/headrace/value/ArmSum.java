package io.headrace.value;

import static io.headrace.spec.Arms.CHAMPION;
import static io.headrace.spec.Arms.HOLDOUT;

import io.headrace.stats.Interval;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.OptionalDouble;
import java.util.TreeSet;

/**
 * What the decisions of an arm earned on all as-ofs on which more than one arm decided, beside the champion's.
 *
 * <p>The champion is compared as of as many rows as the arm had on each as-of: where shares change from day to day, the days weigh alike for
 * both. Ends of intervals are sums of those of the as-ofs.
 *
 * @param arm its name
 * @param value what the rows earned whose outcomes are known
 * @param lower lower end of its 95 % interval; null where it cannot be told
 * @param upper upper end
 * @param rows whose outcomes are known
 * @param days as-ofs that they are of
 * @param rowsOpen rows whose outcomes are not known yet
 * @param openValue what those are expected to earn
 * @param difference what the arm earned more than the champion would have with as many rows of the same as-ofs; null of the champion, and where
 *     it has no rows beside it
 * @param differenceLower lower end of its 95 % interval; null where it cannot be told
 * @param differenceUpper upper end
 * @param rowsCompared rows of the arm on as-ofs on which the champion has some too, 0 of the champion
 */
public record ArmSum(
        String arm,
        double value,
        Double lower,
        Double upper,
        long rows,
        int days,
        long rowsOpen,
        double openValue,
        Double difference,
        Double differenceLower,
        Double differenceUpper,
        long rowsCompared) {
    private static final double THOUSAND = 1000;

    /** The champion first, the holdout last. */
    private static final Comparator<String> ORDER = Comparator.comparing((String arm) -> !arm.equals(CHAMPION))
            .thenComparing(arm -> arm.equals(HOLDOUT))
            .thenComparing(Comparator.naturalOrder());

    /**
     * What an arm earned of an as-of.
     *
     * @param value of rows whose outcomes are known
     * @param standardError of the value; empty where it cannot be told
     * @param rows that it is of, 1 or more
     */
    record OfDay(double value, OptionalDouble standardError, long rows) {
        /** What this earned more than another arm would have with as many rows. */
        Difference beside(OfDay other) {
            double rate = (double) rows / other.rows;
            return new Difference(
                    value - rate * other.value,
                    standardError.isPresent() && other.standardError.isPresent()
                            ? OptionalDouble.of(
                                    Math.hypot(standardError.getAsDouble(), rate * other.standardError.getAsDouble()))
                            : OptionalDouble.empty());
        }
    }

    private record Difference(double value, OptionalDouble standardError) {}

    /**
     * Rows of an as-of whose outcomes are not known.
     *
     * @param value that they are expected to earn
     */
    record Open(double value, long rows) {}

    /** Adds up numbers and the ends of their intervals. */
    private static final class Total {
        private double value;
        private double lower;
        private double upper;
        private boolean hasEnds = true;
        private int days;

        void add(double more, OptionalDouble standardError) {
            value += more;
            days++;
            hasEnds &= standardError.isPresent();
            if (standardError.isPresent()) {
                Interval interval = Interval.normal(more, standardError.getAsDouble(), ValueFigure.CONFIDENCE);
                lower += interval.lower();
                upper += interval.upper();
            }
        }

        Double value() {
            return days == 0 ? null : Double.valueOf(value);
        }

        Double lower() {
            return days > 0 && hasEnds ? Double.valueOf(lower) : null;
        }

        Double upper() {
            return days > 0 && hasEnds ? Double.valueOf(upper) : null;
        }
    }

    /**
     * The arms.
     *
     * @param known as-of to arm to what it earned
     * @param open what as-ofs have besides, by arm
     */
    static List<ArmSum> of(
            NavigableMap<String, Map<String, OfDay>> known, Map<String, ? extends Collection<Open>> open) {
        NavigableSet<String> arms = new TreeSet<>(ORDER);
        known.values().forEach(day -> arms.addAll(day.keySet()));
        arms.addAll(open.keySet());
        return arms.stream()
                .map(arm -> of(arm, known.values(), open.containsKey(arm) ? open.get(arm) : List.of()))
                .toList();
    }

    private static ArmSum of(String arm, Collection<Map<String, OfDay>> known, Collection<Open> open) {
        Total own = new Total();
        Total differences = new Total();
        long rows = 0;
        long compared = 0;
        for (Map<String, OfDay> day : known) {
            OfDay mine = day.get(arm);
            OfDay champions = arm.equals(CHAMPION) ? null : day.get(CHAMPION);
            if (mine != null) {
                own.add(mine.value(), mine.standardError());
                rows += mine.rows();
            }
            if (mine != null && champions != null) {
                Difference difference = mine.beside(champions);
                differences.add(difference.value(), difference.standardError());
                compared += mine.rows();
            }
        }
        return new ArmSum(
                arm,
                own.value,
                own.lower(),
                own.upper(),
                rows,
                own.days,
                open.stream().mapToLong(Open::rows).sum(),
                open.stream().mapToDouble(Open::value).sum(),
                differences.value(),
                differences.lower(),
                differences.upper(),
                compared);
    }

    /** An amount of the arm's rows, for a thousand of them. */
    public double perThousand(double amount) {
        return amount * THOUSAND / rows;
    }

    /** An amount of the difference, for a thousand rows of the arm. */
    public double differencePerThousand(double amount) {
        return amount * THOUSAND / rowsCompared;
    }
}
