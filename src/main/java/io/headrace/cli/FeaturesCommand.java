package io.headrace.cli;

import io.headrace.engine.Engine;
import io.headrace.features.InputAnalysis;
import io.headrace.features.InputAnalyzer;
import io.headrace.features.Leakage;
import io.headrace.features.LeakageAudit;
import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.features.windows.WindowColumns;
import io.headrace.metric.Evaluation;
import io.headrace.metric.Figure;
import io.headrace.metric.Metric;
import io.headrace.metric.MetricId;
import io.headrace.metric.StandardMetrics;
import io.headrace.metric.Target;
import io.headrace.run.HeadraceException;
import io.headrace.run.RunContext;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.Input;
import io.headrace.spec.FeatureView.KnownBy;
import io.headrace.spec.Project;
import io.headrace.spec.TrainSpec;
import io.headrace.table.PersonalLineage;
import io.headrace.train.TrainingColumns;
import io.headrace.train.TrialFit;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks at feature views before they are computed. */
@Command(
        name = "features",
        mixinStandardHelpOptions = true,
        description = "Analyses the inputs of features; audits features for leakage.",
        synopsisSubcommandLabel = "COMMAND")
final class FeaturesCommand {
    private static final String TIMELESS =
            "warning: every as-of sees its rows as they are now, also those that were not yet known then; declare time, and until for"
                    + " what changes";

