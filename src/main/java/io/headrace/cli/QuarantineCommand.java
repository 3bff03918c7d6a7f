package io.headrace.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;

import io.headrace.spec.IngestSpec;
import io.headrace.spec.Project;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows refused rows by rule. */
@Command(
        name = "quarantine",
        mixinStandardHelpOptions = true,
        description = "Shows refused rows.",
        synopsisSubcommandLabel = "COMMAND")
final class QuarantineCommand {
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Refused rows of all sources, counted by rule. Payloads are personal and not shown.")
    int list(@Mixin ProjectOptions options, @Mixin OutputOptions output) {
        Project project = options.project();
        Engine engine = Engine.open(project);
        List<List<String>> rows = new ArrayList<>();
        project.jobs().values().forEach(job -> {
            if (job instanceof IngestSpec ingest && engine.lake().has(ingest.quarantine())) {
                rows.addAll(byRule(engine, ingest));
            }
        });
        new Screen().rows(List.of("source", "rule", "column", "message", "rows"), rows, output);
        return 0;
    }

    private static List<List<String>> byRule(Engine engine, IngestSpec ingest) {
        List<List<String>> rows = new ArrayList<>();
        for (Row row : engine.lake()
                .read(ingest.quarantine())
                .select(explode(col("reasons")).as("reason"))
                .groupBy("reason.rule", "reason.column", "reason.message")
                .agg(count(lit(1)))
                .orderBy("rule", "column", "message")
                .collectAsList()) {
            rows.add(List.of(
                    ingest.source(), row.getString(0), row.getString(1), row.getString(2), String.valueOf(row.get(3))));
        }
        return rows;
    }
}
