package io.headrace.spec;

import java.util.List;
import java.util.Set;
import java.util.function.DoublePredicate;

/**
 * A learning algorithm that a job may name, and the settings it takes.
 *
 * <p>Kinds are found by {@link java.util.ServiceLoader}: a new algorithm is one class that also knows how to fit, and its line under
 * {@code META-INF/services}.
 */
public interface LearnerKind {
    /** The word in a job file, such as {@code random-forest}. */
    String word();

    /** What it can predict. */
    Set<Target> targets();

    /** The settings, in the order in which they are documented. */
    List<Setting> settings();

    /** Whether it can be held to rising or falling with a feature. */
    default boolean isMonotone() {
        return false;
    }

    /** The least number that it can learn from, where the label is a number. */
    default double leastLabel() {
        return Double.NEGATIVE_INFINITY;
    }

    /** The setting that says how many trees are added one after another, of which a part is a model too; else empty. */
    default String rounds() {
        return "";
    }

    /**
     * A setting: a number.
     *
     * @param name in kebab case
     * @param expected what a user has to write, for messages
     * @param whole whether it is a whole number
     * @param fits the values allowed
     * @param otherwise the value where a job says nothing
     */
    record Setting(String name, String expected, boolean whole, DoublePredicate fits, double otherwise) {
        /** A whole number of so many or more. */
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

        /** Whether a number may be the setting's. */
        public boolean allows(double value) {
            return Double.isFinite(value) && (!whole || value == Math.rint(value)) && fits.test(value);
        }
    }
}
