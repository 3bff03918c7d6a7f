package io.headrace.cli;

import io.headrace.engine.Engine;
import io.headrace.run.RunId;
import io.headrace.spec.JobSpec;
import io.headrace.spec.Project;
import io.headrace.trace.Bisect;
import io.headrace.trace.Bisection;
import io.headrace.trace.Criterion;
import io.headrace.trace.Criterion.Bound;
import io.headrace.trace.JudgedRun;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds the run that broke something. */
@Command(
        name = "bisect",
        mixinStandardHelpOptions = true,
        description =
                "Finds, between a good and a bad day, the first run of a job that a metric, a gate, a check or a drift test does not hold"
                        + " for, and what changed with it.")
final class BisectCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options;

    @Mixin
    private OutputOptions output;

    @Parameters(paramLabel = "JOB", description = "The job whose runs are judged.")
    private String job;

    @Option(names = "--good", required = true, paramLabel = "D1", description = "A day on which all was well.")
    private LocalDate good;

    @Option(names = "--bad", required = true, paramLabel = "D2", description = "A later day on which it was not.")
    private LocalDate bad;

    @Option(
            names = "--metric",
            paramLabel = "NAME",
            description =
                    "A figure that runs recorded: a count, a metric of the version trained, or METHOD.MEASURE of a monitor job.")
    private String metric;

    @Option(
            names = "--sql",
            paramLabel = "AGGREGATE",
            description = "A figure of the rows that runs wrote for their day, such as \"avg(score)\".")
    private String sql;

    @Option(names = "--at-least", paramLabel = "X", description = "Good figures are X or more.")
    private Double atLeast;

    @Option(names = "--at-most", paramLabel = "X", description = "Good figures are X or less.")
    private Double atMost;

    @Option(names = "--gate", paramLabel = "KEY", description = "A gate of a train job, such as auc-at-least.")
    private String gate;

    @Option(names = "--check", paramLabel = "NAME", description = "A check of an ingest job.")
    private String check;

    @Option(
            names = "--drift",
            paramLabel = "COLUMN",
            description = "A column that a monitor job tests; score for the scores.")
    private String drift;

    @Override
    public Integer call() {
        Criterion criterion = criterion();
        Project project = options.project();
        JobSpec judged = project.job(job)
                .orElseThrow(() -> CliErrors.unknownJob(job, project.jobs().keySet()));
        Engine engine = Engine.open(project);
        Bisection found = new Bisect(project, engine.lakeOf(judged), engine.ledger(), engine.registry(), engine.zone())
                .of(judged, criterion, good, bad);
        Screen screen = new Screen();
        if (output.asJson()) {
            screen.json(json(found));
        } else {
            show(screen, found);
        }
        return 0;
    }

    private Criterion criterion() {
        boolean isOfNumber = metric != null || sql != null;
        long given = Stream.of(metric, sql, gate, check, drift)
                .filter(Objects::nonNull)
                .count();
        boolean isBounded =
                (atLeast == null) != (atMost == null) && Double.isFinite(atLeast == null ? atMost : atLeast);
        boolean isUnbounded = atLeast == null && atMost == null;
        if (given != 1 || (isOfNumber ? !isBounded : !isUnbounded)) {
            throw CliErrors.nothingToBisect();
        }
        if (isOfNumber) {
            Bound bound =
                    atLeast != null ? new Bound(Bound.Side.AT_LEAST, atLeast) : new Bound(Bound.Side.AT_MOST, atMost);
            return metric != null ? new Criterion.Metric(metric, bound) : new Criterion.Rows(sql, bound);
        }
        if (gate != null) {
            return new Criterion.Gate(gate);
        }
        return check != null ? new Criterion.Check(check) : new Criterion.Drift(drift);
    }

    private static void show(Screen screen, Bisection found) {
        screen.table(
                List.of("judged", "verdict", "found"),
                found.judged().stream()
                        .map(run -> List.<Object>of(run.run().toString(), word(run), run.words()))
                        .toList());
        screen.line(String.format(
                Locale.ROOT,
                "%s: %d of %,d runs judged; the last good one is %s, the first bad one %s",
                found.criterion(),
                found.judged().size(),
                found.runs(),
                found.good().run(),
                found.bad().run()));
        if (!found.between().isEmpty()) {
            screen.line("or one of these, of which nothing can be said: "
                    + found.between().stream().map(RunId::toString).collect(Collectors.joining(", ")));
        }
        if (!found.missing().isEmpty()) {
            screen.line("no run for "
                    + found.missing().stream().map(LocalDate::toString).collect(Collectors.joining(", ")));
        }
        screen.line("what changed between them:");
        screen.table(
                List.of("kind", "what", "before", "after"),
                found.differences().stream()
                        .map(each -> List.<Object>of(
                                each.kind().word(),
                                each.what(),
                                ChangesText.orNone(each.before()),
                                ChangesText.orNone(each.after())))
                        .toList());
    }

    private static String word(JudgedRun run) {
        return run.verdict().name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> json(Bisection found) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("job", found.job());
        json.put("criterion", found.criterion());
        json.put("runs", found.runs());
        json.put("judged", found.judged().stream().map(BisectCommand::json).toList());
        json.put("good", found.good().run().toString());
        json.put("bad", found.bad().run().toString());
        json.put("between", found.between().stream().map(RunId::toString).toList());
        json.put("missing", found.missing().stream().map(LocalDate::toString).toList());
        json.put(
                "differences",
                found.differences().stream().map(ChangesText::json).toList());
        return json;
    }

    private static Map<String, Object> json(JudgedRun run) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run_id", run.run().toString());
        json.put("verdict", word(run));
        json.put("found", run.words());
        return json;
    }
}
