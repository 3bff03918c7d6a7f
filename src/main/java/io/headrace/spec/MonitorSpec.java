package io.headrace.spec;

import io.headrace.policy.Policy;
import io.headrace.stats.drift.DriftRules;
import io.headrace.stats.drift.Statistic;
import io.headrace.stats.drift.VolumeChange;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Judges what score jobs counted: whether inputs and scores have moved, and how good the scores are.
 *
 * @param model the model
 * @param scores the table that its score job publishes
 * @param window which publications are judged together
 * @param against what they are compared with
 * @param drift which columns are judged, and from how many rows on
 * @param calibration how far scores may be from the rates that came
 * @param delivery how many scores there should be, and when
 * @param policy what counts as a finding, whom it wakes, and what follows
 * @param notices who is told of alerts
 */
public record MonitorSpec(
        JobHeader header,
        String model,
        TableName scores,
        Window window,
        List<Against> against,
        Drift drift,
        Calibration calibration,
        Delivery delivery,
        Policy policy,
        Notices notices)
        implements JobSpec {
    /** The word of the kind in a job file. */
    public static final String KIND = "monitor";

    public MonitorSpec {
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(scores, "scores");
        Objects.requireNonNull(window, "window");
        against = List.copyOf(against);
        Objects.requireNonNull(drift, "drift");
        Objects.requireNonNull(calibration, "calibration");
        Objects.requireNonNull(delivery, "delivery");
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(notices, "notices");
    }

    /** The publications that are judged together, the last of them that of the run's date. */
    public sealed interface Window {
        /**
         * Those of so many days.
         *
         * @param days 1 or more
         */
        record Days(int days) implements Window {
            public Days {
                if (days < 1) {
                    throw new IllegalArgumentException("window.days must be 1 or more, found " + days);
                }
            }
        }

        /**
         * The latest ones.
         *
         * @param runs how many, 1 or more
         */
        record Runs(int runs) implements Window {
            public Runs {
                if (runs < 1) {
                    throw new IllegalArgumentException("window.runs must be 1 or more, found " + runs);
                }
            }
        }
    }

    /** What a window is compared with. */
    public sealed interface Against {
        /** The word in records. */
        String word();

        /** The rows that the version learnt from, and the scores of those that it was tested on. */
        record Training() implements Against {
            @Override
            public String word() {
                return "training";
            }
        }

        /**
         * The windows before it, together.
         *
         * @param windows how many, 1 or more
         */
        record Trailing(int windows) implements Against {
            public Trailing {
                if (windows < 1) {
                    throw new IllegalArgumentException("against.trailing must be 1 or more, found " + windows);
                }
            }

            @Override
            public String word() {
                return "trailing";
            }
        }

        /**
         * The same window some days earlier.
         *
         * @param days how many, 1 or more; 364 days later is the same day of the week
         */
        record Season(int days) implements Against {
            public Season {
                if (days < 1) {
                    throw new IllegalArgumentException("against.season must be 1 day or more, found " + days);
                }
            }

            @Override
            public String word() {
                return "season";
            }
        }
    }

    /**
     * What is judged.
     *
     * @param tolerance the effect that does no harm, above 0: the distance of Kolmogorov and Smirnov of numbers, the total variation of texts
     * @param tolerances those of columns that have one of their own
     * @param missing the change of a share of missing values that does no harm, above 0
     * @param unseen the share of rows with a level that was never learnt from that does no harm, above 0
     * @param ignored columns that are not judged
     * @param rowsAtLeast below so many rows nothing is said
     */
    public record Drift(
            double tolerance,
            SortedMap<String, Double> tolerances,
            double missing,
            double unseen,
            Set<String> ignored,
            long rowsAtLeast) {
        public Drift {
            if (!(tolerance > 0 && missing > 0 && unseen > 0)) {
                throw new IllegalArgumentException(
                        "drift.tolerance, drift.missing and drift.unseen must be more than 0, found " + tolerance + ", "
                                + missing + " and " + unseen);
            }
            tolerances = Collections.unmodifiableSortedMap(new TreeMap<>(tolerances));
            ignored = Set.copyOf(ignored);
            if (rowsAtLeast < 1) {
                throw new IllegalArgumentException("drift.rows-at-least must be 1 or more, found " + rowsAtLeast);
            }
        }
    }

    /**
     * How far the calibration of scores may be from that of the version's test rows without harm.
     *
     * @param ratio positives that came, divided by those that scores lead one to expect; above 0
     * @param slope of the log-odds; above 0
     */
    public record Calibration(double ratio, double slope) {
        public Calibration {
            if (!(ratio > 0 && slope > 0)) {
                throw new IllegalArgumentException("calibration.ratio and calibration.slope must be more than 0, found "
                        + ratio + " and " + slope);
            }
        }
    }

    /**
     * How many scores there should be, and when.
     *
     * @param windows the rows of a window are compared with those of so many before it, at least {@link VolumeChange#LEAST_WINDOWS}
     * @param volume the share by which they may be fewer or more without harm, above 0, at most 1
     * @param lateDays so many days later than the score job is due do no harm, 0 or more
     */
    public record Delivery(int windows, double volume, int lateDays) {
        public Delivery {
            if (windows < VolumeChange.LEAST_WINDOWS) {
                throw new IllegalArgumentException(
                        "delivery.windows must be " + VolumeChange.LEAST_WINDOWS + " or more, found " + windows);
            }
            if (!(volume > 0 && volume <= 1)) {
                throw new IllegalArgumentException(
                        "delivery.volume must be more than 0 and at most 1, found " + volume);
            }
            if (lateDays < 0) {
                throw new IllegalArgumentException("delivery.late must be 0 days or more, found " + lateDays);
            }
        }
    }

    /**
     * Who is told of alerts.
     *
     * @param days alerts of so many days, up to the newest one that was monitored, are told of; 1 or more
     * @param targets each with a name of its own
     * @param metrics file below the exports folder that holds the figures of the last run, for Prometheus
     */
    public record Notices(int days, List<NoticeTarget> targets, Optional<String> metrics) {
        /** Nobody is told. */
        public static final Notices NONE = new Notices(1, List.of());

        public Notices {
            if (days < 1) {
                throw new IllegalArgumentException("notify.within must be 1 day or more, found " + days);
            }
            targets = List.copyOf(targets);
            Objects.requireNonNull(metrics, "metrics");
        }

        /** Without a file of metrics. */
        public Notices(int days, List<NoticeTarget> targets) {
            this(days, targets, Optional.empty());
        }
    }

    /** The rules by which columns are judged. */
    public DriftRules rules() {
        DriftRules standard = DriftRules.STANDARD;
        Map<Statistic, Double> tolerances = new EnumMap<>(Statistic.class);
        tolerances.put(standard.numbers(), drift.tolerance());
        tolerances.put(standard.texts(), drift.tolerance());
        tolerances.put(Statistic.MISSING, drift.missing());
        tolerances.put(Statistic.UNSEEN_LEVELS, drift.unseen());
        return new DriftRules(
                policy.level(),
                drift.rowsAtLeast(),
                standard.leastPower(),
                standard.smoothing(),
                standard.numbers(),
                standard.texts(),
                tolerances,
                standard.statistics());
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public NavigableSet<TableName> reads() {
        return new TreeSet<>(List.of(scores, TrainSpec.modelNode(model)));
    }

    /** None: what it finds stands in Headrace's own tables. */
    @Override
    public NavigableSet<TableName> writes() {
        return new TreeSet<>();
    }
}
