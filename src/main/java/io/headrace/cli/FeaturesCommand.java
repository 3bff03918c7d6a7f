package io.headrace.cli;

import io.headrace.features.InputAnalysis;
import io.headrace.features.InputAnalysisColumns;
import io.headrace.run.RunContext;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.Input;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.Project;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks at feature views before they are computed. */
@Command(
        name = "features",
        mixinStandardHelpOptions = true,
        description = "Looks at what features are made of.",
        synopsisSubcommandLabel = "COMMAND")
final class FeaturesCommand {
    @Command(
            name = "analyze",
            mixinStandardHelpOptions = true,
            description = "What the rows of a view's inputs are like: nulls, times, heavy entities, rows to expect.")
    int analyze(
            @Mixin ProjectOptions options,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "VIEW", description = "The feature view.") String name,
            @Option(
                            names = "--date",
                            required = true,
                            paramLabel = "D",
                            description = "As for a run for this date: the as-of is the start of the day after.")
                    LocalDate date) {
        Project project = options.project();
        FeatureView view = project.views().get(name);
        if (view == null) {
            throw CliErrors.unknownView(name, project.views().keySet());
        }
        Instant asOf = RunContext.asOf(date, project.places().zone());
        Engine engine = Engine.open(project);
        InputAnalysisColumns analysis =
                new InputAnalysisColumns(view, project.places().zone());
        List<List<String>> rows = new ArrayList<>();
        view.inputs().forEach((alias, input) -> {
            if (input.time().isPresent()) {
                InputAnalysis found = analysis.of(input, engine.lake().read(input.table()), asOf);
                lines(view, input, found, isPersonal(project, view, input))
                        .forEach(line -> rows.add(List.of(alias, line.get(0), line.get(1))));
            }
        });
        new Screen().rows(List.of("input", "what", "found"), rows, output);
        return 0;
    }

    private static boolean isPersonal(Project project, FeatureView view, Input input) {
        return project.sourceOf(input.table())
                .map(IngestSpec::personalColumns)
                .filter(personal -> personal.contains(view.entity()))
                .isPresent();
    }

    private static List<List<String>> lines(FeatureView view, Input input, InputAnalysis found, boolean personal) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("rows", number(found.rows())));
        lines.add(List.of("without " + view.entity(), share(found.withoutEntity(), found.rows())));
        lines.add(List.of("without " + input.time().orElseThrow(), share(found.withoutTime(), found.rows())));
        lines.add(List.of("at or after the as-of", share(found.later(), found.rows())));
        lines.add(
                List.of("first and last", found.earliest() == null ? "" : found.earliest() + " to " + found.latest()));
        lines.add(List.of("entities", number(found.entities())));
        lines.add(List.of(
                "heaviest",
                found.heaviest().stream()
                        .map(heavy -> (personal ? "" : heavy.entity() + ": ") + share(heavy.rows(), found.rows()))
                        .collect(Collectors.joining(", "))));
        lines.add(List.of("entities by day", number(found.entityDays())));
        lines.add(List.of("rows to expect", number(found.expected())));
        found.nulls().forEach((value, nulls) -> lines.add(List.of("null: " + value, share(nulls, found.rows()))));
        return lines;
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String share(long count, long of) {
        return number(count) + (count == 0 ? "" : String.format(Locale.ROOT, " (%.1f %%)", 100.0 * count / of));
    }
}
