package io.headrace.cli;

import io.headrace.engine.Engine;
import io.headrace.monitor.MonitorStatus;
import io.headrace.spec.MonitorSpec;
import io.headrace.spec.Project;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
        List<MonitorStatus> found = project.jobs().values().stream()
                .filter(MonitorSpec.class::isInstance)
                .map(job -> MonitorStatus.of((MonitorSpec) job, engine.lake(), engine.ledger()))
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

    private static void show(Screen screen, MonitorStatus status) {
        screen.line(status.model() + ", by " + (status.run().isEmpty() ? status.job() : status.run()));
        screen.line("  inputs       " + inputs(status));
        shortened(status.drifted()).forEach(line -> screen.line("               " + line));
        status.figures().forEach(line -> screen.line("  performance  " + line));
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
