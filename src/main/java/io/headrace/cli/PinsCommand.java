package io.headrace.cli;

import io.headrace.engine.Engine;
import io.headrace.maintain.Vacuum;
import io.headrace.maintain.VacuumPlan;
import io.headrace.maintain.VacuumPlan.Held;
import io.headrace.run.FailureKind;
import io.headrace.spec.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows which earlier versions of tables are needed. */
@Command(
        name = "pins",
        mixinStandardHelpOptions = true,
        description =
                "Shows which versions of tables are needed, by which model version, publication or run, what they cost, and whether they"
                        + " can still be read. Ends with 3 where one cannot.")
final class PinsCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options;

    @Mixin
    private OutputOptions output;

    @Parameters(paramLabel = "TABLE", arity = "0..*", description = "Only of these tables, such as silver.customers.")
    private List<String> tables = List.of();

    @Option(
            names = "--keep-days",
            paramLabel = "N",
            description =
                    "What they would cost if files that left their table stayed for so long, 1 or more; by default as long as each table"
                            + " says.")
    private Integer keepDays;

    @Override
    public Integer call() {
        if (keepDays != null && keepDays < 1) {
            throw CliErrors.keepsNothing(keepDays);
        }
        Engine engine = Engine.open(options.project());
        Vacuum vacuum = VacuumCommand.vacuum(engine);
        List<TableName> all = vacuum.tables();
        List<TableName> wanted = tables.isEmpty()
                ? all
                : tables.stream().map(ScoresCommand::name).toList();
        wanted.stream().filter(table -> !all.contains(table)).findFirst().ifPresent(table -> {
            throw CliErrors.nothingPinned(table, all);
        });
        List<Held> held = vacuum.plans(wanted, Optional.ofNullable(keepDays).map(Duration::ofDays)).stream()
                .map(VacuumPlan::held)
                .flatMap(List::stream)
                .sorted(Comparator.comparing((Held pin) -> pin.pin().table())
                        .thenComparing(pin -> pin.pin().version())
                        .thenComparing(pin -> pin.pin().holder())
                        .thenComparing(pin -> pin.pin().why()))
                .toList();
        show(held);
        return held.stream().anyMatch(Held::isBroken) ? FailureKind.REFUSED.exitCode() : 0;
    }

    private void show(List<Held> held) {
        List<List<?>> rows = new ArrayList<>();
        held.forEach(pin -> rows.add(List.of(
                pin.pin().table(),
                pin.pin().version(),
                pin.pin().holder(),
                pin.pin().why(),
                Cell.count(pin.files()),
                Cell.count(pin.bytes()),
                Cell.count(pin.alone()),
                pin.isBroken() ? "LOST: " + pin.lost() : "there")));
        new Screen()
                .rows(
                        List.of("table", "version", "needed by", "why", "files", "bytes", "bytes alone", "state"),
                        rows,
                        output);
    }
}
