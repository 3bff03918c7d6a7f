package io.headrace.cli;

import io.headrace.engine.Engine;
import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.metric.Figure;
import io.headrace.metric.GateOutcome;
import io.headrace.metric.Gates.Then;
import io.headrace.report.DisplayFormat;
import io.headrace.spec.JobSpec;
import io.headrace.spec.Project;
import io.headrace.spec.TrainSpec;
import io.headrace.train.TrainStage;
import io.headrace.train.TrainStage.Rehearsal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains and compares as a run would, and keeps nothing. */
@Command(
        name = "try",
        mixinStandardHelpOptions = true,
        description = "Trains and compares on the lake's data as a run would; registers and writes nothing.")
final class TryCommand implements Callable<Integer> {
    private static final List<String> HEADINGS = List.of("metric", "of", "value", "lower", "upper");

    @Mixin
    private ProjectOptions options;

    @Parameters(paramLabel = "NAME", description = "A job that trains.")
    private String name;

    @Option(names = "--date", required = true, paramLabel = "D", description = "The logical date, yyyy-MM-dd.")
    private LocalDate date;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        long start = System.nanoTime();
        Project project = options.project();
        TrainSpec spec = training(project);
        Engine engine = Engine.open(project);
        Tiles tiles = new Tiles(project.places().tilesFromMegabytes(), false);
        Rehearsal found =
                new TrainStage(spec, engine.lakeOf(spec), engine.registry(), tiles).rehearsal(engine.context(date));
        if (output.asJson()) {
            new Screen().json(json(found));
        } else {
            show(found, spec, start);
        }
        return 0;
    }

    private TrainSpec training(Project project) {
        JobSpec job = project.job(name)
                .orElseThrow(() -> CliErrors.unknownJob(name, project.jobs().keySet()));
        if (job instanceof TrainSpec spec) {
            return spec;
        }
        throw CliErrors.noTraining(
                name,
                project.jobs().values().stream()
                        .filter(TrainSpec.class::isInstance)
                        .map(JobSpec::name)
                        .toList());
    }

    private void show(Rehearsal found, TrainSpec spec, long start) {
        Screen screen = new Screen();
        screen.table(
                HEADINGS,
                found.figures().stream()
                        .map(figure -> List.of(
                                figure.metric().name(),
                                figure.of().words(),
                                DisplayFormat.significant(figure.value()),
                                figure.hasInterval() ? DisplayFormat.significant(figure.lower()) : "",
                                figure.hasInterval() ? DisplayFormat.significant(figure.upper()) : ""))
                        .toList());
        found.gates().forEach(gate -> screen.line(gate.text()));
        screen.step(name, sentence(found, spec), start);
    }

    private static String verdict(Rehearsal found, TrainSpec spec) {
        if (!isPassed(found)) {
            return "not promote it";
        }
        return spec.gates().then() == Then.CHALLENGER
                ? "try it as challenger, or promote it as the first"
                : "promote it";
    }

    private static String sentence(Rehearsal found, TrainSpec spec) {
        return String.format(
                Locale.ROOT,
                "%,d rows learnt from, %,d test%s; a run would %s; nothing was kept",
                found.trainRows(),
                found.testRows(),
                found.notes(),
                verdict(found, spec));
    }

    private static boolean isPassed(Rehearsal found) {
        return found.gates().stream().allMatch(GateOutcome::passed);
    }

    private Map<String, Object> json(Rehearsal found) {
        List<Map<String, Object>> figures = new ArrayList<>();
        for (Figure figure : found.figures()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("metric", figure.metric().name());
            row.put("of", figure.of().words());
            row.put("value", figure.value());
            row.put("lower", figure.lower());
            row.put("upper", figure.upper());
            figures.add(row);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("job", name);
        json.put("date", date.toString());
        json.put("train_rows", found.trainRows());
        json.put("test_rows", found.testRows());
        json.put("figures", figures);
        json.put("gates", found.gates());
        json.put("passed", isPassed(found));
        json.put("notes", found.notes().replaceFirst("^; ", ""));
        return json;
    }
}
