package io.headrace.cli;

import static io.headrace.spec.EngineColumn.RUN_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.headrace.engine.Engine;
import io.headrace.engine.Replay;
import io.headrace.ingest.FileAccounts;
import io.headrace.ingest.FileStatus;
import io.headrace.run.Outcome;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.Project;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what was refused, and moves what passes today to silver. */
@Command(
        name = "quarantine",
        mixinStandardHelpOptions = true,
        description = "Lists refused rows and files; replays rows after a change of the rules.",
        synopsisSubcommandLabel = "COMMAND")
final class QuarantineCommand {
    private static final String QUOTE = "'";

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Counts the refused rows of all sources by rule, and lists unreadable files.")
    int list(@Mixin ProjectOptions options, @Mixin OutputOptions output) {
        Project project = options.project();
        Engine engine = Engine.open(project);
        List<List<Object>> rows = new ArrayList<>();
        for (IngestSpec ingest : Sources.of(project).values()) {
            if (engine.lake().has(ingest.quarantine())) {
                rows.addAll(byRule(engine, ingest));
            }
            rows.addAll(unreadableFiles(engine, ingest));
        }
        new Screen().rows(List.of("source", "rule", "column", "message", "files", "rows"), rows, output);
        return 0;
    }

    private static List<List<Object>> byRule(Engine engine, IngestSpec ingest) {
        return engine
                .lake()
                .read(ingest.quarantine())
                .select(col("_file"), explode(col("reasons")).as("reason"))
                .groupBy("reason.rule", "reason.column", "reason.message")
                .agg(countDistinct("_file"), count(lit(1)))
                .orderBy("rule", "column", "message")
                .collectAsList()
                .stream()
                .map(row -> List.<Object>of(
                        ingest.source(), row.getString(0), row.getString(1), row.getString(2), row.get(3), row.get(4)))
                .toList();
    }

    /** Files that could not be read, by their latest account. */
    private static List<List<Object>> unreadableFiles(Engine engine, IngestSpec ingest) {
        List<List<Object>> files = new ArrayList<>();
        newestAccounts(engine, ingest).forEach((path, account) -> {
            if (account.getAs("status").equals(FileStatus.QUARANTINED.word())) {
                files.add(List.of(ingest.source(), "file", "", path + " " + account.getAs("problem"), 1, Cell.NONE));
            }
        });
        return files;
    }

    private static Map<String, Row> newestAccounts(Engine engine, IngestSpec ingest) {
        Map<String, Integer> order = new TreeMap<>();
        engine.ledger().done().forEach(done -> order.put(done.run().toString(), order.size()));
        Map<String, Row> newest = new TreeMap<>();
        FileAccounts.in(engine.lake())
                .rows()
                .map(rows -> rows.where(col("source").equalTo(ingest.source())).collectAsList())
                .orElse(List.of())
                .stream()
                .filter(row -> order.containsKey(row.<String>getAs(RUN_ID)))
                .sorted(java.util.Comparator.comparing(row -> order.get(row.<String>getAs(RUN_ID))))
                .forEach(row -> newest.put(row.getAs("path"), row));
        return newest;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows refused rows of a source, with their reasons.")
    int show(
            @Mixin ProjectOptions options,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "SOURCE", description = "The source.") String source,
            @Option(names = "--rule", paramLabel = "R", description = "Only rows that this rule refused.") String rule,
            @Option(names = "--file", paramLabel = "F", description = "Only rows of this file.") String file,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "20",
                            description = "The greatest number of rows; default: 20.")
                    int limit,
            @Option(names = "--payload", description = "Show also the rows as received; they may hold personal data.")
                    boolean payload) {
        Project project = options.project();
        IngestSpec ingest = Sources.required(project, source);
        Dataset<Row> rows = Engine.open(project).lake().read(ingest.quarantine());
        if (rule != null) {
            rows = rows.where(expr("exists(reasons, r -> r.rule = " + literal(rule) + ")"));
        }
        if (file != null) {
            rows = rows.where(col("_file").equalTo(file));
        }
        List<String> heads = new ArrayList<>(List.of("file", "line", "reasons"));
        if (payload) {
            heads.add("payload");
        }
        new Screen().rows(heads, cells(rows, limit, payload), output);
        return 0;
    }

    private static String literal(String text) {
        return QUOTE + text.replace("\\", "\\\\").replace(QUOTE, "\\'") + QUOTE;
    }

    private static List<List<Object>> cells(Dataset<Row> rows, int limit, boolean payload) {
        return rows
                .selectExpr(
                        "_file",
                        "_row",
                        "array_join(transform(reasons, r -> concat(r.rule, ': ', r.message)), '; ')",
                        "payload")
                .orderBy("_file", "_row")
                .limit(limit)
                .collectAsList()
                .stream()
                .map(row -> {
                    List<Object> cells = new ArrayList<>(List.of(row.getString(0), row.get(1), row.getString(2)));
                    if (payload) {
                        cells.add(row.getString(3));
                    }
                    return cells;
                })
                .toList();
    }

    @Command(
            name = "replay",
            mixinStandardHelpOptions = true,
            description = {
                "Checks the refused rows of a source with the current job and moves those that pass to silver.",
                "Rows that cannot be parsed stay; after a change of the dialect, run the ingest job with --force."
            })
    int replay(
            @Mixin ProjectOptions options,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "SOURCE", description = "The source.") String source,
            @Option(names = "--rule", paramLabel = "R", description = "Only rows that this rule refused.") String rule,
            @Option(
                            names = "--date",
                            paramLabel = "D",
                            description = "The logical date of the run; by default that of the latest ingest run.")
                    LocalDate date,
            @Option(names = "--dry-run", description = "Only count the rows that would move, by rule.")
                    boolean dryRun) {
        Project project = options.project();
        IngestSpec ingest = Sources.required(project, source);
        Replay replay = new Replay(Engine.open(project), ingest, rule == null ? "" : rule);
        if (dryRun) {
            List<List<Object>> rows = replay.preview().entrySet().stream()
                    .map(entry -> List.<Object>of(entry.getKey(), entry.getValue()))
                    .toList();
            new Screen().rows(List.of("rule", "rows that would move"), rows, output);
            return 0;
        }
        Outcome outcome = replay.run(date);
        if (output.asJson()) {
            new Screen().json(outcome);
        } else {
            new Screen().line(source + ": " + outcome.message());
        }
        return outcome.exitCode();
    }
}
