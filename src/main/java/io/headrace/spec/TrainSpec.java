package io.headrace.spec;

import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Trains a version of a model, evaluates it and lets the gates decide whether it becomes champion.
 *
 * @param model the model's name
 * @param view the feature view
 * @param features the features that enter the model; no other does
 * @param population SQL condition on the features: whom the model is for
 * @param label what is foreseen
 * @param asOfs the as-ofs learnt from
 * @param test how the test rows are held out
 * @param learner the learning algorithm
 * @param baseline a SQL expression over the features that ranks by a plain rule, higher meaning more likely positive
 * @param gates conditions for promotion
 * @param seed seed of everything random
 */
public record TrainSpec(
        JobHeader header,
        String model,
        FeatureView view,
        List<String> features,
        String population,
        LabelSpec label,
        AsOfs asOfs,
        Holdout test,
        Learner learner,
        Optional<String> baseline,
        Gates gates,
        long seed)
        implements JobSpec {
    public TrainSpec {
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(view, "view");
        features = List.copyOf(features);
        Objects.requireNonNull(population, "population");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(asOfs, "asOfs");
        Objects.requireNonNull(test, "test");
        Objects.requireNonNull(learner, "learner");
        Objects.requireNonNull(baseline, "baseline");
        Objects.requireNonNull(gates, "gates");
    }

    private static final int MAX_DEPTH = 30;

    /** The as-ofs of the training set. */
    public sealed interface AsOfs {}

    /**
     * The latest mature as-of and others before it, evenly spaced, each of all entities.
     *
     * @param everyDays days between two
     * @param atMost how many, 1 or more
     */
    public record AsOfGrid(int everyDays, int atMost) implements AsOfs {
        public AsOfGrid {
            if (everyDays < 1) {
                throw new IllegalArgumentException("every must be 1 day or more, found " + everyDays);
            }
            if (atMost < 1) {
                throw new IllegalArgumentException("at-most must be 1 or more, found " + atMost);
            }
        }
    }

    /**
     * The instants of a table's rows, each of the row's entity.
     *
     * @param table a table with the entity's key
     * @param time its column of the instants
     * @param where SQL condition: the rows that count
     */
    public record AsOfRows(TableName table, String time, String where) implements AsOfs {
        public AsOfRows {
            Objects.requireNonNull(table, "table");
            Objects.requireNonNull(time, "time");
            Objects.requireNonNull(where, "where");
        }
    }

    /** Whether each entity has as-ofs of its own: the times of its labels. */
    public boolean hasLabelTimes() {
        return asOfs instanceof AsOfRows
                || (label instanceof LabelSpec.Known known && known.time().isPresent());
    }

    /** How test rows are held out. */
    public sealed interface Holdout {
        /**
         * The latest as-ofs; training as-ofs whose label horizon reaches into them are left out.
         *
         * @param count how many as-ofs, 1 or more
         */
        record LatestAsOfs(int count) implements Holdout {
            public LatestAsOfs {
                if (count < 1) {
                    throw new IllegalArgumentException("latest must be 1 or more, found " + count);
                }
            }
        }

        /**
         * The latest days in which labels may be mature; training rows whose answer was not known before them are left out.
         *
         * @param days 1 or more
         */
        record LastDays(int days) implements Holdout {
            public LastDays {
                if (days < 1) {
                    throw new IllegalArgumentException("last must be 1 day or more, found " + days);
                }
            }
        }

        /**
         * A share of the entities, chosen by a hash of their key, so that it is stable when rows are added.
         *
         * @param share more than 0, less than 1
         */
        record ShareOfEntities(double share) implements Holdout {
            public ShareOfEntities {
                if (!(share > 0 && share < 1)) {
                    throw new IllegalArgumentException("share must lie between 0 and 1, found " + share);
                }
            }
        }
    }

    /** A learning algorithm with its parameters. */
    public sealed interface Learner {
        /** The word in a job file. */
        String word();

        /**
         * Logistic regression (MLlib), features standardised for the penalty.
         *
         * @param maxIterations 1 or more
         * @param regularization strength of the penalty, 0 or more
         * @param elasticNet 0 (ridge) to 1 (lasso)
         */
        record LogisticRegression(int maxIterations, double regularization, double elasticNet) implements Learner {
            public LogisticRegression {
                if (maxIterations < 1) {
                    throw new IllegalArgumentException("max-iterations must be 1 or more, found " + maxIterations);
                }
                if (!(regularization >= 0)) {
                    throw new IllegalArgumentException("regularization must be 0 or more, found " + regularization);
                }
                if (!(elasticNet >= 0 && elasticNet <= 1)) {
                    throw new IllegalArgumentException("elastic-net must lie in 0 to 1, found " + elasticNet);
                }
            }

            @Override
            public String word() {
                return "logistic-regression";
            }
        }

        /**
         * One decision tree (MLlib), by Gini impurity.
         *
         * @param maxDepth questions on the way to a leaf, 1 to 30
         * @param minRows training rows in each leaf, 1 or more
         */
        record DecisionTree(int maxDepth, int minRows) implements Learner {
            public DecisionTree {
                requireTrees(maxDepth, minRows);
            }

            @Override
            public String word() {
                return "decision-tree";
            }
        }

        /**
         * A random forest (MLlib): each split chooses among the square root of the number of slots.
         *
         * @param trees 1 or more
         * @param maxDepth 1 to 30
         * @param minRows training rows in each leaf, 1 or more
         * @param rowShare share of the rows that each tree is given, more than 0, at most 1
         */
        record RandomForest(int trees, int maxDepth, int minRows, double rowShare) implements Learner {
            public RandomForest {
                if (trees < 1) {
                    throw new IllegalArgumentException("trees must be 1 or more, found " + trees);
                }
                requireTrees(maxDepth, minRows);
                requireShare("row-share", rowShare);
            }

            @Override
            public String word() {
                return "random-forest";
            }
        }

        /**
         * Gradient-boosted trees (MLlib), with logistic loss.
         *
         * @param rounds trees, 1 or more
         * @param maxDepth 1 to 30
         * @param minRows training rows in each leaf, 1 or more
         * @param learningRate what each tree counts, more than 0, at most 1
         * @param rowShare share of the rows that each tree is given, more than 0, at most 1
         */
        record BoostedTrees(int rounds, int maxDepth, int minRows, double learningRate, double rowShare)
                implements Learner {
            public BoostedTrees {
                if (rounds < 1) {
                    throw new IllegalArgumentException("rounds must be 1 or more, found " + rounds);
                }
                requireTrees(maxDepth, minRows);
                requireShare("learning-rate", learningRate);
                requireShare("row-share", rowShare);
            }

            @Override
            public String word() {
                return "boosted-trees";
            }
        }
    }

    private static void requireTrees(int maxDepth, int minRows) {
        if (maxDepth < 1 || maxDepth > MAX_DEPTH) {
            throw new IllegalArgumentException("max-depth must lie in 1 to 30, found " + maxDepth);
        }
        if (minRows < 1) {
            throw new IllegalArgumentException("min-rows must be 1 or more, found " + minRows);
        }
    }

    private static void requireShare(String what, double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException(what + " must be more than 0, at most 1, found " + share);
        }
    }

    /**
     * Conditions for promotion, all of them to be met; an empty one is not asked.
     *
     * @param aucAtLeast the test AUC, 0 to 1
     * @param gainOverBaselineAtLeast AUC minus the baseline's: lower end of the paired 95 % interval
     * @param gainOverChampionAtLeast AUC minus the champion's on the same test rows: lower end of the paired 95 %
     *     interval; met when there is no champion
     * @param testRowsAtLeast rows in the test set
     */
    public record Gates(
            Optional<Double> aucAtLeast,
            Optional<Double> gainOverBaselineAtLeast,
            Optional<Double> gainOverChampionAtLeast,
            Optional<Integer> testRowsAtLeast) {
        public Gates {
            Objects.requireNonNull(aucAtLeast, "aucAtLeast");
            Objects.requireNonNull(gainOverBaselineAtLeast, "gainOverBaselineAtLeast");
            Objects.requireNonNull(gainOverChampionAtLeast, "gainOverChampionAtLeast");
            Objects.requireNonNull(testRowsAtLeast, "testRowsAtLeast");
        }
    }

    /** The same job on another view. */
    public TrainSpec with(FeatureView other) {
        return new TrainSpec(
                header, model, other, features, population, label, asOfs, test, learner, baseline, gates, seed);
    }

    @Override
    public String digest() {
        return header().digest() + "+" + view.digest();
    }

    @Override
    public JobKind kind() {
        return JobKind.TRAIN;
    }

    /** The table the training rows are kept in. */
    public TableName trainingTable() {
        return new TableName("training", model);
    }

    /** The virtual table that stands for the model in the graph; its state lives in {@code headrace.models}. */
    public static TableName modelNode(String model) {
        return new TableName("models", model);
    }

    @Override
    public NavigableSet<TableName> reads() {
        NavigableSet<TableName> tables = view.tables();
        tables.add(label.table());
        if (asOfs instanceof AsOfRows rows) {
            tables.add(rows.table());
        }
        return tables;
    }

    @Override
    public NavigableSet<TableName> writes() {
        return new TreeSet<>(List.of(trainingTable(), modelNode(model)));
    }
}
