package io.headrace.cli;

import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.engine.Engine;
import io.headrace.engine.Replay;
import io.headrace.ingest.FileAccounts;
import io.headrace.ingest.FileStatus;
import io.headrace.ingest.SourceTables;
import io.headrace.run.Outcome;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.Project;
import io.headrace.table.Lake;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
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
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Counts the refused rows of all sources by rule, and lists unreadable files.")
    int list(@Mixin ProjectOptions options, @Mixin OutputOptions output) {
        Project project = options.project();
        Engine engine = Engine.open(project);
        List<List<Object>> rows = new ArrayList<>();
        for (IngestSpec ingest : Sources.of(project).values()) {
            rows.addAll(byRule(engine, ingest));
            rows.addAll(unreadableFiles(engine, ingest));
        }
        new Screen().rows(List.of("source", "rule", "column", "message", "files", "rows"), rows, output);
        return 0;
    }

    private static List<List<Object>> byRule(Engine engine, IngestSpec ingest) {
        Map<Reason, Refused> byReason = new TreeMap<>();
        StructType columns = columns("_file", "reasons");
        engine.lake()
                .forEachRow(
                        ingest.quarantine(),
                        columns,
                        Map.of(),
                        row -> Reason.of(row)
                                .forEach(reason -> byReason.computeIfAbsent(reason, first -> new Refused())
                                        .add(row.getAs("_file"))));
        return byReason.entrySet().stream()
                .map(found -> List.<Object>of(
                        ingest.source(),
                        found.getKey().rule(),
                        found.getKey().column(),
                        found.getKey().message(),
                        found.getValue().files.size(),
                        found.getValue().rows))
                .toList();
    }

    private static StructType columns(String... names) {
        StructType refused = SourceTables.refused();
        return new StructType(Stream.of(names).map(refused::apply).toArray(StructField[]::new));
    }

    /** Why a row was refused. */
    private record Reason(String rule, String column, String message) implements Comparable<Reason> {
        private static final Comparator<Reason> ORDER =
                Comparator.comparing(Reason::rule).thenComparing(Reason::column).thenComparing(Reason::message);

        static List<Reason> of(Row row) {
            return row.<Row>getList(row.fieldIndex("reasons")).stream()
                    .map(reason -> new Reason(reason.getString(0), reason.getString(2), reason.getString(3)))
                    .toList();
        }

        @Override
        public int compareTo(Reason other) {
            return ORDER.compare(this, other);
        }

        @Override
        public String toString() {
            return rule + ": " + message;
        }
    }

    /** How many rows were refused, and in which files. */
    private static final class Refused {
        private final Set<String> files = new HashSet<>();
        private long rows;

        void add(String file) {
            files.add(file);
            rows++;
        }
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
        FileAccounts.in(engine.lake()).rows(Map.of("source", Set.of(ingest.source()))).stream()
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
        Lake lake = Engine.open(project).lake();
        Map<String, Set<String>> wanted = file == null ? Map.of() : Map.of("_file", Set.of(file));
        First first = new First(limit);
        lake.forEachRow(ingest.quarantine(), columns("_file", "_row", "reasons", "payload"), wanted, row -> {
            if (rule == null
                    || Reason.of(row).stream().anyMatch(reason -> reason.rule().equals(rule))) {
                first.add(row);
            }
        });
        List<String> heads = new ArrayList<>(List.of("file", "line", "reasons"));
        if (payload) {
            heads.add("payload");
        }
        new Screen()
                .rows(
                        heads,
                        first.inOrder().stream().map(row -> cells(row, payload)).toList(),
                        output);
        return 0;
    }

    private static List<Object> cells(Row row, boolean payload) {
        List<Object> cells = new ArrayList<>(List.of(
                row.<String>getAs("_file"),
                row.<Long>getAs("_row"),
                Reason.of(row).stream().map(Reason::toString).collect(Collectors.joining("; "))));
        if (payload) {
            cells.add(Objects.toString(row.getAs("payload"), ""));
        }
        return cells;
    }

    /** The first rows by file and line, of however many. */
    private static final class First {
        private static final Comparator<Row> ORDER = Comparator.comparing((Row row) -> row.<String>getAs("_file"))
                .thenComparing(row -> row.<Long>getAs("_row"));

        private final int limit;
        private final PriorityQueue<Row> rows = new PriorityQueue<>(ORDER.reversed());

        First(int limit) {
            this.limit = limit;
        }

        void add(Row row) {
            rows.add(row);
            if (rows.size() > limit) {
                rows.remove();
            }
        }

        List<Row> inOrder() {
            return rows.stream().sorted(ORDER).toList();
        }
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
