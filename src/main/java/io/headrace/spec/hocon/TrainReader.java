package io.headrace.spec.hocon;

import io.headrace.spec.FeatureView;
import io.headrace.spec.JobHeader;
import io.headrace.spec.JobKind;
import io.headrace.spec.LabelSpec;
import io.headrace.spec.LabelSpec.Event.Positive;
import io.headrace.spec.TableName;
import io.headrace.spec.TrainSpec;
import io.headrace.spec.TrainSpec.AsOfGrid;
import io.headrace.spec.TrainSpec.AsOfRows;
import io.headrace.spec.TrainSpec.AsOfs;
import io.headrace.spec.TrainSpec.Gates;
import io.headrace.spec.TrainSpec.Holdout;
import io.headrace.spec.TrainSpec.Learner;
import io.headrace.spec.TrainSpec.Learner.BoostedTrees;
import io.headrace.spec.TrainSpec.Learner.DecisionTree;
import io.headrace.spec.TrainSpec.Learner.LogisticRegression;
import io.headrace.spec.TrainSpec.Learner.RandomForest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a train job. */
final class TrainReader implements JobReader {
    private static final int AS_OF_EVERY_DAYS = 30;
    private static final double TEST_SHARE = 0.2;
    private static final long SEED = 42;

    @Override
    public Declared read(Section section, JobHeader header, Catalog catalog) {
        FeatureView view = catalog.view(section, "view");
        TrainSpec job = new TrainSpec(
                header,
                JobReader.nameAfterKind(section, "model", header, JobKind.TRAIN),
                view,
                catalog.features(section, "features", view),
                section.section("population").value("where", ValueType.TEXT, "true"),
                label(section.requiredSection("label", "event or known in { }"), view, catalog),
                asOfs(section.section("as-ofs"), view, catalog),
                holdout(section.section("test")),
                learner(section.section("learner")),
                section.find("baseline", ValueType.TEXT),
                gates(section.section("gates")),
                section.value("seed", ValueType.wholeNumber(), SEED));
        refuseContradictions(section, job);
        return new Declared(job, section.place("model"));
    }

    private static LabelSpec label(Section section, FeatureView view, Catalog catalog) {
        return section.<LabelSpec>oneOf(
                Map.of(
                        "event", () -> event(section.section("event"), view, catalog),
                        "known", () -> known(section.section("known"), view, catalog)),
                () -> {
                    section.missing("event or known in { }");
                    return new LabelSpec.Known(ValueType.TABLE.standIn(), "", "");
                });
    }

    private static LabelSpec event(Section section, FeatureView view, Catalog catalog) {
        TableName table = labelTable(section, view, catalog);
        String time = section.required("time", ValueType.NAME_TEXT);
        catalog.needsTimeColumn(table, time, section.place("time"));
        return new LabelSpec.Event(
                table,
                time,
                section.value("where", ValueType.TEXT, "true"),
                section.value("positive", ValueType.choice(Positive.class), Positive.EVENT),
                section.required("horizon", ValueType.daysFrom(1)),
                section.value("delay", ValueType.daysFrom(0), 0));
    }

    private static LabelSpec known(Section section, FeatureView view, Catalog catalog) {
        TableName table = labelTable(section, view, catalog);
        String column = section.required("column", ValueType.NAME_TEXT);
        catalog.needsColumn(table, column, section.place("column"));
        Optional<String> time = section.find("time", ValueType.NAME_TEXT);
        time.ifPresent(name -> catalog.needsTimeColumn(table, name, section.place("time")));
        if (section.has("delay") && time.isEmpty()) {
            section.problem("delay", "needs a time column to count from");
        }
        return new LabelSpec.Known(
                table,
                column,
                section.required("positive", ValueType.SCALAR),
                time,
                section.value("delay", ValueType.daysFrom(0), 0));
    }

    private static TableName labelTable(Section section, FeatureView view, Catalog catalog) {
        TableName table = section.required("table", ValueType.TABLE);
        catalog.needsTable(table, section.place("table"));
        catalog.needsEntity(table, view, section.place("table"));
        return table;
    }

