package io.headrace.spec;

import io.headrace.metric.Target;
import java.util.List;
import java.util.Set;
import java.util.function.DoublePredicate;

/**
 * A learning algorithm that a job can use, and its settings.
 *
 * <p>Kinds are found by {@link java.util.ServiceLoader}: a new algorithm is one class that also knows how to fit, and its line under
 * {@code META-INF/services}.
 */
public interface LearnerKind {
    /** The word in a job file, such as {@code random-forest}. */
    String word();

    /** The types of label that it supports. */
    Set<Target> targets();

    /** The settings, in the order in which they are documented. */
    List<Setting> settings();

    /** Whether it supports monotone constraints. */
    default boolean isMonotone() {
        return false;
    }

    /** The least value of a numeric label. */
    default double leastLabel() {
        return Double.NEGATIVE_INFINITY;
    }

    /** The setting for the number of boosted trees, of which the first few are a model too; empty if it has none. */
    default String rounds() {
        return "";
    }

    /**
     * A setting: a number.
     *
     * @param name in kebab case
     * @param expected the values allowed, in words, for messages
     * @param whole whether it is a whole number
     * @param fits the values allowed
     * @param otherwise the default
     */
    record Setting(String name, String expected, boolean whole, DoublePredicate fits, double otherwise) {
        /** A whole number of at least a value. */
        public static Setting wholeFrom(String name, int least, int otherwise) {
            return new Setting(
                    name, "a whole number of " + least + " or more", true, value -> value >= least, otherwise);
        }

        /** A whole number with both ends included. */
        public static Setting wholeBetween(String name, int least, int most, int otherwise) {
            return new Setting(
                    name,
                    "a whole number from " + least + " to " + most,
                    true,
                    value -> value >= least && value <= most,
                    otherwise);
        }

        /** A number with neither end included. */
        public static Setting between(String name, int above, int below, double otherwise) {
            return new Setting(
                    name,
                    "a number of more than " + above + " and less than " + below,
                    false,
                    value -> value > above && value < below,
                    otherwise);
        }

        /** A number of 0 or more. */
        public static Setting fromZero(String name, double otherwise) {
            return new Setting(name, "a number of 0 or more", false, value -> value >= 0, otherwise);
        }

        /** A number from 0 to 1. */
        public static Setting upToOne(String name, double otherwise) {
            return new Setting(name, "a number from 0 to 1", false, value -> value >= 0 && value <= 1, otherwise);
        }

        /** A number of more than 0 and at most 1. */
        public static Setting share(String name, double otherwise) {
            return new Setting(
                    name, "a number of more than 0 and at most 1", false, value -> value > 0 && value <= 1, otherwise);
        }

        /** Whether a value is allowed. */
        public boolean allows(double value) {
            return Double.isFinite(value) && (!whole || value == Math.rint(value)) && fits.test(value);
        }
    }
}
