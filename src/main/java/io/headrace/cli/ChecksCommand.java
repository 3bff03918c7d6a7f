package io.headrace.cli;

import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.engine.Engine;
import io.headrace.quality.CheckResultTable;
import io.headrace.quality.SuggestedChecks;
import io.headrace.quality.SuggestedChecks.Suggestion;
import io.headrace.spec.Check;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.Project;
import io.headrace.spec.RowCheck;
import java.sql.Date;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows checks with their latest results, and proposes further ones. */
@Command(
        name = "checks",
        mixinStandardHelpOptions = true,
        description = "Lists checks with their latest results; suggests checks from data.",
        synopsisSubcommandLabel = "COMMAND")
final class ChecksCommand {
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists all declared checks, each with its result in the latest run that evaluated it.")
    int list(@Mixin ProjectOptions options, @Mixin OutputOptions output) {
        Project project = options.project();
        Engine engine = Engine.open(project);
        List<List<Object>> rows = new ArrayList<>();
        Sources.of(project).values().forEach(ingest -> rows.addAll(rows(engine, ingest)));
        new Screen()
                .rows(
                        List.of("source", "check", "kind", "severity", "last run", "outcome", "failed", "of", "value"),
                        rows,
                        output);
        return 0;
    }

    private static List<List<Object>> rows(Engine engine, IngestSpec ingest) {
        Map<String, Row> newest = newest(engine, ingest);
        List<List<Object>> rows = new ArrayList<>();
        for (Check check : ingest.checks()) {
            Row result = newest.get(check.name() + " " + CheckResultTable.version(check));
            rows.add(List.of(
                    ingest.source(),
                    check.name(),
                    check.kind(),
                    check.severity().name().toLowerCase(Locale.ROOT),
                    shown(result, RUN_ID),
                    shown(result, "outcome"),
                    check instanceof RowCheck || shown(result, "value_text").isEmpty()
                            ? Cell.number(shown(result, "failed"))
                            : Cell.NONE,
                    Cell.number(shown(result, "rows")),
                    Cell.number(shown(result, "value_text"))));
        }
        return rows;
    }

    /** A check that has changed since has no result yet. */
    private static Map<String, Row> newest(Engine engine, IngestSpec ingest) {
        Map<String, Row> newest = new TreeMap<>();
        CheckResultTable.in(engine.lake())
                .rows(Map.of("checked", Set.of(ingest.silver().toString())))
                .stream()
                .sorted(Comparator.comparing((Row row) -> row.<Date>getAs("logical_date"))
                        .thenComparing(row -> row.<String>getAs(RUN_ID)))
                .forEach(row -> newest.put(row.getAs("check") + " " + row.getAs("version"), row));
        return newest;
    }

    private static String shown(Row result, String column) {
        Object value = result == null ? null : result.getAs(column);
        return value == null ? "" : value.toString();
    }

    @Command(
            name = "suggest",
            mixinStandardHelpOptions = true,
            description = {
                "Suggests checks that the rows of a source's silver table pass now, with the evidence.",
                "Prints them in the format of a spec, with severity warn; keep those that you intend."
            })
    int suggest(
            @Mixin ProjectOptions options,
            @Parameters(paramLabel = "SOURCE", description = "The source.") String source) {
        Project project = options.project();
        IngestSpec ingest = Sources.required(project, source);
        Engine engine = Engine.open(project);
        List<Suggestion> found = SuggestedChecks.of(ingest, engine.lake().read(ingest.silver()));
        new Screen().text(SuggestedChecks.conf(found));
        return 0;
    }
}
