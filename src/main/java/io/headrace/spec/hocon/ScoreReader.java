package io.headrace.spec.hocon;

import io.headrace.spec.Arms;
import io.headrace.spec.Arms.Lane;
import io.headrace.spec.Arms.Rival;
import io.headrace.spec.EngineColumn;
import io.headrace.spec.FairnessSpec;
import io.headrace.spec.FeatureView;
import io.headrace.spec.JobHeader;
import io.headrace.spec.KeyPlace;
import io.headrace.spec.Layer;
import io.headrace.spec.NearestName;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.ScoreSpec.Audit;
import io.headrace.spec.ScoreSpec.Background;
import io.headrace.spec.ScoreSpec.Reasons;
import io.headrace.spec.ScoreSpec.Theme;
import io.headrace.spec.ScoreSpec.Threshold;
import io.headrace.spec.ScoreSpec.Work;
import io.headrace.spec.SqlText.Rows;
import io.headrace.spec.TableName;
import io.headrace.spec.hocon.JobReader.Declared;
import io.headrace.stats.fairness.Frontier;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads a score job. */
public final class ScoreReader {
    private static final int NO_REASONS = 0;
    private static final int BACKGROUND_ROWS = 100;
    private static final int KEEP_DAYS = 400;
    private static final ValueType<BigDecimal> SHARE = ValueType.decimalBetween(BigDecimal.ZERO, BigDecimal.ONE);

    private ScoreReader() {}

    /** Reads the keys of the job. */
    public static Declared read(Section section, JobHeader header, Catalog catalog) {
        String model = JobReader.nameAfterKind(section, "model", header, ScoreSpec.KIND);
        Section population = section.requiredSection("population", "the view whose rows are scored in { }");
        FeatureView view = catalog.view(population, "view");
        Section publish = section.section("publish");
        TableName table = publish.value("table", ValueType.TABLE, Layer.SCORES.table(model));
        if (table.kind().isReserved()) {
            publish.problem(
                    "table", "the layer " + table.layer() + " is Headrace's own, choose another such as scores");
        }
        catalog.declarePublished(table);
        catalog.needsTable(view.table(), population.place("view"));
        catalog.needsModel(model, view, section.place("model"), population.place("view"));
        ScoreSpec job = new ScoreSpec(
                MaskedViewReader.read(publish, header),
                model,
                view,
                catalog.condition(population, "where", Rows.of(view.table())),
                reasons(section.section("reasons"), view, catalog),
                threshold(section.section("decision"), model, catalog),
                table,
                publish.value("keep", ValueType.daysFrom(1), KEEP_DAYS),
                audit(section.section("audit")),
                work(section.section("work")),
                arms(section),
                ChangesReader.read(section, view));
        job.changes()
                .ifPresent(changes -> catalog.needsFeatures(
                        model,
                        places(section.section("changes").section("features"), changes),
                        section.place("model")));
        if (section.has("changes")
                && (job.threshold() instanceof Threshold.OneOf || job.threshold() instanceof Threshold.ByGroup)) {
            section.problem(
                    "changes",
                    "does not go with decision.classes or decision.by-group: no number is the border for all");
        }
        if (job.threshold() instanceof Threshold.ByValue) {
            catalog.needsWorth(model, view, section.section("decision").place("by-value"));
        }
        catalog.refuseEntity(view, EngineColumn.OF_SCORES, table, population.place("view"));
        if (job.arms().areDrawn()) {
            refuseBeside(section, job);
            catalog.needsOwnLane(job, section.section("arms").place("layer"));
        }
        if (job.reasons().background().isPresent()
                && job.work().incrementalChecked().isPresent()) {
            section.section("work")
                    .problem(
                            "incremental-checked",
                            "reasons against a background are counted from the rows of each run, so no score can be carried"
                                    + " over; leave out one of work.incremental-checked and reasons.background");
        }
        return new Declared(job, publish.place("table"));
    }

