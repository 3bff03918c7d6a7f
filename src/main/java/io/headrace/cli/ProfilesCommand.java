package io.headrace.cli;

import io.headrace.engine.Engine;
import io.headrace.quality.ProfileTable;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.Project;
import io.headrace.stats.ColumnProfile;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what was written: the profiles that ingest keeps. */
@Command(
        name = "profiles",
        mixinStandardHelpOptions = true,
        description = "Shows the profiles of written rows.",
        synopsisSubcommandLabel = "COMMAND")
final class ProfilesCommand {
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows the columns of a source's silver table, over its latest runs together.")
    int show(
            @Mixin ProjectOptions options,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "SOURCE", description = "The source.") String source,
            @Option(
                            names = "--before",
                            paramLabel = "D",
                            description = "Only runs for dates before this one; by default all.")
                    LocalDate before,
            @Option(
                            names = "--last",
                            paramLabel = "N",
                            defaultValue = "1",
                            description = "The number of dates taken together; default: ${DEFAULT-VALUE}.")
                    int last) {
        Project project = options.project();
        IngestSpec ingest = Sources.required(project, source);
        Engine engine = Engine.open(project);
        List<Map<String, ColumnProfile>> profiles = ProfileTable.last(
                engine.lake(), engine.ledger(), ingest.silver(), before == null ? LocalDate.MAX : before, last);
        Map<String, ColumnProfile> merged = ProfileTable.merged(profiles);
        List<List<Object>> rows = new ArrayList<>();
        ingest.columns().stream()
                .map(column -> merged.get(column.name()))
                .filter(profile -> profile != null)
                .forEach(profile -> rows.add(row(profile)));
        new Screen()
                .rows(
                        List.of(
                                "column",
                                "rows",
                                "nulls",
                                "distinct",
                                "least",
                                "median",
                                "greatest",
                                "mean",
                                "frequent"),
                        rows,
                        output);
        return 0;
    }

    private static List<Object> row(ColumnProfile profile) {
        boolean number = profile.kind() == ColumnProfile.Kind.NUMBER;
        return List.of(
                profile.column(),
                profile.rows(),
                profile.nulls(),
                profile.distinct(),
                end(profile.least(), number),
                number ? Cell.rounded(profile.quantile(0.5)) : Cell.NONE,
                end(profile.greatest(), number),
                Cell.rounded(profile.mean()),
                profile.topValues(3).stream()
                        .map(value -> shown(value.getKey()) + " " + value.getValue())
                        .collect(Collectors.joining(", ")));
    }

    private static String shown(String text) {
        if (text == null) {
            return "";
        }
        return text.length() > 24 ? text.substring(0, 24) + "..." : text;
    }

    private static Cell end(String text, boolean number) {
        return number || text == null ? Cell.number(text) : new Cell(shown(text), text);
    }
}
