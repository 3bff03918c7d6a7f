package io.headrace.spec;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The purpose of a model and how its test rows are evaluated.
 *
 * @param purpose what it may be used for, in the words of the owner
 * @param baseline a SQL expression over the features: a simple rule that ranks, higher meaning more likely positive, or predicts the number or class
 * @param slices features whose values define slices, each with its own metrics
 * @param value the value of decisions
 * @param decided when a row is decided positive where decisions have no value
 */
public record Assessment(
        Purpose purpose, Optional<String> baseline, List<String> slices, Optional<Value> value, Decided decided) {
    /** The probability from which a row is decided positive where nothing is said. */
    public static final double HALF = 0.5;

    /** The default metrics only. */
    public static final Assessment PLAIN =
            new Assessment(Purpose.UNSAID, Optional.empty(), List.of(), Optional.empty());

    public Assessment {
        Objects.requireNonNull(purpose, "purpose");
        Objects.requireNonNull(baseline, "baseline");
        slices = List.copyOf(slices);
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(decided, "decided");
    }

    /** When a row is decided positive. */
    public sealed interface Decided {
        /** In words. */
        String words();

        /** From a probability on, 0 to 1. */
        record FromProbability(double from) implements Decided {
            public FromProbability {
                if (!(from >= 0 && from <= 1)) {
                    throw new IllegalArgumentException("decision.probability must lie in 0 to 1, found " + from);
                }
            }

            @Override
            public String words() {
                return "from a probability of " + from + " on";
            }
        }

        /** The highest share of the rows of each as-of, more than 0 and at most 1; ties at the border are all in. */
        record TopShare(double share) implements Decided {
            public TopShare {
                if (!(share > 0 && share <= 1)) {
                    throw new IllegalArgumentException("decision.top-share must lie in 0 to 1, found " + share);
                }
            }

            @Override
            public String words() {
                return "for the top share " + share + " of each as-of";
            }
        }
    }

    /** Rows of a probability of {@link #HALF} and more are decided positive. */
    public Assessment(Purpose purpose, Optional<String> baseline, List<String> slices, Optional<Value> value) {
        this(purpose, baseline, slices, value, HALF);
    }

    /** Rows from a probability on, 0 to 1, are decided positive. */
    public Assessment(
            Purpose purpose, Optional<String> baseline, List<String> slices, Optional<Value> value, double from) {
        this(purpose, baseline, slices, value, new Decided.FromProbability(from));
    }

    /** The default metrics and a comparison with a baseline. */
    public static Assessment beside(String baseline) {
        return new Assessment(Purpose.UNSAID, Optional.of(baseline), List.of(), Optional.empty());
    }

    /**
     * The owner's texts on a model; empty where there are none.
     *
     * @param use what it may be used for
     * @param limits what it must not be used for, and where it is weak
     */
    public record Purpose(String use, String limits) {
        /** No texts. */
        public static final Purpose UNSAID = new Purpose("", "");

        public Purpose {
            Objects.requireNonNull(use, "use");
            Objects.requireNonNull(limits, "limits");
        }
    }

    /**
     * The value of a decision on a row by its outcome; SQL expressions over the features, or numbers.
     *
     * @param hit true positive: acted on, and positive
     * @param falseAlarm false positive: acted on, and negative
     * @param miss false negative: not acted on, and positive
     * @param rest true negative: not acted on, and negative
     * @param currency the currency
     * @param capacity the greatest share of rows that may be acted on, more than 0, at most 1
     */
    public record Value(
            String hit, String falseAlarm, String miss, String rest, String currency, Optional<Double> capacity) {
        /** The words of the outcomes, in the order in which people read them. */
        public static final List<String> OUTCOMES = List.of("hit", "false-alarm", "miss", "rest");

        public Value {
            Objects.requireNonNull(hit, "hit");
            Objects.requireNonNull(falseAlarm, "falseAlarm");
            Objects.requireNonNull(miss, "miss");
            Objects.requireNonNull(rest, "rest");
            Objects.requireNonNull(currency, "currency");
            Objects.requireNonNull(capacity, "capacity");
        }

        /** The SQL by the words of the outcomes. */
        public SortedMap<String, String> byOutcome() {
            return new TreeMap<>(Map.of("hit", hit, "false-alarm", falseAlarm, "miss", miss, "rest", rest));
        }
    }
}