    /** What counts the rows of one version has no meaning where several score. */
    private static void refuseBeside(Section section, ScoreSpec job) {
        if (job.work().incrementalChecked().isPresent()) {
            section.section("work")
                    .problem(
                            "incremental-checked",
                            "scores of several versions cannot be carried over; leave out one of work.incremental-checked and arms");
        }
        if (job.threshold() instanceof Threshold.ByGroup) {
            section.section("decision")
                    .problem(
                            "by-group",
                            "thresholds of groups belong to one version; leave out one of decision.by-group and arms");
        }
        if (job.reasons().background().isPresent()) {
            section.section("reasons")
                    .problem(
                            "background",
                            "a background belongs to one version; leave out one of reasons.background and arms");
        }
    }

    /** A change of what the model does not take would change nothing. */
    private static Map<String, KeyPlace> places(Section features, ScoreSpec.Changes changes) {
        Map<String, KeyPlace> places = new TreeMap<>();
        changes.features().forEach(feature -> places.put(feature.name(), features.place(feature.name())));
        return places;
    }

    private static Arms arms(Section section) {
        if (!section.has("arms")) {
            return Arms.NONE;
        }
        Section arms = section.section("arms");
        String salt = arms.required("salt", ValueType.TEXT);
        BigDecimal holdout = arms.value("holdout", SHARE, BigDecimal.ZERO);
        Section versions = arms.section("versions");
        List<Rival> rivals = new ArrayList<>();
        for (String arm : versions.names(ValueType.KEBAB_NAME)) {
            Section rival = versions.section(arm);
            String version = rival.value("version", ValueType.SCALAR, arm);
            List<BigDecimal> stages = stages(rival, version);
            BigDecimal share = stages.isEmpty() ? rival.value("share", SHARE, BigDecimal.ZERO) : stages.get(0);
            BigDecimal room = stages.isEmpty() ? room(rival, share) : stages.get(stages.size() - 1);
            if (arm.equals(Arms.CHAMPION) || arm.equals(Arms.HOLDOUT)) {
                versions.problem(arm, arm + " is an arm by itself; give the version another name");
            } else if (arm.matches(Arms.NAME)) {
                rivals.add(new Rival(arm, share, room, version, stages));
            }
        }
        return checked(arms, salt, holdout, rivals, lane(arms));
    }

    private static Lane lane(Section arms) {
        if (!arms.has("layer")) {
            return Lane.ALL;
        }
        Section layer = arms.section("layer");
        String name = layer.required("name", ValueType.TEXT);
        String salt = layer.required("salt", ValueType.TEXT);
        BigDecimal from = layer.value("from", SHARE, BigDecimal.ZERO);
        BigDecimal to = layer.value("to", SHARE, BigDecimal.ONE);
        if (from.compareTo(to) >= 0) {
            layer.problem("to", "expected more than from, found " + from.toPlainString() + " to " + to.toPlainString());
            return Lane.ALL;
        }
        return new Lane(name, salt, from, to);
    }

    /** Shares that the registry gives one after another; none where the share is fixed. */
    private static List<BigDecimal> stages(Section rival, String version) {
        if (!rival.has("stages")) {
            return List.of();
        }
        Stream.of("share", "at-most")
                .filter(rival::has)
                .forEach(key -> rival.problem(key, "stages say what share it has; leave out one of stages and " + key));
        if (version.matches("[0-9]+")) {
            rival.problem("version", "stages are an alias's, found the version " + version);
        }
        List<BigDecimal> stages = rival.list("stages", SHARE);
        for (int i = 1; i < stages.size(); i++) {
            if (stages.get(i).compareTo(stages.get(i - 1)) <= 0) {
                rival.problem(
                        "stages",
                        "expected each share to be more than the one before, found "
                                + stages.get(i).toPlainString() + " after "
                                + stages.get(i - 1).toPlainString());
                return List.of();
            }
        }
        return stages;
    }

    private static BigDecimal room(Section rival, BigDecimal share) {
        BigDecimal room = rival.value("at-most", SHARE, share);
        if (room.compareTo(share) < 0) {
            rival.problem("at-most", "expected the share or more, found " + room.toPlainString());
            return share;
        }
        return room;
    }

    private static Arms checked(Section section, String salt, BigDecimal holdout, List<Rival> rivals, Lane lane) {
        if (!section.has("holdout") && !section.has("versions")) {
            section.missing("holdout or versions");
            return Arms.NONE;
        }
        BigDecimal rooms = Arms.rooms(holdout, rivals);
        if (rooms.compareTo(BigDecimal.ONE) > 0) {
            section.problem(
                    section.place(),
                    "holdout and versions (each with its at-most) add up to " + rooms.toPlainString()
                            + ", expected 1 or less in all");
            return Arms.NONE;
        }
        return new Arms(salt, holdout, rivals, lane);
    }

