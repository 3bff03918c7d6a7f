package io.headrace.spec;

import io.headrace.stats.fairness.Actionable;
import io.headrace.stats.fairness.Frontier;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Scores a population with the champion of a model and publishes the result.
 *
 * @param model the model's name
 * @param view whose features at the run's as-of are scored
 * @param where SQL condition on the features: who is scored
 * @param reasons what is written beside each score
 * @param threshold the score from which on the decision is positive
 * @param table the published table
 * @param keepDays how long publications stay undoable and readable by version
 * @param audit conditions for publication
 * @param work how a large run is worked off
 * @param arms who decides about whom
 * @param changes what an entity could change for another decision; empty where nothing is said
 */
public record ScoreSpec(
        JobHeader header,
        String model,
        FeatureView view,
        String where,
        Reasons reasons,
        Threshold threshold,
        TableName table,
        int keepDays,
        Audit audit,
        Work work,
        Arms arms,
        Optional<Changes> changes)
        implements JobSpec {
    /** The word of the kind in a job file. */
    public static final String KIND = "score";

    public ScoreSpec {
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(view, "view");
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(reasons, "reasons");
        Objects.requireNonNull(threshold, "threshold");
        Objects.requireNonNull(table, "table");
        if (keepDays < 1) {
            throw new IllegalArgumentException("publish.keep must be 1 day or more, found " + keepDays);
        }
        Objects.requireNonNull(audit, "audit");
        Objects.requireNonNull(work, "work");
        Objects.requireNonNull(arms, "arms");
        Objects.requireNonNull(changes, "changes");
    }

    /** Nothing is said of what an entity could change. */
    public ScoreSpec(
            JobHeader header,
            String model,
            FeatureView view,
            String where,
            Reasons reasons,
            Threshold threshold,
            TableName table,
            int keepDays,
            Audit audit,
            Work work,
            Arms arms) {
        this(header, model, view, where, reasons, threshold, table, keepDays, audit, work, arms, Optional.empty());
    }

    /**
     * What an entity could change for another decision.
     *
     * @param features numbers of the view, each with its directions, steps and range; their places are those in this list
     * @param atOnce how many may change at once, 1 or more
     * @param tries rows that the model is asked for at most, 1 or more
     */
    public record Changes(List<Actionable> features, int atOnce, long tries) {
        public Changes {
            features = List.copyOf(features);
        }
    }

    /** When the decision is positive. */
    public sealed interface Threshold {
        /** A stable name of the rule, written beside each decision. */
        String id();

        /** From a probability on, 0 to 1. */
        record Probability(double from) implements Threshold {
            public Probability {
                if (!(from >= 0 && from <= 1)) {
                    throw new IllegalArgumentException("decision.probability must lie in 0 to 1, found " + from);
                }
            }

            @Override
            public String id() {
                return "probability>=" + from;
            }
        }

        /** From a number on, for models that predict one. */
        record Amount(double from) implements Threshold {
            @Override
            public String id() {
                return "score>=" + from;
            }
        }

        /**
         * Where the class predicted is one of some, for models of several classes.
         *
         * @param classes one or more
         */
        record OneOf(List<String> classes) implements Threshold {
            public OneOf {
                classes = List.copyOf(classes);
            }

            @Override
            public String id() {
                return "class in " + classes;
            }
        }

        /**
         * Where it pays to act by the value that the train job declared when the version was trained: from the break-even probability on, which
         * then stands beside each decision, or where values differ by row, by each row's own.
         */
        record ByValue() implements Threshold {
            @Override
            public String id() {
                return "value";
            }

            /** The rule with the model's threshold. */
            public Probability at(double threshold) {
                return new Probability(threshold);
            }
        }

        /**
         * By thresholds of groups of people, which a fairness job keeps; the only rule that reads protected columns.
         *
         * @param job the fairness job
         * @param aim what its thresholds bring about
         * @param otherwise the probability from which all are decided positive while there are no thresholds, and afterwards who is in a group
         *     too small to have some, 0 to 1
         */
        record ByGroup(FairnessSpec job, Frontier.Aim aim, double otherwise) implements Threshold {
            public ByGroup {
                Objects.requireNonNull(job, "job");
                Objects.requireNonNull(aim, "aim");
                if (!(otherwise >= 0 && otherwise <= 1)) {
                    throw new IllegalArgumentException(
                            "decision.by-group.otherwise must lie in 0 to 1, found " + otherwise);
                }
            }

            @Override
            public String id() {
                return "by-group " + aim.name().toLowerCase(Locale.ROOT) + " of " + job.name();
            }
        }

        /** The highest share of the population, more than 0 and at most 1; ties at the border are all in. */
        record TopShare(double share) implements Threshold {
            public TopShare {
                if (!(share > 0 && share <= 1)) {
                    throw new IllegalArgumentException("decision.top-share must lie in 0 to 1, found " + share);
                }
            }

            @Override
            public String id() {
                return "top-share<=" + share;
            }
        }
    }

    /**
     * Conditions for publication; an empty one does not apply.
     *
     * @param rowsAtLeastOfPrevious rows as a share of the previous publication of another as-of
     * @param meanScoreChangeAtMost absolute change of the mean score against that publication
     * @param unscoredAtMost share of the population that could not be scored
     */
    public record Audit(
            Optional<Double> rowsAtLeastOfPrevious,
            Optional<Double> meanScoreChangeAtMost,
            Optional<Double> unscoredAtMost) {
        public Audit {
            Objects.requireNonNull(rowsAtLeastOfPrevious, "rowsAtLeastOfPrevious");
            Objects.requireNonNull(meanScoreChangeAtMost, "meanScoreChangeAtMost");
            Objects.requireNonNull(unscoredAtMost, "unscoredAtMost");
        }
    }

    /**
     * What raises a score, in words.
     *
     * @param top how many reasons there are, 0 or more
     * @param themes groups of features that form one reason; no feature is in two
     * @param background the rows that reasons compare with; without it the average training row
     */
    public record Reasons(int top, List<Theme> themes, Optional<Background> background) {
        public Reasons {
            if (top < 0) {
                throw new IllegalArgumentException("reasons.top must be 0 or more, found " + top);
            }
            themes = List.copyOf(themes);
            Objects.requireNonNull(background, "background");
        }

        /** So many, each of one feature. */
        public static Reasons top(int count) {
            return new Reasons(count, List.of(), Optional.empty());
        }
    }

    /**
     * Rows of the population that scores are compared with.
     *
     * @param rows how many at most, 1 to {@value #MOST_ROWS}
     * @param where SQL condition on their features and on {@code score} and {@code probability}
     */
    public record Background(int rows, String where) {
        /** What each row is compared with costs time and memory. */
        public static final int MOST_ROWS = 1000;

        public Background {
            Objects.requireNonNull(where, "where");
            if (rows < 1 || rows > MOST_ROWS) {
                throw new IllegalArgumentException(
                        "reasons.background.rows must lie in 1 to " + MOST_ROWS + ", found " + rows);
            }
        }
    }

    /**
     * Features that tell the same.
     *
     * @param text what is said; {@code {value}} stands for the value of the feature that contributes most
     */
    public record Theme(String name, List<String> features, String text) {
        public Theme {
            features = List.copyOf(features);
            Objects.requireNonNull(text, "text");
        }
    }

    /**
     * How a large run is worked off.
     *
     * @param rowsPerSlice about how many rows are scored between two commits, 1 or more; a run that was killed goes on behind the last
     * @param incrementalChecked if present, only those are scored whose features changed since the same version's last run, and this share,
     *     0 to 1, of those whose scores are carried over is scored as well, to prove them equal
     */
    public record Work(int rowsPerSlice, Optional<Double> incrementalChecked) {
        /** What is done where nothing is said. */
        public static final Work USUAL = new Work(5_000_000, Optional.empty());

        public Work {
            if (rowsPerSlice < 1) {
                throw new IllegalArgumentException("work.rows-per-slice must be 1 or more, found " + rowsPerSlice);
            }
            if (incrementalChecked.filter(share -> !(share >= 0 && share <= 1)).isPresent()) {
                throw new IllegalArgumentException(
                        "work.incremental-checked must lie in 0 to 1, found " + incrementalChecked.get());
            }
        }
    }

    /** The same job on another view. */
    public ScoreSpec with(FeatureView other) {
        return new ScoreSpec(
                header, model, other, where, reasons, threshold, table, keepDays, audit, work, arms, changes);
    }

    /** The same job with other reasons. */
    public ScoreSpec with(Reasons other) {
        return new ScoreSpec(header, model, view, where, other, threshold, table, keepDays, audit, work, arms, changes);
    }

    /** The same job worked off in another way. */
    public ScoreSpec with(Work other) {
        return new ScoreSpec(
                header, model, view, where, reasons, threshold, table, keepDays, audit, other, arms, changes);
    }

    /** The same job with other arms. */
    public ScoreSpec with(Arms other) {
        return new ScoreSpec(
                header, model, view, where, reasons, threshold, table, keepDays, audit, work, other, changes);
    }

    /** Rows that could not be scored, with the reason. */
    public TableName errorTable() {
        return Layer.SCORE_ERRORS.table(table.name());
    }

    @Override
    public String digest() {
        String own = header().digest() + "+" + view.digest();
        return threshold instanceof Threshold.ByGroup rule
                ? own + "+" + rule.job().digest()
                : own;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public NavigableSet<TableName> reads() {
        NavigableSet<TableName> tables = new TreeSet<>(List.of(view.table(), TrainSpec.modelNode(model)));
        if (threshold instanceof Threshold.ByGroup rule) {
            tables.add(rule.job().groups().table());
        }
        return tables;
    }

    @Override
    public NavigableSet<TableName> writes() {
        return new TreeSet<>(List.of(table, errorTable()));
    }

    @Override
    public Optional<TableName> copied() {
        return Optional.of(table);
    }
}
