package io.headrace.spec.hocon;

import io.headrace.spec.Assessment;
import io.headrace.spec.EngineColumn;
import io.headrace.spec.FeatureView;
import io.headrace.spec.JobHeader;
import io.headrace.spec.LabelSpec;
import io.headrace.spec.LabelSpec.Answer;
import io.headrace.spec.LabelSpec.AnsweredRows;
import io.headrace.spec.LabelSpec.Event.Positive;
import io.headrace.spec.NearestName;
import io.headrace.spec.Recipe;
import io.headrace.spec.SqlText.Result;
import io.headrace.spec.SqlText.Rows;
import io.headrace.spec.TableName;
import io.headrace.spec.TrainSpec;
import io.headrace.spec.TrainSpec.AsOfGrid;
import io.headrace.spec.TrainSpec.AsOfRows;
import io.headrace.spec.TrainSpec.AsOfs;
import io.headrace.spec.TrainSpec.Holdout;
import io.headrace.spec.hocon.JobReader.Declared;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a train job. */
public final class TrainReader {
    private static final int AS_OF_EVERY_DAYS = 30;
    private static final double TEST_SHARE = 0.2;
    private static final String LABELS = "event, known, class or number in { }";

    private TrainReader() {}

    /** Reads the keys of the job. */
    public static Declared read(Section section, JobHeader header, Catalog catalog) {
        FeatureView view = catalog.view(section, "view");
        LabelSpec label = label(section.requiredSection("label", LABELS), view, catalog);
        TrainFeatures chosen = TrainFeatures.read(section, view, label, catalog);
        List<String> features = chosen.names();
        Assessment assessment = AssessmentReader.read(section, view, label.target(), catalog);
        Recipe recipe = RecipeReader.read(section, view, features, label.target(), catalog);
        String model = JobReader.nameAfterKind(section, "model", header, TrainSpec.KIND);
        TrainSpec job = new TrainSpec(
                header,
                model,
                view,
                features,
                chosen.choice(),
                catalog.condition(section.section("population"), "where", Rows.of(view.table())),
                label,
                asOfs(section.section("as-ofs"), view, catalog),
                group(section, view),
                holdout(section.section("test")),
                recipe,
                assessment,
                AssessmentReader.gates(section.section("gates"), assessment, recipe, label.target()),
                FairnessUseReader.read(section, model, label.target(), catalog));
        catalog.declareModel(
                job.model(),
                features.stream()
                        .filter(feature -> view.column(feature).isPresent())
                        .toList());
        catalog.declareLearnt(job.model(), view, job.target());
        assessment.value().ifPresent(value -> catalog.declareWorth(job.model(), view, value));
        refuseContradictions(section, job);
        catalog.refuseEntity(view, EngineColumn.OF_TRAINING, job.trainingTable(), section.place("view"));
        return new Declared(job, section.place("model"));
    }

    private static LabelSpec label(Section section, FeatureView view, Catalog catalog) {
        return section.<LabelSpec>oneOf(
                Map.of(
                        "event", () -> event(section.section("event"), view, catalog),
                        "known", () -> known(section.section("known"), view, catalog),
                        "class", () -> known(section.section("class"), view, catalog, new Answer.Named()),
                        "number", () -> known(section.section("number"), view, catalog, new Answer.Amount())),
                () -> {
                    section.missing(LABELS);
                    return new LabelSpec.Known(ValueType.TABLE.standIn(), "", "");
                });
    }

    private static LabelSpec known(Section section, FeatureView view, Catalog catalog) {
        return known(section, view, catalog, new Answer.Positive(section.required("positive", ValueType.SCALAR)));
    }

    private static LabelSpec event(Section section, FeatureView view, Catalog catalog) {
        TableName table = labelTable(section, view, catalog);
        String time = section.required("time", ValueType.NAME_TEXT);
        catalog.needsTimeColumn(table, time, section.place("time"));
        if (section.has("total") && section.has("positive")) {
            section.problem("positive", "does not go with total: the answer is a number");
        }
        return new LabelSpec.Event(
                table,
                time,
                catalog.condition(section, "where", Rows.of(table)),
                section.value("positive", ValueType.choice(Positive.class), Positive.EVENT),
                catalog.findSql(section, "total", Rows.of(table), Result.NUMBER),
                section.required("horizon", ValueType.daysFrom(1)),
                section.value("delay", ValueType.daysFrom(0), 0),
                ViewReader.latest(section, table, catalog));
    }

    private static LabelSpec known(Section section, FeatureView view, Catalog catalog, Answer answer) {
        TableName table = labelTable(section, view, catalog);
        String column = section.required("column", ValueType.NAME_TEXT);
        catalog.needsColumn(table, column, section.place("column"));
        if (answer instanceof Answer.Positive yes) {
            catalog.needsValue(table, column, yes.value(), section.place("positive"));
        } else if (answer instanceof Answer.Amount) {
            catalog.needsNumbers(table, column, section.place("column"));
        }
        Optional<String> time = section.find("time", ValueType.NAME_TEXT)
                .or(() -> view.rows().map(rows -> rows.time()).filter(name -> rowsAreOf(view, table)));
        requireRows(section, view, table, time);
        time.ifPresent(name -> catalog.needsTimeColumn(table, name, section.place("time")));
        if (section.has("delay") && time.isEmpty()) {
            section.problem("delay", "needs a time column to count from");
        }
        AnsweredRows rows = section.value("rows", ValueType.choice(AnsweredRows.class), AnsweredRows.EACH);
        if (rows == AnsweredRows.FIRST && time.isEmpty()) {
            section.problem("rows", "needs a time column to tell the first by");
        }
        return new LabelSpec.Known(table, column, answer, time, section.value("delay", ValueType.daysFrom(0), 0), rows);
    }