    @Command(
            name = "analyze",
            mixinStandardHelpOptions = true,
            description = "Describes the inputs of a view: nulls, times, entities with many rows, expected rows.")
    int analyze(
            @Mixin ProjectOptions options,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "VIEW", description = "The feature view.") String name,
            @Option(
                            names = "--date",
                            required = true,
                            paramLabel = "D",
                            description = "The logical date, yyyy-MM-dd; the as-of is the start of the next day.")
                    LocalDate date) {
        Project project = options.project();
        FeatureView view = view(project, name);
        Instant asOf = RunContext.asOf(date, project.places().zone());
        Engine engine = Engine.open(project);
        InputAnalyzer analysis = new InputAnalyzer(view, project.places().zone());
        List<List<Object>> rows = new ArrayList<>();
        view.inputs().forEach((alias, input) -> {
            if (input.time().isEmpty()) {
                rows.add(List.of(alias, "time", "none: " + TIMELESS));
            } else {
                InputAnalysis found = analysis.of(input, engine.lake().read(input.table()), asOf);
                lines(view, input, found, isPersonal(engine.lake().read(input.table()), view))
                        .forEach(line -> rows.add(List.of(alias, line.get(0), line.get(1))));
                input.windows().ifPresent(windows -> {
                    long bytes = new WindowColumns(
                                    windows,
                                    view.entity(),
                                    input.time().orElseThrow(),
                                    project.places().zone())
                            .bytes(engine.lake().read(input.table()), List.of(asOf));
                    rows.add(List.of(
                            alias, "to be read", toRead(bytes, project.places().tilesFromMegabytes())));
                });
            }
        });
        new Screen().rows(List.of("input", "what", "found"), rows, output);
        return 0;
    }

    private static String toRead(long bytes, long tilesFrom) {
        double megabytes = bytes / 1e6;
        return String.format(
                Locale.ROOT,
                "%.1f MB of files, %s %d MB: %s are read",
                megabytes,
                megabytes < tilesFrom ? "less than" : "from",
                tilesFrom,
                megabytes < tilesFrom ? "rows" : "tiles");
    }

    @Command(
            name = "audit-leakage",
            mixinStandardHelpOptions = true,
            description =
                    "How a view's features differ from those of the rows that had been committed by then, and what"
                            + " that does to a model's validation.")
    int auditLeakage(
            @Mixin ProjectOptions options,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "VIEW", description = "The feature view.") String name,
            @Option(
                            names = "--date",
                            required = true,
                            paramLabel = "D",
                            description = "The logical date, yyyy-MM-dd; the as-of is the start of the next day.")
                    LocalDate date,
            @Option(
                            names = "--job",
                            paramLabel = "JOB",
                            description = "A train job on the view, to train both ways; nothing is written.")
                    String job) {
        Project project = options.project();
        FeatureView view = view(project, name);
        Optional<TrainSpec> training = Optional.ofNullable(job).map(named -> training(project, view, named));
        Engine engine = Engine.open(project);
        ZoneId zone = project.places().zone();
        Leakage leakage = new LeakageAudit(engine.lake(), view, zone).at(RunContext.asOf(date, zone));
        List<List<Object>> rows = new ArrayList<>(lines(leakage));
        training.ifPresent(spec -> {
            for (KnownBy knownBy : KnownBy.values()) {
                rows.add(List.of(
                        "test " + metric(spec.target()).title() + ", known by "
                                + knownBy.name().toLowerCase(Locale.ROOT),
                        trial(engine, spec.with(view.knownBy(knownBy)), date, zone)));
            }
        });
        new Screen().rows(List.of("what", "found"), rows, output);
        return 0;
    }

    private static List<List<Object>> lines(Leakage leakage) {
        List<List<Object>> lines = new ArrayList<>();
        leakage.tables().forEach(table -> {
            String then = table.then() < 0 ? "none" : Long.toString(table.then());
            lines.add(List.of(table.table() + ", version then and now", then + ", " + table.now()));
            lines.add(
                    List.of(table.table() + ", earlier rows that came later", Cell.share(table.later(), table.rows())));
        });
        leakage.timeless().forEach(table -> lines.add(List.of(table + ", without time", TIMELESS)));
        long all = leakage.entities() + leakage.onlyByTime();
        lines.add(List.of("entities", Cell.count(leakage.entities())));
        lines.add(List.of("entities that came later", Cell.share(leakage.onlyByTime(), all)));
        lines.add(List.of("entities that went later", Cell.count(leakage.onlyAsKnown())));
        leakage.differing()
                .forEach((feature, count) ->
                        lines.add(List.of("differs: " + feature, differs(leakage, feature, count))));
        return lines;
    }

    private static Object differs(Leakage leakage, String feature, long count) {
        Cell known = Cell.share(count, leakage.entities());
        return !leakage.untold().contains(feature)
                ? known
                : count == 0
                        ? "cannot tell: from an input without time"
                        : "at least " + known.shown() + ": from an input without time";
    }

    private static String trial(Engine engine, TrainSpec spec, LocalDate date, ZoneId zone) {
        TrainingColumns columns = new TrainingColumns(spec, engine.lakeOf(spec), new Tiles(Long.MAX_VALUE, false));
        try {
            Evaluation found =
                    new TrialFit(spec, zone, engine.clock()).of(columns.on(date, zone, columns.inputVersions()));
            Figure first = found.figures().stream()
                    .filter(figure -> figure.id().equals(MetricId.of(metric(spec.target()))))
                    .findFirst()
                    .orElseThrow();
            return String.format(
                    Locale.ROOT,
                    "%.4f (95 %% interval %.4f to %.4f) on %,d rows",
                    first.value(),
                    first.lower(),
                    first.upper(),
                    found.rows());
        } catch (HeadraceException cannot) {
            return cannot.getMessage();
        }
    }

    /** The metric that says most. */
    private static Metric metric(Target target) {
        return switch (target) {
            case BINARY -> StandardMetrics.AUC;
            case REGRESSION -> StandardMetrics.RMSE;
            case MULTICLASS -> StandardMetrics.ACCURACY;
        };
    }

    private static TrainSpec training(Project project, FeatureView view, String job) {
        return project.job(job)
                .filter(TrainSpec.class::isInstance)
                .map(TrainSpec.class::cast)
                .filter(spec -> spec.view().name().equals(view.name()))
                .orElseThrow(() -> CliErrors.noTrainingOn(job, view.name()));
    }

    private static FeatureView view(Project project, String name) {
        FeatureView view = project.views().get(name);
        if (view == null) {
            throw CliErrors.unknownView(name, project.views().keySet());
        }
        return view;
    }

    private static boolean isPersonal(Dataset<Row> rows, FeatureView view) {
        return PersonalLineage.marked(rows.schema()).contains(view.entity());
    }

    private static List<List<Object>> lines(FeatureView view, Input input, InputAnalysis found, boolean personal) {
        List<List<Object>> lines = new ArrayList<>();
        lines.add(List.of("rows", Cell.count(found.rows())));
        lines.add(List.of("without " + view.entity(), Cell.share(found.withoutEntity(), found.rows())));
        lines.add(List.of("without " + input.time().orElseThrow(), Cell.share(found.withoutTime(), found.rows())));
        lines.add(List.of("at or after the as-of", Cell.share(found.later(), found.rows())));
        lines.add(
                List.of("first and last", found.earliest() == null ? "" : found.earliest() + " to " + found.latest()));
        lines.add(List.of("entities", Cell.count(found.entities())));
        lines.add(List.of(
                "heaviest",
                found.heaviest().stream()
                        .map(heavy -> (personal ? "" : heavy.entity() + ": ")
                                + Cell.share(heavy.rows(), found.rows()).shown())
                        .collect(Collectors.joining(", "))));
        lines.add(List.of("entities by day", Cell.count(found.entityDays())));
        lines.add(List.of("rows to expect", Cell.count(found.expected())));
        found.nulls().forEach((value, nulls) -> lines.add(List.of("null: " + value, Cell.share(nulls, found.rows()))));
        return lines;
    }
}
