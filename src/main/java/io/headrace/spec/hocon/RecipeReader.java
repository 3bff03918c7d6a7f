package io.headrace.spec.hocon;

import io.headrace.metric.Target;
import io.headrace.spec.ColumnType;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.FeatureColumn;
import io.headrace.spec.KeyPlace;
import io.headrace.spec.Learner;
import io.headrace.spec.LearnerKind;
import io.headrace.spec.NearestName;
import io.headrace.spec.Recipe;
import io.headrace.spec.Recipe.Calibration;
import io.headrace.spec.Recipe.DatePart;
import io.headrace.spec.Recipe.Direction;
import io.headrace.spec.Recipe.Interval;
import io.headrace.spec.Recipe.Preparation;
import io.headrace.spec.Recipe.Range;
import io.headrace.spec.Recipe.Search;
import io.headrace.spec.Recipe.Weights;
import io.headrace.spec.SqlText.Result;
import io.headrace.spec.SqlText.Rows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Reads how a model is made: the keys of a train job from {@code learner} to {@code seed}. */
final class RecipeReader {
    private static final long SEED = 42;
    private static final Map<Target, String> USUAL = Map.of(
            Target.BINARY, "logistic-regression",
            Target.REGRESSION, "linear-regression",
            Target.MULTICLASS, "logistic-regression");

    private final FeatureView view;
    private final List<String> features;
    private final Target target;

    private RecipeReader(FeatureView view, List<String> features, Target target) {
        this.view = view;
        this.features = features;
        this.target = target;
    }

    static Recipe read(Section job, FeatureView view, List<String> features, Target target, Catalog catalog) {
        RecipeReader reader = new RecipeReader(view, features, target);
        Learner learner = reader.learner(job.section("learner"));
        Recipe recipe = new Recipe(
                learner,
                weights(job.section("weights"), view, catalog),
                reader.preparation(job.section("prepare")),
                reader.monotone(job.section("monotone"), learner),
                job.has("allowed-leaks")
                        ? job.list(
                                "allowed-leaks",
                                ValueType.NAME_TEXT,
                                (name, place) -> needsFeature(job, name, place, features))
                        : List.of(),
                job.has("search") ? Optional.of(search(job.section("search"), learner)) : Optional.empty(),
                job.value("calibration", ValueType.choice(Calibration.class), Calibration.NONE),
                job.has("interval") ? Optional.of(interval(job.section("interval"))) : Optional.empty(),
                job.value("seed", ValueType.wholeNumber(), SEED));
        if (recipe.calibration() != Calibration.NONE && target != Target.BINARY) {
            job.problem("calibration", "applies to a binary label only; this label is " + target.words());
        }
        if (recipe.interval().isPresent() && target != Target.REGRESSION) {
            job.problem("interval", "applies to a numeric label only; this label is " + target.words());
        }
        if (recipe.weights().balanced() && target == Target.REGRESSION) {
            job.section("weights").problem("classes", "needs classes to balance, the answer is a number");
        }
        return recipe;
    }

    private Learner learner(Section section) {
        Map<String, Supplier<Learner>> alternatives = new HashMap<>();
        Learner.kinds().forEach((word, kind) -> alternatives.put(word, () -> learner(section, kind)));
        return section.oneOf(alternatives, () -> Learner.of(USUAL.get(target), Map.of()));
    }

    private Learner learner(Section learners, LearnerKind kind) {
        if (!kind.targets().contains(target)) {
            learners.problem(kind.word(), "does not support a " + target.words() + " label");
        }
        Section section = learners.section(kind.word());
        Map<String, Double> settings = new HashMap<>();
        for (LearnerKind.Setting setting : kind.settings()) {
            settings.put(setting.name(), section.value(setting.name(), ValueType.of(setting), setting.otherwise()));
        }
        return Learner.of(kind.word(), settings);
    }

    private static Weights weights(Section section, FeatureView view, Catalog catalog) {
        return new Weights(
                section.find("half-life", ValueType.daysFrom(1)),
                section.value("classes", ValueType.choice(Balance.class), Balance.AS_THEY_ARE) == Balance.BALANCED,
                catalog.findSql(section, "of", Rows.of(view.table()), Result.NUMBER));
    }

    private enum Balance {
        AS_THEY_ARE,
        BALANCED
    }

    private SortedMap<String, Preparation> preparation(Section section) {
        SortedMap<String, Preparation> preparation = new TreeMap<>();
        for (String feature : features(section)) {
            Section of = section.section(feature);
            Map<String, Supplier<Optional<Preparation>>> alternatives = Map.of(
                    "levels", () -> levels(section, feature, of.section("levels")),
                    "target-mean", () -> targetMean(section, feature, of.section("target-mean")),
                    "bins", () -> bins(section, feature, of),
                    "dates", () -> dates(section, feature, of));
            of.oneOf(alternatives, () -> {
                        of.missing("one of bins, dates, levels, target-mean");
                        return Optional.empty();
                    })
                    .ifPresent(how -> preparation.put(feature, how));
        }
        return preparation;
    }