    private static boolean rowsAreOf(FeatureView view, TableName table) {
        return view.rows().filter(rows -> rows.table().equals(table)).isPresent();
    }

    /** The as-of of a row that a view describes is the row's own time. */
    private static void requireRows(Section section, FeatureView view, TableName table, Optional<String> time) {
        view.rows().ifPresent(rows -> {
            if (!rows.table().equals(table)) {
                section.problem(
                        "table",
                        "view " + view.name() + " describes rows of " + rows.table()
                                + ", expected that table; events of another"
                                + " table are a label.event, with as-ofs.at { table = " + rows.table() + ", time = "
                                + rows.time() + " }");
            } else if (!time.equals(Optional.of(rows.time()))) {
                section.problem(
                        "time",
                        "view " + view.name() + " describes rows as of " + rows.time() + ", expected that column");
            }
        });
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
        int atLeast = section.value("at-least", ValueType.wholeNumberFrom(1), 1);
        if (atLeast > atMost) {
            section.problem("at-least", "expected no more than at-most (" + atMost + "), found " + atLeast);
        }
        if (!section.has("at")) {
            return new AsOfGrid(everyDays, atMost, Math.min(atLeast, atMost));
        }
        List.of("every", "at-most", "at-least").stream()
                .filter(section::has)
                .forEach(key -> section.problem(key, "does not go with at: the rows say when"));
        Section at = section.section("at");
        TableName table = labelTable(at, view, catalog);
        String time = at.required("time", ValueType.NAME_TEXT);
        catalog.needsTimeColumn(table, time, at.place("time"));
        requireRows(at, view, table, Optional.of(time));
        return new AsOfRows(table, time, catalog.condition(at, "where", Rows.of(table)));
    }

    /** The columns of a view, by name. */
    static List<String> names(FeatureView view) {
        return view.columns().stream().map(FeatureView.FeatureColumn::name).toList();
    }

    private static Optional<String> group(Section section, FeatureView view) {
        Optional<String> group = section.find("group", ValueType.NAME_TEXT);
        group.filter(name -> !names(view).contains(name) && !names(view).isEmpty() && !name.equals(ValueType.NO_NAME))
                .ifPresent(name -> section.problem(
                        "group", "the view has no column \"" + name + "\"" + NearestName.hint(name, names(view))));
        return group;
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

    /** The label of a row is not known at its time, so neither the row's own columns nor early windows may read it. */
    private static void refuseOwnLabel(Section section, TrainSpec job) {
        job.view().rows().ifPresent(rows -> {
            if (!(job.label() instanceof LabelSpec.Known label)) {
                return;
            }
            Pattern reads = Pattern.compile("(?i)(?<!\\w)" + Pattern.quote(label.column()) + "(?!\\w)");
            rows.own().stream()
                    .filter(own -> reads.matcher(own.sql()).find())
                    .forEach(own -> section.problem(
                            "view",
                            "the feature " + own.name() + " of view "
                                    + job.view().name() + " reads the label " + label.column()));
            rows.lookups()
                    .forEach(lookup -> lookup.view()
                            .inputs()
                            .forEach((alias, input) -> input.windows()
                                    .filter(windows -> input.table().equals(label.table()))
                                    .filter(windows -> windows.delay().compareTo(Duration.ofDays(label.delayDays())) < 0
                                            || windows.delay().isZero())
                                    .filter(windows ->
                                            reads.matcher(windows.where()).find()
                                                    || windows.values().stream()
                                                            .anyMatch(value -> reads.matcher(value)
                                                                    .find()))
                                    .ifPresent(windows -> section.problem(
                                            "view",
                                            "input " + alias + " of view "
                                                    + lookup.view().name() + " reads the label " + label.column()
                                                    + " before it is known: label.delay and the delay of the input say how long that takes,"
                                                    + " and the input waits at least as long"))));
        });
    }

    private static void refuseContradictions(Section section, TrainSpec job) {
        if (job.label() instanceof LabelSpec.Known && section.has("as-ofs") && job.asOfs() instanceof AsOfRows) {
            section.section("as-ofs").problem("at", "does not go with label.known: name its column time there");
        }
        if (job.view().rows().isPresent() && !job.hasLabelTimes()) {
            section.problem(
                    "as-ofs",
                    "view " + job.view().name()
                            + " describes rows as of their own times, expected as-ofs.at { table, time }");
        }
        refuseOwnLabel(section, job);
        if (job.hasLabelTimes() && job.assessment().decided() instanceof Assessment.Decided.TopShare) {
            section.section("decision")
                    .problem(
                            "top-share",
                            "needs as-ofs of all entities, these have as-ofs of their own: decide by probability");
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