    private static Threshold threshold(Section section, String model, Catalog catalog) {
        return section.<Threshold>oneOf(
                Map.of(
                        "probability",
                        () -> new Threshold.Probability(section.required("probability", ValueType.numberBetween(0, 1))),
                        "score",
                        () -> new Threshold.Amount(section.required("score", ValueType.NUMBER)),
                        "by-group",
                        () -> byGroup(section.section("by-group"), model, catalog),
                        "classes",
                        () -> new Threshold.OneOf(section.list("classes", ValueType.SCALAR)),
                        "by-value",
                        () -> byValue(section),
                        "top-share",
                        () -> new Threshold.TopShare(section.required("top-share", ValueType.positiveShare()))),
                () -> new Threshold.Probability(0.5));
    }

    private static Threshold byGroup(Section section, String model, Catalog catalog) {
        Optional<FairnessSpec> job = catalog.fairness(section, "job");
        job.filter(found -> !found.model().equals(model) || found.remedies().isEmpty())
                .ifPresent(found -> section.problem(
                        "job",
                        found.model().equals(model)
                                ? found.name() + " keeps no thresholds: it needs remedies"
                                : found.name() + " is about the model " + found.model() + ", expected one about "
                                        + model));
        Frontier.Aim aim = section.required("aim", ValueType.choice(Frontier.Aim.class));
        double otherwise = section.required("otherwise", ValueType.numberBetween(0, 1));
        return job.<Threshold>map(found -> new Threshold.ByGroup(found, aim, otherwise))
                .orElseGet(() -> new Threshold.Probability(otherwise));
    }

    private static Threshold byValue(Section section) {
        if (!section.required("by-value", ValueType.TRUTH)) {
            section.problem("by-value", "expected true, or another rule instead");
        }
        return new Threshold.ByValue();
    }

    private static Reasons reasons(Section section, FeatureView view, Catalog catalog) {
        Section themes = section.section("themes");
        List<Theme> read = new ArrayList<>();
        Map<String, String> themeOf = new HashMap<>();
        for (String name : themes.names(ValueType.TEXT)) {
            Section theme = themes.requiredSection(name, "features and a text in { }");
            List<String> features = theme.list("features", ValueType.TEXT, (feature, place) -> {
                if (!view.columns().isEmpty() && view.column(feature).isEmpty()) {
                    theme.problem(
                            place,
                            "the view has no column \"" + feature + "\""
                                    + NearestName.hint(feature, TrainReader.names(view)));
                }
                String other = themeOf.put(feature, name);
                if (other != null) {
                    theme.problem(place, feature + " is in the theme " + other + " as well");
                }
            });
            String text = theme.required("text", ValueType.TEXT);
            read.add(new Theme(name, features, text));
        }
        return new Reasons(
                section.value("top", ValueType.wholeNumberFrom(1), NO_REASONS),
                read,
                background(section, view, catalog));
    }

    private static Optional<Background> background(Section section, FeatureView view, Catalog catalog) {
        if (!section.has("background")) {
            return Optional.empty();
        }
        Section background = section.section("background");
        Rows answered = Rows.of(view.table()).with(Map.of("score", "double", "probability", "double"));
        return Optional.of(new Background(
                background.value("rows", ValueType.wholeNumberBetween(1, Background.MOST_ROWS), BACKGROUND_ROWS),
                catalog.condition(background, "where", answered)));
    }

    private static Work work(Section section) {
        return new Work(
                section.value("rows-per-slice", ValueType.wholeNumberFrom(1), Work.USUAL.rowsPerSlice()),
                section.find("incremental-checked", ValueType.numberBetween(0, 1)));
    }

    private static Audit audit(Section section) {
        return new Audit(
                section.find("rows-at-least-of-previous", ValueType.numberFrom(0)),
                section.find("mean-score-change-at-most", ValueType.numberFrom(0)),
                section.find("unscored-at-most", ValueType.numberBetween(0, 1)));
    }
}