    private static AsOfs asOfs(Section section, FeatureView view, Catalog catalog) {
        int everyDays = section.value("every", ValueType.daysFrom(1), AS_OF_EVERY_DAYS);
        int atMost = section.value("at-most", ValueType.wholeNumberFrom(1), 1);
        if (!section.has("at")) {
            return new AsOfGrid(everyDays, atMost);
        }
        List.of("every", "at-most").stream()
                .filter(section::has)
                .forEach(key -> section.problem(key, "does not go with at: the rows say when"));
        Section at = section.section("at");
        TableName table = labelTable(at, view, catalog);
        String time = at.required("time", ValueType.NAME_TEXT);
        catalog.needsTimeColumn(table, time, at.place("time"));
        return new AsOfRows(table, time, at.value("where", ValueType.TEXT, "true"));
    }

    private static Holdout holdout(Section section) {
        return section.<Holdout>oneOf(
                Map.of(
                        "last",
                        () -> new Holdout.LastDays(section.required("last", ValueType.daysFrom(1))),
                        "latest",
                        () -> new Holdout.LatestAsOfs(section.required("latest", ValueType.wholeNumberFrom(1))),
                        "share",
                        () -> new Holdout.ShareOfEntities(section.required("share", ValueType.properShare()))),
                () -> new Holdout.ShareOfEntities(TEST_SHARE));
    }

    private static Learner learner(Section section) {
        return section.<Learner>oneOf(
                Map.of(
                        "logistic-regression", () -> regression(section.section("logistic-regression")),
                        "decision-tree", () -> tree(section.section("decision-tree")),
                        "random-forest", () -> forest(section.section("random-forest")),
                        "boosted-trees", () -> boosted(section.section("boosted-trees"))),
                () -> regression(section.section("logistic-regression")));
    }

    private static Learner regression(Section section) {
        return new LogisticRegression(
                section.value("max-iterations", ValueType.wholeNumberFrom(1), 100),
                section.value("regularization", ValueType.numberFrom(0), 0.001),
                section.value("elastic-net", ValueType.numberBetween(0, 1), 0.0));
    }

    private static Learner tree(Section section) {
        return new DecisionTree(
                section.value("max-depth", ValueType.wholeNumberBetween(1, 30), 5),
                section.value("min-rows", ValueType.wholeNumberFrom(1), 20));
    }

    private static Learner forest(Section section) {
        return new RandomForest(
                section.value("trees", ValueType.wholeNumberFrom(1), 100),
                section.value("max-depth", ValueType.wholeNumberBetween(1, 30), 8),
                section.value("min-rows", ValueType.wholeNumberFrom(1), 5),
                section.value("row-share", ValueType.positiveShare(), 1.0));
    }

    private static Learner boosted(Section section) {
        return new BoostedTrees(
                section.value("rounds", ValueType.wholeNumberFrom(1), 50),
                section.value("max-depth", ValueType.wholeNumberBetween(1, 30), 4),
                section.value("min-rows", ValueType.wholeNumberFrom(1), 20),
                section.value("learning-rate", ValueType.positiveShare(), 0.1),
                section.value("row-share", ValueType.positiveShare(), 1.0));
    }

    private static Gates gates(Section section) {
        return new Gates(
                section.find("auc-at-least", ValueType.numberBetween(0, 1)),
                section.find("gain-over-baseline-at-least", ValueType.numberBetween(-1, 1)),
                section.find("gain-over-champion-at-least", ValueType.numberBetween(-1, 1)),
                section.find("test-rows-at-least", ValueType.wholeNumberFrom(1)));
    }

    private static void refuseContradictions(Section section, TrainSpec job) {
        if (job.gates().gainOverBaselineAtLeast().isPresent() && job.baseline().equals(Optional.empty())) {
            section.section("gates").problem("gain-over-baseline-at-least", "needs a baseline to compare with");
        }
        if (job.label() instanceof LabelSpec.Known && section.has("as-ofs") && job.asOfs() instanceof AsOfRows) {
            section.section("as-ofs").problem("at", "does not go with label.known: name its column time there");
        }
        Section test = section.section("test");
        if (job.hasLabelTimes() && job.test() instanceof Holdout.LatestAsOfs) {
            test.problem("latest", "does not go with as-ofs of each entity: hold out the last days");
        } else if (job.test() instanceof Holdout.LatestAsOfs latest
                && job.asOfs() instanceof AsOfGrid grid
                && latest.count() >= grid.atMost()) {
            test.problem(
                    "latest", "expected fewer than as-ofs.at-most (" + grid.atMost() + "), found " + latest.count());
        }
        if (!job.hasLabelTimes() && job.test() instanceof Holdout.LastDays) {
            test.problem("last", "needs labels with times of their own: label.known.time or as-ofs.at");
        }
    }
}
