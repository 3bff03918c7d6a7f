package io.headrace.cli;

import io.headrace.engine.ProjectSchemas;
import io.headrace.privacy.DataMap;
import io.headrace.spec.Project;
import io.headrace.table.Lake;
import io.headrace.table.Sessions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what is kept of persons. */
@Command(
        name = "privacy",
        mixinStandardHelpOptions = true,
        description = "Shows what is kept of persons, and where.",
        synopsisSubcommandLabel = "COMMAND")
final class PrivacyCommand {
    @Command(
            name = "map",
            mixinStandardHelpOptions = true,
            description =
                    "Lists every table, column and file that may hold personal data or identify a person, why, how long,"
                            + " and how an erasure reaches it.")
    int map(@Mixin ProjectOptions options, @Mixin OutputOptions output) {
        Project project = options.project();
        Optional<Lake> lake = Lake.find(project.places());
        ProjectSchemas schemas =
                new ProjectSchemas(project, lake.map(Lake::spark).orElseGet(() -> Sessions.open(project.places())));
        List<List<String>> rows = DataMap.of(project, schemas, lake).entries().stream()
                .map(entry -> List.of(
                        entry.place(),
                        entry.column(),
                        entry.holds().name().toLowerCase(Locale.ROOT),
                        entry.purpose(),
                        entry.retention(),
                        entry.erasure()))
                .toList();
        new Screen().rows(List.of("place", "column", "holds", "purpose", "retention", "erasure"), rows, output);
        return 0;
    }
}
