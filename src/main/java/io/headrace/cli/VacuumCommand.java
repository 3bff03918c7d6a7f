package io.headrace.cli;

import io.headrace.engine.Engine;
import io.headrace.job.JobRunner;
import io.headrace.maintain.Vacuum;
import io.headrace.maintain.VacuumPlan;
import io.headrace.run.Digest;
import io.headrace.run.Outcome;
import io.headrace.spec.JobHeader;
import io.headrace.spec.MaintainSpec;
import io.headrace.spec.Schedule;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Removes files of old versions that nothing needs. */
@Command(
        name = "vacuum",
        mixinStandardHelpOptions = true,
        description =
                "Removes the files of old versions of tables that no model version, publication or run needs. headrace pins says what is"
                        + " needed, by whom.")
final class VacuumCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options;

    @Mixin
    private OutputOptions output;

    @Option(
            names = "--keep-days",
            paramLabel = "N",
            description =
                    "How long files stay that left their table, 1 or more; by default as long as each table says.")
    private Integer keepDays;

    @Option(names = "--dry-run", description = "Says what would go, and removes nothing.")
    private boolean dryRun;

    @Override
    public Integer call() {
        if (keepDays != null && keepDays < 1) {
            throw CliErrors.keepsNothing(keepDays);
        }
        Engine engine = Engine.open(options.project());
        Screen screen = new Screen();
        if (dryRun) {
            show(screen, plans(engine));
            return 0;
        }
        long start = System.nanoTime();
        OptionalInt keep = keepDays == null ? OptionalInt.empty() : OptionalInt.of(keepDays);
        Outcome outcome = engine.run(
                new MaintainSpec(
                        new JobHeader("vacuum", Engine.actor(), Schedule.MANUAL, Digest.of("vacuum " + keep)),
                        keep,
                        false),
                LocalDate.ofInstant(engine.clock().instant(), engine.zone()),
                JobRunner.Again.FORCE);
        if (output.asJson()) {
            screen.json(outcome);
        } else {
            screen.step("vacuum", outcome.message(), start);
        }
        return outcome.exitCode();
    }

    private List<VacuumPlan> plans(Engine engine) {
        Vacuum vacuum = vacuum(engine);
        return vacuum.plans(vacuum.tables(), Optional.ofNullable(keepDays).map(Duration::ofDays));
    }

    static Vacuum vacuum(Engine engine) {
        return new Vacuum(
                engine.lake(),
                engine.registry(),
                engine.publications(),
                engine.ledger(),
                engine.clock().instant());
    }

    private void show(Screen screen, List<VacuumPlan> plans) {
        List<List<?>> rows = new ArrayList<>();
        plans.forEach(plan -> rows.add(List.of(
                plan.table(),
                Cell.count(plan.going().size()),
                Cell.count(plan.bytes()),
                Cell.count(plan.heldBytes()))));
        screen.rows(List.of("table", "files that go", "bytes that go", "bytes held"), rows, output);
    }
}
