package io.headrace.cli;

import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.engine.Engine;
import io.headrace.table.ChainedTables;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Looks into the run ledger. */
@Command(
        name = "runs",
        mixinStandardHelpOptions = true,
        description = "Lists and shows runs.",
        synopsisSubcommandLabel = "COMMAND")
final class RunsCommand {
    private static final List<String> BRIEF =
            List.of(RUN_ID, "attempt", "status", "verdict", "actor", "started_at", "ended_at", "message");

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists all attempts, newest first.")
    int list(@Mixin ProjectOptions options, @Mixin OutputOptions output) {
        List<List<Cell>> rows = Engine.open(options.project()).ledger().attempts().stream()
                .map(row -> cells(row, BRIEF))
                .toList();
        new Screen().rows(BRIEF, rows, output);
        return 0;
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows everything recorded about a run.")
    int show(
            @Mixin ProjectOptions options,
            @Parameters(paramLabel = "RUN", description = "The run, as job/date/generation.") String run,
            @Mixin OutputOptions output) {
        List<Row> attempts = Engine.open(options.project()).ledger().attempts().stream()
                .filter(row -> run.equals(row.getAs(RUN_ID)))
                .toList();
        if (attempts.isEmpty()) {
            throw CliErrors.unknownRun(run);
        }
        Screen screen = new Screen();
        if (output.asJson()) {
            List<String> fields = fields(attempts.get(0)).toList();
            screen.rows(fields, attempts.stream().map(row -> cells(row, fields)).toList(), output);
        } else {
            attempts.forEach(row -> screen.table(List.of("field", "value"), facts(row)));
        }
        return 0;
    }

    /** All but those by which the table shows tampering: headrace audit verify looks at them. */
    private static Stream<String> fields(Row attempt) {
        return Stream.of(attempt.schema().fieldNames()).filter(name -> !ChainedTables.isLink(name));
    }

    private static List<List<Object>> facts(Row attempt) {
        return fields(attempt)
                .map(name -> List.<Object>of(name, cell(attempt, name)))
                .toList();
    }

    private static List<Cell> cells(Row row, List<String> names) {
        return names.stream().map(name -> cell(row, name)).toList();
    }

    private static Cell cell(Row row, String name) {
        Object value = row.getAs(name);
        if (value instanceof scala.collection.Map<?, ?> map) {
            return Cell.of(scala.jdk.javaapi.CollectionConverters.asJava(map));
        }
        return value instanceof Number ? Cell.of(value) : Cell.of(Objects.toString(value, ""));
    }
}
