package io.headrace.cli;

import io.headrace.engine.Engine;
import io.headrace.monitor.BacktestSummary;
import io.headrace.monitor.MonitorBacktest;
import io.headrace.monitor.MonitorBacktest.Verdicts;
import io.headrace.monitor.MonitorBudget;
import io.headrace.monitor.MonitorMetrics;
import io.headrace.monitor.MonitorStatus;
import io.headrace.policy.Truth;
import io.headrace.report.DisplayFormat;
import io.headrace.spec.MonitorSpec;
import io.headrace.spec.Project;
import io.headrace.spec.hocon.TruthReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what monitor jobs found. */
@Command(
        name = "monitor",
        mixinStandardHelpOptions = true,
        description = "Shows what monitor jobs found.",
        synopsisSubcommandLabel = "COMMAND")
final class MonitorCommand {
    private static final int MOST = 3;

    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = "Shows drift, performance, alerts and the decision of the last run of each monitor job.")
    int status(@Mixin ProjectOptions options, @Mixin OutputOptions output) {
        Project project = options.project();
        Engine engine = Engine.open(project);
        List<MonitorStatus> found = monitorJobs(project)
                .map(job -> MonitorStatus.of(job, engine.lake(), engine.ledger()))
                .toList();
        Screen screen = new Screen();
        if (output.asJson()) {
            screen.json(found);
        } else if (found.isEmpty()) {
            screen.line("no monitor job: docs/monitoring.md shows one");
        } else {
            found.forEach(status -> show(screen, status));
        }
        return 0;
    }

    @Command(
            name = "metrics",
            mixinStandardHelpOptions = true,
            description =
                    "Prints what the last run of each monitor job found as metrics for Prometheus, or writes it to a file.")
    int metrics(
            @Mixin ProjectOptions options,
            @Option(
                            names = "--out",
                            paramLabel = "FILE",
                            description = "The file, replaced as a whole, such as headrace.prom.")
                    Path file)
            throws IOException {
        Project project = options.project();
        Engine engine = Engine.open(project);
        List<MonitorSpec> jobs = monitorJobs(project).toList();
        MonitorMetrics metrics = new MonitorMetrics(engine.lake(), engine.ledger(), project.places());
        if (file == null) {
            new Screen().text(metrics.of(jobs));
        } else {
            metrics.write(file, jobs);
            new Screen().line("metrics of " + DisplayFormat.counted(jobs.size(), "monitor job") + ": " + file);
        }
        return 0;
    }

    @Command(
            name = "backtest",
            mixinStandardHelpOptions = true,
            description = "Replays stored days of a monitor job, under its policy or that of another file.")
    int backtest(
            @Mixin ProjectOptions options,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "JOB", description = "The monitor job.") String name,
            @Option(names = "--from", required = true, paramLabel = "D", description = "First day, yyyy-MM-dd.")
                    LocalDate from,
            @Option(names = "--to", required = true, paramLabel = "D", description = "Last day, yyyy-MM-dd.")
                    LocalDate to,
            @Option(
                            names = "--policy",
                            paramLabel = "FILE",
                            description = "A job file to be replayed in place of the job's own.")
                    Path policy,
            @Option(
                            names = "--truth",
                            paramLabel = "FILE",
                            description =
                                    "The changes that really happened: counts false alarms and days to detection.")
                    Path truth,
            @Option(
                            names = "--from-counts",
                            description =
                                    "Judge the stored counts again; so it is done anyhow where FILE judges otherwise.")
                    boolean isFromCounts) {
        if (from.isAfter(to)) {
            throw CliErrors.backwards(from.toString(), to.toString());
        }
        Project project = options.project();
        MonitorSpec job = monitorJob(project, name);
        MonitorSpec under = policy == null ? job : monitorJob(options.projectWith(name, policy), name);
        Engine engine = Engine.open(project);
        BacktestSummary found = new MonitorBacktest(
                        engine.lake(), engine.ledger(), engine.registry(), engine.publications(), engine.zone())
                .of(
                        under,
                        from,
                        to,
                        isFromCounts ? Verdicts.FROM_COUNTS : MonitorBacktest.verdicts(job, under),
                        truth == null ? Truth.unknown() : TruthReader.read(truth));
        Screen screen = new Screen();
        if (output.asJson()) {
            screen.json(found);
        } else {
            BacktestText.lines(found).forEach(screen::line);
        }
        return 0;
    }

    @Command(
            name = "budget",
            mixinStandardHelpOptions = true,
            description =
                    "Says how often a monitor job alerts although nothing changes, and the level that keeps its budget.")
    int budget(
            @Mixin ProjectOptions options,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "JOB", description = "The monitor job.") String name,
            @Option(
                            names = "--rows",
                            paramLabel = "N",
                            description = "Rows of a window; by default as many as the last one has.")
                    Long rows) {
        Project project = options.project();
        MonitorSpec job = monitorJob(project, name);
        Engine engine = Engine.open(project);
        if (rows != null && rows < 1) {
            throw CliErrors.noRows(rows);
        }
        MonitorBudget.Found found = new MonitorBudget(engine.lake(), engine.registry(), engine.publications())
                .of(job, rows == null ? OptionalLong.empty() : OptionalLong.of(rows));
        Screen screen = new Screen();
        if (output.asJson()) {
            screen.json(found);
        } else {
            screen.line(String.format(
                    Locale.ROOT,
                    "%s: %,d columns and scores of version %d, windows of %,d rows; one false alert in %d days is accepted",
                    found.job(),
                    found.columns(),
                    found.version(),
                    found.rows(),
                    found.budgetDays()));
            screen.line("  present      " + words(found.present(), found));
            screen.line("  highest      " + words(found.highest(), found));
        }
        return 0;
    }

    private static String words(MonitorBudget.Cost cost, MonitorBudget.Found found) {
        String every = cost.falseAlerts() == 0
                ? String.format(Locale.ROOT, "no false alert in %,d simulated days", found.simulatedDays())
                : String.format(
                        Locale.ROOT,
                        "a false alert in %,.0f days (%,d in %,d simulated days)",
                        cost.daysBetween(),
                        cost.falseAlerts(),
                        found.simulatedDays());
        return String.format(
                Locale.ROOT,
                "level %.2g: %s, at least %,.0f: %s",
                cost.level(),
                every,
                cost.atLeastDays(),
                cost.isKept() ? "keeps it" : "does not keep it");
    }

    private static MonitorSpec monitorJob(Project project, String name) {
        return monitorJobs(project)
                .filter(job -> job.name().equals(name))
                .findFirst()
                .orElseThrow(() -> CliErrors.notMonitoring(
                        name, monitorJobs(project).map(MonitorSpec::name).toList()));
    }

    private static Stream<MonitorSpec> monitorJobs(Project project) {
        return project.jobs().values().stream()
                .filter(MonitorSpec.class::isInstance)
                .map(MonitorSpec.class::cast);
    }

    private static void show(Screen screen, MonitorStatus status) {
        screen.line(status.model() + ", by " + (status.run().isEmpty() ? status.job() : status.run()));
        screen.line("  inputs       " + inputs(status));
        shortened(status.drifted()).forEach(line -> screen.line("               " + line));
        status.figures().forEach(line -> screen.line("  performance  " + line));
        status.delivery().forEach(line -> screen.line("  delivery     " + line));
        shortened(status.alerts()).forEach(line -> screen.line("  alert        " + line));
        status.untold().forEach(line -> screen.line("  not told     " + line));
        screen.line("  decision     " + status.decision());
    }

    private static String inputs(MonitorStatus status) {
        String unknown = status.unknown() == 0 ? "" : ", " + status.unknown() + " comparisons say nothing";
        return status.drifted().isEmpty()
                ? status.columns() + " columns and scores, none has drifted" + unknown
                : status.drifted().size() + " findings of drift in " + status.columns() + " columns and scores"
                        + unknown;
    }

    private static List<String> shortened(List<String> lines) {
        return lines.size() <= MOST
                ? lines
                : Stream.concat(lines.stream().limit(MOST), Stream.of((lines.size() - MOST) + " more"))
                        .toList();
    }
}
