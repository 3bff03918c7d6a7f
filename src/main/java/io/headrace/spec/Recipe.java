package io.headrace.spec;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a model is made from labelled rows.
 *
 * @param learner the learning algorithm
 * @param weights what rows count
 * @param preparation by feature: how it becomes numbers, where that is not as usual
 * @param monotone by feature: whether the score may only rise or only fall with it
 * @param allowedLeaks features that may know the answer as well as they seem to
 * @param search how settings are searched for; without it the learner's are taken
 * @param calibration what is done to probabilities
 * @param interval the prediction interval of a number; empty for none
 * @param seed seed of everything random
 */
public record Recipe(
        Learner learner,
        Weights weights,
        SortedMap<String, Preparation> preparation,
        SortedMap<String, Direction> monotone,
        List<String> allowedLeaks,
        Optional<Search> search,
        Calibration calibration,
        Optional<Interval> interval,
        long seed) {
    public Recipe {
        Objects.requireNonNull(learner, "learner");
        Objects.requireNonNull(weights, "weights");
        preparation = Collections.unmodifiableSortedMap(new TreeMap<>(preparation));
        monotone = Collections.unmodifiableSortedMap(new TreeMap<>(monotone));
        allowedLeaks = List.copyOf(allowedLeaks);
        Objects.requireNonNull(search, "search");
        Objects.requireNonNull(calibration, "calibration");
        Objects.requireNonNull(interval, "interval");
    }

    /** Without a prediction interval. */
    public Recipe(
            Learner learner,
            Weights weights,
            SortedMap<String, Preparation> preparation,
            SortedMap<String, Direction> monotone,
            List<String> allowedLeaks,
            Optional<Search> search,
            Calibration calibration,
            long seed) {
        this(learner, weights, preparation, monotone, allowedLeaks, search, calibration, Optional.empty(), seed);
    }

    /** A learner and nothing else. */
    public static Recipe of(Learner learner, long seed) {
        return new Recipe(
                learner,
                Weights.EQUAL,
                new TreeMap<>(),
                new TreeMap<>(),
                List.of(),
                Optional.empty(),
                Calibration.NONE,
                seed);
    }

    /** The same with a search. */
    public Recipe with(Search searched) {
        return new Recipe(
                learner,
                weights,
                preparation,
                monotone,
                allowedLeaks,
                Optional.of(searched),
                calibration,
                interval,
                seed);
    }

    /** The same with another learner. */
    public Recipe with(Learner other) {
        return new Recipe(other, weights, preparation, monotone, allowedLeaks, search, calibration, interval, seed);
    }

    /** The same with a prediction interval. */
    public Recipe with(Interval bounds) {
        return new Recipe(
                learner, weights, preparation, monotone, allowedLeaks, search, calibration, Optional.of(bounds), seed);
    }

    /** Which way a score may go when a feature rises. */
    public enum Direction {
        RISING,
        FALLING
    }

    /**
     * What rows count in training; the factors are multiplied.
     *
     * @param halfLifeDays rows that are so much older than the youngest count half; empty for no decay
     * @param balanced whether both answers count the same in sum
     * @param of SQL expression over the features; empty for 1
     */
    public record Weights(Optional<Integer> halfLifeDays, boolean balanced, Optional<String> of) {
        /** Every row counts 1. */
        public static final Weights EQUAL = new Weights(Optional.empty(), false, Optional.empty());

        public Weights {
            Objects.requireNonNull(halfLifeDays, "halfLifeDays");
            Objects.requireNonNull(of, "of");
        }
    }

    /** How a feature becomes numbers. */
    public sealed interface Preparation {
        /**
         * A text, by levels.
         *
         * @param maxLevels levels kept, the most frequent, 1 or more; the others count as other
         * @param minRows training rows of a level that is kept, 1 or more
         */
        record Levels(int maxLevels, int minRows) implements Preparation {}

        /**
         * A text, each level by the mean answer of its training rows, drawn towards the mean of all; in training by the rows of other
         * folds, so that no row sees its own answer (Micci-Barreca 2001).
         *
         * @param smoothing rows of the mean of all that each level is given, 0 or more
         */
        record TargetMean(double smoothing) implements Preparation {}

        /**
         * A number, by bins of about the same number of training rows, each a level.
         *
         * @param count 2 or more
         */
        record Bins(int count) implements Preparation {}

        /** A day or moment, by parts of the calendar, each a level. */
        record Dates(List<DatePart> parts) implements Preparation {
            public Dates {
                parts = List.copyOf(parts);
            }
        }
    }

    /** A part of a day or moment, in UTC. */
    public enum DatePart {
        MONTH,
        DAY_OF_MONTH,
        WEEKDAY,
        HOUR
    }

    /** What is done to probabilities, by out-of-fold scores of the training rows. */
    public enum Calibration {
        NONE,
        PLATT,
        ISOTONIC,
        /** Whichever of the others has the least log loss on rows it was not fitted to; none where none helps. */
        BEST
    }

    /**
     * A prediction interval: bounds between which labels are to lie.
     *
     * @param coverage the share of labels between them, more than 0, less than 1
     */
    public record Interval(double coverage) {
        /** The coverage where nothing is said. */
        public static final double COVERAGE = 0.9;

        public Interval {
            if (!(coverage > 0 && coverage < 1)) {
                throw new IllegalArgumentException("coverage must lie between 0 and 1, found " + coverage);
            }
        }

        /** The quantile of the lower bound: half of the share that may lie outside. */
        public double lowerQuantile() {
            return BigDecimal.ONE
                    .subtract(BigDecimal.valueOf(coverage))
                    .divide(BigDecimal.valueOf(2))
                    .doubleValue();
        }

        /** The quantile of the upper bound. */
        public double upperQuantile() {
            return 1 - lowerQuantile();
        }
    }

    /**
     * A search for settings.
     *
     * @param over by setting: what is tried
     * @param trials how many combinations are drawn; empty for all of the grid
     * @param folds how many validation folds, 1 or more
     * @param halving whether only the better third goes on from 1/9 of the rows to 1/3 and all of them
     * @param minutes no trial begins after so many minutes; empty for no bound
     */
    public record Search(
            SortedMap<String, Range> over,
            Optional<Integer> trials,
            int folds,
            boolean halving,
            Optional<Integer> minutes) {
        public Search {
            over = Collections.unmodifiableSortedMap(new TreeMap<>(over));
            Objects.requireNonNull(trials, "trials");
            Objects.requireNonNull(minutes, "minutes");
        }
    }

    /** The values tried of a setting. */
    public sealed interface Range {
        /** These. */
        record Listed(List<Double> values) implements Range {
            public Listed {
                values = List.copyOf(values);
            }
        }

        /**
         * Anything from one to another.
         *
         * @param logarithmic whether each order of magnitude is as likely as the next
         */
        record Between(double from, double to, boolean logarithmic) implements Range {}
    }
}
