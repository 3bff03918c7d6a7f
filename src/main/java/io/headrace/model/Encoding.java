package io.headrace.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The encoding of one declared feature: its slots and their values.
 *
 * <p>Slots are named {@code feature} for a value, {@code feature=level} for a level, and {@code feature:missing} and
 * {@code feature:other} for missing and other values.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "encoding")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Encoding.Numeric.class, name = "numeric"),
    @JsonSubTypes.Type(value = Encoding.Plain.class, name = "plain"),
    @JsonSubTypes.Type(value = Encoding.Categorical.class, name = "categorical"),
    @JsonSubTypes.Type(value = Encoding.Index.class, name = "index"),
    @JsonSubTypes.Type(value = Encoding.Flag.class, name = "flag"),
    @JsonSubTypes.Type(value = TargetMeans.class, name = "target-mean"),
    @JsonSubTypes.Type(value = Bins.class, name = "bins"),
    @JsonSubTypes.Type(value = CalendarParts.class, name = "calendar"),
    @JsonSubTypes.Type(value = LocalCalendarParts.class, name = "local-calendar")
})
public sealed interface Encoding extends Serializable
        permits Encoding.Numeric,
                Encoding.Plain,
                Encoding.Categorical,
                Encoding.Index,
                Encoding.Flag,
                TargetMeans,
                Bins,
                CalendarParts,
                LocalCalendarParts {
    /** The feature's name. */
    String name();

    /** Names of the slots, in the order they are written. */
    List<String> slotNames();

    /** The number of slots, 1 or more. */
    int width();

    /** For each slot the number of levels that its whole numbers from 0 stand for, or 0 for a slot with a number. */
    default int[] levelCounts() {
        return new int[width()];
    }

    /**
     * Writes one raw value into slots that hold zero.
     *
     * @param raw the value, null when missing
     * @param into the slots of the whole row
     * @param first the first slot of this feature
     * @throws IllegalArgumentException if the value has the wrong type or is infinite
     */
    void write(Object raw, double[] into, int first);

    /** Writes a number as {@link #write} does, without boxing if the feature is numeric. */
    default void writeNumber(double raw, double[] into, int first) {
        write(raw, into, first);
    }

    /**
     * A number in its own unit, so that a coefficient is per unit; learners standardise by themselves.
     *
     * <p>Null and NaN are missing: the slot takes the training mean, and the second slot, if there is one, takes 1.
     * Infinite values, also decimals too large for a double, are refused.
     *
     * @param mean mean of the present training values, 0 if there were none; finite
     * @param missingIndicator whether a second slot marks missing values
     */
    record Numeric(String name, double mean, boolean missingIndicator) implements Encoding {
        public Numeric {
            requireName(name);
            if (!Double.isFinite(mean)) {
                throw new IllegalArgumentException("feature %s: mean must be finite, found %s".formatted(name, mean));
            }
        }

        @Override
        public List<String> slotNames() {
            return missingIndicator ? List.of(name, name + ":missing") : List.of(name);
        }

        @Override
        public int width() {
            return missingIndicator ? 2 : 1;
        }

        @Override
        public void write(Object raw, double[] into, int first) {
            if (!isMissing(raw)) {
                into[first] = finiteNumber(name, raw);
                return;
            }
            writeMissing(into, first);
        }

        @Override
        public void writeNumber(double raw, double[] into, int first) {
            if (Double.isNaN(raw)) {
                writeMissing(into, first);
            } else {
                into[first] = finite(name, raw);
            }
        }

        private void writeMissing(double[] into, int first) {
            into[first] = mean;
            if (missingIndicator) {
                into[first + 1] = 1;
            }
        }
    }

    /**
     * A number in its own unit, in one slot that is NaN for a missing value, for learners that handle missing values.
     *
     * <p>Infinite values, also decimals too large for a double, are refused.
     */
    record Plain(String name) implements Encoding {
        public Plain {
            requireName(name);
        }

        @Override
        public List<String> slotNames() {
            return List.of(name);
        }

        @Override
        public int width() {
            return 1;
        }

        @Override
        public void write(Object raw, double[] into, int first) {
            into[first] = isMissing(raw) ? Double.NaN : finiteNumber(name, raw);
        }

        @Override
        public void writeNumber(double raw, double[] into, int first) {
            into[first] = Double.isNaN(raw) ? raw : finite(name, raw);
        }
    }

    /**
     * One-hot encoding of a text: one slot for each level but the first, the most frequent one.
     *
     * <p>The reference level is all zeros, so the slots are not collinear with the intercept. Rare and unseen levels
     * share the slot {@code :other}, null takes {@code :missing}. If training saw no such row, the learner leaves
     * the slot's coefficient at zero, and the value scores like the reference level. Case and white space matter.
     *
     * @param levels known levels, most frequent first
     */
    record Categorical(String name, Levels levels) implements Encoding {
        public Categorical {
            requireName(name);
            if (levels == null) {
                throw new IllegalArgumentException("feature %s: levels must be given".formatted(name));
            }
        }

        @Override
        public List<String> slotNames() {
            List<String> names = new ArrayList<>(width());
            levels.inOrder().stream().skip(1).map(level -> name + "=" + level).forEach(names::add);
            names.add(name + ":other");
            names.add(name + ":missing");
            return List.copyOf(names);
        }

        @Override
        public int width() {
            return levelSlots() + 2;
        }

        @Override
        public void write(Object raw, double[] into, int first) {
            if (raw == null) {
                into[first + levelSlots() + 1] = 1;
                return;
            }
            if (!(raw instanceof CharSequence text)) {
                throw ModelErrors.wrongType(name, "a text", raw);
            }
            int position = levels.position(text.toString());
            if (position < 0) {
                into[first + levelSlots()] = 1;
            } else if (position > 0) {
                into[first + position - 1] = 1;
            }
        }

        private int levelSlots() {
            return Math.max(0, levels.count() - 1);
        }
    }

    /**
     * A text in one slot, for trees: the index of the level, the next number for rare and unseen levels, and the one after it for null. Case and
     * white space matter.
     *
     * @param levels known levels, most frequent first
     */
    record Index(String name, Levels levels) implements Encoding {
        public Index {
            requireName(name);
            if (levels == null) {
                throw new IllegalArgumentException("feature %s: levels must be given".formatted(name));
            }
        }

        @Override
        public List<String> slotNames() {
            return List.of(name);
        }

        @Override
        public int width() {
            return 1;
        }

        @Override
        public int[] levelCounts() {
            return new int[] {levels.count() + 2};
        }

        @Override
        public void write(Object raw, double[] into, int first) {
            if (raw == null) {
                into[first] = levels.count() + 1;
            } else if (raw instanceof CharSequence text) {
                int position = levels.position(text.toString());
                into[first] = position < 0 ? levels.count() : position;
            } else {
                throw ModelErrors.wrongType(name, "a text", raw);
            }
        }
    }

    /** A boolean: one slot that is 1 for true, and one that is 1 for a missing value. */
    record Flag(String name) implements Encoding {
        public Flag {
            requireName(name);
        }

        @Override
        public List<String> slotNames() {
            return List.of(name, name + ":missing");
        }

        @Override
        public int width() {
            return 2;
        }

        @Override
        public void write(Object raw, double[] into, int first) {
            if (raw == null) {
                into[first + 1] = 1;
            } else if (!(raw instanceof Boolean flag)) {
                throw ModelErrors.wrongType(name, "true or false", raw);
            } else if (flag) {
                into[first] = 1;
            }
        }
    }

    /** Whether a raw value counts as missing: null, or a NaN. */
    static boolean isMissing(Object raw) {
        return raw == null
                || (raw instanceof Double number && number.isNaN())
                || (raw instanceof Float single && single.isNaN());
    }

    /** The number of a raw value; refuses other types and infinite numbers. */
    private static double finiteNumber(String name, Object raw) {
        if (!(raw instanceof Number number)) {
            throw ModelErrors.wrongType(name, "a number", raw);
        }
        double value = number.doubleValue();
        if (Double.isInfinite(value)) {
            throw ModelErrors.infinite(name, raw);
        }
        return value;
    }

    private static double finite(String name, double raw) {
        if (Double.isInfinite(raw)) {
            throw ModelErrors.infinite(name, raw);
        }
        return raw;
    }

    /** Refuses features without a name. */
    static void requireName(String name) {
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("a feature must have a name");
        }
    }
}