    private Optional<Preparation> levels(Section section, String feature, Section of) {
        needs(section, feature, "levels", Set.of(ColumnType.Kind.STRING));
        return Optional.of(new Preparation.Levels(
                of.value("at-most", ValueType.wholeNumberFrom(1), 30),
                of.value("min-rows", ValueType.wholeNumberFrom(1), 20)));
    }

    private Optional<Preparation> targetMean(Section section, String feature, Section of) {
        needs(section, feature, "target-mean", Set.of(ColumnType.Kind.STRING));
        if (target == Target.MULTICLASS) {
            section.section(feature).problem("target-mean", "needs answers that have a mean, classes have none");
        }
        return Optional.of(new Preparation.TargetMean(of.value("smoothing", ValueType.numberFrom(0), 20.0)));
    }

    private Optional<Preparation> bins(Section section, String feature, Section of) {
        needs(section, feature, "bins", ColumnType.Kind.NUMBERS);
        return Optional.of(new Preparation.Bins(of.required("bins", ValueType.wholeNumberBetween(2, 60))));
    }

    private Optional<Preparation> dates(Section section, String feature, Section of) {
        needs(section, feature, "dates", Set.of(ColumnType.Kind.DATE, ColumnType.Kind.TIMESTAMP));
        return Optional.of(new Preparation.Dates(of.list("dates", ValueType.choice(DatePart.class))));
    }

    private void needs(Section section, String feature, String key, Set<ColumnType.Kind> kinds) {
        view.column(feature)
                .map(FeatureColumn::type)
                .filter(type -> !kinds.contains(type.kind()))
                .ifPresent(type ->
                        section.section(feature).problem(key, "does not suit " + feature + ", which is " + type.sql()));
    }

    private SortedMap<String, Direction> monotone(Section section, Learner learner) {
        SortedMap<String, Direction> directions = new TreeMap<>();
        for (String feature : features(section)) {
            directions.put(feature, section.required(feature, ValueType.choice(Direction.class)));
            needsNumber(section, feature);
        }
        if (!directions.isEmpty() && target == Target.MULTICLASS) {
            section.problem(directions.firstKey(), "the probabilities of several classes cannot all be held to it");
        } else if (!directions.isEmpty() && !learner.kind().isMonotone()) {
            section.problem(directions.firstKey(), learner.word() + " cannot be held to it");
        }
        return directions;
    }

    private void needsNumber(Section section, String feature) {
        view.column(feature)
                .map(FeatureColumn::type)
                .filter(type -> type.kind() == ColumnType.Kind.STRING)
                .ifPresent(type -> section.problem(feature, "a text neither rises nor falls"));
    }

    private List<String> features(Section section) {
        List<String> names = section.names(ValueType.NAME_TEXT);
        names.stream()
                .filter(name -> !features.contains(name))
                .forEach(name -> section.problem(
                        name, "is not among the features of the job" + NearestName.hint(name, features)));
        return names.stream().filter(features::contains).toList();
    }

    private static void needsFeature(Section job, String name, KeyPlace place, List<String> features) {
        if (!features.contains(name) && !name.equals(ValueType.NO_NAME)) {
            job.problem(place, "is not among the features of the job" + NearestName.hint(name, features));
        }
    }

    private static Search search(Section section, Learner learner) {
        Section over = section.section("over");
        SortedMap<String, Range> ranges = new TreeMap<>();
        List<String> names = over.names(ValueType.KEBAB_NAME);
        for (String name : names) {
            Learner.setting(learner.kind(), name)
                    .ifPresentOrElse(
                            setting -> ranges.put(name, range(over, setting)),
                            () -> over.problem(
                                    name,
                                    "is no setting of " + learner.word()
                                            + NearestName.hint(
                                                    name, learner.settings().keySet())));
        }
        section.requireSome(names, "over, with at least one setting of the learner");
        Optional<Integer> trials = section.find("trials", ValueType.wholeNumberFrom(1));
        if (trials.isEmpty() && ranges.values().stream().anyMatch(Range.Between.class::isInstance)) {
            section.problem("trials", "missing: a range has no end of values, say how many trials are drawn");
        }
        return new Search(
                ranges,
                trials,
                section.value("folds", ValueType.wholeNumberBetween(1, 20), 3),
                section.value("halving", ValueType.TRUTH, false),
                section.find("minutes", ValueType.wholeNumberFrom(1)));
    }

    private static Interval interval(Section section) {
        return new Interval(section.value("coverage", ValueType.properShare(), Interval.COVERAGE));
    }

    private static Range range(Section over, LearnerKind.Setting setting) {
        ValueType<Double> type = ValueType.of(setting);
        if (!over.isSection(setting.name())) {
            return new Range.Listed(over.list(setting.name(), type));
        }
        Section range = over.section(setting.name());
        double from = range.required("from", type);
        double to = range.required("to", type);
        boolean logarithmic = range.value("scale", ValueType.choice(Scale.class), Scale.LINEAR) == Scale.LOG;
        if (to <= from) {
            range.problem("to", "expected more than from (" + from + "), found " + to);
        }
        if (logarithmic && from <= 0) {
            range.problem("from", "expected more than 0 for a logarithmic scale, found " + from);
        }
        return new Range.Between(from, to, logarithmic);
    }

    private enum Scale {
        LINEAR,
        LOG
    }
}
