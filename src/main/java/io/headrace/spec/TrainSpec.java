package io.headrace.spec;

import io.headrace.metric.Gates;
import io.headrace.metric.Target;
import io.headrace.run.Digest;
import io.headrace.stats.fairness.FairnessPolicy;
import java.util.ArrayList;
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
 * @param choice whether the file names them
 * @param population SQL condition on the features: whom the model is for
 * @param label what is predicted
 * @param asOfs the as-ofs learnt from
 * @param group a column of the view: rows with the same value stay together in every split by hash; without it those of an entity do
 * @param test how the test rows are held out
 * @param recipe how the model is made
 * @param assessment the purpose of the model and how its test rows are evaluated
 * @param gates conditions for promotion
 * @param fairness what it has to do with protected groups; empty for nothing
 */
public record TrainSpec(
        JobHeader header,
        String model,
        FeatureView view,
        List<String> features,
        Choice choice,
        String population,
        LabelSpec label,
        AsOfs asOfs,
        Optional<String> group,
        Holdout test,
        Recipe recipe,
        Assessment assessment,
        Gates gates,
        Optional<Fairness> fairness)
        implements JobSpec {
    /** The word of the kind in a job file. */
    public static final String KIND = "train";

    public TrainSpec {
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(view, "view");
        features = List.copyOf(features);
        Objects.requireNonNull(choice, "choice");
        Objects.requireNonNull(population, "population");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(asOfs, "asOfs");
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(test, "test");
        Objects.requireNonNull(recipe, "recipe");
        Objects.requireNonNull(assessment, "assessment");
        Objects.requireNonNull(gates, "gates");
        Objects.requireNonNull(fairness, "fairness");
    }

    /** Features that the file names, and nothing to do with protected groups. */
    public TrainSpec(
            JobHeader header,
            String model,
            FeatureView view,
            List<String> features,
            String population,
            LabelSpec label,
            AsOfs asOfs,
            Optional<String> group,
            Holdout test,
            Recipe recipe,
            Assessment assessment,
            Gates gates) {
        this(
                header,
                model,
                view,
                features,
                Choice.NAMED,
                population,
                label,
                asOfs,
                group,
                test,
                recipe,
                assessment,
                gates,
                Optional.empty());
    }

    /** How features were chosen. */
    public enum Choice {
        /** Each by its name, personal ones too. */
        NAMED,
        /** All of the view that may enter a model; one that comes from personal data is refused. */
        ALL
    }

    /** The as-ofs of the training set. */
    public sealed interface AsOfs {}

    /**
     * The latest mature as-of and others before it, evenly spaced, each of all entities.
     *
     * @param everyDays days between two
     * @param atMost how many, 1 or more
     * @param atLeast of how many there must be rows, 1 to {@code atMost}; a run that has fewer is refused
     */
    public record AsOfGrid(int everyDays, int atMost, int atLeast) implements AsOfs {
        /** Rows of any of them will do. */
        public AsOfGrid(int everyDays, int atMost) {
            this(everyDays, atMost, 1);
        }

        public AsOfGrid {
            if (everyDays < 1) {
                throw new IllegalArgumentException("every must be 1 day or more, found " + everyDays);
            }
            if (atMost < 1) {
                throw new IllegalArgumentException("at-most must be 1 or more, found " + atMost);
            }
            if (atLeast < 1 || atLeast > atMost) {
                throw new IllegalArgumentException("at-least must lie in 1 to " + atMost + ", found " + atLeast);
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
         * A share of the entities, chosen by a hash of their key (or of the group), so that it is stable when rows are added.
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

    /**
     * What a train job has to do with protected groups.
     *
     * @param job says what makes the groups, and what must hold between them
     * @param policies names of the job's policies that a version must not break
     * @param unknown what becomes of a version of which a policy cannot tell
     * @param reweighing columns of the job by whose groups training rows are weighted (Kamiran and Calders 2012); empty for no such weights
     */
    public record Fairness(FairnessSpec job, List<String> policies, WhenUnknown unknown, List<String> reweighing) {
        public Fairness {
            Objects.requireNonNull(job, "job");
            policies = List.copyOf(policies);
            Objects.requireNonNull(unknown, "unknown");
            reweighing = List.copyOf(reweighing);
        }

        /** The policies themselves. */
        public List<FairnessPolicy> judgedBy() {
            return job.policies().stream()
                    .filter(policy -> policies.contains(policy.name()))
                    .toList();
        }
    }

    /** What becomes of a version of which a policy cannot tell. */
    public enum WhenUnknown {
        /** The gate is met. */
        PASSES,
        /** The gate is lost. */
        REFUSES
    }

    /** The same job on another view. */
    public TrainSpec with(FeatureView other) {
        return new TrainSpec(
                header,
                model,
                other,
                features,
                choice,
                population,
                label,
                asOfs,
                group,
                test,
                recipe,
                assessment,
                gates,
                fairness);
    }

    /** The same job with another recipe. */
    public TrainSpec with(Recipe other) {
        return new TrainSpec(
                header,
                model,
                view,
                features,
                choice,
                population,
                label,
                asOfs,
                group,
                test,
                other,
                assessment,
                gates,
                fairness);
    }

    /** The same job with another label. */
    public TrainSpec with(LabelSpec other) {
        return new TrainSpec(
                header,
                model,
                view,
                features,
                choice,
                population,
                other,
                asOfs,
                group,
                test,
                recipe,
                assessment,
                gates,
                fairness);
    }

    /** The column by whose hash rows are split. */
    public String splitBy() {
        return group.orElse(view.entity());
    }

    /** What kind of answer the model predicts. */
    public Target target() {
        return label.target();
    }

    /** Days from an as-of to the moment when its answer is known, at least. */
    public int daysToKnow() {
        return label instanceof LabelSpec.Event event
                ? event.horizonDays() + event.delayDays()
                : ((LabelSpec.Known) label).delayDays();
    }

    /** What rows count in training, in words; empty where each counts 1. */
    public String weightsInWords() {
        List<String> words = new ArrayList<>();
        recipe.weights().halfLifeDays().ifPresent(days -> words.add("half-life " + days + " days"));
        if (recipe.weights().balanced()) {
            words.add("classes balanced");
        }
        recipe.weights().of().ifPresent(words::add);
        fairness.filter(use -> !use.reweighing().isEmpty())
                .ifPresent(use -> words.add("label and " + String.join(", ", use.reweighing()) + " of "
                        + use.job().groups().table() + " made independent"));
        return String.join("; ", words);
    }

    @Override
    public String digest() {
        String named = header().digest() + "+" + view.digest();
        String chosen = choice == Choice.NAMED ? named : named + "+" + Digest.of(String.join("\n", features));
        return fairness.map(use -> chosen + "+" + use.job().digest()).orElse(chosen);
    }

    @Override
    public String kind() {
        return KIND;
    }

    /** The table the training rows are kept in. */
    public TableName trainingTable() {
        return Layer.TRAINING.table(model);
    }

    /** The virtual table that stands for the model in the graph; its state lives in {@code headrace.models}. */
    public static TableName modelNode(String model) {
        return Layer.MODELS.table(model);
    }

    @Override
    public NavigableSet<TableName> reads() {
        NavigableSet<TableName> tables = view.tables();
        tables.add(label.table());
        if (asOfs instanceof AsOfRows rows) {
            tables.add(rows.table());
        }
        fairness.ifPresent(use -> tables.add(use.job().groups().table()));
        return tables;
    }

    @Override
    public NavigableSet<TableName> writes() {
        return new TreeSet<>(List.of(trainingTable(), modelNode(model)));
    }
}
